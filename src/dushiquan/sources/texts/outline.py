"""The outline of a running text: numbered paragraphs with what stands below them.

Lines that were broken at the edge of a page are joined first.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from dushiquan.formats.table import Paragraph
from dushiquan.sources.texts.marked_text import (
    Marked,
    is_open,
    is_whole,
    open_label,
    parted_at_brackets,
    read_marks,
)
from dushiquan.sources.texts.notice_text import closing_lines, names_a_plan

_NUMERAL = "[一二三四五六七八九十百]{1,4}"
_NUMBERS = (
    (0, rf"第{_NUMERAL}[章部篇节](?:分)?[、：:\s]*"),
    (1, rf"{_NUMERAL}、"),
    (2, rf"[(（]{_NUMERAL}[)）][、.．]?"),
    (
        3,
        r"[0-9]{1,3}(?:[.．][0-9]{1,3}){1,3}[.．、]?(?![0-9%％.万亿千百米公元年月日号季个次家所条处名人倍])\s*",
    ),
    (3, r"[0-9]{1,4} ?(?:[.．](?![0-9])|[.．](?=20[0-9]{2}年|[0-9]{1,2}月)|、|[)）])\s*"),
    (3, r"[【\[〔]?(?:项目|任务|事项|问题|实事|专题)([一二三四五六七八九十]{1,3}|[0-9]{1,3})[:：】\]〕]\s*"),
    (3, r"序号\s*[:：]?\s*([0-9]{1,3})[\s,，;；、]+(?=\S)"),
    (3, r"第([一二三四五六七八九十]{1,3}|[0-9]{1,3})(?:[件项]|号(?:建议|提案|议案|议题))[:：、]\s*"),
    (4, r"[(（][0-9]{1,3}[)）][、.．]?"),
    (5, r"[①-⑳]"),
    (6, r"[-*•●◆■▪·]\s+|[•●◆■▪]"),
)
_BOX = re.compile(r"\[([ xX√✓✔])\]\s*")
"""A box before an item of a list, ticked or not."""
_HASHES = re.compile(r"(#{1,6})\s+")
_BOLD = re.compile(r"\*\*|__")
_SENTENCE_END = re.compile(r"[。；;！!？?：:][”」』）)]?$")
_LONGEST_HEADING = 24
_LONGEST_TITLE = 40
_PERIOD_HEADING = re.compile(
    r"(?P<period>(?:20[0-9]{2}年)?(?:(?:[一二三四五六七八九]|十[一二]?|[0-9]{1,2})月份?|第?[一二三四1-4]季度))"
    r"(?:(?:主要|重点)?(?:工作|活动)?(?:安排|计划|要点|重点|内容)?)[:：]?"
)
_PLAIN_HEADING = 2.5
"""The level of a heading that has no number."""
LAST_HEADING = 2.5
"""The deepest level that is a category rather than a task."""
_CHAPTERS = (0, 1)
"""The levels of 第一章 and 一、."""


class Piece(NamedTuple):
    """A paragraph below a numbered one."""

    line: int
    marked: Marked


@dataclass(slots=True)
class OutlineEntry:
    """A numbered paragraph with its number as written, what stands below it, and its deeper paragraphs.

    ``marks_below`` if marks stand on a line of their own.
    """

    level: float
    number: str
    line: int
    marked: Marked
    below: list[Piece] = field(default_factory=list)
    children: list["OutlineEntry"] = field(default_factory=list)
    parent: "OutlineEntry | None" = None
    marks_below: bool = False

    def whole(self) -> Iterator["OutlineEntry"]:
        """Return the entry and all that are deeper, in order."""
        yield self
        for child in self.children:
            yield from child.whole()

    def marked_pieces(self) -> list[Piece]:
        """Return its own paragraphs that name an owner."""
        return [piece for piece in (Piece(self.line, self.marked), *self.below) if piece.marked.answers]


def read_outline(lines: Sequence[Paragraph]) -> OutlineEntry:
    """Read the outline of a text; what stands before the first number is below the root."""
    paragraphs = _marks_behind([part for paragraph in _joined(lines) for part in _at_numbers(paragraph)])
    closing = closing_lines(lines)
    root = OutlineEntry(-1, "", 0, Marked(""))
    here = root
    at = 0
    while at < len(paragraphs):
        line, text = paragraphs[at].line, _BOLD.sub("", paragraphs[at].text)
        if line in closing:
            here, at = root, at + 1
            continue
        level, number, rest = _numbered(text)
        box = _BOX.match(rest)
        rest, at = _with_value(rest[box.end() :] if box else rest, paragraphs, at + 1)
        marked, *more = map(read_marks, parted_at_brackets(rest))
        if level is None and here is root and not root.below and _is_dated_title(marked, paragraphs[at:]):
            marked, more = Marked(rest), []
        if box and box[1].strip():
            marked.marks.setdefault("note", ["已完成"])
        if "title" in marked.marks and level is None and here.number and here.level > LAST_HEADING:
            marked.marks.setdefault("content", []).extend(marked.marks.pop("title"))  # as 任务：… in an item
        if "title" in marked.marks and (level is None or not marked.text):
            _, inner, marked.text = _numbered(marked.marks.pop("title")[0])
            level, number = (3, inner) if level is None else (level, number)
        if level and marked.only_marks and _goes_on(here, level):
            level = None
        if level is None and (
            period_of_heading(marked.text) or _is_plain_heading(here, marked, paragraphs[at : at + 1])
        ):
            level = _PLAIN_HEADING
        for part, its_number in zip((marked, *more), (number, *("" for _ in more)), strict=True):
            if level is None:
                _below(here, line, part)
            else:
                here = _entered(here, level, its_number, line, part)
    return root


def _is_dated_title(first: Marked, following: Sequence[Paragraph]) -> bool:
    """Tell whether the first line is a title with its day, 议定事项（2024年3月1日）, above numbers."""
    is_title = 0 < len(first.text) <= _LONGEST_TITLE and not _SENTENCE_END.search(first.text)
    numbered = bool(following) and _numbered(following[0].text)[0] is not None
    return is_title and numbered and first.marks.keys() == {"requirement"}


def _goes_on(here: OutlineEntry, level: float) -> bool:
    """Tell whether marks with a number of their own belong to the item above: 1.责任单位：… below （一）."""
    return level > LAST_HEADING and here.parent is not None and here.level not in _CHAPTERS


def _entered(here: OutlineEntry, level: float, number: str, line: int, marked: Marked) -> OutlineEntry:
    """Add an entry behind the one that was read last, below its nearest heading."""
    while here.parent and here.level >= level:
        here = here.parent
    entry = OutlineEntry(level, number, line, marked, parent=here)
    here.children.append(entry)
    return entry


def period_of_heading(text: str) -> str:
    """Return the month or quarter that a heading is about: 三月份工作安排； "" if it is about none."""
    match = _PERIOD_HEADING.fullmatch(text.strip())
    return match["period"] if match else ""


def _numbered(text: str) -> tuple[float | None, str, str]:
    """Return the level and number of a paragraph, and its text without them."""
    hashes = _HASHES.match(text)
    if hashes:
        text = text[hashes.end() :]
    for level, pattern in _NUMBERS:
        if match := re.match(pattern, text):
            number = (match[1] if match.lastindex else match[0]).strip() if level < 6 else ""
            return level, number, text[match.end() :].strip()
    return (len(hashes[1]) / 10, "", text) if hashes else (None, "", text)


def _with_value(text: str, paragraphs: Sequence[Paragraph], at: int) -> tuple[str, int]:
    """Return a label that stands alone, or whose list continues, with the lines of its value."""
    label = open_label(text)
    is_list = bool(label) or (text.endswith(("、", "，")) and read_marks(text).only_marks)
    while is_list and at < len(paragraphs):
        following = paragraphs[at].text
        if _numbered(following)[0] is not None or read_marks(following).marks:
            break
        text += following
        at += 1
        is_list = following.endswith(("、", "，"))
    return text, at


def _below(entry: OutlineEntry, line: int, marked: Marked) -> None:
    """Add a paragraph below an entry; one of marks only belongs to what stands right above it."""
    last = entry.below[-1].marked if entry.below else entry.marked
    if marked.only_marks and (entry.below or entry.parent):
        entry.marks_below = True
        for field, values in marked.marks.items():
            last.marks.setdefault(field, []).extend(values)
    else:
        entry.below.append(Piece(line, marked))


def _is_plain_heading(here: OutlineEntry, marked: Marked, following: Sequence[Paragraph]) -> bool:
    """Tell whether a short line without a number is a heading: a numbered paragraph follows it.

    Within an item it may be a part of the text, so it must stand behind the item's marks, or before any.
    """
    is_short = 0 < len(marked.text) <= _LONGEST_HEADING and not _SENTENCE_END.search(marked.text)
    closed = here.parent is None or bool(here.marked_pieces())
    numbered = bool(following) and (_numbered(following[0].text)[0] or 0) > _PLAIN_HEADING
    is_text = not marked.marks and not marked.text.startswith(">")  # a quotation in Markdown
    return is_short and is_text and closed and numbered and not names_a_plan(marked.text)


# --- marks that stand before their item ----------------------------------------------------------------

_FEWEST_ITEMS = 3


def _marks_behind(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Return paragraphs with the marks behind their items; some texts have 责任单位：… before each item.

    They stand before if each item of one level follows marks, and no marks stand before anything else.
    """
    levels = [_numbered(paragraph.text)[0] for paragraph in paragraphs]
    are_marks = [read_marks(paragraph.text).only_marks for paragraph in paragraphs]
    led = [
        level
        for (before, _), (here, level) in pairwise(zip([*are_marks, False], [*levels, None], strict=True))
        if before and not here
    ]
    is_led = bool(led) and None not in led and len(set(led)) == 1
    if not is_led or not _FEWEST_ITEMS <= len(led) == levels.count(led[0]):
        return paragraphs
    ordered: list[Paragraph] = []
    waiting: list[Paragraph] = []
    own: list[Paragraph] = []
    for paragraph, level, is_mark in zip(paragraphs, levels, are_marks, strict=True):
        if is_mark:
            waiting.append(paragraph)
            continue
        if level is not None:
            ordered += own
            own = []
        ordered.append(paragraph)
        if level == led[0]:
            own, waiting = waiting, []
    return ordered + own


