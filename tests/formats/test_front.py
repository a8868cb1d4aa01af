"""The page in front of a paper, and its figures: drawn within their edges, the same in each format."""

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import docx as python_docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from dushiquan.formats.document import Document, Front, Grid, Section, Tile, printable
from dushiquan.formats.figure import Columns, Figure, Lane, Schedule, Shade, Stack, Stacks
from dushiquan.formats.figure_drawing import draw
from dushiquan.formats.markdown_paper import markdown
from dushiquan.formats.shapes import COLOURS, HALF, LOOKS, PAGE, Box, Dot, Drawing, Words, lines_of, width_of
from dushiquan.formats.shapes import Path as Line
from dushiquan.formats.writing import write_paper

TODAY = date(2011, 9, 23)
LEGEND: dict[Shade, str] = {"red": "红", "yellow": "黄", "green": "绿", "done": "已完成"}
PARTS: dict[Shade, int] = {"red": 2, "yellow": 3, "green": 0, "done": 5}
NASTY = "<b>&\"'甲\x07\ufffe"
STACKS = Stacks("各类别", LEGEND, [Stack("交通共联", PARTS, "共10项"), Stack(NASTY, {"red": 1}, "共1项")])
COLUMNS = Columns("走势", LEGEND, [Stack(f"{month}月", PARTS) for month in range(1, 13)])
SCHEDULE = Schedule(
    "红灯项目",
    TODAY,
    [
        Lane(
            "6 钱江通道（市交通局）", date(2011, 3, 1), date(2011, 8, 1), 40, ["逾期53天", "9天未报送"], True
        ),
        Lane("7 很长的名称" * 20, date(1999, 1, 1), date(2204, 1, 1), 250, [NASTY]),
        Lane("8 没有时限", None, None, 0),
    ],
)
FIGURES: list[Figure] = [STACKS, COLUMNS, SCHEDULE]
GRID = Grid(("项", "数"), [("红", "2")])
FRONT = Front(
    "进展简报",
    "市经合办",
    "截至2011年9月23日",
    [
        [Section("总体", grid=GRID, tiles=[Tile("▲ 红", "2", "较上周+1", "red"), Tile(NASTY, "9")])],
        [Section("走势", grid=GRID, figure=COLUMNS), Section("类别", grid=GRID, figure=STACKS)],
        [Section("红灯项目", grid=GRID, figure=SCHEDULE)],
        [Section("请领导协调", ["1. 甲。", NASTY])],
    ],
)
ALONE = Document(FRONT.title, [], front=FRONT)
BEFORE = Document("通报", [Section("一、总体", ["内容。"])], signed="办", dated="2011年9月23日", front=FRONT)


