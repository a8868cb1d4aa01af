"""A cell's text as a plan's field: layout taken off, days and numbers in one form."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from dushiquan.formats.tree import Node
from dushiquan.phrases.english_times import in_english

_NUMBER = re.compile(r"\(?([0-9]+(?:\.[0-9]+)?|[〇零一二三四五六七八九十百]+)\)?[.、]?")
_DAY = re.compile(
    r"([0-9]{4})[年/.-]([0-9]{1,2})[月/.-]([0-9]{1,2})日?(?:T?[0-9]{1,2}:[0-9]{2}(?::[0-9.]+)?(?:[AaPp][Mm])?)?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NAMED_DAY = re.compile(
    rf"(?P<day>[0-9]{{1,2}})(?:\s*-\s*|\s){_MONTH}[\s,-]+(?P<year>20[0-9]{{2}}|(?<=-)[0-9]{{2}})", re.I
)
_NAMED_MONTH_FIRST = re.compile(
    rf"{_MONTH}\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>20[0-9]{{2}})", re.I
)
_BEFORE_CLOCK = re.compile(r"(?<=[0-9日])\s+(?=[0-9]{1,2}:)")
_WRITTEN_OUT = re.compile(
    rf"[T\s][0-9]{{1,2}}:[0-9]{{2}}|^\s*[0-9]{{8}}\s*$|^\s*{_NAMED_DAY.pattern}\s*$"
    rf"|^\s*{_NAMED_MONTH_FIRST.pattern.replace('(?P<', '(?P<first_')}\s*$",
    re.I,
)
"""A day in a form that a requirement's phrase would not be read in: with a clock, in digits, in English."""
_DIGITS = re.compile(r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])")
_DASH = re.compile(r"[/\\—–－─_~-]*|无|空|0000([-/])00\1?00(?: 00:00:00)?")
_OPTIONAL = ("category", "support", "kind", "start", "due", "regions", "targets")
_LISTS = ("start", "due", "regions", "persons", "targets")
_QUOTED = re.compile(r"「([^「」]*)」")
_QUOTED_LIST = re.compile(rf"{_QUOTED.pattern}(?:、?「[^「」]*」)*")
_PART = re.compile(r"((?:「[^「」]*」|[^｜|])*)[｜|]")
_ITEM = re.compile(r"[0-9]{1,2}(?:[、）)]|[.．](?![0-9]))|[(（][0-9]{1,2}[)）]|[①-⑳⑴-⒇]|[-•·●◆▪]\s*")
_LATIN = re.compile("[A-Za-zÀ-ÿ]{3}")
_RAGGED = 2.5
_ENDS = "，,、；;。：:（(-—/"
_TARGET_PARTS = ("name", "goal", "measure", "due")

NOT_SET = "不设"
"""Says in a cell that there is no such day or no target, whatever the requirement's phrase reads as."""


def as_field(field: str, text: str) -> str:
    """Return a cell's text as the field has it."""
    if field == "title":
        return joined_items(text)
    if field == "category":
        return joined(text)
    if field == "id":
        return unquoted(text) if _QUOTED.fullmatch(text) else _number(text)
    if field == "requirement":
        return _requirement(text)
    return _iso(text) if field in ("start", "due") else text


# Many rows of a large table have the same requirement.
@lru_cache(1024)
def _requirement(text: str) -> str:
    if _QUOTED.fullmatch(text):
        return unquoted(text)
    return _iso(text) if _WRITTEN_OUT.search(text) else text


def as_list(field: str, node: Node) -> "str | list[Node] | dict[str, Node]":
    """Return a cell's value: places parted at 、 and the like, targets a line each, names in 「」 singly."""
    if field not in _LISTS:
        return node.text()
    text = node.text()

    def at(value: "str | dict[str, Node]") -> Node:
        return Node(value, node.line, node.cell)

    if field in ("start", "due", "targets") and text == NOT_SET:
        return [] if field == "targets" else ""
    if field in ("regions", "persons") and (names := quoted_names(text)):
        return [at(name) for name in names]
    if field == "regions":
        return [at(place) for place in re.split(r"[、，,；;\s]+", text) if place]
    if field == "targets":
        return [at({part: at(value) for part, value in parts.items()}) for parts in read_targets(text)]
    return text


def read_targets(text: str) -> list[dict[str, str]]:
    """Read the targets of a cell: a name each, or 名称｜目标｜单位｜时限 without what is not said."""
    return [_target(piece) for part in parted(text, "\n；;") if (piece := part.strip())]


def _target(piece: str) -> dict[str, str]:
    parts = [part.strip() for part in _PART.findall(f"{piece}|")]
    if len(parts) > len(_TARGET_PARTS) or not re.fullmatch("[0-9]*", "".join(parts[1:2])):
        return {"name": piece}  # bars that are not ours
    said = zip(_TARGET_PARTS, map(unquoted, parts), strict=False)
    return {part: _iso(value) if part == "due" else value for part, value in said if value}


