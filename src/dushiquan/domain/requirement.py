"""Reading a requirement (进度要求): what it asks for, from when, and its last day.

A cell is read clause by clause. In each clause a small scanner looks for *periods* ("2011年下半年",
"6月底", "3-6月"), each made by one of the rules below; a rule's docstring gives examples that the
tests execute. What no rule reads, or what could mean two days, is ``unknown``: a wrong date is worse
than no date.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from dushiquan.domain.plan import Kind


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step of a requirement that names several: "3月：启动" is due on 31 March."""

    text: str
    due: date


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a requirement means. ``due`` is the last day on which it is still met."""

    kind: Kind
    start: date | None = None
    due: date | None = None
    steps: tuple[Step, ...] = ()


UNKNOWN = Requirement(Kind.UNKNOWN)


def read_requirement(text: str, year: int) -> Requirement:
    """Read a requirement cell of a plan for ``year``, which is the year of a phrase that names none."""
    phrase = _normalize(text)
    if _RECURRING.search(phrase):
        return Requirement(Kind.RECURRING)
    try:
        found = list(_periods(phrase, year))
    except ValueError:  # a day that is not in the calendar: 2月30日
        return UNKNOWN
    kind = _kind(phrase, dated=bool(found))
    if not found:
        return Requirement(kind) if kind in (Kind.ONGOING, Kind.ADVANCE) else UNKNOWN
    if _UNANCHORED.search(phrase) or any(a.end > b.end for a, b in pairwise(found)):
        return UNKNOWN
    steps = tuple(Step(p.label, p.end) for p in found) if len(found) > 1 else ()
    return Requirement(kind, found[0].start, found[-1].end, steps)


# --- kinds -------------------------------------------------------------------------------------------

_RECURRING = re.compile(r"每[年季月周日天个半]|按[月季周年]|逐[月季年]|定期")
_ONGOING = re.compile(r"长期|持续|常态|立行立改|即知即改|坚持|贯穿|^全年$")
_UNANCHORED = re.compile(r"之日|之后|(?:印发|通过|批复|开工|会议|下达|发布)后|工作日内")
_SUBMIT = re.compile(r"送审|报批|上报|报送|呈报|提交")
_HOLD = re.compile(r"召开|举办|举行")
_FINISH = re.compile(r"完成|完工|竣工|建成|出台|印发|验收|投用|投入使用|启动|开工|通车|办结|到位")
_ADVANCE = re.compile(r"推进|加快|推动")


def _kind(phrase: str, *, dated: bool) -> Kind:
    """Tell the kind by the verb; a date without one asks for completion."""
    if _SUBMIT.search(phrase):
        return Kind.SUBMIT
    if _HOLD.search(phrase):
        return Kind.HOLD
    if dated and _FINISH.search(phrase):
        return Kind.COMPLETE
    if _ONGOING.search(phrase):
        return Kind.ONGOING
    if _ADVANCE.search(phrase):
        return Kind.ADVANCE
    return Kind.COMPLETE if dated else Kind.UNKNOWN


# --- the text, made even -----------------------------------------------------------------------------

_DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))
_NUMERAL = re.compile(
    r"[〇零一二三四五六七八九十]+(?=年|月|日|号|季度|[至到~—-]+[一二三四五六七八九十]+[月日季])"
)
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|「[^」]*」")
_WEEKDAY = re.compile(r"\((?:星期|周|礼拜)[一二三四五六日天]\)")


def _normalize(text: str) -> str:
    """Half-width, without spaces, weekdays and quoted names, Chinese date numerals as digits."""
    even = _QUOTED.sub("", unicodedata.normalize("NFKC", text.replace("\n", ";")))
    return _NUMERAL.sub(lambda m: _number(m[0]), _WEEKDAY.sub("", re.sub(r"\s", "", even)))


def _number(numeral: str) -> str:
    if "十" not in numeral:
        return "".join(_DIGITS[char] for char in numeral)
    tens, _, ones = numeral.partition("十")
    return f"{_DIGITS.get(tens, '1')}{_DIGITS.get(ones, '0')}"


# --- periods -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Period:
    """A stretch of days. ``start`` is None where the phrase names only the limit (6月底前)."""

    start: date | None
    end: date
    label: str = ""


_Rule = Callable[[int, re.Match[str]], _Period]
RULES: list[tuple[re.Pattern[str], _Rule]] = []


def _rule(pattern: str) -> Callable[[_Rule], _Rule]:
    def register(rule: _Rule) -> _Rule:
        RULES.append((re.compile(pattern), rule))
        return rule

    return register


def _days(year: int, first_month: int, last_month: int) -> _Period:
    return _Period(
        date(year, first_month, 1), date(year, last_month, monthrange(year, max(1, min(12, last_month)))[1])
    )


@_rule(r"(\d{1,2})月(\d{1,2})[日号]")
def _day(year: int, match: re.Match[str]) -> _Period:
    """A day is the last day: 2011年9月30日前完成 = ..2011-09-30."""
    return _Period(None, date(year, int(match[1]), int(match[2])))


@_rule(r"(\d{1,2})月份?([上中下])旬")
def _third_of_month(year: int, match: re.Match[str]) -> _Period:
    """Ten days each, the last to the month's end: 6月中旬 = 2011-06-11..2011-06-20."""
    month = _days(year, int(match[1]), int(match[1]))
    first, last = {"上": (1, 10), "中": (11, 20), "下": (21, month.end.day)}[match[2]]
    return _Period(month.end.replace(day=first), month.end.replace(day=last))