def edges(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    """The left, top, right and bottom of each shape."""
    found = []
    for shape in drawing.shapes:
        match shape:
            case Box(x, y, width, height):
                found.append((x, y, x + width, y + height))
            case Dot(x, y, radius):
                found.append((x - radius, y - radius, x + radius, y + radius))
            case Words(x, y, text, anchor, size):
                before = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * width_of(text, size)
                left = x - before
                found.append((left, y - size / 2, left + width_of(text, size), y + size / 2))
            case path:
                xs, ys = [x for x, _ in path.points], [y for _, y in path.points]
                found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("width", [HALF, PAGE])
def test_a_drawing_keeps_within_its_edges(figure: Figure, width: float) -> None:
    drawing = draw(figure, width)
    for left, top, right, bottom in edges(drawing):
        assert left >= -0.01
        assert top >= -0.01
        assert right <= width + 0.01
        assert bottom <= drawing.height + 0.01


def test_the_parts_of_a_bar_are_in_proportion_and_named_inside() -> None:
    drawing = draw(Stacks("甲", LEGEND, [Stack("乙", PARTS, "共10项")]), PAGE)
    *_, red, yellow, done = [s for s in drawing.shapes if isinstance(s, Box) and s.height > 12]
    assert [box.look for box in (red, yellow, done)] == ["red", "yellow", "done"]
    assert [round(box.width / red.width * 2, 6) for box in (red, yellow, done)] == [2, 3, 5]
    assert red.x + red.width == pytest.approx(yellow.x)
    assert {"2", "3", "5", "红", "黄", "绿", "已完成"} <= words(drawing)
    assert drawing.described == "乙：红2，黄3，已完成5"


def words(drawing: Drawing) -> set[str]:
    return {shape.text for shape in drawing.shapes if isinstance(shape, Words)}


def test_columns_are_as_high_as_what_they_count() -> None:
    one, two = Stack("1月", {"red": 5}), Stack("2月", {"red": 5, "green": 5})
    boxes = [s for s in draw(Columns("甲", LEGEND, [one, two]), PAGE).shapes if isinstance(s, Box)]
    first, second, third = [box for box in boxes if box.height > 12]
    assert first.height == second.height == third.height
    assert third.y + third.height == pytest.approx(second.y)


@pytest.mark.parametrize(
    ("names", "below"),
    [
        ([*(f"{month}月" for month in range(2, 9)), "9月23日"], ["9月23日"]),  # has more room than the others
        ([*(f"{month}月" for month in range(1, 12)), "12月23日"], ["12月", "23日"]),
        (["9月2日", *(f"9月{day}日" for day in range(11, 17))], ["9月", "16日"]),
        (["9月16日", "9月23日"], ["9月23日"]),
    ],
)
def test_a_day_below_a_column_is_broken_only_if_it_must_and_after_the_month(
    names: list[str], below: list[str]
) -> None:
    shapes = draw(Columns("甲", LEGEND, [Stack(name, {"red": 1}) for name in names]), HALF).shapes
    texts = [s for s in shapes if isinstance(s, Words) and s.size == 11 and s.y > 140]
    lines = [[s for s in texts if s.y == y] for y in sorted({s.y for s in texts})]
    assert [line[-1].text for line in lines] == below
    for line in lines:  # with some room between them, for wider fonts
        assert line[-1].x + width_of(line[-1].text, 11) * 0.6 <= HALF
        for one, next_ in pairwise(line):
            room = 1.2 if len(lines) == 1 else 1
            assert (width_of(one.text, 11) + width_of(next_.text, 11)) / 2 * room <= next_.x - one.x + 0.01


def test_few_columns_stand_side_by_side() -> None:
    columns = [Stack("8月", {"red": 1}), Stack("9月23日", {"red": 1})]
    shapes = draw(Columns("甲", LEGEND, columns), HALF).shapes
    bars = [s for s in shapes if isinstance(s, Box) and s.height > 12]
    assert bars[0].width == bars[1].width
    assert bars[1].x - bars[0].x < 2 * bars[0].width


def test_a_late_window_is_followed_by_a_broken_line_to_the_day() -> None:
    def broken(due: date, is_late: bool) -> list[float]:
        lane = Lane("甲", TODAY - timedelta(days=90), due, 40, is_late=is_late)
        shapes = draw(Schedule("乙", TODAY, [lane]), PAGE).shapes
        return [x for s in shapes if isinstance(s, Line) and s.look == "behind" for x, _ in s.points]

    (due, today) = broken(TODAY - timedelta(days=30), True)
    assert due < today
    assert broken(TODAY + timedelta(days=30), False) == []


def test_a_window_of_centuries_does_not_hide_the_year() -> None:
    marks = words(draw(SCHEDULE, PAGE))
    assert {"2011年", "2012年", "截至9月23日"} <= marks
    assert not {"1999年", "2204年"} & marks


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("", 0, []),
        ("甲乙丙丁", 0, ["甲乙", "丙丁"]),
        ("甲乙丙丁", 1, ["甲…"]),
        ("甲乙", 1, ["甲乙"]),
    ],
)
def test_a_text_that_is_cut_shows_it(text: str, most: int, lines: list[str]) -> None:
    assert lines_of(text, 2 * width_of("甲", 10), 10, most) == lines


def test_in_black_and_white_red_is_the_darkest_light_and_green_the_palest() -> None:
    def grey(look: str) -> float:
        colour = COLOURS[LOOKS[look].fill]
        parts = [int(colour[at : at + 2], 16) for at in (0, 2, 4)]
        return sum(part * weight for part, weight in zip(parts, (0.3, 0.59, 0.11), strict=True))

    shades = [grey(look) for look in ("red", "done", "yellow", "green", "resting")]
    assert all(after - before > 20 for before, after in pairwise(shades))


# --- the formats ---------------------------------------------------------------------------------------


def written(paper: Document, suffix: str) -> Path:
    path = Path(f"简报{suffix}")
    write_paper(paper, path)
    return path


