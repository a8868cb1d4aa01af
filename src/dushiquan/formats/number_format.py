"""Format numbers as a spreadsheet does, by the number format: days, times, percentages, plain numbers.

Days are shown in one form, 2024年6月30日, with only the parts that the format shows: Excel stores a typed
2024年6月 as the 1st, which nobody meant.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from dushiquan.formats.table import Value

_YEAR_MONTH, _MONTH_DAY, _FULL_DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'

BUILT_IN = {
    **{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"},
    **{12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy"},
    **{18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm"},
    **{37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0"},
    **{48: "##0.0E+0", 49: "@"},
    # By number alone, Chinese Excel gives these to days as they are typed.
    **dict.fromkeys((27, 36, 50, 52, 57), _YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY),
    **dict.fromkeys((30, 31), _FULL_DAY),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm"),
}
"""The built-in formats, which a file refers to by number only."""

GENERAL = "General"

_TOKEN = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]|General|G/通用格式|E[+-]|AM/PM|A/P|.', re.I | re.S)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.I)
_CONDITION = re.compile(r"\[[<>=]")
_LONGEST = 255
"""Characters of the longest format in Excel."""


def shown(value: float, pattern: str, *, from_1904: bool = False) -> tuple[str, Value]:
    """Return the text that a number shows, and its value as a day, time or number.

    They are "" and None if the format asks for a day and the number is not one, or is longer than any that
    Excel writes, which would take its time.
    """
    if len(pattern) > _LONGEST:
        return "", None
    parts = _date_parts(pattern)
    if not parts:
        return shown_number(value, pattern), value
    moment = _moment(value, from_1904)
    if moment is None or (isinstance(moment, time) and parts != "h"):
        return "", None
    return shown_moment(moment, parts), _plain(moment)


def shown_moment(moment: date | time, parts: str = "ymdh") -> str:
    """Return the text of a day or a time of day, with the parts that its format shows."""
    if isinstance(moment, time) or not set("ymd") & set(parts):
        clock = moment if isinstance(moment, time) else getattr(moment, "time", time)()
        return clock.isoformat("minutes")
    text = f"{moment.year}年" if "y" in parts else ""
    if "d" in parts:
        return f"{text}{moment.month}月{moment.day}日"
    return f"{text}{moment.month}月" if "m" in parts else text


def _plain(moment: datetime | time) -> date | time:
    """Drop the time of day beside a day: a plan has no use for it."""
    return moment.date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=1024)
def _date_parts(pattern: str) -> str:
    """Return which of y, m, d and h a format shows; "" if it is no format of a day or time."""
    tokens = _sections(pattern)[0]
    if any(_ELAPSED.match(token) for token in tokens):
        return "h"
    found = {token.lower() for token in tokens if token[0] not in '"\\_*['}
    if found & set("0#?") and not found & set("ydhs"):
        return ""
    if "m" in found and not found & set("yed") and found & set("hs"):
        found.remove("m")  # minutes
    if "e" in found:  # the year of an era; in Chinese formats, the year itself
        found.add("y")
    if "a" in found and not found & set("ymd"):  # only the day of the week, which is of no use alone
        found |= set("ymd")
    if "s" in found:
        found.add("h")
    return "".join(part for part in "ymdh" if part in found)


@lru_cache(maxsize=1024)
def _sections(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Split a format at its semicolons into sections, each as tokens."""
    sections: list[list[str]] = [[]]
    for token in _TOKEN.findall(pattern):
        if token == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return tuple(map(tuple, sections))


