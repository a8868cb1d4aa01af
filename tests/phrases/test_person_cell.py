"""Cells of persons."""

import re

import pytest

from dushiquan.phrases.person_cell import read_persons

EXAMPLES = re.findall(r": (\S.*?) = ?(.*)$", read_persons.__doc__ or "", re.M)


def test_the_docstring_has_examples() -> None:
    assert len(EXAMPLES) == 10


@pytest.mark.parametrize(("cell", "names"), EXAMPLES)
def test_docstring_examples_are_read_as_stated(cell: str, names: str) -> None:
    assert read_persons(cell) == tuple(filter(None, names.split("、")))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", ()),
        ("无", ()),
        ("待定", ()),
        ("小周，小吴", ("小周", "小吴")),
        ("小周\n小吴", ("小周", "小吴")),
        ("John Smith", ("John Smith",)),
        ("各主管、各组成员", ("各主管", "各组成员")),
        ("小周、小周", ("小周",)),
        ("周 明", ("周明",)),
        ("周明（吴清、郑可）、王五", ("周明（吴清、郑可）", "王五")),
        ("周明\n（配合：吴清）", ("周明（配合：吴清）",)),
        ("周明（A角） 吴清（B角）", ("周明", "吴清")),
        ("王总 (CEO), Amy (PM)", ("王总 (CEO)", "Amy (PM)")),
        ("综合科牵头，各科配合", ("综合科", "各科配合")),
    ],
)
def test_names_are_parted(cell: str, names: tuple[str, ...]) -> None:
    assert read_persons(cell) == names
