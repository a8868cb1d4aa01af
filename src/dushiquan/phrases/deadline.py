"""Read a requirement (进度要求): what it asks for, from when, and its last day.

A cell is normalised and split into tokens (``tokens``). Each time expression gets a role from its position
(``roles``, ``grammar``). If something that looks like a time gets no role and could matter, the cell is left
unread: a wrong date is worse than none. What a person could settle is kept as a doubt.

The examples in the docstrings are read in a plan for 2011, and the tests execute them.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise, starmap

from dushiquan.domain.plan import Kind, MonthBefore
from dushiquan.phrases.grammar import Parser, Times
from dushiquan.phrases.periods import Period
from dushiquan.phrases.rhythm import Rhythm, read_rhythm
from dushiquan.phrases.tokens import LONGEST, normalise
from dushiquan.phrases.verbs import finishes, kind_of, undated_kind


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step of a requirement that names several: "3月：启动" is due on 31 March."""

    text: str
    due: date


@dataclass(frozen=True, slots=True)
class Doubt:
    """A phrase that can be read in two ways, and the last day by each; ``phrase`` is as normalised."""

    phrase: str
    days: tuple[date, ...] = ()


class Certainty(StrEnum):
    """How sure a reading is."""

    SURE = "sure"
    TAKEN = "taken"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a requirement means. ``due`` is the last day on which it is still met.

    The texts of ``steps`` are not empty and differ from each other. ``rhythm`` is that of a
    recurring duty; of any other, a rhythm that stands beside its date.
    ``doubts`` say what could be read otherwise: of a requirement that is read, what it was taken for.
    """

    kind: Kind
    start: date | None = None
    due: date | None = None
    steps: tuple[Step, ...] = ()
    rhythm: Rhythm | None = field(default=None, compare=False)
    doubts: tuple[Doubt, ...] = field(default=(), compare=False)

    @property
    def certainty(self) -> Certainty:
        """Sure, taken although another reading is possible, or not read."""
        if self.kind is Kind.UNKNOWN:
            return Certainty.UNREAD
        return Certainty.TAKEN if self.doubts else Certainty.SURE


UNKNOWN = Requirement(Kind.UNKNOWN)


def read_requirement(
    text: str, year: int | None, *, issued: date | None = None, month_before: MonthBefore | None = None
) -> Requirement:
    """Read a requirement cell of a plan for ``year``, which is the year of a phrase that names none.

    Without a plan's year (None), such a phrase is unread.
    ``issued`` is the day of the plan's paper, from which 印发之日起30日内 and 本月底 count. ``month_before``
    says what 8月前 means in this plan; without it such a phrase is unread and its two days are a doubt.
    Beside a rhythm only a clause that says what to finish is a date: 每月调度,6月底前完成 = ..2011-06-30, but
    2011年,每月调度 = recurring.
    """
    if year is None:
        return _read_without_year(text, issued, month_before)
    even = normalise(text[: LONGEST + 1], year, issued)
    try:
        times = Parser(even, year, issued=issued, month_before=month_before).parse()
    except (ValueError, OverflowError):  # spoilt, or a day that is not in the calendar: 2月30日
        return UNKNOWN
    doubts = tuple(
        Doubt(even[open.begin : open.stop], (open.before, open.end)) for open in times.open if open.before
    )
    unread = replace(UNKNOWN, doubts=doubts)
    if len(text) > LONGEST:
        return UNKNOWN
    words = _covered(even, times)
    tasks = _tasks(words, times)
    if times.rhythms and not (tasks and finishes(tasks[-1])) and not _rhythm_is_beside(even, times, tasks):
        return Requirement(Kind.RECURRING, rhythm=_rhythm(even, times, year))
    if not times.dated:
        return unread if times.loose or times.opening or times.done else Requirement(undated_kind(words))
    if _runs_backwards(times) or _is_loose(even, times):
        return unread
    start = _start(times)
    kind = kind_of(tasks[-1], start) or kind_of(words, start) or Kind.COMPLETE
    taken = tuple(
        Doubt(even[period.begin : period.stop], (period.end,)) for period in times.dated if period.short_year
    )
    steps = _steps(_tasks(even, times), times.dated)
    rhythm = _rhythm(even, times, year) if times.rhythms else None
    return Requirement(kind, start, times.dated[-1].end, steps, rhythm, doubts + taken)


_FAR_APART = 1900, 1950
"""Two sample years, far apart: no two-digit year is near both."""


def _read_without_year(text: str, issued: date | None, month_before: MonthBefore | None) -> Requirement:
    """Read a cell that reads the same whatever the plan's year is."""
    first, second = (
        read_requirement(text, year, issued=issued, month_before=month_before) for year in _FAR_APART
    )
    if first != second:
        return UNKNOWN
    return first if first.rhythm == second.rhythm else replace(first, rhythm=None)


def _covered(even: str, times: Times) -> str:
    """Mask names and recurring duties, whose verbs do not count: 按《2015年规划》推进 = advance."""
    for token in (*times.names, *times.rhythms):
        even = even[: token.begin] + "□" * (token.stop - token.begin) + even[token.stop :]
    return even


