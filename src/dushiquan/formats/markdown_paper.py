"""Write a paper as Markdown."""

from collections.abc import Iterable

from dushiquan.formats.document import Document, Section
from dushiquan.formats.markdown_table import markdown_table
from dushiquan.formats.text import markdown_safe


def markdown(document: Document) -> str:
    """Return the paper in Markdown, without charts, figures and timelines, which it cannot draw."""
    parts = []
    if document.front:
        parts += _head(document.front.title, document.front.signed, document.front.dated)
        parts += _sections(document.front.sections)
    if not document.is_front_only:
        parts += _head(document.title, document.masthead, document.issue, document.signed, document.dated)
        parts += [f"{markdown_safe(document.band.text)}\n"] if document.band else []
        parts += [f"{markdown_safe(document.addressed)}：\n"] if document.addressed else []
        parts += _sections((*document.sections, *document.annexes))
        parts += [f"抄送：{markdown_safe(document.copied)}。\n"] if document.copied else []
    return "\n".join(parts)


def _head(title: str, *more: str) -> list[str]:
    head = " · ".join(filter(None, more))
    return [f"# {markdown_safe(title)}\n", *([f"{markdown_safe(head)}\n"] if head else [])]


def _sections(sections: Iterable[Section]) -> list[str]:
    parts = []
    for section in sections:
        parts += [f"## {markdown_safe(section.heading)}\n"] if section.heading else []
        parts += [f"{markdown_safe(paragraph)}\n" for paragraph in section.paragraphs]
        if section.grid:
            parts.append(markdown_table(section.grid.headings, section.grid.rows))
    return parts


def markdown_paper(document: Document) -> bytes:
    """Return the paper as the bytes of a Markdown file."""
    return markdown(document).encode()
