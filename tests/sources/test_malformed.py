"""Malformed files give a plan or an error message, never a traceback."""

from pathlib import Path

import pytest

from trials import fuzz_files


@pytest.mark.once
def test_malformed_files_never_give_a_traceback(tmp_path: Path) -> None:
    """Anything but a ``DsqError`` fails the test; trials/fuzz_files.py runs 5,000 files."""
    outcomes = set()
    for _, suffix, content in fuzz_files.files(150, seed=44):
        path = tmp_path / f"2011{suffix}"
        path.write_bytes(content)
        outcomes.add(fuzz_files.read(path))
    assert outcomes == {"read", "faulty"}


def test_the_files_before_damage_are_read(tmp_path: Path) -> None:
    """Otherwise the trial above would prove little."""
    for suffix in ("yaml", "xlsx", "csv"):
        path = tmp_path / f"2011.{suffix}"
        path.write_bytes(getattr(fuzz_files, f"good_{suffix}")())
        assert fuzz_files.read(path) == "read"
