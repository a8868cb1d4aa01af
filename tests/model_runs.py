"""Drive `dsq` and the model side by side: random commands, each with the answer that the model gives."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from dataclasses import replace as changed
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

import typer
from openpyxl import load_workbook

from tests.model import (
    ALWAYS,
    BAD_FILE,
    FIRST_LOAD,
    OF_THE_PLAN,
    OK,
    PLANNED,
    REFUSED,
    UNKNOWN,
    USAGE,
    Draft,
    Edition,
    Fact,
    Goal,
    Ledger,
    Letter,
    NoError,
    Row,
    Said,
    edition,
    matched,
)
from tests.model_plan_runs import Deciding

FIRST_DAY = date(2024, 3, 1)
PLANS = ("a", "b")
PERSONS = ("小王", "老李")
TITLES = (
    "建设第一小学",
    "疏浚东门河道",
    "修订招标办法",
    "改造老旧社区",
    "举办龙舟大赛",
    "编制防汛预案",
    "新增智慧车位",
    "推广垃圾分类",
    "培训乡村医生",
    "创建文明城市",
)
LABELS = {"planned": "未启动", "active": "进行中", "submitted": "待核实"}
STATUSES = ("planned", "active", "submitted", "done", "paused", "dropped")


class DisagreementError(AssertionError):
    """The program and the model say different things."""


class Result(NamedTuple):
    """What a command did."""

    exit_code: int
    stdout: str
    stderr: str


@cache
def program() -> Any:
    """The program, with its commands built once for all runs."""
    from dushiquan.cli.app import app

    return typer.main.get_command(app)


def invoke(words: Sequence[str]) -> Result:
    """Run a command in this process, without a terminal."""
    stdout, stderr, code = StringIO(), StringIO(), 0
    with redirect_stdout(stdout), redirect_stderr(stderr), patch("sys.stdin", StringIO()):
        try:
            program().main(list(words), prog_name="dsq")
        except SystemExit as end:
            code = int(end.code or 0)
    return Result(code, stdout.getvalue(), stderr.getvalue())


@dataclass(frozen=True)
class Step:
    """One operation; what it chooses follows from its seed and from what is there."""

    kind: str
    seed: int


WEIGHTS = {
    "day": 10,
    "update": 26,
    "note": 4,
    "done": 7,
    "tick": 12,
    "defer": 7,
    "request": 5,
    "refuse": 3,
    "answer": 4,
    "submit": 7,
    "give_back": 5,
    "undo": 8,
    "undo_numbers": 14,
    "undo_project": 3,
    "undo_load": 5,
    "sheet_out": 3,
    "sheet_in": 10,
    "fix": 14,
    "load": 4,
    "decide": 12,
    "carry": 5,
    "urge": 2,
    "clock": 3,
    "usage": 1,
}


def steps(random: Random, count: int) -> list[Step]:
    kinds = random.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    return [Step(kind, random.randrange(2**32)) for kind in kinds]


def first_rows(plan: str) -> tuple[Row, ...]:
    rows = []
    for place, title in enumerate(TITLES[:5] if plan == "a" else TITLES[5:9]):
        kind = ("complete", "hold", "advance", "submit", "complete")[place]
        goals = (
            (Goal("次", 3), Goal("初稿", 1, date(2024, 6, 15)))
            if place == 0
            else (Goal("家", 2 + place),)
            if place < 3
            else ()
        )
        rows.append(
            Row(
                f"{plan}{place + 1}",
                str(place + 1),
                title,
                ("甲局", "乙局")[place % 2],
                "甲",
                kind,
                date(2024, 5, 20) + timedelta(50 * place),
                date(2024, 1 + place, 10) if place != 1 else None,
                goals,
            )
        )
    return tuple(rows)


@dataclass
class Form:
    """A form that was sent: of each row what it showed, and what was taken of it by which operation."""

    path: Path
    plan: str
    day: date
    rows: dict[int, str] = field(default_factory=dict)
    """The project of each row of the file."""
    goals: dict[tuple[str, str], int] = field(default_factory=dict)
    """The row of each target."""
    sent: dict[str, Said] = field(default_factory=dict)
    taken: list[tuple[str, int, Said]] = field(default_factory=list)


@dataclass
class Office:
    """A ledger of the program and one of the model, in a folder."""

    folder: Path
    model: Ledger = field(default_factory=lambda: Ledger(FIRST_DAY, PERSONS[0]))
    day: date = FIRST_DAY
    ahead: int = 0
    told: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    commands: list[str] = field(default_factory=list)
    new: int = 0
    compared: int = 0
    forms: list[Form] = field(default_factory=list)

    def begin(self) -> "Office":
        """Make a ledger with its plans."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.run("init", "--empty")
        for plan in PLANS:
            rows = first_rows(plan)
            self.run("plan", "load", str(self.write(plan, rows)), "--yes")
            issued = Edition(FIRST_DAY, rows)
            self.model.editions[plan] = [issued]
            self.model.record(plan, [Draft("load", "", FIRST_DAY, issued)])
        return self

    # --- the program ----------------------------------------------------------------------------------

    def run(self, *words: str) -> Result:
        os.environ.update(
            DSQ_DB=str(self.folder / "l.db"), DSQ_TODAY=self.model.today.isoformat(), DSQ_USER=self.model.who
        )
        result = invoke(words)
        if words[0] != "--plan" or words[2] not in ("log", "list"):
            told = (result.stdout + result.stderr).strip().replace("\n", " / ")
            self.commands.append(
                f"{self.model.today} {self.model.who} dsq {' '.join(words)}  → {result.exit_code} {told[:200]}"
            )
        return result

    def json(self, plan: str, *words: str) -> Any:
        result = self.run("--plan", plan, *words, "-f", "json")
        if result.exit_code:
            raise DisagreementError(f"{words}: {result.stderr}")
        return json.loads(result.stdout)

    def write(self, plan: str, rows: Iterable[Row]) -> Path:
        """A plan file; JSON is YAML."""
        page = {
            "plan": {"key": plan, "title": f"{plan}计划", "year": 2024},
            "projects": [
                {
                    "id": row.id,
                    "category": row.category,
                    "title": row.title,
                    "units": row.unit,
                    "requirement": row.requirement,
                    "kind": row.kind,
                    "due": row.due.isoformat(),
                    **({"start": row.start.isoformat()} if row.start else {}),
                    "targets": [
                        {"name": g.name, "goal": g.goal, **({"due": g.due.isoformat()} if g.due else {})}
                        for g in row.goals
                    ],
                }
                for row in rows
            ],
        }
        path = self.folder / f"{plan}.yaml"
        path.write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
        return path

    # --- comparing ------------------------------------------------------------------------------------

    def act(
        self, plan: str, words: Iterable[str], ask: Callable[[], list[Draft]], asked: bool = False
    ) -> None:
        """Run a command and hold it to what the model would record."""
        words = list(words)
        try:
            drafts, code, why = ask(), OK, ""
            if asked and self.model.asked_about(drafts):
                raise NoError("须确认")
        except NoError as no:
            drafts, code, why = [], no.code, str(no)
            if why == FIRST_LOAD:
                return
        result = self.run(*(["--plan", plan] if plan else []), *words)
        self.told[words[0]] += 1
        if code:
            self.refused[f"{words[0]} {why}"] += 1
        self.expect(result, code, why)
        self.model.record(plan, drafts)

    def expect(self, result: Result, code: int, why: str) -> None:
        if result.exit_code != code:
            raise DisagreementError(f"exit code {result.exit_code}, not {code} {why}: {result.stderr}")

    def hold(self, where: str, said: object, meant: object) -> None:
        differ(where, said, meant)

    def compare_log(self, plan: str, after: int) -> None:
        ids = {row.uid: row.id for row in self.model.rows(plan, self.model.today)}
        facts = [fact for fact in self.model.facts[after:] if fact.plan == plan]
        homeless = {fact.number for fact in facts if fact.uid and fact.uid not in ids}
        meant = [
            (f.number, f.kind, ids.get(f.uid or "", ""), f.on.isoformat(), f.entered.isoformat(), f.who)
            for f in facts
        ]
        said = [
            (
                row["number"],
                row["kind"],
                "" if row["number"] in homeless else row["project"],
                row["on"],
                row["recorded_at"][:10],
                row["actor"],
            )
            for row in self.json(plan, "log")
            if row["number"] > after
        ]
        differ("log", sorted(said), sorted(meant))

    def compare_logs(self) -> None:
        """Compare what was recorded since the last comparison."""
        for plan in PLANS:
            self.compare_log(plan, self.compared)
        self.compared = len(self.model.facts)

    def check(self, random: Random) -> None:
        self.compare_logs()
        span = max((self.model.today - FIRST_DAY).days, 0) + 40
        plan = random.choice(PLANS)
        as_of = FIRST_DAY + timedelta(random.randrange(span))
        known = FIRST_DAY + timedelta(random.randrange(span))
        questions: list[tuple[date, date, list[str]]] = [(self.model.today, ALWAYS, [])]
        kind = random.randrange(4)
        if kind == 1:
            questions.append((as_of, ALWAYS, ["--as-of", str(as_of)]))
        if kind == 2:
            questions.append((min(known, self.model.today), known, ["--known-at", str(known)]))
        if kind == 3:
            questions.append((as_of, known, ["--as-of", str(as_of), "--known-at", str(known)]))
        for on, until, words in questions:
            self.compare_list(plan, on, until, words)

    def compare_list(self, plan: str, on: date, known: date, words: list[str]) -> None:
        """Compare the plan and, apart, what was withdrawn from it."""
        rows = self.model.rows(plan, on, known)
        gone = {row.id for row in rows if row.gone}
        said = self.listed(plan, *words)
        if gone:
            said |= self.listed(plan, "-s", "撤销", *words)
        meant = self.model.listed(plan, on, known)
        for id in sorted(said.keys() | meant.keys()):
            differ(f"list {plan} {id} {' '.join(words)}", said.get(id), meant.get(id))

    def listed(self, plan: str, *words: str) -> dict[str, dict[str, Any]]:
        said = {}
        for row in self.json(plan, "list", *words):
            line = {key: row[key] for key in COMPARED if key in row}
            line["counts"] = {target["name"]: target["count"] for target in row["targets"]}
            said[row["id"]] = line
        return said

    def finish(self) -> None:
        for plan in PLANS:
            self.compare_list(plan, self.model.today, ALWAYS, [])
            self.compare_log(plan, 0)
            revoked = {row["number"] for row in self.json(plan, "log") if row["revoked"]}
            meant = {f.number for f in self.model.facts if f.plan == plan and self.model.taken_back_by(f)}
            differ("revoked", revoked, meant)
        result = self.run("db", "check")
        ahead = any(fact.entered > self.model.today for fact in self.model.facts)
        if result.exit_code and not ahead:
            raise DisagreementError(f"db check: {result.stdout} {result.stderr}")

    # --- the operations -------------------------------------------------------------------------------

    def step(self, step: Step) -> None:
        random = Random(step.seed)
        self.model.who = PERSONS[random.random() < 0.2]
        plan = PLANS[random.random() < 0.3]
        if step.kind in ("decide", "carry") and self.ahead:
            return
        if step.kind == "decide":
            what = random.choice(("set", "set", "add", "drop", "split", "merge"))
            getattr(Deciding(self), what)(random, plan)
        elif step.kind == "carry":
            Deciding(self).carry(random, plan)
        else:
            getattr(self, f"do_{step.kind}")(random, plan)
        if random.random() < 0.25:
            self.check(random)

    def project(self, random: Random, plan: str) -> Row:
        rows = self.model.rows(plan, self.model.today)
        return random.choice([row for row in rows if not row.id.startswith("原")])

    def on(self, random: Random) -> tuple[date, list[str]]:
        """Today, or a day past, now and then one to come."""
        day = self.model.today
        if random.random() < 0.5:
            return day, []
        day -= timedelta(random.choice((1, 2, 3, 5, 8, 20, 40, -3 if random.random() < 0.2 else 4)))
        day = max(day, FIRST_DAY - timedelta(20))
        return day, ["--on", str(day)]

    def do_day(self, random: Random, plan: str) -> None:
        self.day += timedelta(random.choice((0, 1, 1, 2, 3, 7, 12)))
        self.model.today = self.day + timedelta(self.ahead)

    def do_clock(self, random: Random, plan: str) -> None:
        """A clock that is a year ahead, or right again."""
        self.ahead = 0 if self.ahead or random.random() < 0.5 else random.choice((365, 400, 30, 3))
        self.model.today = self.day + timedelta(self.ahead)

    def do_update(self, random: Random, plan: str) -> None:
        row, (on, more) = self.project(random, plan), self.on(random)
        said: dict[str, Any] = {}
        words = ["update", row.id, *more]
        if random.random() < 0.5:
            said["status"] = random.choice(STATUSES)
            words += ["-s", said["status"]]
            if random.random() < 0.8:
                said["reason"] = "理由"
                words += ["--reason", "理由"]
        if random.random() < 0.6 or not said:
            said["progress"] = random.choice((0, 10, 20, 30, 50, 70, 90, 100))
            words += ["-p", str(said["progress"])]
        if random.random() < 0.3:
            said["note"] = "说明"
            words += ["--note", "说明"]
        if random.random() < 0.2:
            said["problem"] = random.choice(("缺资金", "缺土地"))
            words += ["--problem", said["problem"]]
        if random.random() < 0.1:
            said["steps"] = random.choice(("协调", "报批"))
            words += ["--next", said["steps"]]
        if random.random() < 0.1:
            said["expected"] = date(2025, random.randrange(1, 4), 1)
            words += ["--expect", str(said["expected"])]
        self.act(plan, words, lambda: self.model.update(plan, row.uid, on, **said))

    def do_note(self, random: Random, plan: str) -> None:
        row, (on, more) = self.project(random, plan), self.on(random)
        self.act(
            plan, ["note", row.id, "情况", *more], lambda: self.model.update(plan, row.uid, on, note="情况")
        )

    def do_done(self, random: Random, plan: str) -> None:
        rows = [self.project(random, plan)]
        if random.random() < 0.2:
            rows.append(self.project(random, plan))
        rows = sorted(set(rows), key=lambda row: [int(part) for part in row.id.split(".")])
        on, more = self.on(random)
        words = ["done", *(row.id for row in rows), *more]
        self.act(plan, words, lambda: [draft for row in rows for draft in self.model.done(plan, row.uid, on)])

    def do_submit(self, random: Random, plan: str) -> None:
        row, (on, more) = self.project(random, plan), self.on(random)
        words = ["submit", row.id, "--evidence", "照片", *more]
        self.act(plan, words, lambda: self.model.submit(plan, row.uid, on, "照片"))

    def do_give_back(self, random: Random, plan: str) -> None:
        row, (on, more) = self.project(random, plan), self.on(random)
        waiting = [
            r
            for r in self.model.rows(plan, on)
            if self.model.status_of(self.model.told(r.uid, on)) == "submitted"
        ]
        if waiting and random.random() < 0.8:
            row = self.model.now(plan, random.choice(waiting).uid)
        if row.id.startswith("原"):
            return
        self.act(
            plan,
            ["return", row.id, "--reason", "不全", *more],
            lambda: self.model.give_back(plan, row.uid, on, "不全"),
        )

    def do_tick(self, random: Random, plan: str) -> None:
        rows = [r for r in self.model.rows(plan, self.model.today) if r.goals and not r.id.startswith("原")]
        if not rows:
            return
        row, (on, more) = random.choice(rows), self.on(random)
        goal = random.choice(row.goals)
        step = random.choice((1, 1, 1, 2, -1, -2, None))
        total = None if step else random.randrange(4)
        words = ["tick", row.id, goal.name, f"={total}" if step is None else str(step), *more]
        self.act(plan, words, lambda: self.model.tick(plan, row.uid, on, goal.name, step, total))

    def do_defer(self, random: Random, plan: str) -> None:
        row, (on, more) = self.project(random, plan), self.on(random)
        months, days = random.choice(((1, 0), (2, 0), (0, 10), (0, 40), (3, 0)))
        new: date | tuple[int, int] = (months, days)
        typed = f"+{months}m" if months else f"+{days}d"
        if random.random() < 0.5:
            new = row.due + timedelta(random.randrange(-60, 90))
            typed = str(new)
        yes = random.random() < 0.8
        words = ["defer", row.id, typed, "--reason", "理由", *more, *(["--yes"] if yes else [])]
        self.act(plan, words, lambda: self.model.defer(plan, row.uid, on, new, "理由", yes))

    def do_request(self, random: Random, plan: str) -> None:
        row, (on, more) = self.project(random, plan), self.on(random)
        until = row.due + timedelta(random.choice((-10, 0, 30, 30, 60, 90)))
        reason = random.choice(("系统对接", "资金未到"))
        words = ["defer", row.id, str(until), "--request", "--reason", reason, *more]
        self.act(plan, words, lambda: self.model.request(plan, row.uid, on, until, reason))

    def do_refuse(self, random: Random, plan: str) -> None:
        row, (on, more) = self.project(random, plan), self.on(random)
        waiting = [fact.uid for fact in self.model.facts if fact.kind == "request" and fact.plan == plan]
        asked = [r for r in self.model.rows(plan, self.model.today) if r.uid in waiting]
        row = random.choice([r for r in asked if not r.id.startswith("原")] or [row])
        words = ["defer", row.id, "--refuse", "--reason", "不宜延期", *more]
        self.act(plan, words, lambda: self.model.refuse(plan, row.uid, on, "不宜延期"))

    def do_answer(self, random: Random, plan: str) -> None:
        """Answer a letter by its number, or the one that a unit has not answered."""
        letters, (on, more) = list(self.model.letters(plan)), self.on(random)
        number = random.choice(letters).number if letters and random.random() < 0.9 else 77
        unit = random.choice(("甲局", "乙局")) if random.random() < 0.4 else ""
        by_unit = bool(unit) and random.random() < 0.5
        row = self.project(random, plan)
        named = [row.uid] if not by_unit and random.random() < 0.3 else []
        words = ["urge", "answer", *([] if by_unit else [str(number)]), *([row.id] if named else [])]
        words += [*(["-u", unit] if unit else []), "--note", "已落实", *more]
        self.act(
            plan,
            words,
            lambda: self.model.answer(plan, None if by_unit else number, unit, named, on, "已落实"),
        )

    def do_undo(self, random: Random, plan: str) -> None:
        yes = random.random() < 0.7
        named = plan if random.random() < 0.5 else ""
        if not yes and any(fact.kind in (*OF_THE_PLAN, "carry") for fact in self.last(named)):
            return
        words = ["undo", *(["--yes"] if yes else [])]
        self.act(named, words, lambda: self.model.undo_last(named), asked=not yes)

    def last(self, plan: str) -> list[Fact]:
        try:
            return self.model.last_operation(plan, "")
        except NoError:
            return []

    def do_undo_load(self, random: Random, plan: str) -> None:
        """Take a load back, or restore it, by the number of any of its entries or of their revocations."""
        facts = [fact for fact in self.model.facts if self.model.is_of_a_load(fact) and fact.plan == plan]
        good = [f for f in facts if not self.model.taken_back_by(f) and self.model.about(f).kind != "load"]
        fact = random.choice(good[-12:] if good and random.random() < 0.9 else facts)
        self.act(plan, ["undo", str(fact.number), "--yes"], lambda: self.model.undo([fact.number]))

    def do_undo_project(self, random: Random, plan: str) -> None:
        row = self.project(random, plan)
        self.act(plan, ["undo", "--project", row.id, "--yes"], lambda: self.model.undo_last(plan, row.uid))

    def do_undo_numbers(self, random: Random, plan: str) -> None:
        last = len(self.model.facts)
        numbers = {random.randrange(1, last + 2)}
        if random.random() < 0.5:
            numbers = {random.randrange(max(1, last - 10), last + 1)}
        if random.random() < 0.2:
            numbers.add(random.randrange(1, last + 1))
        words = ["undo", *map(str, sorted(numbers)), "--yes"]
        self.act(plan, words, lambda: self.model.undo(sorted(numbers)))

    def do_fix(self, random: Random, plan: str) -> None:
        recorded = [f for f in self.model.facts if f.kind not in (*OF_THE_PLAN, "revoke", "remind")]
        good = [f for f in recorded if self.model.counts(f)]
        if not good:
            return
        fact = random.choice(recorded if random.random() < 0.1 else good)
        said: dict[str, Any] = {}
        words = ["fix", str(fact.number)]
        if random.random() < 0.6:
            if fact.kind == "progress":
                said["progress"] = random.choice((5, 15, 30, 60))
                words += ["-p", str(said["progress"])]
            elif fact.kind == "count":
                said["count"] = random.choice((1, 2, 3))
                words += ["--count", str(said["count"])]
            else:
                said["note"] = random.choice(("说明", "另一说明"))
                words += ["--note", said["note"]]
        if random.random() < 0.4 or not said:
            on, more = self.on(random)
            if more:
                said["on"] = on
                words += more
        if random.random() < 0.25 or not said:
            row = self.project(random, fact.plan)
            said["uid"] = row.uid
            words += ["--project", row.id]
        self.act(fact.plan, words, lambda: self.model.fix(fact.number, **said))

    def do_usage(self, random: Random, plan: str) -> None:
        def no() -> list[Draft]:
            raise NoError("用法", USAGE)

        row = self.project(random, plan)
        self.act(
            plan, random.choice((["update", row.id], ["update", row.id, "-p", "20", "--reason", "x"])), no
        )

    def do_urge(self, random: Random, plan: str) -> None:
        """Letters are taken as they come: they change nothing but the log."""
        folder = self.folder / f"催办{len(self.commands)}"
        result = self.run("--plan", plan, "urge", "-o", str(folder), "--type", "md")
        self.told["urge"] += 1
        if result.exit_code not in (0,):
            raise DisagreementError(f"urge: {result.exit_code} {result.stderr}")
        after = len(self.model.facts)
        ids = {row.id: row.uid for row in self.model.rows(plan, self.model.today)}
        found = [row for row in self.json(plan, "log") if row["number"] > after]
        drafts = []
        for row in found:
            uid, sent = ids[row["project"]], row["after"]
            if not self.model.may_be_urged(plan, uid, self.model.today):
                raise DisagreementError(f"urged: {row['project']}")
            letter = Letter(sent["year"], sent["number"], sent["unit"])
            drafts.append(Draft("remind", uid, self.model.today, letter))
        self.model.record(plan, drafts)

    def do_sheet_out(self, random: Random, plan: str) -> None:
        folder = self.folder / f"表{len(self.commands)}"
        unit = random.choice(("甲局", "乙局"))
        rows = [row for row in self.model.rows(plan, self.model.today) if row.unit == unit and not row.gone]
        told = {row.uid: self.model.told(row.uid, self.model.today) for row in rows}
        rows = [
            row for row in rows if self.model.status_of(told[row.uid]) in ("planned", "active", "submitted")
        ]
        result = self.run("--plan", plan, "sheet", "out", "-o", str(folder), "-u", unit)
        self.told["sheet out"] += 1
        differ("sheet out", result.exit_code, OK if rows else UNKNOWN)
        if not rows:
            return
        (path,) = folder.glob("*.xlsx")
        form = Form(path, plan, self.model.today)
        book = load_workbook(path)
        shown = [[cell.value for cell in line] for line in book["填报"].iter_rows(8, 7 + len(rows))]
        meant = []
        for place, row in enumerate(rows):
            facts = told[row.uid]
            said = form.sent[row.uid] = self.model.said(row, facts)
            form.rows[8 + place] = row.uid
            meant.append([row.id, row.title, LABELS[said.status], said.progress])
            for goal in row.goals:
                form.goals[row.uid, goal.name] = 2 + len(form.goals)
        differ("form", sorted([line[1], line[2], line[8], line[9]] for line in shown), sorted(meant))
        ids = {row.id: row.uid for row in rows}
        form.rows = {8 + place: ids[line[1]] for place, line in enumerate(shown)}
        differ("targets of the form", "指标" in book.sheetnames, bool(form.goals))
        names = [[cell.value for cell in line] for line in book["指标"].iter_rows(2)] if form.goals else []
        form.goals = {(ids[line[1]], line[2]): 2 + place for place, line in enumerate(names) if line[1]}
        self.forms.append(form)

    def do_sheet_in(self, random: Random, plan: str) -> None:
        """Fill in some rows of a form, on top of what was filled in before or anew, and read it."""
        if not self.forms:
            return
        form = random.choice(self.forms[-4:])
        path = form.path.with_stem(f"收{len(self.commands)}")
        book = load_workbook(form.path)
        filled: dict[str, Said] = {}
        for number, uid in form.rows.items():
            was = form.sent[uid]
            if random.random() < 0.5:
                status = random.choice(("planned", "active", "submitted")) if random.random() < 0.3 else ""
                progress = random.choice((10, 30, 60)) if random.random() < 0.6 else None
                counts = {
                    name: random.randrange(4)
                    for other, name in form.goals
                    if other == uid and random.random() < 0.5
                }
                note = random.choice(("说明", "情况")) if random.random() < 0.5 else ""
                on = self.model.today - timedelta(random.randrange(9)) if random.random() < 0.2 else None
                filled[uid] = Said(
                    status or was.status,
                    was.progress if progress is None else progress,
                    {**was.counts, **counts},
                    note,
                    on,
                    random.choice(("缺资金", "缺人")) if random.random() < 0.3 else "",
                    random.choice(("协调", "报批")) if random.random() < 0.2 else "",
                    date(2025, random.randrange(1, 3), 1) if random.random() < 0.1 else None,
                    date(2024, random.randrange(9, 13), 20) if random.random() < 0.2 else None,
                    random.choice(("系统对接", "")) if random.random() < 0.2 else "",
                )
                if filled[uid].until and random.random() < 0.9:
                    filled[uid] = changed(filled[uid], reason="系统对接")
            said = filled.setdefault(uid, was)
            book["填报"].cell(number, 9).value = LABELS[said.status]
            for column, value in (
                (10, said.progress),
                (11, said.note or None),
                (12, said.problem or None),
                (13, said.steps or None),
                (14, said.expected),
                (15, said.until),
                (16, said.reason or None),
                (17, said.on),
            ):
                book["填报"].cell(number, column).value = value
            for name, count in said.counts.items():
                book["指标"].cell(form.goals[uid, name], 7).value = count
        book.save(path)
        result = self.run("sheet", "in", str(path), "--yes")
        self.told["sheet in"] += 1
        drafts, code = [], OK
        for uid in form.rows.values():
            earlier = [
                said for other, operation, said in form.taken if other == uid and self.stands(operation, uid)
            ]
            row = filled[uid]
            if row.expected and row.expected < form.day:
                row, code = changed(row, expected=None), BAD_FILE
            if row.until and row.until < form.day:
                row, code = changed(row, until=None, reason=""), BAD_FILE
            try:
                found = self.model.taken_from_form(form.plan, uid, row, form.sent[uid], earlier)
            except NoError as no:
                code = BAD_FILE
                self.refused[f"sheet in {no}"] += 1
                continue
            drafts += found
            if found:
                form.taken.append((uid, self.model.operation + 1, row))
        differ("sheet in", result.exit_code, code)
        self.model.record(form.plan, drafts)

    def stands(self, operation: int, uid: str) -> bool:
        """If something that an operation recorded of a project was not taken back."""
        return any(f.uid == uid and self.model.counts(f) for f in self.model.together(operation))

    def do_load(self, random: Random, plan: str) -> None:
        if self.ahead:
            return
        old = self.model.rows(plan, self.model.today)
        if len({row.title for row in old}) < len(old):
            return
        rows = self.revised(
            random, plan, [row for row in old if not row.gone], [row for row in old if row.gone]
        )
        match = random.choice(("", "number", "title"))
        path = self.write(plan, rows)
        words = ["plan", "load", str(path), "--yes", *(["--match", match] if match else [])]
        self.told["load"] += 1
        result = self.run(*words)
        after = len(self.model.facts)
        try:
            rows = matched(old, rows, match)
        except NoError as no:
            self.refused[f"load {no}"] += 1
            if result.exit_code == 0:
                raise DisagreementError(f"load taken, but {no}") from no
            self.compare_log(plan, after)
            return
        if result.exit_code:
            raise DisagreementError(f"load: {result.exit_code} {result.stderr}")
        new, told = edition(self.model.today, old, rows)
        found = [row for row in self.json(plan, "log") if row["number"] > after]
        ids = {row.id: row.uid for row in self.model.laid_over([Edition(FIRST_DAY, old), new])}
        said = sorted((row["kind"], ids.get(row["project"], "")) for row in found if row["kind"] != "heading")
        differ("load", said, sorted(told))
        if found:
            self.model.record(
                plan,
                [Draft(row["kind"], ids.get(row["project"], ""), self.model.today, new) for row in found],
            )
            self.model.editions[plan].append(new)
            self.compare_log(plan, after)

    def revised(self, random: Random, plan: str, rows: list[Row], gone: list[Row]) -> list[Row]:
        """The rows of a new edition: moved, dropped, added, restored, reworded, with other days and targets."""
        for _ in range(random.randrange(1, 4)):
            place = random.randrange(len(rows))
            row = rows[place]
            change = random.choice(
                ["drop", "add", "restore", "reword", "move", "due", "start", "goals", "category", "top"]
            )
            if change == "drop" and len(rows) > 2:
                rows.pop(place)
            elif change in ("add", "top"):
                titles = [t for t in TITLES if t not in {r.title for r in (*rows, *gone)}]
                if titles:
                    due = date(2024, random.randrange(6, 13), 15)
                    added = Row("", "", random.choice(titles), "甲局", "甲", "complete", due)
                    rows.insert(0 if change == "top" else len(rows), added)
            elif change == "restore" and gone:
                back = random.choice(gone)
                if back.title not in {r.title for r in rows}:
                    rows.insert(place, changed(back, gone=False))
            elif change == "reword":
                title = row.title.removesuffix("工作") + ("" if row.title.endswith("工作") else "工作")
                if title not in {r.title for r in rows}:
                    rows[place] = changed(row, title=title)
            elif change == "move":
                rows.insert(random.randrange(len(rows)), rows.pop(place))
            elif change == "due":
                rows[place] = changed(row, due=row.due + timedelta(random.choice((-40, -10, 20, 60))))
            elif change == "start" and row.start:
                rows[place] = changed(row, start=row.start + timedelta(random.choice((-5, 12))))
            elif change == "goals" and row.goals:
                first, *others = row.goals
                rows[place] = changed(row, goals=(changed(first, goal=first.goal % 4 + 1), *others))
            elif change == "category":
                rows[place] = changed(row, category=random.choice("甲乙"))
        self.new += 1
        return [
            changed(row, id=str(number), uid=f"{plan}#{self.new}.{number}")
            for number, row in enumerate(rows, 1)
        ]


