"""A table that was flattened into lines, as in web pages and copied texts, is put back into rows and columns.

The head is a run of lines that are known headings. Below it each line belongs to a column of a row; a cell
may be several lines, or none. Of all ways to share out the lines the one with the best sum of evidence is
taken: what looks like a number, a unit or a date stands where such a column is. If another way is nearly
as good, that is asked.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from dushiquan.formats.table import Paragraph
from dushiquan.phrases.deadline import read_requirement
from dushiquan.phrases.status_words import looks_like_status, percent_of
from dushiquan.phrases.unit_cell import read_unit_cell
from dushiquan.phrases.unit_names import BODY_AT_END
from dushiquan.sources.cells import as_field
from dushiquan.sources.headings import POSSIBLE, SURE, meanings, tidy

_LONGEST_HEADING = 12
_MOST_UNKNOWN = 2
"""Lines in a row that may stand between known headings."""
_MOST_LAST = 9
NUMBER = "序号"
"""What a column of numbers is called that the head does not name."""
_SEVERAL = ("units", "support", "persons", "")
"""Fields of which a table may have several columns."""
_LAST_COLUMNS = re.compile(r"备注|说明|联系人|(?:联系)?电话|(?:完成|进展|落实)情况|进展")
_TEXT = re.compile(r"[。；;，,：:！？!?]|[0-9]{3}")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]")
_SENTENCE_END = re.compile(r"[。；;！!？?][”」』）)]?$")
_LABELLED = re.compile(r"(?:牵头|责任|配合|主办|协办|承办|负责|参与)(?:单位|部门)?\s*[:：]")
_NAMES_A_UNIT = re.compile(rf"{BODY_AT_END.pattern}|(?:残|妇|侨|文|科|作|工商|供销|社)联$|等$")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}(?:[、，,\s/][\u4e00-\u9fff·]{2,4})*")
_TITLE_GOES_ON = re.compile(
    r".{0,4}(?:工程|项目|建设|改造|工作|行动|计划|活动|系统|平台|中心|制度|机制|体系|方案|任务|试点|整治)"
)
_GOES_ON = ("，", ",", "、")
_PERCENT_FIRST = re.compile(r"[0-9]+(?:\.[0-9]+)?[%％]")
_NEVER = -1000.0


class FlatHead(NamedTuple):
    """The head of a flattened table: its lines are from ``begin`` up to ``stop``; each name has its line.

    ``fields`` has the likeliest field of each column; "" if it is not known.
    """

    begin: int
    stop: int
    names: tuple[Paragraph, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FlatRow:
    """The lines of a row by column, counted from 0; ``section`` if it is a heading over all columns.

    ``rival`` is another way to share out the lines that is nearly as good.
    """

    cells: Mapping[int, tuple[Paragraph, ...]]
    section: bool = False
    rival: Mapping[int, tuple[Paragraph, ...]] | None = None

    @property
    def line(self) -> int:
        """Where it begins."""
        return min(lines[0].line for lines in self.cells.values())


# --- the head ----------------------------------------------------------------------------------------


def find_heads(lines: Sequence[Paragraph], columns: Mapping[str, str]) -> list[FlatHead]:
    """Find the heads of all flattened tables, in order; a repeated head is listed again."""
    heads = []
    at = 0
    while at < len(lines):
        head = _head_at(lines, at, columns)
        if head:
            heads.append(head)
        at = head.stop if head else at + 1
    return heads


def _head_at(lines: Sequence[Paragraph], begin: int, columns: Mapping[str, str]) -> FlatHead | None:
    return _known_head(lines, begin, columns) or _head_up_to_one(lines, begin, columns)


def _head_up_to_one(lines: Sequence[Paragraph], begin: int, columns: Mapping[str, str]) -> FlatHead | None:
    """Return the head of short lines from 序号 up to the number 1, if three of them can mean something."""
    if "id" not in _sure(lines[begin].text, columns):
        return None
    more = list(takewhile(lambda line: _may_be_heading(line.text), lines[begin + 1 : begin + _MOST_LAST + 1]))
    stop = begin + 1 + len(more)
    names = (lines[begin], *more)
    meant = {field for name in names for field in _meant(name.text, columns)}
    is_numbered = stop < len(lines) and as_field("id", lines[stop].text) == "1"
    if not is_numbered or len(meant) < 3 or not meant & {"title", "content"}:
        return None
    return FlatHead(begin, stop, names, _fields(names, columns))


def with_number(head: FlatHead, lines: Sequence[Paragraph]) -> FlatHead:
    """Return the head with a number column that it does not name: 1, 2, 3 … stand in the lines below.

    What stands before the numbers is common to several rows.
    """
    numbers = sorted(_numbers(lines)) if "id" not in head.fields else []
    if len(numbers) < 3 or numbers[0] > len(head.names) or as_field("id", lines[numbers[0]].text) != "1":
        return head
    at = numbers[0]
    number = Paragraph(head.names[0].line, NUMBER)
    names = (*head.names[:at], number, *head.names[at:])
    outer = ("category" if field == "title" else field for field in head.fields[:at])
    return head._replace(names=names, fields=(*outer, "id", *head.fields[at:]))


def _known_head(lines: Sequence[Paragraph], begin: int, columns: Mapping[str, str]) -> FlatHead | None:
    names: list[Paragraph] = []
    pending: list[Paragraph] = []
    at = stop = begin
    while at < len(lines) and len(pending) <= _MOST_UNKNOWN:
        name, taken = _heading_at(lines, at, columns)
        if name:
            names += [*pending, name]
            pending = []
            at = stop = at + taken
        elif names and _may_be_heading(lines[at].text):
            pending.append(lines[at])
            at += 1
        else:
            break
    known = {field for name in names for field in _sure(name.text, columns)}
    if len(known) < 3:
        return None
    if not {"title", "content"} & {field for name in names for field in _meant(name.text, columns)}:
        unknown = [tidy(name.text) for name in names if not _meant(name.text, columns)]
        if len(unknown) != 1 or "id" not in known:
            return None
        columns = {**columns, unknown[0]: "title"}
    first = _first_name(lines, begin, known & set(_sure(names[0].text, columns)))
    more = _last_names(lines, stop, [*first, *names], columns)
    named = _without_group([*first, *names, *more], columns)
    return FlatHead(begin - len(first), stop + len(more), named, _fields(named, columns))


def _meant(text: str, columns: Mapping[str, str]) -> Mapping[str, int]:
    """Return what a heading can mean; the caller may have said which."""
    name = tidy(text)
    return {columns[name]: SURE} if name in columns else meanings((name,))


def _sure(text: str, columns: Mapping[str, str]) -> list[str]:
    return [field for field, weight in _meant(text, columns).items() if weight == SURE]


def _fields(names: Sequence[Paragraph], columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return the likeliest field of each column; of two titles the second is the one to be done."""
    fields: list[str] = []
    for name in names:
        meant = _meant(name.text, columns)
        free = {field: weight for field, weight in meant.items() if field not in fields or field in _SEVERAL}
        best = max(free or meant, key=lambda field: (free or meant)[field], default="")
        fields.append("content" if best == "title" and "title" in fields else best)
    return tuple(fields)


