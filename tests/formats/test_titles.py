"""Titles are broken where a clerk breaks them."""

import pytest

from dushiquan.formats.column_widths import printed_width
from dushiquan.formats.titles import pieces, title_lines

ROOM = 39.5  # half characters of 22 pt across an upright page


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于《2025年重点工作》11月进展情况的通报", ["关于《2025年重点工作》", "11月进展情况的通报"]),
        ("关于2011年计划的通报", None),
        (
            "关于《2011年度杭州都市经济圈合作发展重点项目计划安排表》10月31日至11月4日进展情况的通报",
            [
                "关于《2011年度杭州都市经济圈",
                "合作发展重点项目计划安排表》",
                "10月31日至11月4日进展情况的通报",
            ],
        ),
        (
            "关于《2011年杭州都市经济圈合作项目计划安排表》2011年9月12日至16日进展情况的通报",
            ["关于《2011年杭州都市", "经济圈合作项目计划安排表》", "2011年9月12日至16日进展情况的通报"],
        ),
        (
            "2011年度杭州都市经济圈合作发展重点项目计划安排表责任单位考核情况",
            ["2011年度杭州都市经济圈合作发展", "重点项目计划安排表责任单位考核情况"],
        ),
        ("", None),
    ],
)
def test_a_title_is_broken_by_its_meaning(title: str, lines: list[str] | None) -> None:
    assert title_lines(title, ROOM) == (lines or [title])


@pytest.mark.parametrize("length", [1, 19, 20, 50, 400])
def test_no_line_is_too_long_and_nothing_is_lost(length: int) -> None:
    for title in ("长" * length, "A" * length, "项目" * length, f"《{'长' * length}》"):
        lines = title_lines(title, ROOM)
        assert "".join(lines) == title
        assert all(printed_width(line) <= ROOM for line in lines)


def test_no_line_begins_with_a_closing_mark_or_parts_a_day_or_a_word() -> None:
    for head in ("关于加快推进", "关于", "2025年全市"):
        for words in range(1, 12):
            title = f"{head}《{'重点项目' * words}（第三批）》2025年11月3日至9日进展情况的通报"
            for line in title_lines(title, ROOM)[1:]:
                assert line[0] not in "》），、）"
                assert not line.startswith(("目", "点", "况", "报", "日", "月", "关于"))


def test_between_two_words_a_line_is_rather_broken_outside_a_name_of_a_paper() -> None:
    costs = dict(pieces("督查《工作方案》落实情况"))
    assert costs["《工作"] > costs["落实"]
