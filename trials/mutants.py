"""Change the rules and the store at random places, and see if a test fails.

    python trials/mutants.py 200 [SEED] [--rooms domain store] [--record FILE] [--from 60]

A mutant is one small change: a comparison, an operator, a number, a condition, a word of SQL. Each is made in
a copy of the tree and tried by the tests that run the changed line: first by some of the room's own, then by
all others as far as ``LIMIT`` seconds go. To know these, every test but the slow ones is run once with a
trace; ``--record`` keeps that for the next run. A mutant that no test notices survives: a test is missing, or
the change means nothing. Lines that only another process runs count as not run.

The seed names the mutants, ``--from`` skips the first ones. Exits with 1 if one survives.
"""

import argparse
import ast
import difflib
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = Path("src/dushiquan")
FIRST, LIMIT = 5.0, 60.0
"""Seconds of tests, as recorded, of the room's own and of all others."""
VERDICTS = KILLED, TIMED_OUT, SURVIVED = "killed", "timed out", "survived"

# --- what can be changed -------------------------------------------------------------------------------

COMPARISONS = {
    "==": ["!="],
    "!=": ["=="],
    "<": ["<=", ">="],
    "<=": ["<", ">"],
    ">": [">=", "<="],
    ">=": [">", "<"],
    "is not": ["is"],
    "is": ["is not"],
    "not in": ["in"],
    "in": ["not in"],
}
ARITHMETIC = {"+": "-", "-": "+", "*": "//", "//": "*", "/": "*", "%": "*"}
FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
IS_SQL = re.compile(r"\b(SELECT|WHERE|ORDER BY|FROM|AND|JOIN|UPDATE|VALUES|CASE)\b")
SQL = [
    (r"<>|!=", "="),
    (r"(?<![<>!])=(?!=)", "<>"),
    (r"<=", "<"),
    (r"<(?![=>])", "<="),
    (r">=", ">"),
    (r"(?<![<])>(?!=)", ">="),
    (r"\bASC\b", "DESC"),
    (r" DESC\b", ""),
    (r"ORDER BY [\w.]+\b(?! DESC)", r"\g<0> DESC"),
    (r"\bAND\b", "OR"),
    (r"\bOR\b", "AND"),
    (r"\bAND\b", "OR NULL AND"),  # the conditions after it no longer count
    (r"\bWHERE\b", "WHERE 1 OR"),
    (r"\bNOT (?!NULL)", ""),
    (r"\bIS NOT NULL\b", "IS NULL"),
    (r"\bIS NULL\b", "IS NOT NULL"),
    (r"\bMIN\b", "MAX"),
    (r"\bMAX\b", "MIN"),
    (r"\bLEFT JOIN\b", "JOIN"),
    (r"\b\d+\b", "9\\g<0>"),
]


class Mutant(NamedTuple):
    """A change of some bytes of a module, and the lines that a test must run to see it; None at import."""

    module: Path
    lines: range | None
    start: int
    end: int
    new: bytes

    def changed(self, source: bytes) -> bytes:
        return source[: self.start] + self.new + source[self.end :]


