"""The cost of commands: modules imported, statements and steps in SQLite, for ledgers of any size."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import pytest

from dushiquan.domain.acts import Change
from dushiquan.domain.events import EventKind
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Units
from dushiquan.shipped import shipped
from dushiquan.sources.plan_file import read_plan
from dushiquan.store import opening
from dushiquan.store.connection import Connection, connect
from dushiquan.store.event_log import record
from dushiquan.store.ledger import Ledger
from dushiquan.store.loading import load_plan
from tests.builders import FIRST_ROW, PROGRESS, PROVENANCE, fill
from tests.conftest import Run

# --- modules -----------------------------------------------------------------------------------------

HEAVY = (
    "sqlite_utils",
    "yaml",
    "pypinyin",
    "dateutil",
    "chinese_calendar",
    "openpyxl",
    "docx",
    "jinja2",
    "platformdirs",
)
OF_UNDOING = (
    "dushiquan.store.undoing",
    "dushiquan.domain.corrections",
    "dushiquan.domain.fixing",
    "dushiquan.domain.loads",
    "dushiquan.papers.load_lines",
    "dushiquan.papers.log_lines",
    "hashlib",
    "dataclasses",
)
OF_EVENTS = "dushiquan.domain.events"
LISTED = """
import sys
from dushiquan.cli.app import app
try:
    app()
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        ("--help", (*HEAVY, "rich", "sqlite3", "json")),
        ("list -c 交通共联", (*HEAVY, OF_EVENTS, "rich")),
        ("list -c 交通共联 -f json", (*HEAVY, OF_EVENTS, "rich")),
        ("list -c 交通共联 -f table", (*HEAVY, OF_EVENTS)),
        ("overdue", (*HEAVY, OF_EVENTS, "rich")),
        ("overdue -f table", HEAVY),
        ("done 6", (*HEAVY, *OF_UNDOING, "rich")),
        ("note 6 甲", (*HEAVY, *OF_UNDOING, "rich")),
    ],
)
def test_common_commands_import_no_heavy_module(ledger: Run, words: str, unwanted: tuple[str, ...]) -> None:
    command = [sys.executable, "-c", LISTED, *words.split()]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    modules = set(done.stderr.split())
    assert "dushiquan.cli.app" in modules
    assert not modules.intersection(unwanted)


# --- SQLite ------------------------------------------------------------------------------------------


class Cost(NamedTuple):
    """The statements that a command runs, and the steps SQLite needs for them, in hundreds."""

    statements: tuple[str, ...]
    steps: int


Ask = Callable[..., Cost]


@pytest.fixture
def cost(dsq: Run, monkeypatch: pytest.MonkeyPatch) -> Ask:
    def ask(path: Path, *words: str) -> Cost:
        statements: list[str] = []
        steps: list[int] = []

        def watched(path: Path) -> Connection:
            connection = connect(path)
            connection.set_trace_callback(statements.append)
            connection.set_progress_handler(lambda: steps.append(100), 100)
            return connection

        with monkeypatch.context() as patch:
            patch.setattr(opening, "connect", watched)
            assert dsq("--db", str(path), *words).code == 0
        return Cost(tuple(statements), len(steps))

    return ask


def small_and_large(folder: Path, *, units: bool) -> tuple[Path, Path]:
    """A ledger of the shipped plan, and one with a hundred times as many projects, with an entry in each.

    With ``units``, each of the many projects has a unit of its own.
    """
    plan, _ = read_plan(shipped("data/projects_2011.yaml"))
    many = zip(range(1, 100 * len(plan.projects) + 1), cycle(plan.projects), strict=False)
    projects = [project._replace(id=ProjectId(str(no))) for no, project in many]
    if units:
        projects = [project._replace(units=Units((f"{project.id}局",))) for project in projects]
    large = plan._replace(projects=tuple(projects))
    note = Change(EventKind.NOTE, note="先记一条")
    paths = folder / "small.db", folder / "large.db"
    for path, each in zip(paths, (plan, large), strict=True):
        opening.create_ledger(path, partial(load_plan, plan=each, provenance=PROVENANCE))
        with closing(opening.open_ledger(path)) as connection:
            record(Ledger(connection), [ProjectId("6")], lambda project, state: [note], PROVENANCE)
    return paths


