"""The changes that a command would record, given the state of a project.

Each function takes a project and its state as of the day in question. It returns the changes, none if there
is nothing to change, and raises ``RefusedError`` if a rule forbids them.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dushiquan.domain.events import (
    Carry,
    DeferralRefusal,
    DeferralRequest,
    DueChange,
    Event,
    EventKind,
    ExpectedDay,
    LetterAnswer,
    NextSteps,
    Nothing,
    Payload,
    PlanPlace,
    ProblemRemark,
    ProgressReport,
    Revised,
    StatusChange,
    TargetCount,
)
from dushiquan.domain.history import revoker_of
from dushiquan.domain.ids import FullId
from dushiquan.domain.plan import Project
from dushiquan.domain.recurring import is_by_occurrences
from dushiquan.domain.status import (
    CLOSED,
    STATUS_LABELS,
    State,
    Status,
    check_transition,
)
from dushiquan.errors import RefusedError


class Change(NamedTuple):
    """An event before it is entered: without a moment and an actor.

    ``event_id`` is "" unless it is derived from what is recorded (``domain.form``).
    """

    kind: EventKind
    payload: Payload = Nothing()
    note: str = ""
    revokes: str | None = None
    replaces: str | None = None
    event_id: str = ""


def check_day(on: date, today: date) -> None:
    """Refuse an event of the future."""
    if on > today:
        raise RefusedError(f"{on} 还没有到（今天是 {today}），不能先行记录。")


def check_known(project: Project, events: Iterable[Event], on: date) -> None:
    """Refuse an event of a day on which a project was not in the plan yet; ``events`` are in force."""
    for event in events:
        if isinstance(event.payload, Revised) and event.payload.added and on < event.on:
            raise RefusedError(f"{project.id} 是 {event.on} 列入计划的，不能记到 {on}；请核对日期。")


def close_out(project: Project, state: State, note: str = "", evidence: str = "") -> list[Change]:
    """Close a project out (销号): the office confirms completion; say by what evidence, if any."""
    seen = f"依据：{evidence.strip()}" if evidence.strip() else ""
    return change_status(project, state, Status.DONE, "；".join(filter(None, [seen, note.strip()])))


def update(
    project: Project,
    state: State,
    *,
    status: Status | None = None,
    progress: int | None = None,
    note: str = "",
    reason: str = "",
    approved_by: str = "",
) -> list[Change]:
    """Record a reported status, progress (0 to 100) and note; a first progress also starts the project.

    A progress is reported anew even if it is that of the last report. A closed project has no more progress
    to report, unless the same entry reopens it. Raise ``RefusedError`` if a reason is given for a status that
    does not change, or a progress together with 未启动, or a value is none that a project can have.
    """
    _check_in_plan(project, state)
    _check_values(project, status, progress)
    changes = []
    if status is Status.PLANNED and progress:
        raise RefusedError(f"{project.id} 报了进度{progress}%，就不是未启动；请只写 -p {progress}。")
    if status:
        changes += change_status(project, state, status, _approved(reason, approved_by))
        if reason.strip() and not changes:
            raise RefusedError(
                f"{project.id} 已是{STATUS_LABELS[status]}，状态没有变，理由没有记；要记下请写 --note。"
            )
    elif progress:
        changes += _start(project, state)
    stays_closed = state.status in CLOSED and status in (None, state.status)
    if progress is not None and not (stays_closed and _is_shown(progress, state)):
        if stays_closed:
            raise RefusedError(
                f"{project.id} {closed_text(state)}，不再报进度；"
                f"要继续办理请用 dsq update {project.id} -s 进行中 --reason “理由”。"
            )
        changes.append(Change(EventKind.PROGRESS, ProgressReport(state.progress, progress)))
    if note:
        changes += add_note(project, state, note)
    return changes


def _check_values(project: Project, status: object, progress: object) -> None:
    """Refuse what only a program can ask for; the types are those of ``update``, but nobody enforces them."""
    if not (status is None or isinstance(status, Status)):
        raise RefusedError(
            f"{project.id} 的状态不能记成“{status}”；程序里请用 Status 里的一种，如 Status.ACTIVE。"
        )
    if not (progress is None or (type(progress) is int and 0 <= progress <= 100)):
        raise RefusedError(f"{project.id} 的进度不能记成“{progress}”；请用 0 至 100 的整数。")


def settle(note: str) -> Change:
    """Say that the present state of a project holds, having seen what was recorded at once (认可现状)."""
    return Change(EventKind.SETTLE, note=note.strip())


def add_note(project: Project, state: State, text: str) -> list[Change]:
    """Add a note to a project's history."""
    _check_in_plan(project, state)
    if not text.strip():
        raise RefusedError("说明是空的，未记录；请写明内容。")
    return [Change(EventKind.NOTE, note=text.strip())]


