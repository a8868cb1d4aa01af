"""The public Python API: open a ledger and work with it.

``open_office`` opens a ledger, and creates or upgrades it if needed. The operations are in groups:
``office.entries`` records events, ``office.plans`` loads and revises plans, ``office.decisions`` changes a
plan by decision, ``office.reports`` makes papers, ``office.letters`` sends reminders, ``office.forms`` writes
and reads forms, and ``office.ledger`` reads.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dushiquan.domain.selection import Selection
from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.domain.supervision import Item, overdue
from dushiquan.errors import DatabaseError, PerhapsRecordedError, UsageError
from dushiquan.office import clock
from dushiquan.office.places import current_user, default_path, is_there, settings_path
from dushiquan.store.connection import Connection
from dushiquan.store.doubts import has_doubts
from dushiquan.store.failures import explained
from dushiquan.store.ledger import Ledger as Ledger
from dushiquan.store.ledger_info import ledger_info, set_ledger_info
from dushiquan.store.opening import open_ledger, open_ready
from dushiquan.store.plan_keys import chosen_keys, plan_keys

if TYPE_CHECKING:
    from dushiquan.domain.clashes import Clash
    from dushiquan.domain.difference import Difference
    from dushiquan.domain.form import SentOut
    from dushiquan.office.carries import Carries
    from dushiquan.office.chosen import Chosen
    from dushiquan.office.deciding import Decisions
    from dushiquan.office.entries import Entries
    from dushiquan.office.forms import Forms
    from dushiquan.office.letters import Letters
    from dushiquan.office.plans import Plans
    from dushiquan.office.reports import Reports
    from dushiquan.store.event_log import Provenance

Tell = Callable[[str], None]
"""A function that shows a sentence to the user."""


def _silent(text: str) -> None:
    pass


class Office:
    """An open ledger, with the chosen plans, the current day and the user who records."""

    def __init__(
        self,
        connection: Connection,
        path: Path,
        *,
        plan: str | None = None,
        known_at: date | None = None,
        left: bool = False,
        today: date | None = None,
        user: str | None = None,
        settings: Settings = DEFAULTS,
        tell: Tell = _silent,
    ) -> None:
        """Use ``open_office`` instead: it opens the connection and reads the settings.

        ``plan`` is a key, several with commas, or ``all``; None is the plan in use. With ``left``, the plans
        whose load was taken back are among them.
        """
        self.connection = connection
        self.path = path
        self.plan_key = plan
        self.known_at = known_at
        self.left = left
        self.today = today or clock.today()
        self.user = current_user(settings.user) if user is None else user
        self.settings = settings
        self.tell = tell

    @cached_property
    def ledger(self) -> Ledger:
        """The chosen plan, for reading.

        Raise ``NotFoundError`` if there is none, and ``UsageError`` if several are chosen.
        """
        if len(self.ledgers) > 1:
            keys = [ledger.key for ledger in self.ledgers]
            raise UsageError(
                f"这个命令一次只用一个计划，现在选了 {'、'.join(keys)}；请写明一个，如 --plan {keys[-1]}。"
            )
        return self.ledgers[0]

    @cached_property
    def ledgers(self) -> list[Ledger]:
        """The chosen plans in the order given, all of them by year; without a choice the one in use."""
        return [self.ledger_of(key) for key in self._chosen_keys]

    @property
    def _chosen_keys(self) -> list[str] | list[None]:
        return chosen_keys(self.connection, self.plan_key, self.known_at, left=self.left)

    @cached_property
    def chosen(self) -> "Chosen":
        """The chosen plans, read as one."""
        from dushiquan.office.chosen import Chosen

        return Chosen(self, self.ledgers)

    def ledger_of(self, plan: str | None) -> Ledger:
        """Return a plan of the ledger, for reading; raise ``NotFoundError`` if there is none of that key."""
        return Ledger(self.connection, plan, self.settings, self.known_at, left=self.left)

    @property
    def day(self) -> date:
        """The default day of listings and reports: today, or ``known_at`` if it is earlier."""
        return min(self.today, self.known_at or self.today)

    def projects(self, as_of: date | None = None, selection: Selection | None = None) -> Iterator[Item]:
        """Yield the projects of the chosen plans as they stood at the end of a day, in the plans' order."""
        return self.chosen.items(as_of or self.day, selection)

    def late_elsewhere(self, day: date) -> dict[str, int]:
        """Return how many projects are late in the plans that are not chosen, by the key of the plan."""
        others = set(plan_keys(self.connection)).difference(ledger.key for ledger in self.ledgers)
        late = Selection(past_due=True)
        counts = {key: len(overdue(self.ledger_of(key).items(day, late))) for key in sorted(others)}
        return {key: number for key, number in counts.items() if number}

    def differences(
        self, since: date, as_of: date | None = None, selection: Selection | None = None
    ) -> list["Difference"]:
        """Return the projects of a selection that changed since the end of the day ``since``.

        So are those of which something was entered since then for a day before.
        """
        from dushiquan.domain.difference import differences_since, entered_late

        day = as_of or self.day
        after, events = list(self.projects(day, selection)), self.chosen.events()
        late = entered_late(after, events, since, day)
        return differences_since(self.projects(since), after, events, since, day, late)

    def sent_out(self) -> "list[SentOut]":
        """Return the forms of the chosen plans that were sent, as far as they are known."""
        from dushiquan.domain.moments import entered_on
        from dushiquan.store.sent_forms import sent_out

        known = self.known_at or date.max
        every = sent_out(self.connection, [ledger.key for ledger in self.ledgers])
        return [sent for sent in every if entered_on(sent.recorded_at) <= known]

    def provenance(self, on: date | None = None) -> "Provenance":
        """Return who records and when, for the day ``on`` or today; tell the user once if that is nobody.

        Raise ``RefusedError`` if the day is in the future.
        """
        from dushiquan.domain.acts import check_day
        from dushiquan.store.event_log import Provenance

        check_day(on or self.today, self.today)
        if not self.user:
            self.tell("不知道是谁在录入，经过里录入人会空着；请设 DSQ_USER，或在设置文件里写 user。")
            self.tell = _silent
        return Provenance(on or self.today, self.user, clock.moment(self.today))

    @property
    def clashes(self) -> "list[Clash]":
        """What was recorded at once by several who share the ledger, and not settled since (两处同时记录)."""
        if not has_doubts(self.connection):
            return []
        from dushiquan.store.at_once import find_clashes

        return find_clashes(self.connection)

    @property
    def synced_at(self) -> str | None:
        """The moment when the ledger was last synced with those who share it; None if it is not shared."""
        return ledger_info(self.connection, "synced_at")

    def is_first_warning(self, name: str) -> bool:
        """Tell whether nobody was warned of something at this ledger yet; from now on, somebody was."""
        if ledger_info(self.connection, f"warned_{name}"):
            return False
        set_ledger_info(self.connection, f"warned_{name}", self.today.isoformat())
        return True

    @cached_property
    def entries(self) -> "Entries":
        """Record what happened, and take it back."""
        from dushiquan.office.entries import Entries

        return Entries(self)

    @cached_property
    def plans(self) -> "Plans":
        """Load, list and revise plans."""
        from dushiquan.office.plans import Plans

        return Plans(self)

    @cached_property
    def decisions(self) -> "Decisions":
        """Change the chosen plan by decision."""
        from dushiquan.office.deciding import Decisions

        return Decisions(self)

    def carries(self, old: str, new: str) -> "Carries":
        """Carry unfinished projects from one plan into another."""
        from dushiquan.office.carries import Carries

        return Carries(self, old, new)

    @cached_property
    def reports(self) -> "Reports":
        """Make papers for the leadership."""
        from dushiquan.office.reports import Reports

        return Reports(self)

    @cached_property
    def letters(self) -> "Letters":
        """Send reminder letters (催办单)."""
        from dushiquan.office.letters import Letters

        return Letters(self)

    @cached_property
    def forms(self) -> "Forms":
        """Write forms for the units (填报表), and read them back."""
        from dushiquan.office.forms import Forms

        return Forms(self)


