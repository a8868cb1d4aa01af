"""A progress and a count as people type them."""

import pytest

from dushiquan.errors import UsageError
from dushiquan.phrases.typed_number import parse_count, parse_percent


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("60", 60),
        (" 60 ", 60),
        ("60%", 60),
        ("60 ％", 60),
        ("６０", 60),
        ("60.0", 60),
        ("0", 0),
        ("100", 100),
        ("101", None),
        ("60.5", None),
        ("0.6", None),
        ("-1", None),
        ("六十", None),
        ("60分", None),
        ("TRUE", None),
        ("", None),
        ("٦٠", None),
    ],
)
def test_a_progress_is_a_whole_number_up_to_100(text: str, read: int | None) -> None:
    if read is not None:
        assert parse_percent(text) == read
        return
    with pytest.raises(UsageError, match="不是进度；请写 0 到 100 的整数，如 60。"):
        parse_percent(text)


@pytest.mark.parametrize(
    ("text", "measure", "read"),
    [
        ("2", "", 2),
        ("２", "次", 2),
        ("2次", "次", 2),
        ("2 次", "次", 2),
        ("2.0", "次", 2),
        ("1000000", "", 1_000_000),
        ("1000001", "", None),
        ("2次", "个", None),
        ("2.5", "公里", None),
        ("-2", "", None),
        ("两个", "个", None),
        ("次", "次", None),
    ],
)
def test_a_count_may_have_its_measure(text: str, measure: str, read: int | None) -> None:
    if read is not None:
        assert parse_count(text, measure) == read
        return
    with pytest.raises(UsageError, match="不是个数"):
        parse_count(text, measure)
