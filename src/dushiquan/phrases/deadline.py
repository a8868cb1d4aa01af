"""Reading a requirement (进度要求): what it asks for, from when, and its last day.

A cell is made even (half-width, without spaces), names that only look like times are covered up, and a
scanner looks for periods. A period counts where it stands as a date: a clear limit (6月底前) anywhere, a
window (6月) at the head of a clause or before a verb. Any other is a mention (启动6月项目). Whatever could
mean two days, or leaves a time beyond the due date unread, is ``unknown``: a wrong date is worse than none.

The examples in the docstrings are read in a plan for 2011, and the tests execute them.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, starmap

from dushiquan.domain.plan import Kind
from dushiquan.phrases.periods import DASH, NUMERALS, Period, read_period


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step of a requirement that names several: "3月：启动" is due on 31 March."""

    text: str
    due: date


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a requirement means. ``due`` is the last day on which it is still met.

    The texts of ``steps`` are not empty and differ from each other.
    """

    kind: Kind
    start: date | None = None
    due: date | None = None
    steps: tuple[Step, ...] = ()


UNKNOWN = Requirement(Kind.UNKNOWN)
LONGEST = 2000
"""No requirement is longer; what is, is some other text, and is not read."""


def read_requirement(text: str, year: int) -> Requirement:
    """Read a requirement cell of a plan for ``year``, which is the year of a phrase that names none.

    Beside a recurring duty only a clause that says what to finish is a date: 每月调度,6月底前完成 =
    ..2011-06-30, but 2011年,每月调度 = recurring.
    """
    even = _even(text[: LONGEST + 1], year)
    words = _covered(even)
    try:
        times = _scan(words, year)
    except ValueError:  # could mean two days, or a day that is not in the calendar: 2月30日
        return UNKNOWN
    if len(text) > LONGEST or _RELATIVE.search(words) or _PAST.search(words) or _unread(words, times):
        return UNKNOWN
    tasks = _tasks(words, times)
    if _RECURRENCE.search(_NAME.sub("", even)) and not (tasks and _FINISH.search(tasks[-1])):
        return Requirement(Kind.RECURRING)
    if not times.dated:
        return UNKNOWN if times.others else Requirement(_undated_kind(words))
    start = times.opening.start or times.opening.end if times.opening else times.dated[0].start
    kind = _kind(tasks[-1], start) or _kind(words, start) or Kind.COMPLETE
    return Requirement(kind, start, times.dated[-1].end, _steps(_tasks(even, times), times.dated))


# --- kinds -------------------------------------------------------------------------------------------

_SUBMIT = re.compile(
    r"送审|报批|报审|上报|报送|呈报|呈送|提交|递交|报请|备案|[报送](?=[国省市区县州])"
    r"|将[^;。]*?(?:报(?![告名表道考价])|送|交(?![通流易付接]))"
)
_HOLD = re.compile(r"召开|举办|举行|承办|开幕")
_FINISH = re.compile(
    r"完成|完工|竣工|建[成立]|封顶|出台|制[定订]|印发|发布|公布|形成|实现|取得|达到|验收|投用|投入|投产|启动|开工|动工"
    r"|通车|交付|签订|签约|挂牌|开业|办结|到位|结束"
)
_ADVANCE = re.compile(r"推进|加快|推动")
_STANDING = re.compile(r"长期|持续|常态|立行立改|即知即改|贯穿|全年")


def _kind(words: str, start: date | None) -> Kind | None:
    """Tell the kind of a dated requirement by its verb: 2011年召开 = hold; 2011年报批 = submit.

    A standing duty goes on to the end of its window, 年内持续开展 = advance; with a limit it is to be done by
    then, 6月底前,长期坚持 = complete.
    """
    if _SUBMIT.search(words):
        return Kind.SUBMIT
    if _HOLD.search(words):
        return Kind.HOLD
    if _FINISH.search(words):
        return Kind.COMPLETE
    return Kind.ADVANCE if _ADVANCE.search(words) or (start and _STANDING.search(words)) else None


def _undated_kind(words: str) -> Kind:
    """Without a date only lasting work has one: 长期坚持 = ongoing; 加快推进 = advance; 完成 = unknown."""
    if _STANDING.search(words):
        return Kind.ONGOING
    return Kind.ADVANCE if _ADVANCE.search(words) else Kind.UNKNOWN


# --- the text, made even -----------------------------------------------------------------------------

_NAME = re.compile(
    rf"《[^》]*》|“[^”]*”|「[^」]*」|『[^』]*』|(?<=[^;。,、:(])[0-9]{{4}}年度"
    rf"|[0-9]{{4}}(?:{DASH}[0-9]{{4}})?(?:年?版|年(?:\w\w)?规划(?!建设))|全年(?:工作)?(?:总结|任务|目标|计划)"
)
_RECURRENCE = re.compile(
    r"每[0-9一二两三四五六半]?个?(?:月|季|学期|周|星期|旬|日|天)[^;。,]*|(?:按[月季周年](?!节)|逐[月季]|(?<!不)定期)[^;。,]*"
    r"|每[0-9一二两三四五六半]?年.*?(?=[0-9]{4}年|$)"
)
_WEEKDAY = re.compile(r"\((?:星期|周|礼拜)[一二三四五六日天]\)")
_ITEM = re.compile(r"(?:^|(?<=[;。,]))(?:\([0-9]{1,2}\)|[0-9]{1,2}[.)])(?=[^0-9]|[0-9]{1,2}月)")


def _even(text: str, year: int) -> str:
    """Half-width, without spaces, weekdays and numbering (①, 1.), with the plan's year for 今年."""
    even = unicodedata.normalize("NFKC", "".join(map(_plain, text.strip())))
    even = _ITEM.sub("", _WEEKDAY.sub("", re.sub(r"\s", "", even)))
    return re.sub("今年|本年", f"{year}年", even).replace("明年", f"{year + 1}年")


