"""The reading commands, mistakes in their arguments, and the first use."""

import platform
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dushiquan.cli.printing import read_ahead
from dushiquan.office.office import open_office
from tests.builders import EDITION, LIST_KEYS, TWO_STEPS, entries
from tests.conftest import Run


def test_first_use_creates_the_ledger_and_says_so(dsq: Run, home: Path) -> None:
    first = dsq("list", "--category", "交通共联")
    assert first.out == (
        "6\t交通共联\t钱江通道及接线工程\t市交通局\t2011-12-31\t未启动\t\t黄\n"
        "7\t交通共联\t杭长高速公路杭州段工程\t市交通局\t2011-12-31\t未启动\t\t黄\n"
        "8\t交通共联\t京杭运河二通道项目\t市交通局\t2011-12-31\t未启动\t\t黄\n"
        "9\t交通共联\t杭州绕城高速公路西复线工程(杭州都市圈环线)\t市交通局\t2011-12-31\t未启动\t\t黄\n"
        "10\t交通共联\t公交一体化工作\t市城管办\t2011-12-31\t未启动\t\t黄\n"
    )
    path = home / ".local/share/dushiquan/ledger.db"
    assert first.err == f"已建立台账 {path}，载入《2011年杭州都市经济圈合作项目计划安排表》31 项。\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert dsq("list", "-c", "jtgl").err == ""


def test_a_missing_explicit_path_is_refused(dsq: Run, home: Path) -> None:
    result = dsq("--db", "没有.db", "list")
    assert (result.code, result.out) == (6, "")
    assert result.err == "没有台账 没有.db；先用 dsq --db 没有.db init 建立。\n"
    assert list(home.iterdir()) == []
    assert dsq("--db", "没有.db", "init").code == 0
    assert len(dsq("--db", "没有.db", "list", "-f", "json").ids) == 31


def test_init_refuses_to_overwrite(ledger: Run) -> None:
    ledger("done", "6")
    result = ledger("init")
    assert result.code == 7
    assert "已经存在，未作改动" in result.err
    assert "要清空重来用 dsq db reset" in result.err
    assert ledger("list", "-s", "done", "-f", "json").ids == ["6"]


def test_an_empty_ledger_asks_for_a_plan(dsq: Run) -> None:
    assert dsq("--db", "a.db", "init", "--empty").code == 0
    result = dsq("--db", "a.db", "list")
    assert (result.code, result.err) == (4, "台账里还没有计划；先用 dsq plan load 文件 载入。\n")


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ("-c 规划", "1 2 3 4 5"),
        ("-c jtgl -c 合作机制", "6 7 8 9 10 29"),
        ("-u 市民政局", "17 29"),
        ("-u 市民政局 --role lead", "17 29"),
        ("-u 市经委 --role support", "17"),
        ("-u 市经委 --role 配合", "17"),
        ("-u sjw", "3 15 17"),
        ("-r 海宁", "2 10"),
        ("-r 海宁 -r 湖州", "2 10 22.1 23"),
        ("--kind advance", "2 6 7 8 9 10"),
        ("--kind 举办", "30"),
        ("--kind advance -c 规划", "2"),
        ("-s 进行中", ""),
        ("-k 轨道", "2"),
        ("-k 西湖 -k 剧院", "13 27"),
        ("22", "22.1 22.2"),
        ("28-30,1", "1 28 29 30"),
        ("--limit 2", "1 2"),
        ("--sort -id --limit 3", "30 29 28"),
        ("-c 规划 --sort title", "5 2 3 1 4"),
    ],
)
def test_list_filters_select(ledger: Run, filters: str, ids: str) -> None:
    assert ledger("list", *filters.split(), "-f", "json").ids == ids.split()


