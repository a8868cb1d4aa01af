"""Workbooks with a plan, for tests."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEAD = ("序号", "类别", "项目名称", "项目内容", "责任单位", "进度要求")


def row(no: object, category: str = "甲类", requirement: object = "6月底前完成") -> list[Any]:
    """A row under ``HEAD`` with nothing wrong."""
    return [no, category, f"项目{no}", f"内容{no}", "市发改委", requirement]


def save(
    path: Path, rows: Iterable[Sequence[object]], merges: Sequence[str] = (), title: str = "2024年计划"
) -> Path:
    """Save rows as a workbook of one sheet, under a title row unless it is empty."""
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
    for values in rows:
        sheet.append(list(values))
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
    return path
