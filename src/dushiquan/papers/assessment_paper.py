"""The assessment of units (考核) as papers and as JSON."""

from collections.abc import Sequence
from typing import Any

from dushiquan.domain.assessment import MEASURES, UnitRecord
from dushiquan.formats.document import Document, Grid, Section
from dushiquan.papers.labels import percent, titles_text

_SHOWN = (
    "total",
    "done_on_time",
    "done_late",
    "open",
    "carried",
    "late",
    "deferred",
    "returned",
    "unreported",
    "support",
)


def _needed(records: Sequence[UnitRecord]) -> list[str]:
    """Return the measures to show: 结转 only if a project was carried."""
    carried = any(record.items["carried"] for record in records)
    return [measure for measure in _SHOWN if measure != "carried" or carried]


def units_document(
    records: Sequence[UnitRecord], *, plans: Sequence[str], signed: str, dated: str
) -> Document:
    """Return all units in one table, most points first; units that lead nothing come last."""
    ranked = sorted(records, key=lambda record: (not record.items["total"], -record.total_points))
    shown = _needed(records)
    headings = ("单位", "得分", *(MEASURES[measure] for measure in shown), "平均进度", "序时")
    rows = [
        (
            record.unit,
            str(record.total_points),
            *(str(len(record.items[measure]) or "") for measure in shown),
            percent(record.count.progress),
            percent(record.count.pace),
        )
        for record in ranked
    ]
    grid = Grid(headings, rows, numbers=range(1, len(shown) + 2))
    note = "各数按牵头计，一项有几个牵头单位的，各计一次；配合项目另列，不计分。"
    return Document(
        title=f"{titles_text(plans)}责任单位考核情况",
        sections=[Section("各单位情况", [note], grid)],
        signed=signed,
        dated=dated,
    )


def unit_document(record: UnitRecord, *, plans: Sequence[str], signed: str, dated: str) -> Document:
    """Return the paper on one unit: each number, its points and the projects behind it."""
    rows = [
        (
            MEASURES[measure],
            str(len(record.items[measure])),
            str(record.points.get(measure, "")),
            "；".join(f"{item.project.id} {item.project.title}" for item in record.items[measure]),
        )
        for measure in _needed([record])
    ]
    rows.append(("合计得分", "", str(record.total_points), ""))
    section = Section("各数所指项目", [], Grid(("指标", "项数", "得分", "项目"), rows, numbers=(1, 2)))
    return Document(
        title=f"{titles_text(plans)}{record.unit}考核情况", sections=[section], signed=signed, dated=dated
    )


def units_json(records: Sequence[UnitRecord]) -> list[dict[str, Any]]:
    """Return the numbers and points of each unit, and the ids behind each number."""
    return [
        {
            "unit": record.unit,
            **{measure: len(record.items[measure]) for measure in _SHOWN},
            "progress": record.count.progress,
            "pace": record.count.pace,
            "points": record.total_points,
            "items": {m: [str(item.project.id) for item in record.items[m]] for m in _SHOWN},
        }
        for record in records
    ]
