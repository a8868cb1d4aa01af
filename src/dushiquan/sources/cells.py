"""A cell's text as a plan's field: layout taken off, days and numbers in one form."""

import re
import unicodedata
from datetime import date

from dushiquan.formats.tree import Node

_NUMBER = re.compile(r"\(?([0-9]+(?:\.[0-9]+)?|[〇零一二三四五六七八九十百]+)\)?[.、]?")
_DAY = re.compile(
    r"([0-9]{4})[年/.-]([0-9]{1,2})[月/.-]([0-9]{1,2})日?(?:T?[0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?)?"
)
_CLOCK = re.compile(r"[T\s][0-9]{1,2}:[0-9]{2}|^\s*[0-9]{8}\s*$")
_DIGITS = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_DASH = re.compile(r"[/\\—–－─_~-]*|无|空")
_OPTIONAL = ("support", "kind", "start", "due", "regions", "targets")


def as_field(field: str, text: str) -> str:
    """A cell's text as the field has it."""
    if field == "id":
        return _number(text)
    if field in ("category", "title"):
        return joined(text)
    if field in ("start", "due") or (field == "requirement" and _CLOCK.search(text)):
        return _iso(text)
    return text


def as_list(field: str, node: Node) -> "str | list[Node] | dict[str, Node]":
    """A cell's value: places parted at 、 and the like, targets a line each."""
    text = node.text()
    if field == "regions":
        places = re.split(r"[、，,；;\s]+", text)
        return [Node(place, node.line, node.cell) for place in places if place]
    if field == "targets":
        names = [name.strip() for name in re.split(r"[\n；;]", text) if name.strip()]
        return [Node({"name": Node(name, node.line, node.cell)}, node.line, node.cell) for name in names]
    return text


def is_nothing(field: str, text: str) -> bool:
    """Whether a cell that may be left empty is: — and 无 are how a table says so."""
    return field in _OPTIONAL and is_dash(text)


def is_dash(text: str) -> bool:
    """Whether a text says that there is nothing: a dash, 无, or no text."""
    return _DASH.fullmatch(text.strip()) is not None


def is_day(text: str) -> bool:
    """Whether a text is one day with its year, in a form that can only mean that day."""
    try:
        date.fromisoformat(_iso(text))
    except ValueError:
        return False
    return True


def joined(text: str) -> str:
    """A text without the line ends that a narrow column forced on it."""
    return re.sub(r"(?<=[!-~])\s*\n\s*(?=[!-~])", " ", text).replace("\n", "").strip()


def _number(text: str) -> str:
    """A number without its dress: （一）, 1. and 1、 are 1; what is not clearly one is left as it is."""
    match = _NUMBER.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if not match:
        return text
    return match[1] if match[1][0].isascii() else str(_chinese(match[1]))


def _chinese(numeral: str) -> int:
    """A Chinese numeral below a thousand: 五十三 is 53, 二〇 is 20."""
    digits = dict(zip("〇零一二三四五六七八九", (0, 0, *range(1, 10)), strict=True))
    if not re.search(r"[十百]", numeral):
        return int("".join(str(digits[char]) for char in numeral))
    total = ones = 0
    for char in numeral:
        if char in "十百":
            total += (ones or 1) * (10 if char == "十" else 100)
            ones = 0
        else:
            ones = digits[char]
    return total + ones


def _iso(text: str) -> str:
    even = re.sub(r"\s", "", text)
    match = _DAY.fullmatch(even) or _DIGITS.fullmatch(even)
    return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}" if match else text