def _is_shown(progress: int, state: State) -> bool:
    """Tell whether a progress is what the ledger shows of a closed project anyway."""
    return progress == (100 if state.status is Status.DONE else state.progress)


def not_said_that_day(changes: Iterable[Change], events: Iterable[Event], on: date) -> list[Change]:
    """Leave out a progress or an expected day that was the last one reported on the same day already.

    ``events`` are in force, in the order they take effect. A correction is never left out.
    """
    said = {event.kind: event.payload for event in events if event.on == on}
    return [each for each in changes if each.replaces or not _same(each.payload, said.get(each.kind))]


def _same(payload: Payload, said: Payload | None) -> bool:
    match payload, said:
        case ProgressReport(_, now), ProgressReport(_, then):
            return now == then
        case ExpectedDay(), ExpectedDay():
            return payload == said
    return False


def closed_text(state: State) -> str:
    """Say that a project is closed, and since when: 已于2011-07-01销号."""
    if state.done_on:
        return f"已于{state.done_on}销号"
    return f"已{STATUS_LABELS[state.status].removeprefix('已')}"


def tick(project: Project, state: State, target: str, number: int) -> list[Change]:
    """Add to the count of a target (指标), or take from it; a first count also starts the project."""
    _check_in_plan(project, state)
    _check_whole(project, target, number)
    count = state.counts.get(target, 0)
    if count + number < 0:
        raise RefusedError(f"{project.id} 的“{target}”累计只有 {count}，减不了 {-number}，最多减到 0。")
    counted = Change(EventKind.COUNT, TargetCount(target, count, count + number))
    return [*(_start(project, state) if number > 0 else []), counted] if number else []


def _check_whole(project: Project, target: str, number: object) -> None:
    if type(number) is not int:
        raise RefusedError(f"{project.id} 的“{target}”只能记整数，不能记“{number}”。")


def count_to(project: Project, state: State, target: str, total: int) -> list[Change]:
    """Set the count of a target to a total."""
    _check_whole(project, target, total)
    if total < 0:
        raise RefusedError(
            f"{project.id} 的“{target}”不能记成 {total}，最少是 0；现在累计 {state.counts.get(target, 0)}。"
        )
    return tick(project, state, target, total - state.counts.get(target, 0))


def defer(
    project: Project, state: State, due: date | None = None, reason: str = "", approved_by: str = ""
) -> list[Change]:
    """Move the due date later (延期) or earlier (提前), and say why.

    Without a day, that of the application that waits is granted. Without a reason, a deferral takes its one.
    """
    _check_in_plan(project, state)
    if state.status in CLOSED:
        raise RefusedError(f"{project.id} {closed_text(state)}，不再改时限。")
    _check_not_recurring(project)
    asked = state.said.request
    if due is None:
        if asked is None:
            raise RefusedError(f"{project.id} 没有待答复的延期申请；请写明新时限，如 9月30日 或 +2m。")
        due = asked.until
    if asked and not reason.strip() and not (state.due and due < state.due):
        reason = asked.reason
    if not reason.strip():
        what = "提前" if state.due and due < state.due else "延期"
        raise RefusedError(f"{project.id} {what}须说明理由，请加 --reason “理由”。")
    if due == state.due:
        raise RefusedError(f"{project.id} 现时限就是 {due}，未作改动。")
    note = _approved(reason, approved_by)
    return [Change(EventKind.DEFER, DueChange(state.due, due), note)]


