"""Tables without a head: the caller names columns by their letters, and the message tells which there are."""

import re
from collections.abc import Mapping
from dataclasses import replace

from dushiquan.formats.table import Row, Table, letters
from dushiquan.sources.cells import joined
from dushiquan.sources.columns import TIMES
from dushiquan.sources.evidence import Look, Profile, look_of, profiles_of
from dushiquan.sources.head import Head
from dushiquan.sources.headings import NO_FIELD, POSSIBLE, label_of, meanings, tidy
from dushiquan.sources.table_choice import Candidate

_LETTERS = re.compile("[A-Za-z]{1,2}")
_WHEN = ("requirement", "start", "due")
_MOSTLY = 0.7
_LONGEST_SAMPLE = 12
_FEWEST_TURNED, _MOST_TURNED = 3, 12


def lettered(one: Candidate, columns: Mapping[str, str]) -> Candidate:
    """Return a table with a head of no rows above the first row that looks like a project.

    It is returned as it is if no letter is said to be the title.
    """
    fields = {name.upper(): field for name, field in columns.items() if _LETTERS.fullmatch(name)}
    if "title" not in fields.values():
        return one
    first = _first_project(one.table, fields)
    return one if first is None else replace(one, head=Head(first, first - 1, {}, {}))


def _first_project(table: Table, fields: Mapping[str, str]) -> int | None:
    """Return the first row that has a title, and a time if others have one in that column."""
    titles = {letter for letter, field in fields.items() if field == "title"}
    timed = {
        letter
        for letter, field in fields.items()
        if field in _WHEN and any(_is_time(row, letter) for row in table.rows)
    }
    for at, row in enumerate(table.rows):
        named = {letters(cell.column) for cell in row.own} & fields.keys()
        is_known = len(named) > 1 or len(fields) == 1
        if is_known and named & titles and all(_is_time(row, letter) for letter in timed):
            return at
    return None


def _is_time(row: Row, letter: str) -> bool:
    return any(letters(column) == letter and look_of(cell) in TIMES for column, cell in row.cells.items())


def how_to_name(table: Table) -> str:
    """Return how to name the columns of a table without a head by ``--map``; "" if it is no list."""
    if turned := _names_at_the_left(table):
        return f"第一列像是列名（{'、'.join(turned)}）：行列颠倒的表请先转置，一行一项。"
    profiles = {place: profile for place, profile in profiles_of(table.rows).items() if profile.filled}
    fields: dict[int, str] = {}
    for field, looks in (
        ("requirement", TIMES),
        ("units", (Look.BODY,)),
        ("persons", (Look.PERSON,)),
        ("id", (Look.NUMBER,)),
    ):
        free = {place: one.share(*looks) for place, one in profiles.items() if place not in fields}
        best = max(free, key=lambda place: free[place], default=0)
        if free.get(best, 0) >= _MOSTLY:
            fields[best] = field
    texts = [place for place in profiles if place not in fields]
    title = max(texts, key=lambda place: _likeness(profiles[place]), default=0)
    if not title or len(profiles) < 2 or len(profiles[title].cells) < 2:
        return ""
    fields[title] = "title"
    said = " ".join(f"--map {letters(place)}={label_of(fields[place])}" for place in sorted(fields))
    shown = "；".join(
        f"{letters(place)} 列如“{joined(one.sample)[:_LONGEST_SAMPLE]}”"
        for place, one in sorted(profiles.items())
    )
    return f"没有列名的请按列号写，像是 {said}，别的列不读写 --map 列号={NO_FIELD}；请核对：{shown}。"


def _names_at_the_left(table: Table) -> list[str]:
    """Return the texts of the first column if all are headings of different fields."""
    names = [tidy(row.own[0].text) for row in table.rows if len(row.own) >= _FEWEST_TURNED]
    fields = [
        {name for name, weight in meanings((text,)).items() if weight > POSSIBLE}
        for text in names[:_MOST_TURNED]
    ]
    are_headings = len(names) == len(fields) >= 2 and all(fields)
    return names if are_headings and len(set().union(*fields)) >= len(names) else []


def _likeness(profile: Profile) -> tuple[int, float, float]:
    return profile.filled, profile.distinct, profile.length
