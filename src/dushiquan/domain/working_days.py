"""Working days, by the State Council's yearly holiday notices."""

from datetime import date, timedelta
from functools import lru_cache


@lru_cache(1024)
def working_days_late(due: date, as_of: date) -> int | None:
    """Return the working days after ``due`` up to ``as_of``; None if the calendar lacks their years."""
    from chinese_calendar import get_workdays

    try:
        return len(get_workdays(due + timedelta(days=1), as_of)) if as_of > due else 0
    except NotImplementedError:
        return None
