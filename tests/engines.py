"""The engines that keep the branches of a shared ledger, each in turn."""

import shutil
import subprocess
from pathlib import Path

import pytest

from dushiquan.office.sharing import engines


def use(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let branches be kept by the git program or by dulwich; skip if it is not here."""
    if name == "git" and shutil.which("git") is None:
        pytest.skip("needs git")
    if name == "dulwich":
        pytest.importorskip("dulwich")
        monkeypatch.setattr(engines, "which", lambda _: None)


def bare(folder: Path) -> str:
    """Make an empty repository, and return its URL."""
    if shutil.which("git"):
        subprocess.run(["git", "init", "-q", "--bare", str(folder)], check=True)
    else:
        from dulwich.repo import Repo

        Repo.init_bare(str(folder), mkdir=True).close()
    return folder.as_uri()
