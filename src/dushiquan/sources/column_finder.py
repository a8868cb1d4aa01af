"""The decision on what the columns of a table hold: first what is said, then what is plain, then the rest."""

from collections.abc import Callable, Iterable, Mapping

from dushiquan.formats.table import letters
from dushiquan.sources.category_columns import ask_about_inner_category, take_chapters, take_unknown_groups
from dushiquan.sources.column_relations import counts, is_sparse, may_title, reaches_all
from dushiquan.sources.columns import (
    MOSTLY,
    OWNERS,
    SEVERAL,
    SOME,
    TIMES,
    Choice,
    Grade,
    TableColumn,
    claims_of,
    holds_choices,
    holds_marks,
    holds_measures,
    holds_roles,
)
from dushiquan.sources.evidence import Look, Profile
from dushiquan.sources.head import Head
from dushiquan.sources.headings import NO_FIELD, POSSIBLE, has_no_field, label_of, meanings
from dushiquan.sources.mending.period_columns import step_columns
from dushiquan.sources.owner_columns import (
    take_owner_marks,
    take_owners_by_looks,
    take_persons_who_support,
    take_second_owners,
    take_units,
)
from dushiquan.sources.row_numbers import table_and_row
from dushiquan.sources.table_columns import TableColumns
from dushiquan.sources.time_columns import EMPTY, STEPS, drop_next_period, take_marks, take_steps, take_times
from dushiquan.sources.title_columns import (
    doubt_title,
    take_inner_titles,
    take_levels,
    take_outer_title,
    take_title_at_all,
    take_titles,
)


class ColumnFinder(TableColumns):
    """Decides what the columns of one table hold.

    ``said`` gives fields by heading, by heading under its group or by letter, as the caller or an earlier
    answer has it.
    """

    def __init__(self, head: Head, profiles: Mapping[int, Profile], said: Mapping[str, str]) -> None:
        places = sorted({*head.paths, *profiles} - _empty_under_wide_headings(head, profiles))
        columns = [
            TableColumn(
                place,
                head.paths.get(place, ()),
                profiles.get(place, Profile()),
                f"{letters(place)}{table_and_row(head.cells[place].row)[1]}" if place in head.cells else "",
            )
            for place in places
        ]
        super().__init__(columns)
        self.unknown = self._take_said(said)
        self._wide = _under_wide_headings(head)
        for column in self.columns:
            column.claims = claims_of(column)
            if column.path and holds_marks(column) and meanings(column.path).keys() & OWNERS:
                column.drop("写的是记号，不是名称；谁负责请另写一列")
            elif column.path and holds_roles(column) and meanings(column.path).keys() & OWNERS:
                column.drop("只写了主办还是协办，不是名称")
            elif column.path and holds_choices(column) and "status" in column.claims:
                column.drop("是表单里供选的几种状态，没有写选了哪一种")
            elif holds_measures(column):
                column.drop("写的是计量单位，不是责任单位")
        self.steps = step_columns(self.columns)
        for column in self.columns:
            if column.place in self.steps:
                column.why = STEPS
        self._decide()

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

    def _decide(self) -> None:
        self._without_empty_rivals()
        drop_next_period(self)
        take_owner_marks(self)
        self._wide_headings()
        take_times(self)
        take_units(self)
        for name in ("id", "kind", "regions", "status", "progress", "done_on", "begun_on", "persons"):
            self.single(name)
        take_levels(self)
        take_titles(self)
        self.single("category")
        for name in SEVERAL:
            for column in self.claiming(name):
                if max(column.claims.values()) == column.claims[name]:
                    column.take(name)
        self._unnamed()
        take_second_owners(self)
        take_persons_who_support(self)
        take_unknown_groups(self)
        self._first_numbers()
        take_outer_title(self)
        take_chapters(self)
        take_title_at_all(self)
        take_outer_title(self)
        ask_about_inner_category(self)
        take_inner_titles(self)
        doubt_title(self)
        take_steps(self)
        take_marks(self)
        take_owners_by_looks(self)
        self._offer()

    def _without_empty_rivals(self) -> None:
        """Leave out columns in which nothing stands if another, filled one means the same."""
        filled = [column for column in self.open() if column.profile.filled]
        for column in self.open():
            strongest = [
                name for name, weight in column.claims.items() if weight == max(column.claims.values())
            ]
            if column.profile.filled or not column.path or set(strongest) & set(SEVERAL):
                continue
            if any(other.claims.get(name, 0) > POSSIBLE for other in filled for name in strongest):
                column.drop(EMPTY)

    def _wide_headings(self) -> None:
        """Share a heading over several columns among them: a number column is the id, a text the rest.

        Of two texts the outer one, which spans rows or repeats, is the category of the inner.
        """
        for group in self._wide:
            columns = [column for column in self.open() if column.place in group]
            numbers = [column for column in columns if column.profile.share(Look.NUMBER) >= 0.8]
            texts = [column for column in columns if column not in numbers and column.profile.filled]
            if not texts or len(columns) < 2:
                continue
            if len(numbers) == 1 and counts(numbers[0]) and not self.of("id") and not self.claiming("id"):
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
                if len(outer) == 1 and not self.claiming("category") and not self.of("category"):
                    column.take("category", "列名下有两列，这一列在外层")
                else:
                    column.drop("列名下有几列，只读最里面一列；要读请用 --map 列号=字段")

    def _names_beside_numbers(self, number: TableColumn, name: TableColumn) -> bool:
        """Take the texts under 编号 as the titles that it numbers, if nothing else is named so."""
        others = [column for column in self.open() if column not in (number, name)]
        names = [c for c in others if "title" in c.claims or ("content" in c.claims and not is_sparse(c))]
        is_named = names or self.of("title")
        if is_named or name.claims.keys() != {"id"} or not (may_title(name) and counts(number)):
            return False
        number.take("id", "列名下有两列，这一列都是数")
        name.take("title", "列名下有两列，这一列写的是名称")
        return True

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
                for one in (*self.unread_texts(), *self.of("content"))
                if one.grade is not Grade.SAID and not one.why and one.profile.share(*looks) >= MOSTLY
            ]
            if among:
                are_people = among[0].profile.share(Look.PERSON) > among[0].profile.share(Look.BODY)
                field = "persons" if are_people else fields[0]
                text = f"没有认得的“{label_of(field)}”列，有一列的内容像是"
                self.choices.append(Choice(field, text, tuple(among), needed=False))

    def _unnamed(self) -> None:
        """Read columns without a heading: merged texts at the left are categories, numbers ids."""
        for column in self.open():
            if column.path or not column.profile.filled:
                continue
            profile = column.profile
            if profile.share(Look.NUMBER) >= 0.8 and not self.of("id") and profile.distinct == 1:
                column.take("id", "没有列名，都是数")
            elif (
                column is self.columns[0]
                and not self.of("category")
                and profile.spans
                and reaches_all(column)
            ):
                column.take("category", "没有列名，管着几行")
            elif not self.of("title") and profile.filled == profile.rows and may_title(column):
                column.take("title", "没有列名，各行都有字，没有别的列像项目名称")

    def _first_numbers(self) -> None:
        """Take the first column as the id if its heading is unknown and it numbers the rows."""
        first = next((column for column in self.columns if column.profile.filled), None)
        if first and first in self.open() and not first.claims and not self.of("id"):
            profile, is_known = first.profile, has_no_field(first.path or ("",))
            numbers = profile.filled >= SOME and profile.share(Look.NUMBER) == profile.distinct == 1
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
