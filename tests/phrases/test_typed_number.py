"""Counts, progress and numbers of days as people type them."""

from collections.abc import Callable

import pytest

from dushiquan.errors import UsageError
from dushiquan.phrases.typed_number import parse_count, parse_days, parse_percent


@pytest.mark.parametrize(
    ("parse", "typed", "meant"),
    [
        *((parse_count, typed, 2) for typed in ("2", "2次", "２家", "2 个", "两次", "二本")),
        (parse_count, "十二场", 12),
        *(
            (parse_percent, typed, 60)
            for typed in ("60", "60%", "６０％", "60 %", "六成", "6成", "百分之六十", "百分之60")
        ),
        (parse_percent, "六成半", 65),
        (parse_percent, "一半", 50),
        (parse_percent, "百分之百", 100),
        (parse_percent, "0", 0),
        *((parse_days, typed, 30) for typed in ("30d", "30", "30天", "３０天", "三十天", "30日")),
        *((parse_days, typed, 14) for typed in ("2w", "2周", "两周", "2个星期")),
    ],
)
def test_numbers_are_read_as_clerks_type_them(parse: Callable[[str], int], typed: str, meant: int) -> None:
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("parse", "refused"),
    [
        (
            parse_count,
            ["", "0", "-1", "1.5", "2万", "2月", "2号", "第二次", "二", "次", "2²", "几次", "1000001"],
        ),
        (
            parse_percent,
            ["", "101", "160%", "60.5", "0.6", "-1", "过半", "六", "十成", "60²", "60/100", "成"],
        ),
        (parse_days, ["", "d", "-3d", "3m", "1.5d", "99999d", "一个月", "三十", "30²"]),
    ],
)
def test_other_numbers_are_refused(parse: Callable[[str], int], refused: list[str]) -> None:
    for typed in refused:
        with pytest.raises(UsageError):
            parse(typed)
