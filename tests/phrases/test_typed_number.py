"""A progress and a count as people type them."""

from collections.abc import Callable

import pytest

from dushiquan.errors import UsageError
from dushiquan.phrases.typed_number import parse_count, parse_percent


@pytest.mark.parametrize(
    ("parse", "typed", "meant"),
    [
        *((parse_count, typed, 2) for typed in ("2", "2次", "２家", "2 个")),
        *((parse_percent, typed, 60) for typed in ("60", "60%", "６０％", "60 %")),
        (parse_percent, "0", 0),
    ],
)
def test_numbers_are_read_as_clerks_type_them(parse: Callable[[str], int], typed: str, meant: int) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("parse", "refused"),
    [
        (parse_count, ["", "0", "-1", "1.5", "2万", "2月", "次", "几次", "1000001"]),
        (parse_percent, ["", "101", "160%", "60.5", "0.6", "-1", "过半", "TRUE"]),
    ],
)
def test_other_numbers_are_refused(parse: Callable[[str], int], refused: list[str]) -> None:
    for typed in refused:
        with pytest.raises(UsageError):
            parse(typed)
