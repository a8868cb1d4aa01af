"""All that is known of a project as of a day."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.events import Event
from dushiquan.domain.plan import EscalationLevel
from dushiquan.domain.supervision import Item

if TYPE_CHECKING:
    from dushiquan.domain.clashes import Clash


class Forerunner(NamedTuple):
    """A project that was split, merged into another or carried over: its number now, title and events."""

    id: str
    title: str
    events: list[Event]
    plan: str
    uid: str


class Successor(NamedTuple):
    """The project of another plan that goes on with the work of one: its plan, number now and title."""

    plan: str
    id: str
    title: str


class Dossier(NamedTuple):
    """A project with its history, where its work came from and where it went.

    ``levels`` are the plan's levels of escalation. ``elsewhere`` are events of other projects that correct
    some of the history, or that it corrects. ``at_once`` is what was recorded at once in two places and is
    not settled.
    """

    item: Item
    levels: Sequence[EscalationLevel]
    history: Sequence[Event]
    elsewhere: Sequence[Event] = ()
    came_from: Sequence[Forerunner] = ()
    carried_to: Successor | None = None
    at_once: "Sequence[Clash]" = ()
