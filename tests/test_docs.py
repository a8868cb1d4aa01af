"""The pages in docs/ agree with the program."""

import doctest
import importlib.util
import re
from datetime import date
from pathlib import Path

import pytest

from dushiquan.domain.events import REPORTS, EventKind
from dushiquan.domain.plan import Project
from dushiquan.domain.selection import Selection
from dushiquan.domain.settings import Settings
from dushiquan.domain.status import STATUS_LABELS, State
from dushiquan.domain.supervision import Item, Supervision
from dushiquan.errors import ExitCode, UsageError
from dushiquan.office.entries import Entries, Recorded
from dushiquan.office.reports import REPORTS as REPORTS_MADE
from dushiquan.papers.labels import SETTING_MEANINGS
from dushiquan.phrases.status_words import typed_status
from dushiquan.phrases.typed_day import Side, parse_day
from tests.builders import LIST_KEYS
from tests.conftest import Run

DOCS = Path(__file__).parents[1] / "docs"


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["commands", "settings"])
def test_a_page_that_a_script_writes_is_up_to_date(name: str) -> None:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = getattr(module, f"{name}_markdown")()
    assert read(f"{name}.md") == written, f"python docs/{name}.py > docs/{name}.md"


def test_the_json_page_names_every_key_and_exit_code() -> None:
    page = read("json.md")
    for key in (*LIST_KEYS, *EventKind):
        assert f"`{key}`" in page, key
    (codes,) = re.findall(r"## Exit codes\n\n(.*)", page, re.S)
    assert [int(part.split()[0]) for part in codes.split("·")] == [code.value for code in ExitCode]


def test_the_json_page_has_the_reports() -> None:
    """Those with a span have one section, that of the week."""
    of_own = [kind.name for kind in REPORTS_MADE.values() if not kind.is_circular]
    for name in ("weekly", *of_own):
        assert f"`dsq report {name} -f json`" in read("json.md"), name


def test_the_rules_name_the_kinds_that_are_reports_and_the_others() -> None:
    (reports, others) = re.findall(
        r"^(The kinds of events.*?) are reports\.(.*?)\n\n", read("rules.md"), re.M | re.S
    )[0]
    assert re.findall(r"`(\w+)`", reports) == [kind for kind in EventKind if kind in REPORTS]
    assert re.findall(r"`(\w+)`", others) == [kind for kind in EventKind if kind not in REPORTS]


def test_the_python_page_names_every_function_that_records() -> None:
    (row,) = re.findall(r"^\| `office\.entries` \|.*", read("python.md"), re.M)
    public = [name for name in vars(Entries) if not name.startswith("_")]
    assert sorted(re.findall(r"`(\w+)`", row)) == sorted(public)


def test_the_fields_that_the_python_page_names_are_there() -> None:
    types = {each.__name__: each for each in (Selection, Item, Project, State, Supervision, Recorded)}
    found: dict[str, list[str]] = {}
    for of, fields, _ in table("python.md", "of | field"):
        name = of.strip("`") or [*found][-1]
        found.setdefault(name, []).extend(re.findall(r"`([\w.]+)`", fields))
    assert list(found) == list(types)
    for name, named in found.items():
        for field in named:
            assert hasattr(types[name], field.split(".")[0]), f"{name}.{field}"
    assert {*found["Selection"]} == {*Selection._fields}


