"""``dsq stats``: count projects by group."""

from collections.abc import Sequence
from typing import Annotated

import typer

from dushiquan.cli.options import AsOf, KnownAt, OutputFormat
from dushiquan.cli.printing import label_of
from dushiquan.cli.session import Session
from dushiquan.domain.counting import GROUPINGS, Count, count, count_by, group, groups_of, in_plan
from dushiquan.domain.supervision import Item
from dushiquan.errors import UsageError
from dushiquan.formats.output import Format, default_format, write_json, write_rows
from dushiquan.papers.counts import COUNTS_LEAVE, count_json, count_rows, group_name
from dushiquan.papers.labels import ALSO_TYPED

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def stats(
    context: typer.Context,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", metavar="依据", help="category、unit、region、status、light、plan；写两次成交叉表。"
        ),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: OutputFormat = None,
) -> None:
    """按类别、单位、地区、状态、预警或计划统计项目数。"""
    session: Session = context.obj
    groupings = [label_of(ALSO_TYPED.get(text, text), GROUPINGS, "统计依据") for text in by or ["category"]]
    if len(groupings) > 2:
        raise UsageError("--by 最多写两次。")
    with session.office(known_at) as office:
        items = in_plan(office.projects(as_of))
        if len(groupings) == 1:
            _print_counts(groupings[0], count_by(groupings[0], items), count("合计", items), format)
        else:
            _print_matrix(groupings[0], groupings[1], items, format)


def _print_counts(grouping: str, counts: Sequence[Count], total: Count, format: Format | None) -> None:
    """Print the counts of the groups, in a format; the last row counts each project once."""
    if (format or default_format()) is Format.JSON:
        write_json([{grouping: count.name or None, **count_json(count)} for count in counts])
        return
    if not counts:
        return
    headings, rows = count_rows([*counts, total])
    names = [*(group_name(grouping, each.name) for each in counts), total.name]
    named = [(name, *row) for name, row in zip(names, rows, strict=True)]
    write_rows(format or default_format(), (GROUPINGS[grouping], *headings), named, COUNTS_LEAVE)


def _print_matrix(down: str, across: str, items: Sequence[Item], format: Format | None) -> None:
    """Print how many projects are in each pair of groups; the last column and row are the totals.

    A total counts each project once, even if it is in several groups (units, regions).
    """
    rows, columns = group(down, items), group(across, items)
    cells = {
        (row, column): [item for item in members if column in groups_of(item, across)]
        for row, members in rows.items()
        for column in columns
    }
    if (format or default_format()) is Format.JSON:
        write_json(
            [
                {down: row or None, across: column or None, **count_json(count("", members))}
                for (row, column), members in cells.items()
                if members
            ]
        )
        return
    headings = (GROUPINGS[down], *(group_name(across, column) for column in columns), "合计")
    lines = [
        (
            group_name(down, row),
            *(str(len(cells[row, column]) or "") for column in columns),
            str(len(members)),
        )
        for row, members in rows.items()
    ]
    lines.append(("合计", *(str(len(members)) for members in columns.values()), str(len(items))))
    write_rows(format or default_format(), headings, lines, headings[-2:0:-1])
