"""Reports of the story year: golden files, and totals recomputed with plain SQL."""

import csv
import re
import sqlite3
from pathlib import Path

import pytest

from tests import story
from tests.builders import EDITION
from tests.conftest import Run, golden

REPORTS = {
    "week-2011-W26.md": ("weekly", "--week", "2011-W26"),
    "week-2011-W45.md": ("weekly", "--week", "2011-W45", "--issue", "12"),
    "week-2012-W02.md": ("weekly", "--week", "2012-W02"),
    "month-2011-10.md": ("monthly", "--month", "2011-10"),
    "brief-2011-12-16.md": ("brief", "--as-of", "2011-12-16"),
    "brief-2012-01-13.json": ("brief", "-f", "json"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_reports_match_the_golden_files(after: Run, name: str) -> None:
    golden(name, after("report", *REPORTS[name]).out)


@pytest.mark.parametrize("name", ["weekly", "monthly"])
def test_a_brief_before_a_circular_compares_with_the_same_day(after: Run, name: str) -> None:
    day = ("--as-of", "2011-12-16")
    alone = after("report", name, *day).out
    both = after("report", name, *day, "--brief").out
    brief = both.removesuffix(f"\n{alone}")
    assert brief != both
    weeks = after("report", "brief", *day).out
    assert (brief == weeks) is (name == "weekly")
    assert f"与{'12月9日' if name == 'weekly' else '上月末'}相比" in brief
    assert (
        after("report", name, *day, "--brief", "-f", "json").out
        == after("report", name, *day, "-f", "json").out
    )


@pytest.mark.parametrize(("reported", "first"), [("2024-03-05", "2024-03-10"), ("2024-04-02", "2024-03-31")])
def test_the_trend_of_a_plan_without_a_day_of_issue_begins_with_its_load_or_first_report(
    dsq: Run, home: Path, reported: str, first: str
) -> None:
    (home / "计划.yaml").write_text(EDITION, encoding="utf-8")
    dsq("init", "--empty", today="2024-03-27")
    dsq("plan", "load", "计划.yaml", "--yes")
    dsq("note", "1", "已开工", "--on", reported, today="2024-04-03")
    made = dsq("report", "brief", "-f", "json").json
    assert made["trend"][0]["day"] == first


def test_a_brief_compares_with_no_day_before_the_plan_began(dsq: Run, home: Path) -> None:
    (home / "计划.yaml").write_text(EDITION, encoding="utf-8")
    dsq("init", "--empty", today="2024-03-27")
    dsq("plan", "load", "计划.yaml", "--yes")
    assert dsq("report", "brief", "-f", "json").json["previous"]["total"] == 0
    assert dsq("report", "brief", "-f", "json", today="2024-04-03").json["previous"]["total"] == 2


def test_only_a_circular_has_a_brief_before_it(after: Run) -> None:
    assert after("report", "units", "--brief").code == 2
    assert after("report", "brief", "--brief").code == 2


IN_FORCE = """
WITH known AS (
  SELECT e.*, p.id AS no, p.due AS plan_due, p.kind AS asked, e.kind IN ('status', 'submit', 'return')
    AND e.note = '' AND e.after = lag(e.after) OVER (PARTITION BY e.project,
    e.kind IN ('status', 'submit', 'return') ORDER BY e."on", e.stamp) AS idle
  FROM events e JOIN projects p ON p.pk = e.project
  WHERE e."on" <= :day AND e.kind <> 'revoke'
    AND NOT EXISTS (SELECT 1 FROM events r WHERE r.revokes = e.id)
),
status AS (
  SELECT p.pk, coalesce((SELECT json_extract(k.after, '$') FROM known k WHERE k.project = p.pk
    AND k.kind IN ('status', 'submit', 'return') ORDER BY k."on" DESC, k.seq DESC LIMIT 1), 'planned') AS now,
  coalesce((SELECT json_extract(k.after, '$') FROM known k WHERE k.project = p.pk AND k.kind = 'defer'
    ORDER BY k."on" DESC, k.seq DESC LIMIT 1), p.due) AS due, p.kind
  FROM projects p
)
"""


@pytest.mark.parametrize("day", [*story.MONTH_ENDS, story.LAST_DAY])
def test_report_totals_equal_plain_sql(after: Run, golden_year: Path, day: str) -> None:
    connection = sqlite3.connect(golden_year)

    def ask(query: str) -> dict[str, int]:
        return dict(connection.execute(IN_FORCE + query, {"day": day}).fetchall())

    statuses = ask("SELECT now, count(*) FROM status GROUP BY now")
    late = ask(
        "SELECT 'late', count(*) FROM status WHERE due < :day AND kind IN ('complete', 'submit', 'hold')"
        " AND now NOT IN ('done', 'paused', 'dropped')"
    )["late"]
    review = ask(
        "SELECT 'review', count(*) FROM status WHERE due < :day AND kind = 'advance'"
        " AND now NOT IN ('done', 'paused', 'dropped')"
    )["review"]
    entries = ask(
        "SELECT 'n', count(*) FROM known WHERE NOT coalesce(idle, 0) AND (\"on\" >= date(:day, 'start of month')"
        " OR date(recorded_at, 'localtime') BETWEEN date(:day, 'start of month') AND :day)"
    )["n"]
    connection.close()
    report = after("report", "monthly", "--as-of", day, "-f", "json").json
    total = report["total"]
    found = {key: total[key] for key in ("planned", "active", "submitted", "done", "paused", "dropped")}
    assert {key: number for key, number in found.items() if number} == statuses
    assert sum(statuses.values()) == total["total"] == 31
    assert (total["late"], total["review"], len(report["overdue"])) == (late, review, late)
    assert len(report["entries"]) == entries


@pytest.mark.parametrize("day", ["2011-11-07", "2012-01-13"])
def test_the_annexes_of_a_month_hold_every_project_that_is_not_done(after: Run, day: str) -> None:
    report = after("report", "monthly", "--as-of", day)
    listed = {
        part.split("\n")[0].split(" ")[1]: part.count("\n| ") - 2 for part in report.out.split("## 附件")[1:]
    }
    total = after("report", "monthly", "--as-of", day, "-f", "json").json["total"]
    lights = {"红灯项目": total["red"], "黄灯项目": total["yellow"], "绿灯项目": total["green"]}
    resting = listed.pop("暂缓和终止项目", 0)
    assert listed == {name: number for name, number in lights.items() if number}
    assert sum(lights.values()) == total["planned"] + total["active"] + total["submitted"]
    assert resting == total["paused"] + total["dropped"]
    week = after("report", "weekly", "--as-of", day).out
    assert "绿灯项目" not in week
    assert ("## 附件 红灯" in week) == bool(total["red"])


def test_a_late_entry_is_in_the_report_of_the_week_it_was_entered(ledger: Run) -> None:
    """Old news, entered on Monday, is in this week's report and the unit is not silent."""
    ledger("note", "9", "线位方案论证", "--on", "10月28日", today="2011-11-07")
    report = ledger("report", "weekly").out
    assert "| 9 | 杭州绕城高速公路西复线工程(杭州都市圈环线) | 10月28日（补记），线位方案论证 |" in report
    silent = ledger("report", "weekly", "-f", "json").json["silent"]
    assert {"unit": "市交通局", "projects": ["5", "6", "7", "8"]} in silent


def test_two_circulars_tell_everything_between_them(ledger: Run) -> None:
    """What happens at a weekend, what is entered late, and what is corrected: each stands in the second."""
    ledger("update", "6", "-p", "60", today="2011-12-08")
    ledger("done", "12", today="2011-12-09")
    first = ledger("report", "weekly", today="2011-12-09").out
    assert "已完成1项（比12月2日多1项）" in first
    ledger("done", "13", today="2011-12-10")  # a Saturday
    ledger("done", "14", "--on", "12月7日", today="2011-12-12")
    (progress,) = [line.split("\t")[0] for line in ledger("log", "6").out.splitlines() if "进度" in line]
    ledger("fix", progress, "--progress", "50", today="2011-12-13")
    second = ledger("report", "weekly", today="2011-12-16").out
    assert "已完成3项（比12月9日多2项）" in second
    closings = second.split("销号情况")[1].split("##")[0]
    assert re.findall(r"^\| (\d+) \|", closings, re.M) == ["13", "14"]
    assert "| 6 | 钱江通道及接线工程 | 12月8日（更正），报进度50% |" in second
    past = ledger("report", "weekly", "--as-of", "2011-12-16", today="2011-12-30").out
    assert "已完成3项（比12月9日多1项）" in past, "of the past, both are told as they are known now"


def test_what_a_circular_told_after_its_end_is_told_once(ledger: Run) -> None:
    """A week's circular of the Monday after has what was entered on that Monday; the next has it no more."""
    ledger("update", "1", "-p", "30", "--on", "11月25日", today="2011-11-28")
    last = ("report", "weekly", "--week", "上周")
    assert "| 1 | 省级产业集聚区规划建设 | 11月25日，启动办理，报进度30% |" in ledger(*last).out
    assert "报进度30%" not in ledger(*last, today="2011-12-05").out
    ledger("note", "2", "x", "--on", "11月26日", today="2011-12-06")
    assert "11月26日（补记），x" in ledger(*last, today="2011-12-12").out


def test_an_answer_that_was_entered_late_is_told(ledger: Run) -> None:
    ledger("update", "16", "-p", "10", today="2011-11-18")
    ledger("urge", "-u", "市信息办", "-o", "单", today="2011-11-21")
    ledger("note", "16", "已协商", "--on", "11月24日", today="2011-11-28")
    for day, told in (("2011-11-25", "未到期"), ("2011-12-02", "11月24日已回复"), ("2011-12-09", "")):
        week = ledger("report", "weekly", "--known-at", day, today="2011-12-09").out
        assert ("催办〔2011〕1号" in week, told in week) == (bool(told), True)


def test_a_correction_is_neither_a_report_nor_a_closing(ledger: Run) -> None:
    ledger("update", "1", "-p", "30", today="2011-12-01")
    ledger("done", "3", today="2011-12-12")
    of = {id: ledger("log", id).out.splitlines()[-1].split("\t")[0] for id in ("1", "3")}
    ledger("fix", of["1"], "--progress", "40", today="2011-12-27")
    ledger("fix", of["3"], "--note", "验收合格", today="2011-12-27")
    week = ledger("report", "weekly", "-f", "json", today="2011-12-30").json
    assert week["closings"] == []
    assert "1" in next(each for each in week["silent"] if each["unit"] == "市发改委")["projects"]
    assert {entry["project"] for entry in week["entries"]} == {"1", "3"}
    assert week["period"]["since"] == "2011-12-23"


def test_a_report_of_a_future_week_is_refused(after: Run) -> None:
    result = after("report", "weekly", "--week", "2013-W01")
    assert result.code == 2
    assert "还没到2013年第1周" in result.err
    for wrong in ("2011-W54", "2011", "W54", "2011-45"):
        assert after("report", "weekly", "--week", wrong).code == 2
    assert after("report", "monthly", "--month", "2011-13").code == 2


def test_the_output_suffix_decides_the_format(after: Run, home: Path) -> None:
    assert after("report", "weekly", "-o", "通报.md").err == "已写入 通报.md。\n"
    assert (home / "通报.md").read_text(encoding="utf-8") == after("report", "weekly").out
    assert after("report", "weekly", "-o", "通报.doc").code == 2
    assert after("report", "weekly", "-o", "通报.md", "-f", "md").code == 2
    assert after("report", "weekly", "-o", "没有/通报.md").code == 5


def test_csv_holds_one_table_under_its_headings(after: Run, home: Path) -> None:
    several = after("report", "monthly", "-f", "csv")
    assert (several.code, several.out) == (2, "")
    assert re.fullmatch(
        r"这份材料有 \d 张表，csv、tsv 一次只写一张；请用 --table 选：总体情况、.+、红灯项目、黄灯项目、绿灯项目、暂缓和终止项目。"
        r"要全部的，请写 \.xlsx。\n",
        several.err,
    )
    red = after("report", "monthly", "-f", "csv", "--table", "红灯").out
    head, *rows = csv.reader(red.splitlines())
    assert head[:3] == ["预警", "序号", "项目名称"]
    assert {len(row) for row in rows} == {len(head)}
    tsv = after("report", "monthly", "-f", "tsv", "--table", "红灯").out
    assert [line.split("\t") for line in tsv.splitlines()] == rows
    assert after("report", "monthly", "-o", "红.csv", "--table", "红灯").code == 0
    assert (home / "红.csv").read_text(encoding="utf-8-sig").splitlines() == red.splitlines()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("-f", "csv", "--table", "紫灯"), "没有标题里有“紫灯”的表；现有：总体情况、"),
        (("-f", "csv", "--table", "灯项目"), "标题里有“灯项目”的表有 3 张：红灯项目、黄灯项目、绿灯项目。"),
        (("-f", "md", "--table", "红灯"), "--table 只用于 csv 和 tsv（-f csv、-o 表.csv）。"),
        (("-o", "a.docx", "--table", "红灯"), "--table 只用于 csv 和 tsv（-f csv、-o 表.csv）。"),
        (("-o", "a.csv"), "请用 --table 选：总体情况、"),
    ],
)
def test_a_table_that_is_not_meant_is_asked_for(after: Run, words: tuple[str, ...], said: str) -> None:
    result = after("report", "monthly", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not list(Path().glob("a.*"))


def test_a_circular_covers_any_days(after: Run) -> None:
    told = after("report", "weekly", "--from", "2011-09-05", "--to", "2011-09-20", "-f", "json").json
    assert told["period"] == {
        "name": "2011年9月5日至20日",
        "start": "2011-09-05",
        "end": "2011-09-20",
        "since": "2011-09-04",
    }
    assert told["as_of"] == "2011-09-20"
    open_end = ("report", "weekly", "--from", "2011-09-05", "-f", "json")
    assert after(*open_end, "--as-of", "2011-09-12").json["period"]["end"] == "2011-09-12"
    assert after(*open_end).json["period"]["end"] == story.LAST_DAY
    week = ("report", "weekly", "--from", "2011-11-07", "--to", "2011-11-13", "-f", "json")
    as_week = after(*week).json
    assert as_week["entries"] == after("report", "weekly", "--week", "2011-W45", "-f", "json").json["entries"]
    for wrong, said in (
        (("--to", "2011-09-20"), "请用 --from"),
        (("--from", "2011-09-20", "--to", "2011-09-01"), "晚于"),
        (("--from", "2011-09-20", "--week", "3"), "不要再写"),
    ):
        result = after("report", "weekly", *wrong)
        assert (result.code, said in result.err) == (2, True)


def test_a_quarter_is_compared_with_the_end_of_the_quarter_before(after: Run) -> None:
    out = after("report", "quarterly", "--quarter", "2011-Q4").out
    assert "2011年第四季度进展情况的通报" in out
    before = after("report", "quarterly", "--quarter", "2011-Q3", "-f", "json").json["total"]
    now = after("report", "quarterly", "--quarter", "2011-Q4", "-f", "json").json
    assert now["previous"] == before
    assert "比上季度末多" in out


def test_a_year_tells_what_came_of_each_project(after: Run) -> None:
    """Without a year it is that of the plan, though it is January of the next."""
    made = after("report", "yearly", "-f", "json").json
    assert made["period"]["name"] == "2011年度"
    assert len(made["outcomes"]) == made["total"]["total"] == 31
    counts = dict.fromkeys(("on_time", "dropped", "paused"), 0)
    for outcome in made["outcomes"]:
        if outcome["result"] in counts:
            counts[outcome["result"]] += 1
    total = made["total"]
    assert counts == {"on_time": total["done"], "dropped": total["dropped"], "paused": total["paused"]}
    paper = after("report", "yearly").out
    assert "| 27 | 四城市剧院联盟" in paper
    assert "2011年12月27日终止，剧院联盟并入省演艺联盟" in paper
    assert "比上年末" not in paper  # the plan was not known then


def test_each_row_of_an_assessment_adds_up_and_the_last_is_the_plan(after: Run) -> None:
    paper = after("report", "units").out.split("## 附件")[1]
    head, _, *rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in paper.splitlines() if line[:1] == "|"
    ]
    outcomes = [head.index(word) for word in ("按时完成", "逾期完成", "在办", "暂缓", "终止")]
    total = after("report", "monthly", "-f", "json").json["total"]
    for row in rows:
        assert int(row[1]) == sum(int(row[place] or 0) for place in outcomes)
    assert rows[-1][0] == "合计"
    assert int(rows[-1][1]) == total["total"]


