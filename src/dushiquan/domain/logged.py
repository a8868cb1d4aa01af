"""What is asked of the log (经过), and what it holds of that."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.moments import entered_on

if TYPE_CHECKING:
    from dushiquan.domain.events import Event
    from dushiquan.domain.form import SentOut


class LogSelection(NamedTuple):
    """The filters of ``dsq log``: the days ``since`` … ``until``, entered from a day on, by whom."""

    since: date = date.min
    until: date = date.max
    entered: date = date.min
    actor: str = ""

    def admits(self, on: date, recorded_at: str, actor: str) -> bool:
        """Tell whether what took effect on a day, and was entered at a moment by somebody, is asked for."""
        return (
            self.since <= on <= self.until
            and self.actor in ("", actor)
            and (self.entered == date.min or self.entered <= entered_on(recorded_at))
        )


class Logged(NamedTuple):
    """What the log holds, in order of entry.

    ``shown`` are the ``events`` with the ids of their projects as people see them. ``known`` are all events
    of the projects, with those that correct them or that they correct. ``titles`` and ``dues``, the due dates
    in the plan, are by the identity of the project. ``sent`` are forms that were sent.
    """

    events: "Sequence[Event]"
    shown: "Sequence[Event]"
    known: "Sequence[Event]"
    titles: Mapping[str, str]
    dues: Mapping[str, date | None]
    sent: "Sequence[SentOut]"
