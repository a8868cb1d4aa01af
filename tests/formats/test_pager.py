"""A long paper is shown in the user's pager, and only at a terminal."""

import sys
from pathlib import Path

import pytest

from dushiquan.formats.pager import is_paged
from tests.terminal import shown_on_terminal

PRINT = """
from dushiquan.formats.document import Document, Section
from dushiquan.formats.terminal import print_document
print_document(Document("通报", [Section("一、总体", ["共1项。"] * {lines})]))
"""
MARK = "sed s/^/>/"
"""A pager that marks each line."""


def paged(lines: int, **env: str) -> str:
    """Print a paper of so many paragraphs on a terminal of 50 lines."""
    return shown_on_terminal([sys.executable, "-c", PRINT.format(lines=lines)], env=env)


@pytest.mark.parametrize(
    ("lines", "env", "is_marked"),
    [
        (60, {"DSQ_PAGER": MARK}, True),
        (60, {"DSQ_PAGER": MARK, "PAGER": "cat"}, True),
        (60, {"DSQ_PAGER": "", "PAGER": MARK}, False),
        (60, {"DSQ_PAGER": "cat"}, False),
        (60, {"DSQ_PAGER": "no-such-pager"}, False),
        (20, {"DSQ_PAGER": MARK}, False),
    ],
)
def test_a_paper_longer_than_the_screen_goes_through_the_pager(
    lines: int, env: dict[str, str], is_marked: bool
) -> None:
    shown = paged(lines, **env)
    assert ("\n>共1项。\n" in shown, "\n共1项。\n" in shown) == (is_marked, not is_marked)


def test_less_shows_the_colours(tmp_path: Path) -> None:
    less = tmp_path / "less"
    less.write_text('#!/bin/sh\necho "LESS=$LESS"; cat\n', encoding="utf-8")
    less.chmod(0o755)
    shown = paged(60, DSQ_PAGER=str(less), TERM="xterm")
    assert shown.startswith("LESS=-FRX\n")
    assert "\x1b[1m一、总体\x1b[0m" in shown
    assert "\x1b" not in paged(60, DSQ_PAGER=MARK, TERM="xterm")


@pytest.mark.parametrize(
    ("env", "system", "expected"),
    [
        ({}, "posix", True),
        ({"TERM": "dumb"}, "posix", False),
        ({}, "nt", False),
        ({"PAGER": "less"}, "nt", True),
    ],
)
def test_on_windows_only_a_chosen_pager_is_used(
    env: dict[str, str], system: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DSQ_PAGER", "PAGER", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("dushiquan.formats.pager.os.name", system)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    found = is_paged(60, 50)
    monkeypatch.undo()
    assert found is expected
