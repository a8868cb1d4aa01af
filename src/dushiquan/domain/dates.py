"""Days as people type them."""

import re
from datetime import date

from dushiquan.errors import UsageError


def parse_day(text: str, today: date) -> date:
    """Read a typed day; raise ``UsageError`` for anything that is not clearly one."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            raise UsageError(f"没有 {text} 这一天。") from None
    raise UsageError(f"“{text}”不是日期；请写成 2011-06-30。")