def test_html_has_tiles_and_drawings_with_their_words() -> None:
    text = written(ALONE, ".html").read_text(encoding="utf-8")
    drawn = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]
    assert [each.findtext("title") for each in drawn] == ["走势", "各类别", "红灯项目"]
    assert "6 钱江通道（市交通局），进度40%，逾期53天，9天未报送" in (drawn[2].findtext("desc") or "")
    assert '<div class="is-red"><dt>▲ 红</dt><dd>2</dd><dd class="change">较上周+1</dd></div>' in text
    assert "&lt;b&gt;&amp;" in text
    assert "\x07" not in text
    assert "<table>" not in text, "a figure stands for its table"
    assert text.count("<h1>") == 1


def test_docx_has_native_shapes_with_a_description() -> None:
    package = python_docx.Document(str(written(ALONE, ".docx")))
    (page,) = package.sections
    assert page.top_margin == page.bottom_margin == pytest.approx(Mm(12), abs=Mm(0.1))
    assert not page._sectPr.findall(qn("w:footerReference"))
    names = [each.get("name") for each in package.element.body.iter(qn("wp:docPr"))]
    described = [each.get("descr") or "" for each in package.element.body.iter(qn("wp:docPr"))]
    assert names == ["走势", "各类别", "红灯项目"]
    assert "交通共联：红2，黄3，已完成5" in described[1]
    markup = package.element.xml
    ids = re.findall(r'<(?:wp:docPr|wps:cNvPr) id="(\d+)"', markup)
    assert len(ids) == len(set(ids)) > 50
    texts = {text.text for text in package.element.body.iter(qn("w:t"))}
    assert {"▲ 红", "较上周+1", "逾期53天", "截至9月23日", "1. 甲。"} <= texts
    assert markup.count("<mc:Fallback>") == 3


def test_no_shape_of_a_docx_reaches_beyond_its_drawing() -> None:
    """LibreOffice would shrink the whole drawing."""
    markup = python_docx.Document(str(written(ALONE, ".docx"))).element.xml
    place = re.compile(r'<a:off x="(-?\d+)" y="(-?\d+)"/>\s*<a:ext cx="(\d+)" cy="(\d+)"/>')
    for group in markup.split("<wpg:wgp>")[1:]:
        (_, _, across, down), *shapes = [tuple(map(int, found)) for found in place.findall(group)]
        assert len(shapes) > 5
        for x, y, width, height in shapes:
            assert x >= 0
            assert y >= 0
            assert x + width <= across + 2
            assert y + height <= down + 2


def test_docx_lines_have_a_set_height() -> None:
    """So that the page is one page whatever font stands in."""
    package = python_docx.Document(str(written(ALONE, ".docx")))
    for paragraph in package.element.body.iter(qn("w:p")):
        spacing = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        drawn = paragraph.find(f".//{qn('w:drawing')}") is not None
        assert spacing is not None
        assert spacing.get(qn("w:lineRule")) == ("auto" if drawn else "exact")


def test_a_circular_behind_it_has_its_own_page_set_up_and_the_numbers() -> None:
    package = python_docx.Document(str(written(BEFORE, ".docx")))
    front, rest = package.sections
    assert front.top_margin == pytest.approx(Mm(12), abs=Mm(0.1))
    assert rest.top_margin == pytest.approx(Mm(37), abs=Mm(0.1))
    numbers = [len(each._sectPr.findall(qn("w:footerReference"))) for each in (front, rest)]
    assert numbers[0] == 0 < numbers[1]
    assert next(each.text for each in package.paragraphs if each.text) == "进展简报"
    text = written(BEFORE, ".html").read_text(encoding="utf-8")
    assert re.findall(r"<h1>(.*?)</h1>", text.replace("<wbr>", "")) == ["进展简报", "通报"]


def test_markdown_says_it_in_tables_and_only_once() -> None:
    alone, before = markdown(ALONE), markdown(BEFORE)
    assert alone.startswith("# 进展简报\n\n市经合办 · 截至2011年9月23日\n\n## 总体\n\n| 项 | 数 |")
    assert (
        before
        == f"{alone}\n{markdown(Document('通报', BEFORE.sections, signed='办', dated='2011年9月23日'))}"
    )


def test_no_forbidden_character_is_left_in_tiles_and_figures() -> None:
    assert printable(printable(ALONE)) == printable(ALONE)
    assert "\x07" not in repr(printable(ALONE)).replace("\\x07", "\x07")