COMPARED = [
    "title",
    "status",
    "progress",
    "due",
    "due_original",
    "deferrals",
    "counts",
    "done_on",
    "applied_on",
    "last_reported",
    "light",
    "problem",
    "next_steps",
    "expected",
    "deferral_request",
]


def differ(where: str, said: object, meant: object) -> None:
    if said != meant:
        if isinstance(said, list) and isinstance(meant, list):
            said, meant = [x for x in said if x not in meant], [x for x in meant if x not in said]
        if isinstance(said, dict) and isinstance(meant, dict):
            said, meant = (
                {k: v for k, v in said.items() if meant.get(k, ...) != v},
                {k: v for k, v in meant.items() if said.get(k, ...) != v},
            )
        raise DisagreementError(f"{where}:\n  dsq   {said}\n  model {meant}")


def play(folder: Path, sequence: Iterable[Step]) -> list[Office]:
    """Run a sequence in a new ledger."""
    office = Office(folder).begin()
    try:
        for step in sequence:
            office.step(step)
        office.finish()
    except DisagreementError as error:
        error.add_note("\n".join(office.commands))
        raise
    return [office]


def shorten(sequence: list[Step], fails: Callable[[list[Step]], bool], tries: int = 90) -> list[Step]:
    """Leave out steps as long as the rest still fails."""
    size = len(sequence) // 2
    while size and tries > 0:
        start = 0
        while start < len(sequence) and tries > 0:
            shorter = sequence[:start] + sequence[start + size :]
            tries -= 1
            if shorter and fails(shorter):
                sequence = shorter
            else:
                start += size
        size //= 2
    return sequence


__all__ = ["PLANNED", "REFUSED", "DisagreementError", "Office", "Step", "play", "shorten", "steps"]