def test_list_json_keeps_its_contract(ledger: Run) -> None:
    (row,) = ledger("list", "17", "-f", "json").json
    assert list(row) == LIST_KEYS
    assert row == {
        "id": "17",
        "no": 17,
        "part": None,
        "plan": "2011",
        "category": "产业共兴",
        "title": "建立行业协会联席会议制度",
        "content": "完善都市圈行业协会联席会议制度,推动新建4家都市圈行业协会联席会议制度。",
        "lead": ["市民政局"],
        "support": ["市经委", "市贸易局"],
        "support_open": True,
        "persons": [],
        "regions": [],
        "requirement": "2011年完成",
        "kind": "complete",
        "start": "2011-01-01",
        "due": "2011-12-31",
        "due_original": "2011-12-31",
        "deferrals": 0,
        "status": "planned",
        "progress": None,
        "targets": [
            {"name": "都市圈行业协会联席会议制度", "goal": 4, "count": 0, "measure": "家", "due": None}
        ],
        "light": "yellow",
        "reasons": ["133天未报送"],
        "days_left": 183,
        "days_overdue": 0,
        "done_on": None,
        "applied_on": None,
        "last_reported": None,
        "problem": None,
        "next_steps": None,
        "expected": None,
        "deferral_request": None,
    }


def test_list_prints_tsv_csv_and_markdown(ledger: Run) -> None:
    args = ("list", "1", "--columns", "id,due,牵头单位")
    assert ledger(*args, "-f", "tsv").out == "1\t2011-12-31\t市发改委\n"
    assert ledger(*args, "-f", "csv").out == "序号,时限,牵头单位\n1,2011-12-31,市发改委\n"
    assert ledger(*args, "-f", "md").out == (
        "| 序号 | 时限 | 牵头单位 |\n| --- | --- | --- |\n| 1 | 2011-12-31 | 市发改委 |\n"
    )


def test_an_empty_listing_prints_nothing(ledger: Run) -> None:
    for format in ("tsv", "csv", "md", "table"):
        result = ledger("list", "-s", "done", "-f", format)
        assert (result.code, result.out, result.err) == (0, "", "")
    assert ledger("list", "-s", "done", "-f", "json").json == []


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ("list -c 铁路", 4, "没有类别“铁路”。可用：规划共绘、交通共联"),
        ("list -c 交通供联", 4, "没有类别“交通供联”；是不是交通共联？"),
        ("list -c jtgk", 4, "没有类别“jtgk”；是不是交通共联？"),
        ("list -u 市交通据", 4, "没有单位“市交通据”；是不是市交通局？"),
        ("list --columns titel", 2, "没有列“titel”；是不是title（项目名称）？"),
        ("list -s donne", 2, "没有状态“donne”；是不是已完成（done）？"),
        ("list -c 共", 4, "类别“共”不止一个：规划共绘、交通共联"),
        ("list 99", 4, "没有项目 99"),
        ("list abc", 4, "没有序号或名称是“abc”的项目"),
        ("list -x 6", 2, "没有选项 -x"),
        ("done 高速公路", 4, "“高速公路”不止一项：7 杭长"),
        ("list -s 完了", 2, "没有状态“完了”。可用：未启动（planned）"),
        ("list --columns id,x", 2, "没有列“x”。可用：id（序号）"),
        ("list --as-of 2011-02-30", 2, "没有 2011-02-30 这一天"),
        ("list -f xml", 2, "“xml”不是输出格式"),
        ("--plan 2012 list", 4, "没有计划“2012”。现有：2011"),
        ("done 22", 4, "22 下有 22.1、22.2"),
        ("done 1 99", 4, "没有项目 99"),
        ("done 6 --on 2011-07-02", 7, "2011-07-02 还没有到"),
        ("update 6", 2, "没有要记录的内容"),
        ("update 6 -s 暂缓", 7, "须说明理由"),
        ("update 6 -p 101", 2, ""),
        ("note 6 ", 7, "说明是空的"),
    ],
)
def test_mistakes_are_explained_and_change_nothing(ledger: Run, args: str, code: int, said: str) -> None:
    result = ledger(*args.split(" "))
    assert result.code == code, result.err
    assert result.out == ""
    assert said in result.err
    assert "Traceback" not in result.err
    assert entries(ledger) == []