def submit(project: Project, state: State, evidence: str) -> list[Change]:
    """Apply to close a project out (申请销号): the unit says it is finished, and shows by what."""
    _check_in_plan(project, state)
    if not evidence.strip():
        raise RefusedError(f"{project.id} 申请销号须附依据，请加 --evidence “依据”。")
    return change_status(project, state, Status.SUBMITTED, evidence)


def send_back(project: Project, state: State, reason: str) -> list[Change]:
    """Return an application (退回): the evidence does not hold, and the unit goes on."""
    _check_in_plan(project, state)
    if state.status is not Status.SUBMITTED:
        raise RefusedError(f"{project.id} 现为{STATUS_LABELS[state.status]}，没有申请销号，不能退回。")
    return change_status(project, state, Status.ACTIVE, reason)


def check_carry(project: Project, state: State) -> None:
    """Refuse to carry a project that is closed, or that the plan does not have any more."""
    _check_in_plan(project, state)
    if state.status in CLOSED:
        raise RefusedError(f"{project.id} {closed_text(state)}，不用结转。")


def carry(project: Project, state: State, into: PlanPlace, reason: str) -> list[Change]:
    """Carry an unfinished project into another plan (结转)."""
    check_carry(project, state)
    return [Change(EventKind.CARRY, Carry(state.status, into), reason)]


def check_not_carried_on(project: Project, state: State, later: Iterable[Event]) -> None:
    """Refuse to close a project on a day before it was carried: its work goes on in another plan."""
    for event in later:
        if state.status in CLOSED and isinstance(event.payload, Carry) and event.payload.into:
            raise RefusedError(
                f"{project.id} 已于{event.on}结转到计划 {event.payload.into.plan}，不能记为在那以前"
                f"{STATUS_LABELS[state.status]}；确是这样的，请先用 dsq undo {event.number} 撤回结转。"
            )


def go_on(project: Project, state: State, source: PlanPlace, reason: str) -> list[Change]:
    """Let a project go on with the work of one that is carried."""
    _check_in_plan(project, state)
    if state.status in CLOSED:
        raise RefusedError(f"{FullId(project.plan, project.id).in_words}{closed_text(state)}，不能接着办。")
    return [Change(EventKind.CARRY, Carry(source=source), reason)]


def answer(project: Project, state: State, letter: LetterAnswer, note: str = "") -> list[Change]:
    """Record a unit's answer (回复) to a letter."""
    _check_in_plan(project, state)
    return [Change(EventKind.ANSWER, letter, note.strip())]


def add_problem(project: Project, state: State, text: str) -> list[Change]:
    """Record what stands in the way (存在问题)."""
    return remark(project, state, EventKind.PROBLEM, ProblemRemark(), text)


def add_next_steps(project: Project, state: State, text: str) -> list[Change]:
    """Record what the unit will do next (下步打算)."""
    return remark(project, state, EventKind.NEXT, NextSteps(), text)


def remark(project: Project, state: State, kind: EventKind, payload: Payload, text: str) -> list[Change]:
    """Record a text of a kind of its own, such as 存在问题."""
    return [change._replace(kind=kind, payload=payload) for change in add_note(project, state, text)]


def expect(project: Project, state: State, day: date) -> list[Change]:
    """Record the day on which the unit expects to finish (预计完成); the due date stays."""
    _check_in_plan(project, state)
    if state.status in CLOSED:
        raise RefusedError(f"{project.id} {closed_text(state)}，不再记预计完成日期。")
    return [Change(EventKind.EXPECT, ExpectedDay(day))]


def status_after(state: State, changes: Iterable[Change]) -> State:
    """Return a state with the status that some changes give it."""
    for change in changes:
        if isinstance(change.payload, StatusChange):
            state = state._replace(status=change.payload.after)
    return state


