"""Papers in every format: complete content, no active content, atomic writing."""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import docx as python_docx
import openpyxl
import pdfplumber
import pytest
from docx.document import Document as Package
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from dushiquan.errors import BadInputError, UsageError
from dushiquan.formats import chart_drawing, registry
from dushiquan.formats.column_widths import shared_widths
from dushiquan.formats.document import (
    Bar,
    Document,
    Fonts,
    Grid,
    Point,
    Section,
    annex_labels,
    bare_heading,
    printable,
)
from dushiquan.formats.markdown_paper import markdown
from dushiquan.formats.registry import listed, suffixes
from dushiquan.formats.writing import write_paper
from tests.conftest import Run

PAPERS = suffixes("paper")
ROWS = [("6", "钱江通道", "2011-12-31", "3"), ("22.1", "联合执法", "2012-03-31", "")]
GRID = Grid(("序号", "项目名称", "时限", "天数"), ROWS, days=(2,), numbers=(3,))
LONG_ROWS = [(str(n), f"项目{n}", "2011-12-31", str(n)) for n in range(60)]
PAPER = Document(
    title="关于《2011年计划》进展情况的通报",
    masthead="项目进展通报",
    issue="第12期",
    signed="市经合办",
    dated="2011年11月7日",
    addressed="各责任单位",
    sections=[
        Section(
            "一、总体情况",
            ["计划共2项，称为“推进”。"],
            GRID,
            {"进度与序时": [Bar("交通共联", 40, 85, "40%，序时85%"), Bar("市场共构", 100)], "空": []},
            [
                Point(date(2011, 12, 31), "6 钱江通道", "red", "红"),
                Point(date(2011, 6, 30), "7 杭长", "", "其他"),
            ],
        ),
        Section("二、逾期项目", ["没有逾期项目。"]),
    ],
    annexes=[
        Section("附件1 滞后项目", ["共60项。"], Grid(GRID.headings, LONG_ROWS, (2,), (3,))),
        Section("附件2 正常项目", ["没有。"]),
    ],
)
NASTY = (
    "<script>alert(1)</script>",
    "&amp; & \" ' <b>",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "a\tb\nc\rd",
    "".join(map(chr, range(32))) + "\x7f\x85\ud800\ufffe",
    "😀👍🏽",
    "]]> {{ 7*7 }} {% raw %}",
    "长" * 40_000,
    "",
)


def nasty_paper() -> Document:
    grid = Grid(("=标题", "<i>"), [(text, text) for text in NASTY], days=(0,), numbers=(1,))
    bars = {text: [Bar(text, 250, -5, text)] for text in NASTY}
    points = [Point(date(2011, 5, 1), text) for text in NASTY]
    full = Section("全", NASTY, grid, bars, points)
    sections = [full, *(Section(text[:100], [text], Grid(("甲",), [(text,)])) for text in NASTY)]
    head = NASTY[8] + NASTY[0]
    return Document(head, sections, head, head, head, head, head, sections)


@pytest.fixture(scope="module")
def nasty_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("nasty")
    for suffix in PAPERS:
        write_paper(nasty_paper(), folder / f"x{suffix}")
    return {suffix: folder / f"x{suffix}" for suffix in PAPERS}


def written(paper: Document, suffix: str) -> Path:
    path = Path(f"通报{suffix}")
    write_paper(paper, path)
    return path


# html