def test_overdue_starts_the_day_after_the_due_date(ledger: Run) -> None:
    late = ledger("overdue", "-f", "json", today="2012-01-09").json
    assert len(late) == 25
    assert {row["days_overdue"] for row in late} == {9}
    assert ledger("overdue", "--exit-code", today="2012-01-01").code == 3
    assert ledger("overdue", "-f", "json", "--as-of", "2011-12-31").json == []
    assert ledger("overdue", "--exit-code", "--as-of", "2011-12-31").code == 0
    review = ledger("list", "--kind", "advance", "-f", "json", today="2012-01-09").json
    assert {tuple(row["reasons"])[-1] for row in review} == {"年末待评估"}


def test_due_lists_projects_within_30_days(ledger: Run) -> None:
    assert ledger("due", "--as-of", "2011-11-30").out == ""
    assert len(ledger("due", "--as-of", "2011-12-01", "-f", "json").ids) == 25


@pytest.mark.parametrize("words", [("14",), ("14天",), ("两周",), ("--within", "14d"), ("--days", "14")])
def test_due_takes_another_span(ledger: Run, words: tuple[str, ...]) -> None:
    assert ledger("due", *words, "--as-of", "2011-12-16").out == ""
    assert len(ledger("due", *words, "--as-of", "2011-12-17", "-f", "json").ids) == 25


def test_due_takes_one_span(ledger: Run) -> None:
    assert ledger("due", "14", "--days", "7").code == 2
    assert "“杭州”不是天数；可以写成：30d、30天、4周。" in ledger("due", "杭州").err
    assert ledger("due", "7", "--as-of", "2011-11-30").out == ""


@pytest.mark.parametrize("command", ["overdue", "due"])
def test_overdue_and_due_take_filters(ledger: Run, command: str) -> None:
    day = {"overdue": "2012-01-09", "due": "2011-12-10"}[command]

    def ids(*words: str) -> list[str]:
        return ledger(command, "--as-of", day, "-f", "json", *words).ids

    assert ids("-u", "市经委") == ["3", "15", "17"]
    assert ids("-c", "产业", "-c", "环境") == ["15", "16", "17", "18", "22.1", "22.2"]
    assert ids("-c", "产业", "-u", "市经委", "--sort", "-id") == ["17", "15"]
    assert ids("--limit", "2") == ["1", "3"]
    grouped = ledger(command, "-c", "环境", "--group-by", "lead", "--as-of", day, "-f", "table").out
    by_label = ledger(command, "-c", "环境", "--group-by", "单位", "--as-of", day, "-f", "table").out
    assert by_label == grouped
    assert "市环保局（2 项）" in grouped
    assert ("逾期（2 项）" in grouped) is (command == "overdue")


def test_log_json_keeps_its_contract(ledger: Run) -> None:
    ledger("note", "6", "隧道贯通")
    ledger("update", "6", "-p", "60", "--on", "2011-06-15")
    assert [line.split("\t")[:6] for line in ledger("log", "6").out.splitlines()] == [
        ["2", "2011-07-01", "6", "钱江通道及接线工程", "隧道贯通", "小王"],
        ["3", "2011-06-15", "6", "钱江通道及接线工程", "启动办理", "小王"],
        ["4", "2011-06-15", "6", "钱江通道及接线工程", "报进度60%", "小王"],
    ]
    rows = ledger("log", "-f", "json").json
    assert list(rows[0]) == [
        "id",
        "number",
        "project",
        "kind",
        "on",
        "recorded_at",
        "actor",
        "before",
        "after",
        "note",
        "revoked",
        "replaces",
        "origin",
        "document",
        "plan",
    ]
    assert [(row["number"], row["project"], row["kind"]) for row in rows] == [
        (1, "", "load"),
        (2, "6", "note"),
        (3, "6", "status"),
        (4, "6", "progress"),
    ]
    assert rows[0]["recorded_at"].startswith("2011-0")


def test_weekly_report_totals_add_up(ledger: Run) -> None:
    ledger("done", "6", "--on", "2011-12-30", today="2012-01-03")
    ledger("note", "1", "已报送", today="2012-01-03")
    text = ledger("report", "weekly").out
    assert text.startswith(
        "# 关于《2011年杭州都市经济圈合作项目计划安排表》2012年1月2日至3日进展情况的通报\n\n"
        "项目进展通报 · 市经合办 · 2012年1月3日\n"
    )
    assert "| 1 | 省级产业集聚区规划建设 | 1月3日，已报送 |" in text
    report = ledger("report", "weekly", "-f", "json").json
    for key in ("total", "planned", "done", "late", "review"):
        assert sum(count[key] for count in report["categories"]) == report["total"][key]
    total = report["total"]
    assert (
        total["total"]
        == 31
        == sum(total[s] for s in ("planned", "active", "submitted", "done", "paused", "dropped", "carried"))
    )
    assert (total["late"], total["review"], total["done"]) == (25, 5, 1)
    assert [row["id"] for row in report["overdue"]][:2] == ["1", "3"]


