"""Entry numbers (记录号) as people type them: 128, 第128号, 128,130-132."""

import re
import unicodedata
from collections.abc import Sequence

from dushiquan.errors import UsageError

_NUMBERS = re.compile(r"第?([0-9]{1,9})号?(?:[-至~]第?([0-9]{1,9})号?)?", re.ASCII)
_MOST = 1000
"""Entries at once: a longer range is a slip of the finger."""


def parse_numbers(words: Sequence[str]) -> list[int]:
    """Parse entry numbers as typed; raise ``UsageError`` if a word cannot be one."""
    numbers: dict[int, None] = {}
    for word in re.split(r"[\s,，、;；]+", " ".join(words)):
        found = _NUMBERS.fullmatch(unicodedata.normalize("NFKC", word)) if word else None
        if word and not found:
            raise UsageError(
                f"“{word}”不是记录号；记录号是 dsq log 的第一列，如 128。"
                f"要撤回某个项目最近的记录，请用 dsq undo --project {word}。"
            )
        if found:
            first, last = int(found[1]), int(found[2] or found[1])
            if not first <= last < first + _MOST:
                raise UsageError(f"“{word}”前大后小，或太多；一次最多 {_MOST} 条。")
            numbers.update(dict.fromkeys(range(first, last + 1)))
    if words and not numbers:
        raise UsageError("记录号是空的；记录号是 dsq log 的第一列，如 128。")
    return list(numbers)
