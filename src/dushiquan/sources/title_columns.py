"""The columns that name a project and tell what is to be done."""

import re
from collections.abc import Sequence
from itertools import takewhile

from dushiquan.sources.column_relations import (
    comments,
    is_in_runs,
    is_name,
    is_outer,
    is_sparse,
    may_title,
    names_a_time,
    names_all,
)
from dushiquan.sources.columns import MOSTLY, SOME, TEXTS, Choice, Grade, TableColumn
from dushiquan.sources.evidence import Look
from dushiquan.sources.headings import POSSIBLE, SURE, label_of
from dushiquan.sources.table_columns import TableColumns
from dushiquan.sources.time_columns import LATER, LONGEST_LIMIT, NEXT

_PROBLEMS = re.compile(r"(?:存在|主要|突出)*的?(?:突出|主要|具体)?问题(?:表现|情况)?(?:\(.*\))?")
_WHAT_IS_DONE = re.compile("措施|举措|办法")
_MEASURES = re.compile(rf"{_WHAT_IS_DONE.pattern}|整改")
_NEARLY_ALL = 0.9
_PART = re.compile("[子分细]|二级|sub", re.I)
_NAME = frozenset(("name", "names", "fullname"))
_LEVEL = re.compile(r"[一二三四五1-5]级(.+)")
_LONGEST_GROUP = 60
"""Characters of a text that can name the projects beside it."""


def take_titles(table: TableColumns) -> None:
    """Find the title, the content, and other columns that say what is to be done."""
    _without_labels(table)
    _problems(table)
    _names_of_people(table)
    titles = [c for c in table.claiming("title") if c.claims["title"] == max(c.claims.values())]
    titles.sort(key=lambda c: (names_all(c), -c.claims["title"], not is_name(c), c.place))
    if table.of("title"):
        for column in titles:
            column.drop("“项目名称”已由 --map 指定")
        titles = []
    contents = [column for column in table.claiming("content") if column not in titles]
    later = [column for column in (*titles, *contents) if LATER.match(column.name)]
    if len(later) < len(titles) + len(contents) or table.of("title"):
        for column in later:
            column.drop(NEXT)
        titles, contents = ([c for c in some if c not in later] for some in (titles, contents))
    if titles:
        contents = _without_groups(table, titles[0], contents)
    most = max((column.profile.filled for column in contents), default=0)
    contents.sort(key=lambda c: (2 * c.profile.filled <= most, -c.claims["content"], c.place))
    if titles and _names_better(table, titles[0], contents):
        titles[0].drop(f"多数各行空着，项目名称取“{contents[0].name}”")
        contents.pop(0).take("title", f"“{titles[0].name}”多数各行空着")
        table.spare_contents = contents
        titles = []
    if titles:
        best = titles[0]
        rivals = [c for c in titles[1:] if c.claims["title"] == best.claims["title"]]
        both = len(best.claims) > 1
        best.take("title", "可以是名称，也可以是内容" if both and best.claims.get("content") == SURE else "")
        _rivals(table, best, rivals, contents)
        _parts(table, best, [c for c in titles[1:] if c not in rivals], contents)
    if table.of("content"):
        contents = [column for column in contents if column.claims["content"] > POSSIBLE]
        for column in contents:
            column.drop("“项目内容”已由 --map 指定")
    elif contents:
        _take_content(table, contents)


def _take_content(table: TableColumns, contents: Sequence[TableColumn]) -> None:
    """Take the first column as the content; of a problem, what is done about it before its goal."""
    (title, *_) = (*table.of("title"), None)
    is_problem = title is not None and "问题" in title.name
    measures = [column for column in contents if is_problem and _WHAT_IS_DONE.search(column.name)]
    (taken, *_) = (*measures, *contents)
    taken.take("content")
    table.spare_contents = [column for column in contents if column is not taken]
    for column in table.spare_contents:
        column.drop(f"“项目内容”已取“{taken.name}”（{taken.letter} 列）")