def test_show_prints_every_field(ledger: Run) -> None:
    ledger("note", "2", "已委托编制")
    text = ledger("show", "2").out
    for part in (
        "编制《杭州都市经济圈轨道快线网规划研究》",
        "配合单位\t市地铁集团",
        "读作\t推进，2011-01-01 至",
        "0/1项",
        "已委托编制（小王）",
    ):
        assert part in text
    (row,) = ledger("show", "2", "-f", "json").json
    assert list(row) == [*LIST_KEYS, "history", "came_from", "carried_to", "at_once"]


def test_db_check_reports_a_sound_and_a_damaged_file(ledger: Run, home: Path) -> None:
    path = home / ".local/share/dushiquan/ledger.db"
    assert ledger("db", "path").out == f"{path}\n"
    assert ledger("db", "check").err == f"台账 {path} 完好，现状与记录相符。\n"
    path.write_bytes(path.read_bytes()[:5000])
    broken = ledger("db", "check")
    assert broken.code == 6
    assert "Traceback" not in broken.err


def test_db_path_creates_nothing(dsq: Run, home: Path) -> None:
    assert dsq("db", "path").code == 0
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("value", ["2011-13-01", "today", "20110101"])
def test_an_invalid_dsq_today_is_refused(ledger: Run, value: str) -> None:
    result = ledger("list", today=value)
    assert (result.code, result.out) == (2, "")
    assert "DSQ_TODAY" in result.err


def test_version_tells_what_a_report_of_a_fault_needs(dsq: Run) -> None:
    from dushiquan import __version__
    from dushiquan.store.migrating import MIGRATIONS

    program, python, system, ledger = dsq("--version").out.splitlines()
    assert program == f"dsq {__version__}"
    assert python == f"Python {platform.python_version()}，SQLite {sqlite3.sqlite_version}"
    assert platform.system() in system
    assert ledger == f"台账版本 {MIGRATIONS[-1]}"


def test_log_filters_select(ledger: Run) -> None:
    ledger("note", "6", "甲", "--on", "2011-06-01")
    ledger("note", "7", "乙", "--on", "2011-06-15")
    assert ledger("log", "--since", "6月10日", "--actor", "小王").out.split("\t")[4] == "乙"
    assert ledger("log", "--until", "2011-06-10").out.split("\t")[4] == "甲"
    assert ledger("log", "--actor", "小李").out == ""
    assert len(ledger("log", "6-7", "--actor", "小王").out.splitlines()) == 2


def test_stats_json_keeps_its_contract(ledger: Run) -> None:
    ledger("done", "6")
    rows = ledger("stats", "--by", "category", "-f", "json").json
    assert list(rows[0]) == [
        "category",
        "total",
        "planned",
        "active",
        "submitted",
        "done",
        "paused",
        "dropped",
        "carried",
        "late",
        "review",
        "red",
        "yellow",
        "green",
        "progress",
        "pace",
        "paced",
    ]
    assert rows[1] == {
        "category": "交通共联",
        **dict.fromkeys(
            ("active", "submitted", "paused", "dropped", "carried", "late", "review", "red", "green"), 0
        ),
        "total": 5,
        "planned": 4,
        "done": 1,
        "yellow": 4,
        "progress": 20,
        "pace": 49,
        "paced": 5,
    }
    assert sum(row["total"] for row in rows) == 31
    assert sum(row["total"] for row in ledger("stats", "--by", "light", "-f", "json").json) == 31
    assert [r["status"] for r in ledger("stats", "--by", "状态", "-f", "json").json] == ["planned", "done"]
    for word, meant in (("单位", "unit"), ("责任单位", "unit"), ("灯", "light")):
        assert ledger("stats", "--by", word).out == ledger("stats", "--by", meant).out != ""
    assert ledger("list", "--columns", "id,单位,灯").out == ledger("list", "--columns", "id,lead,light").out