def _first_name(lines: Sequence[Paragraph], begin: int, fields: Collection[str]) -> list[Paragraph]:
    """Find an unknown heading before the first known one; a number is always the first."""
    if begin == 0 or "id" in fields:
        return []
    before = lines[begin - 1]
    is_near = lines[begin].line - before.line == 1
    return [before] if is_near and len(tidy(before.text)) <= 6 and _may_be_heading(before.text) else []


def _heading_at(
    lines: Sequence[Paragraph], at: int, columns: Mapping[str, str]
) -> tuple[Paragraph | None, int]:
    """Return a known heading, which may be broken over two lines, and how many lines it takes."""
    first = lines[at]
    joined = first.text + (lines[at + 1].text if at + 1 < len(lines) else "")
    for text, taken in ((first.text, 1), (joined, 2)):
        if len(tidy(text)) <= _LONGEST_HEADING and _sure(text, columns):
            return Paragraph(first.line, text), taken
    return None, 0


def _may_be_heading(text: str) -> bool:
    is_number = tidy(text).isdigit() or _SECTION.match(text)
    return len(tidy(text)) < _LONGEST_HEADING and not _TEXT.search(text) and not is_number


def _last_names(
    lines: Sequence[Paragraph], stop: int, names: Sequence[Paragraph], columns: Mapping[str, str]
) -> list[Paragraph]:
    """Return the headings after the last known one: up to the first number, or usual last columns."""
    numbered = "id" in _meant(names[0].text, columns)
    found: list[Paragraph] = []
    for line in lines[stop : stop + _MOST_LAST]:
        if numbered and as_field("id", line.text).isdecimal():
            return found
        if not _may_be_heading(line.text):
            break
        found.append(line)
    said = {field for name in names for field in _meant(name.text, columns)}

    def is_heading(line: Paragraph) -> bool:
        new = {field for field, weight in _meant(line.text, columns).items() if weight > POSSIBLE} - said
        return _LAST_COLUMNS.fullmatch(tidy(line.text)) is not None or (bool(new) and not is_time(line.text))

    return list(takewhile(is_heading, found))


