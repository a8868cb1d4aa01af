"""Which of a file's tables is the plan."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from dushiquan.domain.fields import FIELDS
from dushiquan.errors import UnusableFileError, UsageError
from dushiquan.formats.files import unusable
from dushiquan.formats.table import Row, Table
from dushiquan.formats.tree import NOWHERE
from dushiquan.sources.cells import as_field, joined
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.head import Head, HeadSearch
from dushiquan.sources.headings import SURE, meanings
from dushiquan.sources.mending.side_by_side import divided
from dushiquan.sources.mending.stacked_tables import stacked
from dushiquan.sources.table_title import is_title, years_in

_PLAIN_NAME = re.compile(r"(?:表|工作表|sheet)\s*[0-9]*", re.I)
"""The names that sheets have if nobody has named them, and tables of a page."""
_GOES_ON = re.compile(r"[(（]?(?:续|接)[上前]?[表页]")
_LONGEST_CAPTION = 40
_NO_TABLE = "里面没有表；请把要求写成表格（.xlsx、.docx、.csv），一项一行。"

_VERSION = re.compile(r"版本|版次|version|rev", re.I)
_CHANGED = re.compile(r"修改|修订|变更|更新|审核|chang|revis|author", re.I)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table of a file with its place among them, counted from 1, and its head, if it has one."""

    place: int
    table: Table
    head: Head | None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.table.name or f"表{self.place}"

    @property
    def rank(self) -> int:
        """How much it is like a plan: what is to be done (2, a mere category 1), who and when (1 each)."""
        if self.head is None or self.is_history:
            return 0
        fields = {field for path in self.head.paths.values() for field in meanings(path)}
        what = 2 if fields & {"title", "content"} else "category" in fields
        who, when = bool(fields & {"units", "persons"}), bool(fields & {"requirement", "due"})
        return what + who + when if what else 0

    @property
    def is_history(self) -> bool:
        """Whether it tells how a document was changed."""
        return self.head is not None and _is_history(path[-1] for path in self.head.paths.values())

    @property
    def caption(self) -> str:
        """What stands above it as its name, or the name of its sheet; "" for a table that goes on."""
        if self.table.name and not _PLAIN_NAME.fullmatch(self.table.name):
            return self.table.name
        first = self.head.first if self.head else 0
        inside = [row.own[0].text for row in self.table.rows[:first] if len(row.own) == 1]
        texts = [joined(text) for text in (*self.table.above, *inside)]
        last = next((text for text in reversed(texts) if is_title(text)), "")
        is_name = len(last) <= _LONGEST_CAPTION and not re.search("[。：:；;]$", last)
        return "" if not is_name or _GOES_ON.match(last) else last

    @property
    def rows(self) -> int:
        """The number of rows below the head."""
        return self.table.size[0] - (self.head.last + 1 if self.head else 0)

    @property
    def titles(self) -> list[str]:
        """What stands in the column that is most like a project's title, each text once."""
        paths = self.head.paths if self.head else {}
        means = {column: meanings(path) for column, path in paths.items()}
        named = [name for name in ("title", "content") if any(name in found for found in means.values())]
        weights = {column: found.get(named[0], 0) for column, found in means.items()} if named else {}
        column = max(weights, key=lambda column: weights[column], default=0)
        below = self.table.rows[self.head.last + 1 if self.head else 0 :]
        return list(dict.fromkeys(joined(row.cells[column].text) for row in below if column in row.cells))

    @property
    def line(self) -> str:
        """What it is and holds, for a list to choose from."""
        caption = f"“{self.caption}”" if self.caption and self.caption != self.name else ""
        return f"{self.place}. {self.name}{caption}：{self.gist}"

    @property
    def gist(self) -> str:
        """What it holds, in a line."""
        rows, columns = self.table.size
        if self.head is None:
            return f"{rows} 行 {columns} 列，没有认得的表头"
        names = [path[-1] for _, path in sorted(self.head.paths.items())]
        listed = "、".join(names[:6]) + ("等" if len(names) > 6 else "")
        return f"{self.rows} 行，列有 {listed}"


def _is_history(names: Iterable[str]) -> bool:
    """Tell whether headings are those of a document's history: 版本, and who changed it or when."""
    names = list(names)
    return any(_VERSION.match(name) for name in names) and any(_CHANGED.search(name) for name in names)


