"""Recording, taking back, and any past day."""

import random
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from dushiquan.cli.session import create
from dushiquan.domain import acts
from dushiquan.domain.history import STATUS_LABELS, State, Status, fold
from dushiquan.domain.plan import Kind, Project
from dushiquan.domain.selection import Selection
from dushiquan.errors import RefusedError
from dushiquan.store.checking import check_ledger
from dushiquan.store.event_log import Entry, record, undo
from dushiquan.store.ledger import Ledger
from dushiquan.store.opening import open_ledger
from tests import story
from tests.conftest import Run


def state(ledger: Run, id: str, *more: str) -> dict[str, object]:
    (row,) = ledger("list", id, "-f", "json", *more).json
    assert isinstance(row, dict)
    return row


def test_a_count_past_its_goal_is_said(ledger: Run) -> None:
    assert "注意" not in ledger("tick", "22.2", "联合采访").err
    assert ledger("tick", "22.2", "联合采访").err.splitlines()[-1].startswith("注意：“")


def test_done_may_say_on_what_ground(ledger: Run) -> None:
    said = ledger("done", "11", "--note", "领导同意").err.splitlines()[0]
    assert said == "已记录 11 农产品联合展销和休闲农业联合宣传：销号，确认完成（领导同意）（2011-07-01）"


def test_a_progress_may_be_typed_with_its_sign(ledger: Run) -> None:
    ledger("update", "6", "-p", "60%")
    assert state(ledger, "6")["progress"] == 60
    said = ledger("update", "6", "60%")
    assert (said.code, said.err.split("；")[-1]) == (2, "进度请用 -p。\n")


def test_tick_by_part_and_by_initials(ledger: Run) -> None:
    said = ledger("tick", "22.1", "联合执法", "2").err
    assert said == (
        "已记录 22.1 杭湖嘉绍边界环保联合执法行动："
        "启动办理；“萧绍、杭湖嘉边界联合执法行动”完成 2，累计 2（2011-07-01）\n"
    )
    ledger("tick", "22.1", "xs")
    row = state(ledger, "22.1")
    assert (row["progress"], row["status"]) == (50, "active")
    assert row["targets"][0]["count"] == 3  # type: ignore[index]
    unknown = ledger("tick", "22.1", "铁路")
    assert unknown.code == 4
    assert unknown.err == (
        "没有指标“铁路”。可用：萧绍、杭湖嘉边界联合执法行动、区域饮用水源保护地重污染企业排查行动。\n"
    )


def test_defer_keeps_the_original_and_marks_the_late(ledger: Run) -> None:
    said = ledger("defer", "25", "+2m", "--reason", "系统对接", "--approved-by", "市政府", today="2011-12-19")
    assert said.err == (
        "已记录 25 医疗保险异地结算工作：时限由2011年12月31日延至2012年2月29日：系统对接（市政府批准）（2011-12-19）\n"
    )
    row = state(ledger, "25")
    assert (row["due"], row["due_original"], row["deferrals"]) == ("2012-02-29", "2011-12-31", 1)
    assert "2012-02-29（原 2011-12-31，延期 1 次）" in ledger("show", "25").out
    late = ledger("defer", "4", "2012-03-31", "--reason", "衔接", today="2012-01-10")
    assert "逾期后申请" in late.err
    in_time = ledger("defer", "3", "2012-03-31", "--reason", "衔接", "--on", "2011-12-20")
    assert "逾期后申请" not in in_time.err


def test_there_is_one_way_to_submit_and_to_send_back(ledger: Run) -> None:
    assert ledger("update", "5", "-s", "待核实").code == 7
    ledger("update", "5", "-s", "待核实", "--reason", "批复文件")
    assert ledger("update", "5", "-s", "进行中").code == 7
    ledger("update", "5", "-s", "进行中", "--reason", "不全")
    assert [event["kind"] for event in ledger("log", "5", "-f", "json").json] == ["submit", "return"]
    assert ledger("update", "5", "-p", "10", "--reason", "x").code == 2


def test_submit_and_return(ledger: Run) -> None:
    assert ledger("submit", "5").code == 7
    assert ledger("return", "5", "--reason", "不全").code == 7
    ledger("submit", "5", "--evidence", "批复文件")
    assert state(ledger, "5")["status"] == "submitted"
    assert ledger("return", "5").code == 7
    assert ledger("return", "5", "--reason", "缺旅游规划").err == (
        "已记录 5 出台并实施综合交通、环境保护、旅游发展专项规划：退回，继续办理：缺旅游规划（2011-07-01）\n"
    )
    assert state(ledger, "5")["status"] == "active"


