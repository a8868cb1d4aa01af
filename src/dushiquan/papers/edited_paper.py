"""A paper with the text that somebody edited as Markdown; its tables, figures and annexes keep their form."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile

from dushiquan.domain.ids import NUMERALS
from dushiquan.errors import BadInputError
from dushiquan.formats.document import Document, Front, Grid, Section, bare_heading
from dushiquan.formats.markdown_paper import markdown
from dushiquan.formats.markdown_read import Damage, TypedLine, TypedPart, TypedTable, read_markdown
from dushiquan.formats.text import visible

_GUIDE = """<!--
  改正文：一行一段，改完存盘、退出，公文随即写成。不存盘退出，就不写。
  表格一行一项，竖线“|”不要多也不要少；表前表后空一行。不要的段落、表格、附件，整段删去。
  这几行不进公文。
-->

"""
_NUMERAL = re.compile(r"^[一二三四五六七八九十]+、")
_PART = re.compile(r"^第\w+部分 ")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?%?")
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_BULLET = re.compile(r"^[-*+>] +")
_COPIED = "抄送："


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited paper, and notes on what the edited text changed beside its wording.

    ``is_other`` is set if the text has another title: it may be that of another report.
    """

    paper: Document
    notes: list[str]
    is_other: bool


def editable(document: Document) -> str:
    """Return a paper as the text to edit, with a guide on top."""
    return _GUIDE + markdown(document)


def edited(document: Document, text: str, name: str) -> Edited:
    """Return the paper with an edited text, called ``name`` in messages.

    Raise ``BadInputError`` with all that is damaged in the text, by line.
    """
    parts, damage = read_markdown(text)
    titles = [at for at, part in enumerate(parts) if part.level == 1]
    wanted = bool(document.front) + (not document.is_front_only)
    if len(titles) != wanted:
        line = parts[titles[wanted]].line if len(titles) > wanted else 1
        damage.append(Damage(line, f"大标题（“# ”开头的一行）应有{wanted}个，文本里有{len(titles)}个。"))
        raise _damaged(name, damage)
    merging = _Merging(document, damage)
    if document.front:
        end = titles[1] if len(titles) > 1 else len(parts)
        document = replace(document, front=merging.front(document.front, parts[titles[0] : end]))
    if not document.is_front_only:
        document = merging.body(document, parts[titles[-1] :])
    if titles[0]:
        line = parts[0].line if parts[0].heading else parts[0].content[0].line
        merging.damage.append(Damage(line, "大标题前面不能有正文。"))
    if merging.damage:
        raise _damaged(name, merging.damage)
    return Edited(document, list(merging.notes()), visible(merging.made.title) != document.title)


def _damaged(name: str, damage: Iterable[Damage]) -> BadInputError:
    return BadInputError("\n".join(f"{name} 第{line}行：{what}" for line, what in sorted(damage)))


