"""The worksheet (填报表) that each unit fills in, as an .xlsx: writing it.

What a unit may type is open and checked by the sheet itself; the rest is locked. Rows are known by a hidden
column, which holds the lasting identity of each project, however they are sorted. A hidden sheet holds the
ids of the form and of the ledger. It also holds the rows as they were sent, for a ledger that has lost its
own record of them (restored from an older backup).
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dushiquan.domain.form import OFFERED, SentForm, SentRow
from dushiquan.domain.plan import Contact
from dushiquan.domain.status import STATUS_LABELS
from dushiquan.formats.document import ListingValue
from dushiquan.formats.files import write_atomically
from dushiquan.formats.xlsx_cells import BORDER, put, put_head, saved
from dushiquan.formats.xlsx_grid import lines_of, set_page

FORM, TARGETS, MEMORY = "填报", "指标", "_dsq"
VERSION = "3"
WITHOUT_REMARKS = "2"
"""The forms before problems, next steps and applications for deferrals were asked for."""
WITHOUT_LEDGER = "1"
"""The forms of dsq 0.1.0: they name no ledger, and know a project by its number."""

PROBLEM, NEXT, EXPECTED, UNTIL, REASON = "存在问题", "下步打算", "预计完成", "申请延期至", "延期理由"
CONTENT, STATUS, PROGRESS, NOTE, ON = "项目内容", "状态", "进度（0-100）", "进展说明", "发生日期"
LOCKED = ("键", "序号", "项目名称", CONTENT, "进度要求", "时限", "现状", "现进度")
OPEN = (STATUS, PROGRESS, NOTE, PROBLEM, NEXT, EXPECTED, UNTIL, REASON, ON)
FORM_HEADINGS = (*LOCKED, *OPEN)
FORMER_HEADINGS = tuple(
    heading for heading in FORM_HEADINGS if heading not in (CONTENT, PROBLEM, NEXT, EXPECTED, UNTIL, REASON)
)
"""The headings of the forms of earlier versions."""
PERSON, PHONE = "填报人", "电话"
"""What stands above the table, each before its open cell."""
TARGET_HEADINGS = ("键", "序号", "指标", "目标", "单位", "已记", "累计完成")
HEAD_ROW = 7
_FORM_WIDTHS = (2, 6, 16, 28, 11, 11, 7, 7, 8, 8, 22, 17, 17, 11, 11, 12, 11)
"""Characters: as narrow as can be filled in, so that the form can be read when printed on A4."""
_TARGET_WIDTHS = (2, 7, 60, 8, 8, 8, 10)
_FILL = PatternFill("solid", fgColor="FFF9E5")
_LINE, _LEAST, _MOST = 15.0, 30.0, 400.0
"""The height of a line and those of a row, in points; Excel does not heighten the rows of a locked sheet."""


def write_form(
    path: Path, form: SentForm, *, title: str, ledger: str, contact: Contact | None = None, office: str = ""
) -> None:
    """Write a form of the plan entitled ``title``; raise ``BadInputError`` if the file cannot be written.

    ``ledger`` is the id of the ledger that sends it, ``contact`` whom to ask at the unit, ``office`` at the
    office.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = FORM
    _write_form(sheet, title, form, contact or Contact(), office)
    if form.has_targets:
        _write_targets(book.create_sheet(TARGETS), form.rows)
    memory = book.create_sheet(MEMORY)
    memory.sheet_state = "hidden"
    lines: list[Sequence[object]] = [
        (
            *("dsq", VERSION, form.id, form.plan, form.unit, form.sent_on.isoformat(), ledger),
            form.answer_by and form.answer_by.isoformat(),
        )
    ]
    for row in form.rows:
        due, targets = row.due and row.due.isoformat(), json.dumps(row.targets, ensure_ascii=False)
        values = (row.uid, row.id, row.title, row.requirement, due, row.status.value, row.progress, targets)
        lines.append((*values, row.content))
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            put(memory.cell(number, column), value)
    write_atomically(path, saved(book))


def introduction(title: str, form: SentForm, office: str = "") -> tuple[str, ...]:
    """Return the lines above the table of a form; ``office`` is whom to ask."""
    to_whom = f"（{office}）" if office else ""
    counts = "指标完成数写在“指标”页，写累计数。" if form.has_targets else ""
    by = f"请于{chinese_day(form.answer_by)}前报回{to_whom}。" if form.answer_by else ""
    return (
        f"{title}：{form.unit}填报表",
        f"{chinese_day(form.sent_on)}发出。{by}只在浅黄色格内填写；没有变化的不用动。",
        "状态：从下拉中选。已经办完的选“待核实”，并在进展说明里写明依据，由办公室核实销号。",
        f"进度：写 0 到 100 的整数，不写百分号。{counts}",
        f"日期写成 {example_day(form)}；发生日期不写即按读入当天。"
        "要延期的写申请延期至哪天和理由，办公室答复前时限不变。",
    )


