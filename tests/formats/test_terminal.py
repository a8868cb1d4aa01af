"""Long tables are drawn line by line, exactly as Rich would draw them."""

import io
from contextlib import redirect_stdout
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from dushiquan.formats.layout import cells_of, fold, lay_out
from dushiquan.formats.terminal import _draw, _painter, _write

LETTERS = st.sampled_from([*"abz 09-%，、（）【】《》：；“”中文都市圈·—①●éß한カナｶ", "\n", "🚀", "e\u0301"])
TEXT = st.lists(LETTERS, max_size=40).map("".join)
NUMBERS = st.sampled_from(["", "0", "40%", "123"])
LIGHTS = st.sampled_from([("", ""), ("红", "red"), ("黄", "yellow"), ("绿", "green")])
PLAIN = st.just("")
ROWS = st.lists(
    st.tuples(st.tuples(TEXT, PLAIN), st.tuples(TEXT, PLAIN), st.tuples(NUMBERS, PLAIN), LIGHTS),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("colour", [None, "standard"])
@pytest.mark.parametrize("width", [40, 80, 120])
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_the_fast_path_draws_what_rich_draws(
    width: int, colour: Literal["standard"] | None, rows: list[tuple[tuple[str, str], ...]]
) -> None:
    headings = ["项目名称", "牵头单位", "进度", "预警"]
    texts = [[text for text, _ in row] for row in rows]
    layout = lay_out(headings, [False, False, True, True], texts, width, [0, 1, 2, 3])
    shown = []
    for draw in (_draw, _write):
        with redirect_stdout(io.StringIO()) as stdout:
            out = Console(
                file=stdout,
                width=width,
                color_system=colour,
                force_terminal=colour is not None,
                markup=False,
                emoji=False,
                highlight=False,
            )
            draw(out, headings, [False, False, True, False], iter(rows), layout)
        shown.append(stdout.getvalue())
    assert shown[1] == shown[0]


@given(text=TEXT, width=st.integers(1, 30))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = fold(text, width)
    assert "".join(lines) == text.replace("\n", "")
    assert all(cells_of(line) <= max(width, 2) for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("综合交通、环境保护", 8, ["综合交", "通、环境", "保护"]),
        ("杭州绕城工程(都市圈)", 14, ["杭州绕城工程", "(都市圈)"]),
        ("累计完成12次", 9, ["累计完成", "12次"]),
        ("——————", 4, ["————", "——"]),
        ("（（（（（（", 4, ["（（", "（（", "（（"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("杭湖嘉e\u0301，绍", 7, ["杭湖嘉", "e\u0301，绍"]),
        ("甲\n乙丙", 2, ["甲", "乙", "丙"]),
    ],
)
def test_wrapping_keeps_words_and_punctuation_together(text: str, width: int, lines: list[str]) -> None:
    assert fold(text, width) == lines


def test_an_old_windows_console_gets_no_control_codes() -> None:
    out = Console(file=io.StringIO(), legacy_windows=True, force_terminal=True, color_system="windows")
    assert set(_painter(out).values()) == {("", "")}
    modern = Console(file=io.StringIO(), legacy_windows=False, force_terminal=True, color_system="standard")
    assert "\x1b" in _painter(modern)["red"][0]
