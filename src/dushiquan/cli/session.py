"""What a command runs in: which ledger, which plan, who, and what day it is."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dushiquan.errors import UsageError

if TYPE_CHECKING:
    from dushiquan.store.event_log import Entry
    from dushiquan.store.ledger import Ledger
    from dushiquan.store.opening import Connection


class Session(NamedTuple):
    """The global options; ``db`` is None where the default ledger is meant."""

    db: Path | None = None
    plan: str | None = None

    @property
    def path(self) -> Path:
        """Where the ledger is, or would be."""
        return self.db or default_path()

    @property
    def exists(self) -> bool:
        """Whether the ledger can be seen; whoever opens it says why not."""
        return os.path.exists(self.path)  # noqa: PTH110 - Path.exists raises where a folder is closed

    @contextmanager
    def ledger(self) -> Iterator["Ledger"]:
        """One plan of the ledger."""
        from dushiquan.sources.settings_file import read_settings
        from dushiquan.store.ledger import Ledger

        settings, _ = read_settings(settings_path())
        with self.connection() as connection:
            yield Ledger(connection, self.plan, settings)

    @contextmanager
    def connection(self) -> Iterator["Connection"]:
        """The open ledger; the default one is created, with the shipped plan, on first use."""
        from dushiquan.store.opening import explained, open_ledger

        if self.db is None and not self.exists:
            create(self.path)
        copies: list[Path] = []
        connection = open_ledger(self.path, copies.append)
        try:
            with explained(self.path):
                if copies:
                    _upgraded(connection, copies[0])
                yield connection
        except (LookupError, TypeError, ValueError):  # what was read makes no sense: is it the file?
            from dushiquan.store.damage import refuse_damaged

            refuse_damaged(connection, self.path)
            raise
        finally:
            connection.close()

    def entry(self, on: date | None) -> "Entry":
        """Who records, now, for the day ``on`` or today; a day to come is refused."""
        from dushiquan.domain.acts import check_day
        from dushiquan.store.event_log import Entry

        check_day(on or today(), today())
        return Entry(on or today(), actor(), moment())


def _upgraded(connection: "Connection", copy: Path) -> None:
    """Say where the ledger's copy is, and have its states be what the events now fold to."""
    from dushiquan.store.checking import repair_states

    repair_states(connection)
    sys.stderr.write(f"台账已升级；升级前的副本在 {copy}。\n")


def create(path: Path, *, empty: bool = False) -> bool:
    """Create a ledger, with the shipped 2011 plan unless ``empty``, and say so; False where there is one."""
    from dushiquan.shipped import shipped
    from dushiquan.sources.plan_file import read_plan
    from dushiquan.store.loading import load_plan
    from dushiquan.store.opening import create_ledger

    if empty:
        created, what = create_ledger(path, lambda connection: None), f"已建立空台账 {path}。"
    else:
        plan, _ = read_plan(shipped("data/projects_2011.yaml"))
        created = create_ledger(path, lambda connection: load_plan(connection, plan, moment()))
        what = f"已建立台账 {path}，载入《{plan.title}》{len(plan.projects)} 项。"
    if created:
        sys.stderr.write(f"{what}\n")
    return created


def default_path() -> Path:
    """The ledger in the user's data directory."""
    from platformdirs import user_data_path

    return user_data_path("dushiquan", appauthor=False) / "ledger.db"


def settings_path() -> Path:
    """The settings file in the user's configuration directory, whether it is there or not."""
    from platformdirs import user_config_path

    return user_config_path("dushiquan", appauthor=False) / "settings.toml"


def today() -> date:
    """The day it is: ``DSQ_TODAY``, or the clock's. No other place of the program asks."""
    text = os.environ.get("DSQ_TODAY")
    if not text:
        return datetime.now().astimezone().date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(f"DSQ_TODAY 写的是“{text}”，应是日期，如 2011-06-30。")
    return day


def moment() -> str:
    """This moment in UTC, ISO 8601; on the day that ``today`` says."""
    return _now().astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def stamp() -> str:
    """This moment where the user is, as a part of a file's name: 20110701-083000."""
    return _now().strftime("%Y%m%d-%H%M%S")


def _now() -> datetime:
    return datetime.combine(today(), datetime.now().astimezone().timetz())


def actor() -> str:
    """Who records: ``DSQ_USER``, or the name of the account."""
    for name in ("DSQ_USER", "USER", "LOGNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    return ""
