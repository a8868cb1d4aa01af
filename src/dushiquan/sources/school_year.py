"""The two years of a school year: a term's plan names September of the one and January of the next."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_YEARS = re.compile(r"(20[0-9]{2})年?(?:[-—–~～至到/]{1,3}(20[0-9]{2}|[0-9]{2})(?:学年|年)?|(?<!年)学年)")
_IN_NUMERALS = re.compile("二[〇○零O0][〇○零O0一二三四五六七八九]{2}")
_SECOND = re.compile(r"第(?:[二2]|II)学期|下学期|春季|下半?期")
_FIRST = re.compile(r"第[一1I]学期|上学期|秋季|上期")
_MONTH = re.compile(r"(?<![0-9年./\-])(?:20[0-9]{2}年)?0?(?P<month>1[0-2]|[1-9])月")
_FIGURES = re.compile(r"^0?(?P<month>[1-9]|1[0-2])(?P<mark>[./])(?=[0-9])")
_PADDED = re.compile(r"(?<![0-9\-])(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3][0-9])(?![0-9\-])")


class SchoolYear(NamedTuple):
    """The year in which a plan of a school begins, and the last month that is in the next; 0 if none is."""

    first: int
    last_month: int

    def dated(self, text: str) -> str:
        """Return a requirement with the year at months of the next year: 1月6日 is 2025年1月6日."""

        def with_year(match: re.Match[str]) -> str:
            of_next = int(match["month"]) <= self.last_month and not match[0].startswith("20")
            return f"{self.first + 1}年{match[0]}" if of_next else match[0]

        def figures(match: re.Match[str]) -> str:
            is_next = int(match["month"]) <= self.last_month
            return f"{self.first + 1}{match['mark']}{match[0]}" if is_next else match[0]

        def padded(match: re.Match[str]) -> str:
            is_next = int(match["month"]) <= self.last_month
            day = f"{int(match['month'])}月{int(match['day'])}日"
            return f"{self.first + 1}年{day}" if is_next else match[0]

        if not self.last_month:
            return text
        return _FIGURES.sub(figures, _MONTH.sub(with_year, _PADDED.sub(padded, text)))


def school_year_of(texts: Iterable[str], year: int | None = None) -> SchoolYear | None:
    """Return the school year that a text names: 2024—2025学年第一学期; None if none does.

    ``year`` is the caller's for the first of its months; then a text need not name it.

    >>> school_year_of(["某校2024—2025学年第二学期工作计划"])
    SchoolYear(first=2025, last_month=0)
    >>> school_year_of(["某校2021学年第二学期行事历"])
    SchoolYear(first=2022, last_month=0)
    >>> school_year_of(["某校二〇一七年——二〇一八学年第 一 学期教学进度表"])
    SchoolYear(first=2017, last_month=2)
    """
    for text in texts:
        even = _IN_NUMERALS.sub(_in_figures, re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
        match = _YEARS.search(even)
        if not (match or year) or not re.search("学年|学期", even):
            continue
        first = int(match[1]) if match else 0
        if match and match[2] and (first + 1) % 100 != int(match[2][-2:]):
            continue
        if _SECOND.search(even):
            return SchoolYear(year or first + 1, 0)
        return SchoolYear(year or first, 2 if _FIRST.search(even) else 7)
    return None


def _in_figures(match: re.Match[str]) -> str:
    return "".join(str("〇一二三四五六七八九".index(re.sub("[○零O0]", "〇", digit))) for digit in match[0])
