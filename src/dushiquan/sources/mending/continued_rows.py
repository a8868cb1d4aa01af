"""Rows without number and name that go on with the row above: a person left its cells empty, or a page ended.

A row that names who or when is one more part of the project above; one that only has more of the content
belongs to the same project. In a list without numbers the name that several rows share is their category.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dushiquan.formats.table import Cell
from dushiquan.sources.cells import is_dash

CellsOfRow = Mapping[str, Cell | None]

WHO_AND_WHEN = ("units", "support", "persons", "requirement", "start", "due")


class Continued(NamedTuple):
    """Rows with what they share with the one above, by the place that each had; and which ones they are."""

    rows: dict[int, dict[str, Cell | None]]
    parts: list[int]
    joined: list[int]


def continued(rows: Sequence[CellsOfRow]) -> Continued:
    """Give rows that go on with the one above its name and number, or join their content to its."""
    found: dict[int, dict[str, Cell | None]] = {}
    parts, joined = [], []
    last = first = -1
    for at, cells in enumerate(rows):
        content = cells.get("content")
        if last < 0 or not goes_on(cells):
            found[at] = dict(cells)
            last = first = at if says(cells, "title") else -1
        elif says_who_or_when(cells):
            found[at] = {**cells, "title": found[first]["title"]}
            parts.append(at)
            last = at
            _number_parts(found, first, at)
        elif (above := found[last].get("content")) and content and says_who_or_when(found[last]):
            found[last]["content"] = above._replace(text=f"{above.text}\n{content.text}", value=None)
            joined.append(at)
        else:
            found[at] = dict(cells)
            last = first = -1
    if parts and not any({"id", "category"} & cells.keys() for cells in rows):
        found = {at: _under_its_title(cells) for at, cells in found.items()}
    return Continued(found, parts, joined)


def _under_its_title(cells: CellsOfRow) -> dict[str, Cell | None]:
    """Return a row of an unnumbered list with the name that several share as the category of its content."""
    if not (says(cells, "title") and says(cells, "content")):
        return dict(cells)
    return {**cells, "category": cells["title"], "title": cells["content"], "content": None}


def goes_on(cells: CellsOfRow) -> bool:
    """Tell whether a row has neither number nor name, but content of its own."""
    content = cells.get("content")
    return (
        cells.get("title") is None
        and "title" in cells
        and not says(cells, "id")
        and content is not None
        and content.height == 1
        and not is_dash(content.text)
    )


def _number_parts(found: Mapping[int, dict[str, Cell | None]], first: int, last: int) -> None:
    """Extend the number of a row down to another, as a merged cell; so its parts are 2.1, 2.2."""
    number = found[first].get("id")
    if number:
        shared = number.spanning(last - first + 1, 1)
        for at in range(first, last + 1):
            if at in found:
                found[at]["id"] = shared


def says(cells: CellsOfRow, name: str) -> bool:
    """Tell whether a row has anything for a field."""
    cell = cells.get(name)
    return cell is not None and not is_dash(cell.text)


def says_who_or_when(cells: CellsOfRow) -> bool:
    """Tell whether a row names an owner or a time."""
    return any(says(cells, name) for name in WHO_AND_WHEN)