def test_undo_shows_what_comes_back(ledger: Run) -> None:
    ledger("update", "6", "-p", "60")
    ledger("done", "6,7")
    said = ledger("undo")
    assert said.err == (
        "已撤回 6 钱江通道及接线工程：销号，确认完成（2011-07-01，小王）\n"
        "    状态 已完成 → 进行中；进度 100% → 60%\n"
        "已撤回 7 杭长高速公路杭州段工程：销号，确认完成（2011-07-01，小王）\n"
        "    状态 已完成 → 未启动；进度 100% → 未报\n"
    )
    ledger("undo")
    assert state(ledger, "6")["status"] == "planned"
    nothing = ledger("undo")
    assert (nothing.code, nothing.err) == (7, "没有可以撤回的记录。\n")
    rows = ledger("log", "-f", "json").json
    assert [row["revoked"] for row in rows] == [True, True, True, True, False, False, False, False]
    assert "撤回2011年7月1日的记录：报进度60%" in ledger("log").out


def test_undo_of_a_project_takes_back_what_was_last_entered_of_it(ledger: Run) -> None:
    ledger("note", "5-7", "记错了")
    ledger("update", "6", "-p", "60")
    ledger("note", "8", "别的")
    said = ledger("undo", "5,7")
    assert [line.split("：")[0] for line in said.err.splitlines()[::2]] == [
        "已撤回 5 出台并实施综合交通、环境保护、旅游发展专项规划",
        "已撤回 7 杭长高速公路杭州段工程",
    ]
    assert state(ledger, "6")["progress"] == 60
    ledger("undo", "6", "--last", "2")
    standing = [
        row for row in ledger("log", "-f", "json").json if row["kind"] != "revoke" and not row["revoked"]
    ]
    assert [(row["project"], row["note"]) for row in standing] == [("8", "别的")]
    assert ledger("undo", "6").code == 7
    assert ledger("undo", "99").code == 4
    assert ledger("db", "check").code == 0


def test_undo_on_a_later_day_leaves_the_days_between(ledger: Run) -> None:
    ledger("done", "6", today="2011-07-01")
    before = ledger("report", "weekly", "-f", "md", today="2011-07-08").out
    ledger("undo", today="2011-07-20")
    assert state(ledger, "6")["status"] == "planned"
    assert state(ledger, "6", "--as-of", "2011-07-08")["status"] == "done"
    assert ledger("report", "weekly", "--as-of", "2011-07-08", "-f", "md").out == before
    ledger("done", "7", "--on", "2011-07-02")
    ledger("undo")  # the same day: as if it had never been
    assert state(ledger, "7", "--as-of", "2011-07-08")["status"] == "planned"


def test_undo_dry_run_and_day(ledger: Run) -> None:
    ledger("done", "6", today="2011-07-01")
    assert ledger("undo", "--dry-run", today="2011-07-20").err.startswith("将撤回 6 ")
    assert state(ledger, "6")["status"] == "done"
    assert ledger("undo", "--on", "2011-06-01").code == 7
    ledger("undo", "--on", "2011-07-01")
    assert state(ledger, "6", "--as-of", "2011-07-08")["status"] == "planned"


def test_last_month_s_report_says_what_it_said(ledger: Run) -> None:
    """But for facts entered since with an earlier day."""
    ledger("update", "1-5", "-p", "30", today="2011-09-26")
    then = ledger("report", "weekly", "-f", "md", today="2011-09-30").out
    ledger("done", "1", today="2011-10-20")
    ledger("defer", "2", "2012-06-30", "--reason", "理由", today="2011-10-21")
    assert ledger("report", "weekly", "-f", "md", "--as-of", "2011-09-30", today="2011-11-01").out == then
    ledger("note", "3", "初稿完成", "--on", "2011-09-28")
    later = ledger("report", "weekly", "-f", "md", "--as-of", "2011-09-30").out
    added = [line for line in later.splitlines() if line not in then.splitlines()]
    assert added == [
        "本期5项有进展或变动，共记录11条。",
        "| 3 | 工业发展专项规划 | 9月26日，启动办理，报进度30%；9月28日，初稿完成 |",
    ]