@_rule(r"(\d{1,2})月份?[底末]")
def _end_of_month(year: int, match: re.Match[str]) -> _Period:
    """The month's last day: 6月底前 = ..2011-06-30."""
    return _Period(None, _days(year, int(match[1]), int(match[1])).end)


@_rule(r"(\d{1,2})月份?")
def _month(year: int, match: re.Match[str]) -> _Period:
    """The whole month: 6月 = 2011-06-01..2011-06-30."""
    return _days(year, int(match[1]), int(match[1]))


@_rule(r"第?([1-4])季度")
def _quarter(year: int, match: re.Match[str]) -> _Period:
    """Three months: 第三季度 = 2011-07-01..2011-09-30."""
    return _days(year, 3 * int(match[1]) - 2, 3 * int(match[1]))


@_rule(r"([上下])半年")
def _half(year: int, match: re.Match[str]) -> _Period:
    """Six months: 2011年下半年召开 = 2011-07-01..2011-12-31."""
    return _days(year, 1, 6) if match[1] == "上" else _days(year, 7, 12)


@_rule(r"年?[底末]")
def _end_of_year(year: int, match: re.Match[str]) -> _Period:
    """The year's last day: 年底前 = ..2011-12-31."""
    return _Period(None, date(year, 12, 31))


@_rule(r"全年|年内|(?<=年)")
def _year(year: int, match: re.Match[str]) -> _Period:
    """The whole year: 2011年完成 = 2011-01-01..2011-12-31."""
    return _days(year, 1, 12)


# --- scanning ----------------------------------------------------------------------------------------

_YEAR = re.compile(r"(\d{4})年|(今|本|明|次)年(?=[\d上下第底末])")
_CLAUSE = re.compile(r"[^;。,、]+")
_LEAD_IN = re.compile(r"(?:力争|争取|确保|计划|预计|拟|于|在|到|至|[:(\d.])*$")
_LIMIT = re.compile(r"(?:之|以)?前")


def _periods(phrase: str, year: int) -> Iterator[_Period]:
    """Yield the periods that a phrase names; a year once named holds for those that follow."""
    for clause in _CLAUSE.finditer(phrase):
        for period, begin, end, named in _scan(clause[0], year):
            year = named
            yield replace(period, label=(clause[0][:begin] + clause[0][end:]).strip(":()"))


def _scan(clause: str, year: int) -> Iterator[tuple[_Period, int, int, int]]:
    at = 0
    while at < len(clause):
        begin = at
        named = _YEAR.match(clause, at)
        if named:
            year = int(named[1]) if named[1] else year + (named[2] in "明次")
            at = named.end()
        read = _first_rule(clause, at)
        if read is None or (read[1].end() == at and not named):
            at = begin + 1
            continue
        rule, match = read
        at = match.end()
        limit = _LIMIT.match(clause, at)
        if limit:
            at = limit.end()
        period = rule(year, match)
        if limit and period.start:
            raise ValueError("6月前: 31 May or 30 June?")
        if not period.start or _LEAD_IN.match(clause[:begin]):
            yield period, begin, at, year


def _first_rule(clause: str, at: int) -> tuple[_Rule, re.Match[str]] | None:
    for pattern, rule in RULES:
        match = pattern.match(clause, at)
        if match:
            return rule, match
    return None
