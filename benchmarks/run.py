"""How fast ``dsq`` is, as ratios: to bare Python on the real plan, to Taskwarrior on large ones.

    python benchmarks/run.py [--quick] [FOLDER]

Every command is run as a whole process, in turn with what it is compared to, and the medians' ratio is
printed; a machine's own speed does not matter. ``--quick`` leaves out 100,000. The large ledgers are made
by ``dsq plan load`` and kept in FOLDER for the next run. Taskwarrior (``task``), ``sqlite3`` and todoman
(``todo``) are measured where they are installed; which is missing is said.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
DSQ = shutil.which("dsq", path=str(Path(sys.executable).parent)) or "dsq"
PYTHON = (sys.executable, "-c", "pass")
TODAY = "2011-10-10"


@dataclass(frozen=True)
class Run:
    """One run of a process: seconds by the wall, and its peak memory in MB."""

    seconds: float
    megabytes: float


def once(command: Sequence[str], env: dict[str, str]) -> Run:
    """Run a command to its end, its output read and thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024)


def compare(
    command: Sequence[str], other: Sequence[str], env: dict[str, str], times: int
) -> tuple[float, float, float]:
    """The median seconds of a command, its ratio to another run in turn with it, and its peak memory."""
    once(command, env), once(other, env)
    pairs = [(once(command, env), once(other, env)) for _ in range(times)]
    mine = statistics.median(run.seconds for run, _ in pairs)
    theirs = statistics.median(run.seconds for _, run in pairs)
    return mine, mine / theirs, max(run.megabytes for run, _ in pairs)


def small(env: dict[str, str]) -> None:
    """The real plan, against bare Python."""
    print("| 31 projects | ratio to `python -c pass` | peak MB |\n|---|---|---|")
    dsq = [DSQ, "--db", env["DSQ_DB"]]
    commands = {
        "dsq list -c 交通共联, table": [*dsq, "list", "-c", "交通共联", "-f", "table"],
        "dsq list -c 交通共联, TSV": [*dsq, "list", "-c", "交通共联"],
        "dsq list -c 交通共联, JSON": [*dsq, "list", "-c", "交通共联", "-f", "json"],
        "dsq note 6 …, committed": [*dsq, "note", "6", "按计划推进中。"],
        "dsq done 6, the first of them committed": [*dsq, "done", "6"],
        "dsq --help": [*dsq, "--help"],
        "sqlite3, SELECT of a category": [
            "sqlite3",
            env["DSQ_DB"],
            "SELECT id, title, lead, due, status FROM ledger WHERE category = '交通共联'",
        ],
        "Taskwarrior, list": ["task", f"rc:{env['TASKRC']}", "list"],
        "todoman, list": ["todo", "list"],
    }
    for name, command in commands.items():
        if not shutil.which(command[0]):
            print(f"| {name} | not installed | |")
            continue
        _, ratio, peak = compare(command, PYTHON, env, 25)
        print(f"| {name} | {ratio:.1f} | {peak:.0f} |", flush=True)


def large(number: int, folder: Path, env: dict[str, str]) -> None:
    """A plan of so many projects, against Taskwarrior on the same data."""
    ledger, rc = folder / f"{number}.db", folder / f"{number}.taskrc"
    plan = folder / f"{number}.yaml"
    if not ledger.exists():
        with plan.open("w", encoding="utf-8") as file:
            subprocess.run([sys.executable, HERE / "large.py", str(number)], stdout=file, check=True)
        subprocess.run([DSQ, "--db", ledger, "init", "--empty"], check=True, capture_output=True)
        start = time.perf_counter()
        subprocess.run([DSQ, "--db", ledger, "plan", "load", plan], env=env, check=True, capture_output=True)
        print(f"plan load of {number:,}: {time.perf_counter() - start:.0f} s\n")
    if shutil.which("task") and not rc.exists():
        _import_tasks(ledger, rc, env)
    print(f"| {number:,} projects | seconds | ratio to Taskwarrior | peak MB |\n|---|---|---|---|")
    dsq, task = [DSQ, "--db", str(ledger)], ["task", f"rc:{rc}"]
    rows = {
        "list -c X": (["list", "-c", "交通共联", "-f", "table"], ["project:交通共联", "list"]),
        "overdue": (["overdue", "-f", "table"], ["+OVERDUE", "list"]),
        "list -k 文本": (["list", "-k", "轨道快线网", "-f", "table"], ["轨道快线网", "list"]),
        "done ID": (["done", "ID"], ["ID", "done"]),
        "first page": (["list", "--limit", "31", "-f", "table"], ["limit:31", "list"]),
        "all, TSV": (["list"], None),
    }
    for name, (mine, theirs) in rows.items():
        times = 5 if number < 50_000 else 3
        if name == "done ID":
            seconds, other, peak = _done(dsq, task, env, times)
        else:
            runs = [once([*dsq, *mine], env) for _ in range(times + 1)][1:]
            seconds, peak = statistics.median(r.seconds for r in runs), max(r.megabytes for r in runs)
            other = None
            if theirs and shutil.which("task"):
                other = statistics.median(once([*task, *theirs], env).seconds for _ in range(times))
        against = f"{seconds / other:.2f} ({other:.2f} s)" if other else "-"
        print(f"| dsq {name} | {seconds:.2f} | {against} | {peak:.0f} |", flush=True)


def _done(
    dsq: list[str], task: list[str], env: dict[str, str], times: int
) -> tuple[float, float | None, float]:
    """Close out a project that is still open, each time another."""
    mine = [once([*dsq, "done", str(1000 + time.time_ns() % 9000)], env) for _ in range(times)]
    other = None
    if shutil.which("task"):
        other = statistics.median(
            once([*task, str(1000 + number * 7), "done"], env).seconds for number in range(times)
        )
    return statistics.median(run.seconds for run in mine), other, max(run.megabytes for run in mine)


def _import_tasks(ledger: Path, rc: Path, env: dict[str, str]) -> None:
    rc.write_text(
        f"data.location={rc.with_suffix('.tasks')}\nconfirmation=off\nhooks=off\nverbose=nothing\ngc=off\n",
        encoding="utf-8",
    )
    found = subprocess.run(
        [DSQ, "--db", ledger, "list", "-f", "json"], env=env, check=True, capture_output=True
    )
    tasks = [
        {
            "description": row["title"] + " " + row["content"],
            "project": row["category"],
            "status": "pending",
            "entry": "20110301T000000Z",
            **({"due": row["due"].replace("-", "") + "T000000Z"} if row["due"] else {}),
        }
        for row in json.loads(found.stdout)
    ]
    text = json.dumps(tasks, ensure_ascii=False)
    subprocess.run(
        ["task", f"rc:{rc}", "import", "-"], input=text, text=True, env=env, check=True, capture_output=True
    )


def main() -> None:
    """Print the tables."""
    names = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    folder = Path(names[0]) if names else Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    env = {
        **os.environ,
        "DSQ_TODAY": TODAY,
        "DSQ_DB": str(folder / "31.db"),
        "TASKRC": str(folder / "31.taskrc"),
    }
    if not Path(env["DSQ_DB"]).exists():
        subprocess.run([DSQ, "init"], env=env, check=True, capture_output=True)
    if shutil.which("task") and not Path(env["TASKRC"]).exists():
        _import_tasks(Path(env["DSQ_DB"]), Path(env["TASKRC"]), env)
    small(env)
    for number in (20_000,) if "--quick" in sys.argv else (20_000, 100_000):
        print()
        large(number, folder, env)


if __name__ == "__main__":
    main()
