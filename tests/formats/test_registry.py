"""The registry says what each suffix can do, and everything it names is there."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from dushiquan.errors import BadInputError, UsageError
from dushiquan.formats.registry import (
    FORMATS,
    PAPERS,
    Use,
    check_suffix,
    function_of,
    listed,
    needed_libraries,
)

USES: tuple[Use, ...] = ("tree", "tables", "text", "paper", "printed", "listing", "table")


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_function_that_is_named_is_there(suffix: str) -> None:
    if through := FORMATS[suffix].through:
        assert FORMATS[through].tables
        return
    named = [use for use in USES if getattr(FORMATS[suffix], use)]
    assert named
    for use in named:
        assert callable(function_of(suffix, use))


def test_every_library_is_in_its_extra_and_in_the_tests() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    for library in {library for known in FORMATS.values() for library in known.libraries}:
        assert any(wanted.split(">")[0] == library.name for wanted in extras[library.extra]), library
        assert any(library.extra in wanted for wanted in extras["test"] if "dushiquan[" in wanted), library


def test_a_missing_library_is_named_with_how_to_install_it() -> None:
    for library in {library for known in FORMATS.values() for library in known.libraries}:
        with (
            pytest.raises(
                BadInputError, match=rf"需要 {library.name}：pip install 'dushiquan\[{library.extra}\]'"
            ),
            needed_libraries(),
        ):
            raise ModuleNotFoundError("no", name=f"{library.module}.part")


def test_any_other_missing_module_is_a_fault_of_ours() -> None:
    with pytest.raises(ModuleNotFoundError), needed_libraries():
        import_module("dushiquan.formats.nothing")


def test_a_message_lists_the_suffixes_of_a_use() -> None:
    """The one test that states them; the others ask the registry."""
    assert listed("listing") == ".xlsx 或 .csv"
    assert listed(*PAPERS) == ".xlsx、.docx、.html、.pdf 或 .md"
    with pytest.raises(
        UsageError, match=re.escape(f"不知道怎样写 a.zip；文件名请以 {listed('listing')} 结尾")
    ):
        check_suffix(Path("a.zip"), "listing")
    with pytest.raises(UsageError, match=re.escape(f"以 {listed('tree', 'table')} 结尾")):
        check_suffix(Path("a.zip"), "tree", "table")
    check_suffix(Path("A.XLSX"), "listing")