@pytest.mark.parametrize(
    ("args", "day", "ids"),
    [
        ("--unreported 30d", "2011-03-20", ""),
        ("--unreported 30d -c jtgl", "2011-03-21", "6 7 8 9 10"),
        ("--unreported 7d -c jtgl", "2011-07-08", "7 8 9 10"),
        ("--within 30d -c ghgh", "2011-12-01", "1 2 3 4 5"),
        ("--within 30d", "2011-11-30", ""),
        ("--light red -c ghgh", "2012-01-01", "1 3 4 5"),
        ("--light 黄 -c ghgh", "2012-01-01", "2"),
        ("--due-from 2012-01-01", "2012-01-01", "25"),
        ("--due-to 2011-12-30", "2011-12-20", ""),
    ],
)
def test_filters_as_of_any_day(ledger: Run, args: str, day: str, ids: str) -> None:
    ledger("note", "6", "已报", today="2011-07-01")
    ledger("defer", "25", "+3m", "--reason", "理由", today="2011-12-19")
    assert ledger("list", *args.split(), "--as-of", day, "-f", "json").ids == ids.split()


def test_before_the_plan_was_issued_is_warned_of(ledger: Run) -> None:
    said = ledger("note", "6", "动工", "--on", "2011-02-17")
    assert said.code == 0
    assert said.err.startswith("注意：2011-02-17 早于计划印发之日 2011-02-18。\n")


def test_log_filters(ledger: Run) -> None:
    ledger("note", "6", "甲", "--on", "2011-06-01")
    ledger("note", "7", "乙", "--on", "2011-06-15")
    assert ledger("log", "--since", "6月10日").out.split("\t")[3] == "乙"
    assert ledger("log", "--until", "2011-06-10").out.split("\t")[3] == "甲"
    assert ledger("log", "--actor", "小李").out == ""
    assert len(ledger("log", "6-7", "--actor", "小王").out.splitlines()) == 2


def test_stats_contract(ledger: Run) -> None:
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
        "late",
        "review",
    ]
    assert rows[1] == {
        "category": "交通共联",
        **dict.fromkeys(("active", "submitted", "paused", "dropped", "late", "review"), 0),
        "total": 5,
        "planned": 4,
        "done": 1,
    }
    assert sum(row["total"] for row in rows) == 31
    assert sum(row["total"] for row in ledger("stats", "--by", "light", "-f", "json").json) == 31
    assert [r["status"] for r in ledger("stats", "--by", "状态", "-f", "json").json] == ["planned", "done"]


def test_db_check_repairs_a_stale_state(ledger: Run, home: Path) -> None:
    ledger("update", "6", "-p", "60")
    with sqlite3.connect(home / ".local/share/dushiquan/ledger.db") as connection:
        connection.execute("UPDATE states SET progress = 10, status = 'done'")
    connection.close()
    broken = ledger("db", "check")
    assert broken.code == 6
    assert len(broken.err.splitlines()) == 32
    assert ledger("db", "check", "--repair").code == 0
    assert state(ledger, "6")["progress"] == 60
    assert ledger("db", "check").code == 0


def test_a_year_in_the_office(ledger: Run) -> None:
    story.enter(ledger)
    events = ledger("log", "-f", "json", today=story.LAST_DAY).json
    assert len(events) == 212
    assert {"revoke", "defer", "return", "submit", "count"} <= {event["kind"] for event in events}
    done = []
    for day in story.MONTH_ENDS:
        counts = ledger("stats", "--by", "status", "-f", "json", "--as-of", day).json
        assert sum(count["total"] for count in counts) == 31
        by_category = ledger("stats", "-f", "json", "--as-of", day).json
        for key in ("total", "late", "review", "done", "paused"):
            assert sum(c[key] for c in counts) == sum(c[key] for c in by_category)
        done.append(sum(count["done"] for count in counts))
    assert done == [0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 7, 18]
    assert ledger("db", "check").code == 0


