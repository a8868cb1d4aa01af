"""What can be told of one row of a table by its head and by the columns that are read."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from dushiquan.formats.table import Cell, Row
from dushiquan.phrases.status_words import answers_yes_or_no
from dushiquan.sources.cells import as_field, is_dash, is_day, is_quoted
from dushiquan.sources.evidence import Look, look_of
from dushiquan.sources.head import Head, is_like, repeats
from dushiquan.sources.headings import tidy

_SECTION = re.compile(
    r"第?[一二三四五六七八九十百]{1,4}(?:[、.章节类]|部分)|\([一二三四五六七八九十]{1,4}\)|[【\[]\w+[】\]]|[IVX]{1,4}[.、]"
)
_NUMERAL = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.]?|第[一二三四五六七八九十]{1,3}(?:阶段|部分|期))\s*"
)
_SUBNUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_ORDINAL = re.compile(r"[0-9]{1,4}[.、]?")
_NUMBER = re.compile(r"[0-9,]+(?:\.[0-9]+)?(?:万?元)?")
_APART = str.maketrans(dict.fromkeys("、，,；;/&+", "\n"))
_DIGIT = re.compile("[0-9一二三四五六七八九十]")
DAYS = ("requirement", "start", "due")
OWNERS = ("units", "persons", "support")
_WHAT_AND_WHO = ("category", "title", "content", "units", "persons", "support", "targets")
LOOKS_OF_TIMES = (Look.DAY, Look.TIME)


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that is a project, and the section that it stands in."""

    row: Row
    section: Cell | None = None
    overrides: bool = False


