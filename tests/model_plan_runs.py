"""The operations of the random runs that change a plan by decision or carry its projects."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TYPE_CHECKING, Any

from tests import model_plans
from tests.model import OF_THE_PLAN, Draft, Edition, NoError, Row
from tests.model_plans import YEAR_END, Carry, Decision

if TYPE_CHECKING:
    from tests.model_runs import Office


@dataclass(frozen=True)
class Deciding:
    """Decides on the plans of an office, and holds the program to what the model says."""

    office: "Office"

    def set(self, random: Random, plan: str) -> None:
        on, more = self.office.on(random)
        row = self.project(random, plan, on)
        said: dict[str, Any] = {}
        words = ["plan", "set", row.id]
        if random.random() < 0.4:
            said["title"] = self.title(random, plan) or row.title
            words += ["--title", said["title"]]
        if random.random() < 0.3:
            said["unit"] = random.choice(("甲局", "乙局"))
            words += ["-u", said["unit"]]
        if random.random() < 0.2:
            said["category"] = random.choice("甲乙")
            words += ["-c", said["category"]]
        if not said or random.random() < 0.4:
            said["due"] = date(2024, random.randrange(6, 13), random.choice((10, 20)))
            words += ["--due", str(said["due"])]
        self.decide(plan, words, more, lambda: model_plans.set_fields(self.ledger, plan, on, row.id, **said))

    def add(self, random: Random, plan: str) -> None:
        on, more = self.office.on(random)
        title, unit, category = (
            self.title(random, plan),
            random.choice(("甲局", "乙局")),
            random.choice("甲乙"),
        )
        if not title:
            return
        due = date(2024, random.randrange(6, 13), 15)
        row = Row(self.uid(plan), "", title, unit, category, "complete", due, requirement=YEAR_END)
        words = ["plan", "add", "--title", title, "-u", unit, "-c", category, *DATED, str(due)]
        self.decide(plan, words, more, lambda: model_plans.add(self.ledger, plan, on, row))

    def drop(self, random: Random, plan: str) -> None:
        on, more = self.office.on(random)
        ids = sorted({self.project(random, plan, on).id for _ in range(random.choice((1, 1, 2)))})
        words = ["plan", "drop", *ids]
        self.decide(plan, words, more, lambda: model_plans.drop(self.ledger, plan, on, ids))

    def split(self, random: Random, plan: str) -> None:
        on, more = self.office.on(random)
        row, uid = self.project(random, plan, on), self.uid(plan)
        if row.id.count(".") > 1:
            return
        titles = [f"{row.title}{part}" for part in ("一标段", "二标段")]
        words = ["plan", "split", row.id, *(word for title in titles for word in ("--into", title))]
        self.decide(plan, words, more, lambda: model_plans.split(self.ledger, plan, on, row.id, titles, uid))

    def merge(self, random: Random, plan: str) -> None:
        on, more = self.office.on(random)
        ids = sorted({self.project(random, plan, on).id for _ in range(random.choice((1, 2)))})
        into = self.project(random, plan, on).id
        words = ["plan", "merge", *ids, "--into", into]
        self.decide(plan, words, more, lambda: model_plans.merge(self.ledger, plan, on, ids, into))

    def carry(self, random: Random, plan: str) -> None:
        """Carry one or two projects of a plan, on their own rows or on one that the other plan has."""
        office = self.office
        other = "b" if plan == "a" else "a"
        on, more = office.on(random)
        choices, words = [], ["plan", "carry", plan, other]
        for row in dict.fromkeys(office.project(random, plan) for _ in range(random.choice((1, 1, 2)))):
            way = random.random()
            into = office.project(random, other) if way < 0.3 else None
            choices.append(Carry(row.uid, into.uid if into else None, sure=way < 0.5))
            words.append(f"{row.id}={into.id if into else 'new'}" if way < 0.5 else row.id)
        progress, targets = random.random() < 0.5, random.random() < 0.5
        words += ["--progress"] * progress + ["--targets"] * targets
        due, uid = date(2024, random.randrange(9, 13), 25), self.uid(other)
        added: list[Draft] = []

        def ask() -> Decision | None:
            decision, drafts = model_plans.carry(
                self.ledger, plan, other, choices, on, due, progress=progress, targets=targets, uid=uid
            )
            added.extend(drafts)
            return decision

        self.decide(other, [*words, *DATED, str(due)], more, ask, added)

    # --- helpers --------------------------------------------------------------------------------------

    @property
    def ledger(self) -> Any:
        return self.office.model

    def uid(self, plan: str) -> str:
        self.office.new += 1
        return f"{plan}#{self.office.model.home}{self.office.new}"

    def project(self, random: Random, plan: str, on: date) -> Row:
        """A project of the plan as it reads on a day."""
        rows = self.ledger.rows(plan, min(on, self.ledger.today))
        found: Row = random.choice([row for row in rows if not row.id.startswith("原")])
        return found

    def title(self, random: Random, plan: str) -> str:
        """A title that the plan does not have, of the stock of all."""
        from tests.model_runs import TITLES

        used = {row.title for day in (self.ledger.today, date.max) for row in self.ledger.rows(plan, day)}
        return random.choice([title for title in TITLES if title not in used] or [""])

    def decide(
        self,
        plan: str,
        words: list[str],
        more: list[str],
        ask: Callable[[], Decision | None],
        drafts: list[Draft] | None = None,
    ) -> None:
        """Run a command that changes a plan; the model says what of, the program with how many entries."""
        office, after = self.office, len(self.ledger.facts)
        try:
            decision, no = ask(), None
        except NoError as error:
            decision, no = None, error
        named = [] if words[1] == "carry" else ["--plan", plan]
        result = office.run(*named, *words, *more, "--reason", "会议议定")
        office.told[" ".join(words[:2])] += 1
        if no:
            office.refused[f"{' '.join(words[:2])} {no}"] += 1
        office.expect(result, no.code if no else 0, str(no or ""))
        if no:
            return
        new, told = decision.edition() if decision else (None, [])
        found = [
            row for row in office.json(plan, "log") if row["number"] > after and row["kind"] in OF_THE_PLAN
        ]
        ids = {row.id: row.uid for row in self.rows_with(plan, new)} if new else {}
        said = sorted((row["kind"], ids.get(row["project"], "")) for row in found if row["kind"] != "heading")
        office.hold(" ".join(words), said, sorted(told))
        if new and found:
            changes = [Draft(r["kind"], ids.get(r["project"], ""), new.day, new, plan=plan) for r in found]
            drafts = [*changes, *(drafts or [])]
            self.ledger.editions[plan].append(new)
        self.ledger.record(plan, drafts or [])
        office.compare_logs()

    def rows_with(self, plan: str, new: Edition) -> tuple[Row, ...]:
        """The rows of today with a decision that was just made: it stands behind those of its day."""
        seen = self.ledger.seen(plan, self.ledger.today)
        place = 1 + sum(edition.day <= new.day for edition in seen[1:])
        rows: tuple[Row, ...] = self.ledger.laid_over([*seen[:place], new, *seen[place:]])
        return rows


DATED = ("--requirement", YEAR_END, "--due")
