"""Read the tables and texts of a web page that a browser saved (.html, .mht), or Excel under any name."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from dushiquan.formats.decoding import decoded
from dushiquan.formats.files import unusable
from dushiquan.formats.flow import Flow
from dushiquan.formats.table import TABLE_TOO_LARGE, Cell, Grower, Paragraph, Table, TooLargeError, unless

MOST_BYTES = 30_000_000
"""Bytes of the largest page, which is held in memory as a tree."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_UNSEEN = {"head", "script", "style", "noscript", "template", "select", "svg", "object"}
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "fieldset"),
    *("figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav"),
    *("ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "body"),
}
_BOLD, _STRUCK = {"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"}, {"s", "strike", "del"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_LINE_THROUGH = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.I)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
_MOST_ROWS, _MOST_COLUMNS = 65_534, 1_000  # that one cell may span, the limits of browsers


def read_page(path: Path, content: bytes) -> list[Table]:
    """Read the tables of a page; raise ``UnusableFileError`` if it cannot be read."""
    return _flow(path, [content]).tables


def read_page_text(path: Path, content: bytes) -> list[Paragraph]:
    """Read the text of a page outside its tables."""
    return _flow(path, [content]).paragraphs


def read_web_archive(path: Path, content: bytes) -> list[Table]:
    """Read the tables of the pages in a web archive (.mht)."""
    return _flow(path, _pages(path, content)).tables


def read_web_archive_text(path: Path, content: bytes) -> list[Paragraph]:
    """Read the text of the pages in a web archive outside their tables."""
    return _flow(path, _pages(path, content)).paragraphs


def _pages(path: Path, content: bytes) -> list[bytes]:
    parts = message_from_bytes(content, policy=policy.compat32).walk()
    pages = []
    for part in parts:
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(page, bytes):
                named = f"<meta charset={charset}>".encode() if charset and charset.isascii() else b""
                pages.append(page if _CHARSET.search(page[:2048]) else named + page)
    if not pages:
        raise unusable(path, "是网页归档文件，但里面没有网页；请在浏览器里重新保存。")
    return pages


def _flow(path: Path, pages: list[bytes]) -> Flow:
    flow = Flow()
    for page in pages:
        if len(page) > MOST_BYTES:
            raise unusable(path, f"网页超过 {MOST_BYTES // 1_000_000} MB；请只保存表格所在的一页。")
        named = _CHARSET.search(page[:2048])
        text = _DECLARATION.sub("", decoded(path, page, named[1].decode() if named else ""), count=1)
        try:
            read_part(flow, text)
        except TooLargeError:
            raise unusable(path, TABLE_TOO_LARGE) from None
        except RecursionError:
            raise unusable(path, "网页的层次过深，不像计划文件；请检查文件。") from None
    return flow


def read_part(flow: Flow, text: str) -> None:
    """Add the paragraphs and tables of a page, or of a piece of one; raise ``TooLargeError``."""
    root = etree.HTML(text, etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True))
    if root is not None:
        _Page(flow).read(root)


class _Look(NamedTuple):
    """The formatting of a piece of text."""

    bold: bool = False
    struck: bool = False


class _Piece(NamedTuple):
    text: str
    look: _Look


_BREAK = _Piece("\n", _Look())


class _Page:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._pieces: list[_Piece] = []

    def read(self, root: etree._Element) -> None:
        """Read the page's title, paragraphs and tables."""
        self._flow.paragraph(_joined([_Piece(root.findtext(".//title") or "", _Look())]), bold=True)
        self._walk(root, _Look())
        self._end_paragraph()

    def _walk(self, element: etree._Element, look: _Look) -> None:
        if _is_unseen(element):
            return
        tag = element.tag
        if tag == "table" and element.find(".//table") is None:  # else it is only page layout
            for caption in element.iterfind("caption"):
                self._pieces += _pieces(caption, look)
            self._end_paragraph()
            self._flow.table(_grown(element))
            return
        is_block = tag in _BLOCKS
        if is_block or tag == "br":
            self._end_paragraph()
        look = _look(element, look)
        if element.text:
            self._pieces.append(_Piece(element.text, look))
        for child in element:
            self._walk(child, look)
            if child.tail:
                self._pieces.append(_Piece(child.tail, look))
        if is_block:
            self._end_paragraph()

    def _end_paragraph(self) -> None:
        text = _joined(self._pieces)
        if text:
            bold = all(piece.look.bold for piece in self._pieces if piece.text.strip())
            self._flow.paragraph(text, bold)
        self._pieces = []


def _is_unseen(element: etree._Element) -> bool:
    return element.tag in _UNSEEN or _HIDDEN.search(element.get("style", "")) is not None


def _look(element: etree._Element, look: _Look) -> _Look:
    style = element.get("style", "")
    return _Look(
        look.bold or element.tag in _BOLD or _BOLD_STYLE.search(style) is not None,
        look.struck or element.tag in _STRUCK or _LINE_THROUGH.search(style) is not None,
    )


def _pieces(element: etree._Element, look: _Look) -> Iterator[_Piece]:
    """Yield the pieces of text in an element, with breaks between its blocks."""
    if _is_unseen(element):
        return
    look = _look(element, look)
    if element.tag == "br" or element.tag in _BLOCKS:
        yield _BREAK
    if element.text:
        yield _Piece(element.text, look)
    for child in element:
        yield from _pieces(child, look)
        if child.tag in _BLOCKS:
            yield _BREAK
        if child.tail:
            yield _Piece(child.tail, look)


def _joined(pieces: list[_Piece]) -> str:
    """Join pieces as a browser shows them: white space collapses, and a line ends only at a break."""
    lines = "".join("\r" if piece is _BREAK else piece.text for piece in pieces).split("\r")
    shown = [re.sub(r"[ \t\n\f\xa0]+", " ", line).strip() for line in lines]
    return "\n".join(line for line in shown if line)


def _grown(table: etree._Element) -> Grower:
    """Collect the cells of a table, placed by their rowspan and colspan."""
    grower = Grower()
    taken: dict[int, int] = {}  # by column, the last row that a cell from above reaches into
    spent = 0
    for number, row in enumerate(table.iter("tr"), 1):
        if _is_unseen(row):
            grower.hidden_rows.add(number)
        column = 1
        for box in row.iterchildren("td", "th"):
            while taken.get(column, 0) >= number:
                column += 1
            height = _span(box.get("rowspan"), _MOST_ROWS)
            width = _span(box.get("colspan"), _MOST_COLUMNS) or 1
            spent += width
            if spent > grower.MOST:
                raise TooLargeError
            for place in range(column, column + width):
                taken[place] = number + (height or _MOST_ROWS) - 1  # 0 is down to the end
            pieces = list(_pieces(box, _Look()))
            text = _joined(pieces)
            if text:
                standing = _joined([piece for piece in pieces if not piece.look.struck])
                bold = all(piece.look.bold for piece in pieces if piece.text.strip())
                grower.add(
                    Cell(
                        number,
                        column,
                        text,
                        "",
                        None,
                        unless(text, standing),
                        bold,
                        height or _MOST_ROWS,
                        width,
                    )
                )
            column += width
    return grower


def _span(text: str | None, most: int) -> int:
    match = re.match(r"\s*([0-9]{1,6})", text or "1")
    return min(int(match[1]), most) if match else 1
