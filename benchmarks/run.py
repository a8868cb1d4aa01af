"""Time dsq beside bare Python, the sqlite3 program, Taskwarrior and todoman.

    python benchmarks/run.py [--quick] [--cache FOLDER] [--todo PATH]

Install dsq, not editable, into the environment whose Python runs this; todoman may have its own environment.
Every program gets the same plans: the shipped one, and 20,000 and 100,000 projects from large.py. A time is
that of a process from start to exit. After a warm-up round, each round runs the programs in turn. The table
has the median time, and the median of the ratios within each round. A cache folder keeps the large ledgers.
"""

import argparse
import os
import pty
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.large import RARE, TODAY, plan_file
from benchmarks.others import TASK, TODO, uuid

SMALL, SIZES = 31, (31, 20_000, 100_000)
CATEGORY = "交通共联"
BASE, DSQ, SQLITE = "bare Python", "dsq", "sqlite3"

PEAK = (
    "import resource, subprocess, sys;"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)

Command = list[str]
Make = Callable[[int], Command]
"""A function from the round to a command line, since ``done`` closes out another project each time."""


class Case(NamedTuple):
    """A task, with the command of each program; ``terminal`` if it is timed on a terminal."""

    name: str
    programs: dict[str, Make]
    terminal: bool = False


class Setting(NamedTuple):
    """A plan loaded in every program; ``loaded`` is the time of ``plan load`` in seconds, None if not run."""

    size: int
    db: Path
    loaded: float | None


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="few rounds, and not the largest plan")
    parser.add_argument("--cache", type=Path, help="where the large ledgers are kept between runs")
    parser.add_argument("--todo", default=shutil.which("todo"), help="todoman's program")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare_environment(Path(folder))
        found = programs(given.todo)
        cache = given.cache or Path(folder)
        cache.mkdir(parents=True, exist_ok=True)
        results: dict[tuple[str, str], dict[int, str]] = {}
        for size in SIZES[:2] if given.quick else SIZES:
            setting = set_up(size, cache, Path(folder), found)
            rounds = 3 if given.quick else 15 if size == SMALL else 5
            for case in cases(setting, found):
                for program, cell in measure(case, rounds, size).items():
                    results.setdefault((case.name, program), {})[size] = cell
            if setting.loaded is not None:
                results.setdefault(("`plan load`", DSQ), {})[size] = f"{setting.loaded:.1f} s"
        print_table(results)


def prepare_environment(folder: Path) -> None:
    """Set a home and a day for the benchmark; unset variables that distort timings."""
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH", "DSQ_DB", "DSQ_PLAN"):
        os.environ.pop(name, None)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(folder)
    os.environ.update(DSQ_TODAY=TODAY, DSQ_USER="benchmark", LC_ALL="C.UTF-8", TERM="xterm-256color")


def programs(todo: str | None) -> dict[str, str]:
    """Return the paths of the installed programs; print which are missing."""
    wanted = {
        BASE: sys.executable,
        DSQ: str(Path(sys.executable).with_name("dsq")),
        SQLITE: shutil.which("sqlite3"),
        TASK: shutil.which("task"),
        TODO: todo,
    }
    found = {name: path for name, path in wanted.items() if path and Path(path).exists()}
    for name in wanted.keys() - found.keys():
        say(f"{name} is not installed: its rows are missing.")
    return found


# --- one plan in every program -----------------------------------------------------------------------


def set_up(size: int, cache: Path, folder: Path, found: dict[str, str]) -> Setting:
    """Load the plan into every program."""
    cached, db = cache / f"{size}.db", folder / f"{size}-used.db"
    loaded = None
    if not cached.exists():
        loaded = load(size, cached, found[DSQ])
    shutil.copy(cached, db)
    rows = folder / f"{size}.json"
    with rows.open("wb") as stdout:
        subprocess.run([found[DSQ], "--db", db, "list", "-f", "json"], stdout=stdout, check=True)
    for name in (TASK, TODO):
        if name in found:
            say(f"{size:,}: {name} takes the same plan")
            others = Path(__file__).with_name("others.py")
            subprocess.run([sys.executable, others, name, folder, str(size)], check=True)
    return Setting(size, db, loaded)


def load(size: int, db: Path, dsq: str) -> float | None:
    """Create a ledger of ``size`` projects; return the seconds of ``plan load``, or None if not run."""
    draft = db.with_suffix(".new")
    draft.unlink(missing_ok=True)
    taken = None
    quiet = partial(subprocess.run, check=True, stderr=None if sys.stderr.isatty() else subprocess.DEVNULL)
    if size == SMALL:
        quiet([dsq, "--db", draft, "init"])
    else:
        plan = db.with_suffix(".yaml")
        plan.write_text(plan_file(size), encoding="utf-8")
        quiet([dsq, "--db", draft, "init", "--empty"])
        begun = time.perf_counter()
        quiet([dsq, "--db", draft, "plan", "load", plan])
        taken = time.perf_counter() - begun
    draft.rename(db)
    return taken


# --- what is measured --------------------------------------------------------------------------------


