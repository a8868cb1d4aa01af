"""The paths of the ledger and the settings."""

import sys
from pathlib import Path

import platformdirs
import pytest

from dushiquan.office.places import default_path, is_on_network, settings_path


@pytest.mark.skipif(sys.platform != "linux", reason="other systems ask platformdirs itself")
@pytest.mark.parametrize("base", [None, "", "/srv/office", "/srv/a b/"])
def test_paths_on_linux_equal_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, base: str | None
) -> None:
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        if base is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, base)
    assert default_path() == platformdirs.user_data_path("dushiquan", appauthor=False) / "ledger.db"
    assert settings_path() == platformdirs.user_config_path("dushiquan", appauthor=False) / "settings.toml"


@pytest.mark.skipif(sys.platform != "linux", reason="XDG is the rule of Linux")
def test_a_relative_xdg_directory_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "here")
    assert default_path().is_absolute()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no list of mounts")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/mnt/share/台账/ledger.db", True),
        ("/mnt/two words/ledger.db", True),
        ("/mnt/share/local/ledger.db", False),
        ("/mnt/sharer/ledger.db", False),
        ("/home/li/ledger.db", False),
    ],
)
def test_a_ledger_is_on_a_network_path_if_the_innermost_mount_is_one(
    monkeypatch: pytest.MonkeyPatch, path: str, expected: bool
) -> None:
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\n//host/share /mnt/share cifs rw 0 0\n"
        "/dev/sdb1 /mnt/share/local ext4 rw 0 0\nhost:/srv /mnt/two\\040words nfs4 rw 0 0\n"
    )
    monkeypatch.setattr(Path, "read_text", lambda self, **_: mounts)
    assert is_on_network(Path(path)) is expected
