"""Columns of printed tables: nothing is torn that a reader takes for one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.formats.column_widths import (
    fits,
    least_widths,
    printed_width,
    shared_widths,
    short_columns,
    widest_lines,
)
from dushiquan.formats.document import Grid

PROJECT = "杭州都市圈公共交通一卡通互联互通工程"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("项目", 4),
        ("2011-12-31", 10),
        ("100%", 4.68),
        ("AB", 2.9),
        ("G25高速", 7.45),
        ("“红”", 6),
        ("▲▼—", 6),
    ],
)
def test_a_text_is_as_wide_as_its_glyphs(text: str, width: float) -> None:
    assert printed_width(text) == pytest.approx(width)


def test_a_crowded_table_tears_no_number() -> None:
    """The assessment of units: each column was once scaled by one factor, and 10% stood as 10, 0, %."""
    headings = (
        "单位",
        "得分",
        *(["按时完成", "逾期完成", "未办结", "逾期", "延期", "退回", "未报送", "配合", "平均进度", "序时"]),
    )
    grid = Grid(headings, [("市发展和改革委员会（市经济合作办公室）", *["12"] * 9, "100%", "100%")])
    for room in (78.0, 84.0, 131.0):
        widths = shared_widths(grid, room, edge=2)
        assert sum(widths) == pytest.approx(room)
        assert all(width - 2 >= least for width, least in zip(widths, least_widths(grid), strict=True))
    assert fits(grid, 84, edge=2)
    assert not fits(grid, 60, edge=2)


def test_a_text_that_holds_a_day_keeps_it_whole() -> None:
    grid = Grid(("序号", "说明"), [("1", "2011-12-31改为2012-03-31，因为征地未完")])
    assert least_widths(grid) == [4, 10]


def test_short_columns_are_those_no_wider_than_a_day() -> None:
    grid = Grid(("时限", "名称", "进度"), [("2011-12-31", PROJECT, "100%")])
    assert short_columns(grid) == [True, False, True]
    assert widest_lines(grid) == pytest.approx([10, 36, 4.68])


def test_headings_are_folded_before_long_texts_are_narrow() -> None:
    grid = Grid(("未报送次数", "名称"), [("3", PROJECT)])
    roomy, narrow = (shared_widths(grid, room, edge=2) for room in (60.0, 30.0))
    assert roomy[0] >= 12
    assert narrow[0] < 12
    assert narrow[1] >= 18


texts = st.text(st.sampled_from("项目2011-%A "), max_size=30)


@given(st.integers(1, 8).flatmap(lambda n: st.lists(st.tuples(*[texts] * n), min_size=1, max_size=5)))
def test_columns_fill_the_room_and_none_is_narrower_than_what_may_not_be_torn(
    rows: list[tuple[str, ...]],
) -> None:
    grid = Grid(rows[0], rows[1:])
    widths = shared_widths(grid, 84, edge=2)
    assert sum(widths) == pytest.approx(84)
    if fits(grid, 84, edge=2):
        assert all(width - 2 >= least - 1e-6 for width, least in zip(widths, least_widths(grid), strict=True))
