"""Which column of a plan's table holds which field: by its heading, by what stands below, by the others."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dushiquan.domain.status import Status
from dushiquan.formats.table import Row, letters
from dushiquan.phrases.status_words import NOT_YET, are_choices, status_of
from dushiquan.sources.cells import is_dash
from dushiquan.sources.evidence import Look, Profile, look_of, names_owners
from dushiquan.sources.headings import (
    NO_FIELD,
    POSSIBLE,
    SURE,
    meanings,
    names_a_limit,
)
from dushiquan.sources.mending.bare_numbers import unit_of

SEVERAL = frozenset(("support", "note", "remark", "targets"))
"""The fields that may have several columns, whose texts are joined."""

OWNERS = frozenset(("units", "support", "persons"))
MOSTLY = 0.7
"""Share of the cells of a column by which it is of a kind."""
SOME = 3
"""Rows from which a column can be told by its cells."""
TIMES = (Look.DAY, Look.TIME)
TIME_FIELDS = frozenset(("requirement", "start", "due", "done_on", "begun_on"))
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
    def unit(self) -> str:
        """What its bare numbers count: 月, 年, or "" if it has none."""
        return unit_of(self.path, self.profile.cells)

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
    if found.get("title") == POSSIBLE and profile.filled and profile.share(*TIMES) >= 0.7:
        found = {name: weight for name, weight in found.items() if name != "title"}
    if "status" in found and profile.share(Look.DAY) >= 0.5:
        return {"done_on": found["status"]}
    if {"title", "requirement"} <= found.keys() and (profile.share(Look.DAY) >= 0.8 or _tells_steps(profile)):
        return {"requirement": found["requirement"]}
    if "units" in found and _BARE_ROLE.search(column.name) and profile.share(Look.PERSON) >= 0.7:
        return {"persons": found["units"]}
    if found.get("category") == POSSIBLE and profile.share(Look.NUMBER) >= 0.7:
        found = {name: weight for name, weight in found.items() if name != "category"}
    if found.get("units") == found.get("persons") == POSSIBLE and not _lists_owners(profile):
        return {"content": POSSIBLE}
    if 0 < found.get("persons", 0) < SURE and _tells_duties(profile):
        found = {name: weight for name, weight in found.items() if name != "persons"}
    if "progress" in found and profile.share(*TEXTS) >= 0.5:
        return {"note": found["progress"]}
    if "persons" in found and profile.share(Look.BODY) >= 0.7:
        return {"units": found["persons"], "persons": found["persons"]}
    if (
        "requirement" in found
        and found["requirement"] < SURE
        and profile.filled
        and not profile.share(*TIMES)
        and not names_a_limit(column.path)
        and not column.unit
    ):
        return {name: weight for name, weight in found.items() if name != "requirement"}
    return found


def is_step(text: str) -> bool:
    """Tell whether a text begins with a time and a colon, or has a time right before what is done."""
    return _TIMED.match(text) is not None or _STEP.search(text) is not None


def _tells_steps(profile: Profile) -> bool:
    """Tell whether most cells begin with a time and a colon, or have several times with what is done."""
    told = sum(
        _TIMED.match(cell.text) is not None or len(_STEP.findall(cell.text)) > 1 for cell in profile.cells
    )
    return 2 * told > len(profile.cells)


def _lists_owners(profile: Profile) -> bool:
    """Tell whether most cells name who answers (分工), and not what each is to do."""
    return 2 * sum(names_owners(cell.text) for cell in profile.cells) >= len(profile.cells)


def _tells_duties(profile: Profile) -> bool:
    """Tell whether most cells say what people do, as sentences or lists with colons, and not only who."""
    told = [cell for cell in profile.cells if _LISTED.match(cell.text) or len(cell.text) > _LONGEST_NAMES]
    return 2 * len(told) > len(profile.cells)


_STEP = re.compile(
    r"(?:(?<![0-9])(?:1[0-2]|[1-9])月[底末中初]?(?:前|份)?|[qQ][1-4]|[一二三四]季度)(?=[:：]?[\u4e00-\u9fff])"
)
_TIMED = re.compile(r"\s*(?:[0-9]{1,2}[-—~至])?[0-9]{1,2}月[^:：\n]{0,4}[:：]")
_LISTED = re.compile(r"\s*[-*•]\s|[^:：\n]{2,30}[:：][^:：\n]{12}")
_LONGEST_NAMES = 120
_BARE_ROLE = re.compile("(?:主责|主办|牵头|承办|负责)$")


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


def holds_marks(column: TableColumn) -> bool:
    """Tell whether a column has only marks: R and A under the role that is responsible, √ under a unit."""
    texts = [cell.text for cell in column.profile.cells if not is_dash(cell.text)]
    return bool(texts) and all(map(is_mark, texts))


def is_mark(text: str) -> bool:
    """Tell whether a text is a mark or several: R, R/A, √."""
    return _MARK.fullmatch(text) is not None


def is_filled_when_done(column: TableColumn, status: TableColumn) -> bool:
    """Tell whether a column has days in rows that are done, and in no other: then it says when that was.

    Where others have neither a state nor a day, a state in any words may be the one that stands beside a day.
    """
    states = {cell.row: cell.text.strip() for cell in status.profile.cells}
    done = {row for row, text in states.items() if status_of(text) is Status.DONE}
    undone = {
        row for row, text in states.items() if row not in done and (status_of(text) or text.lower() in _OPEN)
    }
    days = {cell.row for cell in column.profile.cells if look_of(cell) in TIMES}
    if days and not undone and days == states.keys():
        return len(days) < column.profile.rows
    return bool(days & done and undone) and not days & undone


def holds_roles(column: TableColumn) -> bool:
    """Tell whether a column only says how someone takes part: 主办, 协办."""
    texts = [cell.text.strip() for cell in column.profile.cells if not is_dash(cell.text)]
    return bool(texts) and all(map(_ROLE.fullmatch, texts))


def holds_choices(column: TableColumn) -> bool:
    """Tell whether a column 是否完成 has the choices of a form in each row, and none made: 已完成 未完成."""
    return bool(column.profile.cells) and all(are_choices(cell.text) for cell in column.profile.cells)


def holds_measures(column: TableColumn) -> bool:
    """Tell whether a column 单位 tells what is counted, and not who answers: 个, 平方米."""
    texts = [cell.text.strip() for cell in column.profile.cells if not is_dash(cell.text)]
    return column.name == "单位" and bool(texts) and all(map(_MEASURE.fullmatch, texts))


_MEASURE = re.compile(
    "[个只台套项件米次人元份张辆亩吨盏本支把块条根座处户栋间批车克升天年月场期篇]|平方米|公里|千米|千克|公斤|立方米"
    "|万元|亿元|人次|平米|公顷|㎡|m²?|km|kg|%|[万亿百千]?[个人件吨亩户台]"
)
_ROLE = re.compile("(?:主办|协办|牵头|配合|会办|分办|独办|协助|参与|参加)(?:单位|部门)?")
_MARK = re.compile(r"[A-Za-z](?:\s*[/,]\s*[A-Za-z])*|[√✓✔☑●○◎▲△★☆■□◆◇×]{1,2}")
_OPEN = (*NOT_YET, "未完成", "没完成", "未解决")
_INSTRUCTION = 40
"""Characters of a heading that is no heading: it tells how to fill in the sheet."""

_PERIOD = re.compile(
    r"(?:20[0-9]{2}年?[-/.]?)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月份?|第?[一二三四]季度|第[0-9一二三四五六七八九十]+周|[一二三四五六日]|周[一二三四五六日]"
    r"|[0-9]{1,2}日?|q[1-4]|[mtwrfsu]|tu|th|sa|su|w(?:ee)?k?[0-9]{1,2}|(?:20)?[0-9]{2}[-/.年][0-9]{1,2}(?:[-/.月][0-9]{1,2}日?)?"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?(?:20[0-9]{2})?",
    re.I,
)
_PLANNED = re.compile("(?:planned|计划)[0-9]?", re.I)
_FEWEST_PERIODS = 4
_LONGEST_MARK = 4
"""Mean characters of what stands in a calendar: marks, not sentences."""


def is_instruction(column: TableColumn) -> bool:
    """Tell whether an unread column has help for the person who fills in the sheet, not a plan's facts."""
    return column.grade is Grade.UNREAD and not column.claims and len(column.name) > _INSTRUCTION