# --- items that run on in one paragraph ---------------------------------------------------------------

_INLINE = re.compile(
    r"(?<=[。；;！!)）】〕\s])(?:([0-9]{1,2})[.．、](?![0-9])|[(（]([0-9]{1,2})[)）]|([①-⑳]))"
)


def _at_numbers(paragraph: Paragraph) -> list[Paragraph]:
    """Part a paragraph at the numbers 1. 2. or (1) (2) or ① ② in it, if several parts name who answers."""
    text = paragraph.text
    for style in (1, 2, 3):
        starts, number = [0], 0
        for match in _INLINE.finditer(f"\n{text}"):
            here = int(unicodedata.normalize("NFKC", match[style] or "0"))
            if here and here == (number + 1 if number else here):
                number = here
                starts.append(match.start() - 1)
        parts = [text[a:b].strip() for a, b in pairwise([*dict.fromkeys(starts), len(text)])]
        if sum(read_marks(part).answers for part in parts) > 1:
            return [Paragraph(paragraph.line, part, paragraph.bold) for part in parts if part]
    return [paragraph]


# --- lines that were broken at the edge of a page ----------------------------------------------------

_INDENT = 6
"""Columns by which a line may be shorter than the widest, and still be full."""
_NARROWEST, _WIDEST = 30, 120
_BETWEEN_NAMES = str.maketrans(dict.fromkeys("、，,；;。:：()（）", "\n"))


