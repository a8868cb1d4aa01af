"""Every test runs in a home directory and on a day of its own; none can reach a real ledger."""

import os

os.environ["_TYPER_FORCE_DISABLE_TERMINAL"] = "1"  # no colour in help; read when typer is imported

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from typer.testing import CliRunner

from tests import story

# The same examples in each run, so that a change fails for what it did. HYPOTHESIS_PROFILE=search draws new ones.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

TODAY = "2011-07-01"
TERMINAL = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
"""Variables that would change what the tests see."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "家 home"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("DSQ_", "XDG_")) or name in TERMINAL:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.setenv("DSQ_TODAY", TODAY)
    monkeypatch.setenv("DSQ_USER", "小王")
    monkeypatch.chdir(home)
    return home


@dataclass
class Result:
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def ids(self) -> list[str]:
        return [row["id"] for row in self.json]


Run = Callable[..., Result]


@pytest.fixture
def dsq(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``dsq`` with some arguments, on a given day."""
    from dushiquan.cli.app import app

    def run(*args: str, today: str | None = None, input: str | None = None) -> Result:
        if today:
            monkeypatch.setenv("DSQ_TODAY", today)
        result = CliRunner().invoke(app, args, input=input)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Result(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture(scope="session")
def shipped_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the shipped plan, created once; tests work on copies."""
    from dushiquan.office.office import create_ledger

    path = tmp_path_factory.mktemp("shipped") / "ledger.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DSQ_TODAY", TODAY)
        create_ledger(path)
    return path


@pytest.fixture
def ledger(dsq: Run, shipped_ledger: Path) -> Run:
    """``dsq`` with a ledger of the shipped plan in its default place."""
    from dushiquan.office.places import default_path

    default_path().parent.mkdir(parents=True)
    shutil.copy(shipped_ledger, default_path())
    return dsq


# --- a year in the office ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def golden_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger after the story year; created once, read only."""
    from dushiquan.cli.app import app

    home = tmp_path_factory.mktemp("year")
    path = home / "2011.db"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "LOCALAPPDATA", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(home))
        patch.setenv("DSQ_DB", str(path))
        patch.setenv("DSQ_USER", "小王")

        def run(*words: str, today: str) -> None:
            patch.setenv("DSQ_TODAY", today)
            assert CliRunner().invoke(app, words).exit_code == 0, words

        run("init", today="2011-02-21")
        story.enter(run)
    return path


@pytest.fixture
def after(golden_year: Path, dsq: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``dsq`` with the ledger of the story year, on its last day."""
    monkeypatch.setenv("DSQ_DB", str(golden_year))
    monkeypatch.setenv("DSQ_TODAY", story.LAST_DAY)
    return dsq


def golden(name: str, text: str) -> None:
    """Compare a text with its golden file; set GOLDEN=1 to regenerate it, then review the diff."""
    path = Path(__file__).parent / "golden" / name
    if os.environ.get("GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