class _Merging:
    """Puts an edited text into a paper, and takes notes of what is otherwise."""

    def __init__(self, made: Document, damage: list[Damage]) -> None:
        self.made = made
        self.damage = damage
        self._texts = {
            visible(text)
            for section in (*made.sections, *made.annexes)
            for text in (*section.paragraphs, section.heading)
        }
        self._unused = [*made.sections, *made.annexes]
        self._changed: list[str] = []
        self._undrawn: list[str] = []
        self._marked: list[int] = []

    def notes(self) -> Iterator[str]:
        """Yield what the text changed beside its wording."""
        if self._unused:
            gone = "、".join(bare_heading(section.heading) for section in self._unused)
            yield f"文本里没有、公文也不写的：{gone}。"
        if self._changed:
            yield f"表格按文本写，与台账里的不同：{'、'.join(self._changed)}。"
        if self._undrawn:
            yield f"表格改过，图不再画：{'、'.join(self._undrawn)}。"
        if self._marked:
            lines = "、".join(map(str, self._marked))
            yield f"加粗、列表的记号不带进公文，文字都在：第{lines}行。"

    def front(self, front: Front, parts: Sequence[TypedPart]) -> Front:
        """Return the page in front with its edited paragraphs; its tables and figures are of the ledger."""
        by_heading = {part.heading: part for part in parts[1:]}
        rows = [[self._panel(section, by_heading, parts[0].line) for section in row] for row in front.rows]
        known = {visible(section.heading) for section in front.sections}
        for heading, part in by_heading.items():
            if heading not in known:
                self.damage.append(Damage(part.line, "简报一页排定，不能加节、改节的标题。"))
        return replace(front, title=parts[0].heading, rows=rows)

    def _panel(self, section: Section, parts: dict[str, TypedPart], line: int) -> Section:
        part = parts.get(visible(section.heading))
        if not part:
            heading = bare_heading(section.heading)
            self.damage.append(Damage(line, f"简报一页排定，不能删节；少了“{heading}”。"))
            return section
        tables = [each for each in part.content if isinstance(each, TypedTable)]
        if section.grid and not (len(tables) == 1 and _is_same(section.grid, tables[0])):
            where = tables[0].line if tables else part.line
            self.damage.append(Damage(where, "简报的表和图从台账来，请改台账，不要改这里的表。"))
        return replace(section, paragraphs=self._paragraphs(part.content))

    def body(self, document: Document, parts: Sequence[TypedPart]) -> Document:
        """Return the paper with its edited head, sections and annexes."""
        title, *others = parts
        others, copied = _without_copied(others)
        document, opening = self._head(document, title)
        sections = list(self._sections(TypedPart(2, title.line, "", opening))) if opening else []
        annexes: list[Section] = []
        for part in others:
            made = list(self._sections(part))
            if not part.heading.startswith("附件"):
                sections += made
                continue
            annexes.append(made[0])
            if len(made) > 1:
                self.damage.append(Damage(part.line, "附件里文字写在前、表格写在后，只写一张表。"))
        return replace(
            document,
            title=title.heading,
            sections=list(_numbered(sections)),
            annexes=annexes,
            copied=copied,
        )

    def _head(self, document: Document, title: TypedPart) -> tuple[Document, list[TypedLine | TypedTable]]:
        """Return the paper with the line of its head and 主送 as typed, and what follows them."""
        fields = [name for name in ("masthead", "issue", "signed", "dated") if getattr(document, name)]
        content = list(title.content)
        if fields:
            first = content.pop(0) if content else TypedLine(title.line + 2, "")
            typed = [each.strip() for each in first.text.split("·")] if isinstance(first, TypedLine) else []
            if len(typed) == len(fields):
                document = _with_head(document, dict(zip(fields, typed, strict=True)))
            else:
                like = " · ".join(getattr(document, name) for name in fields)
                self.damage.append(
                    Damage(first.line, f"大标题下一行应有{len(fields)}段，用“ · ”隔开：{like}")
                )
        if document.addressed:
            opening = content[0] if content else None
            is_typed = isinstance(opening, TypedLine) and opening.text.endswith(("：", ":"))
            addressed = opening.text[:-1] if isinstance(opening, TypedLine) and is_typed else ""
            document, content = replace(document, addressed=addressed), content[is_typed:]
        return document, content

    def _sections(self, part: TypedPart) -> Iterator[Section]:
        """Yield the section of a part; what follows its table is a section without a heading."""
        rest: list[TypedLine | TypedTable] = list(part.content)
        heading = part.heading
        while rest or heading:
            lines = list(takewhile(lambda each: isinstance(each, TypedLine), rest))
            rest = list(dropwhile(lambda each: isinstance(each, TypedLine), rest))
            table = rest.pop(0) if rest else None
            typed = table if isinstance(table, TypedTable) else None
            known = self._known(heading, typed)
            yield self._section(known, Section(heading, self._paragraphs(lines)), typed)
            heading = ""

    def _known(self, heading: str, table: TypedTable | None) -> Section | None:
        """Return the section that a typed one is of: by its heading, or else by the head of its table."""
        of_heading = [
            section
            for section in self._unused
            if heading and visible(bare_heading(section.heading)) == bare_heading(heading)
        ]
        of_table = [
            section
            for section in self._unused
            if table and section.grid and list(map(_cell, section.grid.headings)) == table.headings
        ]
        found = next(iter((*of_heading, *of_table)), None)
        if found:
            self._unused.remove(found)
        return found

    def _section(self, known: Section | None, typed: Section, table: TypedTable | None) -> Section:
        if known is None:
            return replace(typed, grid=_grid(None, table) if table else None)
        kept = replace(known, heading=typed.heading, paragraphs=typed.paragraphs)
        if table and known.grid and _is_same(known.grid, table):
            return kept
        name = bare_heading(typed.heading)
        if table or known.grid:
            self._changed.append(name)
        if table and (any(known.charts.values()) or known.timeline):
            self._undrawn.append(name)
            kept = replace(kept, charts={}, timeline=())
        return replace(kept, grid=_grid(known.grid, table) if table else None)

    def _paragraphs(self, content: Iterable[TypedLine | TypedTable]) -> list[str]:
        return [self._unmarked(each) for each in content if isinstance(each, TypedLine)]

    def _unmarked(self, typed: TypedLine) -> str:
        """Return a line without the marks of Markdown that have no meaning in a paper."""
        if typed.text in self._texts:
            return typed.text
        bare = _BOLD.sub(lambda found: found[1] or found[2], _BULLET.sub("", typed.text))
        if bare != typed.text:
            self._marked.append(typed.line)
        return bare


