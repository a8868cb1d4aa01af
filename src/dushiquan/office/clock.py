"""The clock: the only place of the program that asks what time it is."""

import os
from datetime import UTC, date, datetime

from dushiquan.errors import UsageError


def today() -> date:
    """Return the day it is: ``DSQ_TODAY``, or else the clock's."""
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
    """Return this moment in UTC (ISO 8601), on the local day ``day``."""
    return _on(day).astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def file_stamp() -> str:
    """Return this local moment as a part of a file's name: 20110701-083000."""
    return _on(today()).strftime("%Y%m%d-%H%M%S")


def _on(day: date) -> datetime:
    return datetime.combine(day, datetime.now().astimezone().timetz())
