"""Every test runs in a home of its own, on a day of its own; none can reach a real ledger."""

import os

os.environ["_TYPER_FORCE_DISABLE_TERMINAL"] = "1"  # before typer is imported: no colour in help

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

TODAY = "2011-07-01"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "家 home"
    home.mkdir()
    for name in list(os.environ):
        if name.startswith(("DSQ_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LOCALAPPDATA", str(home))
    monkeypatch.setenv("DSQ_TODAY", TODAY)
    monkeypatch.setenv("DSQ_USER", "小王")
    monkeypatch.chdir(home)
    return home


@dataclass
class Result:
    """What a command did: its exit code and its whole output."""

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
    """Run ``dsq`` with some arguments, on a day; the first run makes the ledger, silently."""
    from dushiquan.cli.app import app

    def run(*args: str, today: str | None = None, input: str | None = None) -> Result:
        if today:
            monkeypatch.setenv("DSQ_TODAY", today)
        result = CliRunner().invoke(app, args, input=input)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Result(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def ledger(dsq: Run) -> Run:
    """``dsq`` on a ledger that is there already."""
    assert dsq("init").code == 0
    return dsq
