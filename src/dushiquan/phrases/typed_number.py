"""Parse numbers as people type them: a count, a progress."""

import re
import unicodedata

from dushiquan.errors import UsageError


def parse_count(text: str) -> int:
    """Read a count, from 1 on: ``2``, 2次. Raise ``UsageError`` for anything else."""
    match = re.fullmatch(r"([0-9]{1,7})[^\W\d_十百千万亿兆成半点年月日号天周]?", _tidied(text))
    if not match or not 1 <= int(match[1]) <= 10**6:
        raise UsageError(f"“{text}”不是个数；请写 1 以上的整数，如 2、2次。")
    return int(match[1])


def parse_percent(text: str) -> int:
    """Read a progress from 0 to 100: ``60``, ``60%``. Raise ``UsageError`` for anything else."""
    match = re.fullmatch(r"([0-9]{1,3})%?", _tidied(text))
    if not match or int(match[1]) > 100:
        raise UsageError(f"“{text}”不是进度；请写 0 至 100 的整数，如 60、60%。")
    return int(match[1])


def _tidied(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
