"""The circulars of several plans as one paper: a part for each plan."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dushiquan.domain.circular import Circular
from dushiquan.formats.document import Document, Section, bare_heading
from dushiquan.papers.circular_paper import circular_document
from dushiquan.papers.labels import numeral, titles_text


def circulars_document(
    circulars: Mapping[str, Circular],
    at_once: Mapping[str, Section],
    *,
    signed: str,
    issue: int | None = None,
) -> Document:
    """Return the circulars of several plans, by their keys, numbered ``issue`` if given.

    ``at_once`` is what was recorded at once, by plan. Each section and annex names its plan by the key. The
    annexes are numbered through.
    """
    papers = {
        key: circular_document(each, at_once.get(key), signed=signed, issue=issue)
        for key, each in circulars.items()
    }
    plans = [each.plan for each in circulars.values()]
    head = next(iter(papers.values()))
    annexes = ((key, annex) for key, paper in papers.items() for annex in paper.annexes)
    return replace(
        head,
        title=head.title.replace(titles_text(plans[:1]), titles_text(plans), 1),
        sections=[
            section
            for number, (key, paper) in enumerate(papers.items(), 1)
            for section in _part(number, key, circulars[key].plan, paper.sections)
        ],
        annexes=[
            replace(annex, heading=f"附件{number} {bare_heading(annex.heading)}（{key}）")
            for number, (key, annex) in enumerate(annexes, 1)
        ],
    )


def _part(number: int, key: str, title: str, sections: Iterable[Section]) -> list[Section]:
    return [
        Section(f"第{numeral(number)}部分 《{title}》（{key}）"),
        *(replace(section, heading=f"{section.heading}（{key}）") for section in sections),
    ]