def _plain(char: str) -> str:
    """Keep ①2月 from becoming 12月, and 6² from becoming 62."""
    if char in "\r\n" or unicodedata.decomposition(char).startswith(("<circle>", "<compat> 0028")):
        return ";"
    digit = unicodedata.decimal(char, None)
    return "□" if unicodedata.category(char) == "No" else char if digit is None else str(digit)


def _covered(text: str) -> str:
    """Cover names and recurring duties, which hold no date, in place: 按《2015年规划》推进 = advance."""
    for pattern in (_NAME, _RECURRENCE):
        text = pattern.sub(lambda match: "□" * len(match[0]), text)
    return text


# --- what no rule can read ---------------------------------------------------------------------------

_COUNT = r"(?<![0-9])(?:[0-9]{1,3}|[一二两三四五六七八九十半几数多]+)"
_RELATIVE = re.compile(
    rf"{_COUNT}(?:个?(?:工作日|日|天|周|星期|年|月)|个季度)(?:左右)?(?:[以之]?内|的?时间)|之日起(?!{DASH})"
    rf"|工作日|为期|历时|前{_COUNT}个?(?:天|日|周|月)"
)
_PAST = re.compile(
    r"已(?:[于经在]|完成|建成|开工|启动|办结)|原定|原计划"
    rf"|(?:去年|上一?年度?|前年|后年)(?=年?[0-9{NUMERALS}底末上下第])"
)
_BEFORE = re.compile(r"(?<![目以之空提跨学])前(?![期提沿景置列往述后来0-9一二三十])")


def _unread(words: str, times: "_Times") -> bool:
    """Tell whether a limit or a later time is left unread: 6月底启动,春节前完成 = unknown."""
    read = {period.stop for period in (*times.dated, *times.others)}
    last = times.dated[-1].end if times.dated else date.max
    return any(period.end > last for period in times.others) or any(
        before.end() not in read for before in _BEFORE.finditer(words)
    )


# --- where a period stands ---------------------------------------------------------------------------

_PARTS = ";。,、:()[]〔〕【】!?|"
_CLOSED = re.compile(rf"$|[{re.escape(_PARTS)}]|[和及与](?=第?[0-9{NUMERALS}上下])")
_LEAD_IN = re.compile(
    r"(?:^|(?:力争|争取|确保|保证|计划|预计|拟|定|(?<![早先])于|在|[到至和及与并以要应须将从自为]|截止|最迟|务必)+)$"
)
_OBJECT = re.compile(r"(?:[对把将]|及时|[早先]于)$")
_VAGUE = re.compile(r"(?:之|以)?后(?![续期勤备])|左右|前后|上下|或|/")
_STRICT = (
    r"要|应|须|需|将|全部|全面|基本|力争|争取|确保|(?:计划|预计|拟)(?=\w)|各|再|正式|初步|继续|持续|陆续|分批|必须|务必"
    rf"|{_SUBMIT.pattern}|{_HOLD.pattern}|{_FINISH.pattern}|{_ADVANCE.pattern}"
)
_WORKS = re.compile(
    rf"[-—]*(?:{_STRICT}|编|修订|起草|研究|提出|达|开展|组织|实施|落实|推[广行]|加强|深化|完善|优化|提[升高]|巩固"
    r"|建[设立]|[新改扩]建|新增|改造|试|运[行营]|上线|开放|招标|检查|督查|抽查|核查|自查|排查|整[治改]|清理|总结"
    r"|评估|考核|审[核议定]|公[示开]|宣传|培训|调研|谋划|筹备|做好|办理|进[行场]|打通|拆除|争创|创建|引进|培育"
    r"|安排|确定|批准|[按如]期|适时|长期|常态|为(?![民基期])|施工|主体)"
)
_VERB = re.compile(_STRICT)


