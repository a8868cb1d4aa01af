"""Which column of a plan's table holds which field: by its heading, by what stands below, by the others."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from dushiquan.formats.table import letters
from dushiquan.sources.evidence import Look, Profile
from dushiquan.sources.headings import (
    NO_FIELD,
    SURE,
    meanings,
    names_a_limit,
)

SEVERAL = frozenset(("support", "note", "remark", "targets"))
"""The fields that may have several columns, whose texts are joined."""

TIMES = (Look.DAY, Look.TIME)
TEXTS = (Look.SHORT, Look.LONG, Look.BODY, Look.STATUS, Look.TIME)


class Grade(StrEnum):
    """How sure it is what a column holds."""

    SAID = "said"
    KNOWN = "known"
    TAKEN = "taken"
    UNREAD = "unread"


@dataclass(slots=True)
class TableColumn:
    """A column and what it was understood to hold: ``field``, or "" if it is not read.

    ``why`` is what a person should know of the decision. ``claims`` are the fields that it could be.
    """

    place: int
    path: tuple[str, ...]
    profile: Profile
    ref: str = ""
    claims: dict[str, int] = field(default_factory=dict)
    field: str = ""
    grade: Grade = Grade.UNREAD
    why: str = ""

    @property
    def name(self) -> str:
        """What it is called: its heading under its groups."""
        return "/".join(self.path)

    @property
    def letter(self) -> str:
        """Its letter."""
        return letters(self.place)

    @property
    def title(self) -> str:
        """What it is called in a message."""
        return f"列“{self.name}”" if self.path else f"{self.letter} 列"

    def plain(self) -> dict[str, str]:
        """Return what is shown of the column as plain JSON values."""
        return {
            "letter": self.letter,
            "name": self.name,
            "field": self.field,
            "grade": self.grade.value,
            "sample": self.profile.sample,
        }

    def take(self, field: str, why: str = "", grade: Grade | None = None) -> None:
        """Set the field of the column."""
        self.field, self.why = field, why
        self.grade = grade or (Grade.TAKEN if why else Grade.KNOWN)

    def drop(self, why: str) -> None:
        """Leave the column unread."""
        self.field, self.why, self.grade = "", why, Grade.UNREAD


@dataclass(frozen=True, slots=True)
class Choice:
    """A question whose answer the table does not give: which of these columns is the field.

    ``needed`` if the table cannot be read without the answer.
    """

    field: str
    text: str
    among: tuple[TableColumn, ...]
    needed: bool = True


# --- of one column -------------------------------------------------------------------------------------


def claims_of(column: TableColumn) -> dict[str, int]:
    """Return the fields that a column could be, by its heading and by what stands below it."""
    found = dict(meanings(column.path)) if column.path else {}
    profile = column.profile
    for told, from_fields, says in _TOLD if not names_a_limit(column.path) else ():
        if from_fields & found.keys() and says(profile):
            return {told: max(found.values())}
    if "progress" in found and profile.share(*TEXTS) >= 0.5:
        return {"note": found["progress"]}
    if "persons" in found and profile.share(Look.BODY) >= 0.7:
        return {"units": found["persons"]}
    if (
        "requirement" in found
        and found["requirement"] < SURE
        and profile.filled
        and not profile.share(*TIMES)
    ):
        return {name: weight for name, weight in found.items() if name != "requirement"}
    return found


_TOLD: tuple[tuple[str, frozenset[str], Callable[[Profile], bool]], ...] = (
    (
        "status",
        frozenset(("requirement", "note", "progress", "category", "remark")),
        lambda profile: profile.share(Look.STATUS) >= 0.6,
    ),
    (
        "progress",
        frozenset(("requirement", "note", "status")),
        lambda profile: profile.share(Look.PERCENT) >= 0.5,
    ),
    ("requirement", frozenset(("progress",)), lambda profile: profile.share(*TIMES) >= 0.5),
)
"""What a column holds, of those it could by its heading, if its cells say so."""


def said_of(columns: Iterable[TableColumn]) -> dict[str, str]:
    """Return what was said of columns, by their names, or by letter if a name is not unique."""
    columns = list(columns)
    names = Counter(column.name for column in columns)
    return {
        column.name if column.path and names[column.name] == 1 else column.letter: column.field or NO_FIELD
        for column in columns
        if column.grade is Grade.SAID
    }
