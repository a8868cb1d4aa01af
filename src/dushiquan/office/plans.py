"""Plans into the ledger and out of it."""

from typing import TYPE_CHECKING, NamedTuple

from dushiquan.domain.edition import Revision, kept_notice
from dushiquan.domain.plan import Plan
from dushiquan.formats.files import Track, untracked
from dushiquan.store.ledger import Ledger, PlanHead, plan_keys
from dushiquan.store.loading import load_plan, revise_plan, use_plan
from dushiquan.store.opening import transaction

if TYPE_CHECKING:
    from dushiquan.office.office import Office


class LoadedPlan(NamedTuple):
    """A plan of the ledger: its heading, its size, and whether commands mean it if they name none."""

    head: PlanHead
    projects: int
    current: bool


class Edition(NamedTuple):
    """A plan as it would be loaded; ``revision`` is what it changes, None if its key is new."""

    plan: Plan
    revision: Revision | None


class Plans:
    """The plans of one ledger."""

    def __init__(self, office: "Office") -> None:
        self._office = office

    def keys(self) -> list[str]:
        """Return the keys of the plans loaded; the one in use is the last."""
        return plan_keys(self._office.connection)

    def loaded(self) -> list[LoadedPlan]:
        """Return the plans of the ledger."""
        keys = self.keys()
        ledgers = [Ledger(self._office.connection, key) for key in keys]
        current = self._office.plan_key or (keys[-1] if keys else None)
        return [LoadedPlan(ledger.plan, ledger.size(), ledger.key == current) for ledger in ledgers]

    def whole(self) -> Plan:
        """Return the plan that is meant, with its projects."""
        return self._office.ledger.whole_plan()

    def edition(self, new: Plan) -> Edition:
        """Say what loading a plan would change. What it does not say of its paper stays as it was."""
        if new.key not in self.keys():
            return Edition(new, None)
        return self.revision(new)

    def revision(self, new: Plan) -> Edition:
        """Say what a new edition changes; raise ``NotFoundError`` if the ledger has no plan of its key."""
        ledger = self._office.ledger_of(new.key)
        new = new._replace(notice=kept_notice(ledger.plan.notice, new.notice))
        return Edition(new, ledger.compare(new))

    def load(self, edition: Edition, track: Track = untracked) -> None:
        """Load a plan, or what an edition of it changes, and take it into use; whole or not at all."""
        connection, plan, entry = self._office.connection, edition.plan, self._office.entry()
        with transaction(connection):
            if edition.revision is None:
                load_plan(connection, plan, entry, track)
            elif edition.revision.is_empty:
                use_plan(connection, plan.key)
            else:
                revise_plan(self._office.ledger_of(plan.key), plan, entry)

    def use(self, key: str) -> PlanHead:
        """Take a plan into use: commands mean it if they name none. Return its heading."""
        head = self._office.ledger_of(key).plan
        with transaction(self._office.connection):
            use_plan(self._office.connection, key)
        return head
