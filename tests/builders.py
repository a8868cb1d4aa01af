"""Objects and files that several test modules build, each with nothing wrong unless the test says so."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dushiquan.domain.events import KINDS, Event, EventKind, Json, StatusChange
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Kind, Notice, PlanHead, Project, Target, Units
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import Item, supervise
from dushiquan.store.connection import Connection
from dushiquan.store.event_log import Provenance
from dushiquan.store.opening import create_ledger, open_ledger
from tests.conftest import Result, Run

# --- projects and events -----------------------------------------------------------------------------

PROJECT = Project(
    id=ProjectId("1"),
    plan="2011",
    category="规划共绘",
    title="规划",
    content="",
    units=Units(("市发改委",)),
    requirement="2011年完成",
    kind=Kind.COMPLETE,
    start=date(2011, 1, 1),
    due=date(2011, 12, 31),
)
PLAN = PlanHead("2011", "计划", 2011, Notice(), "", loaded=date(2011, 1, 1))
TARGETS = (Target("甲", 3), Target("乙"))
OPEN = State(Status.ACTIVE, due=PROJECT.due, last_reported=date(2011, 12, 20))
DAY = date(2011, 3, 1)
PROVENANCE = Provenance(date(2011, 7, 1), "小王", "2011-07-01T08:00:00.000000Z")


def event(id: str, kind: EventKind, on: date, after: Json = None, before: Json = None, **more: Any) -> Event:
    """An event of ``PROJECT``, entered in the order of the ids."""
    if before is None and KINDS[kind].payload is StatusChange:
        before = Status.PLANNED if after != Status.ACTIVE else Status.SUBMITTED
    payload = KINDS[kind].payload.parse(before, after)
    stamp = f"2011-03-01T00:00:00.000000Z#{id:0>8}"
    recorded_at = more.pop("recorded_at", "2011-03-01T00:00:00.000000Z")
    return Event(id, "b", "1", kind, on, recorded_at, stamp, "", payload, **more)


def item(project: Project, state: State, day: date) -> Item:
    """A project with its state, assessed as of ``day``."""
    return Item(project, state, supervise(project, state, day))


# --- ledgers -----------------------------------------------------------------------------------------


@contextmanager
def empty_ledger() -> Iterator[tuple[Path, Connection]]:
    """A ledger without plans, in a folder of its own; what is written to it does not wait for the disk."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        create_ledger(path, lambda connection: None)
        with closing(open_ledger(path)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            yield path, connection


# --- plan files --------------------------------------------------------------------------------------

EDITION = """\
plan: {key: a, title: 甲计划, year: 2024}
projects:
  - {id: "1", category: 甲, title: 一, units: 甲局, requirement: 6月底前完成, targets: [{name: 次, goal: 2}]}
  - {id: "2", category: 甲, title: 二, units: 乙局, requirement: 年底前完成}
"""
REVISED = """\
plan: {key: a, title: 甲计划（调整）, year: 2024}
projects:
  - {id: "1", category: 乙, title: 一, units: 甲局, requirement: 9月底前完成, targets: [{name: 次, goal: 3}]}
  - {id: "3", category: 甲, title: 三, units: 丙局, requirement: 年底前完成}
"""
TWO_STEPS = EDITION.replace("requirement: 年底前完成", "requirement: 6月底前完成初稿，12月底前完成终稿")

# --- what `dsq list` prints --------------------------------------------------------------------------

LIST_KEYS = [
    "id",
    "no",
    "part",
    "plan",
    "category",
    "title",
    "content",
    "lead",
    "support",
    "support_open",
    "persons",
    "regions",
    "requirement",
    "kind",
    "start",
    "due",
    "due_original",
    "deferrals",
    "status",
    "progress",
    "targets",
    "light",
    "reasons",
    "days_left",
    "days_overdue",
    "done_on",
    "applied_on",
    "last_reported",
    "problem",
    "next_steps",
    "expected",
    "deferral_request",
]
"""The JSON keys of a project, in order: a contract, see docs/json.md."""


def listed(run: Run, id: str, *more: str) -> dict[str, Any]:
    """One project as ``dsq list ID -f json`` prints it."""
    (row,) = run("list", id, "-f", "json", *more).json
    assert isinstance(row, dict)
    return row


def entries(run: Run, *more: str) -> list[dict[str, Any]]:
    """What ``dsq log -f json`` prints of projects, without the events of the plan itself."""
    return [row for row in run("log", *more, "-f", "json").json if row["project"]]


# --- tables in tests/data -----------------------------------------------------------------------------


def rows(name: str) -> list[list[str]]:
    """The rows of a table of tab-separated values, without its head."""
    lines = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("# ")]


# --- a unit's form -----------------------------------------------------------------------------------

STATUS, PROGRESS, NOTE, ON = "I", "J", "K", "Q"
PROBLEM, NEXT, EXPECTED, UNTIL, REASON = "L", "M", "N", "O", "P"
"""The columns that a unit fills in; its first project is in row ``FIRST_ROW``."""
FIRST_ROW = 8


def fill(path: Path, cells: Mapping[str, object], targets: Mapping[str, object] | None = None) -> Path:
    """Type values into the cells of a form, and into those of its sheet of targets."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for name, value in cells.items():
        book["填报"][name] = value
    for name, value in (targets or {}).items():
        book["指标"][name] = value
    book.save(path)
    return path


def take(run: Run, *paths: Path, today: str = "2011-09-05", yes: bool = True) -> Result:
    """Read returned forms into the ledger."""
    return run("sheet", "in", *map(str, paths), *(["--yes"] if yes else []), today=today)
