"""A plan in running text: an item is a paragraph that names who answers for it, or until when.

A paragraph may end in brackets, 改造老旧小区5个。（责任单位：区住建局；完成时限：10月底前）, or have lines
such as 牵头单位：区发改局 below it. Headings (一、 and （一）) are the categories.
What is not certain is asked.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dushiquan.domain.ids import distinct_ids
from dushiquan.formats.table import Paragraph
from dushiquan.phrases.deadline import read_requirement
from dushiquan.sources.cells import as_field
from dushiquan.sources.headings import label_of
from dushiquan.sources.texts.flat_table import is_time
from dushiquan.sources.texts.marked_text import Marked, breaks_off
from dushiquan.sources.texts.notice_text import plan_title, read_notice
from dushiquan.sources.texts.outline import (
    LAST_HEADING,
    OutlineEntry,
    Piece,
    period_of_heading,
    read_outline,
)
from dushiquan.sources.texts.text_table import TextNote, TextTable, row_of

_LONGEST_TITLE = 40
_SEVERAL = 3
_LONGEST_LEAD_IN = 10
"""Characters of a line such as 整改措施： that only leads in to the items below it."""
_SENTENCE_END = re.compile(r"[。；;！!？?]")
_CLAUSE = re.compile(r"[，。；：,;:！!？?（）()]")
_STAGE = re.compile(r"[^。]{2,20}(?:阶段|环节|时期)。")
_MONTH = re.compile("([0-9]{1,2})月")
_BARE_DAYS = re.compile("[0-9]{1,2}[日号]?(?:[-—–~～至][0-9]{1,2})?[日号](?:[前起]|左右)?|[上中下]旬")
_DASH = re.compile("[-—–~～至]")
_OWNERS = frozenset({"units", "persons"})
_FIELDS = ("id", "category", "title", "content", "units", "persons", "requirement", "note")


@dataclass(slots=True)
class _Item:
    """An item with its paragraphs; ``texts`` begin with the one that has its title."""

    line: int
    number: str
    category: str
    texts: list[str]
    marks: dict[str, list[str]]
    fields: dict[str, str] = field(default_factory=dict)


def read_running_text(lines: Sequence[Paragraph]) -> TextTable | None:
    """Read the items of a running text as a table; None if no paragraph names an owner or a deadline."""
    root = read_outline(lines)
    plan = _RunningPlan(root)
    items = plan.items()
    if not items:
        return None
    return plan.finished(items, lines)


class _RunningPlan:
    """The items of an outline, with what is to be asked."""

    def __init__(self, root: OutlineEntry) -> None:
        self.title = ""
        if len(root.children) == 1 and _is_title_of_page(root.children[0]):
            root = root.children[0]  # the one heading of a page is its title
            self.title, root.parent, root.level = root.marked.text, None, -1
        self.root = root
        self.notes: list[TextNote] = []
        self.unread: list[int] = []
        entries = [*root.whole()]
        self.periods = _mark_by_period(entries)
        several = {entry.level for entry in entries if len(entry.marked_pieces()) > 1}
        self.heads = several | {-1.0}
        self.levels = {entry.level for entry in entries if entry.marked_pieces()} - self.heads

    def items(self) -> list[_Item]:
        """Return the items in the order of the text; marks without a text are ignored."""
        found = list(self.items_of(self.root))
        if self.periods:
            message = "各项的时限取了文中的日期，没有的取了上面标题里的月份或季度；请核对。"
            self.notes.append(TextNote(self.periods[0].line, "requirement", message))
        found = self.without_stages(found)
        self.unread += [item.line for item in found if not any(item.texts)]
        return [item for item in found if any(item.texts)]

    def items_of(self, entry: OutlineEntry) -> Iterator[_Item]:
        """Return the items of an entry and of the deeper ones."""
        in_pieces = bool(entry.marked_pieces()) and (entry.level in self.heads or self.only_heads(entry))
        if in_pieces:
            yield from self.pieces_as_items(entry)
        elif not any(map(_is_marked, entry.children)):
            yield from self.single(entry)
            return
        elif self.is_marked_at_the_end(entry):
            yield self.item(entry)
            message = "只在最后一段写了责任单位或时限，看作管这一项的各段；请核对。"
            self.notes.append(TextNote(entry.children[-1].line, "units", message))
            return
        elif entry.marked_pieces():
            self.hand_down(entry)
        if entry.parent and not in_pieces:
            self.unread += [piece.line for piece in entry.below if len(piece.marked.text) > _LONGEST_LEAD_IN]
        for child in entry.children:
            yield from self.items_of(child)

    def only_heads(self, entry: OutlineEntry) -> bool:
        """Tell whether an entry heads the marked texts below it: it names a month, or others of its level do.

        One text below 一、 is an item if below 二、 there are 1. and 2.
        """
        if entry.children or entry.marked.answers or not all(p.marked.text for p in entry.marked_pieces()):
            return False
        if entry in self.periods:
            return True
        same = entry.parent.children if entry.parent else []
        return entry.level <= LAST_HEADING and any(
            other.level == entry.level and any(map(_is_marked, other.children)) for other in same
        )

    def without_stages(self, items: list[_Item]) -> list[_Item]:
        """Return items without the stages of the work, if others name who answers: they are no tasks then."""
        if not any({"units", "persons"} & item.marks.keys() for item in items):
            return items
        stages = [
            item for item in items if item.marks.keys() == {"requirement"} and _STAGE.match(item.texts[0])
        ]
        self.unread += [item.line for item in stages]
        return [item for item in items if item not in stages]

    def single(self, entry: OutlineEntry) -> Iterator[_Item]:
        """Return an entry without items below it: an item itself, or nothing that is read."""
        if entry.marked_pieces() or self.is_sibling_of_items(entry):
            yield self.item(entry)
        else:
            self.unread += [e.line for e in entry.whole() if e.parent and not e.children]

    def hand_down(self, entry: OutlineEntry) -> None:
        """Give the owners that a heading names to its items if none of them names any, and ask."""
        owners = {name: entry.marked.marks[name] for name in _OWNERS if name in entry.marked.marks}
        deeper = [e for e in entry.whole() if e is not entry]
        if not owners or any(
            not _OWNERS.isdisjoint(p.marked.marks) for e in deeper for p in e.marked_pieces()
        ):
            self.say_not_counted(entry)
            return
        for child in entry.children:
            child.marked.marks |= {name: list(values) for name, values in owners.items()}
        if entry.parent and owners.items() <= entry.parent.marked.marks.items():
            return  # handed down to it, and asked about there
        said = "；".join(text for values in owners.values() for text in values)
        message = f"“{said}”写在标题里，下面各项都没有写，算作各项的；请核对。"
        self.notes.append(TextNote(entry.line, "units", message))

    def say_not_counted(self, entry: OutlineEntry) -> None:
        """Note that the marks of a heading are not those of its items."""
        said = "；".join(text for values in entry.marked.marks.values() for text in values)
        what = f"“{_short(entry.marked.text or entry.number)}”下面各项另有责任单位"
        message = f"{what}，这里写的“{said}”没有计入；需要的请写到各项里。"
        self.notes.append(TextNote(entry.line, "units", message, "warning"))

    def is_sibling_of_items(self, entry: OutlineEntry) -> bool:
        """Tell whether an entry without marks stands among items: it is one without an owner."""
        siblings = entry.parent.children if entry.parent else []
        among = [other for other in siblings if other.level == entry.level and other is not entry]
        return entry.level > 0 and entry.level not in self.heads and any(e.marked_pieces() for e in among)

    def is_marked_at_the_end(self, entry: OutlineEntry) -> bool:
        """Tell whether of several parts only the last names an owner, as in all entries of this level.

        Of a heading it must stand on a line of its own below the parts, or others of its level are items.
        """
        is_item = entry.level > LAST_HEADING or entry.level in self.levels
        if (
            not entry.parent
            or entry.marked_pieces()
            or not (is_item or _has_line_of_marks(entry.children[-1]))
        ):
            return False
        same = [
            other for other in self.root.whole() if other.level == entry.level and len(other.children) > 1
        ]
        return len(entry.children) > 1 and all(not _is_marked(part) for e in same for part in e.children[:-1])

    def pieces_as_items(self, entry: OutlineEntry) -> Iterator[_Item]:
        """Return the paragraphs below a heading as items; an unmarked one belongs to the next."""
        waiting: list[str] = []
        start = 0
        own = [Piece(entry.line, entry.marked)] if entry.marked.answers else []
        for piece in (*own, *entry.below):
            start = start or piece.line
            waiting.append(piece.marked.text)
            if piece.marked.answers:
                category = self.category(entry if not own else entry.parent)
                yield _Item(start, "", category, waiting, piece.marked.marks)
                waiting, start = [], 0
            elif entry.level < 0:  # what stands before the first item of the text is no part of it
                self.unread.append(piece.line)
                waiting, start = [], 0
        if start:
            self.unread.append(start)

    def item(self, entry: OutlineEntry) -> _Item:
        """Return an entry as an item, with all that stands below it up to its marks."""
        texts = [entry.marked.text]
        marks = {name: list(values) for name, values in entry.marked.marks.items()}
        closed = entry.marked.answers and bool(_SENTENCE_END.search(entry.marked.text))
        for piece in entry.below:
            if closed:
                self.unread.append(piece.line)
                continue
            texts.append(piece.marked.text)
            _add(marks, piece.marked)
            closed = piece.marked.answers
        for child in entry.children:
            for deeper in child.whole():
                texts.append(deeper.number + deeper.marked.text)
                _add(marks, deeper.marked)
                for piece in deeper.below:
                    texts.append(piece.marked.text)
                    _add(marks, piece.marked)
        return _Item(entry.line, entry.number, self.category(entry.parent), texts, marks)

    def category(self, entry: OutlineEntry | None) -> str:
        """Return the nearest heading at or above an entry."""
        nearest = entry
        while entry and entry.parent and entry.level > LAST_HEADING:
            entry = entry.parent
        found = entry if entry and entry.parent else nearest
        return _heading(found.marked.text) if found and found.parent else ""

    # --- the table -----------------------------------------------------------------------------------

    def finished(self, items: list[_Item], lines: Sequence[Paragraph]) -> TextTable:
        """Return the items as a table, with what is unsure about them."""
        first = min(item.line for item in items)
        notice = read_notice(lines)
        above = [line for line in lines if line.line < self.first_heading(first)]
        title = self.title or plan_title(above) or notice.get("title", "")
        for before, item in pairwise(items):
            item.line = max(item.line, before.line + 1)  # several of one line must differ, as rows do
        for item in items:
            item.fields = _fields(item)
        self.settle_ids(items)
        self.add_months(items, title)
        for item in items:
            self.settle_time(item)
        self.say_kind(items)
        self.ask_if_cut(lines)
        fields = [name for name in _FIELDS if name == "title" or any(item.fields[name] for item in items)]
        rows = [row_of([label_of(name) for name in fields], 0)]
        if title:
            rows.insert(0, row_of([title], -1))
        rows += [row_of([item.fields[name] for name in fields], item.line) for item in items]
        around = tuple(filter(None, [notice.get("title")]))
        return TextTable("", tuple(rows), around, notes=tuple(self.notes), notice=notice)

    def ask_if_cut(self, lines: Sequence[Paragraph]) -> None:
        """Ask about a text that ends within the bracket that names who answers."""
        last = lines[-1]
        if breaks_off(last.text):
            message = f"文字到“…{last.text[-12:]}”为止，括号没有收住，像是没有复制全；请核对最后一项。"
            self.notes.append(TextNote(last.line, "units", message))

    def first_heading(self, item: int) -> int:
        """Return the line of the first paragraph numbered as that above the first item is, or of the item."""
        above = [entry for entry in self.root.children if entry.line <= item]
        return min([item, *(entry.line for entry in above if entry.level == above[-1].level)])

    def settle_ids(self, items: list[_Item]) -> None:
        """Leave the numbers out if they are not unique."""
        numbers = [as_field("id", item.fields["id"]) for item in items]
        ids = distinct_ids(numbers, [item.fields["category"] for item in items]).ids
        if len(set(ids)) < len(ids):
            for item in items:
                item.fields["id"] = ""
            message = "文中的编号有重复，没有用作序号。"
            self.notes.append(TextNote(0, "id", message, "warning"))

    def add_months(self, items: list[_Item], title: str) -> None:
        """Put the only month that the title names before the days that have none; ask about it."""
        months = set(_MONTH.findall(title))
        bare = [item for item in items if _BARE_DAYS.fullmatch(item.fields["requirement"])]
        if len(months) != 1 or not bare:
            return
        month = months.pop()
        for item in bare:
            first, *last = _DASH.split(item.fields["requirement"])
            item.fields["requirement"] = "至".join(f"{month}月{day}" for day in (_whole(first), *last))
        message = f"{len(bare)} 项只写了日，月份取了标题里的“{month}月”；请核对。"
        self.notes.append(TextNote(bare[0].line, "requirement", message))

    def settle_time(self, item: _Item) -> None:
        """Take the only time in the text if none is marked, and ask."""
        if item.fields["requirement"]:
            return
        times = _times("".join(item.texts))
        if len(times) == 1:
            item.fields["requirement"] = times[0]
            message = f"“{_short(item.fields['title'])}”没有单写时限，取了文中的“{times[0]}”；请核对。"
            self.notes.append(TextNote(item.line, "requirement", message))
        elif times:
            whole = [
                time for time in times if not any(other.startswith(time) for other in times if other != time)
            ]
            message = (
                f"“{_short(item.fields['title'])}”没有单写时限，文中有几处（{'、'.join(whole)}），都未取。"
            )
            self.notes.append(TextNote(item.line, "requirement", message, "warning"))

    def say_kind(self, items: list[_Item]) -> None:
        """Note how the text was read, and which parts were not."""
        message = (
            f"这是文字，不是表；写有责任单位、责任人或时限的段落认作 {len(items)} 项，每项的第一句作标题。"
        )
        self.notes.insert(0, TextNote(0, "", message, "warning"))
        if self.unread:
            shown = "、".join(map(str, sorted(self.unread)[:10])) + "等" * (len(self.unread) > 10)
            message = f"有 {len(self.unread)} 段没有写责任单位和时限，未列为项目：第 {shown} 行。"
            self.notes.append(TextNote(0, "", message, "warning"))


def _is_title_of_page(entry: OutlineEntry) -> bool:
    """Tell whether the one heading of a text is its title: it is marked as one, or names a month and year."""
    return 0 < entry.level < 1 or bool(
        period_of_heading(entry.marked.text) and re.search("20[0-9]{2}年", entry.marked.text)
    )


def _whole(day: str) -> str:
    return f"{day}日" if day.isdecimal() else day


def _mark_by_period(entries: Sequence[OutlineEntry]) -> list[OutlineEntry]:
    """Mark what stands below the headings of months with their time; return those, if there are several."""
    periods = [
        entry for entry in entries if period_of_heading(entry.marked.text) and (entry.children or entry.below)
    ]
    if len(periods) < 2 or _has_bare_spans(entries):
        return []
    for entry in periods:
        parts = [child.marked for child in entry.children] or [piece.marked for piece in entry.below]
        for part in parts:
            period = period_of_heading(entry.marked.text)
            part.marks.setdefault("requirement", [_time_within(period, part.text) or period])
    return periods


def _time_within(period: str, text: str) -> str:
    """Return the one time of a text if it lies within the period of its heading: 3月5日 below 三月份."""
    times, whole = _times(text), read_requirement(period, 2000)
    due = read_requirement(times[0], 2000).due if len(times) == 1 else None
    is_within = due and whole.start and whole.due and whole.start <= due <= whole.due
    return times[0] if is_within else ""


def _has_bare_spans(entries: Sequence[OutlineEntry]) -> bool:
    """Tell whether several lines are a span of days and nothing else: a table was flattened into the text."""
    texts = (piece.marked.text for entry in entries for piece in entry.below)
    return sum(any(dash in text for dash in "-—–~～至") and is_time(text) for text in texts) >= _SEVERAL


def _is_marked(entry: OutlineEntry) -> bool:
    """Tell whether an entry, or one that is deeper, names who answers."""
    return any(e.marked_pieces() for e in entry.whole())


def _has_line_of_marks(entry: OutlineEntry) -> bool:
    """Tell whether the marks at the end of an entry stand on a line of their own."""
    *_, last = entry.whole()
    return last.marks_below


def _add(marks: dict[str, list[str]], marked: Marked) -> None:
    for name, values in marked.marks.items():
        marks.setdefault(name, []).extend(values)


def _fields(item: _Item) -> dict[str, str]:
    """Return an item's text for each field."""
    first, *others = [text for text in item.texts if text] or [""]
    title, rest = _title(first)
    content = [rest, *others, *item.marks.get("content", ())]
    return {
        "id": item.number,
        "category": next(iter(item.marks.get("category", ())), item.category),
        "title": title,
        "content": "\n".join(filter(None, content)),
        "units": "\n".join(item.marks.get("units", ())),
        "persons": "、".join(item.marks.get("persons", ())),
        "requirement": "；".join(item.marks.get("requirement", ())),
        "note": "；".join(item.marks.get("note", ())),
    }