def request_deferral(project: Project, state: State, until: date, reason: str) -> list[Change]:
    """Record a unit's application for a deferral (申请延期), which waits for the office."""
    _check_in_plan(project, state)
    if state.status in CLOSED or state.awaits_office:
        standing = "已申请销号" if state.awaits_office else closed_text(state)
        raise RefusedError(f"{project.id} {standing}，不用申请延期。")
    _check_not_recurring(project)
    if not reason.strip():
        raise RefusedError(f"{project.id} 申请延期须说明理由，请加 --reason “理由”。")
    if state.due and until <= state.due:
        raise RefusedError(f"{project.id} 现时限是 {state.due}，申请延期的日期 {until} 不比它晚；请核对。")
    open_one = state.said.request
    if open_one and (open_one.until, open_one.reason) == (until, reason.strip()):
        return []
    return [Change(EventKind.REQUEST, DeferralRequest(until), reason.strip())]


def _check_not_recurring(project: Project) -> None:
    if is_by_occurrences(project):
        raise RefusedError(f"{project.id} 是定期事项，各次的时限由计划定，不能延期；要改的请调整计划。")


def refuse_deferral(project: Project, state: State, reason: str, refused_by: str = "") -> list[Change]:
    """Refuse the application for a deferral that waits (不同意延期): say why, or who does."""
    _check_in_plan(project, state)
    if state.said.request is None:
        raise RefusedError(f"{project.id} 没有待答复的延期申请。")
    reason = reason.strip()
    if not (reason or refused_by):
        raise RefusedError(
            f"{project.id} 不同意延期须说明理由，请加 --reason “理由”，或用 --approved-by 写明是谁的意见。"
        )
    said = f"{refused_by}的意见" if refused_by else ""
    note = f"{reason}（{said}）" if reason and said else reason or said
    return [Change(EventKind.REFUSE, DeferralRefusal(), note)]


def revoke(event: Event) -> Change:
    """Take an event back: it never happened."""
    return Change(EventKind.REVOKE, revokes=event.id)


def take_back(event: Event, events: Iterable[Event]) -> Change:
    """Undo an event of a project, whose events are ``events``. Undoing a revocation restores its entry.

    Undoing a restoration revokes the entry anew, so that what a revocation takes back is never further away
    than one step. Raise ``RefusedError`` if the event was taken back already.
    """
    by_id = {each.id: each for each in events}
    taken = by_id.get(event.revokes or "")
    if taken is not None and taken.kind is EventKind.REVOKE:
        event = by_id[taken.revokes or ""]
    revoker = revoker_of(event, by_id.values())
    if revoker is None:
        return revoke(event)
    if event.kind is EventKind.REVOKE:
        raise RefusedError(f"第{event.number}号的撤回已由第{revoker.number}号取消。")
    for each in by_id.values():
        if each.replaces == event.id and not revoker_of(each, by_id.values()):
            raise RefusedError(f"第{event.number}号记录已由第{each.number}号更正；请改第{each.number}号。")
    raise RefusedError(
        f"第{event.number}号记录已由第{revoker.number}号撤回；要恢复它请用 dsq undo {revoker.number}。"
    )


def _start(project: Project, state: State) -> list[Change]:
    if state.status is not Status.PLANNED:
        return []
    return change_status(project, state, Status.ACTIVE)


def _approved(reason: str, by: str) -> str:
    """Return a reason with who approved it; nobody approves what has no reason."""
    return reason.strip() + (f"（{by.strip()}批准）" if by.strip() and reason.strip() else "")


def change_status(project: Project, state: State, after: Status, reason: str = "") -> list[Change]:
    """Change the status of a project; an application and its return are kinds of their own."""
    _check_in_plan(project, state)
    if state.status is after:
        return []
    if after is Status.CARRIED:
        raise RefusedError(f"结转请用 dsq plan carry 本计划 新计划 {project.id}。")
    check_transition(str(project.id), state.status, after, reason)
    kind = EventKind.STATUS
    if after is Status.SUBMITTED:
        kind = EventKind.SUBMIT
    elif state.status is Status.SUBMITTED and after is Status.ACTIVE:
        kind = EventKind.RETURN
    return [Change(kind, StatusChange(state.status, after), reason.strip())]


def _check_in_plan(project: Project, state: State) -> None:
    if state.withdrawn_on:
        raise RefusedError(f"{project.id} 已从计划中撤销，不再记录。")
    if state.status is Status.CARRIED:
        raise RefusedError(f"{project.id} 已结转，不再记录；结转到哪里见 dsq show {project.id}。")
