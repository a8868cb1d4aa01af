"""Which rows below a head are projects, and what the others are."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dushiquan.formats.table import Cell, Row
from dushiquan.phrases.status_words import status_of
from dushiquan.sources.cells import joined
from dushiquan.sources.headings import has_no_field, meanings, tidy
from dushiquan.sources.row_facts import Kept, RowFacts, is_counted
from dushiquan.sources.row_groups import FEWEST_COUNTED, RowGroups
from dushiquan.sources.row_numbers import row_words
from dushiquan.sources.row_parents import SECTION, LeaveOut, without_parents

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
_ENDS_AS_HEADING = re.compile(r"(?:日期|时间|天数|版本|意见|评价)$")
_FEWEST_NAMED = 3
_LONGEST_NAME = 10
OVER_A_HEAD = "在另一张表的表头之上，作为以下各项的类别"


def sort_rows(
    rows: Sequence[Row], facts: RowFacts, captions: Mapping[int, Cell], leave_out: LeaveOut
) -> tuple[list[Kept], list[str]]:
    """Return the rows that are projects, and what the remarks among the others say.

    Each row that is no project is given to ``leave_out`` with why. ``captions`` are the sections that begin
    with a row, by its number.
    """
    rows = _without_template(rows, leave_out)
    walk = _Walk(rows, facts, captions, leave_out)
    walk.take_all(rows)
    return without_parents(walk.kept, facts, leave_out), walk.remarks


class _Walk:
    """A walk through the rows, from the head down; the first step that deals with a row ends it."""

    def __init__(
        self, rows: Sequence[Row], facts: RowFacts, captions: Mapping[int, Cell], leave_out: LeaveOut
    ) -> None:
        self.kept: list[Kept] = []
        self.remarks: list[str] = []
        self._groups = RowGroups(rows, facts)
        self._facts, self._captions, self._leave_out = facts, captions, leave_out
        self._section: Cell | None = None
        self._overrides = False
        self._foreign: list[Row] = []
        self._another: list[Row] = []
        self._notes: list[Row] = []
        self._blank: list[Row] = []
        self._counted: list[Row] = []
        self._signed = False
        self._below_lone = self._is_apart = False
        self._owner_at = 0
        names = (row.cells[c] for row in rows if len(row.own) > 1 for c in facts.outer if c in row.cells)
        self._are_names_counted = any(map(is_counted, names))

    def take_all(self, rows: Sequence[Row]) -> None:
        """Take each row, then tell of those that were set apart."""
        was_alone = False
        last = rows[0].number if rows else 0
        for (row, after), alone in zip(_with_next(rows), self._groups.are_alone, strict=True):
            self._below_lone, was_alone = was_alone, alone
            self._is_apart, last = self._below_lone or row.number > last + 1, row.number
            if row.number in self._captions:
                self._begin(self._captions[row.number])
            if not row.own:
                continue  # only the rest of cells that begin above
            dealt_with = (
                self._is_of_another_table(row, after)
                or self._heads_what_follows(row, after, alone)
                or self._is_below_the_plan(row, after)
                or self._says_too_little(row, after, rows)
                or (alone and self._is_lone_text(row))
            )
            if not dealt_with:
                self.kept.append(Kept(row, self._section, self._overrides))
        self._end_foreign()
        self._leave_out_many(self._another, "在表下的空行之后，只有前几格有字，写的人上面没有，像是另外的表")
        self._leave_out_many(self._notes, "在最后一个序号之后，没有序号、责任单位和时限")
        self._leave_out_many(self._counted, "名称只是编号，别的都没有写")
        self._leave_out_many(self._blank, "没有名称、内容和责任单位")

    def _begin(self, section: Cell | None, *, overrides: bool = False) -> None:
        self._section, self._overrides = section, overrides

    # --- the steps -------------------------------------------------------------------------------

    def _is_of_another_table(self, row: Row, after: Row | None) -> bool:
        """Deal with a head, repeated or of other columns, and with the rows below the latter."""
        if self._facts.is_head(row):
            self._leave_out(row, "是重复的表头")
            self._end_foreign()
        elif self._foreign:
            self._foreign.append(row)
        elif after and self._begins_another_table(row):
            self._foreign = [*self._caption(row), row]
            self._begin(None)
        else:
            return False
        return True

    def _heads_what_follows(self, row: Row, after: Row | None, alone: bool) -> bool:
        """Deal with what counts the columns, or names the projects below: over a head, beside a tall cell."""
        own = row.own
        if row.number in self._groups.counting:
            self._leave_out(row, "是栏次，数的是列")
        elif (alone or self._facts.is_wide(own[0])) and after and self._facts.is_head(after):
            self._leave_out(row, OVER_A_HEAD)
            self._begin(own[0], overrides=True)
        elif banner := self._banner(own):
            self._begin_under(row, banner, "横跨几列")
        else:
            return False
        return True

    def _is_below_the_plan(self, row: Row, after: Row | None) -> bool:
        """Deal with sums, remarks and signatures, and what stands below them or below the last project."""
        groups, own = self._groups, row.own
        if not after and _is_legend(own):
            self._leave_out(row, "写的都是状态，是图例")
        elif why := self._why_not(own):
            self._leave_out(row, why)
            self._signed = self._signed or why == _SIGNED
        elif self._signed and self._facts.is_note(row):
            self._leave_out(row, "在签署行之下，没有责任单位和时限")
        elif row.number in groups.listed_below:
            self._leave_out(row, "在表下的空行之后，只有一格有字")
        elif row.number in groups.others:
            self._another.append(row)
        elif row.number in groups.notes:
            self._notes.append(row)
        elif row.number in groups.ends:
            self._leave_out(row, f"这一行只有 {own[0].ref} 有字，在另一段的标题之上")
        else:
            return False
        return True

    def _says_too_little(self, row: Row, after: Row | None, rows: Sequence[Row]) -> bool:
        """Deal with the empty lines of a form, and with a sum that does not say so."""
        if row.number in self._groups.counted:
            self._counted.append(row)
        elif self._facts.says_nothing(row):
            self._blank.append(row)
        elif not after and self._facts.is_sum(row, rows):
            self._leave_out(row, "在日期列里写的是数，像是合计行")
        else:
            return False
        return True

    def _is_lone_text(self, row: Row) -> bool:
        """Deal with a single text: a project, a section, another owner of the row above, or nothing known."""
        (text, *_), facts = row.own, self._facts
        if text.column in facts.outer and text.height == 1 and not self._heads_names(text):
            self.kept.append(Kept(row))  # a name that covers no others
        elif row.number in self._groups.sections or facts.is_section(text, self._groups.usually_bold):
            if "category" in facts.places:
                self._leave_out(row, f"这一行只有 {text.ref} 有字，类别另有一列")
            else:
                self._leave_out(row, SECTION)
                self._begin(text)
        elif self.kept and text.column in facts.owners and self._is_right_below(row):
            self.kept[-1], self._owner_at = _with_owner(self.kept[-1], text), row.number
            self._leave_out(row, "接着上一行，是它的又一个责任人")
        elif text.column not in facts.places.get("title", ()) and not facts.goes_on(text, self.kept):
            self._leave_out(row, f"这一行只有 {text.ref} 有字")
        else:
            return False
        return True

    # --- what they need --------------------------------------------------------------------------

    def _heads_names(self, text: Cell) -> bool:
        """Tell whether a lone text among names that cover others is counted, and they are not."""
        return is_counted(text) and not self._are_names_counted

    def _is_right_below(self, row: Row) -> bool:
        return row.number - 1 in (self.kept[-1].row.number, self._owner_at)

    def _leave_out_many(self, rows: Sequence[Row], why: str) -> None:
        if rows:
            ends = f"{row_words([rows[0].number])}至{row_words([rows[-1].number])}"
            many = f"等 {len(rows)} 行（{ends}）" if rows[1:] else ""
            self._leave_out(rows[0], f"{many}{why}")

    def _end_foreign(self) -> None:
        """Leave out the rows of another table, from its head on."""
        if rows := self._foreign:
            many = f"起的 {len(rows)} 行（{row_words([rows[0].number])}至{row_words([rows[-1].number])}）"
            self._leave_out(rows[0], f"{many}像是另一张表，列名不同，未读")
        self._foreign = []

    def _begins_another_table(self, row: Row) -> bool:
        """Tell whether a row heads another table: all are headings, or one stands under the numbers."""
        if not self._is_apart:
            return False
        if self._below_lone and _names_columns(row.own):
            return True
        texts = [tidy(cell.text) for cell in row.own]
        if len(texts) < 2 or not all(map(_may_be_heading, texts)) or _NO_PROJECT.match(texts[0]):
            return False
        named = sum(map(_is_heading, texts))
        number = self._facts.cell(row, "id")
        is_out_of_place = number is not None and not number.text[:1].isdecimal()
        return named == len(texts) or (is_out_of_place and 2 * named >= len(texts))

    def _caption(self, head: Row) -> list[Row]:
        """Take back the lone title above another table's head, if it was kept as a project."""
        last = self.kept[-1].row if self.kept else None
        is_above = last and last.number == head.number - 1 and self._facts.is_alone(last)
        return [self.kept.pop().row] if is_above else []

    def _banner(self, own: Sequence[Cell]) -> Cell | None:
        """Return a text across the table beside a tall cell that begins in the same row."""
        rest = [cell for cell in own if cell.height < FEWEST_COUNTED or cell.width > 1]
        if len(rest) != 1 or len(own) == 1 or rest[0].fault:
            return None
        return rest[0] if rest[0].width >= max(FEWEST_COUNTED, self._facts.columns / 2) else None

    def _begin_under(self, row: Row, banner: Cell, why: str) -> None:
        if "category" in self._facts.places:
            self._leave_out(replace(row, cells={banner.column: banner}), f"{why}，类别另有一列")
            return
        self._leave_out(replace(row, cells={banner.column: banner}), f"{why}，作为以下各项的类别")
        self._begin(banner)

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


