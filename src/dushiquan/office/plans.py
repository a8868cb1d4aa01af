"""Load, list and revise the plans of a ledger."""

from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.edition import Revision, merge_notices
from dushiquan.domain.plan import Plan
from dushiquan.formats.files import Track, untracked
from dushiquan.sources.basis import Earlier
from dushiquan.store.ledger import Ledger, PlanHead, plan_keys
from dushiquan.store.loading import load_plan, revise_plan, use_plan
from dushiquan.store.opening import transaction

if TYPE_CHECKING:
    from dushiquan.office.office import Office


class LoadedPlan(NamedTuple):
    """A plan of the ledger: its heading, its number of projects, and whether it is in use."""

    head: PlanHead
    projects: int
    current: bool


class Edition(NamedTuple):
    """A plan that can be loaded. ``revision`` is what it changes, or None if its key is new."""

    plan: Plan
    revision: Revision | None


class Plans:
    """The plans of one ledger."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def keys(self) -> list[str]:
        """Return the keys of the loaded plans; the last one is in use."""
        return plan_keys(self._office.connection)

    def loaded(self) -> list[LoadedPlan]:
        """Return the loaded plans; the last one is in use."""
        keys = self.keys()
        ledgers = [Ledger(self._office.connection, key) for key in keys]
        current = self._office.plan_key or (keys[-1] if keys else None)
        return [LoadedPlan(ledger.plan, ledger.size(), ledger.key == current) for ledger in ledgers]

    def full(self) -> Plan:
        """Return the chosen plan, with its projects."""
        return self._office.ledger.full_plan()

    def earlier(self, key: str) -> Earlier | None:
        """Return the edition that the ledger has under a key, None if there is none."""
        if key not in self.keys():
            return None
        ledger = self._office.ledger_of(key)
        return Earlier(ledger.full_plan(withdrawn=True), ledger.plan.known_since)

    def edition(self, new: Plan) -> Edition:
        """Return what loading a plan would change. An empty field of its notice keeps the old value."""
        if new.key not in self.keys():
            return Edition(new, None)
        return self.revision(new)

    def revision(self, new: Plan) -> Edition:
        """Return what a new edition changes; raise ``NotFoundError`` if the ledger has no plan of its key."""
        ledger = self._office.ledger_of(new.key)
        new = new._replace(
            notice=merge_notices(ledger.plan.notice, new.notice),
            month_before=new.month_before or ledger.plan.month_before,
        )
        return Edition(new, ledger.compare(new))

    def load(self, edition: Edition, track: Track = untracked) -> None:
        """Load a new plan, or revise a loaded one, and take it into use, in one transaction."""
        connection, plan, entry = self._office.connection, edition.plan, self._office.entry()
        with transaction(connection):
            if edition.revision is None:
                load_plan(connection, plan, entry, track)
            elif edition.revision.is_empty:
                use_plan(connection, plan.key)
            else:
                revise_plan(self._office.ledger_of(plan.key), plan, entry)

    def use(self, key: str) -> PlanHead:
        """Make a plan the default of later commands; return its heading."""
        head = self._office.ledger_of(key).plan
        with transaction(self._office.connection):
            use_plan(self._office.connection, key)
        return head