class Page(HTMLParser):
    """The elements, texts and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.rows: list[list[str]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] in (["td"], ["th"]):
            self.rows[-1][-1] += data
        self.texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")


def test_html_holds_every_text_and_every_row() -> None:
    page = Page(written(PAPER, ".html").read_text(encoding="utf-8"))
    assert page.rows == [list(map(str, row)) for row in (GRID.headings, *ROWS, GRID.headings, *LONG_ROWS)]
    assert PAPER.title in "".join(page.texts)
    for text in (
        "项目进展通报",
        "第12期",
        "各责任单位：",
        "二、逾期项目",
        "1.滞后项目",
        "附件2",
        "正常项目",
    ):
        assert text in page.texts
    assert page.texts.count("市经合办") == page.texts.count("2011年11月7日") == 2


def test_html_loads_nothing_and_runs_nothing(nasty_files: dict[str, Path]) -> None:
    for path in (written(PAPER, ".html"), nasty_files[".html"]):
        text = path.read_text(encoding="utf-8")
        page = Page(text)
        assert not {"script", "img", "iframe", "object", "embed", "base", "form", "b", "i"} & set(page.tags)
        linked = [value for name, value in page.attributes if name in ("src", "href", "srcset", "action")]
        assert [value for value in linked if not value.startswith("#")] == ["data:,"]
        assert not [name for name, _ in page.attributes if name.startswith("on")]
        assert not re.search(r"url\(|@import|https?:", text)
        assert any("default-src 'none'" in value for name, value in page.attributes if name == "content")


def test_html_shows_markup_as_text(nasty_files: dict[str, Path]) -> None:
    page = Page(nasty_files[".html"].read_text(encoding="utf-8"))
    cells = [row[0] for row in page.rows]
    for text in (NASTY[0], NASTY[1], NASTY[10], "a\tb\nc\nd", "�" * 9):
        assert any(text in cell for cell in cells), text
    assert page.tags.count("svg") == page.tags.count("/svg") == 2 * (len(NASTY) + 1)


def test_html_drawings_have_text_alternatives() -> None:
    text = written(PAPER, ".html").read_text(encoding="utf-8")
    drawings = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]
    assert [drawn.attrib["role"] for drawn in drawings] == ["img", "img"]
    assert [drawn.findtext("title") for drawn in drawings] == ["进度与序时", "时限分布"]
    assert drawings[0].findtext("desc") == "交通共联：40%，序时85%；市场共构：100%"
    assert drawings[1].findtext("desc") == "6月30日：7 杭长；12月31日：6 钱江通道"
    words = [element.text for element in drawings[1].iter("text")]
    assert {"12月31日", "红1", "6月30日", "其他1"} <= set(words)
    assert len([path for path in drawings[1].iter("path") if path.get("class") == "red"]) == 1


def test_html_prints_on_a4_with_repeated_heads_and_unbroken_rows() -> None:
    text = written(PAPER, ".html").read_text(encoding="utf-8")
    assert "@page { size: A4; margin: 37mm 26mm 35mm 28mm;" in text
    assert "thead { display: table-header-group; }" in text
    assert "tr { break-inside: avoid; }" in text
    assert text.count("<thead>") == text.count("<table>") == 2
    assert ".annex { break-before: page;" in text


def test_html_has_anchors_captions_and_a_way_for_the_keyboard() -> None:
    page = Page(written(PAPER, ".html").read_text(encoding="utf-8"))
    ids = [value for name, value in page.attributes if name == "id"]
    links = [value[1:] for name, value in page.attributes if name == "href" and value.startswith("#")]
    assert links[0] == "text", "past the head, with the first press of the tab key"
    assert links.count("s1") == links.count("s2") == 1, "each section has a link to itself"
    assert {"s1", "s2", "annex1", "annex2"} < set(ids)
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    assert page.tags.count("caption") == page.tags.count("table") == 2
    frames = [value for name, value in page.attributes if name == "tabindex"]
    assert frames.count("0") == 2, "a table that is scrolled can be reached"


def test_html_tears_no_short_text() -> None:
    table = Grid(("时限", "项数", "说明"), [("2011-12-31", "100%", "长" * 40)], days=(0,), numbers=(1,))
    text = written(Document("通报", [Section("一、总体", [], table)]), ".html").read_text(encoding="utf-8")
    assert re.findall(r'<td class="(\w+)">', text) == ["nowrap", "number", "long"]
    assert re.search(r"\n\.nowrap \{[^}]*white-space: nowrap", text)


def test_html_follows_a_dark_screen_and_a_narrow_one() -> None:
    style = written(PAPER, ".html").read_text(encoding="utf-8").split("<style>")[1].split("</style>")[0]
    assert "@media screen and (prefers-color-scheme: dark)" in style
    assert "@media screen and (max-width: 700px)" in style
    named = set(re.findall(r"var\((--[\w-]+)\)", style))
    light, dark = (
        set(re.findall(r"(--[\w-]+):", part)) for part in re.findall(r":root \{(.*?)\}", style, re.S)
    )
    assert named <= light
    assert dark >= named - {"--text", "--song", "--hei"}, "each colour has one for the dark"
    after = style.split("var(--hei); }", 1)[1].split("@media print")[0]
    assert set(re.findall(r"(?:fill|background|color|stroke): (#\w+)", after)) <= {"#e0a100", "#2e7d32"}
    assert ".frame { margin: .6em 0 1.2em; overflow-x: auto; }" in style
    assert "td.long { min-width: 9em;" in style


def test_html_takes_the_fonts_of_the_office_and_no_markup_in_their_names() -> None:
    fonts = Fonts("华文中宋", "仿宋_GB2312", '黑"; } </style><b>', "楷体")
    text = written(replace(PAPER, fonts=fonts), ".html").read_text(encoding="utf-8")
    assert '--song: "华文中宋", FZ' in text
    assert '--text: "仿宋_GB2312", FangSong' in text
    assert "--hei: SimHei" in text


def test_html_tells_who_gets_a_copy() -> None:
    paper = replace(PAPER, copied="市委办", printed="2011年11月7日印发")
    texts = Page(written(paper, ".html").read_text(encoding="utf-8")).texts
    assert "抄送：市委办。" in texts
    assert "2011年11月7日印发" in texts


def test_no_line_of_a_chart_begins_with_a_closing_mark() -> None:
    """A lone ）once stood below each bar."""
    name = "推进老旧小区改造和城市更新（二期）"
    for extra in range(12):
        chart = chart_drawing.chart(
            [Bar("项" * extra + name, 40, 85, "4" * extra + "/40（完成40%，序时85%）")]
        )
        for line in (*chart.rows[0].names, *chart.rows[0].texts):
            assert line[0] not in "）%，"


# drawings


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (["2011-12-31"] * 30, ["12月31日"]),
        (["2011-12-29", "2011-12-30", "2011-12-31"], ["12月29日", "12月30日", "12月31日"]),
        ([f"2011-{m:02}-{d}" for m in range(1, 13) for d in (10, 20)], [f"{m}月" for m in range(1, 13)]),
        (["2011-12-31", "2012-03-31"], ["2011年12月31日", "2012年3月31日"]),
        ([f"{y}-01-01" for y in range(2011, 2031)], [f"{y}年" for y in range(2011, 2031)]),
        (["0001-01-01", "9999-12-31"], ["1年1月1日", "9999年12月31日"]),
    ],
)
def test_close_days_share_a_flag_and_flags_never_overlap(days: list[str], labels: list[str]) -> None:
    points = [Point(date.fromisoformat(day), f"项目{n}", "red", "红") for n, day in enumerate(days)]
    line = chart_drawing.timeline(points)
    assert ["".join(flag.label) for flag in line.flags] == labels
    assert sum(int(text[1:]) for flag in line.flags for _, text in flag.counts) == len(points)
    width = max(chart_drawing._flag_width(flag.label, flag.counts) for flag in line.flags)
    edges = [(flag.middle - width / 2, flag.middle + width / 2) for flag in line.flags]
    assert all(right <= left + 0.01 for (_, right), (left, _) in pairwise(edges))
    assert edges[0][0] >= -0.01
    assert edges[-1][1] <= line.width + 0.01
    assert all(line.left <= place <= line.right for flag in line.flags for place in flag.days)


def test_bars_stay_within_the_chart_and_show_the_gap_to_their_mark() -> None:
    chart = chart_drawing.chart(
        [Bar("类" * 90, 250, 30), Bar("b", -3, 101, "说" * 90), Bar("c", 40, 85), Bar("d", 90, 85)]
    )
    assert [row.behind for row in chart.rows] == [False, True, True, False]
    for row in chart.rows:
        assert chart.left <= row.value <= chart.right
        assert row.mark is not None
        assert chart.left <= row.mark <= chart.right
    assert "".join(chart.rows[0].names) == "类" * 90
    assert "".join(chart.rows[1].texts) == "说" * 90
    assert chart.rows[0].height >= len(chart.rows[0].names) * chart_drawing.LINE
    assert chart.rows[1].top == chart.rows[0].height


def test_columns_fill_the_width_and_short_ones_are_not_squeezed() -> None:
    grid = Grid(("号", "甲", "乙", "日"), [("1", "短文" * 6, "长" * 200, "2011-12-31")] * 3)
    shares = shared_widths(grid, 84, edge=2)
    assert sum(shares) == pytest.approx(84)
    assert shares[0] == pytest.approx(4)
    assert shares[3] == pytest.approx(12)
    assert shares[1] < shares[2]
    crowded = Grid([f"列{n}" for n in range(60)], [["2011-12-31"] * 60])
    assert sum(shared_widths(crowded, 84, edge=2)) == pytest.approx(84)


# docx


def test_docx_follows_the_layout_standard() -> None:
    package = python_docx.Document(str(written(PAPER, ".docx")))
    page = package.sections[0]
    near = Mm(0.1)
    for value, wanted in (
        (page.page_width, 210),
        (page.page_height, 297),
        (page.top_margin, 37),
        (page.bottom_margin, 35),
        (page.left_margin, 28),
        (page.right_margin, 26),
    ):
        assert value is not None
        assert abs(value - Mm(wanted)) <= near
    pitch = int(page._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")))
    assert 22 * pitch <= (297 - 37 - 35) / 25.4 * 1440 < 22 * (pitch + 1)
    fonts = {
        "Normal": "仿宋",
        "Body Text": "仿宋",
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体",
    }
    sizes = {"Normal": 16, "Body Text": 16, "Title": 22, "Heading 1": 16, "Footer": 14}
    for name, font in fonts.items():
        assert package.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) == font
        assert not [key for key in package.styles[name].element.rPr.rFonts.attrib if "Theme" in key]
    for name, size in sizes.items():
        assert package.styles[name].font.size.pt == size
    squeeze = int(package.styles["Body Text"].element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 * (16 + squeeze) <= 156 / 25.4 * 72 < 29 * (16 + squeeze)
    assert package.styles["Body Text"].element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def told(package: Package) -> list[Paragraph]:
    """The paragraphs of a file, and those of the row that keeps the signature together."""
    found = package.element.body.xpath("w:p | w:tbl/w:tr/w:tc[w:tcPr/w:tcBorders]/w:p")
    return [Paragraph(each, package._body) for each in found]


def tables_of(package: Package) -> list[Table]:
    """The tables of a file, without the row that keeps the signature together."""
    return [table for table in package.tables if not table._tbl.xpath("w:tr[1]/w:tc/w:tcPr/w:tcBorders")]


def test_docx_has_every_part_in_order() -> None:
    package = python_docx.Document(str(written(PAPER, ".docx")))
    texts = [(p.style.name if p.style else "", p.text) for p in told(package) if p.text]
    assert texts == [
        ("刊头", "项目进展通报"),
        ("Normal", "第12期"),
        ("Normal", "市经合办\t2011年11月7日"),
        ("Title", "关于《2011年计划》进展情况的通报"),
        ("Normal", "各责任单位："),
        ("Heading 1", "一、总体情况"),
        ("Body Text", "计划共2项，称为“推进”。"),
        ("Heading 1", "二、逾期项目"),
        ("Body Text", "没有逾期项目。"),
        ("Normal", "附件：1.滞后项目"),
        ("Normal", "2.正常项目"),
        ("Normal", "市经合办"),
        ("Normal", "2011年11月7日"),
        ("Normal", "附件1"),
        ("附件标题", "滞后项目"),
        ("Body Text", "共60项。"),
        ("Normal", "附件2"),
        ("附件标题", "正常项目"),
        ("Body Text", "没有。"),
    ]
    starts = [p.text for p in package.paragraphs if p.paragraph_format.page_break_before]
    assert starts == ["附件1", "附件2"]
    names = [p for p in told(package) if p.text in ("附件：1.滞后项目", "2.正常项目")]
    indents = [[p._p.xpath(f"w:pPr/w:ind/@w:{side}Chars") for side in ("left", "hanging")] for p in names]
    assert indents == [[["500"], ["300"]], [["500"], ["0"]]], "the second stands below the first"
    assert package.paragraphs[2]._p.xpath("w:pPr/w:pBdr/w:bottom/@w:color") == ["FF0000"]
    for paragraph in told(package):
        for run in paragraph.runs:
            assert run._r.xpath("w:rPr/w:rFonts/@w:hint") == ["eastAsia"], "else “ ” are narrow"


def test_docx_signature_is_placed_as_for_an_unsealed_paper() -> None:
    def right(paper: Document) -> list[float]:
        package = python_docx.Document(str(written(paper, ".docx")))
        last = [p for p in told(package) if p.text][-2:]
        return [int(hundredths) / 100 for p in last for hundredths in p._p.xpath("w:pPr/w:ind/@w:rightChars")]

    short = Document("题", [], signed="市经合办", dated="2011年11月7日")  # 4 and 6.5 characters
    long = Document("题", [], signed="杭州都市经济圈协调会办公室", dated="2011年11月7日")  # 13
    assert right(short) == [6.5, 2]
    assert right(long) == [2, 6.5]
    # in both cases the date starts two characters to the right of the office
    for paper, (office, day) in ((short, (4, 6.5)), (long, (13, 6.5))):
        ends = right(paper)
        assert (ends[0] + office) - (ends[1] + day) == 2


def test_docx_tables_repeat_heads_keep_rows_whole_and_fit_the_page() -> None:
    package = python_docx.Document(str(written(PAPER, ".docx")))
    tables = tables_of(package)
    for table, rows in zip(tables, (ROWS, LONG_ROWS), strict=True):
        assert [[cell.text for cell in row.cells] for row in table.rows] == [
            list(GRID.headings),
            *[list(row) for row in rows],
        ]
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * len(rows)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblBorders")) is not None
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst]
        assert sum(widths) == pytest.approx(156 / 25.4 * 1440, abs=5)
        assert [int(w) for c in table.rows[0].cells for w in c._tc.xpath("w:tcPr/w:tcW/@w:w")] == widths


def test_docx_single_pages_are_numbered_right_and_double_ones_left() -> None:
    package = python_docx.Document(str(written(PAPER, ".docx")))
    assert package.settings.odd_and_even_pages_header_footer
    page = package.sections[0]
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        number = footer.paragraphs[0]._p
        fields = [field.get(qn("w:instr")) for field in number.iter(qn("w:fldSimple"))]
        assert [field.strip() for field in fields if field] == ["PAGE"]
        assert "".join(text.text or "" for text in number.iter(qn("w:t"))) == "— 1 —"
        assert number.xpath("w:pPr/w:jc/@w:val") == [side]
        assert number.xpath(f"w:pPr/w:ind/@w:{side}Chars") == ["100"]


def test_docx_tells_the_office_and_the_day_of_the_paper_and_keeps_nothing_of_the_template() -> None:
    path = written(PAPER, ".docx")
    about = python_docx.Document(str(path)).core_properties
    assert (about.author, about.last_modified_by, about.title) == ("市经合办", "市经合办", PAPER.title)
    assert about.created is not None
    assert about.created.date() == date(2011, 11, 7)
    assert about.modified == about.created
    with ZipFile(path) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name]
    assert b"2013" not in core_of(written(replace(PAPER, dated=""), ".docx"))


def core_of(path: Path) -> bytes:
    with ZipFile(path) as package:
        return package.read("docProps/core.xml")


def test_docx_takes_the_fonts_of_the_office() -> None:
    fonts = Fonts("华文中宋", "仿宋_GB2312", "微软雅黑", "楷体_GB2312")
    package = python_docx.Document(str(written(replace(PAPER, fonts=fonts), ".docx")))
    for name, font in {
        "Title": "华文中宋",
        "刊头": "华文中宋",
        "Body Text": "仿宋_GB2312",
        "表格文字": "仿宋_GB2312",
        "Heading 1": "微软雅黑",
        "Heading 2": "楷体_GB2312",
    }.items():
        assert package.styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) == font


def test_docx_second_headings_are_written_in_kai() -> None:
    paper = Document("题", [Section("一、总体情况", ["文。"]), Section("（一）交通", ["文。"])])
    package = python_docx.Document(str(written(paper, ".docx")))
    headings = {p.text: p.style.name for p in package.paragraphs if p.style}
    assert (headings["一、总体情况"], headings["（一）交通"]) == ("Heading 1", "Heading 2")


def test_docx_foot_names_whom_it_was_copied_to_and_who_printed_it_when() -> None:
    paper = replace(PAPER, copied="市委办、市府办", printed="2011年11月7日印发")
    lines = python_docx.Document(str(written(paper, ".docx"))).paragraphs[-3:]
    assert [line.text for line in lines] == ["抄送：市委办、市府办。", "市经合办\t2011年11月7日印发", ""]
    tops = [int(top) for line in lines[:2] for top in line._p.xpath("w:pPr/w:framePr/@w:y")]
    height = (297 - 37 - 35) / 25.4 * 1440
    assert tops == pytest.approx([height - 2 * 440, height - 440], abs=1), "at the foot of the last page"
    wraps = {wrap for line in lines[:2] for wrap in line._p.xpath("w:pPr/w:framePr/@w:wrap")}
    assert wraps == {"none"}, "else LibreOffice puts what they lie on on a page of its own"
    assert lines[0]._p.xpath("w:pPr/w:pBdr/w:top/@w:sz") == ["8"]
    assert lines[1]._p.xpath("w:pPr/w:pBdr/w:bottom/@w:sz") == ["8"]
    assert not python_docx.Document(str(written(PAPER, ".docx"))).element.xpath("//w:framePr")
    many = replace(paper, copied="、".join(["市发展和改革委员会"] * 9))
    (top, _) = python_docx.Document(str(written(many, ".docx"))).element.xpath("//w:framePr/@w:y")
    assert int(top) == pytest.approx(height - 5 * 440, abs=1), "higher if there are more lines"


def test_docx_an_annex_follows_a_table_without_a_paragraph_between() -> None:
    """Below a table that ends with its page it was a blank page."""
    package = python_docx.Document(str(written(PAPER, ".docx")))
    starts = [p._p for p in package.paragraphs if p.text in ("附件1", "附件2")]
    assert [start.getprevious().tag for start in starts] == [qn("w:tbl")] * 2


def test_docx_a_list_of_numbers_is_broken_between_them() -> None:
    """LibreOffice takes 9、16、30 for one word, and began a line with a comma."""
    paper = replace(PAPER, sections=[Section("一、总体", ["序号为9、16、22.1、30。"])])
    texts = [p.text for p in told(python_docx.Document(str(written(paper, ".docx"))))]
    assert "序号为9、\u200b16、\u200b22.1、\u200b30。" in texts


def test_docx_keeps_the_signature_together_and_with_the_last_paragraph() -> None:
    """LibreOffice does not keep so many paragraphs together, so that a signature stood alone on a page."""
    paper = replace(PAPER, sections=[Section("一、总体", ["共2项。"])], printed="2011年11月7日印发")
    for annexes, closing in (
        (PAPER.annexes, ["附件：1.滞后项目", "2.正常项目", "市经合办", "2011年11月7日"]),
        ([], ["市经合办", "2011年11月7日", ""]),  # and the room of 版记
    ):
        package = python_docx.Document(str(written(replace(paper, annexes=annexes), ".docx")))
        (row,) = package.tables[0].rows
        assert [p.text for p in row.cells[0].paragraphs] == closing
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None
        before = package.tables[0]._tbl.getprevious()
        assert Paragraph(before, package._body).text == "共2项。"
        assert Paragraph(before, package._body).paragraph_format.keep_with_next


def test_docx_keeps_the_signature_with_the_last_row_of_a_table() -> None:
    """LibreOffice keeps no row with a paragraph, so that a signature stood alone on a page."""
    paper = replace(PAPER, sections=PAPER.sections[:1], annexes=[])
    package = python_docx.Document(str(written(paper, ".docx")))
    *_, last, below = package.tables[-1].rows
    assert [p.text for p in below.cells[0].paragraphs if p.text] == ["市经合办", "2011年11月7日"]
    assert all(p.paragraph_format.keep_with_next for cell in last.cells for p in cell.paragraphs)
    assert below._tr.xpath("w:tc/w:tcPr/w:tcBorders/w:bottom/@w:val") == ["nil"]
    assert package.paragraphs[-1].style is not None
    assert package.paragraphs[-1].style.name == "表后"


def test_docx_a_new_section_has_no_paragraph_of_its_own() -> None:
    """An empty paragraph that ends a section may fall on a page of its own."""
    wide = Grid([f"列{n}" for n in range(14)], [["推进老旧小区改造工程建设"] * 14] * 3)
    paper = replace(PAPER, annexes=[Section("附件1 宽", [], wide), Section("附件2 窄", [], GRID)])
    package = python_docx.Document(str(written(paper, ".docx")))
    assert len(package.sections) == 3
    ends = [p for p in package.paragraphs if p._p.xpath("w:pPr/w:sectPr")]
    assert [end.style.name for end in ends if end.style] == ["表后", "表后"]
    last_row = package.tables[2].rows[-1]
    assert all(p.paragraph_format.keep_with_next for cell in last_row.cells for p in cell.paragraphs)


WIDE = Grid([f"第{n}季度完成数" for n in range(9)], [["2011-12-31"] * 9])


@pytest.mark.parametrize(
    ("heading", "bare"),
    [
        ("一、总体情况", "总体情况"),
        ("十二、逾期项目", "逾期项目"),
        ("附件1 滞后项目", "滞后项目"),
        ("附件：正常项目", "正常项目"),
        ("重点项目（一、二期）", "重点项目（一、二期）"),
        ("见附件1 的项目", "见附件1 的项目"),
    ],
)
def test_only_the_number_before_a_heading_is_taken_off(heading: str, bare: str) -> None:
    assert bare_heading(heading) == bare


def test_docx_a_table_too_wide_for_the_text_becomes_an_annex() -> None:
    sections = [Section("一、总体情况", ["共2项。"], WIDE), *PAPER.sections[1:]]
    package = python_docx.Document(str(written(replace(PAPER, sections=sections), ".docx")))
    texts = [p.text for p in told(package) if p.text]
    assert "详见附件“总体情况”。" in texts
    assert "3.总体情况" in texts
    assert texts[-2:] == ["附件3", "总体情况"]
    across = package.sections[-1]
    assert across.orientation == WD_ORIENT.LANDSCAPE
    assert across.bottom_margin == pytest.approx(Mm(26), abs=100)
    assert across.footer_distance == pytest.approx(Mm(16), abs=1000), "the number is below the text"


def test_docx_of_one_wide_table_lies_across_as_a_whole() -> None:
    paper = Document("考核情况", [Section("一、各单位", [], WIDE)], signed="市经合办", dated="2011年11月7日")
    package = python_docx.Document(str(written(paper, ".docx")))
    assert [page.orientation for page in package.sections] == [WD_ORIENT.LANDSCAPE]
    assert len(package.tables) == 1


def test_docx_shows_text_on_the_first_page_under_any_title() -> None:
    paper = replace(PAPER, title="关于" + "推进老旧小区改造工程" * 20 + "的通报")
    title = next(p for p in python_docx.Document(str(written(paper, ".docx"))).paragraphs if "老旧" in p.text)
    size, lines = title.runs[0].font.size, title.text.count("\n") + 1
    assert size is not None
    assert size.pt == 16
    assert lines * 16 * 1.4 < 225 / 25.4 * 72 / 2, "less than half of a page"


# xlsx


def placed(sheet: Worksheet, heading: str) -> tuple[int, int]:
    """Return the row and column of a heading."""
    return next((c.row, c.column) for row in sheet for c in row if c.value == heading)


def test_xlsx_the_office_at_the_foot_of_a_page_is_no_code_of_excel() -> None:
    with ZipFile(written(replace(PAPER, signed="甲&D办"), ".xlsx")) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "&L甲&&D办&C" in unescape(sheet)


def test_xlsx_has_the_whole_list_first_and_small_tables_in_the_text() -> None:
    book = openpyxl.load_workbook(written(PAPER, ".xlsx"))
    assert book.sheetnames == ["总表", "正文"]
    whole = book["总表"]
    assert [cell.value for cell in whole["A"][:2]] == [
        "关于《2011年计划》\n进展情况的通报",
        "截至2011年11月7日，共60行",
    ]
    assert [cell.value for cell in whole[3]] == list(GRID.headings)
    assert whole.max_row == 63
    large = replace(PAPER, sections=[Section("一、逾期项目", [], replace(GRID, rows=LONG_ROWS))])
    assert openpyxl.load_workbook(written(large, ".xlsx")).sheetnames == ["总表", "正文", "逾期项目"]


def test_xlsx_stores_dates_numbers_percents_and_text_as_such() -> None:
    headings = ("序号", "项目名称", "时限", "天数", "进度")
    grid = Grid(
        headings, [("6", "钱江通道", "2011-12-31", "3", "40%"), ("7", "杭长", "", "", "")], numbers=(3,)
    )
    paper = replace(
        PAPER, sections=[Section("一、总体情况", ["共2项。"], grid)], annexes=[Section("附件", [], grid)]
    )
    book = openpyxl.load_workbook(written(paper, ".xlsx"))
    for sheet, row in ((book["总表"], 4), (book["正文"], placed(book["正文"], "天数")[0] + 1)):
        values = [cell for cell in sheet[row] if cell.value is not None]
        assert [cell.value for cell in values] == [
            "6",
            "钱江通道",
            datetime.combine(date(2011, 12, 31), time()),
            3,
            0.4,
        ]
        assert [cell.number_format for cell in values[2:]] == ["yyyy-mm-dd", "General", "0%"]
    front = [cell.value for cell in book["正文"]["A"]]
    for text in ("项目进展通报 第12期", PAPER.title, "各责任单位：", "共2项。"):
        assert text in front


def test_xlsx_colours_by_rule_what_may_change_by_hand() -> None:
    grid = Grid(
        ("预警", "进度"), [("▲ 红", "40%"), ("◆ 黄", "60%"), ("", "")], tones={0: ["red", "yellow", ""]}
    )
    book = openpyxl.load_workbook(written(replace(PAPER, annexes=[Section("附件", [], grid)]), ".xlsx"))
    rules = {
        (str(reach.sqref), rule.type, *(rule.formula or ())): rule
        for reach in book["总表"].conditional_formatting
        for rule in reach.rules
    }
    assert set(rules) == {("A4:A6", "cellIs", '"▲ 红"'), ("A4:A6", "cellIs", '"◆ 黄"'), ("B4:B6", "dataBar")}
    assert rules["A4:A6", "cellIs", '"▲ 红"'].dxf.fill.bgColor.rgb.endswith("F6CFCB")
    assert rules["A4:A6", "cellIs", '"◆ 黄"'].dxf.fill.bgColor.rgb.endswith("FBE7A9")
    assert book["总表"]["A4"].fill.fill_type is None


def test_xlsx_joins_annexes_whose_columns_differ() -> None:
    annexes = [
        Section("附件1 滞后项目", [], Grid(("序号", "原因"), [("6", "征地")])),
        Section("附件2 暂缓项目", [], Grid(("序号", "状态"), [("7", "暂缓")])),
    ]
    sheet = openpyxl.load_workbook(written(replace(PAPER, annexes=annexes), ".xlsx"))["总表"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)] == [
        ["附件", "序号", "原因", "状态"],
        ["滞后项目", "6", "征地", None],
        ["暂缓项目", "7", None, "暂缓"],
    ]


def test_xlsx_is_set_up_for_filtering_and_printing() -> None:
    book = openpyxl.load_workbook(written(PAPER, ".xlsx"))
    assert book.properties.creator == book.properties.lastModifiedBy == "市经合办"
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    sheet = book["总表"]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:D63"
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width


def test_xlsx_prints_a_wide_table_in_a_size_that_can_be_read() -> None:
    """Fitted to the page, a sheet of 300 characters prints 11 pt as 5."""
    wide = Grid([f"列{n}" for n in range(9)], [["推进老旧小区改造工程建设和配套设施完善" * 3] * 9])
    sheet = openpyxl.load_workbook(written(Document("题", [], annexes=[Section("附件", [], wide)]), ".xlsx"))[
        "总表"
    ]
    assert sum(column.width for column in sheet.column_dimensions.values()) <= 141


def test_xlsx_rows_grow_with_wrapped_text() -> None:
    paper = Document(
        "题", [], annexes=[Section("表", [], Grid(("甲", "乙"), [("短", "x"), ("字" * 100, "y")]))]
    )
    sheet = openpyxl.load_workbook(written(paper, ".xlsx"))["总表"]
    assert sheet.row_dimensions[4].height is None
    assert sheet.row_dimensions[5].height >= 15 * 200 / sheet.column_dimensions["A"].width


@pytest.mark.parametrize(
    ("text", "day", "number"),
    [
        ("2011-02-30", str, str),
        ("2011-2-3", str, str),
        ("1899-12-31", str, str),
        ("12", str, int),
        ("-1.5", str, float),
        ("1e5", str, str),
        ("007", str, str),
        ("1_000", str, str),
        ("1234567890123456789", str, str),
        ("nan", str, str),
        ("=1", str, str),
        ("#REF!", str, str),
        ("2011-12-31", datetime, str),
    ],
)
def test_xlsx_converts_only_exact_dates_and_numbers(text: str, day: type, number: type) -> None:
    mixed = [(text, text, text), ("文", "文", "文")]  # a column of days alone is one of days
    grid = Grid(("文", "日", "数"), mixed, days=(1,), numbers=(2,))
    paper = Document("题", [], annexes=[Section("表", [], grid)])
    row = openpyxl.load_workbook(written(paper, ".xlsx"))["总表"][4]
    assert [type(cell.value) for cell in row] == [str, day, number]
    assert row[0].value == text
    assert row[0].data_type == "s"


def test_xlsx_contains_no_formula(nasty_files: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(nasty_files[".xlsx"])
    seen = set()
    for sheet in book.worksheets:
        for row in sheet:
            for cell in row:
                if isinstance(cell.value, str):
                    assert cell.data_type == "s"
                    if cell.value[0] in "=+-@":
                        assert cell.quotePrefix
                        seen.add(cell.value)
    assert {"=1+1", "+1", "-1", "@SUM(A1)"} <= seen
    with ZipFile(nasty_files[".xlsx"]) as package:
        assert not [name for name in package.namelist() if b"<f>" in package.read(name)]


def test_xlsx_sheet_names_are_valid_in_excel() -> None:
    headings = [
        "a/b",
        "A/B",
        "a:b*?[]\\",
        "长" * 40,
        "长" * 41,
        "😀" * 20,
        "'引'",
        "History",
        "",
        "正文",
        "\x07",
    ]
    grid = Grid(("甲",), [("乙",)] * 20)
    paper = Document("题", [Section(heading, [], grid) for heading in headings])
    book = openpyxl.load_workbook(written(paper, ".xlsx"))
    names = book.sheetnames
    front = [cell.value for cell in book["正文"]["A"]]
    assert [f"（见工作表“{name}”）" for name in names[1:]] == [
        text for text in front if "见工作表" in str(text)
    ]
    assert len(names) == len(headings) + 1 == len({name.casefold() for name in names})
    for name in names:
        assert name
        assert len(name.encode("utf-16-le")) <= 62
        assert not re.search(r"[\\/?*\[\]:]|^'|'$", name)
        assert name.casefold() != "history"


# any format


@pytest.mark.parametrize("suffix", PAPERS)
def test_hostile_text_breaks_no_file(nasty_files: dict[str, Path], suffix: str) -> None:
    path = nasty_files[suffix]
    if suffix in (".docx", ".xlsx"):
        with ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    ElementTree.parse(BytesIO(package.read(name)))
    if suffix == ".docx":
        texts = [paragraph.text for paragraph in python_docx.Document(str(path)).paragraphs]
    elif suffix == ".xlsx":
        texts = [str(cell.value) for cell in openpyxl.load_workbook(path)["正文"]["A"]]
    else:
        texts = path.read_text(encoding="utf-8").split("\n")
    whole = "\n".join(texts)
    assert "�" * 9 + "\t\n" in whole, "what cannot be written is shown as such"
    assert "😀👍🏽" in whole
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", whole)
    if suffix == ".xlsx":  # a cell of Excel holds 32767 characters
        assert any(len(text) == 32_767 and text.endswith("……（原文过长，以下从略）") for text in texts)
    else:
        assert "长" * 40_000 in whole


@pytest.mark.parametrize("suffix", PAPERS)
def test_an_empty_paper_can_be_written(suffix: str) -> None:
    for paper in (
        Document("", []),
        Document("题", [Section("一")]),
        Document("题", [Section("一", [], Grid(("甲",), []), {"空": []})], annexes=[Section("附件")]),
    ):
        assert written(paper, suffix).stat().st_size > 0


def test_a_single_annex_has_no_number() -> None:
    def labels(*headings: str) -> list[tuple[str, str]]:
        return annex_labels(Document("题", [], annexes=[Section(heading) for heading in headings]))

    assert labels("附件1 滞后项目", "附件2：正常项目") == [("附件1", "滞后项目"), ("附件2", "正常项目")]
    assert labels("附件 清单") == [("附件", "清单")]
    assert labels("2011年清单", "附件清单") == [("附件1", "2011年清单"), ("附件2", "清单")]


def test_printable_text_is_left_unchanged() -> None:
    assert markdown(printable(PAPER)) == markdown(PAPER)
    assert printable(PAPER).sections[0].timeline == PAPER.sections[0].timeline
    assert printable(PAPER).sections[0].charts == PAPER.sections[0].charts


# files


def test_an_unknown_suffix_lists_the_supported_ones() -> None:
    for name in ("通报.csv", "通报", "通报.doc"):
        with pytest.raises(UsageError, match=re.escape(f"请以 {listed(*registry.PAPERS)} 结尾")):
            write_paper(PAPER, Path(name))
    assert written(PAPER, ".HTML").read_bytes().startswith(b"<!DOCTYPE html>")


@pytest.mark.parametrize("suffix", PAPERS)
@pytest.mark.parametrize("old", [None, b"old"])
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file(
    suffix: str, old: bytes | None, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("夹").mkdir()
    path = Path("夹") / f"通报{suffix}"
    if old:
        path.write_bytes(old)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*{"fsync": (os, "fsync"), "replace": (Path, "replace")}[step], full)
    with pytest.raises(BadInputError, match=rf"^写不了 夹/通报{suffix}：磁盘已满。$"):
        write_paper(Document("题", []), path)
    assert [entry.read_bytes() for entry in Path("夹").iterdir()] == ([old] if old else [])


def test_a_failed_rendering_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("通报.html")
    path.write_bytes(b"old")
    monkeypatch.setattr("dushiquan.formats.chart_drawing.chart", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_paper(PAPER, path)
    assert [(entry, entry.read_bytes()) for entry in Path().iterdir()] == [(path, b"old")]


def test_an_unwritable_path_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("夹.html").mkdir()
    Path("档").write_text("")
    for path, why in (
        ("无/通报.html", "没有这个文件夹"),
        ("档/通报.html", "没有这个文件夹"),
        ("夹.html", "那是一个文件夹"),
        (f"{'长' * 100}.html", "文件名太长"),
    ):
        with pytest.raises(BadInputError, match=f"：{why}。$"):
            write_paper(PAPER, Path(path))
    Path("旧.html").write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(BadInputError, match="没有写的权限"):
        write_paper(PAPER, Path("旧.html"))
    assert Path("旧.html").read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_file_permissions_and_symlinks_are_kept() -> None:
    Path("样").touch()
    new = written(PAPER, ".md")
    assert new.stat().st_mode == Path("样").stat().st_mode
    new.chmod(0o640)
    assert written(PAPER, ".md").stat().st_mode & 0o777 == 0o640
    Path("链.md").symlink_to(new)
    write_paper(Document("新", []), Path("链.md"))
    assert Path("链.md").is_symlink()
    assert new.read_text(encoding="utf-8") == "# 新\n"


@pytest.mark.parametrize(
    ("suffix", "module", "library"),
    [(".html", "jinja2", "Jinja2"), (".docx", "docx", "python-docx"), (".xlsx", "openpyxl", "openpyxl")],
)
def test_a_missing_library_is_named(
    suffix: str, module: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in list(sys.modules):
        if name.split(".")[0] == module or re.fullmatch(
            r"dushiquan\.formats\.(html|\w+_(write|cells|grid|styles|tables))", name
        ):
            monkeypatch.delitem(sys.modules, name)

    class Missing:
        def find_spec(self, name: str, *_: Any) -> None:
            if name.split(".")[0] == module:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(BadInputError, match=re.escape(f"需要 {library}：pip install 'dushiquan[office]'")):
        write_paper(PAPER, Path(f"通报{suffix}"))
    assert not list(Path().glob("*"))


# pdf


def office_program(folder: Path, monkeypatch: pytest.MonkeyPatch, does: str) -> None:
    """Put a program named soffice on the path; ``does`` is its Python."""
    folder.mkdir()
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport sys, time, shutil, pathlib\n{does}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.skipif(os.name == "nt", reason="Windows starts no scripts")
def test_a_pdf_is_made_from_the_docx_by_libreoffice_with_a_profile_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office_program(
        tmp_path / "bin",
        monkeypatch,
        "source = pathlib.Path(sys.argv[-1])\n"
        "assert sys.argv[1].startswith('-env:UserInstallation=file://') and '--headless' in sys.argv\n"
        "assert sys.argv[sys.argv.index('--convert-to') + 1] == 'pdf'\n"
        "shutil.copy(source, source.with_suffix('.pdf'))",
    )
    write_paper(PAPER, Path("通报.pdf"))
    assert python_docx.Document("通报.pdf").core_properties.title == PAPER.title


@pytest.mark.skipif(os.name == "nt", reason="Windows starts no scripts")
@pytest.mark.parametrize("does", ["", "time.sleep(60)"])
def test_a_pdf_that_libreoffice_does_not_make_is_explained(
    does: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("dushiquan.formats.office_convert.SECONDS", 1)
    office_program(tmp_path / "bin", monkeypatch, does)
    Path("通报.pdf").write_bytes(b"old")
    with pytest.raises(BadInputError, match=r"LibreOffice 没有转成 \.pdf；请先写成 \.docx"):
        write_paper(PAPER, Path("通报.pdf"))
    assert Path("通报.pdf").read_bytes() == b"old"


def test_without_libreoffice_a_pdf_is_refused_with_what_to_do(
    after: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dushiquan.formats.office_convert._program", lambda: None)
    result = after("report", "weekly", "-o", "通报.pdf")
    assert (result.code, result.out) == (5, "")
    assert result.err == (
        "写 .pdf 要用 LibreOffice，这台电脑上没有；请先写成 .docx，再在 Word 或 WPS 里另存为 PDF。\n"
    )
    assert not Path("通报.pdf").exists()


@pytest.mark.once
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_makes_a_pdf_of_several_pages() -> None:
    write_paper(PAPER, Path("通报.pdf"))
    with pdfplumber.open("通报.pdf") as file:
        texts = [page.extract_text() for page in file.pages]
    assert len(texts) >= 3
    assert "— 1 —" in texts[0]


# the command


def test_html_docx_and_xlsx_hold_the_same_rows(after: Run) -> None:
    for suffix in PAPERS:
        result = after("report", "weekly", "--issue", "12", "-o", f"通报{suffix}")
        assert (result.code, result.out, result.err) == (0, "", f"已写入 通报{suffix}。\n")
    page = Page(Path("通报.html").read_text(encoding="utf-8"))
    tables = tables_of(python_docx.Document("通报.docx"))
    book = openpyxl.load_workbook("通报.xlsx")
    rows = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    rows = [row for row in rows if any(row)]  # not the room for 版记
    assert page.rows == rows
    written_values = Counter(
        as_shown(cell) for sheet in book.worksheets for row in sheet for cell in row if cell.value is not None
    )
    heads = {cell.text for table in tables for cell in table.rows[0].cells}
    wanted = Counter(text for row in rows for text in row if text and text not in heads)
    assert not wanted - written_values


def as_shown(cell: Cell) -> str:
    if isinstance(cell.value, datetime):
        return cell.value.date().isoformat()
    return f"{cell.value:.0%}" if cell.number_format == "0%" else str(cell.value)


def test_a_library_is_imported_only_for_its_format() -> None:
    def imported(*words: str) -> set[str]:
        command = [sys.executable, "-X", "importtime", "-m", "dushiquan", *words]
        done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
        return {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}

    libraries = {"docx", "lxml", "openpyxl", "jinja2"}
    imported("init")
    assert imported("list") & {*libraries, "typer"} == {"typer"}
    assert not imported("report", "weekly") & libraries
    assert imported("report", "weekly", "-o", "x.docx") & libraries == {"docx", "lxml"}


def test_flags_stay_on_the_timeline_at_any_scale() -> None:
    start = date(2011, 1, 1)
    for step in (1, 3, 7, 30, 100, 400):
        line = chart_drawing.timeline([Point(start + timedelta(step * n), str(n)) for n in range(40)])
        assert all(0 <= flag.middle <= line.width for flag in line.flags)
        assert all(a.middle < b.middle for a, b in pairwise(line.flags))


def test_no_day_is_torn_and_wide_annexes_lie_across(after: Run) -> None:
    after("report", "monthly", "--as-of", "2011-12-16", "-o", "通报.docx")
    package = python_docx.Document("通报.docx")
    assert [page.orientation for page in package.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    texts = [text.text or "" for text in package.element.body.iter(qn("w:t"))]
    assert not [text for text in texts if re.search(r"\d-\d\d", text)]
    assert any("2011-12-31" in cell.text for row in package.tables[-1].rows for cell in row.cells)