def test_an_assessment_names_the_worst_with_what_it_lacks_and_prints_its_rule(after: Run) -> None:
    out = after("report", "units", "--since", "2011-11-30").out
    assert "末位：市民政局（第25名，得分-2，上次第" in out
    assert "差在逾期完成1项（17建立行业协会联席会议制度）" in out
    assert "计分：按时完成一项+1分，逾期一项（已完成或未完成）-1分，退回一次-2分；未报送不计分。" in out
    assert "上次名次是2011年11月30日的。" in out
    assert after("report", "units", "--since", "2012-01-13").code == 2


def test_shared_projects_count_in_parts_if_the_settings_say_so(after: Run) -> None:
    assert after("config", "share_projects", "2").code == 2
    assert after("config", "share_projects", "1").code == 0
    rows = after("report", "units", "-f", "json").json
    assert round(sum(row["total"] for row in rows)) == 31
    assert "各单位平分，相加等于合计" in after("report", "units").out


def test_unreported_means_the_same_in_the_assessment_and_in_a_list(after: Run) -> None:
    rows = after("report", "units", "-f", "json").json
    counted = {id for row in rows for id in row["items"]["unreported"]}
    assert counted == {row["id"] for row in after("list", "--unreported", "30", "-f", "json").json}
    assert (
        "未报送"
        not in after("report", "weekly").out.split("## 附件")[0].split("本期未报进展")[1].split("##")[0]
    )


