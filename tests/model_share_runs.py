"""The random runs on two replicas that exchange by `dsq sync` over a folder."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from tests.model import Ledger
from tests.model_runs import FIRST_DAY, PERSONS, PLANS, DisagreementError, Office, Step, differ
from tests.model_sharing import at_once, disputed, settle

WEIGHTS = {
    "day": 8,
    "update": 26,
    "note": 4,
    "done": 8,
    "tick": 10,
    "defer": 7,
    "request": 5,
    "refuse": 3,
    "submit": 6,
    "give_back": 4,
    "undo": 5,
    "undo_numbers": 10,
    "fix": 10,
    "decide": 8,
    "sync": 8,
    "settle": 4,
}


def shared_steps(random: Random, count: int) -> list[Step]:
    kinds = random.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    return [Step(kind, random.randrange(2**32)) for kind in kinds]


@dataclass
class Replicas:
    """Two ledgers of the program that share a folder, each with one of the model."""

    folder: Path
    offices: list[Office] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)

    def begin(self) -> "Replicas":
        share, clock = self.folder / "共享处", count(1)
        share.mkdir(parents=True)
        for name, how in (("甲地", "init"), ("乙地", "join")):
            ledger = Ledger(FIRST_DAY, PERSONS[0], clock=clock, home=name)
            office = Office(self.folder / name, ledger)
            office.folder.mkdir()
            if how == "init":
                office.begin()
            self.offices.append(office)
            office.expect(office.run("sync", how, str(share), "--name", name), 0, how)
            office.run("config", "sync_auto", "0")
            self.exchange(office)
        return self

    def step(self, step: Step) -> None:
        random = Random(step.seed)
        office = random.choice(self.offices)
        if step.kind == "sync":
            self.sync(office)
        elif step.kind == "settle":
            self.settle(office, random)
        else:
            office.step(step)
            for other in self.offices:
                other.day = other.model.today = office.day

    def sync(self, office: Office) -> None:
        office.told["sync"] += 1
        office.expect(office.run("sync"), 0, "sync")
        self.exchange(office)
        office.compare_logs()
        self.check(office)

    def exchange(self, office: Office) -> None:
        """Send what a replica has, and give it what the other has sent."""
        self.sent[office.model.home] = len(office.model.facts)
        for other in self.offices:
            if other is not office:
                office.model.receive(other.model, self.sent[other.model.home])

    def check(self, office: Office) -> None:
        """Compare what was recorded at once."""
        result = office.run("sync", "status")
        office.expect(result, 0, "sync status")
        found = re.findall(r"^(\S+) [^：\n]+：(“[^”]+”（[\d-]+|[^\n]+)", result.stdout, re.MULTILINE)
        differ("at once", set(found), disputed(office.model))

    def settle(self, office: Office, random: Random) -> None:
        plan = random.choice(PLANS)
        rows = office.model.rows(plan, office.model.today)
        open_ones = [row for row in rows if at_once(office.model, row.uid)]
        row = random.choice(open_ones or list(rows))
        if row.id.startswith("原"):
            return
        office.act(plan, ["sync", "settle", row.id], lambda: settle(office.model, plan, row.uid))

    def finish(self) -> None:
        """Let both have everything, and hold both to the union."""
        for office in (*self.offices, self.offices[0]):
            self.sync(office)
        one, other = (office.model for office in self.offices)
        for plan in PLANS:
            differ(f"union {plan}", one.listed(plan, one.today), other.listed(plan, other.today))
        differ("union at once", disputed(one), disputed(other))
        for office in self.offices:
            office.finish()


def play_shared(folder: Path, sequence: Iterable[Step]) -> list[Office]:
    """Run a sequence on two replicas."""
    replicas = Replicas(folder).begin()
    try:
        for step in sequence:
            replicas.step(step)
        replicas.finish()
    except DisagreementError as error:
        error.add_note("\n".join(line for office in replicas.offices for line in office.commands))
        raise
    return replicas.offices


__all__ = ["play_shared", "shared_steps"]
