"""Which rows below a head are projects, and what the others are."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dushiquan.formats.table import Cell, Row
from dushiquan.phrases.status_words import answers_yes_or_no, status_of
from dushiquan.sources.cells import as_field, is_dash, is_day, is_quoted, joined
from dushiquan.sources.evidence import Look, look_of
from dushiquan.sources.head import Head, is_like, repeats
from dushiquan.sources.headings import meanings, tidy
from dushiquan.sources.row_numbers import row_words

_TOTAL = re.compile(r"[税不含前后总]{0,3}(?:合计|小计|总计|共计)(?:[:(].*)?$", re.S)
_REMARK = re.compile(r"(?:备\s*注|附\s*注|注|说\s*明)\s*(?::|$)\s*")
_SUMMARY = re.compile(r"(?:本|今|当)?[日天周月]?(?:工作)?(?:总结|小结):")
_TEMPLATE = re.compile(r"insert new rows above", re.I)
_FOOTER = re.compile(
    r"(?:填写|填表|制表|填报|审核|审批|复核|审定|批准|经办|单位负责|部门负责|负责人|联系人|联系电话|联系方式"
    r"|签字|签章|盖章|日期|年月日|主要领导|分管领导|编制|作者|制作|建表|编写|拟制)[^:]{0,8}:"
    r"|(?:prepared|reviewed|approved|checked|noted|submitted|endorsed|verified|signed)by:",
    re.I,
)
_NO_PROJECT = re.compile("|".join(one.pattern for one in (_TOTAL, _REMARK, _SUMMARY, _FOOTER)), re.S | re.I)
"""What is said of any such row, without its spaces: a fast test."""
_SIGNED = "是表尾的签署行"
_LABEL = re.compile(r"[^:]{1,12}:")
_SECTION = re.compile(
    r"第?[一二三四五六七八九十百]{1,4}(?:[、.章节类]|部分)|\([一二三四五六七八九十]{1,4}\)|[【\[]\w+[】\]]|[IVX]{1,4}[.、]"
)
_NUMERAL = re.compile(
    r"\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.]?|第[一二三四五六七八九十]{1,3}(?:阶段|部分|期))\s*"
)
_SUBNUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_COUNTED = re.compile(r"\(?([0-9]{1,2})\)?")
_STEM = re.compile(r"[甲乙丙丁]|栏次|列次|行次")
_FEWEST_COUNTED = 3
_ORDINAL = re.compile(r"[0-9]{1,4}[.、]?")
_NUMBER = re.compile(r"[0-9,]+(?:\.[0-9]+)?(?:万?元)?")
_ENDS_AS_HEADING = re.compile(r"(?:日期|时间|天数|版本|意见|评价)$")
_FEWEST_NAMED = 3
_LONGEST_NAME = 10
_DAYS = ("requirement", "start", "due")
_OWNERS = ("units", "persons", "support")
_OWNERS_AND_DAYS = (*_OWNERS, *_DAYS)
_LOOKS_OF_TIMES = (Look.DAY, Look.TIME)
_LOOKS_OF_FACTS = (*_LOOKS_OF_TIMES, Look.PERCENT, Look.STATUS)
_MOST_BELOW, _FEWEST_FULL, _FEWEST_WIDE = 60, 5, 4
"""Rows at the end among which small tables are looked for; rows and columns of the plan above them."""
_APART = str.maketrans(dict.fromkeys("、，,；;/&+", "\n"))
_DIGIT = re.compile("[0-9一二三四五六七八九十]")
_WHAT_AND_WHO = ("category", "title", "content", "units", "persons", "support", "targets")


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
        self,
        heads: Sequence[Row],
        head: Head,
        places: Mapping[str, list[int]],
        leave_out: LeaveOut,
        captions: Mapping[int, Cell],
        outer: frozenset[int],
    ) -> None:
        self.heads = [{c: tidy(cell.text) for c, cell in row.cells.items()} for row in heads]
        self.headings = {pair for head in self.heads for pair in head.items()}
        self.longest = max((len(cell.text) for row in heads for cell in row.cells.values()), default=0) + 8
        self.columns = len(head.paths)
        self.first = min(head.paths, default=1)
        self.places = places
        self.read = frozenset(column for columns in places.values() for column in columns)
        self.what_and_who = [column for name in _WHAT_AND_WHO for column in places.get(name, ())]
        self.owners = frozenset(column for name in ("units", "persons") for column in places.get(name, ()))
        self.progress = frozenset(c for name in ("status", "progress") for c in places.get(name, ()))
        self.outer = outer
        self.leave_out = leave_out
        self.captions = captions
        self.remarks: list[str] = []

    def sort(self, rows: Sequence[Row]) -> list[Kept]:
        """Return the rows that are projects."""
        kept: list[Kept] = []
        rows = self._without_template(rows)
        section: Cell | None = None
        overrides = False
        blank: list[Row] = []
        notes: list[Row] = []
        foreign: list[Row] = []
        another: list[Row] = []
        was_alone = signed = False
        owner_at = 0
        below = self._list_below(rows)
        others = self._other_tables_below(rows)
        are_alone = [self._is_alone(row) for row in rows]
        sections = self._sections_among_titles(rows, are_alone)
        rest = self._after_last_number(rows)
        counted = self._counted_only(rows, are_alone)
        ends = self._ends_of_blocks(rows, are_alone)
        counting = rows[0] if rows and _counts_columns(rows[0]) else None
        usually_bold = _usually_bold(rows)
        for (row, after), alone in zip(_with_next(rows), are_alone, strict=True):
            own = row.own
            begins_another = was_alone and _names_columns(own)
            was_alone = alone
            if row.number in self.captions:
                section, overrides = self.captions[row.number], False
            if not own:
                continue  # only the rest of cells that begin above
            if self._is_head(row):
                self.leave_out(row, "是重复的表头")
                foreign = self._leave_out_foreign(foreign)
            elif foreign:
                foreign.append(row)
            elif begins_another:
                foreign = [*self._caption(kept, row), row]
                section, overrides = None, False
            elif row is counting:
                self.leave_out(row, "是栏次，数的是列")
            elif (alone or self._is_wide(own[0])) and after and self._is_head(after):
                self.leave_out(row, "在另一张表的表头之上，作为以下各项的类别")
                section, overrides = own[0], True
            elif banner := self._banner(own):
                section, overrides = self._under_banner(row, banner, section, overrides)
            elif not after and _is_legend(own):
                self.leave_out(row, "写的都是状态，是图例")
            elif why := self._why_not(own):
                self.leave_out(row, why)
                signed = signed or why == _SIGNED
            elif signed and self._is_note(row):
                self.leave_out(row, "在签署行之下，没有责任单位和时限")
            elif row.number in below:
                self.leave_out(row, "在表下的空行之后，只有一格有字")
            elif row.number in others:
                another.append(row)
            elif row.number in rest:
                notes.append(row)
            elif row.number in ends:
                self.leave_out(row, f"这一行只有 {own[0].ref} 有字，在另一段的标题之上")
            elif row.number in counted or self._says_nothing(row):
                blank.append(row)
            elif not after and self._is_sum(row, rows):
                self.leave_out(row, "在日期列里写的是数，像是合计行")
            elif alone and own[0].column in self.outer and own[0].height == 1:
                kept.append(Kept(row))  # a name that covers no others
            elif alone and (row.number in sections or self._is_section(own[0], usually_bold)):
                if "category" in self.places:
                    self.leave_out(row, f"这一行只有 {own[0].ref} 有字，类别另有一列")
                else:
                    self.leave_out(row, "是分节行，作为以下各项的类别")
                    section, overrides = own[0], False
            elif (
                alone
                and kept
                and own[0].column in self.owners
                and row.number - 1 in (kept[-1].row.number, owner_at)
            ):
                kept[-1], owner_at = _with_owner(kept[-1], own[0]), row.number
                self.leave_out(row, "接着上一行，是它的又一个责任人")
            elif (
                alone
                and own[0].column not in self.places.get("title", ())
                and not self._goes_on(own[0], kept)
            ):
                self.leave_out(row, f"这一行只有 {own[0].ref} 有字")
            else:
                kept.append(Kept(row, section, overrides))
        self._leave_out_foreign(foreign)
        self._leave_out_many(another, "在表下的空行之后，只有前几格有字，写的人上面没有，像是另外的表")
        self._leave_out_many(notes, "在最后一个序号之后，没有序号、责任单位和时限")
        self._leave_out_many([row for row in blank if row.number in counted], "名称只是编号，别的都没有写")
        self._leave_out_many([row for row in blank if row.number not in counted], "没有名称、内容和责任单位")
        return self._without_parents(kept)

    def _leave_out_many(self, rows: Sequence[Row], why: str) -> None:
        if rows:
            ends = f"{row_words([rows[0].number])}至{row_words([rows[-1].number])}"
            many = f"等 {len(rows)} 行（{ends}）" if rows[1:] else ""
            self.leave_out(rows[0], f"{many}{why}")

    def _leave_out_foreign(self, rows: Sequence[Row]) -> list[Row]:
        """Leave out the rows of another table, from its head on; return the new list of them, empty."""
        if rows:
            many = f"起的 {len(rows)} 行（{row_words([rows[0].number])}至{row_words([rows[-1].number])}）"
            self.leave_out(rows[0], f"{many}像是另一张表，列名不同，未读")
        return []

    def _caption(self, kept: list[Kept], head: Row) -> list[Row]:
        """Take back the lone title above another table's head, if it was kept as a project."""
        is_above = kept and kept[-1].row.number == head.number - 1 and self._is_alone(kept[-1].row)
        return [kept.pop().row] if is_above else []

    def _banner(self, own: Sequence[Cell]) -> Cell | None:
        """Return a text across the table beside a tall cell that begins in the same row."""
        rest = [cell for cell in own if cell.height < _FEWEST_COUNTED or cell.width > 1]
        if len(rest) != 1 or len(own) == 1 or rest[0].fault:
            return None
        return rest[0] if rest[0].width >= max(_FEWEST_COUNTED, self.columns / 2) else None

    def _under_banner(
        self, row: Row, banner: Cell, section: Cell | None, overrides: bool
    ) -> tuple[Cell | None, bool]:
        if "category" in self.places:
            self.leave_out(replace(row, cells={banner.column: banner}), "横跨几列，类别另有一列")
            return section, overrides
        self.leave_out(replace(row, cells={banner.column: banner}), "横跨几列，作为以下各项的类别")
        return banner, False

    def _without_template(self, rows: Sequence[Row]) -> list[Row]:
        """Return rows without the line by which a template says where to insert new ones."""
        found = []
        for row in rows:
            if any(cell.text[:1] in "Ii" and _TEMPLATE.match(cell.text) for cell in row.cells.values()):
                self.leave_out(row, "是模板里的说明")
            else:
                found.append(row)
        return found

    def title_of_many(self, rows: Sequence[Row], first: Row | None) -> Cell | None:
        """Return the text above the first of several tables, if they all have one: it is a section."""
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
        """Tell whether a row is a row of the head again, as at the top of a printed page."""
        if len(row.cells) < 2 or len(next(iter(row.cells.values())).text) > self.longest:
            return False
        begin = islice(row.cells.items(), 2)
        if not any((column, _as_heading(cell.text)) in self.headings for column, cell in begin):
            return False  # at most one may differ
        texts = {column: tidy(cell.text) for column, cell in row.cells.items()}
        return any(repeats(texts, head) or self._is_like(texts, head) for head in self.heads)

    def _is_like(self, texts: Mapping[int, str], head: Mapping[int, str]) -> bool:
        """Tell whether a row is the head of another block, whose columns differ only where none is read."""
        others = {column for column, text in texts.items() if head.get(column) != text}
        return is_like(texts, head) and not others & self.read

    def _why_not(self, own: Sequence[Cell]) -> str:
        first = unicodedata.normalize("NFKC", own[0].text[:40])
        even = "".join(first.split())
        if not _NO_PROJECT.match(even):
            return ""
        if _TOTAL.match(even):
            return "是合计行"
        if _SUMMARY.match(first) and len(own) == 1:
            return "是小结行"
        if label := _REMARK.match(first):
            text = " ".join([own[0].text[label.end() :], *(cell.text for cell in own[1:])])
            self.remarks.append(text.strip())
            return "是备注行，已记为计划的备注"
        if _FOOTER.match(even) and all(
            _LABEL.match(unicodedata.normalize("NFKC", cell.text)) for cell in own
        ):
            return _SIGNED
        return ""

    def _is_section(self, cell: Cell, usually_bold: bool) -> bool:
        """Tell whether a lone text heads the rows below: numbered, wide, bold among plain ones, in front.

        In the column of the titles a plain text is a project about which nothing else is said.
        """
        numbered = _SECTION.match("".join(unicodedata.normalize("NFKC", cell.text).split()))
        if numbered or self._is_wide(cell) or (cell.bold and not usually_bold):
            return True
        return cell.column == self.first and cell.column not in self.places.get("title", ())

    def _goes_on(self, cell: Cell, kept: Sequence[Kept]) -> bool:
        """Tell whether a lone text may be the rest of the content of the row above."""
        contents = self.places.get("content", ())
        return cell.column in contents and bool(kept) and any(c in kept[-1].row.cells for c in contents)

    def _is_alone(self, row: Row) -> bool:
        """Tell whether a row has a single text; a tall cell in a column that is not read does not count."""
        told = 0
        for column, cell in row.cells.items():
            if cell.height == 1 or column in self.read:
                if told:
                    return False
                told = column
        own = row.own
        return told > 0 and own != [] and own[0].column == told and not own[0].fault

    def _says_nothing(self, row: Row) -> bool:
        """Tell whether a row names nothing to do and nobody: a form's empty line with its usual status.

        It may have its number already, but then no day.
        """
        if "title" not in self.places:
            return False
        for column in self.what_and_who:
            if (cell := row.cells.get(column)) and not is_dash(cell.text):
                return False
        if any(cell.fault for cell in row.own):
            return False
        number = self._cell(row, "id")
        if number is not None and _ORDINAL.fullmatch(number.text):
            return not self._any(row, _DAYS)
        return len(row.cells) > 1 or all(map(self._is_flag, row.own))

    def _is_flag(self, cell: Cell) -> bool:
        """Tell whether a cell is yes or no, or a state where others have theirs, as in an empty line."""
        if answers_yes_or_no(cell.text):
            return True
        return cell.column in self.progress and look_of(cell) in (Look.STATUS, Look.PERCENT)

    def _list_below(self, rows: Sequence[Row]) -> frozenset[int]:
        """Find the rows of a list that stands below the table: after empty rows, one name in each."""
        at = len(rows)
        while at > 0 and len(rows[at - 1].cells) == 1:
            at -= 1
        if not _has_full_rows(rows[:at]):
            return frozenset()
        gap = next((i for i in range(at, len(rows)) if rows[i].number > rows[i - 1].number + 1), len(rows))
        return frozenset(row.number for row in rows[gap:])

    def _other_tables_below(self, rows: Sequence[Row]) -> frozenset[int]:
        """Find the rows of small tables below the plan, behind an empty row: lists of tools, of short forms.

        They are narrow, tell no day and no progress, and what stands under the persons stands nowhere above.
        Their head may stand right below the plan, before the empty row.
        """
        at, end = 0, len(rows)
        for last in range(len(rows) - 1, max(len(rows) - _MOST_BELOW, 0), -1):
            if rows[last].number > rows[last - 1].number + 1:
                if not self._is_other_table(rows[last:end], rows[:last]):
                    break
                at = end = last
        while at and self._is_other_table(rows[at - 1 : at], rows[: at - 1]):
            at -= 1
        return frozenset(row.number for row in rows[at:]) if at else frozenset()

    def _is_other_table(self, block: Sequence[Row], above: Sequence[Row]) -> bool:
        widths = sorted(len(row.cells) for row in above[-_MOST_BELOW:])
        if len(widths) < _FEWEST_FULL or widths[len(widths) // 2] < _FEWEST_WIDE:
            return False
        if any(self._is_numbered(row) or 2 * len(row.cells) > widths[-1] for row in block):
            return False
        told = [cell for row in block for cell in row.own if look_of(cell) in _LOOKS_OF_FACTS]
        owners = [name for row in block for name in self._owners(row)]
        known = {name for row in above for name in self._owners(row)}
        return not told and bool(owners) and known.isdisjoint(owners) and len(known) > 0

    def _owners(self, row: Row) -> Iterator[str]:
        """Return the names of those who answer for a row."""
        for column in self.owners:
            if cell := row.cells.get(column):
                yield from map(str.strip, cell.text.lower().translate(_APART).splitlines())

    def _ends_of_blocks(self, rows: Sequence[Row], are_alone: Sequence[bool]) -> frozenset[int]:
        """Find the lone texts above the caption and the head of another block: notes of the one before."""
        return frozenset(
            rows[at].number
            for at in range(1, len(rows) - 2)
            if are_alone[at]
            and not are_alone[at - 1]
            and (are_alone[at + 1] or (rows[at + 1].own and self._is_wide(rows[at + 1].own[0])))
            and self._is_head(rows[at + 2])
        )

    def _after_last_number(self, rows: Sequence[Row]) -> frozenset[int]:
        """Find the rows below a numbered table that have no number, owner or day, as its rows have: notes."""
        has_both = self.read and "id" in self.places and "title" in self.places
        if not (has_both and rows) or self._is_numbered(rows[-1]):
            return frozenset()
        numbered = [at for at, row in enumerate(rows) if self._is_numbered(row)]
        last = numbered[-1] + 1 if numbered else 0
        told = [at for at in numbered if self._any(rows[at], _OWNERS_AND_DAYS)]
        is_regular = len(numbered) >= _FEWEST_COUNTED and 10 * len(numbered) >= 9 * last
        rest = [row for row in rows[last:] if row.own]
        if not is_regular or 5 * len(told) < 4 * len(numbered) or not all(map(self._is_note, rest)):
            return frozenset()
        among = {
            frozenset(row.cells) for row in rows[:last] if len(row.cells) > 1 and not self._is_numbered(row)
        }
        return frozenset(row.number for row in rest if frozenset(row.cells) not in among)

    def _counted_only(self, rows: Sequence[Row], are_alone: Sequence[bool]) -> frozenset[int]:
        """Find the empty rows of a form at the end, whose names only count all rows: 事项 9 is the ninth."""
        titles = self.places.get("title", ())
        at = len(rows)
        while at > 0 and are_alone[at - 1] and rows[at - 1].own[0].column in titles:
            at -= 1
        if len(rows) - at < 2 or are_alone[:at].count(False) < _FEWEST_COUNTED:
            return frozenset()
        above = sum(self._any(row, ("title",)) for row in rows[:at])
        texts = [row.own[0].text.strip() for row in rows[at:]]
        stem = texts[0].rstrip("0123456789")
        is_count = stem and texts == [f"{stem}{above + nth}" for nth in range(1, len(texts) + 1)]
        return frozenset(row.number for row in rows[at:]) if is_count else frozenset()

    def _is_wide(self, cell: Cell) -> bool:
        return cell.width >= max(2, self.columns / 2)

    def _is_numbered(self, row: Row) -> bool:
        number = self._cell(row, "id")
        if number is None or is_dash(number.text):
            return False
        is_label = unicodedata.normalize("NFKC", number.text).rstrip().endswith(":")
        return _DIGIT.search(number.text) is not None or (self._any(row, ("title",)) and not is_label)

    def _is_note(self, row: Row) -> bool:
        """Tell whether a row says neither who nor when, and does not go on with the content above."""
        days = [row.cells[c] for name in _DAYS for c in self.places.get(name, ()) if c in row.cells]
        goes_on = self._any(row, ("content",)) and not self._any(row, ("title",))
        is_told = self._any(row, _OWNERS) or any(look_of(cell) in _LOOKS_OF_TIMES for cell in days)
        return not (goes_on or is_told or any(cell.fault for cell in row.own))

    def _sections_among_titles(self, rows: Sequence[Row], are_alone: Sequence[bool]) -> frozenset[int]:
        """Find the rows that head others in the title column: the first row, and each before a full one.

        One that stands before another, or at the end, is a project about which nothing else is said: then
        all are.
        """
        titles = self.places.get("title", ())
        alone = [
            is_alone and row.own[0].column in titles for row, is_alone in zip(rows, are_alone, strict=True)
        ]
        places = [at for at, is_alone in enumerate(alone) if is_alone]
        heads = len(places) > 1 and places[0] == 0 and not alone[-1]
        if not heads or any(alone[at + 1] for at in places) or 3 * len(places) > 2 * len(rows):
            return frozenset()
        return frozenset(rows[at].number for at in places)

    def _is_sum(self, row: Row, rows: Sequence[Row]) -> bool:
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

    # --- parents ---------------------------------------------------------------------------------

    def _without_parents(self, kept: list[Kept]) -> list[Kept]:
        """Take rows without owner and day as the categories of those that are numbered below them."""
        told = {name for name in _OWNERS_AND_DAYS if name in self.places}
        if not (told and "id" in self.places and "title" in self.places):
            return kept
        if self._are_numerals_above_figures(kept, told):
            return self._under_numerals(kept, told)
        if not any("." in cell.text for one in kept if (cell := self._cell(one.row, "id"))):
            return kept
        return self._under_numbers(kept, [self._text(one.row, "id") for one in kept], told)

    def _under_numerals(self, kept: Sequence[Kept], told: Collection[str]) -> list[Kept]:
        """Make 一 the category of 1 and 2 below it."""
        found = []
        above: Cell | None = None
        for one in kept:
            if self._is_numeral(one.row) and not self._any(one.row, told):
                above = self._cell(one.row, "title")
                self.leave_out(one.row, "是分节行，作为以下各项的类别")
            else:
                found.append(Kept(one.row, above, True) if above else one)
        return found

    def _under_numbers(
        self, kept: Sequence[Kept], numbers: Sequence[str], told: Collection[str]
    ) -> list[Kept]:
        """Make 1 the category of 1.1 and 1.2 below it."""
        parents: dict[str, Cell] = {}
        found = []
        for one, number, following in zip(kept, numbers, [*numbers[1:], ""], strict=True):
            title = self._cell(one.row, "title")
            if number and title and following.startswith(f"{number}.") and not self._any(one.row, told):
                parents[number] = title
                self.leave_out(one.row, f"没有责任单位和时限，下有 {following} 等项，作为它们的类别")
                continue
            upper = number.rpartition(".")[0]
            while upper and upper not in parents:
                upper = upper.rpartition(".")[0]
            found.append(Kept(one.row, parents[upper], True) if upper else one)
        return found

    def _are_numerals_above_figures(self, kept: Sequence[Kept], told: Collection[str]) -> bool:
        """Tell whether some rows are numbered 一, 二 and the others 1, 2.

        If they are many, as 一 and （一） above each other, none may say who or when.
        """
        numbers = [cell.text for one in kept if (cell := self._cell(one.row, "id"))]
        numerals = [one.row for one in kept if self._is_numeral(one.row)]
        if 0 < len(numerals) < len(numbers) / 2:
            return True
        has_figures = any(number[:1].isdecimal() for number in numbers)
        if not (numerals and has_figures) or numerals[-1] is kept[-1].row:
            return False
        return not any(self._any(row, told) for row in numerals)

    def _is_numeral(self, row: Row) -> bool:
        cell = self._cell(row, "id")
        return cell is not None and _NUMERAL.fullmatch(cell.text) is not None

    def _cell(self, row: Row, name: str) -> Cell | None:
        return next((row.cells[c] for c in self.places.get(name, ()) if c in row.cells), None)

    def _text(self, row: Row, name: str) -> str:
        cell = self._cell(row, name)
        number = as_field("id", cell.text) if cell and not is_quoted(cell.text) else ""
        return number if _SUBNUMBER.fullmatch(number) else ""

    def _any(self, row: Row, names: Collection[str]) -> bool:
        places = (place for name in names for place in self.places.get(name, ()))
        return any((cell := row.cells.get(place)) and not is_dash(cell.text) for place in places)


def _with_owner(one: Kept, owner: Cell) -> Kept:
    """Return a project with an owner from the row below it beside those that it names."""
    cell = one.row.cells.get(owner.column)
    both = cell._replace(text=f"{cell.text}、{owner.text}", value=None) if cell else owner
    return replace(one, row=replace(one.row, cells={**one.row.cells, owner.column: both}))


def _counts_columns(row: Row) -> bool:
    """Tell whether a row below the head numbers the columns: 甲, 1, 2, 3 or (1), (2), (3)."""
    texts = [unicodedata.normalize("NFKC", "".join(cell.text.split())) for cell in row.own]
    counted = [match[1] for text in texts if (match := _COUNTED.fullmatch(text))]
    stems = sum(_STEM.fullmatch(text) is not None for text in texts)
    return (
        len(counted) >= _FEWEST_COUNTED
        and len(counted) + stems == len(texts)
        and [int(number) for number in counted] == list(range(1, len(counted) + 1))
    )


def _names_columns(own: Sequence[Cell]) -> bool:
    """Tell whether the cells of a row are headings, most of them known."""
    texts = [tidy(cell.text) for cell in own]
    if len(texts) < _FEWEST_NAMED or any(len(text) > _LONGEST_NAME for text in texts):
        return False
    if any(text[:1].isdecimal() for text in texts):
        return False
    named = [text for text in texts if meanings((text,)) or _ENDS_AS_HEADING.search(text)]
    return len(named) >= _FEWEST_NAMED and 2 * len(named) >= len(texts)


def _is_legend(own: Sequence[Cell]) -> bool:
    """Tell whether a row lists the words for a status: 未开始 | 进行中 | 完成."""
    found = {status_of(cell.text) for cell in own}
    return len(found) == len(own) > 1 and None not in found


def _as_heading(text: str) -> str:
    return text if text.isascii() and text.isalnum() else tidy(text)


def _with_next(rows: Sequence[Row]) -> Iterator[tuple[Row, Row | None]]:
    return zip(rows, [*rows[1:], None][: len(rows)], strict=True)


def _has_full_rows(rows: Sequence[Row]) -> bool:
    return 2 * sum(len(row.cells) > 1 for row in rows) > len(rows)


def _usually_bold(rows: Sequence[Row]) -> bool:
    full = [row.own[0] for row in rows[:200] if len(row.own) > 1]
    return bool(full) and 2 * sum(cell.bold for cell in full) > len(full)


def shown(row: Row) -> str:
    """Return a row's beginning, for a message."""
    text = joined(" ".join(cell.text for cell in row.own))
    return f"{text[:20]}{'…' * (len(text) > 20)}"