def _names_better(table: TableColumns, title: TableColumn, contents: Sequence[TableColumn]) -> bool:
    """Tell whether the first content names every row, each differently, where the title names few."""
    if not contents or title.claims["title"] >= SURE or not is_sparse(title):
        return False
    profile = contents[0].profile
    dense = 10 * profile.filled >= 9 * profile.rows and profile.distinct >= _NEARLY_ALL
    return dense and not profile.spans and may_title(contents[0])


def doubt_title(table: TableColumns) -> None:
    """Ask which column is the title if one that is not known names the rows more fully or distinctly."""
    title = next(iter(table.of("title")), None)
    if title is None or title.grade is Grade.SAID or table.levels or title.claims.get("title") == SURE:
        return
    profile = title.profile
    for column in table.unread_texts():
        other = column.profile
        is_fuller = 2 * profile.filled <= other.filled and not profile.spans
        repeats = profile.distinct < MOSTLY and other.length > profile.length and not profile.is_grouped
        is_name = other.share(*TEXTS) >= MOSTLY and other.distinct >= _NEARLY_ALL and not column.why
        if is_name and not column.claims and other.rows >= SOME and (is_fuller or repeats):
            title.drop("不知是不是名称，要问")
            text = f"“{title.name}”像是名称，可是“{column.name}”写得更全，看不出哪一列是名称"
            table.choices.append(Choice("title", text, (column, title)))
            return


def _without_groups(
    table: TableColumns, title: TableColumn, contents: list[TableColumn]
) -> list[TableColumn]:
    """Take a short text that repeats before distinct titles, such as 目标, as their category."""
    groups = [
        column
        for column in contents
        if column.place < title.place
        and column.profile.length <= LONGEST_LIMIT
        and column.profile.distinct < title.profile.distinct
        and (is_outer(column, title) or is_in_runs(column))
    ]
    if len(groups) == 1 and not table.claiming("category") and not table.of("category"):
        groups[0].take("category", f"“{title.name}”是它下面的各项")
    return [column for column in contents if column.field != "category"]


def _problems(table: TableColumns) -> None:
    """Take 存在问题 before the columns of what is done about it as the title, if nothing else is."""
    measures = [column for column in table.claiming("content") if _MEASURES.search(column.name)]
    found = [column for column in table.open() if column.path and _PROBLEMS.fullmatch(column.path[-1])]
    is_named = any(column.claims["title"] > POSSIBLE for column in table.claiming("title"))
    if is_named or table.of("title") or len(found) != 1 or not measures:
        return
    (problem,) = found
    if problem.place < min(column.place for column in measures) and may_title(problem):
        problem.take("title", f"各项的“{measures[0].name}”在它后面")


def _without_labels(table: TableColumns) -> None:
    """Take the content as the title if the title column only counts: 任务 1, 任务 2."""
    labels = [
        column
        for column in table.claiming("title")
        if column.profile.share(Look.LABEL) >= MOSTLY and not column.name.endswith("名称")
    ]
    contents = [column for column in table.claiming("content") if column not in labels]
    if labels and len(contents) == 1 and not table.of("title"):
        contents[0].take("title", f"“{labels[0].name}”一列只有编号")
        for column in labels:
            column.drop("只有编号，没有名称")


def _rivals(
    table: TableColumns, best: TableColumn, rivals: list[TableColumn], contents: list[TableColumn]
) -> None:
    """Choose the title among several columns: outer ones become categories, others the content."""
    if not rivals:
        return
    far = 2 * best.profile.filled <= rivals[0].profile.filled
    repeats = best.profile.distinct < rivals[0].profile.distinct == 1
    covers = is_outer(best, rivals[0]) and (far or best.profile.is_grouped or not is_name(best))
    outer = covers or (repeats and best.profile.rows >= SOME)
    if outer and not table.claiming("category"):
        best.take("category", f"“{rivals[0].name}”是它下面的各项")
        rivals[0].take("title")
        rivals = _innermost(table, rivals)
    for column in rivals:
        if names_all(column) and not column.profile.spans:
            column.drop(f"只有一格有字，项目名称已取“{table.of('title')[0].name}”")
        elif names_all(column) and not table.claiming("category") and not table.of("category"):
            column.take("category", f"项目名称已取“{table.of('title')[0].name}”")
        elif not contents and not table.of("content"):
            column.take("content", f"项目名称已取“{table.of('title')[0].name}”")
            _ask_if_beside(table, table.of("title")[0], column)
        else:
            column.drop(f"项目名称已取“{table.of('title')[0].name}”")