def _moment(value: float, from_1904: bool) -> datetime | time | None:
    """Return the moment of a serial number; None before the first day of the calendar or past its last."""
    if 0 <= value < 1:
        minutes, seconds = divmod(round(value * 86_400) % 86_400, 60)
        return time(minutes // 60, minutes % 60, seconds)
    # Excel's calendar has a 29 February 1900, day 60: days after it count from one day earlier.
    epoch = date(1904, 1, 1) if from_1904 else date(1899, 12, 31 if value < 60 else 30)
    try:
        midnight = datetime.combine(epoch, time())
        return midnight + timedelta(seconds=round(value * 86_400)) if value > 0 else None
    except (OverflowError, ValueError):
        return None


# --- plain numbers -----------------------------------------------------------------------------------


def shown_number(value: float, pattern: str) -> str:
    """Format a plain number; use General for formats that no plan needs (fractions …)."""
    sections = _sections(pattern or GENERAL)
    if _CONDITION.search(pattern):
        return general(value)
    negative = value < 0
    if len(sections) > 2 and value == 0:
        section, negative = sections[2], False
    elif len(sections) > 1 and negative:
        section, negative = sections[1], False
    else:
        section = sections[0]
    text = _by_section(abs(value), section)
    return general(value) if text is None else f"{'-' * (negative and _has_digit(text))}{text}".strip()


def _has_digit(text: str) -> bool:
    return any(char in "123456789" for char in text) or not any(char == "0" for char in text)


def general(value: float) -> str:
    """Format a number as Excel does by default: up to 11 digits, and no decimals for a whole number."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{Decimal(f'{value:.11g}'):f}" if 1e-9 < abs(value) < 1e15 else f"{value:.11g}"


class _Part(NamedTuple):
    """A piece of a section: a literal text, or the placeholder of a digit."""

    text: str
    digit: bool = False


class _Layout(NamedTuple):
    """A section's pieces, the position of its decimal point, and how its numbers are scaled."""

    pieces: tuple[_Part, ...]
    point: int
    decimals: int
    grouped: bool
    power: int


@lru_cache(maxsize=1024)
def _layout(section: tuple[str, ...]) -> "_Layout | None":
    """Lay out a section; return None if it asks for a fraction or powers of ten."""
    pieces: list[_Part] = []
    power = decimals = 0
    point = None
    for token in section:
        lower = token.lower()
        if token[0] == '"':
            pieces.append(_Part(token.strip('"')))
        elif token[0] == "\\":
            pieces.append(_Part(token[1:]))
        elif token[0] in "_*":
            pieces.append(_Part(" " * (token[0] == "_")))
        elif token[0] == "[":
            symbol = re.match(r"\[\$([^-\]]*)", token)  # [$¥-804]; colours show nothing
            pieces.append(_Part(symbol[1] if symbol else ""))
        elif lower in ("general", "g/通用格式", "@"):
            pieces.append(_Part("General", True))
        elif token in "0#?":
            pieces.append(_Part(token, True))
            decimals += point is not None
        elif token == "." and point is None:
            point = len(pieces)
            pieces.append(_Part("."))
        elif token == ",":
            continue
        elif token == "%":
            power += 2
            pieces.append(_Part("%"))
        elif lower in ("e+", "e-") or token == "/":
            return None
        else:
            pieces.append(_Part(token))
    rest = [token for token in section if token in "0#?,"]
    while rest and rest[-1] == ",":  # commas after the last digit stand for thousands left out
        rest.pop()
        power -= 3
    return _Layout(tuple(pieces), len(pieces) if point is None else point, decimals, "," in rest, power)


def _by_section(value: float, section: tuple[str, ...]) -> str | None:
    layout = _layout(section)
    if layout is None:
        return None
    pieces, point, decimals, grouped, power = layout
    if any(piece.digit and piece.text == "General" for piece in pieces):
        return "".join(general(value) if piece.digit else piece.text for piece in pieces)
    if not any(piece.digit for piece in pieces):
        return "".join(piece.text for piece in pieces)
    exact = Decimal(repr(float(value))).scaleb(power)
    if exact.adjusted() > 25:
        return None
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    integer, _, fraction = f"{rounded:f}".partition(".")
    return _integer(integer, pieces[:point], grouped) + _fraction(fraction, pieces[point:])


def _integer(digits: str, pieces: tuple[_Part, ...], grouped: bool) -> str:
    """Return the digits before the point, filled into the placeholders from the right."""
    digits = digits.lstrip("0")
    if grouped:
        least = sum(piece.digit and piece.text == "0" for piece in pieces)
        number = f"{int(digits or 0):,}" if digits or least else ""
        first = next(at for at, piece in enumerate(pieces) if piece.digit)
        return "".join(
            number if at == first else "" if piece.digit else piece.text for at, piece in enumerate(pieces)
        )
    places = [at for at, piece in enumerate(pieces) if piece.digit]
    shown: dict[int, str] = {}
    for at in reversed(places):
        taken, digits = (digits[-1:], digits[:-1]) if at != places[0] else (digits, "")
        shown[at] = taken or {"0": "0", "?": " ", "#": ""}[pieces[at].text]
    return "".join(shown.get(at, piece.text) for at, piece in enumerate(pieces))


def _fraction(digits: str, pieces: tuple[_Part, ...]) -> str:
    """Return the point and the digits after it; # drops trailing zeros."""
    places = [piece.text for piece in pieces if piece.digit]
    kept = len(digits)
    while kept and digits[kept - 1] == "0" and places[kept - 1] != "0":
        kept -= 1
    text, at = "", 0
    for piece in pieces:
        if piece.digit:
            text += digits[at] if at < kept else ""
            at += 1
        else:
            text += piece.text
    return text
