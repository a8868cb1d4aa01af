"""Make text safe for its destination: a terminal, a spreadsheet, a file of any kind."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Marks that change the direction of the following text: it can then look different from what it is."""

_CONTROLS = (*(code for code in range(0x20) if code not in (0x09, 0x0A)), *range(0x7F, 0xA0))
_NO_CHARACTERS = (0xFFFE, 0xFFFF)
SURROGATES = range(0xD800, 0xE000)
"""Halves of surrogate pairs, which are no characters by themselves."""

FORBIDDEN = frozenset((*_CONTROLS, *_DIRECTIONS, *_NO_CHARACTERS))
"""Characters that are written nowhere, and neither are ``SURROGATES``: control characters but tab and line
feed, marks of direction, and what XML cannot hold."""


class _Table(dict[int, str]):
    """A table for ``str.translate``: ``put`` maps the forbidden characters and those in ``more``."""

    def __init__(self, put: Callable[[int], str], more: Mapping[int, str] = MappingProxyType({})) -> None:
        super().__init__(more)
        self._put = put

    def __missing__(self, code: int) -> str:
        if code in FORBIDDEN or code in SURROGATES:
            return self._put(code)
        raise LookupError(code)  # the character stays


def _replaced(code: int) -> str:
    return "\ufffd"


def _escaped(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


_REPLACED = _Table(_replaced)
_HARMFUL = _Table(_replaced, {0x09: "\ufffd"})
_ESCAPED = _Table(_escaped, {ord("\\"): "\\\\", ord("\t"): "\\t", ord("\n"): "\\n", ord("\r"): "\\r"})
_JSON = _Table(lambda code: chr(code) if code < 0x20 else f"\\u{code:04x}")

_FORMULA = r"[=+\-@\t\r＝＋－＠]"
_NO_FORMULA = r".|-[0-9]+(\.[0-9]+)?%?"


def visible(text: str) -> str:
    """Replace each forbidden character with �, as for a file: visible, not dropped."""
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_REPLACED)


def harmless(text: str) -> str:
    """Replace tabs and forbidden characters with �, as for a terminal."""
    return text if text.isprintable() else text.translate(_HARMFUL)


def one_line(text: str) -> str:
    """Escape tabs, line ends and forbidden characters as \\t, \\n, \\x1b, so that the text is one line."""
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPED)


def json_safe(encoded: str) -> str:
    r"""Escape the forbidden characters of JSON as \u009b and the like; the parsed value is the same."""
    return encoded if encoded.isprintable() else encoded.translate(_JSON)


def markdown_safe(text: str) -> str:
    """Escape a text for Markdown, so that no tag or entity of HTML takes effect."""
    return re.sub(r"&(?=#?\w+;)", "&amp;", visible(text)).replace("<", "&lt;")


def begins_like_formula(text: str) -> bool:
    """Tell whether a spreadsheet would take the typed text for something else."""
    return re.match(_FORMULA, text) is not None


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet takes the text for a formula; a lone sign or a negative number is none."""
    return begins_like_formula(text) and re.fullmatch(_NO_FORMULA, text) is None


def guarded(text: str) -> str:
    """Put an apostrophe before a formula: a CSV file has no other way to mark it as text.

    A formula with apostrophes already gets one more. The other usual mark is a tab, which is invisible, and
    which some programs trim off.
    """
    text = visible(text)
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """Remove the apostrophe that ``guarded`` put before the text of a CSV cell."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text


def file_name(text: str) -> str:
    """Return the text as part of a file name: forbidden characters replaced, at most 90 bytes long."""
    name = "".join("_" if char in '\\/:*?"<>|' or not char.isprintable() else char for char in text)
    return name.encode()[:90].decode(errors="ignore")
