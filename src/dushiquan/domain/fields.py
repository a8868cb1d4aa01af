"""The fields that a plan sets for a project, each defined once.

JSON, events, change texts, the plan file and table headings all use ``FIELDS``.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Kind, Project, Target, Units


class ValueType(NamedTuple):
    """A type of value, with its conversion to plain JSON and back; None if JSON writes it as it is."""

    to_json: Callable[[Any], Any] | None
    from_json: Callable[[Any], Any]


@lru_cache(4096)
def _day_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _targets_json(targets: tuple[Target, ...]) -> list[dict[str, Any]]:
    return [{**target._asdict(), "due": _day_json(target.due)} for target in targets]


def _targets(values: list[dict[str, Any]]) -> tuple[Target, ...]:
    return tuple(Target(**{**value, "due": _day(value["due"])}) for value in values)


TEXT = ValueType(None, str)
NAMES = ValueType(None, tuple)
FLAG = ValueType(None, bool)
KIND = ValueType(None, Kind)
DAY = ValueType(_day_json, _day)
TARGETS = ValueType(_targets_json, _targets)


class Field(NamedTuple):
    """A field: its JSON key, Chinese label and type; ``of_units`` names its part of ``Project.units``."""

    key: str
    label: str
    type: ValueType
    of_units: str = ""

    @property
    def path(self) -> str:
        """The path of the value in a project, for ``attrgetter``."""
        return f"units.{self.of_units}" if self.of_units else self.key

    def set(self, project: Project, value: Any) -> Project:
        """Return the project with this field set from plain JSON."""
        value = self.type.from_json(value)
        if self.of_units:
            return project._replace(units=project.units._replace(**{self.of_units: value}))
        return project._replace(**{self.key: value})


FIELDS: dict[str, Field] = {
    field.key: field
    for field in (
        Field("category", "类别", TEXT),
        Field("title", "项目名称", TEXT),
        Field("content", "项目内容", TEXT),
        Field("lead", "牵头单位", NAMES, of_units="lead"),
        Field("support", "配合单位", NAMES, of_units="support"),
        Field("support_open", "配合单位“等”", FLAG, of_units="open"),
        Field("persons", "负责人", NAMES),
        Field("regions", "地区", NAMES),
        Field("requirement", "进度要求", TEXT),
        Field("kind", "要求类别", KIND),
        Field("start", "起始", DAY),
        Field("due", "时限", DAY),
        Field("targets", "指标", TARGETS),
    )
}
"""The fields by key, in the order of a listing."""

FILE_FIELDS = tuple(dict.fromkeys(("id", *("units" if f.of_units else f.key for f in FIELDS.values()))))
"""The fields of a project in a plan file, which has one field for all units."""


_VALUES = attrgetter(*(field.path for field in FIELDS.values()))
_CONVERTED = tuple((field.key, field.type.to_json) for field in FIELDS.values() if field.type.to_json)


def project_fields(project: Project) -> dict[str, Any]:
    """Return the fields of a project as plain JSON."""
    fields = dict(zip(FIELDS, _VALUES(project), strict=True))
    for key, to_json in _CONVERTED:
        fields[key] = to_json(fields[key])
    return fields


def project_of(values: Mapping[str, Any], plan: str, uid: str) -> Project:
    """Return a project from its fields and its id as plain JSON."""
    fields = {key: field.type.from_json(values[key]) for key, field in FIELDS.items()}
    units = Units(fields.pop("lead"), fields.pop("support"), fields.pop("support_open"))
    return Project(id=ProjectId(values["id"]), plan=plan, units=units, uid=uid, **fields)


def with_fields(project: Project, values: Mapping[str, Any]) -> Project:
    """Return the project with some of its fields, or its id, set from plain JSON values."""
    if "id" in values:
        project = project._replace(id=ProjectId(values["id"]))
    for key in FIELDS.keys() & values.keys():
        project = FIELDS[key].set(project, values[key])
    return project