def _ask_if_beside(table: TableColumns, title: TableColumn, column: TableColumn) -> None:
    """Ask about two columns under one heading, each with things to do: 教学工作, 德育工作."""
    if title.path[:-1] and title.path[:-1] == column.path[:-1]:
        group = "/".join(title.path[:-1])
        what = f"“{group}”下的“{title.path[-1]}”“{column.path[-1]}”像是两类事，现作一项的名称和内容"
        table.choices.append(Choice("title", what, (title, column), needed=False))


def _names_of_people(table: TableColumns) -> None:
    """Leave Name beside another title, such as Task, unread: it may be of people or of things."""
    titles = table.claiming("title")
    names = [column for column in titles if column.path[-1].lower() in _NAME]
    others = any(map(table.of, ("persons", "units"))) or table.claiming("persons")
    if len(names) == 1 and len(titles) > 1 and not others and names[0].profile.length <= LONGEST_LIMIT:
        label = label_of("persons")
        names[0].drop(f"是人名还是名称看不出；是{label}请加 --map {names[0].name}={label}")


def _innermost(table: TableColumns, titles: list[TableColumn]) -> list[TableColumn]:
    """Take the innermost of columns that cover each other: 三级任务; return the rest after it."""
    while len(titles) > 1 and titles[0].profile.spans and is_outer(titles[0], titles[1]):
        titles[0].drop(f"“{titles[1].name}”是它下面的各项")
        titles[1].take("title")
        titles = titles[1:]
    return titles[1:]


def _parts(
    table: TableColumns, best: TableColumn, others: list[TableColumn], contents: list[TableColumn]
) -> None:
    """Read a column that is less surely a title: 分项任务 below a merged 任务, else as the content."""
    if best.field != "title" or not others:
        return
    inner = others[0]
    covers = inner.profile.spans and not best.profile.spans and is_outer(inner, best)
    if (
        covers
        and all(len(c.text) <= _LONGEST_GROUP and "\n" not in c.text for c in inner.profile.cells)
        and not table.claiming("category")
        and not table.of("category")
    ):
        inner.take("category", f"“{best.name}”是它下面的各项")
    elif not table.claiming("category") and (
        _names_parts(inner, best)
        or ((best.profile.spans or best.profile.is_grouped) and is_outer(best, inner))
    ):
        best.take("category", f"“{inner.name}”是它下面的各项")
        inner.take("title")
    elif not contents and not table.of("content"):
        inner.take("content", f"项目名称已取“{best.name}”")


def _names_parts(inner: TableColumn, best: TableColumn) -> bool:
    """Tell whether a column is headed as the parts of another, which repeats over them: 子任务 of 任务."""
    repeats = len({cell.text for cell in best.profile.cells}) < best.profile.filled
    return repeats and inner.place > best.place and _PART.match(inner.path[-1]) is not None


def take_outer_title(table: TableColumns) -> None:
    """Take a title over several rows, each with its own content, as their category."""
    title, content, id = (next(iter(table.of(name)), None) for name in ("title", "content", "id"))
    if not (title and content) or Grade.SAID in (title.grade, content.grade):
        return
    category = next(iter(table.of("category")), None)
    if category and not (category.path == title.path and category.place < title.place):
        return
    if (
        title.profile.spans
        and not (id and id.profile.spans)
        and not content.profile.spans
        and is_outer(title, content)
    ):
        if category:
            title.drop(f"“{content.name}”是它下面的各项，类别取了前一列")
        else:
            title.take("category", f"“{content.name}”是它下面的各项")
        content.take("title", "各项有自己的序号" if id else "名称合并了几行，各行有自己的内容")


