"""Which milestones an edition keeps although it does not name them."""

from datetime import date

from dushiquan.domain.events import Event, EventKind, Json
from dushiquan.domain.fields import TARGETS
from dushiquan.domain.milestones import decided_milestones
from dushiquan.domain.plan import Target
from tests.builders import event

DAY = date(2011, 3, 1)


def targets(*names: str, due: date | None = DAY) -> Json:
    assert TARGETS.to_json
    plain: Json = TARGETS.to_json(tuple(Target(name, due=due) for name in names))
    return plain


def revised(id: str, before: Json, after: Json, day: date = DAY, **more: Json) -> Event:
    return event(id, EventKind.REVISE, day, {"targets": after, **more}, {"targets": before})


def test_milestones_that_were_set_one_by_one_are_decided_until_they_are_taken_away() -> None:
    added = revised("1", targets(), targets("贯通"))
    also = revised("2", targets("贯通"), targets("贯通", "通车"))
    gone = revised("3", targets("贯通", "通车"), targets("通车"))
    assert [*decided_milestones([added, also]).values()] == [{"贯通", "通车"}]
    assert [*decided_milestones([also, gone, added]).values()] == [{"通车"}]


def test_neither_steps_of_a_new_requirement_nor_counts_are_decided_milestones() -> None:
    steps = revised("1", targets(), targets("送审"), requirement="9月底前送审")
    counts = revised("2", targets(), targets("次", due=None))
    assert [*decided_milestones([steps, counts]).values()] == [set()]
