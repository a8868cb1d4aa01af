"""Which rows below a head are projects, and what the others are."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dushiquan.formats.table import Cell, Row
from dushiquan.sources.cells import as_field, is_dash, is_quoted, joined
from dushiquan.sources.head import Head
from dushiquan.sources.headings import tidy

_TOTAL = re.compile(r"(?:合计|小计|总计|共计)(?:[:(].*)?$", re.S)
_REMARK = re.compile(r"(?:备\s*注|附\s*注|注|说\s*明)\s*(?::|$)\s*")
_FOOTER = re.compile(
    r"(?:填表|制表|填报|审核|审批|复核|审定|批准|经办|单位负责|部门负责|负责人|联系人|联系电话|联系方式"
    r"|签字|签章|盖章|日期|年月日|主要领导|分管领导|编制)[^:]{0,8}:"
)
_LABEL = re.compile(r"[^:]{1,12}:")
_SECTION = re.compile(
    r"第?[一二三四五六七八九十百]{1,4}(?:[、.章节类]|部分)|\([一二三四五六七八九十]{1,4}\)|[【\[]\w+[】\]]|[IVX]{1,4}[.、]"
)
_NUMERAL = re.compile(r"\s*[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.]?\s*")
_SUBNUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_OWNERS_AND_DAYS = ("units", "persons", "requirement", "start", "due", "support")


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that is a project, and the section that it stands in."""

    row: Row
    section: Cell | None = None
    overrides: bool = False


LeaveOut = Callable[[Row, str], None]


