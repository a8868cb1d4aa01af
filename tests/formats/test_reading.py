"""Files of any kind are read by their content, each cell as it is shown; hostile ones are refused quickly."""

import subprocess
import sys
import zipfile
from io import BytesIO
from itertools import repeat
from pathlib import Path
from time import process_time

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from dushiquan.errors import UnusableFileError
from dushiquan.formats.number_format import shown
from dushiquan.formats.reading import read_tables, read_text
from dushiquan.formats.table import Cell, Table
from tests.conftest import Run

CASES = Path(__file__).parents[1] / "data" / "cases"


def texts(table: Table) -> list[list[str]]:
    return [[cell.full for cell in row.own] for row in table.rows]


def column(name: str, letter: str) -> list[str]:
    (table, *_) = read_tables(CASES / name)
    return [cell.full for row in table.rows[1:] for cell in row.own if cell.ref[0] == letter]


@pytest.mark.parametrize(
    ("name", "letter", "shown"),
    [
        (
            "a1_day_month_format_next_year.xlsx",
            "E",
            ["完成时限", "2024年11月20日", "2025年3月31日", "2023年12月29日"],
        ),
        ("f1_number_month_10.xlsx", "E", ["完成时间", "2024.10", "2024.11", "2024.06"]),
        ("k02_e_year.xlsx", "E", ["进度要求", "2025年3月31日", "2024年6月底前完成"]),
        ("k02_id_22_10.xlsx", "A", ["序号", "22.8", "22.9", "22.10"]),
        ("c03_semicolon.csv", "D", ["责任单位", "市甲局", "市乙局"]),
        ("c04_tab.csv", "D", ["责任单位", "市甲局", "市乙局"]),
        ("c05_sep_line.csv", "D", ["责任单位", "市甲局", "市乙局"]),
        ("d4_semicolon.csv", "E", ["2024-12-20", "2024-11-15"]),
        ("d5_excel_unicode_text.csv", "C", ["更换水泵"]),
        ("d6_xlsx_named_xls.xls", "A", ["序号", "1", "2"]),
        ("d7_html_named_xls.xls", "A", ["1"]),
        ("d8_column_merged_to_the_end.xlsx", "C", ["更换水泵", "安装监控"]),
        ("z01_strict.xlsx", "A", ["序号", "1", "2", "3"]),
    ],
)
def test_a_cell_is_read_as_it_is_shown_whatever_the_file(name: str, letter: str, shown: list[str]) -> None:
    assert column(name, letter) == shown


def test_a_double_byte_order_mark_is_no_part_of_a_heading() -> None:
    assert texts(read_tables(CASES / "k06_double_bom.csv")[0])[0][0] == "序号"


def test_struck_and_hidden_are_marked_not_dropped() -> None:
    (table,) = read_tables(CASES / "f3_hidden_and_struck.xlsx")
    assert [row.number for row in table.rows if row.hidden] == [5]
    assert [row.number for row in table.rows if all(cell.is_struck for cell in row.own)] == [4]
    (table,) = read_tables(CASES / "k08_struck.xlsx")
    cell = table.rows[2].cells[5]
    assert (cell.text, cell.standing) == ("2024年3月底前完成2024年6月底前完成", "2024年6月底前完成")


@pytest.mark.parametrize("name", ["table.xls", "table.ods"])
def test_old_and_open_spreadsheets_say_as_much_as_xlsx(name: str) -> None:
    table, hidden = read_tables(CASES / name)
    assert texts(table)[2:5] == [
        ["22.1", "道路", "青石路改造", "县住建局", "2025年3月31日", "40%", "留下旧的"],
        ["22.10", "青石路绿化", "县住建局\n县财政局", "2024年11月20日", "作废"],
        ["3", "水利", "南河清淤", "县水务局", "2024年6月"],
    ]
    cells = table.rows[2].cells
    assert (cells[2].height, cells[7].standing, table.rows[3].cells[7].is_struck) == (2, "留下", True)
    assert table.rows[3].cells[2] is cells[2]
    assert (table.rows[0].cells[1].width, table.rows[0].cells[1].bold) == (7, True)
    assert [row.number for row in table.rows if row.hidden] == [5]
    assert (table.hidden_columns, hidden.hidden, table.hidden) == (frozenset({7}), True, False)


