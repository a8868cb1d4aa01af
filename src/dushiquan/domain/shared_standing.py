"""How the sharing of a ledger stands."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dushiquan.domain.clashes import Clash
from dushiquan.domain.plan import Project


class Heard(NamedTuple):
    """When a replica was last heard of, and by which version it was written."""

    name: str
    version: str
    made_at: str | None
    is_own: bool


class KnownClash(NamedTuple):
    """What was recorded at once, its project (None for the plan itself), and the unit of each event by id."""

    clash: Clash
    project: Project | None
    names: Mapping[str, str]


class SharedStanding(NamedTuple):
    """How sharing stands; ``waiting`` is the number of entries that were not sent yet.

    ``parked`` is how many entries of each unit wait for a newer version, ``letters`` the numbers given twice.
    """

    place: str
    name: str
    version: str
    synced_at: str | None
    waiting: int
    heard: Sequence[Heard]
    parked: Mapping[str, int]
    clashes: Sequence[KnownClash]
    letters: Sequence[str] = ()
