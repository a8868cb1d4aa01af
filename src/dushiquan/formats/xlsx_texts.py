"""Read the texts of an .xlsx: plain, or in runs of which some are struck out or bold."""

import re
from typing import NamedTuple

from dushiquan.formats.archive import Archive
from dushiquan.formats.table import Grower, TooLargeError
from dushiquan.formats.xlsx_styles import is_on

LONGEST = 100_000
"""Characters of a text; Excel allows a third of that in a cell."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Text(NamedTuple):
    """A text, what is not struck out of it, and whether it is bold; None is as the cell's font.

    ``indent`` are the spaces before it.
    """

    text: str
    standing: str | None = None
    bold: bool | None = None
    indent: int = 0


class TextReader:
    """Builds a text from the elements of an <si> or an <is>."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin a text."""
        self._runs: list[tuple[str, bool | None, bool | None]] = []
        self._struck: bool | None = None
        self._bold: bool | None = None
        self._pieces: list[str] | None = None
        self._sound = False
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element in the text."""
        if tag == "t" and not self._sound:
            self._pieces = []
        elif tag == "rPr":
            self._struck = self._bold = False
        elif tag == "strike":
            self._struck = is_on(attributes)
        elif tag == "b":
            self._bold = is_on(attributes)
        elif tag == "rPh":  # how the text is pronounced, in Japanese files
            self._sound = True

    def data(self, text: str) -> None:
        """Handle character data."""
        if self._pieces is not None:
            self._pieces.append(text)
            self._length += len(text)
            if self._length > LONGEST:
                raise TooLargeError

    def end(self, tag: str) -> None:
        """Handle the end of an element in the text."""
        if tag == "t" and self._pieces is not None:
            self._runs.append(("".join(self._pieces), self._struck, self._bold))
            self._pieces = None
        elif tag == "r":
            self._struck = self._bold = None
        elif tag == "rPh":
            self._sound = False

    def text(self) -> Text:
        """Return the text; a run without properties of its own has those of its cell."""
        whole = "".join(text for text, _, _ in self._runs)
        text, indent = cleaned(whole), len(whole) - len(whole.lstrip())
        filled = [run for run in self._runs if run[0].strip()]
        if all(struck is None for _, struck, _ in filled):
            return Text(text, indent=indent)
        standing = cleaned("".join(text for text, is_struck, _ in self._runs if not is_struck))
        return Text(text, standing, all(bold for _, _, bold in filled), indent)


def cleaned(text: str) -> str:
    """Decode the escapes of Excel (_x000D_ is a carriage return) and normalise line ends."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def shared_texts(archive: Archive, part: str) -> list[Text]:
    """Read the texts that the cells of a workbook refer to by number."""
    found: list[Text] = []
    if part not in archive:
        return found
    reader = TextReader()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            reader.begin()
        else:
            reader.start(tag, attributes)

    def end(tag: str) -> None:
        if tag == "si":
            found.append(reader.text())
            if len(found) > Grower.MOST:
                raise TooLargeError
        else:
            reader.end(tag)

    archive.parse(part, start, end, reader.data)
    return found
