"""Moments of entry: the day of each, and the hybrid clock that orders them."""

from datetime import UTC, date, datetime, time, timedelta


def entered_on(recorded_at: str) -> date:
    """Return the local day of a moment of entry (UTC, ISO 8601)."""
    return datetime.fromisoformat(recorded_at).astimezone().date()


def moment_after(day: date) -> str:
    """Return the first moment after the local day ``day`` (UTC, as ``recorded_at``)."""
    midnight = datetime.combine(day + timedelta(days=1), time()).astimezone(UTC)
    return midnight.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def next_stamp(recorded_at: str, last: str) -> str:
    """Return the stamp of a new entry: its moment and a counter, after every stamp the ledger holds.

    If the clock goes back, or was a year ahead for an hour, cause still comes before effect: the stamp then
    continues from ``last``, the highest stamp so far ("" for none).
    """
    fresh = f"{recorded_at}#00000000"
    if fresh > last:
        return fresh
    moment, _, counter = last.partition("#")
    return f"{moment}#{int(counter) + 1:08}"
