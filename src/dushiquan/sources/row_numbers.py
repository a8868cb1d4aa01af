"""Row numbers, also those of several tables that are read as one: they hold the table and its own row."""

from collections.abc import Iterable
from itertools import groupby

_STEP = 10_000_000
"""More rows than any table has."""


def row_in(table: int, row: int) -> int:
    """Return the number of a row of one of several tables; the tables count from 1."""
    return table * _STEP + row


def table_and_row(number: int) -> tuple[int | None, int]:
    """Return the table of a row number, None if only one table is read, and the row there."""
    table, row = divmod(number, _STEP)
    return table or None, row


def row_word(number: int) -> str:
    """Return a row number as it is typed: 5, or 2:5 of the second table."""
    table, row = table_and_row(number)
    return f"{table}:{row}" if table else str(row)


def row_words(numbers: Iterable[int]) -> str:
    """Name rows in a message: 第3、5-9行, 表2第3行."""
    said = []
    for table, group in groupby(map(table_and_row, numbers), key=lambda one: one[0]):
        said.append(f"{f'表{table}' if table else ''}第{_runs(row for _, row in group)}行")
    return "、".join(said)


def _runs(rows: Iterable[int]) -> str:
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    listed = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return "、".join(listed[:10]) + ("等" if len(listed) > 10 else "")
