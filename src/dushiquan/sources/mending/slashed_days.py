"""Days written with slashes and the year last: 11/14/24 is the 14th of November if its column shows it.

Without a year 3/5 is the 5th of March if a column shows it, or below a Chinese heading. Behind a weekday the
order is the one in which all weekdays are right: Mon 26-03-02 is the 2nd of March 2026.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate

from dushiquan.formats.table import Cell, Row
from dushiquan.sources.cells import is_dash

_SLASHED = re.compile(
    r"([0-9]{1,2})([/.-])([0-9]{1,2})\2(20[0-9]{2}|(?<=/)[0-9]{2})(?:[/\s,]*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
_SHORT = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:\s*[-—–~～至]\s*([0-9]{1,2})/([0-9]{1,2}))?")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})()()")
_YEAR_FIRST = re.compile(r"(2[0-9]|3[1-9])([/.-])([0-9]{1,2})\2([0-9]{1,2})")
_SERIAL = re.compile("4[0-9]{4}")
_DAY_ZERO = date(1899, 12, 30)
_WITH_WEEKDAY = re.compile(
    r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+([0-9]{1,4})([/.-])([0-9]{1,2})\3([0-9]{2,4})"
    r"(?:\s+[0-9]{1,2}:[0-9]{2}(?:\s*[ap]m)?)?",
    re.I,
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ORDERS = {"mdy": "月/日/年", "dmy": "日/月/年", "ymd": "年/月/日"}
"""What stands first, second and third, and how that is said."""
_FIELDS = ("start", "due", "requirement", "done_on", "begun_on")
_MONTHS, _DAYS = 12, 31
_FIRST, _LAST = (0, 0), (_MONTHS + 1, 0)
_SEVERAL, _IN_ORDER = 2, 3
"""Days in a column by which numbers are days, too, and by which rows follow each other."""


def day_order(rows: Sequence[Row], places: Mapping[str, list[int]]) -> str:
    """Tell whether the month (m) or the day (d) stands first in all such days; "" if none shows it."""
    return _order([(int(match[1]), int(match[3])) for match in map(_match, _cells(rows, places)) if match])


def order_by_weekdays(rows: Sequence[Row], places: Mapping[str, list[int]]) -> str:
    """Tell in which of the ``ORDERS`` the days behind weekdays all fall on them; "" if not in just one."""
    matches = [
        match for cell in _cells(rows, places) if (match := _WITH_WEEKDAY.fullmatch(cell.text.strip()))
    ]
    fitting = [order for order in ORDERS if all(_behind_weekday(match, order) for match in matches)]
    return fitting[0] if matches and len(fitting) == 1 else ""


def without_weekdays(row: Row, places: Mapping[str, list[int]], order: str) -> Row:
    """Return a row with the days behind weekdays as 2026-03-02."""

    def plain(cell: Cell) -> Cell:
        match = _WITH_WEEKDAY.fullmatch(cell.text.strip())
        day = _behind_weekday(match, order) if match else None
        return cell._replace(text=day.isoformat(), value=day) if day else cell

    return _with_times(row, places, plain)


def _behind_weekday(match: re.Match[str], order: str) -> date | None:
    """Return the day that stands behind a weekday, if it is one in this order, and falls on that weekday."""
    parts = dict(zip(order, match.group(2, 4, 5), strict=True))
    if len(parts["y"]) not in (2, 4):
        return None
    with suppress(ValueError):
        day = date(int(f"20{parts['y'][-2:]}"), int(parts["m"]), int(parts["d"]))
        return day if _WEEKDAYS[day.weekday()] == match[1].lower() else None
    return None


def year_first(rows: Sequence[Row], places: Mapping[str, list[int]]) -> int | None:
    """Return the year of days such as 26.3.5 if it stands first in all of them; None if that is not plain."""
    matches = [match for cell in _cells(rows, places) if (match := _YEAR_FIRST.fullmatch(cell.text.strip()))]
    firsts, lasts = ({match[at] for match in matches} for at in (1, 4))
    are_days = all(0 < int(m[3]) <= _MONTHS and 0 < int(m[4]) <= _DAYS for m in matches)
    is_plain = len(matches) >= _SEVERAL and len(firsts) == 1 < len(lasts) and are_days
    return 2000 + int(firsts.pop()) if is_plain else None


def with_year_first(row: Row, places: Mapping[str, list[int]]) -> Row:
    """Return a row with its days such as 26.3.5 as 2026-03-05."""

    def plain(cell: Cell) -> Cell:
        match = _YEAR_FIRST.fullmatch(cell.text.strip())
        return (
            cell._replace(text=f"20{match[1]}-{match[3]:0>2}-{match[4]:0>2}", value=None) if match else cell
        )

    return _with_times(row, places, plain)


def serial_days(rows: Sequence[Row], places: Mapping[str, list[int]]) -> list[Cell]:
    """Return the numbers by which a workbook counts days if its cells do not show them as such: 46112."""
    cells = [cell for cell in _cells(rows, places) if not is_dash(cell.text)]
    found = [cell for cell in cells if _SERIAL.fullmatch(cell.text.strip())]
    return found if len(found) >= _SEVERAL and len(found) == len(cells) else []


def with_serial_days(row: Row, places: Mapping[str, list[int]]) -> Row:
    """Return a row with its counted days as 2026-03-31."""

    def plain(cell: Cell) -> Cell:
        text = cell.text.strip()
        day = _DAY_ZERO + timedelta(int(text)) if _SERIAL.fullmatch(text) else None
        return cell._replace(text=day.isoformat(), value=day) if day else cell

    return _with_times(row, places, plain)


def order_without_year(rows: Sequence[Row], places: Mapping[str, list[int]], *, in_chinese: bool) -> str:
    """Tell what stands first in the days such as 3/5, as ``day_order``; in Chinese it is the month."""
    matches = [match for cell in _cells(rows, places) if (match := _short(cell))]
    pairs = [(int(a), int(b)) for match in matches for a, b in (match.group(1, 2), match.group(3, 4)) if a]
    if not pairs or not all(0 < number <= _DAYS for pair in pairs for number in pair):
        return ""
    are_months = all(first <= _MONTHS for first, _ in pairs)
    return _order(pairs) or ("m" if in_chinese and are_months else "")


def with_days_without_year(row: Row, places: Mapping[str, list[int]], order: str) -> Row:
    """Return a row with days such as 3/5 as 3月5日."""

    def plain(cell: Cell) -> Cell:
        match = _short(cell)
        pairs = [pair for pair in (match.group(1, 2), match.group(3, 4)) if pair[0]] if match else []
        days = [pair if order == "m" else pair[::-1] for pair in pairs]
        text = "至".join(f"{int(month)}月{int(day)}日" for month, day in days)
        return cell._replace(text=text, value=None) if text else cell

    return _with_times(row, places, plain)


@dataclass(frozen=True, slots=True)
class CutDays:
    """Numbers such as 12.2 that may have lost a digit: what each is, those that are settled, and the rest."""

    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    settled: Sequence[Cell] = ()
    doubtful: Sequence[Cell] = ()


def cut_days(rows: Sequence[Row], places: Mapping[str, list[int]]) -> CutDays:
    """Read numbers such as 12.2 among days such as 11.28: as written, or as the 20th if only that follows.

    The rows tell which if their other days follow each other.
    """
    texts: dict[tuple[int, int], str] = {}
    settled: list[Cell] = []
    doubtful: list[Cell] = []
    for column in {column for name in _FIELDS for column in places.get(name, ())}:
        cells = [cell for row in rows if (cell := row.cells.get(column)) and cell.row == row.number]
        days = [_month_and_day(cell) for cell in cells]
        cut = [at for at, cell in enumerate(cells) if _is_cut(cell) and days[at]]
        known = [None if _is_cut(cell) else day for cell, day in zip(cells, days, strict=True)]
        whole = [day for day in known if day]
        if len(whole) < _SEVERAL:
            continue
        in_order = len(whole) >= _IN_ORDER and whole == sorted(whole)
        before = list(accumulate((day or _FIRST for day in known), max))
        after = list(accumulate((day or _LAST for day in reversed(known)), min))[::-1]
        for at in cut:
            month, day = days[at] or _FIRST
            fitting = [one for one in ((month, day), (month, 10 * day)) if before[at] <= one <= after[at]]
            is_sure = in_order and len(fitting) == 1
            month, day = fitting[0] if is_sure else (month, day)
            texts[cells[at].row, column] = f"{month}月{day}日"
            (settled if is_sure else doubtful).append(cells[at])
    return CutDays(texts, settled, doubtful)


def with_cut_days(row: Row, cut: CutDays) -> Row:
    """Return a row with its numbers that are days as 12月2日."""
    cells = {
        column: cell._replace(text=text, value=None) if (text := cut.texts.get((cell.row, column))) else cell
        for column, cell in row.cells.items()
    }
    return replace(row, cells=cells)


def _month_and_day(cell: Cell) -> tuple[int, int] | None:
    match = _DOTTED.fullmatch(cell.text.strip())
    day = (int(match[1]), int(match[2])) if match else (0, 0)
    return day if 0 < day[0] <= _MONTHS and 0 < day[1] <= _DAYS else None


def _is_cut(cell: Cell) -> bool:
    return isinstance(cell.value, float) and re.fullmatch(r"[0-9]+\.[123]", cell.text.strip()) is not None


def _short(cell: Cell) -> re.Match[str] | None:
    """Match a day without its year; a number such as 3.1 may be the 10th without its last digit.

    A phrase such as 3.4 in a plan of our own stays as it is: its column is never headed 时间.
    """
    text = cell.text.strip()
    return _SHORT.fullmatch(text) or (None if _is_cut(cell) else _DOTTED.fullmatch(text))


def _with_times(row: Row, places: Mapping[str, list[int]], plain: Callable[[Cell], Cell]) -> Row:
    columns = {column for name in _FIELDS for column in places.get(name, ())}
    return replace(row, cells={c: plain(cell) if c in columns else cell for c, cell in row.cells.items()})


def _order(pairs: Sequence[tuple[int, int]]) -> str:
    firsts = max((first for first, _ in pairs), default=0)
    seconds = max((second for _, second in pairs), default=0)
    if firsts <= _MONTHS < seconds:
        return "m"
    return "d" if seconds <= _MONTHS < firsts else ""


def with_plain_days(row: Row, places: Mapping[str, list[int]], order: str) -> Row:
    """Return a row with its slashed days as 2024-11-14."""
    return _with_times(row, places, lambda cell: _plain(cell, order))


def _cells(rows: Sequence[Row], places: Mapping[str, list[int]]) -> list[Cell]:
    columns = [column for name in _FIELDS for column in places.get(name, ())]
    return [row.cells[column] for row in rows for column in columns if column in row.cells]


def _match(cell: Cell) -> re.Match[str] | None:
    return _SLASHED.fullmatch(cell.text.strip())


def _plain(cell: Cell, order: str) -> Cell:
    match = _match(cell)
    if not match:
        return cell
    month, day = (match[1], match[3]) if order == "m" else (match[3], match[1])
    return cell._replace(text=f"20{match[4][-2:]}-{month:0>2}-{day:0>2}", value=None)
