"""The worksheet (填报表) that each unit fills in, as an .xlsx: writing it.

What a unit may type is open and checked by the sheet itself; the rest is locked. A hidden sheet holds the
worksheet's id and what every project looked like, so that its return can be told from what the ledger
learned meanwhile; rows are known by a hidden column, however they are sorted.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dushiquan.domain.form import OFFERED
from dushiquan.domain.status import STATUS_LABELS
from dushiquan.domain.supervision import Item
from dushiquan.formats.files import write_atomically
from dushiquan.formats.xlsx_cells import BORDER, print_on_a4, put, put_head, saved

FORM, TARGETS, MEMORY = "填报", "指标", "_dsq"
VERSION = "1"

FORM_HEADINGS = (
    *("键", "序号", "项目名称", "进度要求", "时限", "现状", "现进度"),
    *("状态", "进度（0-100）", "进展说明", "发生日期"),
)
TARGET_HEADINGS = ("键", "序号", "指标", "目标", "单位", "已记", "累计完成")
HEAD_ROW = 7
_FORM_WIDTHS = (2, 7, 34, 20, 12, 9, 8, 10, 12, 44, 13)
_TARGET_WIDTHS = (2, 7, 60, 8, 8, 8, 10)
_OPEN = PatternFill("solid", fgColor="FFF9E5")


def write_form(
    path: Path, *, form_id: str, plan: str, title: str, unit: str, written: date, items: Sequence[Item]
) -> None:
    """Write a unit's form; raise ``BadInputError`` if the file cannot be written."""
    book = Workbook()
    form = book.active
    assert isinstance(form, Worksheet)
    form.title = FORM
    _write_form(form, title, unit, written, items)
    _write_targets(book.create_sheet(TARGETS), items)
    memory = book.create_sheet(MEMORY)
    memory.sheet_state = "hidden"
    lines: list[Sequence[object]] = [("dsq", VERSION, form_id, plan, unit, written.isoformat())]
    for item in items:
        state = item.state
        counts = json.dumps(dict(state.counts), ensure_ascii=False)
        lines.append((f"p{item.project.id}", state.status.value, state.progress, counts))
    for row, values in enumerate(lines, 1):
        for column, value in enumerate(values, 1):
            put(memory.cell(row, column), value)
    write_atomically(path, saved(book))


def _write_form(form: Worksheet, title: str, unit: str, written: date, items: Sequence[Item]) -> None:
    lines = (
        f"{title}：{unit}填报表",
        f"{written.year}年{written.month}月{written.day}日发出。只在浅黄色格内填写；没有变化的不用动。",
        "状态：从下拉中选。已经办完的选“待核实”，并在进展说明里写明依据，由办公室核实销号。",
        "进度：写 0 到 100 的整数，不写百分号。指标完成数写在“指标”页，写累计数。",
        "发生日期：事情发生在哪天，写成 2011-09-30；不写即按读入当天。",
    )
    for number, line in enumerate(lines, 1):
        put(form.cell(number, 2), line).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    _write_head(form, HEAD_ROW, FORM_HEADINGS, _FORM_WIDTHS)
    for row, item in enumerate(items, HEAD_ROW + 1):
        project, state = item.project, item.state
        locked = (
            f"p{project.id}",
            str(project.id),
            project.title,
            project.requirement,
            item.due,
            STATUS_LABELS[state.status],
            state.progress,
        )
        _write_row(form, row, (*locked, STATUS_LABELS[state.status], state.progress, None, None), opened=4)
        form.cell(row, 5).number_format = form.cell(row, 11).number_format = "yyyy-mm-dd"
    last = HEAD_ROW + len(items)
    statuses = DataValidation(
        type="list", formula1=f'"{",".join(STATUS_LABELS[s] for s in OFFERED)}"', allow_blank=True
    )
    statuses.error = "请从下拉中选择状态。"
    numbers = DataValidation(type="whole", operator="between", formula1="0", formula2="100", allow_blank=True)
    numbers.error = "请写 0 到 100 的整数，不写百分号。"
    days = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    days.error = "请写日期，如 2011-09-30。"
    for column, validation in (("H", statuses), ("I", numbers), ("K", days)):
        validation.showErrorMessage = True
        form.add_data_validation(validation)
        validation.add(f"{column}{HEAD_ROW + 1}:{column}{last}")
    form.freeze_panes = form.cell(HEAD_ROW + 1, 4)
    _finish(form, HEAD_ROW)


def _write_targets(sheet: Worksheet, items: Sequence[Item]) -> None:
    _write_head(sheet, 1, TARGET_HEADINGS, _TARGET_WIDTHS)
    row = 1
    for item in items:
        for target in item.project.targets:
            row += 1
            count = item.state.counts.get(target.name, 0)
            key = f"p{item.project.id}"
            values = (key, str(item.project.id), target.name, target.goal, target.measure, count, count)
            _write_row(sheet, row, values, opened=1)
    counts = DataValidation(
        type="whole", operator="between", formula1="0", formula2="1000000", allow_blank=True
    )
    counts.error = "请写累计完成的个数，整数。"
    counts.showErrorMessage = True
    sheet.add_data_validation(counts)
    counts.add(f"G2:G{max(row, 2)}")
    sheet.freeze_panes = "A2"
    _finish(sheet, 1)


def _write_head(sheet: Worksheet, row: int, headings: Sequence[str], widths: Sequence[int]) -> None:
    cells = [sheet.cell(row, column) for column in range(1, len(headings) + 1)]
    put_head(cells, headings, Font(bold=True))
    for cell, width in zip(cells, widths, strict=True):
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.column_dimensions["A"].hidden = True


def _write_row(sheet: Worksheet, row: int, values: Sequence[object], *, opened: int) -> None:
    """Write a row whose last ``opened`` cells are for the unit; a text is never a formula."""
    for column, value in enumerate(values, 1):
        cell = put(sheet.cell(row, column), value)
        cell.border = BORDER
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if column > len(values) - opened:
            cell.fill, cell.protection = _OPEN, Protection(locked=False)


def _finish(sheet: Worksheet, head_row: int) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    print_on_a4(sheet, "landscape")
    sheet.print_title_rows = f"{head_row}:{head_row}"
