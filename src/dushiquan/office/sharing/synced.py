"""What a sync did."""

from collections.abc import Mapping
from typing import NamedTuple


class Synced(NamedTuple):
    """What a sync did: how many events were sent, how many came of each unit, and what is to be said."""

    sent: int
    received: Mapping[str, int]
    notes: tuple[str, ...]
