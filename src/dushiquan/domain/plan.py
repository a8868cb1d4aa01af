"""A plan as issued: its projects, targets and units."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum, unique
from types import MappingProxyType
from typing import NamedTuple

from dushiquan.domain.ids import ProjectId


@unique
class Kind(StrEnum):
    """The kind of a requirement (进度要求); see design.md section 3."""

    COMPLETE = "complete"
    SUBMIT = "submit"
    HOLD = "hold"
    ADVANCE = "advance"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    UNKNOWN = "unknown"


KIND_LABELS: dict[Kind, str] = {
    Kind.COMPLETE: "完成",
    Kind.SUBMIT: "报送",
    Kind.HOLD: "举办",
    Kind.ADVANCE: "推进",
    Kind.RECURRING: "定期",
    Kind.ONGOING: "长期",
    Kind.UNKNOWN: "未读出",
}
"""The kinds in Chinese."""

DUTIES = frozenset({Kind.COMPLETE, Kind.SUBMIT, Kind.HOLD})
"""The kinds with a deadline to meet: only these can be overdue."""


class Target(NamedTuple):
    """Something countable or dated that a project promises (指标)."""

    name: str
    goal: int = 1
    measure: str = ""
    due: date | None = None


class Units(NamedTuple):
    """The responsible units (责任单位) in the source's order; ``open`` if the list ends with 等."""

    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    open: bool = False

    @property
    def reporter(self) -> str:
        """The first lead unit, which reports for all (杭州 2020: 列第一位的责任单位为牵头单位)."""
        return self.lead[0]


class Project(NamedTuple):
    """A row of the plan's table, with its requirement as parsed when the plan was loaded."""

    id: ProjectId
    plan: str
    category: str
    title: str
    content: str
    units: Units
    requirement: str
    kind: Kind
    start: date | None
    due: date | None
    regions: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()


class Notice(NamedTuple):
    """The official notice that issued a plan."""

    no: str = ""
    title: str = ""
    issuer: str = ""
    drafter: str = ""
    drafted: date | None = None
    issued: date | None = None
    effective: date | None = None

    @property
    def signatory(self) -> str:
        """Who signs the papers of the plan; "" if the plan names nobody."""
        return self.drafter or self.issuer


class Plan(NamedTuple):
    """An issued table (计划安排表). ``aliases`` maps other names of units to their names."""

    key: str
    title: str
    year: int
    categories: tuple[str, ...]
    projects: tuple[Project, ...]
    notice: Notice = Notice()
    remark: str = ""
    aliases: Mapping[str, str] = MappingProxyType({})
