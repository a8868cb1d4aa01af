"""Project ids, as a plan numbers its rows."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, count
from typing import NamedTuple

from dushiquan.errors import UsageError

LONGEST_ID = 24
"""Characters of an id."""

SEPARATORS = ",、;"
_YEAR = re.compile(r"[12][0-9]{3}")
_NUMBERED = re.compile(r"([0-9]+)(?:\.([0-9]+))?")


class ProjectId(str):
    """The id of a project, as its plan writes it: "6", "22.1" (a row of 序号 22), "1.1.1", "XM-2024-03"."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "ProjectId":
        """Parse an id of a plan, half-width and without spaces; raise ``UsageError`` if it cannot be one."""
        id = half_width(text)
        if not id or len(id) > LONGEST_ID or not id.isprintable() or any(mark in id for mark in SEPARATORS):
            raise UsageError(f"“{text}”不能作序号：须是不超过 {LONGEST_ID} 个字、不含逗号顿号的文字。")
        return cls(int(id) if id.isascii() and id.isdigit() else id)

    @property
    def bare(self) -> "ProjectId":
        """The id without the key of its plan."""
        return self

    @property
    def no(self) -> int | None:
        """The 序号, if the id begins with a number."""
        number = _NUMBERED.match(self.bare)
        return int(number[1]) if number else None

    @property
    def part(self) -> int | None:
        """The position among the rows of its 序号, if it has several."""
        number = _NUMBERED.fullmatch(self.bare)
        return int(number[2]) if number and number[2] else None


class FullId(ProjectId):
    """An id with the key of its plan before it, as it is shown among several plans: "2011/6"."""

    plan: str
    _bare: ProjectId

    def __new__(cls, plan: str, id: str) -> "FullId":
        """Put a plan's key before an id."""
        full = super().__new__(cls, f"{plan}/{id}")
        full.plan, full._bare = plan, ProjectId(id)
        return full

    @property
    def bare(self) -> ProjectId:
        """The id without the key of its plan."""
        return self._bare

    @property
    def in_words(self) -> str:
        """The project as a sentence names it: 2012年计划第3项, “城区”计划第3项."""
        plan = f"{self.plan}年" if _YEAR.fullmatch(self.plan) else f"“{self.plan}”"
        return f"{plan}计划第{self._bare}项"


def half_width(text: str) -> str:
    """Return a text half-width and without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(4096)
def natural(id: str) -> tuple[tuple[int, int, str], ...]:
    """Return the sort key by which 9 comes before 10, 22.2 before 22.10 and （二） before （三）."""
    pieces = re.findall(rf"[0-9]+|[{NUMERALS}]+|[^0-9{NUMERALS}]+", id)
    return tuple(
        (0, int(piece), "") if piece[0] in "0123456789" else (1, chinese_number(piece), piece)
        for piece in pieces
    )


NUMERALS = "一二三四五六七八九十"


def chinese_number(numeral: str) -> int:
    """Return the value of a Chinese numeral below a hundred (二十一 is 21), and 0 for other text."""
    tens, ten, ones = numeral.rpartition("十")
    if numeral[0] not in NUMERALS or max(len(tens), len(ones)) > 1:
        return 0
    return 10 * (NUMERALS.find(tens or "一") + 1 if ten else 0) + (NUMERALS.find(ones) + 1 if ones else 0)


# --- as a plan numbers its rows ------------------------------------------------------------------------


class NumberedRows(NamedTuple):
    """An id for each row of a plan.

    ``by_section`` tells that the numbers restart in each section, so that the section's own number
    (1, 2 …) is put before them. ``added`` are the rows, counted from 0, that had no number. ``repeated`` are
    each number that several rows
    have, and these rows; ``by_order`` that all were numbered anew.
    """

    ids: list[str]
    by_section: bool = False
    added: tuple[int, ...] = ()
    repeated: tuple[tuple[str, tuple[int, ...]], ...] = ()
    by_order: bool = False


def distinct_ids(
    numbers: Sequence[str], sections: Sequence[str] = (), *, part_repeated: bool = False
) -> NumberedRows:
    """Return an id for each row, from the numbers as written ("" for none) and the section of each row.

    Numbers that restart in each section become 1.1, 1.2, 2.1 …; without known sections, 1, 2, 1, 2, 3 are
    two sections. Rows without a number get the numbers after the highest. Any other repetition is a mistake
    in the plan. It is left as it is, or with ``part_repeated`` the rows of a number become 4.1 and 4.2; if
    most rows repeat a plain number, all are numbered by their order.
    """
    places = _places(numbers, sections, part_repeated) if _repeats(numbers) else None
    if places:
        numbers = [
            f"{place}.{number}" if number else "" for place, number in zip(places, numbers, strict=True)
        ]
    highest = max((ProjectId(number).no or 0 for number in numbers), default=0)
    free = count(highest + 1)
    added = tuple(at for at, number in enumerate(numbers) if not number)
    ids = [number or str(next(free)) for number in numbers]
    repeated = _rows_of_repeated(ids) if part_repeated else ()
    if sum(len(places) for _, places in repeated) * 2 > len(ids) and all(map(str.isdecimal, ids)):
        return NumberedRows([str(at) for at in range(1, len(ids) + 1)], False, (), repeated, True)
    return NumberedRows(_parted(ids, repeated), places is not None, added, repeated)


def _rows_of_repeated(ids: Sequence[str]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the rows of each id that several have."""
    rows: dict[str, list[int]] = {}
    for at, id in enumerate(ids):
        rows.setdefault(id, []).append(at)
    return tuple((id, tuple(places)) for id, places in rows.items() if len(places) > 1)


def _parted(ids: Sequence[str], repeated: Iterable[tuple[str, Sequence[int]]]) -> list[str]:
    """Return the ids with free parts in place of those that are repeated: 4.1, 4.2."""
    taken = set(ids)
    parted = list(ids)
    for id, rows in repeated:
        parts = (part for number in count(1) if (part := f"{id}.{number}") not in taken)
        for at in rows:
            parted[at] = next(parts)
    return parted


def _repeats(numbers: Iterable[str]) -> bool:
    return any(times > 1 for number, times in Counter(numbers).items() if number)


def _places(numbers: Sequence[str], sections: Sequence[str], with_repeated: bool) -> list[int] | None:
    """Return the number of each row's section, or None if the numbers do not restart in each section.

    ``with_repeated`` lets a section repeat a number of its own.
    """
    if any(sections):
        order = {name: place for place, name in enumerate(dict.fromkeys(sections), 1)}
        places = [order[name] for name in sections]
    else:
        first = next(filter(None, numbers))
        places = [max(times, 1) for times in accumulate(int(number == first) for number in numbers)]
    groups: dict[int, list[str]] = {}
    for place, number in zip(places, numbers, strict=True):
        if number:
            groups.setdefault(place, []).append(number)
    begins = {group[0] for group in groups.values()}
    anew = len(groups) > 1 and len(begins) == 1
    anew = anew and (with_repeated or not any(map(_repeats, groups.values())))
    if not any(sections):
        anew = anew and all(group == _onward(group) for group in groups.values())
    return places if anew else None


def _onward(numbers: Sequence[str]) -> list[str]:
    """Return consecutive whole numbers, from the first."""
    first = int(numbers[0]) if numbers[0].isdecimal() else 0
    return [str(number) for number in range(first, first + len(numbers))]
