"""A share whose server is silent, and the branches that git keeps."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from dushiquan.office.sharing.branches import Branches, ShareError
from dushiquan.office.sharing.shares import FolderShare


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_silent_server_is_waited_for_no_longer_and_nothing_goes_on_waiting(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.git"
        with pytest.raises(ShareError, match="没有等到"):
            Branches(tmp_path / "git", 2).at(url)
        asked, _ = server.accept()
        with asked:
            asked.settimeout(10)
            while asked.recv(4096):  # until its other end is closed, as the program has ended
                pass


def test_a_folder_that_does_not_answer_is_waited_for_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def silent(folder: Path) -> Iterator[Path]:
        goes_on.wait()
        return iter(())

    monkeypatch.setattr(Path, "iterdir", silent)
    try:
        with pytest.raises(ShareError, match="没有回应"):
            FolderShare(tmp_path, 0.05).is_current({})
    finally:
        goes_on.set()
