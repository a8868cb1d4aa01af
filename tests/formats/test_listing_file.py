"""Listings as .xlsx and .csv: text is never a formula, dates are dates, writing is atomic."""

import csv
import errno
import os
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dushiquan.errors import BadInputError, UsageError
from dushiquan.formats.files import write_whole
from dushiquan.formats.listing_file import write_listing

HEADINGS = ("序号", "名称", "时限", "天数")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1")


def test_a_workbook_has_types_frozen_head_and_widths(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_listing(
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
    assert sheet.column_dimensions["B"].width == 9 * 2 + 2


@pytest.mark.parametrize("text", FORMULAS)
def test_text_in_a_workbook_is_never_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.xlsx"
    write_listing(path, [text], [[text]])
    for cell in (load_workbook(path).active["A1"], load_workbook(path).active["A2"]):
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
        assert cell.value.strip() == text.strip()


@pytest.mark.parametrize("text", FORMULAS)
def test_text_in_csv_is_never_a_formula(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.csv"
    write_listing(path, ["甲"], [[text], ["a=b"]])
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["甲"], ["'" + text], ["a=b"]]


def test_csv_has_a_bom_and_crlf_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_listing(path, HEADINGS, [("6", '钱"江', date(2011, 12, 31), -3), ("7", "", None, None)])
    assert path.read_bytes() == '\ufeff序号,名称,时限,天数\r\n6,"钱""江",2011-12-31,-3\r\n7,,,\r\n'.encode()


def test_characters_excel_cannot_store_are_left_out(tmp_path: Path) -> None:
    write_listing(tmp_path / "a.xlsx", ["甲"], [["a\x00\x07b"]])
    assert load_workbook(tmp_path / "a.xlsx").active["A2"].value == "ab"


def test_text_too_long_for_a_cell_is_refused_not_cut(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="32767"):
        write_listing(tmp_path / "a.xlsx", ["甲"], [["长" * 32_768]])
    assert list(tmp_path.glob("*.xlsx")) == []


@pytest.mark.parametrize("name", ["a.xls", "a", "a.txt"])
def test_an_unknown_suffix_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"请用 \.xlsx 或 \.csv"):
        write_listing(tmp_path / name, ["甲"], [])
    assert not (tmp_path / name).exists()


def test_writing_a_file_is_atomic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("先前的", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInputError, match="磁盘已满"):
        write_whole(path, b"123456")
    assert path.read_text(encoding="utf-8") == "先前的"
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["a.csv"]


def test_a_reader_of_the_old_file_keeps_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with path.open("rb") as file:
        write_whole(path, b"new")
        assert (file.read(), path.read_bytes()) == (b"old", b"new")


def test_a_missing_folder_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="写不了"):
        write_whole(tmp_path / "没有" / "a.csv", b"")


def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        write_whole(tmp_path / "a.csv", b"")
    finally:
        os.umask(mask)
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o644


def test_a_missing_openpyxl_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(BadInputError, match=r"需要 openpyxl：pip install 'dushiquan\[office\]'"):
        write_listing(tmp_path / "a.xlsx", ["甲"], [])
    write_listing(tmp_path / "a.csv", ["甲"], [])