def _with_head(document: Document, typed: Mapping[str, str]) -> Document:
    """Return a paper with the fields of its head as typed; it is printed on its day."""
    dated = typed.get("dated", "")
    return replace(
        document,
        masthead=typed.get("masthead", ""),
        issue=typed.get("issue", ""),
        signed=typed.get("signed", ""),
        dated=dated,
        printed=document.printed.replace(document.dated, dated) if document.dated else document.printed,
    )


def _without_copied(parts: Sequence[TypedPart]) -> tuple[list[TypedPart], str]:
    """Return the parts without 抄送, which stands last, and whom it names."""
    if not parts or not parts[-1].content:
        return list(parts), ""
    *others, last = parts
    *before, end = last.content
    if not isinstance(end, TypedLine) or not end.text.startswith(_COPIED):
        return list(parts), ""
    copied = end.text.removeprefix(_COPIED).rstrip("。")
    return [*others, replace(last, content=before)], copied


def _numbered(sections: Iterable[Section]) -> Iterator[Section]:
    """Number the sections that have a number, one after the other in each part."""
    number = 0
    for section in sections:
        number = 0 if _PART.match(section.heading) else number
        if _NUMERAL.match(section.heading) and number < len(NUMERALS):
            section = replace(section, heading=_NUMERAL.sub(f"{NUMERALS[number]}、", section.heading))
            number += 1
        yield section


def _cell(text: str) -> str:
    """Return the text of a cell as it comes back from Markdown."""
    return "\n".join(line.strip() for line in visible(text).split("\n"))


def _is_same(grid: Grid, typed: TypedTable) -> bool:
    rows = [list(map(_cell, row)) for row in (grid.headings, *grid.rows)]
    return rows == [typed.headings, *typed.rows]


def _grid(known: Grid | None, typed: TypedTable) -> Grid:
    """Return a table as typed, each column in the form of the known one of its heading."""
    places = {_cell(heading): place for place, heading in enumerate(known.headings)} if known else {}
    days, numbers, tones = [], [], {}
    for at, heading in enumerate(typed.headings):
        place = places.get(heading)
        cells = [row[at] for row in typed.rows if at < len(row)]
        if known and place is not None:
            is_day, is_number = place in known.days, place in known.numbers
        else:
            is_day, is_number = _all(_DAY, cells), _all(_NUMBER, cells)
        days += [at] * is_day
        numbers += [at] * is_number
        if known and place is not None and place in known.tones:
            of_text = {_cell(row[place]): known.tone(n, place) for n, row in enumerate(known.rows)}
            tones[at] = [of_text.get(cell, "") for cell in cells]
    return Grid(typed.headings, typed.rows, days, numbers, tones)


def _all(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(map(pattern.fullmatch, filled))
