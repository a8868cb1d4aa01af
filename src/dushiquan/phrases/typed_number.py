"""Parse a progress and a count as people type them, at a command or in a form."""

import re
import unicodedata

from dushiquan.errors import UsageError


def parse_percent(text: str) -> int:
    """Read a progress: 60, 60%, ６０, 60.0; raise ``UsageError`` if it is not a whole number up to 100."""
    number = _whole(_half_width(text).removesuffix("%"))
    if number is None or number > 100:
        raise UsageError(f"“{text}”不是进度；请写 0 到 100 的整数，如 60。")
    return number


def parse_count(text: str, measure: str = "", *, high: int = 10**6) -> int:
    """Read a count: 2, ２, 2.0, and 2次 if the target is measured in 次.

    Raise ``UsageError`` if it is not a whole number from 0 to ``high``.
    """
    number = _whole(_half_width(text).removesuffix(_half_width(measure)))
    if number is None or number > high:
        raise UsageError(f"“{text}”不是个数；请写 0 到 {high} 的整数，不写别的字。")
    return number


def _half_width(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _whole(text: str) -> int | None:
    return int(text.partition(".")[0]) if re.fullmatch(r"[0-9]{1,12}(\.0*)?", text, re.ASCII) else None
