"""Parse numbers as people type them: a count, a progress, a number of days."""

import re
import unicodedata

from dushiquan.domain.ids import chinese_number
from dushiquan.errors import UsageError

_N = r"([0-9]{1,7}|两|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"


def parse_count(text: str) -> int:
    """Read a count, from 1 on: ``2``, 2次, 两家. Raise ``UsageError`` for anything else."""
    match = re.fullmatch(rf"{_N}([^\W\d_十百千万亿兆成半点年月日号天周]?)", _tidied(text))
    if not match or not (match[1].isdecimal() or match[2]) or not 1 <= _number(match[1]) <= 10**6:
        raise UsageError(f"“{text}”不是个数；请写 1 以上的整数，如 2、2次。")
    return _number(match[1])


def parse_percent(text: str) -> int:
    """Read a progress from 0 to 100: ``60``, ``60%``, 六成, 六成半, 百分之六十, 一半.

    Raise ``UsageError`` for anything else.
    """
    typed = _tidied(text)
    if typed in ("一半", "50%"):
        return 50
    tenths = re.fullmatch("([一二三四五六七八九1-9])成(半?)", typed)
    if tenths:
        return 10 * _number(tenths[1]) + 5 * bool(tenths[2])
    match = re.fullmatch(rf"([0-9]{{1,3}})%?|百分之({_N}|百)", typed)
    number = match and (100 if match[2] == "百" else _number(match[1] or match[2]))
    if number is None or number > 100:
        raise UsageError(f"“{text}”不是进度；请写 0 至 100 的整数，如 60、60%、六成。")
    return number


def parse_days(text: str) -> int:
    """Read a number of days: ``30d``, 30天, ``4w``, 四周, ``30``. Raise ``UsageError`` for others."""
    span = re.fullmatch(rf"{_N}(?:d|天|日|(w|周|个?星期|个?礼拜))?", _tidied(text))
    if not span or len(span[1]) > 4 or not (span[1].isdecimal() or span[0] != span[1]):
        raise UsageError(f"“{text}”不是天数；可以写成：30d、30天、4周。")
    return _number(span[1]) * (7 if span[2] else 1)


def parse_letter_number(text: str) -> tuple[int | None, int]:
    """Read the number of a letter, and its year if it is named: 催办〔2011〕10号, 2011-10, 10号, 第10号.

    Raise ``UsageError`` for anything else.
    """
    match = re.fullmatch(r"[^\W\d_]*(?:[〔\[(【]?([0-9]{4})[〕\])】年/-]+)?第?([0-9]{1,5})号?", _tidied(text))
    if not match:
        raise UsageError(f"“{text}”不是文号；请写如 催办〔2011〕10号、2011-10 或 10。")
    return int(match[1]) if match[1] else None, int(match[2])


def _tidied(text: str) -> str:
    if any(unicodedata.category(char) == "No" for char in text):  # ² is no 2
        return ""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else chinese_number(written.replace("两", "二"))
