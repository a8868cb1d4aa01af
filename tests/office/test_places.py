"""The paths of the ledger and the settings."""

import sys

import platformdirs
import pytest

from dushiquan.office.places import default_path, settings_path


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