def random_changes(dice: random.Random) -> object:
    """A random command's changes; what a rule forbids changes nothing."""

    def make(project: Project, state: State) -> list[acts.Change]:
        try:
            match dice.randrange(6):
                case 0:
                    return acts.update(
                        project, state, status=dice.choice(list(Status)), reason=dice.choice(["", "理由"])
                    )
                case 1:
                    return acts.update(project, state, progress=dice.randrange(101))
                case 2 if project.targets:
                    return acts.tick(project, state, dice.choice(project.targets).name, dice.randrange(1, 4))
                case 3:
                    day = date(2011, 12, 31) + timedelta(days=dice.randrange(200))
                    return acts.defer(project, state, day, "理由")
                case 4:
                    return acts.submit(project, state, "依据")
                case _:
                    return acts.add_note(project, state, "按计划推进中。")
        except RefusedError:
            return []

    return make


def scramble(path: Path, number: int, seed: int, *, undone: bool = True) -> None:
    """Record random events and undos until there are ``number``; check the ledger's promises on the way."""
    dice = random.Random(seed)
    create(path)
    ledger = Ledger(open_ledger(path))
    ledger.connection.execute("PRAGMA synchronous = OFF")
    ids = ledger.ids()
    total = 0
    while total < number:
        today = date(2011, 3, 1) + timedelta(days=300 * total // number)
        moment = f"{today}T04:00:00.000000Z"
        entry = Entry(today - timedelta(days=dice.choice([0, 0, 0, 3, 40])), "", moment)
        if dice.random() < 0.15:
            try:
                results = undo(ledger, dice.randrange(1, 3), today, entry)
            except RefusedError:
                continue
        else:
            make = random_changes(dice)
            results = record(ledger, dice.sample(ids, dice.randrange(1, 4)), make, entry)  # type: ignore[arg-type]
        total += sum(len(result.events) for result in results)
    assert check_ledger(ledger.connection) == []
    monotone(ledger, dice)
    if not undone:
        return
    last = ledger.connection.execute('SELECT max("on") FROM events').fetchone()[0]
    try:
        undo(
            ledger, 10**9, date.fromisoformat(last), Entry(date.fromisoformat(last), "", f"{last}T04:00:00Z")
        )
    except RefusedError:
        pytest.fail("there was something to undo")
    assert check_ledger(ledger.connection) == []
    for project, kept, _ in ledger.kept_states():
        assert kept == State(due=project.due)


def monotone(ledger: Ledger, dice: random.Random) -> None:
    """As of a day, what is asked of the kept state, of the past and of the fold is one and the same."""
    for day in (date(2011, 3, 1) + timedelta(days=dice.randrange(320)) for _ in range(12)):
        for item in ledger.items(day):
            events = [e for e in ledger.events([item.project.id]) if e.on <= day]
            assert item.state == fold(item.project.due, events)
            assert item.state.status in STATUS_LABELS


def test_a_selection_asked_of_the_store_loses_nothing(tmp_path: Path) -> None:
    """What SQL leaves out is what the rules leave out, today and on any day before."""
    scramble(tmp_path / "a.db", 600, seed=6, undone=False)
    ledger = Ledger(open_ledger(tmp_path / "a.db"))
    issued = ledger.plan.notice.issued
    dice = random.Random(7)
    found = 0
    for _ in range(300):
        day = date(2011, 3, 1) + timedelta(days=dice.randrange(400))
        chances = {
            "ids": tuple(dice.sample(ledger.ids(), 9)),
            "categories": ("交通共联", "品牌共推"),
            "units": ("市发改委", "市旅委"),
            "regions": ("德清", "安吉"),
            "kinds": tuple(dice.sample(list(Kind), 2)),
            "statuses": tuple(dice.sample(list(Status), 3)),
            "due_from": day - timedelta(days=40),
            "due_to": day + timedelta(days=100),
            "within": dice.randrange(200),
            "past_due": True,
        }
        asked = {name: chances[name] for name in dice.sample(sorted(chances), dice.randrange(1, 4))}
        selection = Selection(**asked, role=dice.choice([None, "lead", "support"]))  # type: ignore[arg-type]
        meant = [
            item
            for item in ledger.items(day)
            if selection.fits(item.project, ()) and selection.admits(item, day, issued)
        ]
        assert list(ledger.items(day, selection)) == meant
        found += len(meant)
    assert found > 300


def test_random_events_kept_state_is_the_fold(tmp_path: Path) -> None:
    scramble(tmp_path / "a.db", 600, seed=1)


@pytest.mark.slow
def test_ten_thousand_random_events(tmp_path: Path) -> None:
    scramble(tmp_path / "a.db", 10_000, seed=2011)