class RowFacts:
    """Tells what the rows below a head are.

    ``places`` are the columns of each field, ``outer`` those of names that cover others.
    """

    def __init__(
        self, heads: Sequence[Row], head: Head, places: Mapping[str, list[int]], outer: frozenset[int]
    ) -> None:
        self._heads = [{c: tidy(cell.text) for c, cell in row.cells.items()} for row in heads]
        self._headings = {pair for head in self._heads for pair in head.items()}
        self._longest = max((len(cell.text) for row in heads for cell in row.cells.values()), default=0) + 8
        self.columns = len(head.paths)
        self._first = min(head.paths, default=1)
        self.places = places
        self.read = frozenset(column for columns in places.values() for column in columns)
        self._what_and_who = [column for name in _WHAT_AND_WHO for column in places.get(name, ())]
        self.owners = frozenset(column for name in ("units", "persons") for column in places.get(name, ()))
        self._progress = frozenset(c for name in ("status", "progress") for c in places.get(name, ()))
        self.outer = outer

    def cell(self, row: Row, name: str) -> Cell | None:
        """Return the cell of a field, or None."""
        return next((row.cells[c] for c in self.places.get(name, ()) if c in row.cells), None)

    def tells(self, row: Row, names: Collection[str]) -> bool:
        """Tell whether a row says something in the columns of some fields."""
        places = (place for name in names for place in self.places.get(name, ()))
        return any((cell := row.cells.get(place)) and not is_dash(cell.text) for place in places)

    def subnumber(self, row: Row) -> str:
        """Return the id of a row if it is a number such as 1.2, or ""."""
        cell = self.cell(row, "id")
        number = as_field("id", cell.text) if cell and not is_quoted(cell.text) else ""
        return number if _SUBNUMBER.fullmatch(number) else ""

    def owners_of(self, row: Row) -> Iterator[str]:
        """Return the names of those who answer for a row."""
        for column in self.owners:
            if cell := row.cells.get(column):
                yield from map(str.strip, cell.text.lower().translate(_APART).splitlines())

    def is_head(self, row: Row) -> bool:
        """Tell whether a row is a row of the head again, as at the top of a printed page."""
        if len(row.cells) < 2 or len(next(iter(row.cells.values())).text) > self._longest:
            return False
        begin = islice(row.cells.items(), 2)
        if not any((column, _as_heading(cell.text)) in self._headings for column, cell in begin):
            return False  # at most one may differ
        texts = {column: tidy(cell.text) for column, cell in row.cells.items()}
        return any(repeats(texts, head) or self._is_like(texts, head) for head in self._heads)

    def _is_like(self, texts: Mapping[int, str], head: Mapping[int, str]) -> bool:
        """Tell whether a row is the head of another block, whose columns differ only where none is read."""
        others = {column for column, text in texts.items() if head.get(column) != text}
        return is_like(texts, head) and not others & self.read

    def is_alone(self, row: Row) -> bool:
        """Tell whether a row has a single text; a tall cell in a column that is not read does not count."""
        told = 0
        for column, cell in row.cells.items():
            if cell.height == 1 or column in self.read:
                if told:
                    return False
                told = column
        own = row.own
        return told > 0 and own != [] and own[0].column == told and not own[0].fault

    def is_wide(self, cell: Cell) -> bool:
        """Tell whether a cell stands over at least half of the columns."""
        return cell.width >= max(2, self.columns / 2)

    def is_numbered(self, row: Row) -> bool:
        """Tell whether a row has a number, or a text in its place beside a title."""
        number = self.cell(row, "id")
        if number is None or is_dash(number.text):
            return False
        is_label = unicodedata.normalize("NFKC", number.text).rstrip().endswith(":")
        return _DIGIT.search(number.text) is not None or (self.tells(row, ("title",)) and not is_label)

    def is_numeral(self, row: Row) -> bool:
        """Tell whether a row is numbered 一, （二） or 第三阶段."""
        cell = self.cell(row, "id")
        return cell is not None and _NUMERAL.fullmatch(cell.text) is not None

    def is_section(self, cell: Cell, usually_bold: bool) -> bool:
        """Tell whether a lone text heads the rows below: numbered, wide, bold among plain ones, in front.

        In the column of the titles a plain text is a project about which nothing else is said.
        """
        if is_counted(cell) or self.is_wide(cell) or (cell.bold and not usually_bold):
            return True
        return cell.column == self._first and cell.column not in self.places.get("title", ())

    def goes_on(self, cell: Cell, kept: Sequence[Kept]) -> bool:
        """Tell whether a lone text may be the rest of the content of the row above."""
        contents = self.places.get("content", ())
        return cell.column in contents and bool(kept) and any(c in kept[-1].row.cells for c in contents)

    def is_note(self, row: Row) -> bool:
        """Tell whether a row says neither who nor when, and does not go on with the content above."""
        days = [row.cells[c] for name in DAYS for c in self.places.get(name, ()) if c in row.cells]
        goes_on = self.tells(row, ("content",)) and not self.tells(row, ("title",))
        is_told = self.tells(row, OWNERS) or any(look_of(cell) in LOOKS_OF_TIMES for cell in days)
        return not (goes_on or is_told or any(cell.fault for cell in row.own))

    def says_nothing(self, row: Row) -> bool:
        """Tell whether a row names nothing to do and nobody: a form's empty line with its usual status.

        It may have its number already, but then no day.
        """
        if "title" not in self.places:
            return False
        for column in self._what_and_who:
            if (cell := row.cells.get(column)) and not is_dash(cell.text):
                return False
        if any(cell.fault for cell in row.own):
            return False
        number = self.cell(row, "id")
        if number is not None and _ORDINAL.fullmatch(number.text):
            return not self.tells(row, DAYS)
        return len(row.cells) > 1 or all(map(self._is_flag, row.own))

    def _is_flag(self, cell: Cell) -> bool:
        """Tell whether a cell is yes or no, or a state where others have theirs, as in an empty line."""
        if answers_yes_or_no(cell.text):
            return True
        return cell.column in self._progress and look_of(cell) in (Look.STATUS, Look.PERCENT)

    def is_sum(self, row: Row, rows: Sequence[Row]) -> bool:
        """Tell whether the last row has a bare number in place of the others' day, and nothing but a name."""
        days = [c for name in ("start", "due", "requirement") for c in self.places.get(name, ())]
        others = [cell for cell in row.own if cell.column not in self.places.get("title", ())]
        return (
            len(row.cells) == 2
            and len(others) == 1
            and others[0].column in days
            and _NUMBER.fullmatch(others[0].text) is not None
            and all(
                is_day(one.cells[others[0].column].text) for one in rows[:-1] if others[0].column in one.cells
            )
        )


def is_counted(cell: Cell) -> bool:
    """Tell whether a text is numbered as a section: 一、, （二）, 第三章."""
    return _SECTION.match("".join(unicodedata.normalize("NFKC", cell.text).split())) is not None


def _as_heading(text: str) -> str:
    return text if text.isascii() and text.isalnum() else tidy(text)