def _rhythm_is_beside(even: str, times: Times, tasks: list[str]) -> bool:
    """Tell whether a date stands on its own before a rhythm: 6月底前公示,每月通报 = ..2011-06-30.

    A daily duty is no rhythm to report by: 7月1日至20日每天巡查 = 2011-07-01..2011-07-20.
    """
    if not times.dated:
        return False
    first, last = times.rhythms[0], times.dated[-1]
    on_its_own = last.start is None and last.stop < first.begin and tasks[-1].split(",")[0].strip("□")
    return bool(on_its_own) or even[first.begin : first.stop] in ("每天", "每日")


def _rhythm(even: str, times: Times, year: int) -> Rhythm | None:
    """Return the rhythm in its window, by default the plan's year: 6-9月每月调度 = recurring.

    A limit right before it ends its window, 6月底前每月报送; a start opens it, 3月起每月通报.
    """
    token = times.rhythms[0]
    window = next((period for period in times.dated if period.start), None)
    limits = [
        p
        for p in times.dated
        if p.stop <= token.begin and not re.search("[;。,]", even[p.stop : token.begin])
    ]
    opens = window.start if window else times.opening and (times.opening.start or times.opening.end)
    ends = window or (limits[-1] if limits else None)
    return read_rhythm(
        even[token.begin : token.stop], opens or date(year, 1, 1), ends.end if ends else date(year, 12, 31)
    )


def _start(times: Times) -> date | None:
    """Return the day that opens the window; a day does if others follow.

    3月5日进场,8月20日退场 = 2011-03-05..2011-08-20, but 3月5日进场 = ..2011-03-05.
    """
    first = times.order[0]
    if times.opening:
        return first.start or first.end
    is_day = first.start == first.end
    return first.start if not is_day or len(times.dated) > 1 else None


# --- what makes a cell unread ------------------------------------------------------------------------


def _runs_backwards(times: Times) -> bool:
    """Tell whether the steps run backwards, which is an error: 12月：启动；3月：验收 = unknown."""
    return any(after.end < before.end for before, after in pairwise(times.order))


_OPEN_END = re.compile(
    r"(?:至|到|[-—~～]+)(?:tbd|待.{0,4}|未定|另定|另行.{0,4}|长期|今后|以后|(?:项目|工程)?结束|不限)?$",
    re.I,
)
"""What says after a date that it is a start, and that the end is not known."""


def _is_loose(even: str, times: Times) -> bool:
    """Tell whether a time without a role stands where it could be the last: 6月底启动,春节前完成 = unknown.

    Before the last date it can only lose a step: 汛期前完成应急工程,10月底前完工 = ..2011-10-31.
    A start is no deadline though its end is not known: 3月至待定 = unknown.
    """
    last = times.dated[-1]
    task = max(even.rfind(mark, 0, last.begin) for mark in ";。,:") + 1
    loose = any(begin >= task or (end and end > last.end) for begin, end in times.loose)
    return loose or any(begin >= task for begin in times.done) or bool(_OPEN_END.match(even, last.stop))


# --- steps -------------------------------------------------------------------------------------------

_MARKS = ";。,、"
_OWN_SUBJECT = re.compile(r"[;。,]各[^;。,、]*$")
_BEFORE_A_TIME = re.compile(
    r"(?:分别|并|且|及|和|以及|同时|再|力争|争取|确保|保证|计划|预计|拟|(?<!待)定于|将|截止|截至|最迟|务必|(?<![属位])于|在|至|到(?<!达到))+$"
)


def _tasks(text: str, times: Times) -> list[str]:
    """Return what is to be done at each date: a phrase is shared out at the last mark before each.

    A clause with a subject of its own goes with the date after it: 甲局5月底前试点,各局准备,10月底前推开.
    """
    order = times.order
    begins = [0]
    for before, after in pairwise(order):
        mark = max(text.rfind(mark, before.stop, after.begin) for mark in _MARKS)
        if mark >= 0 and (own := _OWN_SUBJECT.search(text, before.stop, mark)) and mark + 1 == after.begin:
            mark = own.start()
        lead = _BEFORE_A_TIME.search(text, before.stop, after.begin)
        begins.append(mark + 1 or (lead.start() if lead else after.begin))
    tasks = [
        _task(text[begin : period.begin], text[period.stop : end])
        for period, begin, end in zip(order, begins, [*begins[1:], len(text)], strict=False)
    ]
    return tasks[len(order) - len(times.dated) :]


_AT_ONCE = re.compile(rf"{_BEFORE_A_TIME.pattern[:-1]}$|^(?:要|应|须|需|从|自|请|为|由)$")


def _task(before: str, after: str) -> str:
    """Join the words before and after a time, without those that only introduce it."""
    task = (_AT_ONCE.sub("", before) + after).lstrip(";。,、:)-—")
    task = task.rstrip(";。,、:(-—").replace("()", "")
    return "" if task in ("和", "与", "及") else task


def _steps(tasks: list[str], dated: list[Period]) -> tuple[Step, ...]:
    """Make steps of several dates if each has a task; equal tasks are distinguished by day."""
    for at, task in reversed(list(enumerate(tasks[1:]))):
        if task.startswith("各"):  # 2012年、2013年各建成50套
            tasks[at] = tasks[at] or task
    if len(dated) < 2 or not all(tasks):
        return ()
    if len(set(tasks)) < len(tasks):
        tasks = [f"{task}({period.end})" for task, period in zip(tasks, dated, strict=True)]
    return tuple(starmap(Step, {task: period.end for task, period in zip(tasks, dated, strict=True)}.items()))