class SeveralTablesError(UnusableFileError):
    """A file with several tables that could be the plan; the caller must choose."""

    def __init__(self, path: Path, among: Sequence[Candidate]) -> None:
        listed = "；".join(one.line for one in among)
        how = "请加 --table 序号 指明"
        if are_one_plan(among):
            how = "列名相同；合为一张读请加 --table all，只读其中的请加 --table 序号（如 2、1-3）"
        super().__init__(path.name, f"有 {len(among)} 张表像计划，{how}：{listed}。")
        self.among = tuple(among)


def candidates(
    tables: Iterable[Table], columns: Iterable[str], *, first_row: bool = False
) -> list[Candidate]:
    """Return the tables of a file that hold anything; ``columns`` are headings that the caller names.

    Tables that stand beside or below each other in a sheet are tables of their own. ``first_row`` takes
    their first rows for heads on less evidence.
    """
    named = tuple(columns)
    found: list[Candidate] = []
    place = 0
    for table in tables:
        one = Candidate(place + 1, table, HeadSearch(table, named, first_row=first_row).best)
        found += _parts(one, named) or [one]
        place = found[-1].place
    return [one for one in found if one.table.rows]


def _parts(one: Candidate, named: Sequence[str]) -> list[Candidate]:
    """Return the tables that stand beside each other in one, or below; none if it is one table."""
    if one.head is None:
        return []
    beside = _as_candidates(divided(one.table, one.head), one.place, named)
    if beside and all(part.head for part in beside):
        return beside
    below = _as_candidates(stacked(one.table), one.place, named)
    return below if any(part.rank >= _LIKE_A_PLAN for part in below) or _are_shifted(below) else []


def _are_shifted(parts: Sequence[Candidate]) -> bool:
    """Tell whether tables below each other have the same headings in other columns."""
    heads = [part.head for part in parts if part.head]
    columns = {tuple(sorted(head.paths)) for head in heads}
    return len(heads) == len(parts) == len(columns) > 1 and len({head.shape for head in heads}) == 1


def _as_candidates(tables: Iterable[Table], first: int, named: Sequence[str]) -> list[Candidate]:
    return [
        Candidate(place, table, HeadSearch(table, named).best) for place, table in enumerate(tables, first)
    ]


_LIKE_A_PLAN = 3
"""The rank of a table that says what is to be done, and who or when."""


def continuations(one: Candidate, among: Sequence[Candidate]) -> list[Candidate]:
    """Return the tables without a head that go on with the numbers of the one before them: 7 after 6."""
    found: list[Candidate] = []
    number = _number_column(one)
    for following in among:
        last = found[-1] if found else one
        if following.place <= last.place:
            continue
        if not (number and _goes_on(last, following, number)):
            break
        found.append(following)
    return found


def _number_column(one: Candidate) -> int | None:
    paths = one.head.paths if one.head else {}
    return next((column for column, path in paths.items() if meanings(path).get("id") == SURE), None)


def _goes_on(one: Candidate, following: Candidate, number: int) -> bool:
    """Tell whether a table is without a head and a text above, as wide, and numbered on."""
    table = following.table
    if following.head or table.above or table.hidden or _width(table) != _width(one.table):
        return False
    before = [row.cells[number].text for row in one.table.rows if number in row.cells]
    after = [row.cells[number].text for row in table.rows if number in row.cells]
    if not (before and after):
        return False
    last, first = as_field("id", before[-1]), as_field("id", after[0])
    return last.isdecimal() and first.isdecimal() and int(first) == int(last) + 1


def _width(table: Table) -> int:
    return max(max(row.cells, default=0) for row in table.rows)


def chosen(
    path: Path, among: Sequence[Candidate], sheet: str | None, place: int | None, notes: FieldReader
) -> Candidate:
    """Return the table asked for, or the one that is like a plan; say what the others hold.

    Raise ``UnusableFileError`` if there is none, ``SeveralTablesError`` if there are several.
    """
    if not among:
        raise unusable(path, _NO_TABLE)
    names = "、".join(one.name for one in among)
    if sheet is not None:
        if not any(one.table.name for one in among):
            raise UsageError("--sheet 只用于有几个工作表的文件。")
        asked = [one for one in among if one.table.name == sheet]
        if not asked:
            raise unusable(path, f"没有工作表“{sheet}”；现有：{names}。")
        if asked[1:]:
            raise SeveralTablesError(path, asked)
        return asked[0]
    if place is not None:
        asked = [one for one in among if one.place == place]
        if not asked:
            raise _no_table(path, place, among)
        return asked[0]
    seen = [one for one in among if not one.table.hidden] or list(among)
    likely = likely_plans(among)
    if len(likely) > 1:
        raise SeveralTablesError(path, likely)
    plain = [one for one in seen if not one.is_history]
    if not plain:
        raise unusable(path, "里面只有修订记录，没有像计划的表；要读请加 --table 序号。")
    picked = likely[0] if likely else max(plain, key=lambda one: (one.head is not None, one.table.size))
    read = [picked, *continuations(picked, among)]
    for one in among:
        if not any(one is other for other in read):
            hidden = "是隐藏的，" if one.table.hidden else ""
            message = f"“{one.name}”{hidden}未读（{one.gist}）；要读请加 --table {one.place}。"
            notes.warn(NOWHERE, None, message)
    return picked