class Places(ast.NodeVisitor):
    """Find every change that can be made in a module."""

    def __init__(self, module: Path, source: bytes) -> None:
        self.module, self.source, self.found = module, source, list[Mutant]()
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.lines: range | None = None
        self.in_function = False
        self.visit(ast.parse(source))

    def visit(self, node: ast.AST) -> None:
        before = self.lines
        if isinstance(node, ast.stmt) and self.in_function:
            inner = (
                each.lineno for each in ast.walk(node) if isinstance(each, ast.stmt) and each is not node
            )
            self.lines = range(node.lineno, min(inner, default=(node.end_lineno or 0) + 1))
        super().visit(node)
        self.lines = before

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """A default is set at import: it is seen by what runs any line of the function."""
        before, self.in_function = self.in_function, True
        self.lines = range(node.lineno, (node.end_lineno or 0) + 1)
        for each in [node.args, *node.body]:
            self.visit(each)
        self.in_function = before

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """An annotation is no behaviour."""

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    # positions

    def _at(self, line: int | None, column: int | None) -> int:
        return self.starts[(line or 1) - 1] + (column or 0)

    def _span(self, node: Any) -> tuple[int, int]:
        return self._at(node.lineno, node.col_offset), self._at(node.end_lineno, node.end_col_offset)

    def _text(self, node: Any) -> str:
        start, end = self._span(node)
        return self.source[start:end].decode()

    def _add(self, start: int, end: int, new: str) -> None:
        self.found.append(Mutant(self.module, self.lines, start, end, new.encode()))

    def _replace(self, node: Any, new: str) -> None:
        self._add(*self._span(node), new)

    def _between(self, left: Any, right: Any, old: str, new: str) -> None:
        start, end = self._span(left)[1], self._span(right)[0]
        gap = self.source[start:end].decode()
        self._add(start, end, re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, gap, count=1))

    # kinds of change

    def visit_Compare(self, node: ast.Compare) -> None:
        operands = [node.left, *node.comparators]
        for left, right, operator in zip(operands, operands[1:], node.ops, strict=False):
            old = WORDS[type(operator)]
            for new in COMPARISONS[old]:
                self._between(left, right, old, new)
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._between(left, right, old, new)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if old := OPERATORS.get(type(node.op)):
            self._between(node.left, node.right, old, ARITHMETIC[old])
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not | ast.USub):
            self._replace(node, self._text(node.operand))
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self._replace(node, str(not node.value))
        elif isinstance(node.value, int):
            self._replace(node, str(node.value + 1))
            self._replace(node, f"({node.value - 1})")
        elif isinstance(node.value, str):
            self._sql(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._sql(node)

    def _sql(self, node: ast.expr) -> None:
        text, (start, _) = self._text(node), self._span(node)
        if "store" not in self.module.parts or not IS_SQL.search(text):
            return
        for old, new in SQL:
            for match in re.finditer(old, text):
                before = start + len(text[: match.start()].encode())
                self._add(before, before + len(match[0].encode()), match.expand(new))

    def visit_Return(self, node: ast.Return) -> None:
        if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self._replace(node.value, "None")
        self.generic_visit(node)

    def visit_Continue(self, node: ast.Continue) -> None:
        self._replace(node, "pass")

    def visit_Break(self, node: ast.Break) -> None:
        self._replace(node, "pass")

    def visit_If(self, node: ast.If) -> None:
        self._invert(node.test)
        self.generic_visit(node)

    def visit_While(self, node: ast.While) -> None:
        self._invert(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self._invert(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self._invert(test)
        self.generic_visit(node)

    def _invert(self, test: ast.expr) -> None:
        if not isinstance(test, ast.Compare | ast.UnaryOp) or len(getattr(test, "ops", "12")) > 1:
            self._replace(test, f"(not ({self._text(test)}))")

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in FUNCTIONS:
            self._replace(node.func, FUNCTIONS[name])
        if name == "sorted" and not node.keywords:
            self._replace(node.func, "list")
        for keyword in node.keywords:
            if keyword.arg == "key":
                rest = [other for other in node.keywords if other is not keyword]
                self._replace(node, ast.unparse(ast.Call(node.func, node.args, rest)))
        self.generic_visit(node)


WORDS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}
OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}


def mutants(rooms: list[str], number: int, seed: int) -> list[Mutant]:
    """Choose some of all changes that can be made in some rooms, each of them equally likely."""
    paths = [path for room in rooms for path in sorted((ROOT / PACKAGE / room).glob("*.py"))]
    found = [mutant for path in paths for mutant in Places(path.relative_to(ROOT), path.read_bytes()).found]
    random.Random(seed).shuffle(found)
    print(f"{len(found)} places", flush=True)
    chosen = list[Mutant]()
    for mutant in found:
        if len(chosen) < number and _compiles(mutant.changed((ROOT / mutant.module).read_bytes())):
            chosen.append(mutant)
    return chosen


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


# --- which tests run which lines -----------------------------------------------------------------------


class Recorder:
    """A pytest plugin that keeps how long each test took and which lines of the rooms it ran."""

    def __init__(self, rooms: list[str]) -> None:
        self.folders = tuple(str(Path.cwd() / PACKAGE / room) + os.sep for room in rooms)
        self.lines, self.fixtures = set[tuple[str, int]](), dict[str, set[tuple[str, int]]]()
        self.tests, self.failed = dict[str, Any](), list[str]()

    def _trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        name = frame.f_code.co_filename
        return self._line if name.startswith(self.folders) else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        self.lines.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line

    @contextmanager
    def _traced(self) -> Iterator[set[tuple[str, int]]]:
        outer, self.lines = self.lines, set()
        threading.settrace(self._trace)
        sys.settrace(self._trace)
        try:
            yield self.lines
        finally:
            sys.settrace(None)
            self.lines = outer

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        began = time.monotonic()
        with self._traced() as lines:
            result = yield
        for name in getattr(item, "fixturenames", ()):
            lines |= self.fixtures.get(name, set())
        ran = defaultdict[str, list[int]](list)
        for path, line in sorted(lines):
            ran[str(Path(path).relative_to(Path.cwd()))].append(line)
        self.tests[item.nodeid] = {"seconds": time.monotonic() - began, "ran": ran}
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Generator[None, Any, Any]:
        """A fixture of the whole session is set up by one test, and matters to all that use it."""
        if fixturedef.scope == "function":
            return (yield)
        with self._traced() as lines:
            result = yield
        self.fixtures[fixturedef.argname] = lines
        self.lines |= lines
        sys.settrace(self._trace)
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


class Chosen:
    """A pytest plugin that runs some tests only, in a given order."""

    def __init__(self, tests: list[str]) -> None:
        self.order = {test: at for at, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )


OPTIONS = ["-q", "-p", "no:cacheprovider", "--hypothesis-seed=0"]


def record(rooms: list[str], file: Path) -> int:
    """Run in a copy: every test once, and keep what each ran; a test that fails there is left out."""
    recorder = Recorder(rooms)
    pytest.main([*OPTIONS, "--no-header", "tests"], plugins=[recorder])
    for test in recorder.failed:
        print("fails without a change:", test)
        recorder.tests.pop(test, None)
    file.write_text(json.dumps(recorder.tests))
    return 0


def run(tests: list[str]) -> int:
    """Run in a copy: some tests until one fails."""
    files = sorted({test.split("::")[0] for test in tests})
    return int(pytest.main([*OPTIONS, "-x", *files], plugins=[Chosen(tests)]))


# --- the run -------------------------------------------------------------------------------------------


class Lab:
    """A copy of the tree in which one module at a time is changed, and processes that run its tests."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        ignored = shutil.ignore_patterns(".git", "__pycache__", ".*_cache", ".hypothesis")
        shutil.copytree(ROOT, self.tree, ignore=ignored)
        os.environ["PYTHONPATH"] = f"{self.tree / 'src'}{os.pathsep}{self.tree}"

    def tried(self, trial: Callable[[], object], seconds: float | None = None, cached: bool = False) -> int:
        """Run a trial in the copy, in a process of its own; return its exit code, negative if out of time."""
        child = os.fork()
        if not child:
            os.setsid()
            os.chdir(self.tree)
            sys.path[:0] = [str(self.tree / "src"), str(self.tree)]
            sys.dont_write_bytecode = not cached
            if not cached:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                os.dup2(1, 2)
            os._exit(trial() != 0)
        since, (ended, status) = time.monotonic(), (0, 1)
        while not ended:
            if seconds and time.monotonic() - since > seconds:
                os.killpg(child, signal.SIGKILL)
            time.sleep(0.05)
            ended, status = os.waitpid(child, os.WNOHANG)
        return os.waitstatus_to_exitcode(status)

    def verdict(self, mutant: Mutant, tests: list[str], seconds: float) -> str:
        """Return what the tests say of a changed module."""
        path = self.tree / mutant.module
        source = path.read_bytes()
        for stale in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
            stale.unlink()
        path.write_bytes(mutant.changed(source))
        try:
            code = self.tried(lambda: run(tests), 20 + 2 * seconds)
            return SURVIVED if code == 0 else KILLED if code > 0 else TIMED_OUT
        finally:
            path.write_bytes(source)


def concerned(mutant: Mutant, tests: dict[str, Any]) -> list[list[str]]:
    """Return the tests that run a changed line, in two parts: the quickest of each file, the next ones …"""
    ran = {name: tests[name]["ran"].get(str(mutant.module), []) for name in tests}
    lines = mutant.lines
    found = [name for name in tests if lines is None or any(line in lines for line in ran[name])]
    found.sort(key=lambda name: float(tests[name]["seconds"]))
    files = Counter[str]()
    turns = dict[str, int]()
    for name in found:
        file = name.split("::")[0]
        turns[name] = files[file] = files[file] + 1
    found.sort(key=turns.__getitem__)
    own = [name for name in found if name.startswith(("tests/domain/", "tests/store/"))]
    first = _within(own, FIRST, tests)
    rest = _within([name for name in found if name not in first], LIMIT, tests)
    return [part for part in (first, rest) if part]


def _within(names: list[str], seconds: float, tests: dict[str, Any]) -> list[str]:
    """Take the tests in turn that still fit into a time."""
    taken = list[str]()
    for name in names:
        if (took := float(tests[name]["seconds"])) <= seconds:
            taken.append(name)
            seconds -= took
    return taken


def shown(mutant: Mutant) -> str:
    """Return the changed lines, old and new."""
    source = (ROOT / mutant.module).read_bytes()
    line = source[: mutant.start].count(b"\n") + 1
    old, new = source.decode().splitlines(), mutant.changed(source).decode().splitlines()
    changes = list(difflib.unified_diff(old, new, n=0, lineterm=""))[3:]
    return "\n".join([f"{mutant.module}:{line}", *(f"    {change}" for change in changes)])


def judge(lab: Lab, mutant: Mutant, tests: dict[str, Any]) -> tuple[str, int]:
    """Try a mutant; return the verdict, and how many tests concern it."""
    parts, verdict = concerned(mutant, tests), SURVIVED
    for names in parts:
        if verdict == SURVIVED:
            verdict = lab.verdict(mutant, names, sum(tests[name]["seconds"] for name in names))
    return verdict, sum(map(len, parts))


def recorded(lab: Lab, rooms: list[str], file: Path) -> dict[str, Any]:
    """Return what each test runs, from a file if there is one; refuse to go on if tests fail anyway."""
    if file.exists():
        lab.tried(lambda: pytest.main(["--collect-only", "-qqqq", "tests"]), cached=True)  # compiled once
    else:
        lab.tried(lambda: record(rooms, file.resolve()), cached=True)
    tests: dict[str, Any] = json.loads(file.read_text())
    unchanged = Mutant(PACKAGE / "errors.py", None, 0, 0, b"")
    if judge(lab, unchanged, tests)[0] != SURVIVED:
        raise SystemExit("tests fail without a change")
    return tests


def main() -> int:
    """Try some mutants and name the survivors; return 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("number", type=int)
    parser.add_argument("seed", type=int, nargs="?", default=2011)
    parser.add_argument("--rooms", nargs="+", default=["domain", "store"])
    parser.add_argument("--record", type=Path)
    parser.add_argument("--from", type=int, default=0, dest="first")
    asked = parser.parse_args()
    counts, survivors = Counter[tuple[str, str]](), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder))
        tests = recorded(lab, asked.rooms, asked.record or Path(folder) / "record.json")
        chosen = mutants(asked.rooms, asked.number, asked.seed)
        for number, mutant in list(enumerate(chosen, 1))[asked.first :]:
            verdict, concerning = judge(lab, mutant, tests)
            counts[mutant.module.parts[2], verdict] += 1
            print(f"{number} {verdict} ({concerning} tests): {shown(mutant)}", flush=True)
            if verdict == SURVIVED:
                survivors.append(shown(mutant))
    print("\n--- survivors", *survivors, sep="\n")
    print("\n| room | killed | timed out | survived |\n|---|---|---|---|")
    for room in asked.rooms:
        print(f"| {room} |", " | ".join(str(counts[room, verdict]) for verdict in VERDICTS), "|")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
