"""A plan whose items are blocks of labelled lines: 项目名称：…, below it 项目内容：… and 责任单位：….

A label may stand alone on its line, with its text below it. The content and units may have several lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dushiquan.formats.table import Paragraph
from dushiquan.sources.headings import POSSIBLE, label_of, meanings, tidy
from dushiquan.sources.texts.flat_table import names_units
from dushiquan.sources.texts.notice_text import plan_title, read_notice
from dushiquan.sources.texts.text_table import TextNote, TextTable, row_of

_BEGIN = re.compile(
    r"[（(]?([0-9]{1,3}|[一二三四五六七八九十]{1,3})?[)）]?\s*[、.．]?\s*(?:项目|任务|事项|工作|实事|问题)名称\s*[:：]\s*(.+)"
)
_LABEL = re.compile(r"([\u4e00-\u9fff]{2,8})\s*(?:[:：]\s*(.*))?")
_FEWEST = 2
_MORE = "责任人、时限等只取一行，其余的"
_FIELDS = ("id", "category", "title", "content", "units", "support", "persons", "requirement")


@dataclass(slots=True)
class _Block:
    """The lines of an item: for each field its texts."""

    line: int
    texts: dict[str, list[str]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return what a field says."""
        return "\n".join(self.texts.get(name, ()))

    def takes(self, name: str, text: str) -> bool:
        """Tell whether a line belongs to a field: it is its first, or goes on with content or units."""
        units = name in ("units", "support") and names_units(text)
        return name == "content" or name not in self.texts or units


def read_labelled_blocks(lines: Sequence[Paragraph]) -> TextTable | None:
    """Read the blocks of a text as a table; None if fewer than two begin with a label of a name."""
    starts = [at for at, line in enumerate(lines) if _BEGIN.fullmatch(line.text)]
    if len(starts) < _FEWEST:
        return None
    ends = [*starts[1:], len(lines)]
    unread: dict[str, int] = {}
    blocks = [_block(lines[start:end], unread) for start, end in zip(starts, ends, strict=True)]
    fields = [name for name in _FIELDS if any(name in block.texts for block in blocks)]
    rows = [row_of([label_of(name) for name in fields], 0)]
    rows += [row_of([block.text(name) for name in fields], block.line) for block in blocks]
    above = lines[: starts[0]]
    notice = read_notice(above)
    if title := plan_title(above) or notice.get("title", ""):
        rows.insert(0, row_of([title], -1))
    return TextTable("", tuple(rows), notes=tuple(_notes(len(blocks), unread)), notice=notice)


def labelled_texts(texts: Sequence[str]) -> list[str]:
    """Return the texts that tell of a project, each with its label: its name, and who, what or when."""
    found: list[str] = []
    block: dict[str, str] = {}
    for text in (*texts, ""):
        label, value = _label(text.strip())
        field = "title" if _BEGIN.fullmatch(text.strip()) else _field(label) if value else ""
        if field and field not in block:
            block[field] = text
            continue
        if "title" in block and len(block) >= _FEWEST:
            found += block.values()
        block = {field: text} if field else {}
    return found


def _notes(count: int, unread: dict[str, int]) -> Iterator[TextNote]:
    message = f"这是文字，不是表；每处“项目名称：…”到下一处之前认作一项，共 {count} 项。"
    yield TextNote(0, "", message, "warning")
    for what, number in unread.items():
        yield TextNote(0, "", f"{what}，{number} 处未读。", "warning")


def _block(lines: Sequence[Paragraph], unread: dict[str, int]) -> _Block:
    block = _Block(lines[0].line)
    begin = _BEGIN.fullmatch(lines[0].text)
    assert begin
    block.texts = {"title": [begin[2]]} | ({"id": [begin[1]]} if begin[1] else {})
    current = "content"
    for line in lines[1:]:
        label, text = _label(line.text)
        if label and not (current := _field(label)):
            what = f"“{label}”不认得"
            unread[what] = unread.get(what, 0) + 1
        if not current or not text:
            continue
        if block.takes(current, text):
            block.texts.setdefault(current, []).append(text)
        else:
            unread[_MORE] = unread.get(_MORE, 0) + 1
    return block


def _label(text: str) -> tuple[str, str]:
    """Return a line's label and the text behind it; a line that is only a label must mean a field."""
    match = _LABEL.fullmatch(text)
    if not match:
        return "", text
    label, rest = match[1], match[2]
    if rest is None:
        return (label, "") if _field(label) else ("", text)
    return label, rest.strip()


def _field(label: str) -> str:
    """Return the field of a label, or "" if it is none that a plan has."""
    meant = meanings((tidy(label),))
    best = max(meant, key=lambda name: meant[name], default="")
    return best if best in _FIELDS and meant[best] > POSSIBLE and best not in ("id", "title") else ""
