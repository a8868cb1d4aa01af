"""What the tables of a circular have in common: how long they are, and what is said of the rest."""

from collections.abc import Iterable, Sequence

from dushiquan.domain.circular import Circular
from dushiquan.domain.supervision import Item
from dushiquan.formats.document import Grid

_MOST_LISTED, _MOST_OF_MANY, _MANY = 15, 7, 100
"""So many projects a table of a weekly has at most, and in a plan of many; the others are named by number."""
_MOST_NUMBERED = 30
"""So many projects are named by their numbers; of more only how many they are."""


def who(items: Iterable[Item]) -> str:
    """Return the heading of those who answer: units, and persons if some projects have no unit."""
    projects = [item.project for item in items]
    units = any(project.units.lead for project in projects)
    persons = any(project.persons and not project.units.lead for project in projects)
    return "或".join([*["牵头单位"] * units, *["负责人"] * persons]) or "牵头单位"


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    days: Sequence[int] = (),
    numbers: Sequence[int] = (),
) -> Grid | None:
    """Return a table without empty columns, or None without rows."""
    return Grid(headings, rows, days, numbers).filled() if rows else None


def most_rows(circular: Circular) -> int | None:
    """Return how many rows a table of the circular may have; None if it is whole."""
    return None if circular.span.is_long else most_of_weekly(circular)


def most_of_weekly(circular: Circular) -> int:
    """Return how many rows a table of a weekly may have."""
    return _MOST_OF_MANY if circular.total.total > _MANY else _MOST_LISTED


def rest_text(circular: Circular, items: Sequence[Item]) -> str:
    """Name the projects that are left out of a table by their numbers; "" if none are."""
    most = most_rows(circular)
    if most is None or len(items) <= most:
        return ""
    return f"，列{most}项，其余{_counted(items[most:])}"


def _counted(items: Sequence[Item]) -> str:
    """Return how many projects these are, with their numbers if they are not too many."""
    numbers = f"（{ids_text(items)}）" if len(items) <= _MOST_NUMBERED else "见月度通报"
    return f"{len(items)}项{numbers}"


def ids_text(items: Iterable[Item]) -> str:
    """Return the numbers of projects, in one line."""
    return "、".join(str(item.project.id) for item in items)
