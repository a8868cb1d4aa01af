"""Events in words, as a clerk would write them."""

from collections.abc import Iterable, Mapping, Sequence

from dushiquan.domain.events import (
    Carry,
    DeferralRefusal,
    DeferralRequest,
    DueChange,
    Event,
    EventKind,
    ExpectedDay,
    Fields,
    HeadingChange,
    LetterAnswer,
    Matter,
    NextSteps,
    Nothing,
    PlanLoad,
    ProblemRemark,
    ProgressReport,
    Reminder,
    Revised,
    StatusChange,
    TargetCount,
    Withdrawal,
    is_late_deferral,
)
from dushiquan.domain.history import Overridden
from dushiquan.domain.moments import entered_on
from dushiquan.domain.plan import Project, Target
from dushiquan.domain.status import STATUS_LABELS, State, Status, progress_of
from dushiquan.papers.labels import full_day, iso, month_day, percent, place_text
from dushiquan.papers.letter_labels import letter_number


def sentence(event: Event, targets: Iterable[Target] = (), milestones: Iterable[Target] = ()) -> str:
    """Return an event as a phrase to follow the day and the project: 进度由20%报为60%.

    With the project's ``targets``, a count has its measure and goal: 完成2次，累计2次（目标3次）. With its
    ``milestones``, a count that meets one says so: 节点“隧道贯通”完成.
    """
    note = event.note
    match event.payload:
        case StatusChange() if event.kind is EventKind.SUBMIT:
            return f"申请销号，依据：{note}"
        case StatusChange() if event.kind is EventKind.RETURN:
            return f"退回，继续办理：{note}"
        case StatusChange(before, after):
            return _bracketed(_status(before, after), note)
        case ProgressReport(before, after):
            if before == after:
                return f"进度仍为{after}%"
            return f"报进度{after}%" if before is None else f"进度由{before}%报为{after}%"
        case TargetCount() as count:
            return _counted(count, targets, milestones)
        case DueChange(before, after):
            late = "，逾期后申请" if is_late_deferral(event) else ""
            since = f"由{full_day(before)}" if before else ""
            moved = "提前至" if before and after < before else "延至"
            return f"时限{since}{moved}{full_day(after)}{late}：{note}"
        case Reminder() as reminder:
            return _reminder(reminder)
        case Revised(before, after, added, renamed):
            what = "计划新增此项" if added else _revision(before, after, renamed, event.on.year)
            return _decided(what, event)
        case Withdrawal() as withdrawal:
            return _decided(_withdrawal(withdrawal), event)
        case Carry() as carry:
            return _decided(_carried(carry), event)
        case PlanLoad(_, projects):
            return f"载入计划，共{projects}项"
        case HeadingChange(before, after):
            return _decided(_heading(before, after), event)
        case Nothing() if event.kind is EventKind.SETTLE:
            return _bracketed("两处同时记录，认可现状", note)
        case LetterAnswer(year, number, sign):
            return f"回复{letter_number(year, number, sign)}" + (f"：{note}" if note else "")
        case ExpectedDay(day):
            return f"预计{full_day(day)}完成"
        case DeferralRequest(until):
            return f"申请延期至{full_day(until)}：{note}"
        case Nothing() | ProblemRemark() | NextSteps() | DeferralRefusal():
            return f"{_OPENINGS[event.kind]}{note}"


def _counted(count: TargetCount, targets: Iterable[Target], milestones: Iterable[Target]) -> str:
    name, verb = quoted(count.target), "完成" if count.step > 0 else "核减"
    for milestone in milestones:
        if milestone.name == count.target and count.before < milestone.goal <= count.after:
            total = f"，累计{count.after}{milestone.measure}" if milestone.goal > 1 else ""
            return f"节点{name}完成{total}"
    for target in targets:
        if target.name == count.target:
            of = target.measure
            goal = f"（目标{target.goal}{of}）" if target.goal > 1 else ""
            return f"{name}{verb}{abs(count.step)}{of}，累计{count.after}{of}{goal}"
    return f"{name}{verb} {abs(count.step)}，累计 {count.after}"


