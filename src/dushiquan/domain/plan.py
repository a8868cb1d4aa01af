"""A plan as issued: its projects, targets and units."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Literal, NamedTuple

from dushiquan.domain.ids import ProjectId


@unique
class Kind(StrEnum):
    """The kind of a requirement (进度要求); see docs/rules.md, "What a requirement asks for"."""

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


MonthBefore = Literal["included", "excluded"]
"""What 8月前 means in a plan: by 31 August, or by 31 July."""


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
        """The first lead unit, which reports for all (杭州 2020: 列第一位的责任单位为牵头单位), or ""."""
        return self.lead[0] if self.lead else ""


class Project(NamedTuple):
    """A row of the plan's table, with its requirement as parsed when the plan was loaded.

    Only the title is always there. ``persons`` (负责人) answer beside the units, or instead of them.
    ``uid`` is its lasting identity in the ledger; "" in a plan file.
    """

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
    persons: tuple[str, ...] = ()
    uid: str = ""

    @property
    def identity(self) -> str:
        """What no renumbering changes: its uid, or its id as long as it is in no ledger."""
        return self.uid or self.id

    @property
    def answerers(self) -> tuple[str, ...]:
        """Those who answer for the project: its lead units, or else its persons."""
        return self.units.lead or self.persons

    @property
    def reporter(self) -> str:
        """The one who reports for the project and is urged: the reporting unit, or the first person."""
        return self.units.reporter or next(iter(self.persons), "")


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
        """The signatory of the plan's papers; "" if the plan names nobody."""
        return self.drafter or self.issuer


class EscalationLevel(NamedTuple):
    """A level of escalation (建议层级): who takes up a project that is at least ``days`` days late."""

    name: str
    days: int


class Contact(NamedTuple):
    """Whom to ask at a unit (联系人)."""

    person: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return "，".join(filter(None, self))


class Plan(NamedTuple):
    """An issued table (计划安排表). ``aliases`` maps other names of units to their names.

    ``year`` is the year of a phrase that names none; without it, such a phrase is unread. ``month_before`` is
    what 8月前 means in it; without it, such a phrase is unread, too. ``levels`` are its levels of escalation,
    lowest first; None if its file says nothing of them. ``contacts`` are those of units, by name.
    """

    key: str
    title: str
    year: int | None
    categories: tuple[str, ...]
    projects: tuple[Project, ...]
    notice: Notice = Notice()
    remark: str = ""
    aliases: Mapping[str, str] = MappingProxyType({})
    month_before: MonthBefore | None = None
    levels: tuple[EscalationLevel, ...] | None = None
    contacts: Mapping[str, Contact] = MappingProxyType({})

    @property
    def units(self) -> list[str]:
        """The units of its projects, the lead ones first, in its order."""
        lead = (unit for project in self.projects for unit in project.units.lead)
        support = (unit for project in self.projects for unit in project.units.support)
        return list(dict.fromkeys((*lead, *support)))


class PlanHead(NamedTuple):
    """The heading of a loaded plan. ``loaded`` is the day on which it was first loaded."""

    key: str
    title: str
    year: int | None
    notice: Notice
    remark: str
    loaded: date
    month_before: MonthBefore | None = None
    levels: tuple[EscalationLevel, ...] = ()
    contacts: Mapping[str, Contact] = MappingProxyType({})

    @property
    def known_since(self) -> date:
        """The day from which units are expected to report: the day of issue, or else of loading."""
        return self.notice.issued or self.loaded


def default_key(title: str, year: int | None) -> str:
    """Return the key of a plan that names none: its year, else the words of its title."""
    return str(year) if year else re.sub(r"\W|_", "", unicodedata.normalize("NFKC", title)) or title
