"""Choosing projects and printing them in any format, for the listing commands."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, groupby, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from dushiquan.cli.talk import confirm_overwriting, hint, say
from dushiquan.domain.names import instead
from dushiquan.domain.status import CLOSED, STATUS_LABELS, Status
from dushiquan.domain.supervision import Item, Light
from dushiquan.errors import UsageError
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.papers.labels import LIGHT_LABELS, full_day, iso
from dushiquan.papers.listing import COLUMNS, SAID, Column, choose_columns, sort_key

T = TypeVar("T", bound=str)


def label_of(text: str, labels: Mapping[T, str], what: str) -> T:
    """Return the code for a code or its Chinese label; raise ``UsageError`` if ``text`` is neither."""
    for code, label in labels.items():
        if text in (code, label):
            return code
    spellings = [
        (spelling, f"{label}（{code}）") for code, label in labels.items() for spelling in (code, label)
    ]
    raise UsageError(f"没有{what}“{text}”{instead(text, spellings)}")


def status_named(text: str) -> Status:
    """Return the status for its code, label or usual other word; raise ``UsageError`` if it is none."""
    from dushiquan.phrases.status_words import typed_status

    return typed_status(text) or label_of(text.strip(), STATUS_LABELS, "状态")


def statuses_named(text: str) -> tuple[Status, ...]:
    """Return the statuses that a word means: 未完成 means all that are not closed; see ``status_named``."""
    from dushiquan.phrases.status_words import UNFINISHED

    if text.strip() in UNFINISHED:
        return tuple(status for status in Status if status not in CLOSED)
    return (status_named(text),)


class Listing:
    """The columns, order and limit of a listing.

    Raise ``UsageError`` for an unknown column, before the ledger is read.
    """

    def __init__(
        self,
        columns: str,
        default: Sequence[str],
        *,
        sort: str = "",
        group_by: str = "",
        limit: int | None = None,
    ) -> None:
        self.columns = choose_columns(columns.replace("，", ",").split(",") if columns else default)
        self.asked = bool(columns)
        sort = sort.replace("－", "-", 1)
        self.sort = choose_columns([sort.removeprefix("-")])[0] if sort else None
        self.descending = sort.startswith("-")
        self.group = choose_columns([group_by])[0] if group_by else None
        self.limit = limit

    def leave_out(self, keys: Container[str]) -> None:
        """Drop some columns, unless the user has chosen columns."""
        if not self.asked:
            self.columns = [column for column in self.columns if column.key not in keys]

    def add(self, keys: Iterable[str]) -> None:
        """Add columns at the end, unless the user has chosen columns."""
        if not self.asked:
            self.columns = [*self.columns, *(COLUMNS[key] for key in keys)]

    def arrange(self, items: Iterable[Item]) -> Iterable[Item]:
        """Return the items sorted by group, then by the chosen column, and cut off at the limit."""
        if self.sort:
            items = sorted(items, key=sort_key(self.sort.key), reverse=self.descending)
        if self.group:
            items = sorted(items, key=sort_key(self.group.key))
        return islice(items, self.limit)


_AHEAD = 5_000
"""Items that are read before the first of them is printed; the others are read as needed."""


def read_ahead(items: Iterable[Item]) -> Iterator[Item]:
    """Return the items, of which some thousands have been read.

    A query holds writers up until its last row is read, and what is printed may stand in a pager for an hour.
    """
    rest = iter(items)
    return chain(list(islice(rest, _AHEAD)), rest)


def print_listing(
    items: Iterable[Item], listing: Listing, format: Format | None, *, empty: str, title: str = ""
) -> None:
    """Print items in a format; if there are none, print only ``empty`` as a hint."""
    format = format or default_format()
    arranged = read_ahead(listing.arrange(items))
    if format is Format.JSON:
        from dushiquan.papers.contract import project_json

        write_json(map(project_json, arranged))
        return
    if format is not Format.TABLE:
        rows = ([column.text(item) for column in listing.columns] for item in arranged)
        write_rows(format, [column.heading for column in listing.columns], rows)
        return
    arranged = iter(arranged)
    first = next(arranged, None)
    if first is None:
        hint(empty)
        return
    items = chain([first], arranged)
    from dushiquan.formats.terminal import print_title

    if listing.group is None:
        _print_items(items, listing.columns, title)
        return
    print_title(title)
    columns = [column for column in listing.columns if column is not listing.group]
    for name, group in groupby(items, key=listing.group.text):
        members = list(group)
        _print_items(members, columns, title=f"{name or '（无）'}（{len(members)} 项）")


class ListingHeading(NamedTuple):
    """What stands above a listing that is written to a file, and who wrote it."""

    title: str
    day: date
    author: str


def save_listing(
    items: Iterable[Item],
    listing: Listing,
    path: Path,
    format: Format | None,
    *,
    yes: bool,
    heading: ListingHeading,
) -> None:
    """Write items to a file, in the format of its suffix; if there are none, write only the headings."""
    from dushiquan.formats.listed import Listed
    from dushiquan.formats.registry import check_suffix, listed
    from dushiquan.formats.writing import write_listing

    if format:
        raise UsageError(f"-o 的格式由扩展名（{listed('listing')}）决定，请去掉 -f。")
    check_suffix(path, "listing")
    confirm_overwriting(path, yes)
    arranged = list(listing.arrange(items))
    listing.add(key for key in SAID if any(map(COLUMNS[key].text, arranged)))
    rows = [[column.value(item) for column in listing.columns] for item in arranged]
    table = Listed(
        [column.heading for column in listing.columns],
        rows,
        heading.title,
        f"截至{full_day(heading.day)}，共{len(rows)}项",
        heading.author,
        {
            place: {LIGHT_LABELS[light]: light.value for light in Light}
            for place, column in enumerate(listing.columns)
            if column.key == "light"
        },
    )
    write_listing(table, path)
    say(f"已把 {len(rows)} 项写入 {path}。")


_MOST_NAMED = 6


def say_left_out(items: Sequence[Item]) -> None:
    """Say which withdrawn projects a listing does not have, and how to see them."""
    if items:
        named = "" if len(items) > _MOST_NAMED else f"：{'、'.join(str(item.project.id) for item in items)}"
        say(f"另有 {len(items)} 项已从计划撤销，未列{named}；要看请加 -s 撤销。")


def _print_items(items: Iterable[Item], columns: Sequence[Column], title: str = "") -> None:
    """Print items as a table under a title; name the columns that do not fit below it."""
    from dushiquan.formats.terminal import print_table

    moved = all(column.key != "due_original" for column in columns)
    asked = [
        (_due_in_table if moved and column.key == "due" else column.text, column.key == "light")
        for column in columns
    ]
    rows = (
        [(text(item), (item.supervision.light or "") if lit else "") for text, lit in asked] for item in items
    )
    ranks = [_LEAST_FIRST.index(c.key) + 1 if c.key in _LEAST_FIRST else 0 for c in columns]
    if any(column.key not in _USUAL for column in columns):
        ranks = list(range(len(columns)))
    print_table(
        [column.heading for column in columns],
        [column.nowrap for column in columns],
        [column.right for column in columns],
        rows,
        ranks,
        title,
    )


def _due_in_table(item: Item) -> str:
    """Return the due date in force and, on a second line, the original one if it was moved."""
    planned = item.project.due
    moved = planned != item.state.due and item.due == item.state.due
    return f"{iso(item.due)}\n原{iso(planned) or '无时限'}" if moved else iso(item.due)


_LEAST_FIRST = ("light", "progress", "lead", "persons", "category")
"""The columns of the usual listings that are dropped first on a narrow terminal, from the last one on."""

_USUAL = {"id", "title", "due", "status", "requirement", "days_overdue", "days_left", *_LEAST_FIRST}
