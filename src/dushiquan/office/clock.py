"""The clock: the only module that asks which day and what time it is."""

import os
from datetime import UTC, date, datetime

from dushiquan.errors import UsageError


def today() -> date:
    """Return the current day: ``DSQ_TODAY``, or else the local date.

    Raise ``UsageError`` if ``DSQ_TODAY`` is no date.
    """
    text = os.environ.get("DSQ_TODAY")
    if not text:
        return datetime.now().astimezone().date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(f"DSQ_TODAY 写的是“{text}”，应是日期，如 2011-06-30。")
    return day


def moment(day: date) -> str:
    """Return the current time of day on the local day ``day``, as a UTC moment (ISO 8601)."""
    return _on(day).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def file_stamp() -> str:
    """Return the local time for use in a file name, such as 20110701-083000."""
    return _on(today()).strftime("%Y%m%d-%H%M%S")


def _on(day: date) -> datetime:
    """Return the current time of day on a local day, with the UTC offset of that day (summer time)."""
    return datetime.combine(day, datetime.now().astimezone().time()).astimezone()
