"""Which engine keeps the branches: the git program, or dulwich where there is none."""

from pathlib import Path
from shutil import which

from dushiquan.office.sharing.branches import Branches, ShareError


def open_branches(folder: Path, seconds: float | None = None) -> Branches:
    """Open the repository in ``folder``, or make it; with ``seconds``, wait no longer for the share."""
    if which("git"):
        from dushiquan.office.sharing.git_branches import GitBranches

        return GitBranches(folder, seconds)
    try:
        from dushiquan.office.sharing.dulwich_branches import DulwichBranches
    except ModuleNotFoundError:
        raise ShareError(
            "找不到 git；请先安装 git，或用 pip install 'dushiquan[sync]' 装上代替它的 dulwich，再同步。"
        ) from None
    return DulwichBranches(folder, seconds)
