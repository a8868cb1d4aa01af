"""A listing, independent of any file format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dushiquan.formats.document import ListingValue, Tone, printable_row
from dushiquan.formats.text import visible


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows under their headings; ``title`` and ``line`` stand above where a format has room for them.

    ``words`` are the columns whose words have a colour that means something.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[ListingValue]]
    title: str = ""
    line: str = ""
    author: str = ""
    words: Mapping[int, Mapping[str, Tone]] = field(default_factory=dict)


def printable_listing(listed: Listed) -> Listed:
    """Return the listing with � for every forbidden character."""
    return replace(
        listed,
        headings=[visible(heading) for heading in listed.headings],
        rows=[printable_row(row) for row in listed.rows],
        title=visible(listed.title),
        line=visible(listed.line),
        author=visible(listed.author),
    )