@contextmanager
def open_office(
    path: Path | str | None = None,
    *,
    plan: str | None = None,
    known_at: date | None = None,
    left: bool = False,
    today: date | None = None,
    user: str | None = None,
    tell: Tell = _silent,
) -> Iterator[Office]:
    """Open a ledger; create the default one, with the shipped plan, on first use.

    An older ledger is upgraded atomically. ``tell`` is called with a sentence if the ledger was created or
    upgraded. With ``known_at``, only events entered by the end of that day are seen; with ``left``, plans
    whose load was taken back are, too. Raise ``DatabaseError`` if there is no ledger at ``path``, or it
    cannot be used.
    """
    from dushiquan.sources.settings_file import read_settings

    settings, _ = read_settings(settings_path())
    user = current_user(settings.user) if user is None else user
    if path is None and not is_there(default_path()):
        create_ledger(default_path(), today=today, user=user, tell=tell)
    where = Path(path) if path is not None else default_path()
    copies: list[Path] = []
    connection = open_ledger(where, copies.append)
    connection.has_recorded = False  # an upgrade is no entry
    try:
        for copy in copies:
            tell(f"台账已升级；升级前的副本在 {copy}。")
        with explained(where):
            yield Office(
                connection,
                where,
                plan=plan,
                known_at=known_at,
                left=left,
                today=today,
                user=user,
                settings=settings,
                tell=tell,
            )
    except PerhapsRecordedError:
        raise
    except DatabaseError as error:
        if connection.has_recorded:
            raise DatabaseError(f"已经记录，请勿再记；只是随后没能读出：{error}") from error
        raise
    except (LookupError, TypeError, ValueError):  # the ledger holds an impossible value: check for damage
        from dushiquan.store.checking import refuse_unsound

        with explained(where):
            refuse_unsound(connection, where)
        raise
    finally:
        connection.close()


