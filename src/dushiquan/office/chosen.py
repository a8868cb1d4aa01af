"""Plans of a ledger that are read as one: the chosen ones, or those that typed ids name."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from dushiquan.domain.ids import FullId, ProjectId
from dushiquan.domain.names import as_words
from dushiquan.domain.selection import Selection
from dushiquan.domain.settings import Settings
from dushiquan.domain.supervision import Item
from dushiquan.errors import NotFoundError, UsageError
from dushiquan.office.named import SEE_THE_PAST, names_meant
from dushiquan.store.ledger import Ledger

if TYPE_CHECKING:
    from dushiquan.domain.events import Event
    from dushiquan.domain.milestones import Milestone
    from dushiquan.office.office import Office


class Chosen:
    """Some plans, read as one. Where there are several, or another than the chosen one, ids are full: 2011/6.

    ``ids`` limits them to some projects, by the key of the plan.
    """

    def __init__(
        self,
        office: "Office",
        ledgers: Sequence[Ledger],
        ids: Mapping[str, Sequence[ProjectId]] | None = None,
    ) -> None:
        self._office = office
        self.ledgers = ledgers
        self.ids = ids or {}
        own = len(ledgers) == len(office.ledgers) == 1 and ledgers[0].key == office.ledgers[0].key
        self.is_full = not own

    @property
    def settings(self) -> Settings:
        """The settings of the ledger."""
        return self.ledgers[0].settings

    def titles(self, day: date) -> list[str]:
        """Return the titles of the plans on a day."""
        return [ledger.plan_on(day).title for ledger in self.ledgers]

    def signed(self, day: date) -> str:
        """Return those who sign the papers of the plans, each once."""
        signatories = (ledger.plan_on(day).notice.signatory for ledger in self.ledgers)
        return "、".join(dict.fromkeys(filter(None, signatories)))

    def of(self, words: Sequence[str] | None, day: date = date.max) -> "Chosen":
        """Return only the projects that the ids or titles as typed mean on a day, or all without words."""
        if not words:
            return self
        found = find_in_plans(self._office, words, day=day)
        return Chosen(self._office, [ledger for ledger, _ in found], {each.key: ids for each, ids in found})

    def items(self, day: date, selection: Selection | None = None) -> Iterator[Item]:
        """Return the projects as of the end of a day, plan by plan, each in its order."""
        found = chain.from_iterable(each.items(day, self._within(each, selection)) for each in self.ledgers)
        return map(self.named, found) if self.is_full else found

    def _within(self, ledger: Ledger, selection: Selection | None) -> Selection | None:
        ids = self.ids.get(ledger.key)
        return (selection or Selection())._replace(ids=tuple(ids)) if ids else selection

    def named(self, item: Item) -> Item:
        """Return an item with its id as it is shown."""
        if not self.is_full:
            return item
        project = item.project
        return item._replace(project=project._replace(id=FullId(project.plan, project.id)))

    def shown(self, event: "Event") -> "Event":
        """Return an event with the id of its project as it is shown; that of a plan has the plan's key."""
        if not self.is_full:
            return event
        return event._replace(project=FullId(event.plan, event.project) if event.project else event.plan)

    def events(self, day: date = date.max, *, of_plan: bool = False) -> list["Event"]:
        """Return the events of the projects, in order of entry; with ``of_plan``, those of the plans, too."""
        found = [
            event
            for ledger in self.ledgers
            for event in ledger.events(self.ids.get(ledger.key, ()), day, of_plan=of_plan)
        ]
        return found if len(self.ledgers) == 1 else sorted(found, key=lambda event: event.number)

    def milestones(self, day: date, selection: Selection | None = None) -> list["Milestone"]:
        """Return the milestones (节点) of the projects as of the end of a day, the earliest first."""
        from dushiquan.domain.milestones import milestones_of
        from dushiquan.domain.recurring import milestones

        items = [i for i in self.items(day, selection) if milestones(i.project) and not i.state.withdrawn_on]
        events: dict[str, list[Event]] = {item.project.uid: [] for item in items}
        for event in self.events() if items else ():
            if event.uid in events:
                events[event.uid].append(event)
        found = (one for item in items for one in milestones_of(item, events[item.project.uid], day))
        return sorted(found, key=lambda one: one.due)

    def unused(self, day: date = date.max) -> set[str]:
        """Return the usual columns of a listing that would be empty for all of the plans as of a day."""
        return set.intersection(*(ledger.unused(day) for ledger in self.ledgers))

    def names(
        self, texts: Iterable[str] | None, what: str, day: date, advice: str = SEE_THE_PAST
    ) -> tuple[str, ...]:
        """Return the names that a repeatable option means on a day; without texts the names are not read.

        Raise ``NotFoundError`` for another text; if it is a name of another day, say what took its place,
        with ``advice``.
        """
        return tuple(name for text in as_words(texts or ()) for name in self._names(text, what, day, advice))

    def _names(self, text: str, what: str, day: date, advice: str) -> tuple[str, ...]:
        if len(self.ledgers) == 1:
            return tuple(names_meant(text, self.ledgers[0], what, day, advice))
        from dushiquan.office.names_in_plans import names_in_plans

        return names_in_plans(text, self.ledgers, what, day, advice, self._office.tell)


def find_in_plans(
    office: "Office", words: Sequence[str], *, one_each: bool = False, day: date = date.max
) -> list[tuple[Ledger, Sequence[ProjectId]]]:
    """Return the projects that ids or titles as typed mean, by plan, in the order given.

    2011/6 is a project of the plan 2011, whichever plans are chosen.
    """
    words, ledgers = as_words(words), office.ledgers
    if len(ledgers) == 1 and not any("/" in word or "／" in word for word in words):
        return [(ledgers[0], ledgers[0].find(words, one_each=one_each, day=day))]
    from dushiquan.domain.typed_ids import by_plan, parse_ids, resolve_in_plans

    keys = office.plans.keys()
    typed = parse_ids(words)
    known = {id for ledger in ledgers for id in ledger.findable(typed, day).known}
    found: dict[str, dict[ProjectId, None]] = {}
    for key, of_plan in by_plan(words, keys, known):
        if key or len(ledgers) == 1:
            ledger = office.ledger_of(key) if key else ledgers[0]
            for id in _find(ledger, of_plan, keys, named=bool(key), one_each=one_each, day=day):
                found.setdefault(ledger.key, {})[id] = None
            continue
        typed = parse_ids(of_plan)
        plans = {ledger.key: ledger.findable(typed, day) for ledger in ledgers}
        for full in resolve_in_plans(typed, plans, one_each=one_each):
            found.setdefault(full.plan, {})[full.bare] = None
    return [(office.ledger_of(key), list(ids)) for key, ids in found.items()]


def _find(
    ledger: Ledger, words: Sequence[str], keys: Sequence[str], *, named: bool, one_each: bool, day: date
) -> Sequence[ProjectId]:
    from dushiquan.domain.plan_choice import no_plan
    from dushiquan.domain.typed_ids import unknown_plan

    try:
        return ledger.find(words, one_each=one_each, day=day)
    except (NotFoundError, UsageError) as error:
        year = unknown_plan(words)
        if year:
            raise no_plan(year, keys) from None
        if named and isinstance(error, NotFoundError):
            raise NotFoundError(f"计划 {ledger.key}：{error}") from None
        raise