def quoted(text: str) -> str:
    """Return a text in quotation marks, with single ones inside it."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


_OPENINGS = {
    EventKind.NOTE: "",
    EventKind.REVOKE: "撤回一条记录",
    EventKind.PROBLEM: "存在问题：",
    EventKind.NEXT: "下步打算：",
    EventKind.REFUSE: "不同意延期：",
}
"""The beginning of the sentence of a kind without payload, before the note."""


def _decided(text: str, event: Event) -> str:
    """Return a decision with what it rests on: 计划撤销此项（依据杭经合〔2011〕30号；资金未落实）."""
    document = f"依据{event.document}" if event.document else ""
    return _bracketed(text, "；".join(filter(None, [document, event.note])))


def _withdrawal(withdrawal: Withdrawal) -> str:
    if not withdrawal.withdrawn:
        return "计划恢复此项"
    heirs = "、".join(withdrawal.into.values())
    if not heirs:
        return "计划撤销此项"
    return f"此项拆分为 {heirs}" if len(withdrawal.into) > 1 else f"此项并入 {heirs}"


def _carried(carry: Carry) -> str:
    if carry.source:
        return f"由{place_text(carry.source)}结转而来"
    return f"结转到{place_text(carry.into)}" if carry.into else "结转"


def _revision(before: Fields, after: Fields, renamed: Mapping[str, str], year: int) -> str:
    from dushiquan.papers.edition_lines import change_text

    return f"计划调整：{change_text(before, after, renamed, year)}"


def _heading(before: Fields, after: Fields) -> str:
    from dushiquan.papers.edition_lines import heading_lines

    return f"计划调整：{'；'.join(heading_lines(before, after))}"


def _reminder(reminder: Reminder) -> str:
    from dushiquan.papers.letter_paper import STEP_LABELS

    step = STEP_LABELS[reminder.step]
    number = letter_number(reminder.year, reminder.number, reminder.sign)
    why = "，催报" * (reminder.matter is Matter.SILENT)
    return f"{number}（{step}单{why}），请{reminder.unit}于{full_day(reminder.by)}前报"


def _status(before: Status, after: Status) -> str:
    if after is Status.DONE:
        return "销号，确认完成"
    if after is Status.ACTIVE and before in (Status.DONE, Status.DROPPED, Status.PAUSED):
        return f"由{STATUS_LABELS[before]}恢复办理"
    if after is Status.ACTIVE and before is Status.PLANNED:
        return "启动办理"
    return f"由{STATUS_LABELS[before]}改为{STATUS_LABELS[after]}"


def _bracketed(text: str, reason: str) -> str:
    return f"{text}（{reason}）" if reason else text


def taken_back(taken: Event, by_id: Mapping[str, Event]) -> str:
    """Say what a revocation takes back, or what the revocation of a revocation restores."""
    if taken.revokes and taken.revokes in by_id:
        restored = by_id[taken.revokes]
        return f"恢复第{restored.number}号记录：{sentence(restored)}"
    return f"撤回第{taken.number}号记录（{full_day(taken.on)}）：{sentence(taken)}"


def numbers_text(events: Iterable[Event]) -> str:
    """Return the numbers of some entries: 第128号, 第128、129号, 第128至131号."""
    return _runs([event.number for event in events])


def _runs(numbers: Sequence[int]) -> str:
    if len(numbers) > 2 and numbers == [*range(numbers[0], numbers[-1] + 1)]:
        return f"第{numbers[0]}至{numbers[-1]}号"
    return f"第{'、'.join(map(str, numbers))}号"


_MOST_NUMBERS = 8


def entered_text(entries: Mapping[int, str]) -> str:
    """Name entries by their numbers and the days of their moments: 第12至15号记录（4条，2011-07-02录入）."""
    if not entries:
        return ""
    numbers, days = sorted(entries), sorted(map(entered_on, entries.values()))
    runs = _runs(numbers)
    if runs.count("、") >= _MOST_NUMBERS:
        runs = f"第{numbers[0]}至{numbers[-1]}号之间的"
    when = iso(days[0]) if days[0] == days[-1] else f"{iso(days[0])}至{iso(days[-1])}"
    return f"{runs}记录（{len(numbers)}条，{when}录入）"


def overridden_text(found: Overridden, state: State) -> str:
    """Say that an event is not in force: 今天仍为30%，3月10日另有记录（第8号）."""
    event, by = found
    match event.payload:
        case DueChange():
            still = f"今天的时限仍为{iso(state.due) or '无'}"
        case ProgressReport() if state.status is not Status.DONE:
            still = f"今天仍为{state.progress}%"
        case _:
            still = f"今天仍为{STATUS_LABELS[state.status]}"
    day = month_day(by.on) if by.on.year == event.on.year else full_day(by.on)
    return f"{still}，{day}另有记录（第{by.number}号）"


def left_behind(project: Project, events: Iterable[Event], later: Iterable[Event]) -> list[str]:
    """Say that progress or counts of a day before a carry do not go on in the other plan."""
    if not any(isinstance(event.payload, ProgressReport | TargetCount) for event in events):
        return []
    return [
        f"{project.id} 已于{iso(event.on)}结转到计划 {event.payload.into.plan}，这次报的没有带过去；"
        f"要带请在那一项上另记，是哪一项见 dsq show {project.plan}/{project.id}"
        for event in later
        if isinstance(event.payload, Carry) and event.payload.into
    ]


UNCHANGED = "状态、进度、时限不变"


def differences(project: Project, before: State, after: State) -> str:
    """Say what changed in the state of a project: 进度 20% → 60%."""
    counts = {name: before.counts.get(name, 0) for name in {*before.counts, *after.counts}}
    pairs = [
        ("状态", STATUS_LABELS[before.status], STATUS_LABELS[after.status]),
        (
            "进度",
            percent(progress_of(project.targets, before)) or "未报",
            percent(progress_of(project.targets, after)) or "未报",
        ),
        ("时限", iso(before.due) or "无", iso(after.due) or "无"),
        *((f"“{name}”", str(was), str(after.counts.get(name, 0))) for name, was in sorted(counts.items())),
    ]
    return "；".join(f"{what} {was} → {now}" for what, was, now in pairs if was != now) or UNCHANGED