@dataclass(slots=True)
class _Times:
    """The periods of a phrase: those that date the work, what opens its window, and all the others."""

    dated: list[Period] = field(default_factory=list)
    others: list[Period] = field(default_factory=list)
    opening: Period | None = None


def _scan(text: str, year: int) -> _Times:
    """Sort the periods of a phrase; steps may not run backwards, 12月：启动；3月：验收 = unknown.

    A start alone says nothing of an end, 3月1日开始 = unknown, but opens a window: 3月1日开始,6月底完成 =
    2011-03-01..2011-06-30. A mention that holds the next period of its clause only heads it: 2011年首批6月底
    = ..2011-06-30.
    """
    times = _Times()
    at = clause = 0
    named = year
    while at < len(text):
        period = read_period(text, at, named)
        if period is None:
            at += 1
            clause = at if text[at - 1] in _PARTS else clause
            continue
        if _sort(times, period, text, clause, year):
            named = period.year
        at = clause = period.stop
    order = [times.opening, *times.dated] if times.opening else times.dated
    if any(after.end < before.end for before, after in pairwise(order)):
        raise ValueError("steps that run backwards")
    return times


def _sort(times: _Times, period: Period, text: str, clause: int, year: int) -> bool:
    """Put a period where it belongs, and tell whether its year holds for those that follow.

    It does not where it is last year's work, 完成2010年任务,6月底前上报 = ..2011-06-30.
    """
    before = text[clause : period.begin]
    head = times.others[-1] if times.others and times.others[-1] is not times.opening else None
    if head and head.stop == clause and head.start and head.start <= period.end <= head.end:
        times.others.pop()
    begins = before.endswith(("从", "自")) and period.start == period.end
    if begins or text.startswith(("起", "开始"), period.stop):
        times.others.append(period)
        times.opening = times.opening or (None if times.dated else period)
    elif _is_date(text, before, period, year):
        lone = period.start == period.end or before.endswith(("到", "至", "截止"))
        times.dated.append(replace(period, start=None) if lone else period)
    else:
        times.others.append(period)
        leads = _LEAD_IN.search(before) is not None and not text.startswith("年度", period.stop - 2)
        return leads and period.year >= year
    return True


def _is_date(text: str, before: str, period: Period, year: int) -> bool:
    """Tell whether a period dates the work, from what stands before and after it.

    A window begins its clause, or follows a word such as 于, and the work follows it: 确保6月完成 =
    2011-06-01..2011-06-30. Inside a clause it stands right before the verb: 主体工程6月完成 =
    2011-06-01..2011-06-30. Else it is a mention, 启动6月项目 = unknown, and so is what lies before the plan's
    year in a clause not its own, 2010年项目完成 = unknown.
    """
    if _VAGUE.match(text, period.stop):
        raise ValueError("6月底左右: when?")
    if _OBJECT.search(before) or text.startswith("的", period.stop):
        return False
    leads = _LEAD_IN.search(before) is not None
    closed = _CLOSED.match(text, period.stop) is not None
    if period.end.year < year and not (leads and (period.limit or closed)):
        return False
    works = closed or _WORKS.match(text, period.stop) is not None
    direct = _VERB.match(text, period.stop) is not None and not _VERB.search(before)
    return period.limit or (leads and works) or direct or (period.start is None and (leads or works))


# --- steps -------------------------------------------------------------------------------------------


def _tasks(text: str, times: _Times) -> list[str]:
    """Return what is to be done at each date: a phrase is shared out at the last mark before each."""
    order = [times.opening, *times.dated] if times.opening else times.dated
    begins = [0]
    for before, after in pairwise(order):
        mark = max(text.rfind(mark, before.stop, after.begin) for mark in ";。,、")
        lead = _LEAD_IN.search(text, before.stop, after.begin)
        begins.append(mark + 1 or (lead.start() if lead else after.begin))
    tasks = [
        (_LEAD_IN.sub("", text[begin : period.begin]) + text[period.stop : end]).lstrip(";。,、:)-—")
        for period, begin, end in zip(order, begins, [*begins[1:], len(text)], strict=False)
    ]
    return [task.rstrip(";。,、:(-—") for task in tasks[len(order) - len(times.dated) :]]


def _steps(tasks: list[str], dated: list[Period]) -> tuple[Step, ...]:
    """Make steps of several dates where each says what is to be done; equal tasks are told apart by day."""
    for at, task in reversed(list(enumerate(tasks[1:]))):
        if task.startswith("各"):  # 2012年、2013年各建成50套
            tasks[at] = tasks[at] or task
    if len(dated) < 2 or not all(tasks):
        return ()
    if len(set(tasks)) < len(tasks):
        tasks = [f"{task}({period.end})" for task, period in zip(tasks, dated, strict=True)]
    return tuple(starmap(Step, {task: period.end for task, period in zip(tasks, dated, strict=True)}.items()))
