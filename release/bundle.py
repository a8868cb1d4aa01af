"""Make bundles that install dsq on a machine without internet: ``python release/bundle.py [FOLDER]``.

For each platform an archive with the wheels of dsq and of all its libraries, for Python 3.11 to 3.14, the
scripts that install them, and checksums. ``--platform NAME`` makes only that one. The machine that runs this
needs an index of packages, and the ``dev`` extra.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from packaging.markers import default_environment
from packaging.metadata import Metadata
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

HERE = Path(__file__).parent
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
EXTRAS = ("office", "pdf", "sync")
SUMS = "SHA256SUMS"


class Target(NamedTuple):
    """A platform: the tags of its wheels, the newest first, and what markers ask of it."""

    tags: tuple[str, ...]
    system: str
    machine: str
    scripts: tuple[str, ...]
    archive: str


def _linux(machine: str) -> Target:
    glibc = ("manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_17", "manylinux2014")
    tags = tuple(f"{each}_{machine}" for each in glibc)
    return Target(tags, "Linux", machine, ("install.sh",), "gztar")


TARGETS = {
    "win_amd64": Target(("win_amd64",), "Windows", "AMD64", ("install.bat",), "zip"),
    "linux_x86_64": _linux("x86_64"),
    "linux_aarch64": _linux("aarch64"),
}
"""glibc 2.28 is that of Kylin V10 and UOS 20; wheels for older ones are taken, too."""


def main() -> None:
    """Make the bundles that are asked for, and their checksums."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=HERE.parent / "dist")
    parser.add_argument("--platform", choices=TARGETS, action="append", help="only this one; repeatable")
    parser.add_argument("--python", choices=PYTHONS, action="append", help="only this one; repeatable")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        lab = Path(name)
        pip("wheel", "--no-deps", "-w", str(lab), str(HERE.parent))
        (own,) = lab.glob("*.whl")
        made = []
        for target in given.platform or TARGETS:
            stem = f"{'-'.join(own.name.split('-')[:2])}-{target}"
            bundle = lab / stem
            fill(bundle, own, TARGETS[target], given.python or PYTHONS)
            path = shutil.make_archive(str(given.folder / stem), TARGETS[target].archive, lab, stem)
            made.append(Path(path))
            print(f"{path}  {made[-1].stat().st_size / 1e6:.0f} MB, {len(wheels(bundle))} wheels")
    write_sums(given.folder, made)


def fill(bundle: Path, own: Path, target: Target, pythons: Sequence[str]) -> None:
    """Put the wheels for a platform, the scripts and the checksums into a folder."""
    folder = bundle / "wheels"
    folder.mkdir(parents=True)
    shutil.copy(own, folder)
    for python in pythons:
        download(folder, f"{own}[{','.join(EXTRAS)}]", target, python)
        for missing in lacking(folder, own, target, python):
            download(folder, missing, target, python)
    for name in ("install.py", "README.txt", *target.scripts):
        shutil.copy(HERE / name, bundle)
    write_sums(bundle, sorted(path for path in bundle.rglob("*") if path.is_file()))


def download(folder: Path, wanted: str, target: Target, python: str) -> None:
    """Download the wheels of a requirement and of what it requires, for a platform and a Python."""
    tags = [word for tag in target.tags for word in ("--platform", tag)]
    abis = ["--abi", f"cp{python.replace('.', '')}", "--abi", "abi3", "--abi", "none"]
    only = ["--only-binary=:all:", "--implementation", "cp", "--python-version", python]
    pip("download", *only, *tags, *abis, "--find-links", str(folder), "-d", str(folder), wanted)


def lacking(folder: Path, own: Path, target: Target, python: str) -> Iterator[str]:
    """Yield the requirements that a platform has and the machine that runs this has not, such as colorama.

    pip evaluates the markers of requirements for the Python that runs it, whatever ``--platform`` says.
    """
    found = {parse_wheel_filename(path.name)[0]: path for path in wheels(folder.parent)}
    environment = environment_of(target, python)
    todo = [(canonicalize_name("dushiquan"), extra) for extra in ("", *EXTRAS)]
    seen = set(todo)
    while todo:
        name, extra = todo.pop()
        if name not in found:
            continue
        for requirement in requirements(found[name]):
            if requirement.marker and not requirement.marker.evaluate({**environment, "extra": extra}):
                continue
            needed = canonicalize_name(requirement.name)
            if needed not in found:
                requirement.marker = None
                yield str(requirement)
            more = [(needed, each) for each in ("", *requirement.extras) if (needed, each) not in seen]
            todo += more
            seen.update(more)


def environment_of(target: Target, python: str) -> dict[str, str]:
    """Return what the markers of requirements see on a platform."""
    windows = target.system == "Windows"
    return {key: str(value) for key, value in default_environment().items()} | {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "win32" if windows else "linux",
        "os_name": "nt" if windows else "posix",
        "platform_system": target.system,
        "platform_machine": target.machine,
    }


def requirements(wheel: Path) -> list[Requirement]:
    """Return what a wheel requires."""
    with ZipFile(wheel) as archive:
        (name,) = (each for each in archive.namelist() if each.endswith(".dist-info/METADATA"))
        metadata = Metadata.from_email(archive.read(name), validate=False)
    return metadata.requires_dist or []


def wheels(bundle: Path) -> list[Path]:
    """Return the wheels of a bundle."""
    return sorted((bundle / "wheels").glob("*.whl"))


def write_sums(folder: Path, paths: Sequence[Path]) -> None:
    """Write the checksums of some files, as ``sha256sum -c`` reads them."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in paths
    ]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def pip(*words: str) -> None:
    """Run pip; let its error be seen."""
    subprocess.run([sys.executable, "-m", "pip", "-q", "--disable-pip-version-check", *words], check=True)


if __name__ == "__main__":
    main()
