"""The bundle for machines without internet: what is needed there, and its scripts."""

import shutil
import subprocess
import sys
from email.message import Message
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

pytest.importorskip("packaging")

RELEASE = Path(__file__).parents[1] / "release"
if not RELEASE.exists():
    pytest.skip("the release scripts are not in the wheel", allow_module_level=True)


@pytest.fixture
def bundle() -> ModuleType:
    spec = spec_from_file_location("bundle", RELEASE / "bundle.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(folder: Path, name: str, *requires: str) -> Path:
    """A wheel that has nothing but its metadata."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    metadata = Message()
    metadata["Metadata-Version"], metadata["Name"], metadata["Version"] = "2.1", name, "1.0"
    for each in requires:
        metadata["Requires-Dist"] = each
    with ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", metadata.as_string())
    return path


def test_what_another_platform_requires_is_found(bundle: ModuleType, tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    own = wheel(wheels, "dushiquan", "click", "lxml; extra == 'office'", "pytest; extra == 'test'")
    wheel(wheels, "click", "colorama>=0.4; platform_system == 'Windows'", "old; python_version < '3.12'")
    wheel(wheels, "lxml")

    def lacking(target: str, python: str) -> list[str]:
        return list(bundle.lacking(wheels, own, bundle.TARGETS[target], python))

    assert lacking("win_amd64", "3.13") == ["colorama>=0.4"]
    assert lacking("linux_aarch64", "3.13") == []
    assert lacking("linux_x86_64", "3.11") == ["old"]


def test_a_damaged_bundle_is_not_installed(bundle: ModuleType, tmp_path: Path) -> None:
    shutil.copy(RELEASE / "install.py", tmp_path)
    (tmp_path / "wheels").mkdir()
    file = wheel(tmp_path / "wheels", "dushiquan")
    bundle.write_sums(tmp_path, [tmp_path / "install.py", file])
    file.write_bytes(file.read_bytes() + b" ")
    command = [sys.executable, "-X", "utf8", str(tmp_path / "install.py"), str(tmp_path / "place")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"文件损坏或不全：wheels/{file.name}。请重新复制安装包。\n"
    assert not (tmp_path / "place").exists()


def test_the_script_for_windows_has_its_line_ends_and_no_other_letters() -> None:
    script = (RELEASE / "install.bat").read_bytes()
    assert script.isascii()
    assert script.count(b"\r\n") == script.count(b"\n")