def cases(setting: Setting, found: dict[str, str]) -> list[Case]:
    """Return the tasks to time; round ``n`` closes out project ``n + 1``."""
    folder, size = setting.db.parent, setting.size
    task = ["env", f"TASKRC={folder}/task-{size}.rc", found.get(TASK, "")]
    todo = ["env", f"TODOMAN_CONFIG={folder}/todo-{size}.py", found.get(TODO, "")]

    def dsq(*words: str) -> Make:
        return lambda n: [found[DSQ], "--db", str(setting.db), *words]

    def sql(query: str) -> Make:
        columns = "id, category, title, lead, due, status, progress"
        return lambda n: [found[SQLITE], str(setting.db), f"SELECT {columns} FROM ledger {query}"]

    def other(command: Command, *words: str) -> Make:
        return lambda n: [*command, *(word.format(uuid=uuid(n + 1), n=n + 1) for word in words)]

    text = "高速" if size == SMALL else RARE
    late = f"due < '{TODAY}' AND status NOT IN ('已完成', '暂缓', '终止')"
    wanted = [
        Case("`--help`", {DSQ: dsq("--help")}),
        Case(
            "`list -c X`",
            {
                DSQ: dsq("list", "-c", CATEGORY),
                SQLITE: sql(f"WHERE category = '{CATEGORY}'"),
                TASK: other(task, f"project:{CATEGORY}", "list"),
                TODO: other(todo, "list", "--category", CATEGORY),
            },
        ),
        Case("`list -c X -f json`", {DSQ: dsq("list", "-c", CATEGORY, "-f", "json")}),
        Case(
            "`list -c X` on a terminal",
            {DSQ: dsq("list", "-c", CATEGORY), TASK: other(task, f"project:{CATEGORY}", "list")},
            terminal=True,
        ),
        Case(
            "`overdue`",
            {
                DSQ: dsq("overdue"),
                SQLITE: sql(f"WHERE {late} ORDER BY due"),
                TASK: other(task, f"due.before:{TODAY}", "overdue"),
            },
        ),
        Case(
            "`list -k TEXT`",
            {
                DSQ: dsq("list", "-k", text),
                SQLITE: sql(f"WHERE instr(title, '{text}') OR instr(content, '{text}')"),
                TASK: other(task, f"/{text}/", "list"),
                TODO: other(todo, "list", "--grep", text),
            },
        ),
        Case(
            "`done ID`",
            {
                DSQ: lambda n: [found[DSQ], "--db", str(setting.db), "done", str(n + 1)],
                TASK: other(task, "{uuid}", "done"),
                TODO: other(todo, "done", "{n}"),
            },
        ),
        Case("`list --limit 31`", {DSQ: dsq("list", "--limit", "31")}),
        Case("`list`", {DSQ: dsq("list"), SQLITE: sql(""), TASK: other(task, "list")}),
        Case("`list` on a terminal", {DSQ: dsq("list"), TASK: other(task, "list")}, terminal=True),
        Case("`list -f json`", {DSQ: dsq("list", "-f", "json"), TASK: other(task, "export")}),
    ]
    base: dict[str, Make] = {BASE: lambda n: [found[BASE], "-c", "pass"]}
    return [
        case._replace(programs={**base, **{p: make for p, make in case.programs.items() if p in found}})
        for case in wanted
    ]


def measure(case: Case, rounds: int, size: int) -> dict[str, str]:
    """Return a cell per program: its time and ratio, and the peak memory of dsq.

    Ratios are to bare Python at 31 projects, to Taskwarrior on larger plans.
    """
    say(f"{size:,}: {case.name}")
    times: dict[str, list[float]] = {program: [] for program in case.programs}
    for number in range(rounds + 1):
        for program, make in case.programs.items():
            times[program].append(seconds(make(number), case.terminal))
    unit = BASE if size == SMALL else TASK
    cells = {}
    for program, make in case.programs.items():
        of_program = times[program][1:]
        cell = f"{statistics.median(of_program) * 1000:,.0f} ms"
        if program != unit and unit in times:
            ratios = [mine / its for mine, its in zip(of_program, times[unit][1:], strict=True)]
            cell += f" · {statistics.median(ratios):.2f}×"
        if program == DSQ:
            cell += f" · {peak(make(rounds + 1)):.0f} MB"
        cells[program] = cell
    return cells


def seconds(command: Command, terminal: bool) -> float:
    """Return how long a command runs, with its output read to the end, in seconds."""
    if not terminal:
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True)
        taken = time.perf_counter() - begun
        if done.returncode not in (0, 1):
            raise SystemExit(f"{command} failed: {done.stderr.decode()}")
        return taken
    begun = time.perf_counter()
    pid, descriptor = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    try:
        while os.read(descriptor, 65536):
            pass
    except OSError:  # the command has closed the terminal
        pass
    os.waitpid(pid, 0)
    taken = time.perf_counter() - begun
    os.close(descriptor)
    return taken


def peak(command: Sequence[str]) -> float:
    """Return the peak memory of a command in MB."""
    wrapper = [sys.executable, "-S", "-c", PEAK, *command]
    return int(subprocess.run(wrapper, stdout=subprocess.PIPE, check=True).stdout) / 1024


def print_table(results: dict[tuple[str, str], dict[int, str]]) -> None:
    """Print the results as a Markdown table."""
    sizes = [size for size in SIZES if any(size in cells for cells in results.values())]
    print("| | |", " | ".join(f"{size:,}" for size in sizes), "|")
    print("|---|---|", "---|" * len(sizes), sep="")
    shown = set()
    for (case, program), cells in results.items():
        name = case if program != BASE else "`python -c pass`"
        if name in shown and program == BASE:
            continue
        shown.add(name)
        print(f"| {name} | {program} |", " | ".join(cells.get(size, "") for size in sizes), "|")


def say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
