"""What the office sets for all of its papers: the fonts, and whom circulars go to (主送, 抄送)."""

from dataclasses import replace

from dushiquan.domain.settings import Settings
from dushiquan.formats.document import Document, Fonts


def in_office_fonts(paper: Document, settings: Settings) -> Document:
    """Return the paper in the fonts of the office."""
    fonts = Fonts(settings.font_title, settings.font_text, settings.font_heading, settings.font_subheading)
    return replace(paper, fonts=fonts)


def dressed(paper: Document, settings: Settings) -> Document:
    """Return a report as the office sends it.

    One that goes to units goes to those of the settings. Each has their 抄送, but a paper that is all front
    (``Document.front``) has no place for it. One with 刊头 or 抄送 tells who printed it when.
    """
    return replace(
        in_office_fonts(paper, settings),
        addressed=paper.addressed and settings.addressed,
        copied=settings.copied_to,
        printed=f"{paper.dated}印发" if paper.dated and (paper.masthead or settings.copied_to) else "",
    )