def quoted(text: str) -> str:
    """Quote a text so that it is read literally, even if it could mean something else."""
    return f"「{text}」"


def is_quoted(text: str) -> bool:
    """Tell whether a text is to be read literally."""
    return "「" in text and _QUOTED.fullmatch(text.strip()) is not None


def parted(text: str, marks: str) -> list[str]:
    """Return the parts of a text between any of these marks; what is quoted is never split."""
    return re.findall(rf"(?:「[^「」]*」|[^{marks}])+", text)


def unquoted(text: str) -> str:
    """Return a text without the marks that ``quoted`` put around it."""
    match = _QUOTED.fullmatch(text)
    return match[1] if match else text


def quoted_names(text: str) -> list[str]:
    """Return the names of a cell that quotes each of them; none if it does not."""
    return _QUOTED.findall(text) if _QUOTED_LIST.fullmatch(text) else []


def units_by_role(lead: Node, support: Node) -> Node | None:
    """Return the units by role if either cell quotes its names, else None."""
    cells = [(node.text().removesuffix("等"), node) for node in (lead, support)]
    if not any("「" in text and quoted_names(text) for text, _ in cells):
        return None
    roles = {}
    for role, (text, node) in zip(("lead", "support"), cells, strict=True):
        names = quoted_names(text) or filter(None, re.split(r"[、，,；;\s]+", text))
        roles[role] = Node([Node(name, node.line, node.cell) for name in names], node.line, node.cell)
    is_open = any(text != node.text() for text, node in cells)
    where = next(node for _, node in cells if node.line)
    open_ = Node("true" if is_open else "false", where.line, where.cell)
    return Node({**roles, "open": open_}, where.line, where.cell, lead.faulted or support.faulted)


def is_nothing(field: str, text: str) -> bool:
    """Tell whether a cell that may be left empty is empty: — and 无 mean that in tables."""
    return field in _OPTIONAL and is_dash(text)


def is_dash(text: str) -> bool:
    """Tell whether a text means nothing: a dash, 无, or no text."""
    return _DASH.fullmatch(text.strip()) is not None


def is_day(text: str) -> bool:
    """Tell whether a text is one day with its year, in a form that can only mean that day."""
    try:
        date.fromisoformat(_iso(text))
    except ValueError:
        return False
    return True


def joined(text: str) -> str:
    """Return a text without the line ends that a narrow column caused."""
    if "\n" not in text:
        return text.strip()
    return re.sub(r"(?<=[!-~])\s*\n\s*(?=[!-~])", " ", text).replace("\n", "").strip()


def widest_line(texts: Iterable[str]) -> float:
    """Return the width of the widest line, in Chinese characters."""
    return max((_width(line) for text in texts for line in text.splitlines()), default=0)


def _width(line: str) -> float:
    return sum(0.5 if char.isascii() else 1 for char in line)


def joined_items(text: str, widest: float = 0) -> str:
    """Return a text on one line: parts of a list are told apart, a line that a narrow column broke is not.

    Lines with numbers are parted by a semicolon. A column breaks all lines but the last at its width; where
    lines are not alike, people have ended them, and a space stands for the end. So they have if the column's
    widest line, ``widest``, shows that it has room for both.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        return joined(text)
    if all(map(_ITEM.match, lines[1:])):
        *first, last = (line.rstrip("；;。，,") for line in lines)
        return "；".join((*first, last + ("。" if lines[-1].endswith("。") else "")))
    widths = [_width(line) for line in lines]
    has_room = widest > 2 * max(widths)
    is_broken = max(widths) - min(widths[:-1]) < _RAGGED and not has_room
    ends = any(line[-1] in _ENDS for line in lines[:-1])
    return joined(text) if is_broken or ends else " ".join(lines)


def _number(text: str) -> str:
    """Return a number without its marks: （一）, 1. and 1、 are 1; what is not clearly one is unchanged."""
    if text.isascii() and text.isdecimal():
        return text
    match = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if not match:
        return text
    return match[1] if match[1][0].isascii() else str(_chinese(match[1]))


def _chinese(numeral: str) -> int:
    """Read a Chinese numeral below a thousand: 五十三 is 53, 二〇 is 20."""
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
    words = in_english(text.strip()) if _LATIN.search(text) else ""
    if named := words and (_NAMED_DAY.fullmatch(words) or _NAMED_MONTH_FIRST.fullmatch(words)):
        month = _MONTHS.index(named["month"][:3].lower()) + 1
        return f"{'20' * (len(named['year']) < 4)}{named['year']}-{month:0>2}-{named['day']:0>2}"
    even = "".join(_BEFORE_CLOCK.sub("T", text.strip()).split())
    match = _DAY.fullmatch(even) or _DIGITS.fullmatch(even)
    return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}" if match else text


def shortened(text: str, longest: int = 24) -> str:
    """Return the beginning of a text, on one line."""
    line = re.sub(r"\s+", " ", text)
    return line if len(line) <= longest else f"{line[:longest]}…"