def test_unit_assessment_numbers_list_their_projects(after: Run) -> None:
    rows = after("report", "units", "-f", "json").json
    by_unit = {row["unit"]: row for row in rows}
    for row in rows:
        for measure, ids in row["items"].items():
            assert len(ids) == row[measure]
        led = {r["id"] for r in after("list", "-u", row["unit"], "--role", "lead", "-f", "json").json}
        assert set(row["items"]["total"]) == led
    assert by_unit["市贸易局"]["items"]["done_late"] == ["14"]
    assert by_unit["市贸易局"]["items"]["support"] == ["17"]
    assert by_unit["市旅委"]["items"]["returned"] == ["5"]
    assert (by_unit["市旅委"]["points"], by_unit["市信息办"]["points"]) == (0, -1)
    one = after("report", "units", "--unit", "市贸易局").out
    assert "| 逾期完成 | 1 | -1 | 14 商贸联合促销及商贸行业合作活动 |" in one


def test_matrix_totals_add_up(after: Run) -> None:
    out = after("stats", "--by", "category", "--by", "status", "-f", "csv").out.splitlines()
    assert out[0] == "类别,进行中,已完成,暂缓,终止,合计"
    assert out[-1] == "合计,9,20,1,1,31"
    numbers = [[int(cell or 0) for cell in line.split(",")[1:]] for line in out[1:]]
    for row in numbers:
        assert sum(row[:-1]) == row[-1]
    assert [sum(column) for column in zip(*numbers[:-1], strict=True)] == numbers[-1]
    pairs = after("stats", "--by", "category", "--by", "status", "-f", "json").json
    assert sum(pair["total"] for pair in pairs) == 31
    assert list(pairs[0])[:3] == ["category", "status", "total"]
    assert after("stats", "--by", "category", "--by", "status", "--by", "unit").code == 2


