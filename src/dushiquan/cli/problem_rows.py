"""Problems of a file as rows."""

from collections.abc import Iterable

from dushiquan.sources.problems import Problem

HEADINGS = ("级别", "行", "项目", "字段", "问题")
_LEVELS = {"error": "错误", "warning": "提醒"}


def problem_rows(problems: Iterable[Problem]) -> list[tuple[str, ...]]:
    """Problems as rows under ``HEADINGS``; the file is the one that was asked about."""
    return [
        (_LEVELS[p.level], str(p.line or ""), p.project or "", p.field or "", p.message) for p in problems
    ]
