"""The numbers that Word puts before paragraphs by itself, such as 一、 (1) 1.1; the text lacks them."""

import re
from typing import NamedTuple

from dushiquan.formats.archive import Archive

_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Level(NamedTuple):
    """The numbering of one level of a list: its first number, its number format, the text around it."""

    begin: int = 1
    kind: str = "decimal"
    text: str = ""


class Numbering:
    """The lists of a document; each keeps counting from paragraph to paragraph."""

    def __init__(self, archive: Archive, numbers: str, styles: str) -> None:
        self._levels: dict[str, dict[int, Level]] = {}  # by the id of an abstract list
        self._lists: dict[str, str] = {}  # the abstract list of each list
        self._styles: dict[str, tuple[str, int]] = {}  # the list and level of a paragraph style
        self._counts: dict[str, list[int]] = {}
        if numbers in archive:
            self._read_lists(archive, numbers)
        if styles in archive:
            self._read_styles(archive, styles)

    def _read_lists(self, archive: Archive, part: str) -> None:
        abstract = number = ""
        level = -1

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal abstract, number, level
            value = attributes.get("w:val", "")
            if tag == "abstractNum":
                abstract, number = attributes["w:abstractNumId"], ""
                self._levels[abstract] = {}
            elif tag == "num":
                number = attributes["w:numId"]
            elif tag == "abstractNumId" and number:
                self._lists[number] = value
            elif tag == "lvl" and not number:
                level = int(attributes["w:ilvl"])
                self._levels[abstract][level] = Level()
            elif tag in ("start", "numFmt", "lvlText") and not number and level in self._levels[abstract]:
                known = self._levels[abstract][level]
                if tag == "start":
                    known = known._replace(begin=int(value))
                else:
                    known = known._replace(kind=value) if tag == "numFmt" else known._replace(text=value)
                self._levels[abstract][level] = known

        archive.parse(part, start)

    def _read_styles(self, archive: Archive, part: str) -> None:
        style = ""

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal style
            if tag == "style":
                style = attributes.get("w:styleId", "")
            elif tag == "numId":
                self._styles[style] = (attributes.get("w:val", ""), self._styles.get(style, ("", 0))[1])
            elif tag == "ilvl":
                self._styles[style] = (self._styles.get(style, ("", 0))[0], int(attributes.get("w:val", 0)))

        archive.parse(part, start)

    def next(self, number: str, level: int, style: str) -> str:
        """Return the number of the next paragraph of a list, or "" if it has none.

        ``number`` takes precedence over ``style``.
        """
        if not number:
            number, level = self._styles.get(style, ("", 0))
        abstract = self._lists.get(number, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [levels.get(n, Level()).begin - 1 for n in range(9)])
        counts[level] += 1
        for below in range(level + 1, 9):
            counts[below] = levels.get(below, Level()).begin - 1

        def numeral(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            found = levels.get(at, Level())
            return _numeral(max(counts[at], found.begin), found.kind)

        return "" if levels[level].kind in ("bullet", "none") else _PLACE.sub(numeral, levels[level].text)


def _numeral(number: int, kind: str) -> str:
    if kind.startswith(("chinese", "ideograph", "japanese", "taiwanese")):
        return chinese_numeral(number)
    if kind in ("lowerLetter", "upperLetter") and number <= 26:
        return chr(ord("a" if kind == "lowerLetter" else "A") + number - 1)
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if kind == "lowerRoman" else roman
    if kind.startswith("decimalEnclosedCircle") and number <= 20:
        return _CIRCLED[number - 1]
    return f"{number:02}" if kind == "decimalZero" else str(number)


def chinese_numeral(number: int) -> str:
    """Return a number below a hundred as headings write it, 十二; a higher one digit by digit."""
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    values = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    text = ""
    for value, letters in values:
        count, number = divmod(number, value)
        text += letters * count
    return text
