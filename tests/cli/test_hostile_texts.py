"""Texts of a plan that steer a terminal, run in a browser, or compute in a spreadsheet: in every output."""

import csv
import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dushiquan.formats.registry import suffixes
from dushiquan.formats.text import FORBIDDEN, is_formula
from dushiquan.office.reports import REPORTS
from tests.conftest import Run

PLAN = r"""
plan: {title: "计划\x1b[31m<script>a</script>\u202E", year: 2011, remark: "=甲\u009B"}
categories: ["=cmd|x", "@x"]
projects:
  - id: 1
    category: "=cmd|x"
    title: "甲\u202Eabc<script>x</script>"
    content: "+1+cmd\u009B31m"
    requirement: 6月底前完成
    units: {lead: ["=HYPERLINK(1)", "<b>乙\x1b[2J"], support: ["-2+3\u202E"]}
    regions: ["=R<i>\u009B"]
    targets: [{name: "=T<script>\u202E", goal: 3, measure: "\x1b[1m次"}]
  - id: 2
    category: "@x"
    title: "=1+1"
    content: "<img src=x onerror=1>"
    requirement: 6月底前完成
    units: {lead: ["@丙<script>\x1b]0;x\a"]}
    persons: ["=张三"]
"""
PAPERS = tuple(REPORTS)
FORMATS = ("table", "tsv", "json", "csv", "md")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of that plan, with entries; created once, read only."""
    from typer.testing import CliRunner

    from dushiquan.cli.app import app

    folder = tmp_path_factory.mktemp("hostile")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DSQ_DB", str(folder / "l.db"))
        patch.setenv("DSQ_TODAY", "2011-07-12")
        patch.setenv("DSQ_USER", "=小王\x1b[31m<script>")
        for words in (
            ["init", "--empty"],
            ["plan", "load", str(folder / "plan.yaml"), "--key", "=k", "--yes"],
            ["note", "1", "=1+1\u202e<script>\x1b[2J"],
            ["update", "2", "-p", "30", "--note", "@x\u009b"],
        ):
            done = CliRunner().invoke(app, words)
            assert done.exit_code == 0, done.output
    return folder / "l.db"


@pytest.fixture
def run(hostile: Path, dsq: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    shutil.copy(hostile, home / "l.db")
    monkeypatch.setenv("DSQ_DB", str(home / "l.db"))
    monkeypatch.setenv("DSQ_TODAY", "2011-07-12")
    return dsq


def steering(text: str) -> str:
    return "".join(sorted(set(map(chr, FORBIDDEN)) & set(text.replace("\r\n", "\n"))))


LISTINGS = [
    f"{command} -f {format}" for command in ("list", "overdue", "due", "log", "stats") for format in FORMATS
]
PRINTED = [
    *LISTINGS,
    *(f"report {paper} -f {format}" for paper in PAPERS for format in ("table", "json", "md")),
    "show 1",
    "show 2 -f json",
    "plan list",
    "plan export",
    "urge --dry-run",
    "note 1 x",
    "done 1",
    "tick 1 T",
    "undo",
    "list -c 错",
    "list -u 错",
    "db check",
]


def test_nothing_printed_steers_a_terminal(run: Run) -> None:
    for line in PRINTED:
        said = run(*line.split())
        assert (line, steering(said.out + said.err)) == (line, "")
        if line.endswith("csv"):
            cells = [cell for row in csv.reader(io.StringIO(said.out)) for cell in row]
            assert (line, [cell for cell in cells if is_formula(cell)]) == (line, [])
        if line.endswith("-f md"):
            assert (line, re.findall(r"<(?!br>)\w+", said.out)) == (line, [])


@pytest.mark.parametrize("suffix", suffixes("paper", "listing"))
def test_nothing_written_steers_or_computes(run: Run, home: Path, suffix: str) -> None:
    is_paper, is_listing = (suffix in suffixes(use) for use in ("paper", "listing"))
    papers = [f"report {paper} -o {paper}{suffix}" for paper in PAPERS] if is_paper else []
    listings = [f"list -o list{suffix}", f"plan export -o plan{suffix}"] if is_listing else []
    letters = [f"urge --type {suffix[1:]} -o letters"] if is_paper else []
    forms = ["sheet out -o forms"] if suffix == ".xlsx" else []
    before = set(home.rglob("*"))
    for line in (*papers, *listings, *letters, *forms):
        said = run(*line.split())
        assert (line, said.code, steering(said.out + said.err)) == (line, 0, "")
    written = [path for path in home.rglob(f"*{suffix}") if path not in before]
    assert len(written) >= len(papers) + len(listings) + len(letters) + len(forms)
    for path in written:
        assert steering(path.name) == ""
        for text in texts_of(path):
            assert (path.name, steering(text)) == (path.name, "")
        if suffix in (".md", ".html"):
            assert not re.search(r"<(script|img|b|i)\b", path.read_text(encoding="utf-8"))
        if suffix == ".xlsx":
            sheets = load_workbook(path).worksheets
            kinds = {cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row}
            assert (path.name, kinds & {"f", "e"}) == (path.name, set())
        if suffix == ".csv":
            rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
            cells = [cell for row in rows for cell in row]
            assert [cell for cell in cells if is_formula(cell)] == []


def texts_of(path: Path) -> list[str]:
    if not zipfile.is_zipfile(path):
        return [path.read_text(encoding="utf-8-sig")]
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        return [parts.read(name).decode() for name in names]