def test_the_plan_file_example_loads(ledger: Run, home: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", read("plan-file.md"), re.S)
    (home / "a.yaml").write_text(example, encoding="utf-8")
    assert ledger("plan", "load", "a.yaml").code == 0
    first, second = ledger("list", "-f", "json").json
    assert (first["kind"], first["due"], first["support_open"]) == ("submit", "2024-06-30", True)
    assert (second["due"], second["support"]) == ("2024-11-30", ["市财政局"])


def table(page: str, heading: str) -> list[list[str]]:
    """The rows of the table of a page whose head begins with a text, without the head."""
    lines = read(page).split(f"| {heading}", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def typed_day(text: str, side: Side) -> str:
    try:
        return parse_day(text, date(2011, 11, 10), side).isoformat()
    except UsageError:
        return "不收"


def test_days_may_be_typed_as_the_page_says() -> None:
    for texts, past, coming in table("help/days.md", "写法 | `--on`"):
        for text in texts.split(", "):
            meant = [typed_day(text, side) for side in (Side.PAST, Side.COMING)]
            assert meant == [past, coming], text


def test_ids_and_states_may_be_typed_as_the_page_says(ledger: Run) -> None:
    for texts, ids in table("help/ids.md", "写在 `dsq done`"):
        for text in re.findall("`(.*?)`", texts):
            done = ledger("done", text, "--dry-run")
            closed = " ".join(re.findall(r"^将记录 (\S+)", done.err, re.M))
            refused = "会问是哪一项" if "请写" in done.err and done.code == 4 else "不收"
            assert (closed or refused) == ids, text
    for texts, state in table("help/states.md", "写在 `-s`"):
        for text in texts.split(", "):
            status = typed_status(text)
            assert (STATUS_LABELS[status] if status else "不收") == state, text


def test_the_database_page_is_true(ledger: Run) -> None:
    import sqlite3

    ledger("update", "6", "-s", "active")
    ledger("done", "6")
    connection = sqlite3.connect(ledger("db", "path").out.strip())
    (query,) = re.findall(r"```sql\n(.*?)```", read("database.md"), re.S)
    assert connection.execute(query.replace("2011-10-31", "2011-07-01")).fetchall() == [
        ("6", "done", "2011-07-01")
    ]
    columns = {row[1] for row in connection.execute("PRAGMA table_info(ledger)")}
    (named,) = re.findall(r"in words: `(.*?)`", read("database.md"), re.S)
    assert set(named.split()) == columns
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in tables - {"sqlite_sequence"}:
        assert f"`{table}`" in read("database.md")
    connection.close()


@pytest.mark.parametrize("page", sorted(str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")))
def test_paths_named_in_the_docs_exist(page: str) -> None:
    for path in re.findall(r"`((?:src|docs|tests|benchmarks|migrations|data)/[\w./]+\.\w+)`", read(page)):
        assert (DOCS.parent / path).exists(), path


NAMES_AFTER_MODULES = r"`([\w/]+\.py)`:((?:,?\s*`\w+`)+)"  # the rules: where each is kept
MODULES_AFTER_NAMES = r"`(?:\w+\.)?(\w+)`[^`]{0,4}\(`([\w/]+\.py)`"  # the architecture: (`store/states.py`)


def test_functions_stand_where_the_rules_and_the_architecture_say() -> None:
    said = [
        (module, name)
        for module, names in re.findall(NAMES_AFTER_MODULES, read("rules.md"))
        for name in re.findall(r"\w+", names)
    ]
    said += [(module, name) for name, module in re.findall(MODULES_AFTER_NAMES, read("architecture.md"))]
    assert len(said) > 40
    for module, name in said:
        text = (DOCS.parent / "src" / "dushiquan" / module).read_text(encoding="utf-8")
        assert re.search(rf"\b{name}\b", text), f"{module}: {name}"


def test_pages_named_in_the_program_exist() -> None:
    """Docstrings and comments of src name pages from the top of the repository: docs/rules.md."""
    for path in (DOCS.parent / "src").rglob("*.py"):
        for page in re.findall(r"[A-Za-z][A-Za-z/_-]*\.md\b", path.read_text(encoding="utf-8")):
            assert (DOCS.parent / page).is_file(), f"{path.name}: {page}"


def test_links_lead_somewhere() -> None:
    top = DOCS.parent
    for page in (*DOCS.rglob("*.md"), *top.glob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_setting_has_a_meaning_in_the_order_of_the_page() -> None:
    assert list(SETTING_MEANINGS) == list(Settings._fields)


def test_the_examples_of_the_python_page_run(home: Path) -> None:
    failed, tried = doctest.testfile(str(DOCS / "python.md"), module_relative=False, encoding="utf-8")
    assert (failed, tried > 10) == (0, True)