def without_instructions(rows: Sequence[Row], columns: Iterable[TableColumn]) -> list[Row]:
    """Return rows without the cells of columns of instructions; rows that have nothing else are gone."""
    places = {column.place for column in columns if is_instruction(column)}
    if not places:
        return list(rows)
    kept = [replace(row, cells={c: x for c, x in row.cells.items() if c not in places}) for row in rows]
    return [row for row in kept if row.cells]


def time_heading(path: Sequence[str]) -> str:
    """Return the heading that may name a time: Q1 of Q1(Jan-Mar) over Planned, and of Q1 alone."""
    if len(path) > 1 and _PLANNED.fullmatch(path[-1]):
        return re.sub(r"\(.*\)$", "", path[-2])
    return path[-1]


def calendar_columns(columns: Sequence[TableColumn], fewest: int = _FEWEST_PERIODS) -> list[TableColumn]:
    """Return the unread columns of a calendar in which bars or marks show when something is done.

    Their headings are months, weeks or days, and they hold short marks, if anything.
    """
    found = [
        column
        for column in columns
        if column.grade is Grade.UNREAD
        and column.path
        and not column.why
        and _PERIOD.fullmatch(time_heading(column.path))
        and column.profile.length <= _LONGEST_MARK
    ]
    return found if len(found) >= fewest else []


def range_of(columns: Sequence[TableColumn]) -> str:
    """Return the first and the last of some columns, or all if others stand between them, for a message."""
    first, last = columns[0], columns[-1]
    if last.place - first.place >= len(columns):
        return f"{'、'.join(c.letter for c in columns)} 列（{first.name}…{last.name}）"
    return f"{first.letter} 至 {last.letter} 列（{first.name}…{last.name}）"


def said_of(columns: Iterable[TableColumn]) -> dict[str, str]:
    """Return what was said of columns, by their names, or by letter if a name is not unique."""
    columns = list(columns)
    names = Counter(column.name for column in columns)
    return {
        column.name if column.path and names[column.name] == 1 else column.letter: column.field or NO_FIELD
        for column in columns
        if column.grade is Grade.SAID
    }