@pytest.mark.parametrize(
    "words",
    [("report", "weekly", "-o", "甲.md"), ("list", "-o", "甲.csv"), ("plan", "export", "-o", "甲.yaml")],
)
def test_an_existing_file_is_not_replaced_unasked(ledger: Run, home: Path, words: tuple[str, ...]) -> None:
    file = home / words[-1]
    assert ledger(*words).code == 0
    file.write_text("改过的", encoding="utf-8")
    refused = ledger(*words)
    assert (refused.code, refused.err) == (2, f"{file.name} 已经存在，覆盖须确认；确定要做请加 --yes。\n")
    assert file.read_text(encoding="utf-8") == "改过的"
    assert ledger(*words, "--yes").code == 0
    assert file.read_text(encoding="utf-8") != "改过的"


def test_a_report_compares_with_the_day_before_its_span(ledger: Run) -> None:
    ledger("done", "6", today="2011-07-04")  # a Monday
    report = ledger("report", "weekly", "-f", "json").json
    assert (report["total"]["done"], report["previous"]["done"]) == (1, 0)


def test_a_pause_shows_its_reason_not_the_last_note(ledger: Run) -> None:
    ledger("update", "6", "-s", "暂缓", "--reason", "资金未到", today="2011-07-04")
    ledger("note", "6", "已催问")
    week = ledger("report", "weekly").out
    assert "暂缓1项：6钱江通道及接线工程（市交通局，资金未到）。" in week
    assert "| 6 | 钱江通道及接线工程 | 市交通局 | 暂缓 | 资金未到 |" in ledger("report", "monthly").out


