"""Listings as .csv and .xlsx: texts are never formulas, days are days."""

import csv
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dushiquan.errors import BadInputError, UsageError
from dushiquan.formats.document import ListingValue
from dushiquan.formats.listed import Listed
from dushiquan.formats.registry import listed
from dushiquan.formats.writing import write_listing

HEADINGS = ("序号", "名称", "时限", "天数")
FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1", "-甲\n乙")


def save(path: Path, headings: Sequence[str], rows: Sequence[Sequence[ListingValue]]) -> None:
    write_listing(Listed(headings, rows), path)


def test_a_workbook_has_types_frozen_head_and_widths(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    save(
        path,
        HEADINGS,
        [("6", "钱江通道及接线工程", date(2011, 12, 31), -3), ("7", "第一行\n第二行", None, None)],
    )
    sheet = load_workbook(path).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    assert sheet["C2"].is_date
    assert sheet["C2"].value.date() == date(2011, 12, 31)
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert (sheet["D2"].value, sheet["C3"].value) == (-3, None)
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("6", "s")
    assert sheet["B3"].alignment.wrap_text
    assert sheet.column_dimensions["B"].width == 9 * 2 + 3


def test_a_listing_in_a_workbook_has_a_title_its_day_and_rules(tmp_path: Path) -> None:
    rows = [("6", "红", "60%"), ("7", "", "100%")]
    path = tmp_path / "a.xlsx"
    listed = Listed(
        ("序号", "预警", "进度"),
        rows,
        "《计划》清单",
        "截至2011年7月1日，共2项",
        "市经合办",
        {1: {"红": "red"}},
    )
    write_listing(listed, path)
    book = load_workbook(path)
    sheet = book.active
    assert (book.sheetnames, book.properties.creator) == (["清单"], "市经合办")
    assert [sheet["A1"].value, sheet["A2"].value] == ["《计划》清单", "截至2011年7月1日，共2项"]
    assert [(cell.value, cell.number_format) for cell in sheet["C"][3:]] == [(0.6, "0%"), (1, "0%")]
    rules = [(str(each.sqref), rule.type) for each in sheet.conditional_formatting for rule in each.rules]
    assert rules == [("B4:B5", "cellIs"), ("C4:C5", "dataBar")]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)


@pytest.mark.parametrize("text", FORMULAS)
def test_text_in_a_workbook_is_never_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    save(path, [text], [[text]])
    for cell in (load_workbook(path).active["A1"], load_workbook(path).active["A2"]):
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
        assert cell.value.strip() == text.strip()


def test_a_negative_number_in_csv_is_a_number(tmp_path: Path) -> None:
    save(tmp_path / "a.csv", ["甲"], [["-3"], ["-1.5%"], ["-"], ["－"]])
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").split() == ["甲", "-3", "-1.5%", "-", "－"]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_in_csv_is_never_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    save(path, ["甲"], [[text], ["a=b"]])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["甲"], ["'" + text], ["a=b"]]


def test_csv_has_a_bom_and_crlf_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    save(path, HEADINGS, [("6", '钱"江', date(2011, 12, 31), -3), ("7", "", None, None)])
    assert path.read_bytes() == '\ufeff序号,名称,时限,天数\r\n6,"钱""江",2011-12-31,-3\r\n7,,,\r\n'.encode()


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_forbidden_characters_are_seen_not_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    save(path, ["甲"], [["a\x00\x9b\u202e\ufffeb"]])
    if suffix == ".xlsx":
        assert load_workbook(path).active["A2"].value == "a����b"
    else:
        assert path.read_text(encoding="utf-8-sig") == "甲\na����b\n"


def test_a_writer_of_listings_gets_no_forbidden_character(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []

    def writer(*arguments: object) -> bytes:
        given.extend(arguments)
        return b""

    monkeypatch.setattr("dushiquan.formats.csv_write.csv_listing", writer)
    day = date(2011, 12, 31)
    rows: list[tuple[ListingValue, ...]] = [("a\u202eb\r\nc", None), (-3, day)]
    save(Path("a.csv"), ("甲\x00", "乙"), rows)
    assert given == [Listed(["甲�", "乙"], [["a�b\nc", None], [-3, day]])]


def test_an_escape_of_excel_stays_a_text(tmp_path: Path) -> None:
    """Excel takes _x0041_ for A."""
    save(tmp_path / "a.xlsx", ["甲"], [["_x0041_ _x"]])
    assert load_workbook(tmp_path / "a.xlsx").active["A2"].value == "_x005F_x0041_ _x"


def test_text_too_long_for_a_cell_is_refused_not_cut(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="32767"):
        save(tmp_path / "a.xlsx", ["甲"], [["长" * 32_768]])
    assert list(tmp_path.glob("*.xlsx")) == []


@pytest.mark.parametrize("name", ["a.xls", "a", "a.txt"])
def test_an_unknown_suffix_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"请以 {listed('listing')} 结尾")):
        save(tmp_path / name, ["甲"], [])
    assert not (tmp_path / name).exists()


def test_without_openpyxl_there_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("xlsx_listing", "xlsx_grid", "xlsx_cells"):
        monkeypatch.delitem(sys.modules, f"dushiquan.formats.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(BadInputError, match=r"需要 openpyxl：pip install 'dushiquan\[office\]'"):
        save(tmp_path / "a.xlsx", ["甲"], [])
    save(tmp_path / "a.csv", ["甲"], [])