def _without_group(names: list[Paragraph], columns: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """Put the last two names of a head of two rows in place of their group.

    Such a head comes as 责任单位 … 牵头单位, 配合单位.
    """
    fields = [next(iter(_sure(name.text, columns)), "") for name in names]
    if len(names) > 3 and fields[-2:] == ["units", "support"] and "units" in fields[:-2]:
        at = fields.index("units")
        return (*names[:at], *names[-2:], *names[at + 1 : -2])
    return tuple(names)


# --- what a line looks like --------------------------------------------------------------------------


@lru_cache(4096)
def names_units(text: str) -> bool:
    """Tell whether a line names units and nothing else."""
    cell = read_unit_cell(text)
    names = [*cell.units.lead, *cell.units.support]
    bare = [re.sub(r"[(（][^()（）]*[)）]", "", name) for name in names]
    return bool(names) and not cell.doubts and all(map(_NAMES_A_UNIT.search, bare))


@lru_cache(4096)
def is_time(text: str) -> bool:
    """Tell whether a line is a requirement: short, and with a date or a rhythm in it."""
    if len(text) > 40:
        return False
    read = read_requirement(text, 2000)
    return bool(read.due or read.rhythm) or read.kind == "ongoing"


_END_OF_NAME = re.compile(r"(?!团委|工会|妇联|政府|党委|机关|总工)[^、，\s]{1,2}")


def _is_broken_unit(before: str, text: str) -> bool:
    """Tell whether a line that is no unit's name becomes one with the next: 市农业农, 村局."""
    if names_units(before) or _TEXT.search(before) or not names_units(before + text):
        return False
    return _END_OF_NAME.fullmatch(text) is not None or names_units(before.rpartition("、")[0])


def joined_time(text: str) -> str:
    """Return a requirement whose phrase a narrow column broke in two without the break: 10月底, 前."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    whole = "".join(line.strip() for line in lines)
    return whole if is_time(whole) and not all(map(is_time, lines)) else text


def fits_badly(field: str, text: str) -> bool:
    """Tell whether a cell of units does not look at all like one."""
    return not names_units(text) and _EVIDENCE[field].fits(text) <= -4.0


def _id(text: str) -> float:
    return 1.0 if re.fullmatch(r"[A-Za-z]{0,4}[-—]?[0-9]+(?:[-.—][0-9]+)*[.、]?", tidy(text)) else -4.0


def _category(text: str) -> float:
    fit = 2.0 if len(text) <= 4 else 1.0 if len(text) <= 8 else 0.0 if len(text) <= 14 else -3.0
    odd = 4.0 * bool(_SENTENCE_END.search(text) or "，" in text or "," in text)
    return fit - odd - 3.0 * (is_time(text) or names_units(text))


def _title(text: str) -> float:
    fit = -1.0 if len(text) < 3 else 0.0 if len(text) < 4 else 2.0 if len(text) <= 32 else -1.0
    odd = 2.5 * bool(_SENTENCE_END.search(text)) + 2.0 * ("。" in text[:-1] or "；" in text[:-1])
    odd += 4.0 * text.endswith(_GOES_ON) + 1.0 * ("，" in text[:-1])
    return fit - odd - 2.0 * (is_time(text) or names_units(text))


def _content(text: str) -> float:
    fit = (
        3.0 * bool(_SENTENCE_END.search(text)) + 1.5 * (len(text) > 25) + bool(re.search("[，,；;：:]", text))
    )
    short = len(text) <= 20
    odd = 1.5 * (len(text) <= 4) + 3.0 * (is_time(text) or names_units(text))
    return fit - odd * (short and not fit)


def _units(text: str) -> float:
    if _LABELLED.match(text):
        return 6.0
    if names_units(text):
        return -1.5 if text.endswith("。") else 4.0
    if "、" in text and not _TEXT.search(text) and names_units(text.rpartition("、")[0]):
        return 2.0
    return -1.5 if len(text) <= 8 and not _TEXT.search(text) else -4.0


def _requirement(text: str) -> float:
    if is_time(text):
        return 5.0 if len(text) <= 16 else 2.0
    undated = len(text) <= 10 and re.search(r"推进|实施|启动|待定|适时|视|—|-|/", text)
    return 0.5 if undated else -4.0


def _persons(text: str) -> float:
    return 2.0 if _PERSON.fullmatch(text) else -3.0


def _status(text: str) -> float:
    return 2.0 if looks_like_status(text) else -2.0


def _progress(text: str) -> float:
    return 3.0 if percent_of(text) is not None else 2.0 if _PERCENT_FIRST.match(text) else -2.0


def _other(text: str) -> float:
    return 0.0 if len(text) <= 30 else -1.0


class _Evidence(NamedTuple):
    """How well a line fits a field, what a second line in one cell costs, and what a missing cell costs."""

    fits: Callable[[str], float]
    again: float
    missing: float


_EVIDENCE = {
    "id": _Evidence(_id, 8.0, 4.0),
    "category": _Evidence(_category, 3.0, 0.5),
    "title": _Evidence(_title, 3.0, 6.0),
    "content": _Evidence(_content, 1.0, 1.5),
    "units": _Evidence(_units, 1.5, 2.0),
    "support": _Evidence(_units, 1.5, 1.0),
    "requirement": _Evidence(_requirement, 2.5, 2.5),
    "start": _Evidence(_requirement, 4.0, 1.0),
    "due": _Evidence(_requirement, 4.0, 1.0),
    "persons": _Evidence(_persons, 1.0, 1.0),
    "status": _Evidence(_status, 2.0, 0.5),
    "progress": _Evidence(_progress, 4.0, 0.5),
    "note": _Evidence(_content, 1.0, 0.5),
    "done_on": _Evidence(_requirement, 4.0, 0.5),
    "begun_on": _Evidence(_requirement, 4.0, 0.5),
    "": _Evidence(_other, 1.0, 0.5),
}


# --- which line is which cell ------------------------------------------------------------------------

_LONGEST_NUMBER = 8
_RISING = 3
"""Numbers with gaps that can only number rows."""
_NEARLY = 1.0
"""A difference of evidence that decides nothing."""
_FULL = 3.0
"""What it says for a way that each column has its line."""


def read_rows(lines: Sequence[Paragraph], fields: Sequence[str]) -> tuple[list[FlatRow], int]:
    """Divide the lines below a head into rows; return them, and how many lines they take."""
    if not lines:
        return [], 0
    sharing = _Sharing(lines, fields)
    rows = list(sharing.rows())
    return rows, sum(len(cell) for row in rows for cell in row.cells.values())


class _Step(NamedTuple):
    """The best sum of evidence up to a line, the column of the line before, and whether a row begins."""

    score: float
    before: int
    begins: bool


class _Sharing:
    """The lines below a head, and the best way to share them out.

    Beside the columns a line may be a section over all columns, or lie behind the table.
    """

    def __init__(self, lines: Sequence[Paragraph], fields: Sequence[str]) -> None:
        self.lines = lines
        self.evidence = [_EVIDENCE.get(field, _EVIDENCE[""]) for field in fields]
        self.costs = [0.0, *accumulate(one.missing for one in self.evidence)]
        self.fields = fields
        self.width = len(fields)
        self.section, self.behind = self.width, self.width + 1
        self.numbers = _numbers(lines) if "id" in fields else frozenset()

    def missing(self, begin: int, stop: int) -> float:
        """Return the cost if these columns have no line."""
        return self.costs[stop] - self.costs[begin]

    def first(self, at: int, column: int) -> float:
        """Return how well a line fits as the first of a cell."""
        if at in self.numbers or (self.numbers and self.fields[column] == "id"):
            return 8.0 if (at in self.numbers) == (self.fields[column] == "id") else -8.0
        return self.evidence[column].fits(self.lines[at].text)

    def again(self, at: int, column: int) -> float:
        """Return how well a line continues the cell of the line before."""
        field, before, text = self.fields[column], self.lines[at - 1].text, self.lines[at].text
        if at in self.numbers or at - 1 in self.numbers:
            return -8.0
        cost = self.evidence[column].again
        if field == "category" and len(before) <= 4 and len(text) <= 4:
            return 1.0
        if field == "title" and (text.startswith(("(", "（")) or _TITLE_GOES_ON.fullmatch(text)):
            return -0.5
        if field in ("units", "support") and before.endswith((*_GOES_ON, "：", ":")):
            return 3.0
        if field in ("units", "support") and _is_broken_unit(before, text):
            return 6.0
        fit = self.first(at, column)
        if field == "content" and before.endswith(_GOES_ON):
            return max(fit, 0.0) / 2 + 2.0
        share = {"units": 0.75, "support": 0.75, "content": 0.5, "requirement": 0.5, "persons": 0.5}
        return share.get(field, 0.0) * fit - cost if field != "category" else min(fit, 0.0) - cost

    def begin(self, at: int, column: int) -> float:
        """Return how well a line begins a row."""
        if column == self.section:
            text = self.lines[at].text
            fits = "category" not in self.fields and len(text) <= 30 and _SECTION.match(text)
            return 4.0 if fits and not _SENTENCE_END.search(text) else _NEVER
        return self.first(at, column) - self.missing(0, column)

    def end(self, column: int) -> float:
        """Return the cost if a row ends with this column."""
        return -self.missing(column + 1, self.width) if column < self.width else 0.0

    def path(self) -> list[tuple[int, bool]]:
        """Return the best path: the column of each line of the table, and whether a row begins with it."""
        best = [[_Step(self.begin(0, column), -1, True) for column in range(self.width + 1)]]
        best[0].append(_Step(0.0, -1, False))
        for at in range(1, len(self.lines)):
            best.append(self._next(at, best[-1]))
        last = max(range(self.behind + 1), key=lambda column: best[-1][column].score + self.end(column))
        path = []
        for steps in reversed(best):
            path.append((last, steps[last].begins))
            last = steps[last].before
        return [(column, begins) for column, begins in reversed(path) if column != self.behind]

    def _next(self, at: int, before: list[_Step]) -> list[_Step]:
        ended = max(range(self.behind), key=lambda column: before[column].score + self.end(column))
        over = before[ended].score + self.end(ended)
        steps = []
        for column in range(self.width):
            ways = [_Step(before[column].score + self.again(at, column), column, False)]
            fit = self.first(at, column)
            ways += [
                _Step(before[left].score + fit - self.missing(left + 1, column), left, False)
                for left in range(column)
            ]
            ways.append(_Step(over + self.begin(at, column), ended, True))
            steps.append(max(ways))
        steps.append(_Step(over + self.begin(at, self.section), ended, True))
        steps.append(max(_Step(over, ended, False), _Step(before[self.behind].score, self.behind, False)))
        return steps

    def rows(self) -> Iterator[FlatRow]:
        """Return the rows, each with a rival if there is one."""
        path = self.path()
        columns = [column for column, _ in path]
        starts = [at for at, (_, begins) in enumerate(path) if begins]
        for begin, stop in pairwise([*starts, len(columns)]):
            if columns[begin] == self.section:
                yield FlatRow({0: (self.lines[begin],)}, section=True)
                continue
            shared = self.full(begin, columns[begin:stop])
            yield FlatRow(self.cells(begin, shared), rival=self.rival(begin, shared))

    def full(self, begin: int, columns: Sequence[int]) -> Sequence[int]:
        """Return one line for each column, if a numbered row has as many and that is nearly as good."""
        each = range(self.width)
        if begin not in self.numbers or len(columns) != self.width:
            return columns
        return each if self.score(begin, columns) - self.score(begin, each) < _FULL else columns

    def score(self, begin: int, columns: Sequence[int]) -> float:
        """Return the sum of evidence for a row."""
        total = self.begin(begin, columns[0]) + self.end(columns[-1])
        for at, (left, column) in enumerate(pairwise(columns), begin + 1):
            goes_on = left == column
            total += (
                self.again(at, column) if goes_on else self.first(at, column) - self.missing(left + 1, column)
            )
        return total

    def cells(self, begin: int, columns: Sequence[int]) -> dict[int, tuple[Paragraph, ...]]:
        """Return the lines of each column."""
        found: dict[int, list[Paragraph]] = {}
        for at, column in enumerate(columns, begin):
            found.setdefault(column, []).append(self.lines[at])
        return {column: tuple(lines) for column, lines in found.items()}

    def rival(self, begin: int, columns: Sequence[int]) -> dict[int, tuple[Paragraph, ...]] | None:
        """Return the second best division of a row, if it is nearly as good; a full row has none."""
        if list(columns) == list(range(self.width)):
            return None
        best: list[list[tuple[float, tuple[int, ...]]]] = [
            [(self.begin(begin, column), (column,))] for column in range(self.width)
        ]
        for at in range(begin + 1, begin + len(columns)):
            following = []
            for column in range(self.width):
                fit, again = self.first(at, column), self.again(at, column)
                ways = [(score + again, (*path, column)) for score, path in best[column]]
                for left in range(column):
                    gap = fit - self.missing(left + 1, column)
                    ways += [(score + gap, (*path, column)) for score, path in best[left]]
                following.append(sorted(ways, reverse=True)[:2])
            best = following
        ends = sorted(
            ((score + self.end(path[-1]), path) for ways in best for score, path in ways), reverse=True
        )
        if len(ends) < 2 or ends[0][0] - ends[1][0] >= _NEARLY:
            return None
        other = next(path for _, path in ends[:2] if path != tuple(columns))
        return self.cells(begin, other)


def _numbers(lines: Sequence[Paragraph]) -> frozenset[int]:
    """Find the lines that number the rows: 1, 2, 3 …, or 24, 25 …; they may start again at 1.

    A department's extract has only its own rows, 3, 68, 69: if all lower numbers stand above, these count.
    """
    numbers = {
        at: int(text)
        for at, line in enumerate(lines)
        if len(line.text) <= _LONGEST_NUMBER and (text := as_field("id", line.text)).isdecimal()
    }
    first = next(iter(numbers), None)
    one = next((at for at in numbers if numbers[at] == 1), None)
    from_first, from_one = _onward(numbers, first), _onward(numbers, one)
    rising = all(left < right for left, right in pairwise(numbers.values()))
    begins = first is not None and all(_SECTION.match(line.text) for line in lines[:first])
    if rising and begins and len(numbers) > max(len(from_first), len(from_one)) and len(numbers) >= _RISING:
        return frozenset(numbers)
    return frozenset(from_first if len(from_first) >= len(from_one) else from_one)


def _onward(numbers: Mapping[int, int], first: int | None) -> list[int]:
    """Return the places of the numbers that continue from a first one."""
    found: list[int] = []
    for at, number in numbers.items():
        goes_on = found and number in (numbers[found[-1]] + 1, 1)
        if at == first or goes_on:
            found.append(at)
    return found
