"""Files are written atomically, and replace nothing but a regular file."""

import errno
import os
import stat
from pathlib import Path

import pytest

from dushiquan.errors import BadInputError
from dushiquan.formats import files
from dushiquan.formats.files import write_atomically
from tests.conftest import Run


def test_files_are_written_atomically(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("先前的", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInputError, match="磁盘已满"):
        write_atomically(path, b"123456")
    assert path.read_text(encoding="utf-8") == "先前的"
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["a.csv"]


@pytest.mark.skipif(os.name == "nt", reason="Windows does not replace a file that is open")
def test_who_reads_the_old_file_goes_on_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with path.open("rb") as file:
        write_atomically(path, b"new")
        assert (file.read(), path.read_bytes()) == (b"old", b"new")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="写不了"):
        write_atomically(tmp_path / "没有" / "a.csv", b"")


@pytest.mark.parametrize("name", ["NUL", "con.xlsx", "com1.a.md", "Aux .csv"])
def test_a_name_that_windows_takes_for_a_device_is_refused_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(files, "_WINDOWS", True)
    with pytest.raises(BadInputError, match="设备名；请换一个文件名"):
        write_atomically(tmp_path / name, b"")
    write_atomically(tmp_path / f"周报-{name}.md", b"")


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_file_has_the_usual_permissions(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write_atomically(tmp_path / "a.csv", b"")
    finally:
        os.umask(mask)
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
@pytest.mark.parametrize("linked", [False, True])
def test_a_pipe_is_not_replaced_even_through_a_link(tmp_path: Path, linked: bool) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    path = tmp_path / "a.csv" if linked else pipe
    if linked:
        path.symlink_to(pipe)
    with pytest.raises(BadInputError, match="不是普通文件"):
        write_atomically(path, b"1")
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert path.is_symlink() == linked


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_device_is_not_replaced_through_a_link(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.symlink_to(os.devnull)
    with pytest.raises(BadInputError, match="不是普通文件"):
        write_atomically(path, b"1")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_a_folder_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="文件夹"):
        write_atomically(tmp_path, b"1")


@pytest.mark.skipif(os.name == "nt", reason="links need permission on Windows")
def test_a_dangling_link_gets_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    write_atomically(tmp_path / "a.csv", b"1")
    assert (tmp_path / "b.csv").read_bytes() == b"1"
    assert (tmp_path / "a.csv").is_symlink()


@pytest.mark.parametrize("suffix", ["", "-journal", "-wal", "-shm"])
@pytest.mark.parametrize("through", ["symbolic link", "hard link", "its own name"])
def test_the_ledger_is_never_replaced(ledger: Run, through: str, suffix: str) -> None:
    db = Path(ledger("db", "path").out.strip())
    target = db.with_name(db.name + suffix)
    if suffix and through == "hard link":
        pytest.skip("a link to a file that is not there")
    path = Path("a.csv")
    if through == "its own name":
        path = target
    elif through == "hard link":
        path.hardlink_to(target)
    else:
        path.symlink_to(target)
    was = db.read_bytes()
    with pytest.raises(BadInputError, match="台账文件"):
        write_atomically(path, b"1")
    if through != "its own name":
        said = ledger("list", "-o", "a.csv", "--yes")
        assert (said.code, said.err) == (
            5,
            "写不了 a.csv：那是台账文件（数据库），不会覆盖；请换一个文件名。\n",
        )
    assert db.read_bytes() == was
    assert [file.name for file in db.parent.iterdir()] == [db.name]
