"""Trials with files made to do harm: ledgers that somebody has tampered with, and workbooks.

Every run has 512 MB of memory and 10 seconds of processor time (``prlimit``).
"""

import contextlib
import random
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from trials.fault_lab import Templates, Trial, content, differ, dsq, ledger_of, scratch

LIMITED = ["prlimit", f"--as={512 * 2**20}", "--cpu=10"]

# --- ledgers -------------------------------------------------------------------------------------------

ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
SCHEMAS = (
    "CREATE TRIGGER evil AFTER INSERT ON events BEGIN UPDATE states SET progress = 99; END",
    "CREATE TRIGGER evil BEFORE UPDATE ON states BEGIN SELECT RAISE(IGNORE); END",
    "CREATE UNIQUE INDEX evil ON events (id, note)",
    "DROP TABLE readings",
    "DROP INDEX projects_by_uid",
    "DROP TRIGGER events_are_not_deleted",
    "ALTER TABLE states ADD COLUMN more TEXT",
    "ALTER TABLE projects RENAME COLUMN title TO name",
    f"ALTER TABLE states RENAME TO s; CREATE VIEW states AS {ENDLESS} SELECT i AS project, 'done' AS status,"
    " 1 AS progress, '{}' AS counts, NULL AS due, 0 AS deferrals, NULL AS done_on, NULL AS last_reported,"
    " NULL AS withdrawn_on FROM n",
    f"DROP VIEW ledger; ALTER TABLE events RENAME TO e; CREATE VIEW events AS {ENDLESS} SELECT e.* FROM e, n",
    f"DROP VIEW ledger; CREATE VIEW ledger AS {ENDLESS} SELECT i AS id FROM n",
    "ALTER TABLE _sqlite_migrations RENAME TO m; CREATE VIEW _sqlite_migrations AS"
    f" {ENDLESS} SELECT i AS id, 'x' AS migration_set, 'x' AS name FROM n",
)
VALUES: tuple[object, ...] = (
    *(None, "", "x", "2011-13-45", "9999-12-31", "0001-01-01", "{}", "[", "[]", "null", '"x"', "-5", "500"),
    *("[" * 900 + "]" * 900, "x" * 100_000, "\u202e\x1b[2J\0", -1, 0, 99, 2**62, 0.5, b"\xff\xfe"),
)


def hostile_ledgers(lab: Path, templates: Templates, times: int) -> Trial:
    """Use ledgers with a changed schema, or with values that the program would not have written."""
    trial = Trial("a ledger that somebody has tampered with")
    found = 0
    for number in range(times):
        with scratch(lab) as folder:
            db, good = ledger_of(folder), folder / "good.db"
            shutil.copy(templates.plain, db)
            shutil.copy(templates.plain, good)
            if number < len(SCHEMAS):
                with contextlib.closing(sqlite3.connect(db)) as connection:
                    connection.executescript(SCHEMAS[number])
            else:
                _tamper(db)
            checked = _use(trial, db, "db", "check")
            found += checked == 6
            trial.holds("a changed schema passed `db check`" if number < len(SCHEMAS) and not checked else "")
            restored = _use(trial, good, "db", "restore", str(db), "--yes")
            trial.holds("" if restored == checked else f"db check: {checked}, restore: {restored}")
            if restored:
                trial.holds(differ(content(good), templates.was[templates.plain]))
            if number in (8, 9, 11):  # endless if it is read
                continue
            for words in (("list",), ("list", "--as-of", "2011-06-30"), ("log",), ("report", "weekly")):
                _use(trial, db, *words)
            if _use(trial, db, "db", "check", "--repair") == 0:
                trial.holds("" if _use(trial, db, "db", "check") == 0 else "repaired, and yet not sound")
    trial.remark = f"; {found} of {times} did not pass `db check`"
    return trial


def _tamper(db: Path) -> None:
    """Put a value that may be impossible into some rows of a column, past every check."""
    with contextlib.closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        query = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        triggers = dict(connection.execute(query).fetchall())
        for name in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        tables = ("plans", "categories", "units", "projects", "project_units", "targets", "events", "states")
        changed = False
        while not changed:
            table = random.choice(tables)
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            column, value = random.choice(columns), random.choice(VALUES)
            some = f"rowid % 7 = {random.randrange(7)}" if table != "plans" else "1"
            with contextlib.suppress(sqlite3.Error):
                query = f'UPDATE {table} SET "{column}" = ? WHERE {some}'
                changed = connection.execute(query, (value,)).rowcount > 0
        for sql in triggers.values():
            connection.execute(sql)
        connection.commit()


def _use(trial: Trial, db: Path, *words: str) -> int:
    ended = dsq(db, *words, prefix=LIMITED)
    if words[1:2] == ("check",) and ended.code:  # db check prints one line per fault
        ended.err = ended.err.splitlines()[0]
    ended.err = ended.err[:300]
    trial.ended(ended, (0, 4, 6), db.parent)
    return ended.code


# --- workbooks -----------------------------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
TAIL = b"</sheetData></worksheet>"
SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"


def _cell(ref: str, text: str) -> bytes:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