def section_above(rows: Sequence[Row], first: Row | None, facts: RowFacts) -> Cell | None:
    """Return the text above the first of several tables, if they all have one: it is a section."""
    is_lone = first is not None and len(first.own) == 1
    if (
        first
        and is_lone
        and any(
            after and len(row.cells) == 1 and row.own and facts.is_head(after)
            for row, after in _with_next(rows)
        )
    ):
        return first.own[0]
    return None


def _without_template(rows: Sequence[Row], leave_out: LeaveOut) -> list[Row]:
    """Return rows without the line by which a template says where to insert new ones."""
    found = []
    for row in rows:
        if any(cell.text[:1] in "Ii" and _TEMPLATE.match(cell.text) for cell in row.cells.values()):
            leave_out(row, "是模板里的说明")
        else:
            found.append(row)
    return found


def _with_owner(one: Kept, owner: Cell) -> Kept:
    """Return a project with an owner from the row below it beside those that it names."""
    cell = one.row.cells.get(owner.column)
    both = cell._replace(text=f"{cell.text}、{owner.text}", value=None) if cell else owner
    return replace(one, row=replace(one.row, cells={**one.row.cells, owner.column: both}))


def _names_columns(own: Sequence[Cell]) -> bool:
    """Tell whether the cells of a row are headings, most of them known."""
    texts = [tidy(cell.text) for cell in own]
    named = sum(map(_is_heading, texts))
    return all(map(_may_be_heading, texts)) and named >= _FEWEST_NAMED and 2 * named >= len(texts)


def _may_be_heading(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and ":" not in text and not text[:1].isdecimal()


def _is_heading(text: str) -> bool:
    return bool(meanings((text,)) or has_no_field((text,)) or _ENDS_AS_HEADING.search(text))


def _is_legend(own: Sequence[Cell]) -> bool:
    """Tell whether a row lists the words for a status: 未开始 | 进行中 | 完成."""
    found = {status_of(cell.text) for cell in own}
    return len(found) == len(own) > 1 and None not in found


def _with_next(rows: Sequence[Row]) -> Iterator[tuple[Row, Row | None]]:
    return zip(rows, [*rows[1:], None][: len(rows)], strict=True)


def shown(row: Row) -> str:
    """Return a row's beginning, for a message."""
    text = joined(" ".join(cell.text for cell in row.own))
    return f"{text[:20]}{'…' * (len(text) > 20)}"