@pytest.fixture(scope="session")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Ledgers to read from."""
    return small_and_large(tmp_path_factory.mktemp("ledgers"), units=False)


@pytest.fixture(scope="session")
def ledgers_of_many_units(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Ledgers to copy and record in."""
    return small_and_large(tmp_path_factory.mktemp("many_units"), units=True)


@pytest.mark.parametrize(
    "words", [("done", "6"), ("note", "7", "甲"), ("update", "8-10", "-p", "40"), ("undo",)]
)
def test_recording_does_not_slow_down_with_ledger_size(
    words: tuple[str, ...], ledgers_of_many_units: tuple[Path, Path], tmp_path: Path, cost: Ask
) -> None:
    copies = (shutil.copy(path, tmp_path) for path in ledgers_of_many_units)
    small, large = (cost(path, *words) for path in copies)
    assert len(large.statements) == len(small.statements)
    assert large.steps <= small.steps + 5


@pytest.mark.parametrize("words", [("show", "6"), ("list", "6", "8-9"), ("log", "6")])
def test_reading_a_few_projects_does_not_slow_down_with_ledger_size(
    words: tuple[str, ...], ledgers: tuple[Path, Path], cost: Ask
) -> None:
    small, large = (cost(path, *words) for path in ledgers)
    assert len(large.statements) == len(small.statements)
    assert large.steps <= small.steps + 5


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "-c", "交通共联", "-s", "未启动", "--within", "30d"),
        ("list", "-k", "高速"),
        ("list", "-u", "市发改委", "-r", "德清"),
        ("overdue",),
        ("due",),
        ("list", "--as-of", "2011-03-01"),
    ],
)
def test_a_listing_is_one_query(words: tuple[str, ...], ledgers: tuple[Path, Path], cost: Ask) -> None:
    small, large = (cost(path, *words) for path in ledgers)
    assert len(large.statements) == len(small.statements)
    assert sum("FROM projects p\nLEFT JOIN" in statement for statement in large.statements) == 1


def test_the_first_page_does_not_slow_down_with_ledger_size(ledgers: tuple[Path, Path], cost: Ask) -> None:
    small, large = (cost(path, "list", "--limit", "31") for path in ledgers)
    assert large.steps <= small.steps * 1.1


def reads(cost: Cost) -> tuple[int, int]:
    """How often a command read a project, and the events of one."""
    projects = sum("FROM projects p\nLEFT JOIN" in statement for statement in cost.statements)
    return projects, sum("FROM events e LEFT JOIN" in statement for statement in cost.statements)


def test_an_entry_reads_its_project_and_its_events_once(
    ledgers_of_many_units: tuple[Path, Path], tmp_path: Path, cost: Ask
) -> None:
    path = shutil.copy(ledgers_of_many_units[0], tmp_path)
    assert reads(cost(path, "note", "6", "甲")) == (1, 1)
    assert reads(cost(path, "update", "1-3", "-p", "40")) == (3, 3)


def test_a_row_of_a_form_is_read_once_to_show_it_and_once_to_record_it(
    ledgers_of_many_units: tuple[Path, Path], tmp_path: Path, cost: Ask, dsq: Run
) -> None:
    path = shutil.copy(ledgers_of_many_units[0], tmp_path)
    dsq("--db", str(path), "sheet", "out", "-o", "forms", "-u", "市交通局")
    (form,) = Path("forms").iterdir()
    fill(form, {f"{PROGRESS}{FIRST_ROW}": 40, f"{PROGRESS}{FIRST_ROW + 1}": 50})
    assert reads(cost(path, "sheet", "in", str(form), "--yes")) == (4, 4)