def test_projects_for_review_are_not_overdue(ledger: Run) -> None:
    result = ledger("overdue", "--exit-code", "-c", "交通共联", "-f", "json", today="2012-01-09")
    assert (result.code, result.json) == (0, [])


STEPS = """\
plan: {key: s, title: 步骤, year: 2024}
projects:
  - {id: "1", category: 甲, title: 一, units: 甲局, requirement: 6月底前完成初稿，12月底前完成终稿}
  - {id: "2", category: 甲, title: 二, units: 乙局, requirement: 长期坚持}
"""


def test_a_late_target_is_overdue_and_undated_projects_match_no_due_filter(ledger: Run, home: Path) -> None:
    (home / "s.yaml").write_text(STEPS, encoding="utf-8")
    ledger("plan", "load", "s.yaml", today="2024-01-10")
    assert ledger("overdue", "-f", "json", today="2024-07-01").ids == ["1"]
    ledger("note", "2", "甲", today="2024-07-02")
    for words in ("--due-from 2024-01-01", "--due-to 2024-12-31"):
        assert ledger("list", *words.split(), "--as-of", "2024-07-01", "-f", "json").ids == ["1"]
    assert ledger("list", "--within", "0d", "-f", "json", "--as-of", "2024-12-31").ids == ["1"]
    late = ledger("defer", "2", "+2m", "--reason", "理由")
    assert (late.code, late.err) == (7, "2 没有时限，+2m 无从算起；请写明日期。\n")


def test_a_due_date_column_alone_is_a_deadline(ledger: Run, home: Path) -> None:
    table = "序号,类别,项目名称,责任单位,截止日期\n1,甲,修路,市交通局,2024-06-30\n"
    (home / "a.csv").write_text(table, encoding="utf-8")
    loaded = ledger("plan", "load", "a.csv", "--year", "2024", "--key", "a", today="2024-01-10")
    assert "没有时限" not in loaded.err
    (row,) = ledger("overdue", "-f", "json", today="2024-07-01").json
    assert (row["kind"], row["due"], row["days_overdue"]) == ("complete", "2024-06-30", 1)


def test_a_late_step_makes_its_project_late(ledger: Run, home: Path) -> None:
    (home / "a.yaml").write_text(TWO_STEPS, encoding="utf-8")
    ledger("plan", "load", "a.yaml", today="2024-01-10")
    (row,) = ledger("list", "2", "-f", "json", today="2024-07-09").json
    assert (row["due"], row["days_overdue"]) == ("2024-12-31", 9)
    assert "| 2 | 二 | 2024-12-31 | 节点“完成初稿”逾期9天（7个工作日） |" in ledger("report", "weekly").out
    ledger("urge", "-u", "乙局", "-o", "x", "--type", "md")
    (letter,) = (home / "x").iterdir()
    assert "| 节点“完成初稿”逾期9天" in letter.read_text(encoding="utf-8")


def test_a_wrong_name_suggests_all_names_with_near_initials(ledger: Run, home: Path) -> None:
    units = EDITION.replace("units: 甲局", "units: 市教育局").replace("units: 乙局", "units: 市机要局")
    (home / "a.yaml").write_text(units, encoding="utf-8")
    ledger("plan", "load", "a.yaml")
    assert ledger("list", "-u", "SJYK").err == "没有单位“SJYK”；是不是市教育局、市机要局？\n"


def test_role_needs_a_unit(ledger: Run) -> None:
    assert ledger("list", "--role", "lead").code == 2


def test_a_listing_in_a_pager_holds_no_writer(ledger: Run) -> None:
    """As somebody does who keeps ``dsq list | less`` open."""
    with open_office() as office:
        printed = read_ahead(office.projects())
        next(printed)
        with closing(sqlite3.connect(office.path, timeout=0, isolation_level=None)) as other:
            other.execute("UPDATE plans SET remark = 'x'")
        assert len(list(printed)) == 30
