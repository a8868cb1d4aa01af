"""Times in English in the words of a plan: By September 2024, Q2 2024, March - June 2024."""

import re

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:20[0-9]{2})"
_BY = r"(?:(?:due|completed?)\s+)?(?:by|until|no\s+later\s+than)\s+(?:the\s+)?(?:end\s+(?:of\s+)?)?"
_LIMIT = rf"(?P<limit>{_BY}|end\s+(?:of\s+)?)?"
_ONE = re.compile(
    rf"{_LIMIT}(?:(?P<day>{_DAY})\s+(?:of\s+)?)?(?P<month>{_MONTH})(?:\s+(?P<after>{_DAY}))?"
    rf"(?:,?\s*(?P<year>{_YEAR}))?",
    re.I,
)
_QUARTER = re.compile(
    rf"{_LIMIT}(?:(?P<before>{_YEAR})\s*)?q(?:uarter\s*)?(?P<quarter>[1-4])(?:[\s,/-]*(?P<year>{_YEAR}))?",
    re.I,
)
_DASH = re.compile(r"\s*(?:[-–—~]|\bto\b)\s*", re.I)
_FRENCH = {
    "jan": "janv(?:ier)?",
    "feb": "f[ée]v(?:r(?:ier)?)?",
    "mar": "mars",
    "apr": "avr(?:il)?",
    "may": "mai",
    "jun": "juin",
    "jul": "juil(?:let)?",
    "aug": "ao[ûu]t",
    "sep": "septembre",
    "oct": "octobre",
    "nov": "novembre",
    "dec": "d[ée]c(?:embre)?",
}
_IN_FRENCH = re.compile("|".join(rf"\b(?P<{name}>{word})\b" for name, word in _FRENCH.items()), re.I)
_WORDS = {
    "ongoing": "持续推进",
    "continuous": "持续推进",
    "monthly": "每月",
    "quarterly": "每季度",
    "weekly": "每周",
}


def in_english(text: str) -> str:
    """Return a text with the names of months in English.

    >>> in_english("15 mars 2026")
    '15 mar 2026'
    """
    return _IN_FRENCH.sub(lambda match: match.lastgroup or match[0], text)


def in_chinese(text: str) -> str:
    """Return a time in English in Chinese words; any other text as it is.

    >>> in_chinese("By 31 March 2024")
    '2024年3月31日前'
    >>> in_chinese("Mar - June 2024")
    '2024年3月至2024年6月'
    >>> in_chinese("end of Q2")
    '第2季度底前'
    """
    words = in_english(" ".join(text.split()).rstrip("."))
    if not words.isascii() and not re.search("[–—]", words):
        return text
    if word := _WORDS.get(words.lower()):
        return word
    if one := _one(words):
        return one
    first, *last = _DASH.split(words, maxsplit=1)
    if not last or not (end := _one(last[0])):
        return text
    if not re.search(_YEAR, first) and (year := re.search(_YEAR, last[0])):
        first = f"{first} {year[0]}"
    begin = _one(first)
    return f"{begin}至{end}" if begin and not begin.endswith("前") else text


def _one(words: str) -> str:
    if match := _QUARTER.fullmatch(words):
        year = match["before"] or match["year"]
        said = f"{year}年" * bool(year) + f"第{match['quarter']}季度"
        return f"{said}底前" if match["limit"] else said
    match = _ONE.fullmatch(words)
    if not match or (match["day"] and match["after"]):
        return ""
    said = f"{match['year']}年" * bool(match["year"])
    said += f"{_NAMES.index(match['month'][:3].lower()) + 1}月"
    if day := match["day"] or match["after"]:
        said += f"{re.sub('[a-z]', '', day.lower())}日"
        return f"{said}前" if match["limit"] else said
    return f"{said}底前" if match["limit"] else said