FORMER_INTRODUCTION = (
    "{}发出。只在浅黄色格内填写；没有变化的不用动。",
    "发生日期：事情发生在哪天，写成 2011-09-30；不写即按读入当天。",
    "进度：写 0 到 100 的整数，不写百分号。指标完成数写在“指标”页，写累计数。",
    "日期写成 2011-09-30；发生日期不写即按读入当天。要延期的写申请延期至哪天和理由，办公室答复前时限不变。",
)
"""The lines of the forms of earlier versions that were otherwise; ``{}`` is the day."""


def example_day(form: SentForm) -> str:
    """Return a day as it may be written in a form, in the year in which it was sent."""
    return f"{form.sent_on.year}-09-30"


def chinese_day(day: date) -> str:
    """Return a day as the form writes it: 2011年9月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _write_form(sheet: Worksheet, title: str, form: SentForm, contact: Contact, office: str) -> None:
    for number, line in enumerate(introduction(title, form, office), 1):
        put(sheet.cell(number, 2), line).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    for column, text in ((2, PERSON), (5, PHONE)):
        put(sheet.cell(HEAD_ROW - 1, column), text).alignment = Alignment(horizontal="right")
    for column, text in ((3, contact.person), (6, contact.phone)):
        cell = put(sheet.cell(HEAD_ROW - 1, column), text or None)
        cell.fill, cell.border, cell.protection = _FILL, BORDER, Protection(locked=False)
    _write_head(sheet, HEAD_ROW, FORM_HEADINGS, _FORM_WIDTHS)
    sheet.row_dimensions[HEAD_ROW].height = 2 * _LINE
    for number, row in enumerate(form.rows, HEAD_ROW + 1):
        status = STATUS_LABELS[row.status]
        shown = (row.uid, row.id, row.title, row.content, row.requirement, row.due, status, row.progress)
        filled = {STATUS: status, PROGRESS: row.progress}
        _write_row(sheet, number, (*shown, *map(filled.get, OPEN)), _FORM_WIDTHS, opened=len(OPEN))
        for heading in ("时限", EXPECTED, UNTIL, ON):
            sheet.cell(number, FORM_HEADINGS.index(heading) + 1).number_format = "yyyy-mm-dd"
    last = HEAD_ROW + len(form.rows)
    for validation, headings in _validations(form):
        validation.showErrorMessage = True
        sheet.add_data_validation(validation)
        for heading in headings:
            column = get_column_letter(FORM_HEADINGS.index(heading) + 1)
            validation.add(f"{column}{HEAD_ROW + 1}:{column}{last}")
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4)
    _finish(sheet, HEAD_ROW)


def _validations(form: SentForm) -> list[tuple[DataValidation, tuple[str, ...]]]:
    """Return what the sheet itself checks, and in which columns."""
    offered = ",".join(STATUS_LABELS[status] for status in OFFERED)
    statuses = DataValidation(type="list", formula1=f'"{offered}"', allow_blank=True)
    statuses.error = "请从下拉中选择状态。"
    numbers = DataValidation(type="whole", operator="between", formula1="0", formula2="100", allow_blank=True)
    numbers.error = "请写 0 到 100 的整数，不写百分号。"
    days = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    days.error = f"请写日期，如 {example_day(form)}。"
    return [(statuses, (STATUS,)), (numbers, (PROGRESS,)), (days, (EXPECTED, UNTIL, ON))]


def _write_targets(sheet: Worksheet, rows: Sequence[SentRow]) -> None:
    _write_head(sheet, 1, TARGET_HEADINGS, _TARGET_WIDTHS)
    number = 1
    for row in rows:
        for target in row.targets:
            number += 1
            shown = (target.name, target.goal, target.measure, target.counted, target.counted)
            _write_row(sheet, number, (row.uid, row.id, *shown), _TARGET_WIDTHS, opened=1)
    counts = DataValidation(
        type="whole", operator="between", formula1="0", formula2="1000000", allow_blank=True
    )
    counts.error = "请写累计完成的个数，整数。"
    counts.showErrorMessage = True
    sheet.add_data_validation(counts)
    counts.add(f"G2:G{max(number, 2)}")
    sheet.freeze_panes = "A2"
    _finish(sheet, 1)


def _write_head(sheet: Worksheet, row: int, headings: Sequence[str], widths: Sequence[int]) -> None:
    cells = [sheet.cell(row, column) for column in range(1, len(headings) + 1)]
    put_head(cells, headings, Font(bold=True))
    for cell, width in zip(cells, widths, strict=True):
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.column_dimensions["A"].hidden = True


def _write_row(
    sheet: Worksheet, row: int, values: Sequence[ListingValue], widths: Sequence[int], *, opened: int
) -> None:
    """Write a row whose last ``opened`` cells are for the unit; a text is never a formula."""
    for column, value in enumerate(values, 1):
        cell = put(sheet.cell(row, column), value)
        cell.border = BORDER
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if column > len(values) - opened:
            cell.fill, cell.protection = _FILL, Protection(locked=False)
    lines = max(map(lines_of, values[1:], widths[1:]))
    sheet.row_dimensions[row].height = min(max(lines * _LINE, _LEAST), _MOST)


def _finish(sheet: Worksheet, head_row: int) -> None:
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    set_page(sheet, "landscape")
    sheet.print_title_rows = f"{head_row}:{head_row}"
