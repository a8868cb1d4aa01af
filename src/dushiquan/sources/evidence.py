"""The look of a column's cells: the evidence beside its heading."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import groupby, islice

from dushiquan.formats.table import Cell, Row
from dushiquan.phrases.status_words import looks_like_status, percent_of
from dushiquan.phrases.unit_names import BODY_AT_END
from dushiquan.sources.cells import is_dash, is_day

SAMPLED = 200
"""Rows below a head that are looked at."""

_NUMBER = re.compile(r"[(（]?(?:[0-9]{1,4}(?:[.\-][0-9]{1,3})*|[一二三四五六七八九十]{1,3})[)）]?[.、]?")
_LABEL = re.compile(r"(?:任务|阶段|步骤|task|phase|step)\s?[0-9]{1,3}", re.I)
_WEEKDAY = re.compile("周[一二三四五六日天末]")
_WEEK = re.compile(r"第[0-9一二三四五六七八九十]+周")
_TIME = re.compile(
    r"[0-9一二三四五六七八九十]+月|季度|[上下]半年|[0-9]{4}年|[年月旬]底|年[内前末]|日前|长期|常年|全年|持续|每[日周旬月季年]|隔月"
    r"|(?:^|[^0-9.])[0-9]{1,2}[./][0-9]{1,2}(?:$|[^0-9.])|[0-9]{4}[-/.][0-9]{1,2}"
)
_PADDED_DAY = re.compile(
    r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:\s*[~～至—–]\s*[01][0-9]-[0-3][0-9])?"
)
_DAYS_IN_FIGURES = re.compile(
    r"(?:0?[1-9]|1[0-2])[./](?:0?[1-9]|[12][0-9]|3[01])\s*[-—–~～至]\s*(?:0?[1-9]|1[0-2])[./](?:0?[1-9]|[12][0-9]|3[01])"
)
_YEAR_AND_MONTH = re.compile(r"(?:19|20)[0-9]{2}[./-](?:0?[1-9]|1[0-2])")
_YEAR_LAST = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:20)?[0-9]{2}")
_IN_ENGLISH = re.compile(
    r"(?:(?:by|end|of|mid|early|late|to|[-–0-9,'’]|st|nd|rd|th|q[1-4]|(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)[\s.]*)+",
    re.I,
)
_HAS_FIGURE = re.compile(r"[A-Za-z].*[0-9]|[0-9].*[A-Za-z]")
_PARTS = re.compile(r"[、，,；;\s/+]+")
_SURNAMES = frozenset(
    "小老王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_LONG = 24


class Look(StrEnum):
    """What kind of thing a text is, as far as its form tells."""

    NOTHING = "nothing"
    NUMBER = "number"
    LABEL = "label"
    PERCENT = "percent"
    DAY = "day"
    TIME = "time"
    STATUS = "status"
    BODY = "body"
    PERSON = "person"
    SHORT = "short"
    LONG = "long"


def look_of(cell: Cell) -> Look:
    """Tell what kind of thing a cell shows."""
    text = cell.text.strip()
    return Look.DAY if isinstance(cell.value, date) and not is_dash(text) else _look_of_text(text)


# The rows below each row that may be a head are looked at again.
@lru_cache(4096)
def _look_of_text(text: str) -> Look:
    if is_dash(text):
        return Look.NOTHING
    if is_day(text):
        return Look.DAY
    if percent_of(text) is not None:
        return Look.PERCENT
    if _YEAR_LAST.fullmatch(text) or _PADDED_DAY.fullmatch(text) or _DAYS_IN_FIGURES.fullmatch(text):
        return Look.TIME
    if _YEAR_AND_MONTH.fullmatch(text):
        return Look.TIME
    if _NUMBER.fullmatch(text):
        return Look.NUMBER
    if _LABEL.fullmatch(text):
        return Look.LABEL
    if looks_like_status(text):
        return Look.STATUS
    if len(text) <= _LONG and _TIME.search(text) and not _WEEK.search(text):
        return Look.TIME
    if len(text) <= _LONG and _HAS_FIGURE.search(text) and _IN_ENGLISH.fullmatch(text):
        return Look.TIME
    return _of_words(text)


def _of_words(text: str) -> Look:
    parts = [part for part in _PARTS.split(text) if part]
    if parts and all(2 <= len(part) <= 16 and BODY_AT_END.search(part) for part in parts):
        return Look.BODY
    if parts and all(
        2 <= len(part) <= 3 and part[0] in _SURNAMES and not _WEEKDAY.fullmatch(part) for part in parts
    ):
        return Look.PERSON
    return Look.LONG if len(text) > _LONG else Look.SHORT


def _is_name(part: str) -> bool:
    return 2 <= len(part) <= 3 and part[0] in _SURNAMES and not _WEEKDAY.fullmatch(part)


def looks_like_person(name: str) -> bool:
    """Tell whether a name is like a person's: a surname and one or two characters."""
    return _of_words(name) is Look.PERSON


def names_owners(text: str) -> bool:
    """Tell whether a text lists units and persons, and nothing else: 技术部、周一鸣."""
    parts = [part for part in _PARTS.split(text) if part]
    return bool(parts) and all(_of_words(part) in (Look.BODY, Look.PERSON) for part in parts)


@dataclass(frozen=True, slots=True)
class Profile:
    """What stands in a column below its head, as far as it was looked at.

    ``cells`` are its cells, each once though it be merged over several rows; ``rows`` are the rows that were
    looked at.
    """

    rows: int = 0
    cells: Sequence[Cell] = ()
    looks: Mapping[Look, int] = field(default_factory=dict)

    @property
    def filled(self) -> int:
        """How many cells say anything."""
        return sum(number for look, number in self.looks.items() if look is not Look.NOTHING)

    def share(self, *looks: Look) -> float:
        """Return the share of the filled cells that look like one of these."""
        return sum(self.looks.get(look, 0) for look in looks) / self.filled if self.filled else 0.0

    @property
    def distinct(self) -> float:
        """The share of the filled cells that differ from all others."""
        return len({cell.text for cell in self.cells}) / len(self.cells) if self.cells else 0.0

    @property
    def spans(self) -> bool:
        """Whether some cell is merged over several rows."""
        return any(cell.height > 1 for cell in self.cells)

    @property
    def is_grouped(self) -> bool:
        """Whether the column falls into runs: each text stands in several cells on end and nowhere else."""
        runs = [text for text, _ in groupby(cell.text for cell in self.cells)]
        return len(runs) == len(set(runs)) > 1 and 2 * len(runs) <= len(self.cells)

    @property
    def length(self) -> float:
        """The mean length of the cells."""
        return sum(len(cell.text) for cell in self.cells) / len(self.cells) if self.cells else 0.0

    @property
    def sample(self) -> str:
        """What a cell says, for a person to see; the first that says anything."""
        return next((cell.full for cell in self.cells if look_of(cell) is not Look.NOTHING), "")


def profiles_of(rows: Sequence[Row]) -> dict[int, Profile]:
    """Return the profile of each column that holds anything in the first of these rows."""
    looked = list(islice((row for row in rows if len(row.cells) > 1), SAMPLED)) or rows[:SAMPLED]
    cells: dict[int, list[Cell]] = {}
    for row in looked:
        for column, cell in row.cells.items():
            if cell.row == row.number:
                cells.setdefault(column, []).append(cell)
    return {
        column: Profile(len(looked), found, Counter(look_of(cell) for cell in found))
        for column, found in cells.items()
    }