def test_a_report_shows_the_reason_of_a_back_dated_pause(ledger: Run) -> None:
    ledger("update", "6", "-p", "10", today="2011-11-07")
    ledger("update", "6", "-s", "暂缓", "--reason", "等审批", "--on", "2011-11-01")
    assert "| 6 | 钱江通道及接线工程 | 市交通局 | 暂缓 | 等审批 |" in ledger("report", "monthly").out


def test_month_end_counts_of_the_story_year(after: Run) -> None:
    events = after("log", "-f", "json").json
    assert len(events) == 213
    assert {"revoke", "defer", "return", "submit", "count"} <= {event["kind"] for event in events}
    done = []
    for day in story.MONTH_ENDS:
        counts = after("stats", "--by", "status", "-f", "json", "--as-of", day).json
        assert sum(count["total"] for count in counts) == 31
        by_category = after("stats", "-f", "json", "--as-of", day).json
        for key in ("total", "late", "review", "done", "paused"):
            assert sum(c[key] for c in counts) == sum(c[key] for c in by_category)
        done.append(sum(count["done"] for count in counts))
    assert done == [0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 7, 18]
    assert after("db", "check").code == 0


def test_days_beyond_the_calendar_of_working_days_are_said(ledger: Run) -> None:
    said = ledger("report", "weekly", today="2062-01-13").out
    assert "有的逾期日期不在工作日历所知年份之内，只列自然日。" in said
    assert "个工作日" not in said
    assert "只列自然日" not in ledger("report", "weekly", today="2012-01-13").out


