"""The problems of a file as table rows."""

from collections.abc import Iterable

from dushiquan.sources.problems import Problem

HEADINGS = ("级别", "行", "项目", "字段", "问题")
_LEVELS = {"error": "错误", "question": "请核对", "warning": "提醒"}


def problem_rows(problems: Iterable[Problem]) -> list[tuple[str, ...]]:
    """Return problems as rows under ``HEADINGS``, without the name of the file, which the user has typed."""
    return [
        (_LEVELS[p.level], str(p.line or ""), p.project or "", p.field or "", p.message) for p in problems
    ]