def test_a_document_keeps_merged_cells_and_the_text_above() -> None:
    (table,) = read_tables(CASES / "e1_notice_with_annex.docx")
    assert table.above[:2] == (
        "某县人民政府办公室关于印发2024年民生实事责任分解表的通知",
        "某府办〔2024〕6号",
    )
    assert texts(table)[2:] == [
        ["2", "教育", "扩建幼儿园1所", "县教育局", "8月底前"],
        ["新增学位300个", "12月底前"],
    ]
    assert table.rows[3].cells[4].text == "县教育局"
    assert [p.text for p in read_text(CASES / "e1_notice_with_annex.docx")] == list(table.above)


def test_a_page_keeps_rowspan_and_the_text_above() -> None:
    (table,) = read_tables(CASES / "e2_notice_page.html")
    assert table.above[0] == "某镇2024年安全生产专项整治工作计划"
    assert table.rows[3].cells[2].text == "2月份"
    assert texts(table)[3] == ["乡村民宿", "文旅办"]


@pytest.mark.parametrize(
    ("name", "ref", "fault", "text"),
    [
        ("e01_err_note.xlsx", "J8", "是错误值 #NAME?；请改正。", ""),
        (
            "e04_formula_nocache_progress.xlsx",
            "I8",
            "的公式没有算好的值；请用 Excel 打开并保存，或改写成文字。",
            "",
        ),
        ("e09_xml_space.xlsx", "J8", "", "已\n完成"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(name: str, ref: str, fault: str, text: str) -> None:
    cells = [cell for row in read_tables(CASES / name)[0].rows for cell in row.own if cell.ref == ref]
    assert [(cell.fault, cell.text) for cell in cells] == [(fault, text)]


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_text_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "a.csv", "序号,项目\n1,修路\n", encoding)
    assert texts(read_tables(path)[0]) == [["序号", "项目"], ["1", "修路"]]
    lines = read_text(written(tmp_path / "a.txt", "标题\n\n第二段\n", encoding))
    assert [(line.line, line.text) for line in lines] == [(1, "标题"), (3, "第二段")]


def test_a_web_archive_is_read_as_its_page(tmp_path: Path) -> None:
    page = "<table><tr><td colspan=2>甲</td><td><s>旧</s>新</td></tr><tr><td>乙<td>丙</table>"
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
    part = f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{page}\n--x--\n"
    (table,) = read_tables(written(tmp_path / "a.mht", head + part))
    assert texts(table) == [["甲", "旧新"], ["乙", "丙"]]
    assert (table.rows[0].cells[1].width, table.rows[0].cells[3].standing) == (2, "新")


def test_the_apostrophe_before_a_formula_comes_off(tmp_path: Path) -> None:
    assert texts(read_tables(written(tmp_path / "a.csv", "'=1+1,'甲\n"))[0]) == [["=1+1", "'甲"]]


@pytest.mark.parametrize(("name", "said"), [("~$a.xlsx", "临时文件"), ("a.xlsx", "不是文字")])
def test_what_is_no_table_is_said(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01\x02")
    with pytest.raises(UnusableFileError, match=said):
        read_tables(tmp_path / name)


# hostile files


def workbook(path: Path, *sheet: bytes) -> Path:
    """A workbook whose only sheet is these bytes."""
    book, file = Workbook(), BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w", force_zip64=True) as part:
                part.writelines(sheet if name == "xl/worksheets/sheet1.xml" else [old.read(name)])
    return path


HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
ONE = b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
FAR = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>y</t></is></c></row>'
MERGES = b"".join(b'<mergeCell ref = "%c1:xfd1048576"/>' % (65 + n) for n in range(26))
WIDE = b"".join(b'<c r="%c1" t="inlineStr"><is><t>x</t></is></c>' % (65 + n) for n in range(26))
HOSTILE = {
    "spaces": ((HEAD, b"</sheetData>", *repeat(b" " * 1_000_000, 300), b"</worksheet>"), "展开后超过"),
    "empty cells": (
        (HEAD, b"<row>", *repeat(b"<c/>" * 10_000, 400), b"</row></sheetData></worksheet>"),
        "格子过多",
    ),
    "merges": (
        (
            *(HEAD, b'<row r="1">', WIDE, b"</row>", FAR),
            *(b"</sheetData><mergeCells>", MERGES, b"</mergeCells></worksheet>"),
        ),
        "格子过多",
    ),
    "entities": (
        (b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>', HEAD, b"</sheetData></worksheet>"),
        "已损坏",
    ),
}
"""The parts of a sheet, of which many are one object, and what is said of it."""


@pytest.mark.once
@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are set on Linux")
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_workbook_costs_neither_memory_nor_time(tmp_path: Path, kind: str) -> None:
    sheet, said = HOSTILE[kind]
    path = workbook(tmp_path / "a.xlsx", *sheet)
    code = f"from pathlib import Path; from dushiquan.formats.reading import read_tables as r; r(Path({str(path)!r}))"

    def limit() -> None:
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (512 * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CPU, (10, 10))

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, preexec_fn=limit)
    assert said in done.stderr


def test_a_merge_and_a_format_down_to_the_last_row_cost_nothing(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    merge = b'<mergeCells><mergeCell ref = "A1:xfd1048576"/></mergeCells>'
    path = workbook(tmp_path / "a.xlsx", HEAD + ONE + far + b"</sheetData>" + merge + b"</worksheet>")
    (table,) = read_tables(path)
    assert [list(row.cells.values()) for row in table.rows] == [
        [Cell(1, 1, "x", height=1_048_576, width=16_384)]
    ]


def test_a_heading_merged_to_the_edge_of_the_sheet_costs_no_square_of_time(dsq: Run, tmp_path: Path) -> None:
    cells = [("A1", "项目名称"), ("B1", "完成时限"), ("A2", "修桥"), ("B2", "2011年6月底前")]
    texts = [f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'.encode() for ref, text in cells]
    rows = b"<row>%s%s</row><row>%s%s</row></sheetData>" % tuple(texts)
    merge = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    path = workbook(tmp_path / "a.xlsx", HEAD + rows + merge)
    begun = process_time()
    assert dsq("plan", "check", str(path)).code in (0, 5)
    assert process_time() - begun < 5


def test_a_format_longer_than_any_is_not_read() -> None:
    assert shown(40_000, "[" * 200_000 + "y") == ("", None)
    assert shown(40_000, '"' + "x" * 252 + '"0')[1] == 40_000


def test_the_code_of_a_field_in_a_document_is_no_text(tmp_path: Path) -> None:
    def part(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    def run(text: str) -> str:
        return f"<w:r><w:t>{text}</w:t></w:r>"

    link = f"{part('begin')}{run('HYPERLINK x')}{part('separate')}{run('{C}改造甲路')}{part('end')}"
    circle = f"{part('begin')}<w:r><w:instrText>eq (○,1)</w:instrText></w:r>{part('end')}{run('，3公里')}"
    document = Document()
    paragraph = document.add_paragraph()._p
    for run_of_field in parse_xml(f"<w:p {nsdecls('w')}>{link}{circle}</w:p>"):
        paragraph.append(run_of_field)
    document.save(str(path := tmp_path / "a.docx"))
    assert [line.text for line in read_text(path)] == ["改造甲路，3公里"]