def _joined(lines: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs of a text; lines broken at one width, or within a bracket, are joined."""
    widest = max((_width(line.text) for line in lines), default=0)
    full = {line.line for line in lines if _is_full(line.text, widest)}
    if not _NARROWEST <= widest <= _WIDEST or len(full) < 3 or len(full) * 8 < len(lines):
        full = set()
    joined: list[Paragraph] = []
    goes_on = was_full = False
    for line in lines:
        is_apart = (
            _begins(line.text) or (is_whole(line.text) and is_whole(joined[-1].text)) if joined else True
        )
        if goes_on and (is_open(joined[-1].text) or not is_apart):
            before = joined[-1].text
            mark = "" if was_full or _is_within_name(before, line.text) else "\n"
            joined[-1] = Paragraph(joined[-1].line, before + mark + line.text)
        else:
            joined.append(line)
        was_full = line.line in full
        goes_on = was_full or is_open(joined[-1].text)
    return joined


def _is_within_name(before: str, after: str) -> bool:
    """Tell whether a line ends, or the next begins, with one character of a name: the rest of it."""
    pieces = (
        before.translate(_BETWEEN_NAMES).split("\n")[-1],
        after.translate(_BETWEEN_NAMES).split("\n")[0],
    )
    return any(len("".join(piece.split())) < 2 for piece in pieces)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _is_full(text: str, widest: int) -> bool:
    is_closed = text.endswith(("）", ")", "】", "〕")) and read_marks(text).answers
    return _width(text) >= widest - _INDENT and not _SENTENCE_END.search(text) and not is_closed


def _is_apart(before: str, after: str) -> bool:
    """Tell whether a line begins a new paragraph, or is a whole item as the one before it is."""
    return _begins(after) or (is_whole(before) and is_whole(after))


def _begins(text: str) -> bool:
    """Tell whether a line begins a new paragraph."""
    return _numbered(text)[0] is not None or bool(open_label(text)) or read_marks(text).only_marks
