"""The columns of one table while it is decided what each holds."""

from collections.abc import Mapping, Sequence

from dushiquan.sources.column_relations import names_periods
from dushiquan.sources.columns import Choice, Grade, TableColumn
from dushiquan.sources.headings import has_no_field, label_of
from dushiquan.sources.mending.owner_marks import OwnerMarks


class TableColumns:
    """The columns of one table, with what is asked about them.

    ``steps`` are those of periods, ``stages`` those of a day each, ``marks`` those of a calendar of marks,
    ``owner_marks`` those of marks under units, ``levels`` those that name a project at several levels.
    ``spare_contents`` could be the content as well as the one that is.
    """

    def __init__(self, columns: Sequence[TableColumn]) -> None:
        self.columns = list(columns)
        self.choices: list[Choice] = []
        self.spare_contents: list[TableColumn] = []
        self.levels: list[TableColumn] = []
        self.steps: Mapping[int, str] = {}
        self.stages: Mapping[int, str] = {}
        self.marks: Mapping[int, str] = {}
        self.owner_marks: OwnerMarks | None = None

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

    @property
    def periods(self) -> TableColumn | None:
        """The unread column that tells the month or the quarter of each row, beside that of the limits."""
        found = [column for column in self.columns if column.grade is Grade.UNREAD and names_periods(column)]
        return found[0] if len(found) == 1 and (self.of("requirement") or self.of("due")) else None

    def open(self) -> list[TableColumn]:
        """Return the columns that are not decided on."""
        return [column for column in self.columns if column.grade is Grade.UNREAD and not column.why]

    def claiming(self, field: str) -> list[TableColumn]:
        """Return the open columns that could be a field."""
        return [column for column in self.open() if field in column.claims]

    def strongest(self, name: str) -> list[TableColumn]:
        """Return the columns that claim a field with the most weight."""
        claiming = self.claiming(name)
        most = max((column.claims[name] for column in claiming), default=0)
        return [column for column in claiming if column.claims[name] == most]

    def single(self, name: str) -> None:
        """Give a field to the one column that claims it best; ask if several do equally."""
        claiming = [c for c in self.strongest(name) if c.claims[name] >= max(c.claims.values())]
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
            self.ask(name, claiming)
            return
        best.take(name, "有几列都像，取这一列")
        for column in claiming:
            if column is not best:
                column.drop(f"“{label_of(name)}”已取“{best.name}”（{best.letter} 列）")

    def ask(self, name: str, among: Sequence[TableColumn]) -> None:
        """Ask which of several columns is a field."""
        listed = "、".join(f"“{column.name}”（{column.letter}）" for column in among)
        self.choices.append(Choice(name, f"{listed}都像是“{label_of(name)}”", tuple(among)))
        for column in among:
            column.drop("不知是什么，要问")

    def unread_texts(self) -> list[TableColumn]:
        """Return the unread columns with a heading that could be a field."""
        return [
            column
            for column in self.columns
            if column.grade is Grade.UNREAD and column.path and not has_no_field(column.path)
        ]
