"""Targets that the contents of a plan offer, if it names none; they are used only after a yes."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Plan, Project, Target
from dushiquan.phrases.content_targets import OfferedTarget, offered_targets
from dushiquan.sources.plan_file import Reading


class Offer(NamedTuple):
    """A target that the content of a project offers."""

    id: ProjectId
    target: OfferedTarget

    @property
    def text(self) -> str:
        """Return the offer in words: 培训 2次（组织2次培训）."""
        name, goal, measure, words = self.target
        return f"{name} {goal}{measure}（{words}）"

    def plain(self) -> dict[str, Any]:
        """Return the offer for JSON."""
        return {"id": str(self.id), **self.target._asdict()}


def offers_of(reading: Reading) -> list[Offer]:
    """Return what the contents offer; nothing for a plan that names a target itself."""
    if reading.names_targets:
        return []
    year = reading.plan.year if reading.plan else None
    return [Offer(p.id, offer) for p in reading.projects if not p.targets for offer in _offered(p, year)]


def _offered(project: Project, year: int | None) -> list[OfferedTarget]:
    """Return the offered targets; a project without a content has them in its title."""
    return offered_targets(project.content or project.title, year)


def with_offers(plan: Plan, offers: Iterable[Offer]) -> Plan:
    """Return a plan with offered targets."""
    taken: dict[ProjectId, list[Target]] = {}
    for offer in offers:
        taken.setdefault(offer.id, []).append(_target(offer.target))
    return with_targets(plan, {id: tuple(targets) for id, targets in taken.items()})


def with_targets(plan: Plan, targets: Mapping[ProjectId, tuple[Target, ...]]) -> Plan:
    """Return a plan in which some projects have other targets."""
    projects = (p._replace(targets=targets[p.id]) if p.id in targets else p for p in plan.projects)
    return plan._replace(projects=tuple(projects))


def taken_before(new: Plan, old: Plan) -> dict[ProjectId, tuple[Target, ...]]:
    """Return the targets that the old edition took from contents which the new one has unchanged."""
    taken = {
        (project.title, project.content): project.targets
        for project in old.projects
        if project.targets and project.targets == tuple(map(_target, _offered(project, old.year)))
    }
    texts = {project.id: (project.title, project.content) for project in new.projects if not project.targets}
    return {id: taken[text] for id, text in texts.items() if text in taken}


def _target(offered: OfferedTarget) -> Target:
    return Target(offered.name, offered.goal, offered.measure)
