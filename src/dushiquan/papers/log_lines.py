"""The log (经过) in words: what was recorded and planned, as it now stands."""

from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from dushiquan.domain.events import Event, Origin
from dushiquan.domain.history import as_they_stand, revoked_ids
from dushiquan.domain.logged import Logged
from dushiquan.papers.labels import full_day, iso
from dushiquan.papers.sentences import sentence, taken_back

if TYPE_CHECKING:
    from dushiquan.domain.form import SentOut

DueOf = Callable[[str], date | None]
"""A function from a project to its due date in the plan."""


def log_lines(
    events: Iterable[Event], due: date | None = None, today: date = date.max, known: Sequence[Event] = ()
) -> list[str]:
    """Return a line for each event of a project whose plan says ``due``: number, day, sentence and actor.

    ``known`` are the events of other projects that correct these, or that these correct.
    """
    told = _told(list(events), known, lambda project: due, today)
    return [f"第{event.number}号 {iso(event.on)}，{what}{_entered(event)}" for event, what in told]


def origin_text(origin: Origin | None) -> str:
    """Say where an event came from: 市环保局填报（表.xlsx）; "" if it was entered by hand."""
    if origin is None:
        return ""
    return f"{origin.unit}{origin.person}填报（{origin.file}）" if origin.unit else origin.file


def _entered(event: Event) -> str:
    by = "，".join(filter(None, [event.actor, origin_text(event.origin)]))
    return f"（{by}）" if by else ""


def _told(
    events: Sequence[Event], known: Sequence[Event], due_of: DueOf, today: date
) -> Iterator[tuple[Event, str]]:
    """Yield each event with its sentence, as it now stands; a revocation quotes what it takes back."""
    by_id = {event.id: event for event in (*known, *events)}
    revoked = revoked_ids(by_id.values())
    corrected = {e.replaces: e for e in by_id.values() if e.replaces and e.id not in revoked}
    dues = {event.identity: due_of(event.identity) for event in by_id.values()}
    standing = {each.event.id: each.event for each in as_they_stand(dues, by_id.values())}
    for event in events:
        what = sentence(standing.get(event.id, event))
        if event.revokes in by_id:
            what = taken_back(by_id[event.revokes], by_id)
        elif event.replaces in by_id:
            was = by_id[event.replaces]
            moved = "" if was.identity == event.identity else f"（原记在 {was.project}）"
            what = f"更正第{was.number}号记录{moved}：{what}"
        yield event, what + _mark(event, revoked, corrected, today)


def _mark(event: Event, revoked: Collection[str], corrected: Mapping[str, Event], today: date) -> str:
    if event.id in corrected:
        anew = corrected[event.id]
        moved = "" if anew.identity == event.identity else f"，改记在 {anew.project}"
        return f"（已由第{anew.number}号更正{moved}）"
    if event.id in revoked:
        return "（已撤回）"
    return "（日期还没有到）" if event.on > today else ""


LOG_HEADINGS = ("记录号", "日期", "序号", "项目名称", "经过", "录入人", "录入时刻", "来源")
LOG_LEAVE = ("来源", "录入时刻", "录入人", "项目名称")
"""The columns dropped first on a narrow terminal."""
LOG_ROOMY = "经过"
"""The column for which others are dropped."""


def log_rows(logged: Logged, today: date = date.max) -> list[tuple[str, ...]]:
    """Return what the log holds as rows under ``LOG_HEADINGS``, in order of entry.

    Entries that were taken back are marked, and those of days after ``today``.
    """
    rows: list[tuple[str, ...]] = [
        (
            str(event.number),
            iso(event.on),
            event.project,
            logged.titles.get(event.identity, ""),
            what,
            event.actor,
            _moment(event.recorded_at),
            origin_text(event.origin),
        )
        for event, what in _told(logged.shown, logged.known, logged.dues.get, today)
    ]
    stamps = [event.stamp for event in logged.events]
    for sent in reversed(logged.sent):
        rows.insert(bisect(stamps, f"{sent.recorded_at}~"), _forms_row(sent))
    return rows


def _moment(recorded_at: str) -> str:
    return datetime.fromisoformat(recorded_at).astimezone().strftime("%Y-%m-%d %H:%M")


_NAMED = 5
"""So many units are named in the line of forms that were sent."""


def _forms_row(sent: "SentOut") -> tuple[str, ...]:
    """Return the forms that were sent in one go as a row under ``LOG_HEADINGS``; it has no number."""
    named = "、".join(f"{unit}{number}项" for unit, number in [*sent.projects.items()][:_NAMED])
    more = (
        f"等{len(sent.projects)}个单位，共{sum(sent.projects.values())}项"
        if len(sent.projects) > _NAMED
        else ""
    )
    by = f"，请于{full_day(sent.answer_by)}前报回" if sent.answer_by else ""
    what = f"发出填报表：{named}{more}{by}"
    return "", iso(sent.sent_on), "", "", what, sent.actor, _moment(sent.recorded_at), ""