def likely_plans(among: Sequence[Candidate]) -> list[Candidate]:
    """Return the tables that are most like a plan, and those a little less that have many more rows.

    Hidden ones are among them only if there is no other.
    """
    seen = [one for one in among if not one.table.hidden] or list(among)
    best = max((one.rank for one in seen), default=0)
    rows = max((one.rows for one in seen if one.rank == best), default=0)
    return [
        one
        for one in seen
        if best and (one.rank == best or (one.rank >= _LIKE_A_PLAN and 2 * one.rows >= 3 * rows))
    ]


def have_one_head(among: Sequence[Candidate]) -> bool:
    """Tell whether several tables have the same columns, so that they can be read as one."""
    return len({one.head and (one.head.shape, frozenset(one.head.paths)) for one in among}) == 1


def shared_titles(among: Sequence[Candidate]) -> list[str]:
    """Return the titles that stand in several tables: a plan's tables of several months share them."""
    times = Counter(chain.from_iterable(one.titles for one in among))
    return [title for title, number in times.items() if number > 1]


def are_one_plan(among: Sequence[Candidate]) -> bool:
    """Tell whether tables are likely to be the parts of one plan, and not its editions of several times."""
    years = [frozenset(years_in(one.caption)) for one in among]
    return have_one_head(among) and not shared_titles(among) and len({*years, frozenset()}) <= 2


def chosen_together(
    path: Path, among: Sequence[Candidate], places: Collection[int], notes: FieldReader
) -> list[Candidate]:
    """Return the tables to be read as one: those at some places, or all that are like a plan for none.

    Raise ``UnusableFileError`` if there are none such, or if their columns are not the same.
    """
    if not among:
        raise unusable(path, _NO_TABLE)
    known = {one.place: one for one in among}
    for place in places:
        if place not in known:
            raise _no_table(path, place, among)
    asked = [known[place] for place in sorted(places)] if places else likely_plans(among)
    if not asked or any(one.head is None for one in asked):
        raise unusable(path, "要合读的表里有的没有认得的表头；请用 --table 序号 另行指明。")
    other = next((one for one in asked if not have_one_head([asked[0], one])), None)
    if other:
        which = f"第 {other.place} 张表与第 {asked[0].place} 张表"
        raise unusable(path, f"{which}的列名不同，不能合为一张读；请用 --table 序号 分别载入。")
    read = [*asked, *(part for one in asked for part in continuations(one, among))]
    for one in among:
        if not any(one is other for other in read):
            notes.warn(NOWHERE, None, f"“{one.name}”未读（{one.gist}）；要读请加 --table {one.place}。")
    return asked


def _no_table(path: Path, place: int, among: Iterable[Candidate]) -> UnusableFileError:
    return unusable(path, f"没有第 {place} 张表；现有：{'；'.join(one.line for one in among)}。")


LISTING_ONLY = frozenset(("原时限", "延期次数", "预警", "预警原因", "剩余天数", "逾期天数", "最近报送"))
LISTING = LISTING_ONLY | {"序号", "计划", "状态", "进度", "完成日期", *(f.label for f in FIELDS.values())}
"""The headings of our own listings; some are in nothing else."""


_ABOVE_LISTING = re.compile(r"《.+》项目清单|截至\d{4}年\d{1,2}月\d{1,2}日，共\d+项")


def _is_of_listing(row: Row) -> bool:
    """Tell whether a row above a table is one that a listing of ours has there."""
    return all(_ABOVE_LISTING.fullmatch(cell.text.strip()) for cell in row.cells.values())


def is_listing(one: Candidate) -> bool:
    """Tell whether a table is one of our listings or reports, whose 时限 and 指标 are not the plan's.

    Every word of its head is ours, only our title stands above it, and one word is of listings only.
    """
    if one.head is None or not all(map(_is_of_listing, one.table.rows[: one.head.first])):
        return False
    head = {path[-1] for path in one.head.paths.values()}
    return head <= LISTING and bool(head & LISTING_ONLY)