TABLE = b"".join(
    b"<row>" + _cell(f"A{row}", first) + _cell(f"B{row}", second) + b"</row>"
    for row, first, second in ((1, "项目名称", "完成时限"), (2, "修桥", "2011年6月底前"))
)
FAR = b"<row>" + _cell("XFD1048576", "x") + b"</row>"
MERGE = b'<mergeCells><mergeCell ref = "A1:%s1048576"/></mergeCells></worksheet>'
Parts = dict[str, bytes]


def _workbooks() -> Iterator[tuple[str, Parts]]:
    """Yield workbooks by what is wrong with them, as the parts that are put into a sound one."""
    sheet = HEAD + TABLE
    yield "merges", {SHEET: sheet + b"</sheetData>" + MERGE % b"XFD"}
    yield "merges in lower case", {SHEET: sheet + FAR + b"</sheetData>" + MERGE % b"xfd"}
    many = b"".join(b'<mergeCell ref="A%d:XFD%d"/>' % (n, n) for n in range(1, 300_000))
    yield "many merges", {SHEET: sheet + b"</sheetData><mergeCells>" + many + b"</mergeCells></worksheet>"}
    yield "a far cell", {SHEET: sheet + FAR + TAIL}
    yield "a far format", {SHEET: sheet + b'<row r="1048576"><c r="XFD1048576" s="0"/></row>' + TAIL}
    yield "four million cells", {SHEET: HEAD + b"<row>" + b"<c/>" * 4_000_000 + b"</row>" + TAIL}
    yield "a million rows", {SHEET: sheet + b"<row><c/></row>" * 1_000_000 + TAIL}
    yield "spaces", {SHEET: sheet + b" " * 300_000_000 + TAIL}
    yield "deep", {SHEET: sheet + b"<x>" * 500_000 + b"</x>" * 500_000 + TAIL}
    yield "one long text", {SHEET: HEAD + b"<row>" + _cell("A1", "x" * 50_000_000) + b"</row>" + TAIL}
    yield "long references", {SHEET: HEAD + b"<row>" + _cell("A" * 1_000_000, "x") + b"</row>" + TAIL}
    yield (
        "row numbers",
        {SHEET: HEAD + b'<row r="99999999999999999999">' + _cell("A1", "x") + b"</row>" + TAIL},
    )
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    yield "entities", {SHEET: entities + b"]>" + HEAD + b"<row>" + _cell("A1", "&j;") + b"</row>" + TAIL}
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    yield "an outside entity", {SHEET: outside + HEAD + b"<row>" + _cell("A1", "&a;") + b"</row>" + TAIL}
    numbers = b"".join(
        b'<c r="%c3"><v>%s</v></c>' % (65 + n, value)
        for n, value in enumerate((b"1e308", b"-1e308", b"nan", b"inf", b"9" * 400, b"1e-400"))
    )
    yield "numbers", {SHEET: sheet + b"<row>" + numbers + b"</row>" + TAIL}
    yield "a string out of range", {SHEET: sheet + b'<row><c r="A3" t="s"><v>99999999</v></c></row>' + TAIL}
    yield (
        "many strings",
        {STRINGS: f'<sst xmlns="{MAIN}">'.encode() + b"<si><t>x</t></si>" * 3_000_000 + b"</sst>"},
    )
    formats = b'<numFmts><numFmt numFmtId="200" formatCode="%s"/></numFmts>' % (
        b"[" * 200_000 + b"y" * 200_000
    )
    cells = b'<cellXfs><xf numFmtId="200"/></cellXfs>'
    yield (
        "a long format",
        {
            STYLES: f'<styleSheet xmlns="{MAIN}">'.encode() + formats + cells + b"</styleSheet>",
            SHEET: sheet + b'<row><c r="A3" s="0"><v>40000</v></c></row>' + TAIL,
        },
    )
    yield "no sheet", {SHEET: b""}
    yield (
        "relationships in a circle",
        {
            "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            b'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/worksheet" Target="../xl/workbook.xml"/></Relationships>'
        },
    )
    yield "many parts", {f"xl/media/{n}.png": b"" for n in range(60_000)}


def hostile_workbooks(lab: Path, templates: Templates) -> Trial:
    """Read workbooks that are made to cost memory and time, as plans and as forms."""
    trial = Trial("a workbook made to cost memory and time")
    for name, parts in _workbooks():
        with scratch(lab) as folder:
            shutil.copy(templates.plain, ledger_of(folder))
            _write(folder / "a.xlsx", parts)
            for words in (("plan", "check"), ("sheet", "in")):
                ended = dsq(ledger_of(folder), *words, str(folder / "a.xlsx"), prefix=LIMITED)
                problems = [line for line in ended.err.splitlines() if line]
                ended.err = problems[-1] if problems and ended.code else ended.err
                before = len(trial.broken)
                trial.ended(ended, (0, 3, 5, 7), folder)
                trial.broken[before:] = [f"{name}, {' '.join(words)}: {why}" for why in trial.broken[before:]]
            trial.holds(differ(content(ledger_of(folder)), templates.was[templates.plain]))
    return trial


def _write(path: Path, parts: Parts) -> None:
    book, file = Workbook(), BytesIO()
    book.save(file)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