class RowSorter:
    """Sorts the rows of one table; each that is no project is given to ``leave_out`` with why."""

    def __init__(
        self, heads: Sequence[Row], head: Head, places: Mapping[str, list[int]], leave_out: LeaveOut
    ) -> None:
        self.heads = [{c: tidy(cell.text) for c, cell in row.cells.items()} for row in heads]
        self.longest = max((len(cell.text) for row in heads for cell in row.cells.values()), default=0) + 8
        self.columns = len(head.paths)
        self.first = min(head.paths, default=1)
        self.places = places
        self.leave_out = leave_out
        self.remarks: list[str] = []

    def sort(self, rows: Sequence[Row]) -> list[Kept]:
        """Return the rows that are projects."""
        kept: list[Kept] = []
        section: Cell | None = None
        overrides = False
        usually_bold = _usually_bold(rows)
        for row, after in _with_next(rows):
            own = row.own
            if not own:
                continue  # nothing but the rest of cells that began above
            alone = len(row.cells) == 1 and not own[0].fault
            if self._is_head(row):
                self.leave_out(row, "是重复的表头")
            elif alone and after and self._is_head(after):
                self.leave_out(row, "在另一张表的表头之上，作为以下各项的类别")
                section, overrides = own[0], True
            elif why := self._why_not(own):
                self.leave_out(row, why)
            elif alone and self._is_section(own[0], usually_bold):
                if "category" in self.places:
                    self.leave_out(row, f"这一行只有 {own[0].ref} 有字，类别另有一列")
                else:
                    self.leave_out(row, "是分节行，作为以下各项的类别")
                    section, overrides = own[0], False
            elif alone and own[0].column not in self.places.get("title", ()):
                self.leave_out(row, f"这一行只有 {own[0].ref} 有字")
            else:
                kept.append(Kept(row, section, overrides))
        return self._without_parents(kept)

    def title_of_many(self, rows: Sequence[Row], first: Row | None) -> Cell | None:
        """The text above the first of several tables, if they all have one: a section, not the title."""
        if (
            first
            and len(first.own) == 1
            and any(
                after and len(row.cells) == 1 and row.own and self._is_head(after)
                for row, after in _with_next(rows)
            )
        ):
            return first.own[0]
        return None

    def _is_head(self, row: Row) -> bool:
        """Whether a row is a row of the head again, as at the top of a printed page."""
        if len(row.cells) < 2 or max(len(cell.text) for cell in row.cells.values()) > self.longest:
            return False
        return any(
            all(head.get(column) == tidy(cell.text) for column, cell in row.cells.items())
            for head in self.heads
        )

    def _why_not(self, own: Sequence[Cell]) -> str:
        first = unicodedata.normalize("NFKC", own[0].text[:40])
        if _TOTAL.match(re.sub(r"\s", "", first)):
            return "是合计行"
        if label := _REMARK.match(first):
            text = " ".join([own[0].text[label.end() :], *(cell.text for cell in own[1:])])
            self.remarks.append(text.strip())
            return "是备注行，已记为计划的备注"
        if _FOOTER.match(re.sub(r"\s", "", first)) and all(
            _LABEL.match(unicodedata.normalize("NFKC", cell.text)) for cell in own
        ):
            return "是表尾的签署行"
        return ""

    def _is_section(self, cell: Cell, usually_bold: bool) -> bool:
        """Whether a lone text heads the rows below: numbered, wide, bold among plain ones, or in front.

        In the column of the titles a plain text is a project about which nothing else is said.
        """
        numbered = _SECTION.match(re.sub(r"\s", "", unicodedata.normalize("NFKC", cell.text)))
        if numbered or cell.width >= max(2, self.columns / 2) or (cell.bold and not usually_bold):
            return True
        return cell.column == self.first and cell.column not in self.places.get("title", ())

    # --- parents ---------------------------------------------------------------------------------

    def _without_parents(self, kept: list[Kept]) -> list[Kept]:
        """Make 1, which has neither owner nor day, the category of 1.1 and 1.2 below it."""
        told = {name for name in _OWNERS_AND_DAYS if name in self.places}
        if not (told and "id" in self.places and "title" in self.places):
            return kept
        parents: dict[str, Cell] = {}
        found = []
        numerals = self._are_numerals_above_figures(kept)
        above: Cell | None = None
        for at, one in enumerate(kept):
            number = self._text(one.row, "id")
            if numerals and self._is_numeral(one.row) and not self._any(one.row, told):
                above = self._cell(one.row, "title")
                self.leave_out(one.row, "是分节行，作为以下各项的类别")
                continue
            if above:
                found.append(Kept(one.row, above, True))
                continue
            following = self._text(kept[at + 1].row, "id") if at + 1 < len(kept) else ""
            title = self._cell(one.row, "title")
            if number and title and following.startswith(f"{number}.") and not self._any(one.row, told):
                parents[number] = title
                self.leave_out(one.row, f"没有责任单位和时限，下有 {following} 等项，作为它们的类别")
                continue
            upper = number.rpartition(".")[0] if parents else ""
            while upper and upper not in parents:
                upper = upper.rpartition(".")[0]
            found.append(Kept(one.row, parents[upper], True) if upper else one)
        return found

    def _are_numerals_above_figures(self, kept: Sequence[Kept]) -> bool:
        """Whether some rows are numbered 一, 二 and the others 1, 2."""
        numbers = [cell.text for one in kept if (cell := self._cell(one.row, "id"))]
        numerals = sum(_NUMERAL.fullmatch(number) is not None for number in numbers)
        figures = sum(number.strip()[:1].isdigit() for number in numbers)
        return 0 < numerals < figures

    def _is_numeral(self, row: Row) -> bool:
        cell = self._cell(row, "id")
        return cell is not None and _NUMERAL.fullmatch(cell.text) is not None and "title" in self.places

    def _cell(self, row: Row, name: str) -> Cell | None:
        return next((row.cells[c] for c in self.places.get(name, ()) if c in row.cells), None)

    def _text(self, row: Row, name: str) -> str:
        cell = self._cell(row, name)
        number = as_field("id", cell.text) if cell and not is_quoted(cell.text) else ""
        return number if _SUBNUMBER.fullmatch(number) else ""

    def _any(self, row: Row, names: Collection[str]) -> bool:
        return any((cell := self._cell(row, name)) and not is_dash(cell.text) for name in names)


def _with_next(rows: Sequence[Row]) -> Iterator[tuple[Row, Row | None]]:
    return zip(rows, [*rows[1:], None][: len(rows)], strict=True)


def _usually_bold(rows: Sequence[Row]) -> bool:
    full = [row.own[0] for row in rows[:200] if len(row.own) > 1]
    return bool(full) and 2 * sum(cell.bold for cell in full) > len(full)


def shown(row: Row) -> str:
    """A row's beginning, for a message."""
    text = joined(" ".join(cell.text for cell in row.own))
    return f"{text[:20]}{'…' * (len(text) > 20)}"
