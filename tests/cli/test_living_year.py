"""The story year with decisions: its papers, and each day as it was known before and after.

A unit is renamed, a project handed over, one added, one split, one dropped, one merged, an old entry corrected, and
what is unfinished carried into the plan of the next year.
"""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests import story
from tests.conftest import Run, golden

NEXT = """\
plan:
  key: "2012"
  title: 2012年杭州都市经济圈合作项目计划安排表
  year: 2012
  document: {no: "杭政办函[2012]15号", drafter: 市经合办, issued: 2012-01-10}
projects:
  - {id: "1", category: 交通共联, title: 钱江通道及接线工程（续建）, units: 市交通局, requirement: 2012年9月底前完成}
  - {id: "2", category: 合作机制, title: 新一轮合作规划, units: 市发改委, requirement: 2012年完成送审稿}
"""
ADDED = (
    *("--title", "杭黄铁路前期工作", "--category", "交通共联", "--unit", "市发改委"),
    *("--requirement", "2011年底前完成工可"),
)
DECISIONS = (
    ("2011-05-10", ("unit", "rename", "市经委", "市经信委", "--doc", "杭政发〔2011〕20号")),
    ("2011-05-11", ("unit", "contact", "市经信委", "--person", "张三", "--phone", "0571-88886666")),
    ("2011-07-01", ("plan", "set", "10", "--unit", "市交通局", "--doc", "专题会议纪要〔2011〕8号")),
    (
        "2011-07-04",
        ("plan", "add", *ADDED, "--doc", "杭经合〔2011〕15号", "--on", "7月1日"),
    ),
    ("2011-10-10", ("plan", "split", "9", "--into", "北段=市建委", "--into", "南段", "--reason", "分段实施")),
    ("2011-10-25", ("fix", "@6", "--progress", "55")),
    ("2011-12-14", ("plan", "drop", "16", "--reason", "并入省级平台", "--doc", "杭经合〔2011〕30号")),
    ("2011-12-21", ("plan", "merge", "7", "--into", "6", "--reason", "合并推进")),
    ("2012-01-12", ("plan", "load", "2012.yaml", "--yes")),
    (
        "2012-01-12",
        ("plan", "carry", "2011", "2012", "6=1", "9.1", "--progress", "--reason", "跨年实施"),
    ),
    ("2012-01-12", ("plan", "use", "2011")),
)


@pytest.fixture(scope="module")
def living_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger after the story year with its decisions; created once, read only."""
    from dushiquan.cli.app import app

    home = tmp_path_factory.mktemp("living")
    (home / "2012.yaml").write_text(NEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "LOCALAPPDATA", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(home))
        patch.setenv("DSQ_DB", str(home / "2011.db"))
        patch.setenv("DSQ_USER", "小王")
        patch.chdir(home)

        def run(*words: str) -> str:
            done = CliRunner().invoke(app, words)
            assert done.exit_code == 0, (words, done.stderr)
            return done.stdout

        patch.setenv("DSQ_TODAY", "2011-02-21")
        run("init")
        for day, words in sorted([*story.story(), *DECISIONS], key=lambda step: step[0]):
            patch.setenv("DSQ_TODAY", day)
            if words[1:] and words[1].startswith("@"):
                words = (words[0], last_progress(run("log", words[1][1:])), *words[2:])
            run(*words)
    return home / "2011.db"


def last_progress(log: str) -> str:
    """The number of the last progress in a log."""
    return [line.split("\t")[0] for line in log.splitlines() if "进度" in line][-1]


@pytest.fixture
def year(living_year: Path, dsq: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DSQ_DB", str(living_year))
    monkeypatch.setenv("DSQ_TODAY", story.LAST_DAY)
    return dsq


PAPERS = {
    "week-renamed": ("report", "weekly", "--as-of", "2011-05-13"),
    "week-added": ("report", "weekly", "--as-of", "2011-07-08"),
    "week-split": ("report", "weekly", "--as-of", "2011-10-14"),
    "week-dropped": ("report", "weekly", "--as-of", "2011-12-16"),
    "month-07": ("report", "monthly", "--month", "2011-07"),
    "month-12": ("report", "monthly", "--month", "2011-12"),
    "units": ("report", "units"),
    "year": ("report", "yearly", "--as-of", "2012-01-13"),
    "unit": ("report", "units", "--unit", "市经委"),
    "changes": ("changes", "--since", "2011-12-31"),
    "cards": ("show", "9.1", "16", "31"),
    "plan": ("list", "--columns", "id,title,lead,due,status,progress"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_the_papers_of_the_year_match_the_golden_files(year: Run, name: str) -> None:
    done = year(*PAPERS[name], "-f", "md")
    assert done.code == 0, done.err
    golden(f"living-{name}.md", done.out)


def rows(year: Run, *words: str) -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in year("list", *words, "-f", "json").json}


@pytest.mark.parametrize(
    ("id", "field", "day", "before", "after"),
    [
        ("3", "lead", "2011-05-10", ["市经委"], ["市经信委"]),
        ("10", "lead", "2011-07-01", ["市城管办"], ["市交通局"]),
        ("31", "title", "2011-07-01", None, "杭黄铁路前期工作"),
        ("9.1", "lead", "2011-10-10", None, ["市建委"]),
        ("9", "status", "2011-10-10", "active", None),
    ],
)
def test_a_decision_counts_from_its_day(
    year: Run, id: str, field: str, day: str, before: object, after: object
) -> None:
    eve = f"{day[:-2]}{int(day[-2:]) - 1:02}" if not day.endswith("01") else "2011-06-30"
    assert rows(year, "--as-of", eve).get(id, {}).get(field) == before
    assert rows(year, "--as-of", day).get(id, {}).get(field) == after


def test_what_was_entered_late_was_not_known_before(year: Run) -> None:
    assert "31" in rows(year, "--as-of", "2011-07-02")  # decided on 4 July for 1 July
    assert "31" not in rows(year, "--as-of", "2011-07-02", "--known-at", "2011-07-02")
    assert rows(year, "--as-of", "2011-10-14")["6"]["progress"] == 55  # corrected on 25 October
    assert rows(year, "--as-of", "2011-10-14", "--known-at", "2011-10-14")["6"]["progress"] == 65


def test_the_ledger_of_the_year_is_sound(year: Run) -> None:
    assert year("db", "check").code == 0
    assert [each["id"] for each in year("show", "9.2", "-f", "json").json[0]["came_from"]] == ["9"]
    assert [each["id"] for each in year("show", "6", "-f", "json").json[0]["came_from"]] == ["7"]


def test_what_was_carried_is_in_both_plans_and_in_force_from_its_day(year: Run) -> None:
    (old,) = year("show", "6", "-f", "json").json
    assert (old["status"], old["light"], old["carried_to"]) == (
        "carried",
        None,
        {"plan": "2012", "id": "1", "title": "钱江通道及接线工程（续建）"},
    )
    (new,) = year("--plan", "2012", "show", "1", "-f", "json").json
    assert [(each["plan"], each["id"]) for each in new["came_from"]] == [("2011", "6"), ("2011", "7")]
    assert rows(year, "--as-of", "2012-01-11")["6"]["status"] == "active"
    both = year("--plan", "2011,2012", "list", "-s", "结转").out
    assert [line.split("\t")[0] for line in both.splitlines()] == ["2011/6", "2011/9.1"]
