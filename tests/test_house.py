"""The architecture holds: imports only point down, each library has its room, one clock."""

import ast
import functools
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import dushiquan

PACKAGE = Path(dushiquan.__file__).parent
TESTS = Path(__file__).parent
ARROWS = {
    "cli": {"office", "sources", "papers", "phrases", "formats", "domain", "errors"},
    "office": {"sources", "papers", "store", "phrases", "formats", "domain", "shipped", "errors"},
    "sources": {"phrases", "formats", "domain", "errors"},
    "papers": {"formats", "domain", "errors"},
    "store": {"domain", "shipped", "errors"},
    "phrases": {"domain", "errors"},
    "formats": {"errors"},
    "domain": {"errors"},
    "shipped": set(),
    "errors": set(),
}
"""For each room, the rooms it may import from."""


SOURCES = [path for path in PACKAGE.rglob("*.py") if "migrations" not in path.relative_to(PACKAGE).parts]
"""The package's own modules; a wheel also carries the migrations, which belong to the store."""


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def nodes(path: Path) -> Iterator[ast.AST]:
    """Yield all nodes of a file's syntax tree. A kept tree would cost each collection of garbage its time."""
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


@functools.cache
def imports(path: Path) -> list[str]:
    found: list[str] = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found += [node.module or ""] + [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def run_time_imports(path: Path) -> Iterator[str]:
    """Yield what a module imports, also inside its functions, but not what only the types need."""
    left: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while left:
        node = left.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom):
            yield from (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))
        left += ast.iter_child_nodes(node)


def test_imports_only_point_down() -> None:
    for path in SOURCES:
        inside = path.relative_to(PACKAGE).parts
        if len(inside) == 1 and inside[0].startswith("__"):
            continue
        here = inside[0].removesuffix(".py")
        for module in imports(path):
            if module.startswith("dushiquan.") and room(module) in ARROWS:
                assert room(module) in ARROWS[here] | {here}, f"{path} imports {module}"


def test_no_module_imports_itself_through_others() -> None:
    """Not even inside a function, or two modules would be one."""
    modules = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in SOURCES}
    graph = {name: modules.keys() & {*run_time_imports(path)} for name, path in modules.items()}
    assert any(graph.values())
    TopologicalSorter(graph).prepare()  # raises CycleError, which names them


def test_what_readers_of_tables_use_does_not_know_them() -> None:
    """In sources, ``mending`` and ``texts`` make tables that can be read; neither reads the plan in them."""
    readers = {f"dushiquan.sources.{name}" for name in ("plan_file", "plan_reader", "table_reader")}
    barred = {"mending": readers, "texts": readers | {"dushiquan.sources.mending"}}
    for subroom, modules in barred.items():
        paths = sorted((PACKAGE / "sources" / subroom).glob("*.py"))
        assert paths
        for path in paths:
            found = [m for m in imports(path) if any(m == bar or m.startswith(f"{bar}.") for bar in modules)]
            assert not found, f"{path} imports {found}"


def test_libraries_are_used_only_in_their_room() -> None:
    """SQL only in store, Rich only in formats, Typer only in cli."""
    trades = {"sqlite3": "store", "sqlite_utils": "store", "rich": "formats", "typer": "cli"}
    for path in SOURCES:
        here = path.relative_to(PACKAGE).parts[0]
        for module in imports(path):
            owner = trades.get(module.split(".")[0])
            assert owner in (None, here), f"{path} imports {module}"


ASKING = {
    *((clock, ask) for clock in ("date", "datetime") for ask in ("today", "now", "utcnow")),
    *(("time", ask) for ask in ("time", "time_ns", "localtime", "gmtime")),
}


def test_only_the_office_clock_reads_the_time() -> None:
    asking = [
        path.name
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in ASKING
    ]
    assert set(asking) == {"clock.py", "shares.py"}, "shares.py asks how old a file is"


def test_file_names_are_unique() -> None:
    names = [path.name for path in SOURCES if not path.name.startswith("__")]
    assert sorted(names) == sorted(set(names))


def test_class_names_are_unique() -> None:
    names = [
        node.name for path in PACKAGE.rglob("*.py") for node in nodes(path) if isinstance(node, ast.ClassDef)
    ]
    assert sorted(names) == sorted(set(names))


WITHOUT_UNIX = """
import contextlib, importlib, os, signal, sys, time
import platformdirs, pytest  # go by sys.platform

sys.modules.update(dict.fromkeys(("fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty")))
missing = {
    os: "chown fork getegid geteuid getgid getuid killpg mkfifo mknod openpty setsid statvfs uname",
    signal: "SIGALRM SIGHUP SIGKILL SIGPIPE SIGSTOP SIGUSR1 SIGWINCH alarm setitimer",
    time: "tzset",
}
for module, names in missing.items():
    for name in names.split():
        vars(module).pop(name, None)
for name in sys.argv[1:]:
    with contextlib.suppress(pytest.skip.Exception):
        importlib.import_module(name)
"""
"""Import modules as on Windows, where these modules and names are missing."""


def test_the_program_and_its_tests_are_imported_without_unix() -> None:
    """A test that needs Unix is skipped on Windows; it does not stop the collection of the others."""
    ours = [("dushiquan", PACKAGE, path) for path in SOURCES if path.name != "__main__.py"]
    ours += [("tests", TESTS, path) for path in TESTS.rglob("*.py")]
    names = [".".join((room, *path.relative_to(top).with_suffix("").parts)) for room, top, path in ours]
    command = [sys.executable, "-c", WITHOUT_UNIX, *sorted(names)]
    done = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
