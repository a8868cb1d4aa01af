"""Table rows of what was found in a plan file: its columns, problems and reports of progress."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dushiquan.domain.status import STATUS_LABELS
from dushiquan.sources.cells import shortened
from dushiquan.sources.columns import TableColumn, calendar_columns, range_of
from dushiquan.sources.first_reports import FirstReport
from dushiquan.sources.headings import label_of
from dushiquan.sources.plan_file import Reading
from dushiquan.sources.problems import Problem
from dushiquan.sources.row_numbers import row_word

if TYPE_CHECKING:
    from dushiquan.sources.target_offers import Offer

HEADINGS = ("级别", "行", "项目", "字段", "问题")
_LEVELS = {"error": "错误", "question": "请核对", "warning": "提醒"}


def problem_rows(problems: Iterable[Problem]) -> list[tuple[str, ...]]:
    """Return problems as rows under ``HEADINGS``, without the name of the file, which the user has typed."""
    return [
        (
            _LEVELS[p.level],
            row_word(p.line) if p.line else "",
            p.project or "",
            p.word or p.field or "",
            p.message,
        )
        for p in problems
    ]


def reading_rows(reading: Reading, offers: Iterable["Offer"] = ()) -> list[tuple[str, ...]]:
    """Return the columns, problems, reports of progress and offered targets as rows under ``HEADINGS``."""
    calendar = calendar_columns(reading.columns)
    columns = [_column_row(c, reading.head_row) for c in reading.columns if c not in calendar]
    if calendar:
        head = row_word(reading.head_row)
        columns.append(("读法", head, "", "", f"{range_of(calendar)}是日历，不读"))
    reports = [("进展", row_word(r.row), str(r.id), "", report_text(r)) for r in reading.reports]
    targets = [("指标", "", str(offer.id), label_of("targets"), offer.text) for offer in offers]
    return [*columns, *problem_rows(reading.problems), *reports, *targets]


def _column_row(column: TableColumn, row: int) -> tuple[str, ...]:
    name = (
        f"{column.letter} 列“{shortened(column.name)}”" if column.path else f"{column.letter} 列（没有列名）"
    )
    label = label_of(column.field) if column.field else ""
    meaning = f"是“{label}”" if label else "不读"
    sample = f"，如：{shortened(column.profile.sample)}" if column.profile.sample else "，是空的"
    return ("读法", row_word(row), "", label, f"{name}{meaning}{sample}")


def columns_line(reading: Reading) -> str:
    """Return in one line how the columns of a table were read; "" if they are all called as we do."""
    read = [
        (column.name or f"{column.letter} 列", label_of(column.field))
        for column in reading.columns
        if column.field
    ]
    if all(name == label for name, label in read):
        return ""
    return f"各列读作：{'，'.join(name if name == label else f'{name}→{label}' for name, label in read)}。"


def report_text(report: FirstReport) -> str:
    """Return a report of progress in words: 已完成（2024-03-22）；已清理完毕, or 只有说明：已清理两处."""
    done_on = f"（{report.done_on}）" if report.done_on else ""
    status = "" if report.status is None else f"{STATUS_LABELS[report.status]}{done_on}"
    progress = f"进度 {report.progress}%" if report.progress else ""
    unsure = f"（{_percents(report)}没有取作进度）" if report.unsure else ""
    note = report.note + unsure if status or progress else f"只有说明：{report.note}{unsure}"
    return "；".join(filter(None, [status, progress, note]))


def idle_reports(reports: Iterable[FirstReport]) -> list[FirstReport]:
    """Return the reports that leave a new project 未启动, though they do not say that it is."""
    return [report for report in reports if not report.starts and report.status is None]


def idle_line(idle: Sequence[FirstReport]) -> str:
    """Say which projects stay 未启动."""
    return f"{len(idle)} 项只有说明，没有写状态和进度，记下后仍是未启动：{'、'.join(str(r.id) for r in idle)}"


def unsure_line(reports: Iterable[FirstReport]) -> str:
    """Say which percentages were not taken; "" if there are none."""
    listed = [f"{report.id}（{_percents(report)}）" for report in reports if report.unsure]
    return (
        f"{len(listed)} 项写有百分数，看不出是不是整个项目的进度，没有取：{'、'.join(listed)}"
        if listed
        else ""
    )


def _percents(report: FirstReport) -> str:
    return "、".join(f"{number}%" for number in report.unsure)