def test_a_circular_tells_decisions_letters_and_their_answers(ledger: Run) -> None:
    ledger("update", "6", "-p", "10", today="2012-01-03")
    ledger("urge", "-u", "市信息办", "-o", "单", today="2012-01-04")
    ledger("plan", "drop", "24", "--reason", "资金未落实", "--doc", "3号文", today="2012-01-05")
    week = ledger("report", "weekly", today="2012-01-06").out
    assert "本期发出催办单1份，未到期1份：" in week
    assert "| 催办〔2012〕1号 | 市信息办 | 16 | 2012-01-04 | 2012-01-11 | 未到期 |" in week
    decided = "计划调整1项：1月5日，24与安吉开展教育合作：计划撤销此项（依据3号文；资金未落实）。"
    assert decided in week
    later = ledger("report", "weekly", today="2012-01-13")
    assert "到期未回复1份：" in later.out
    assert "催办到期未回复的市信息办（催办〔2012〕1号），立即书面回复" in later.out
    assert decided not in later.out
    ledger("note", "16", "已回复", today="2012-01-14")
    assert "| 1月14日已回复 |" in ledger("report", "weekly", today="2012-01-20").out
    ledger("note", "16", "接口已开放", today="2012-01-24")
    assert "催办〔2012〕1号" not in ledger("report", "weekly", today="2012-01-27").out
    (letter,) = ledger("report", "weekly", "--as-of", "2012-01-07", "-f", "json").json["letters"]
    assert (letter["answer"], letter["waiting"]) == ("awaited", ["16"])


def test_of_many_changes_of_one_kind_only_the_projects_are_named(ledger: Run) -> None:
    ledger("update", "1-12", "-p", "1", today="2011-03-01")
    turned = ledger("report", "monthly", "--month", "2011-04", today="2011-04-30").out
    (red,) = [line for line in turned.splitlines() if line.startswith("转红")]
    assert red.startswith("转红12项：1省级产业集聚区规划建设；2城际轨道交通规划；")
    assert "落后序时" not in red
    ledger("plan", "set", "1-11", "--category", "规划共绘", "--reason", "归并", today="2011-06-02")
    ledger("plan", "drop", "12", "--reason", "归并", today="2011-06-02")
    ledger("plan", "add", "--title", "某", "--reason", "归并", today="2011-06-02")
    ledger("plan", "set", "13-18", "--category", "规划共绘", "--reason", "归并", today="2011-06-02")
    said = ledger("report", "monthly", "--month", "2011-06", today="2011-06-30").out
    assert "计划调整14项：改动12项、撤销1项、新增1项。" in said


@pytest.mark.parametrize("by", ["category", "unit", "light"])
def test_the_last_row_of_counts_has_each_project_once(after: Run, by: str) -> None:
    head, *rows = csv.reader(after("stats", "--by", by, "-f", "csv").out.splitlines())
    assert rows[-1][:2] == ["合计", "31"]
    parts = [int(row[head.index("已完成")] or 0) for row in rows]
    if by == "category":
        assert sum(parts[:-1]) == parts[-1]
    assert len(after("stats", "--by", by, "-f", "json").json) == len(rows) - 1


def test_the_assessment_says_since_when_a_unit_is_last(after: Run) -> None:
    said = after("report", "units", "--as-of", "2011-12-16").out
    assert "市交通局（第25名，得分-2，上次第24名，2011年11月30日起每月末都在末位）" in said