def _title(text: str) -> tuple[str, str]:
    """Return a paragraph's title and content: the first sentence, or the text before a colon.

    Of a long sentence the first clause is the title, and the content is the whole.
    """
    colon = re.match(r"([^，。；：:,;]{2,25})[：:]\s*(?=\S)", text)
    if colon:
        return colon[1], text[colon.end() :]
    end = _SENTENCE_END.search(text)
    first = text[: end.start()] if end else text
    rest = text[end.end() :].strip() if end else ""
    if len(first) <= _LONGEST_TITLE:
        return first.rstrip("：:."), rest
    clause = re.match(r"[^，,]{6,40}(?=[，,])", first)
    return (clause[0] if clause else first), text


def _heading(text: str) -> str:
    return _SENTENCE_END.split(text)[0].rstrip("：: ")


def _times(text: str) -> list[str]:
    """Return the clauses that give a deadline, if the whole sentence gives the same one."""
    found = []
    for sentence in re.split(r"[。；;]", text):
        clauses = [clause.strip() for clause in _CLAUSE.split(sentence) if clause and clause.strip()]
        dated = [clause for clause in clauses if len(clause) <= 40 and read_requirement(clause, 2000).due]
        found += dated
        if len(dated) == 1 and read_requirement(sentence, 2000).due != read_requirement(dated[0], 2000).due:
            found.append(sentence.strip()[:20])
    return found


def _short(text: str) -> str:
    return text[:16] + "…" * (len(text) > 16)
