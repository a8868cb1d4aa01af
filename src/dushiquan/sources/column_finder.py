"""The decision on what the columns of a table hold: first what is said, then what is plain, then the rest."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby, pairwise, takewhile

from dushiquan.formats.table import letters
from dushiquan.sources.cells import is_dash
from dushiquan.sources.columns import (
    OWNERS,
    SEVERAL,
    TEXTS,
    TIME_FIELDS,
    TIMES,
    Choice,
    Grade,
    TableColumn,
    calendar_columns,
    claims_of,
    holds_marks,
    holds_measures,
    holds_roles,
    is_filled_when_done,
)
from dushiquan.sources.evidence import Look, Profile
from dushiquan.sources.head import Head
from dushiquan.sources.headings import (
    NO_FIELD,
    POSSIBLE,
    SURE,
    happened,
    has_no_field,
    label_of,
    leads,
    meanings,
    names_a_limit,
)
from dushiquan.sources.mending.calendar_marks import marked_columns
from dushiquan.sources.mending.owner_marks import OwnerMarks, owner_marks
from dushiquan.sources.mending.period_columns import step_columns
from dushiquan.sources.row_numbers import table_and_row

_COMMENT = re.compile("评语|点评|评价|批语|备注|寄语|反馈意见|意见建议")
_DAY_ONLY = re.compile("日期|dates?", re.I)
_MOSTLY = 0.7
EMPTY = "是空的"
_STEPS = "写的是一段时间的事"
_NEXT = "写的是下一期的事"
_STAGE = "写的是一个环节的时间"
_MARKED = "用记号标出时间"
_LONGEST_LIMIT = 16
"""Mean characters of the cells of a column that tells until when, and nothing else."""
_PROBLEMS = re.compile(r"(?:存在|主要|突出)*的?(?:突出|主要|具体)?问题(?:表现|情况)?(?:\(.*\))?")
_WHAT_IS_DONE = re.compile("措施|举措|办法")
_MEASURES = re.compile(rf"{_WHAT_IS_DONE.pattern}|整改")
_NEARLY_ALL = 0.9
_NAME = frozenset(("name", "names", "fullname"))
_OTHERS = ("记录", "检查", "复查", "创建", "发现", "提出", "上报", "登记", "督办", "监督", "验收", "反馈")
_NOT_OWNERS = "".join(f"(?<!{word})" for word in _OTHERS)
_BODIES = re.compile(rf"{_NOT_OWNERS}(?:单位|部门|科室|[队组站所段科院校厂村])$")
_PEOPLE = re.compile(rf"{_NOT_OWNERS}(?:人|人员|员|老师|教师|同志)$")
_NAMES_OF_PEOPLE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[\s、，,；;/]+[\u4e00-\u9fff]{2,4})*")
_NAMES = re.compile(r"[\u4e00-\u9fff()（）]{2,16}(?:[\s、，,；;/]+[\u4e00-\u9fff()（）]{2,16})*")
_LATER = re.compile("下一?个?(?:周|月|季|阶段|期|步)")
_LEVEL = re.compile(r"[一二三四五1-5]级(.+)")
_MANY = 5
"""Rows from which a column whose texts all differ is no category."""
_LONGEST_ID = 6
_LONGEST_GROUP = 60
"""Characters of a text that can name the projects beside it."""
_SOME = 3
"""Rows from which a column of numbers can be told."""


class ColumnFinder:
    """Decides what the columns of one table hold.

    ``said`` gives fields by heading, by heading under its group or by letter, as the caller or an earlier
    answer has it.
    """

    def __init__(self, head: Head, profiles: Mapping[int, Profile], said: Mapping[str, str]) -> None:
        places = sorted({*head.paths, *profiles} - _empty_under_wide_headings(head, profiles))
        self.columns = [
            TableColumn(
                place,
                head.paths.get(place, ()),
                profiles.get(place, Profile()),
                f"{letters(place)}{table_and_row(head.cells[place].row)[1]}" if place in head.cells else "",
            )
            for place in places
        ]
        self.choices: list[Choice] = []
        self._spare_contents: list[TableColumn] = []
        self.levels: list[TableColumn] = []
        self.unknown = self._take_said(said)
        self._wide = _under_wide_headings(head)
        for column in self.columns:
            column.claims = claims_of(column)
            if column.path and holds_marks(column) and meanings(column.path).keys() & OWNERS:
                column.drop("写的是记号，不是名称；谁负责请另写一列")
            elif column.path and holds_roles(column) and meanings(column.path).keys() & OWNERS:
                column.drop("只写了主办还是协办，不是名称")
            elif holds_measures(column):
                column.drop("写的是计量单位，不是责任单位")
        self.steps = step_columns(self.columns)
        self.stages: Mapping[int, str] = {}
        self.marks: Mapping[int, str] = {}
        self.owner_marks: OwnerMarks | None = None
        for column in self.columns:
            if column.place in self.steps:
                column.why = _STEPS
        self._decide()

    def of(self, field: str) -> list[TableColumn]:
        """Return the columns that hold a field."""
        return [column for column in self.columns if column.field == field]

    @property
    def outer_names(self) -> frozenset[int]:
        """The place of a column of names that are merged over others, and so their categories."""
        return frozenset(
            column.place
            for column in self.of("category")
            if column.grade is Grade.TAKEN and "title" in column.claims and column.profile.spans
        )

    @property
    def places(self) -> dict[str, list[int]]:
        """The places of the columns of each field."""
        found: dict[str, list[int]] = {}
        for column in self.columns:
            if column.field:
                found.setdefault(column.field, []).append(column.place)
        if self.levels:
            found["title"] = [column.place for column in reversed(self.levels)]
        return found

    # --- what is said ----------------------------------------------------------------------------

    def _take_said(self, said: Mapping[str, str]) -> list[str]:
        """Give columns the fields that the caller says; return the names that match none."""
        unknown = []
        for name, field_said in said.items():
            for column in (found := _named(name, self.columns)):
                if field_said == NO_FIELD:
                    column.grade, column.why = Grade.SAID, "按 --map 不读"
                else:
                    column.take(field_said, grade=Grade.SAID)
            if not found:
                unknown.append(name)
        return unknown

    def _open(self) -> list[TableColumn]:
        return [column for column in self.columns if column.grade is Grade.UNREAD and not column.why]

    def _claiming(self, field: str) -> list[TableColumn]:
        return [column for column in self._open() if field in column.claims]

    # --- the decision ----------------------------------------------------------------------------

    def _decide(self) -> None:
        self._without_empty_rivals()
        self._without_next_period()
        self._take_owner_marks()
        self._wide_headings()
        self._times()
        self._units()
        for name in ("id", "kind", "regions", "status", "progress", "done_on", "begun_on", "persons"):
            self._single(name)
        self._levels_of_tasks()
        self._titles()
        self._single("category")
        for name in SEVERAL:
            for column in self._claiming(name):
                if max(column.claims.values()) == column.claims[name]:
                    column.take(name)
        self._unnamed()
        self._second_owners()
        self._persons_who_support()
        self._unknown_groups()
        self._first_numbers()
        self._outer_title()
        self._chapters()
        self._title_at_all()
        self._outer_title()
        self._inner_category()
        self._inner_titles()
        self._doubt_title()
        self._take_steps()
        self._take_marks()
        self._owners_by_looks()
        self._offer()

    def _without_next_period(self) -> None:
        """Leave out the columns under 下周计划 that mean what others outside it mean for this week."""
        later = [column for column in self._open() if any(map(_LATER.match, column.path[:-1]))]
        meant = {name for column in self._open() if column not in later for name in column.claims}
        for column in later:
            if column.claims.keys() & meant:
                column.drop(_NEXT)

    def _without_empty_rivals(self) -> None:
        """Leave out columns in which nothing stands if another, filled one means the same."""
        filled = [column for column in self._open() if column.profile.filled]
        for column in self._open():
            strongest = [
                name for name, weight in column.claims.items() if weight == max(column.claims.values())
            ]
            if column.profile.filled or not column.path or set(strongest) & set(SEVERAL):
                continue
            if any(other.claims.get(name, 0) > POSSIBLE for other in filled for name in strongest):
                column.drop(EMPTY)

    def _take_steps(self) -> None:
        """Take the tasks of periods as the steps of the requirement, or as content if there is one."""
        times = ("requirement", "due")
        is_told = any(map(self.of, times)) or any(choice.field in times for choice in self.choices)
        for column in self.columns:
            if column.place in self.steps and column.grade is Grade.UNREAD:
                column.take("content" if is_told else "requirement", _STEPS)

    def _take_marks(self) -> None:
        """Take a calendar of marks as the requirement if no other column says when."""
        times = ("requirement", "due", "start")
        if any(map(self.of, times)) or any(choice.field in times for choice in self.choices):
            return
        self.marks = marked_columns(calendar_columns(self.columns, fewest=2))
        for column in self.columns:
            if column.place in self.marks:
                column.take("requirement", _MARKED)

    def _take_owner_marks(self) -> None:
        """Take the columns of units that hold marks as the units, if no other column says who answers."""
        marks = owner_marks([column for column in self.columns if column.grade is Grade.UNREAD])
        marked = [column for column in self.columns if marks and column.place in marks.names]
        others = [column for column in self.columns if column not in marked]
        if any(column.field in OWNERS or OWNERS & column.claims.keys() for column in others):
            return
        self.owner_marks = marks
        for column in marked:
            column.take("units", "用记号标出责任单位")

    def _wide_headings(self) -> None:
        """Share a heading over several columns among them: a number column is the id, a text the rest.

        Of two texts the outer one, which spans rows or repeats, is the category of the inner.
        """
        for group in self._wide:
            columns = [column for column in self._open() if column.place in group]
            numbers = [column for column in columns if column.profile.share(Look.NUMBER) >= 0.8]
            texts = [column for column in columns if column not in numbers and column.profile.filled]
            if not texts or len(columns) < 2:
                continue
            if len(numbers) == 1 and _counts(numbers[0]) and not self.of("id") and not self._claiming("id"):
                numbers[0].take("id", "列名下有两列，这一列都是数")
            if len(numbers) == len(texts) == 1 and self._names_beside_numbers(numbers[0], texts[0]):
                continue
            for column in numbers:
                if not column.field:
                    column.drop("列名下的序号，另有序号列")
            *outer, _ = texts
            if not outer or not {"title", "content"} & texts[0].claims.keys():
                continue
            for column in outer:
                if len(outer) == 1 and not self._claiming("category") and not self.of("category"):
                    column.take("category", "列名下有两列，这一列在外层")
                else:
                    column.drop("列名下有几列，只读最里面一列；要读请用 --map 列号=字段")

    def _names_beside_numbers(self, number: TableColumn, name: TableColumn) -> bool:
        """Take the texts under 编号 as the titles that it numbers, if nothing else is named so."""
        others = [column for column in self._open() if column not in (number, name)]
        names = [c for c in others if "title" in c.claims or ("content" in c.claims and not _is_sparse(c))]
        is_named = names or self.of("title")
        if is_named or name.claims.keys() != {"id"} or not (_may_title(name) and _counts(number)):
            return False
        number.take("id", "列名下有两列，这一列都是数")
        name.take("title", "列名下有两列，这一列写的是名称")
        return True

    def _times(self) -> None:
        """Tell the days planned from those on which it happened, and a deadline from its phrase."""
        for name in ("start", "due"):
            self._single(name)
        planned = bool(self.of("due"))
        if self.of("requirement"):
            for column in self._claiming("requirement"):
                column.drop("“进度要求”已由 --map 指定")
        columns = self._claiming("requirement")
        limits = [column for column in columns if not happened(column.path)]
        for column in columns:
            if column not in limits and (planned or limits):
                column.take("done_on", "另有计划的时间")
            elif column not in limits and self._is_filled_when_done(column):
                column.take("done_on", "只有完成的各项写了日期")
        claiming = self._without_stages(self._strongest("requirement"))
        if len(claiming) == 2 and not self.of("due"):
            days = [column for column in claiming if column.profile.share(Look.DAY) >= 0.8]
            if len(days) == 1:
                days[0].take("due")
                claiming.remove(days[0])
        if len(claiming) > 1:
            claiming = self._limit_among(claiming)
        if len(claiming) > 1:
            claiming = self._by_looks("requirement", claiming)
        if len(claiming) == 1 and (not self.of("due") or claiming[0].claims["requirement"] > POSSIBLE):
            is_bare = _DAY_ONLY.fullmatch(claiming[0].name) is not None
            claiming[0].take("requirement", "列名没有说这是时限" if is_bare else "")

    def _without_stages(self, claiming: list[TableColumn]) -> list[TableColumn]:
        """Take days under one heading of time, each headed by a stage, as steps: 完成时限 over 可研, 初设."""
        groups = {column.path[:-1] for column in claiming}
        are_stages = (
            len(claiming) > 1
            and groups != {()}
            and all("requirement" in meanings(group) for group in groups)
            and len(groups) == 1
            and not any(meanings(column.path[-1:]) for column in claiming)
            and all(column.profile.share(*TIMES) >= _MOSTLY for column in claiming)
        )
        if not are_stages or self.of("due"):
            return claiming
        self.stages = {column.place: column.path[-1] for column in claiming}
        for column in claiming:
            column.take("requirement", _STAGE)
        return []

    def _limit_among(self, claiming: list[TableColumn]) -> list[TableColumn]:
        """Choose the one of several columns of days that names a limit: 整改期限 beside 检查日期."""
        limits = [
            column
            for column in claiming
            if names_a_limit(column.path) and column.profile.length <= _LONGEST_LIMIT
        ]
        if len(limits) != 1 or any(column.profile.share(*TIMES) < _MOSTLY for column in claiming):
            return claiming
        for column in claiming:
            if column not in limits:
                column.drop(f"时限已取“{limits[0].name}”（{limits[0].letter} 列）")
        return limits

    def _is_filled_when_done(self, column: TableColumn) -> bool:
        states = [other for other in self.columns if "status" in (*other.claims, other.field)]
        return any(is_filled_when_done(column, other) for other in states)

    def _by_looks(self, name: str, claiming: list[TableColumn]) -> list[TableColumn]:
        """Choose the column with days among several that could be the deadline, or ask."""
        inner = [c for c in claiming if not any(o is not c and _covers_several(c, o) for o in claiming)]
        if len(inner) == 1:
            for column in claiming:
                if column is not inner[0]:
                    column.drop(f"一格管几行，时限已取里面的“{inner[0].name}”")
            return inner
        timed = [column for column in claiming if column.profile.share(*TIMES) >= 0.7]
        rest = [column for column in claiming if column.profile.share(*TIMES) < 0.3]
        if len(timed) == 1 and len(timed) + len(rest) == len(claiming):
            for column in rest:
                if not column.profile.filled:
                    column.drop(EMPTY)
            return timed
        self._ask(name, claiming)
        return []

    def _units(self) -> None:
        """Tell the units that lead from those that support: 牵头单位 leads; 责任单位 beside it supports."""
        claiming = self._strongest("units")
        groups = {column.path[:-1] or column.path for column in claiming}
        are_beside = len(claiming) == 2 and claiming[0].place + 1 == claiming[1].place
        if are_beside and len(groups) == 1 and not self.of("units"):
            first, second = claiming
            first.take("units")
            second.take("support", f"“{'/'.join(groups.pop())}”下有两列，以前一列为牵头单位")
            return
        if len(claiming) > 1 and not self.of("units"):
            leading = [column for column in claiming if leads(column.name)]
            if len(leading) == 1:
                leading[0].take("units")
                for column in claiming:
                    if column is not leading[0]:
                        column.take("support", f"牵头的是“{leading[0].name}”")
                return
        self._single("units")

    def _single(self, name: str) -> None:
        """Give a field to the one column that claims it best; ask if several do equally."""
        claiming = [c for c in self._strongest(name) if c.claims[name] >= max(c.claims.values())]
        if self.of(name):
            for column in claiming:
                taken = self.of(name)[0]
                by_map = taken.grade is Grade.SAID
                how = "已由 --map 指定" if by_map else f"已取“{taken.name}”（{taken.letter} 列）"
                column.drop(f"“{label_of(name)}”{how}")
        elif len(claiming) == 1:
            claiming[0].take(name)
        elif claiming:
            self._choose(name, claiming)

    def _choose(self, name: str, claiming: list[TableColumn]) -> None:
        filled = [column for column in claiming if column.profile.filled]
        if len(filled) == 1:
            best = filled[0]
        elif name == "start":
            for column in claiming:
                column.drop("有几列都像“起始”，都未取；要读请加 --map 列名=起始")
            return
        elif name in ("id", "persons", "category", "status", "progress"):
            best = min(filled or claiming, key=lambda column: column.place)
        else:
            self._ask(name, claiming)
            return
        best.take(name, "有几列都像，取这一列")
        for column in claiming:
            if column is not best:
                column.drop(f"“{label_of(name)}”已取“{best.name}”（{best.letter} 列）")

    def _strongest(self, name: str) -> list[TableColumn]:
        """Return the columns that claim a field with the most weight."""
        claiming = self._claiming(name)
        most = max((column.claims[name] for column in claiming), default=0)
        return [column for column in claiming if column.claims[name] == most]

    def _ask(self, name: str, among: Sequence[TableColumn]) -> None:
        listed = "、".join(f"“{column.name}”（{column.letter}）" for column in among)
        self.choices.append(Choice(name, f"{listed}都像是“{label_of(name)}”", tuple(among)))
        for column in among:
            column.drop("不知是什么，要问")

    # --- titles and contents ---------------------------------------------------------------------

    def _titles(self) -> None:
        """Find the title, the content, and other columns that say what is to be done."""
        self._without_labels()
        self._problems()
        self._names_of_people()
        titles = [c for c in self._claiming("title") if c.claims["title"] == max(c.claims.values())]
        titles.sort(key=lambda c: (_names_all(c), -c.claims["title"], not _is_name(c), c.place))
        if self.of("title"):
            for column in titles:
                column.drop("“项目名称”已由 --map 指定")
            titles = []
        contents = [column for column in self._claiming("content") if column not in titles]
        later = [column for column in (*titles, *contents) if _LATER.match(column.name)]
        if len(later) < len(titles) + len(contents) or self.of("title"):
            for column in later:
                column.drop(_NEXT)
            titles, contents = ([c for c in some if c not in later] for some in (titles, contents))
        if titles:
            contents = self._without_groups(titles[0], contents)
        most = max((column.profile.filled for column in contents), default=0)
        contents.sort(key=lambda c: (2 * c.profile.filled <= most, -c.claims["content"], c.place))
        if titles and self._names_better(titles[0], contents):
            titles[0].drop(f"多数各行空着，项目名称取“{contents[0].name}”")
            contents.pop(0).take("title", f"“{titles[0].name}”多数各行空着")
            self._spare_contents = contents
            titles = []
        if titles:
            best = titles[0]
            rivals = [c for c in titles[1:] if c.claims["title"] == best.claims["title"]]
            both = len(best.claims) > 1
            best.take(
                "title", "可以是名称，也可以是内容" if both and best.claims.get("content") == SURE else ""
            )
            self._rivals(best, rivals, contents)
            self._parts(best, [c for c in titles[1:] if c not in rivals], contents)
        if self.of("content"):
            contents = [column for column in contents if column.claims["content"] > POSSIBLE]
            for column in contents:
                column.drop("“项目内容”已由 --map 指定")
        elif contents:
            self._take_content(contents)

    def _take_content(self, contents: Sequence[TableColumn]) -> None:
        """Take the first column as the content; of a problem, what is done about it before its goal."""
        (title, *_) = (*self.of("title"), None)
        is_problem = title is not None and "问题" in title.name
        measures = [column for column in contents if is_problem and _WHAT_IS_DONE.search(column.name)]
        (taken, *_) = (*measures, *contents)
        taken.take("content")
        self._spare_contents = [column for column in contents if column is not taken]
        for column in self._spare_contents:
            column.drop(f"“项目内容”已取“{taken.name}”（{taken.letter} 列）")

    def _names_better(self, title: TableColumn, contents: Sequence[TableColumn]) -> bool:
        """Tell whether the first content names every row, each differently, where the title names few."""
        if not contents or title.claims["title"] >= SURE or not _is_sparse(title):
            return False
        profile = contents[0].profile
        dense = 10 * profile.filled >= 9 * profile.rows and profile.distinct >= _NEARLY_ALL
        return dense and not profile.spans and _may_title(contents[0])

    def _doubt_title(self) -> None:
        """Ask which column is the title if one that is not known names the rows more fully or distinctly."""
        title = next(iter(self.of("title")), None)
        if title is None or title.grade is Grade.SAID or self.levels or title.claims.get("title") == SURE:
            return
        profile = title.profile
        for column in self._texts():
            other = column.profile
            is_fuller = 2 * profile.filled <= other.filled and not profile.spans
            repeats = profile.distinct < _MOSTLY and other.length > profile.length and not profile.is_grouped
            is_name = other.share(*TEXTS) >= _MOSTLY and other.distinct >= _NEARLY_ALL and not column.why
            if is_name and not column.claims and other.rows >= _SOME and (is_fuller or repeats):
                title.drop("不知是不是名称，要问")
                text = f"“{title.name}”像是名称，可是“{column.name}”写得更全，看不出哪一列是名称"
                self.choices.append(Choice("title", text, (column, title)))
                return

    def _owners_by_looks(self) -> None:
        """Take columns that are headed like owners, and hold their names, if no known column has any."""
        if any(map(self.of, OWNERS)) or any(choice.field in OWNERS for choice in self.choices):
            return
        for name, heading, names in (("units", _BODIES, _NAMES), ("persons", _PEOPLE, _NAMES_OF_PEOPLE)):
            found = [
                column
                for column in self._texts()
                if not column.why
                and heading.search(column.name)
                and column.profile.cells
                and all(is_dash(cell.text) or names.fullmatch(cell.text) for cell in column.profile.cells)
            ]
            if len(found) == 1:
                found[0].take(name, f"没有别的列像{label_of(name)}")

    def _without_groups(self, title: TableColumn, contents: list[TableColumn]) -> list[TableColumn]:
        """Take a short text that repeats before distinct titles, such as 目标, as their category."""
        groups = [
            column
            for column in contents
            if column.place < title.place
            and column.profile.length <= _LONGEST_LIMIT
            and column.profile.distinct < title.profile.distinct
            and (_is_outer(column, title) or _is_in_runs(column))
        ]
        if len(groups) == 1 and not self._claiming("category") and not self.of("category"):
            groups[0].take("category", f"“{title.name}”是它下面的各项")
        return [column for column in contents if column.field != "category"]

    def _levels_of_tasks(self) -> None:
        """Read 一级, 二级 and 三级 of one kind as levels: the outermost groups, the innermost one names.

        Columns at the left without a heading are levels, too, if nothing else names a project.
        """
        among = [column for column in self._open() if column.path and _LEVEL.fullmatch(column.path[-1])]
        stems = {_LEVEL.sub(r"\1", column.path[-1]) for column in among}
        is_named = any("title" in column.claims for column in among)
        if len(stems) == 1 and len(among) > 1 and is_named and not self.of("title"):
            self._take_levels(among, "各级里有的最里一级是名称")
        elif not self._claiming("title") and not self._claiming("content") and not self.of("title"):
            unnamed = list(takewhile(lambda column: not column.path, self.columns))
            are_open = all(
                column in self._open() and column.profile.share(*TEXTS) >= 0.6 for column in unnamed
            )
            if len(unnamed) > 1 and are_open and (p := unnamed[0].profile) and (p.spans or p.is_grouped):
                self._take_levels(unnamed, "没有列名，各级里有的最里一级是名称")

    def _inner_titles(self) -> None:
        """Read texts without a heading right of the names, in rows that have none there, as names, too."""
        titles = self.of("title")
        if len(titles) != 1 or titles[0].grade is Grade.SAID or not titles[0].path:
            return
        (outer,) = titles
        inner = next((column for column in self._open() if column.place == outer.place + 1), None)
        if (
            inner is None
            or inner.path
            or inner.profile.filled < _SOME
            or not inner.profile.share(*TEXTS) > _MOSTLY
        ):
            return
        named = {cell.row for cell in outer.profile.cells}
        if not named & {cell.row for cell in inner.profile.cells}:
            inner.take("title", f"没有列名，紧跟“{outer.name}”，写的是没有它的各行")
            self.levels = [outer, inner]

    def _take_levels(self, among: Sequence[TableColumn], why: str) -> None:
        outermost, *inner = among
        if len(inner) > 1 or outermost.profile.spans or outermost.profile.is_grouped:
            if not self._claiming("category") and not self.of("category"):
                outermost.take("category", "各级里最外一级")
            else:
                outermost.drop("类别另有一列")
        else:
            inner = list(among)
        for column in inner:
            column.take("title", why)
        self.levels = inner

    def _problems(self) -> None:
        """Take 存在问题 before the columns of what is done about it as the title, if nothing else is."""
        measures = [column for column in self._claiming("content") if _MEASURES.search(column.name)]
        found = [column for column in self._open() if column.path and _PROBLEMS.fullmatch(column.path[-1])]
        is_named = any(column.claims["title"] > POSSIBLE for column in self._claiming("title"))
        if is_named or self.of("title") or len(found) != 1 or not measures:
            return
        (problem,) = found
        if problem.place < min(column.place for column in measures) and _may_title(problem):
            problem.take("title", f"各项的“{measures[0].name}”在它后面")

    def _without_labels(self) -> None:
        """Take the content as the title if the title column only counts: 任务 1, 任务 2."""
        labels = [
            column
            for column in self._claiming("title")
            if column.profile.share(Look.LABEL) >= _MOSTLY and not column.name.endswith("名称")
        ]
        contents = [column for column in self._claiming("content") if column not in labels]
        if labels and len(contents) == 1 and not self.of("title"):
            contents[0].take("title", f"“{labels[0].name}”一列只有编号")
            for column in labels:
                column.drop("只有编号，没有名称")

    def _rivals(self, best: TableColumn, rivals: list[TableColumn], contents: list[TableColumn]) -> None:
        """Choose the title among several columns: outer ones become categories, others the content."""
        if not rivals:
            return
        far = 2 * best.profile.filled <= rivals[0].profile.filled
        repeats = best.profile.distinct < rivals[0].profile.distinct == 1
        covers = _is_outer(best, rivals[0]) and (far or best.profile.is_grouped or not _is_name(best))
        outer = covers or (repeats and best.profile.rows >= _SOME)
        if outer and not self._claiming("category"):
            best.take("category", f"“{rivals[0].name}”是它下面的各项")
            rivals[0].take("title")
            rivals = self._innermost(rivals)
        for column in rivals:
            if _names_all(column) and not column.profile.spans:
                column.drop(f"只有一格有字，项目名称已取“{self.of('title')[0].name}”")
            elif _names_all(column) and not self._claiming("category") and not self.of("category"):
                column.take("category", f"项目名称已取“{self.of('title')[0].name}”")
            elif not contents and not self.of("content"):
                column.take("content", f"项目名称已取“{self.of('title')[0].name}”")
                self._ask_if_beside(self.of("title")[0], column)
            else:
                column.drop(f"项目名称已取“{self.of('title')[0].name}”")

    def _ask_if_beside(self, title: TableColumn, column: TableColumn) -> None:
        """Ask about two columns under one heading, each with things to do: 教学工作, 德育工作."""
        if title.path[:-1] and title.path[:-1] == column.path[:-1]:
            group = "/".join(title.path[:-1])
            what = f"“{group}”下的“{title.path[-1]}”“{column.path[-1]}”像是两类事，现作一项的名称和内容"
            self.choices.append(Choice("title", what, (title, column), needed=False))

    def _names_of_people(self) -> None:
        """Leave Name beside another title, such as Task, unread: it may be of people or of things."""
        titles = self._claiming("title")
        names = [column for column in titles if column.path[-1].lower() in _NAME]
        others = any(map(self.of, ("persons", "units"))) or self._claiming("persons")
        if len(names) == 1 and len(titles) > 1 and not others and names[0].profile.length <= _LONGEST_LIMIT:
            label = label_of("persons")
            names[0].drop(f"是人名还是名称看不出；是{label}请加 --map {names[0].name}={label}")

    def _innermost(self, titles: list[TableColumn]) -> list[TableColumn]:
        """Take the innermost of columns that cover each other: 三级任务; return the rest after it."""
        while len(titles) > 1 and titles[0].profile.spans and _is_outer(titles[0], titles[1]):
            titles[0].drop(f"“{titles[1].name}”是它下面的各项")
            titles[1].take("title")
            titles = titles[1:]
        return titles[1:]

    def _parts(self, best: TableColumn, others: list[TableColumn], contents: list[TableColumn]) -> None:
        """Read a column that is less surely a title: 分项任务 below a merged 任务, else as the content."""
        if best.field != "title" or not others:
            return
        inner = others[0]
        covers = inner.profile.spans and not best.profile.spans and _is_outer(inner, best)
        if (
            covers
            and all(len(c.text) <= _LONGEST_GROUP and "\n" not in c.text for c in inner.profile.cells)
            and not self._claiming("category")
            and not self.of("category")
        ):
            inner.take("category", f"“{best.name}”是它下面的各项")
        elif (
            (best.profile.spans or best.profile.is_grouped)
            and _is_outer(best, inner)
            and not self._claiming("category")
        ):
            best.take("category", f"“{inner.name}”是它下面的各项")
            inner.take("title")
        elif not contents and not self.of("content"):
            inner.take("content", f"项目名称已取“{best.name}”")

    def _outer_title(self) -> None:
        """Take a title over several rows, each with its own content, as their category."""
        title, content, id = (next(iter(self.of(name)), None) for name in ("title", "content", "id"))
        if not (title and content) or Grade.SAID in (title.grade, content.grade):
            return
        category = next(iter(self.of("category")), None)
        if category and not (category.path == title.path and category.place < title.place):
            return
        if (
            title.profile.spans
            and not (id and id.profile.spans)
            and not content.profile.spans
            and _is_outer(title, content)
        ):
            if category:
                title.drop(f"“{content.name}”是它下面的各项，类别取了前一列")
            else:
                title.take("category", f"“{content.name}”是它下面的各项")
            content.take("title", "各项有自己的序号" if id else "名称合并了几行，各行有自己的内容")

    def _inner_category(self) -> None:
        """Ask which column is the title if merged cells of the one cover several of the category."""
        title, category = (next(iter(self.of(name)), None) for name in ("title", "category"))
        if not (title and category) or title.grade is not Grade.TAKEN or category.grade is Grade.SAID:
            return
        if not category.profile.spans and _covers_several(title, category):
            text = f"一个“{title.name}”下有几个“{category.name}”，看不出哪一列是“{label_of('title')}”"
            self.choices.append(Choice("title", text, (title, category), needed=False))

    def _chapters(self) -> None:
        """Take short numbers that stand first and differ in each row as the id, not as the category: 1.1."""
        first = self.columns[0] if self.columns else None
        if first not in self.of("category") or self.of("id") or not self.of("title"):
            return
        profile = first.profile
        is_sure = first.grade is Grade.SAID or first.claims.get("category") == SURE
        numbered = sum(any(map(str.isdecimal, cell.text)) for cell in profile.cells)
        if is_sure or profile.spans or profile.distinct < 1 or profile.length > _LONGEST_ID:
            return
        if profile.filled >= _MANY and 2 * numbered > profile.filled:
            first.take("id", "第一列，各行不同")

    def _title_at_all(self) -> None:
        """Take the column nearest to a title if there is none, or ask."""
        if self.of("title") or any(choice.field == "title" for choice in self.choices):
            return
        for source in (
            self.of("content"),
            self.of("targets"),
            self._inner_categories(),
            self.of("category"),
            self._texts(),
        ):
            chosen = [column for column in source if column.grade is not Grade.SAID and _may_title(column)]
            chosen = [column for column in chosen if not _comments(column)]
            is_known = bool(chosen) and (bool(chosen[0].claims) or not _is_sparse(chosen[0]))
            if len(chosen) == 1 and is_known and not self._says_more(chosen[0]):
                chosen[0].take("title", "没有别的列像项目名称")
                if not self.of("content") and self._spare_contents:
                    self._take_content(self._spare_contents)
                return
        texts = [
            column
            for column in self.columns
            if column.profile.share(*TEXTS) >= 0.5 and not _names_a_time(column) and not _comments(column)
        ]
        if len(texts) == 1 and texts[0].claims.get("content") == SURE and texts[0].grade is not Grade.SAID:
            texts[0].take("title", "没有别的列像项目名称")
            return
        among = [column for column in texts if not column.field] or texts
        if among:
            self.choices.append(Choice("title", "没有认得的“项目名称”列", tuple(among)))

    def _inner_categories(self) -> list[TableColumn]:
        """Return the columns of classes within the category: 小分类 beside 大分类."""
        outer = self.of("category")
        return [
            column
            for column in self.columns
            if outer and column.grade is Grade.UNREAD and "category" in column.claims
            if _is_outer(outer[0], column)
        ]

    def _says_more(self, category: TableColumn) -> list[TableColumn]:
        """Return the unknown columns that are more like a title than a category is."""
        if category.field != "category" and "category" not in category.claims:
            return []
        length, distinct = category.profile.length, category.profile.distinct
        return [
            column
            for column in self._texts()
            if _may_title(column) and column.profile.length > length and column.profile.distinct >= distinct
        ]

    def _offer(self) -> None:
        """Offer columns with an unknown heading that look like units or days, if no other column has them."""
        for fields, looks in (
            (("units", "persons"), (Look.BODY, Look.PERSON)),
            (("requirement", "due"), TIMES),
        ):
            if any(map(self.of, fields)) or any(choice.field in fields for choice in self.choices):
                continue
            among = [
                one
                for one in (*self._texts(), *self.of("content"))
                if one.grade is not Grade.SAID and not one.why and one.profile.share(*looks) >= _MOSTLY
            ]
            if among:
                are_people = among[0].profile.share(Look.PERSON) > among[0].profile.share(Look.BODY)
                field = "persons" if are_people else fields[0]
                text = f"没有认得的“{label_of(field)}”列，有一列的内容像是"
                self.choices.append(Choice(field, text, tuple(among), needed=False))

    def _texts(self) -> list[TableColumn]:
        return [
            column
            for column in self.columns
            if column.grade is Grade.UNREAD and column.path and not has_no_field(column.path)
        ]

    def _unnamed(self) -> None:
        """Read columns without a heading: merged texts at the left are categories, numbers ids."""
        for column in self._open():
            if column.path or not column.profile.filled:
                continue
            profile = column.profile
            if profile.share(Look.NUMBER) >= 0.8 and not self.of("id") and profile.distinct == 1:
                column.take("id", "没有列名，都是数")
            elif (
                column is self.columns[0]
                and not self.of("category")
                and profile.spans
                and _reaches_all(column)
            ):
                column.take("category", "没有列名，管着几行")
            elif not self.of("title") and profile.filled == profile.rows and _may_title(column):
                column.take("title", "没有列名，各行都有字，没有别的列像项目名称")

    def _second_owners(self) -> None:
        """Read a column of units without a heading, right of the units, as those that support."""
        units = self.of("units")
        if len(units) != 1 or self.of("support"):
            return
        for column in self._open():
            is_beside = column.place == units[0].place + 1 and not column.path
            if is_beside and column.profile.share(Look.BODY) >= _MOSTLY:
                column.take("support", f"没有列名，紧跟“{units[0].name}”，写的也是单位")

    def _persons_who_support(self) -> None:
        """Take persons who take part, 参与人, as those who answer, if the table names no others."""
        columns = self.of("support")
        are_others = self.of("units") or self.of("persons")
        if len(columns) == 1 and not are_others and columns[0].profile.share(Look.PERSON) >= _MOSTLY:
            columns[0].take("persons", "写的是人，没有别的列写谁负责")

    def _unknown_groups(self) -> None:
        """Take a first column with an unknown heading that is merged over several rows as their category."""
        first = self.columns[0] if self.columns else None
        if not first or first not in self._open() or first.claims or self.of("category"):
            return
        if not self.of("title") or has_no_field(first.path or ("",)) or first.profile.distinct < 1:
            return
        if first.profile.spans and first.profile.share(*TEXTS) >= _MOSTLY and first.path:
            first.take("category", "管着几行")

    def _first_numbers(self) -> None:
        """Take the first column as the id if its heading is unknown and it numbers the rows."""
        first = next((column for column in self.columns if column.profile.filled), None)
        if first and first in self._open() and not first.claims and not self.of("id"):
            profile, is_known = first.profile, has_no_field(first.path or ("",))
            numbers = profile.filled >= _SOME and profile.share(Look.NUMBER) == profile.distinct == 1
            if numbers and profile.filled == profile.rows and not is_known:
                first.take("id", "第一列，都是数，各不相同")


def _named(name: str, columns: Iterable[TableColumn]) -> list[TableColumn]:
    """Find the columns that the caller means: by path, by heading, by letter, by the end of the path."""
    columns = list(columns)
    ways: tuple[Callable[[TableColumn], bool], ...] = (
        lambda column: column.name == name,
        lambda column: bool(column.path) and column.path[-1] == name,
        lambda column: column.letter == name.upper(),
        lambda column: column.name.endswith(f"/{name}"),
    )
    for fits in ways:
        found = [column for column in columns if fits(column)]
        if found:
            return found
    return []


def _under_wide_headings(head: Head) -> list[frozenset[int]]:
    """Return the columns that stand together under one heading, without any of their own."""
    groups: dict[tuple[tuple[int, int], tuple[str, ...]], list[int]] = {}
    for place, path in sorted(head.paths.items()):
        groups.setdefault((head.origin(place), path), []).append(place)
    return [frozenset(places) for places in groups.values() if len(places) > 1]


def _empty_under_wide_headings(head: Head, profiles: Mapping[int, Profile]) -> set[int]:
    """Return the columns that a heading only covers: nothing begins in them below it."""
    return {
        place
        for group in _under_wide_headings(head)
        for place in group - {min(group)}
        if place not in profiles
    }


def _is_name(column: TableColumn) -> bool:
    return column.path[-1].endswith(("名称", "标题", "项目", "name", "title"))


def _names_all(column: TableColumn) -> bool:
    """Tell whether one text stands for all rows."""
    return column.profile.filled == 1 and column.profile.rows >= _SOME


def _is_outer(column: TableColumn, inner: TableColumn) -> bool:
    """Tell whether each cell of a column covers several cells of another."""
    is_inner = not inner.profile.is_grouped or inner.profile.distinct > column.profile.distinct
    if column.profile.is_grouped and is_inner:
        return True
    fewer = column.profile.filled < inner.profile.filled
    return fewer and (column.profile.spans or column.profile.distinct < inner.profile.distinct)


def _is_in_runs(column: TableColumn) -> bool:
    """Tell whether some texts of a column stand in several cells on end, and none stands again further on."""
    runs = [text for text, _ in groupby(cell.text for cell in column.profile.cells)]
    return len(runs) == len(set(runs)) < len(column.profile.cells)


def _covers_several(title: TableColumn, other: TableColumn) -> bool:
    """Tell whether some cell of a column covers several different cells of another, and none the reverse."""
    spans = [range(cell.row, cell.row + cell.height) for cell in title.profile.cells if cell.height > 1]
    texts = {cell.row: cell.text for cell in other.profile.cells}
    return any(len({texts[row] for row in rows if row in texts}) > 1 for rows in spans)


def _reaches_all(column: TableColumn) -> bool:
    """Tell whether the cells of a column, with those that they are merged over, stand beside most rows."""
    profile = column.profile
    return 5 * sum(cell.height for cell in profile.cells) >= 4 * profile.rows


def _counts(column: TableColumn) -> bool:
    """Tell whether the numbers of a column tell its rows apart: 1.1 once only, or 1, 2, 3, and 1, 2 again."""
    texts = [cell.text.strip() for cell in column.profile.cells]
    follow = sum(a.isdecimal() and b.isdecimal() and int(b) == int(a) + 1 for a, b in pairwise(texts))
    return column.profile.distinct > _MOSTLY or 2 * follow >= len(texts) - 1 > 0


def _is_sparse(column: TableColumn) -> bool:
    """Tell whether most rows have nothing in a column, which is not merged over them."""
    return not column.profile.spans and 2 * column.profile.filled < column.profile.rows


def _may_title(column: TableColumn) -> bool:
    profile = column.profile
    is_text = profile.filled >= 1 and profile.share(*TEXTS) >= 0.6 and profile.distinct >= 0.6
    return is_text and not _names_a_time(column) and not column.name.endswith("值")


def _comments(column: TableColumn) -> bool:
    """Tell whether a column has remarks on what others say, which names nothing: 备注, 评语."""
    return "remark" in column.claims or _COMMENT.search(column.name) is not None


def _names_a_time(column: TableColumn) -> bool:
    """Tell whether a heading can only be of a time, whatever stands below it."""
    named = meanings(column.path) if column.path else {}
    return bool(TIME_FIELDS & named.keys()) and "title" not in named
