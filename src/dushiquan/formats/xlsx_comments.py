"""Read the comments (批注) that stand beside the cells of an .xlsx sheet."""

from dushiquan.formats.archive import Archive
from dushiquan.formats.table import TooLargeError
from dushiquan.formats.xlsx_texts import TextReader

MOST = 10_000
"""Comments of a sheet."""


def read_comments(archive: Archive, sheet: str) -> tuple[tuple[str, str], ...]:
    """Return the address and the text of each comment of a sheet."""
    part = archive.part(sheet, "comments")
    found: list[tuple[str, str]] = []
    if part not in archive:
        return ()
    reader, ref = TextReader(), ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal ref
        if tag == "comment":
            ref = attributes["ref"]
            reader.begin()
        else:
            reader.start(tag, attributes)

    def end(tag: str) -> None:
        if tag != "comment":
            reader.end(tag)
        elif text := reader.text().text:
            found.append((ref, text))
            if len(found) > MOST:
                raise TooLargeError

    archive.parse(part, start, end, reader.data)
    return tuple(found)