@contextmanager
def peek(path: Path | str | None, plan: str | None = None) -> Iterator[list[Ledger]]:
    """Open the chosen plans of a ledger for reading, without creating or upgrading it.

    Raise ``DsqError`` if there is no ledger, or it needs an upgrade.
    """
    connection = open_ready(Path(path or default_path()))
    try:
        yield [Ledger(connection, key) for key in chosen_keys(connection, plan)]
    finally:
        connection.close()


def create_ledger(
    path: Path | str,
    *,
    empty: bool = False,
    today: date | None = None,
    user: str | None = None,
    tell: Tell = _silent,
) -> bool:
    """Create a ledger, with the shipped 2011 plan unless ``empty``; return False if one exists."""
    from dushiquan.shipped import shipped
    from dushiquan.sources.plan_file import read_plan
    from dushiquan.sources.settings_file import read_settings
    from dushiquan.store import opening
    from dushiquan.store.event_log import Provenance
    from dushiquan.store.loading import load_plan

    path, day = Path(path), today or clock.today()
    if empty:
        created, what = opening.create_ledger(path, lambda connection: None), f"已建立空台账 {path}。"
    else:
        plan, _ = read_plan(shipped("data/projects_2011.yaml"))
        if user is None:
            user = current_user(read_settings(settings_path())[0].user)
        provenance = Provenance(day, user, clock.moment(day))
        created = opening.create_ledger(path, lambda connection: load_plan(connection, plan, provenance))
        what = f"已建立台账 {path}，载入《{plan.title}》{len(plan.projects)} 项。"
    if created:
        tell(what)
    return created