def take_title_at_all(table: TableColumns) -> None:
    """Take the column nearest to a title if there is none, or ask."""
    if table.of("title") or any(choice.field == "title" for choice in table.choices):
        return
    for source in (
        table.of("content"),
        table.of("targets"),
        _inner_categories(table),
        table.of("category"),
        table.unread_texts(),
    ):
        chosen = [column for column in source if column.grade is not Grade.SAID and may_title(column)]
        chosen = [column for column in chosen if not comments(column)]
        is_known = bool(chosen) and (bool(chosen[0].claims) or not is_sparse(chosen[0]))
        if len(chosen) == 1 and is_known and not _says_more(table, chosen[0]):
            chosen[0].take("title", "没有别的列像项目名称")
            if not table.of("content") and table.spare_contents:
                _take_content(table, table.spare_contents)
            return
    texts = [
        column
        for column in table.columns
        if column.profile.share(*TEXTS) >= 0.5 and not names_a_time(column) and not comments(column)
    ]
    if len(texts) == 1 and texts[0].claims.get("content") == SURE and texts[0].grade is not Grade.SAID:
        texts[0].take("title", "没有别的列像项目名称")
        return
    among = [column for column in texts if not column.field] or texts
    if among:
        table.choices.append(Choice("title", "没有认得的“项目名称”列", tuple(among)))


def _inner_categories(table: TableColumns) -> list[TableColumn]:
    """Return the columns of classes within the category: 小分类 beside 大分类."""
    outer = table.of("category")
    return [
        column
        for column in table.columns
        if outer and column.grade is Grade.UNREAD and "category" in column.claims
        if is_outer(outer[0], column)
    ]


def _says_more(table: TableColumns, category: TableColumn) -> list[TableColumn]:
    """Return the unknown columns that are more like a title than a category is."""
    if category.field != "category" and "category" not in category.claims:
        return []
    length, distinct = category.profile.length, category.profile.distinct
    return [
        column
        for column in table.unread_texts()
        if may_title(column) and column.profile.length > length and column.profile.distinct >= distinct
    ]


def take_inner_titles(table: TableColumns) -> None:
    """Read texts without a heading right of the names, in rows that have none there, as names, too."""
    titles = table.of("title")
    if len(titles) != 1 or titles[0].grade is Grade.SAID or not titles[0].path:
        return
    (outer,) = titles
    inner = next((column for column in table.open() if column.place == outer.place + 1), None)
    if inner is None or inner.path or inner.profile.filled < SOME or not inner.profile.share(*TEXTS) > MOSTLY:
        return
    named = {cell.row for cell in outer.profile.cells}
    if not named & {cell.row for cell in inner.profile.cells}:
        inner.take("title", f"没有列名，紧跟“{outer.name}”，写的是没有它的各行")
        table.levels = [outer, inner]


def take_levels(table: TableColumns) -> None:
    """Read 一级, 二级 and 三级 of one kind as levels: the outermost groups, the innermost one names.

    Columns at the left without a heading are levels, too, if nothing else names a project.
    """
    among = [column for column in table.open() if column.path and _LEVEL.fullmatch(column.path[-1])]
    stems = {_LEVEL.sub(r"\1", column.path[-1]) for column in among}
    is_named = any("title" in column.claims for column in among)
    if len(stems) == 1 and len(among) > 1 and is_named and not table.of("title"):
        _take_each_level(table, among, "各级里有的最里一级是名称")
    elif not table.claiming("title") and not table.claiming("content") and not table.of("title"):
        unnamed = list(takewhile(lambda column: not column.path, table.columns))
        are_open = all(column in table.open() and column.profile.share(*TEXTS) >= 0.6 for column in unnamed)
        if len(unnamed) > 1 and are_open and (p := unnamed[0].profile) and (p.spans or p.is_grouped):
            _take_each_level(table, unnamed, "没有列名，各级里有的最里一级是名称")


def _take_each_level(table: TableColumns, among: Sequence[TableColumn], why: str) -> None:
    outermost, *inner = among
    if len(inner) > 1 or outermost.profile.spans or outermost.profile.is_grouped:
        if not table.claiming("category") and not table.of("category"):
            outermost.take("category", "各级里最外一级")
        else:
            outermost.drop("类别另有一列")
    else:
        inner = list(among)
    for column in inner:
        column.take("title", why)
    table.levels = inner
