"""Malformed files give a plan or a sentence, never a traceback."""

from pathlib import Path

from trials import fuzz_files


def test_300_malformed_files(tmp_path: Path) -> None:
    """What is not a ``DsqError`` fails here by itself; trials/fuzz_files.py runs 5,000."""
    outcomes = set()
    for _, suffix, content in fuzz_files.files(300, seed=44):
        path = tmp_path / f"2011{suffix}"
        path.write_bytes(content)
        outcomes.add(fuzz_files.read(path))
    assert outcomes == {"read", "said"}


def test_the_unchanged_files_are_read(tmp_path: Path) -> None:
    """Else the trial above would say little."""
    for suffix in ("yaml", "xlsx", "csv"):
        path = tmp_path / f"2011.{suffix}"
        path.write_bytes(getattr(fuzz_files, f"good_{suffix}")())
        assert fuzz_files.read(path) == "read"
