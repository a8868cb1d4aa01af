"""The circular (通报) on a terminal and as text."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dushiquan.domain.history import STATUS_LABELS
from dushiquan.domain.report import Circular
from dushiquan.domain.supervision import Item
from dushiquan.present.columns import LATE, NEAR, REVIEW, choose_columns
from dushiquan.present.contract import log_json, project_json
from dushiquan.present.counts import COUNT_HEADINGS, count_cells, count_json
from dushiquan.present.output import Format, markdown_table, write_json, write_rows
from dushiquan.present.sentences import sentence
from dushiquan.present.wording import full_day, iso


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the circular: its heading, its sentence, and a table where there is something to list."""

    heading: str
    text: str
    headings: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = field(default_factory=list)


def print_circular(circular: Circular, format: Format) -> None:
    """Print a circular in the format asked for."""
    if format is Format.JSON:
        write_json(circular_json(circular))
    elif format is Format.TABLE:
        from dushiquan.present.tables import print_sections

        print_sections(heading(circular), sections(circular))
    elif format is Format.MD:
        sys.stdout.write(markdown(circular))
    else:
        rows = [(s.heading, *row) for s in sections(circular)[1:] for row in s.rows]
        write_rows(format, ("部分", "内容"), rows)


def heading(circular: Circular) -> str:
    """The title, with the day the circular stands as of."""
    return f"{circular.title}进展通报（{circular.period.name}，截至{full_day(circular.as_of)}）"


def sections(circular: Circular) -> list[Section]:
    """The circular's parts, in their order."""
    return [_overall(circular), *_listed(circular), _entries(circular)]


def _overall(circular: Circular) -> Section:
    total = circular.total
    shares = "，".join(
        f"{STATUS_LABELS[status]} {number} 项（{number * 100 / total.total:.0f}%）"
        for status, number in total.statuses.items()
        if number
    )
    text = f"共 {total.total} 项：{shares}。" if total.total else "没有项目。"
    text += f"其中逾期 {total.late} 项，年末待评估 {total.review} 项。"
    rows = [(count.name, *count_cells(count)) for count in (*circular.categories, total)]
    return Section("总体情况", text, ("类别", *COUNT_HEADINGS), rows)


def _listed(circular: Circular) -> Iterator[Section]:
    yield _items("逾期项目", circular.overdue, LATE, "没有逾期项目。")
    if circular.review:
        yield _items("年末待评估", circular.review, REVIEW, "")
    yield _items("临近时限", circular.due_soon, NEAR, "近期没有到期的项目。")


def _items(name: str, items: Sequence[Item], keys: Sequence[str], none: str) -> Section:
    columns = choose_columns(keys)
    rows = [tuple(column.text(item) for column in columns) for item in items]
    return Section(name, f"共 {len(items)} 项。" if items else none, [c.heading for c in columns], rows)


def _entries(circular: Circular) -> Section:
    rows = [
        (str(e.item.project.id), iso(e.event.on), f"{e.item.project.title}：{sentence(e.event)}")
        for e in circular.entries
    ]
    return Section(
        "本期进展", f"共 {len(rows)} 条。" if rows else "本期没有记录。", ("序号", "日期", "进展"), rows
    )


def markdown(circular: Circular) -> str:
    """The circular in Markdown."""
    parts = [f"# {heading(circular)}\n"]
    for section in sections(circular):
        parts.append(f"## {section.heading}\n\n{section.text}\n")
        if section.rows:
            parts.append(markdown_table(section.headings, section.rows))
    return "\n".join(parts)


def circular_json(circular: Circular) -> dict[str, object]:
    """The circular's lists and counts, its projects by the project contract."""
    return {
        "title": circular.title,
        "period": {
            "name": circular.period.name,
            "start": iso(circular.period.start),
            "end": iso(circular.period.end),
        },
        "as_of": iso(circular.as_of),
        "total": count_json(circular.total),
        "categories": [{"category": c.name, **count_json(c)} for c in circular.categories],
        "overdue": [project_json(item) for item in circular.overdue],
        "review": [project_json(item) for item in circular.review],
        "due_soon": [project_json(item) for item in circular.due_soon],
        "entries": log_json(entry.event for entry in circular.entries),
    }
