"""What was sent is what comes back: whose form, which rows, compared with what, and what is said of the rest."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import column_index_from_string

from dushiquan.errors import BadInputError
from dushiquan.sources.form_writer import write_form
from tests.builders import (
    EXPECTED,
    NEXT,
    NOTE,
    ON,
    PROBLEM,
    PROGRESS,
    REASON,
    STATUS,
    UNTIL,
    entries,
    fill,
    take,
)
from tests.conftest import Run

CASES = Path(__file__).parent.parent / "data" / "cases"

PLAN = """\
plan: {key: "2024", title: 某市2024年重点工作任务表, year: 2024, document: {issuer: 某市府办, issued: 2024-01-10}}
projects:
  - {id: "1", category: 道路, title: 甲路改造, units: 市甲局, requirement: 2024年6月底前完成,
     targets: [{name: 路口, goal: 3, measure: 个}, {name: 公里, goal: 2, measure: 公里}]}
  - {id: "2", category: 道路, title: 乙桥加固, units: 市甲局, requirement: 2024年9月底前完成}
  - {id: "3", category: 民生, title: 丙园建设, units: 市乙局, requirement: 2024年12月底前完成}
"""

Send = Callable[..., Path]


@pytest.fixture
def office(dsq: Run) -> Run:
    """A ledger of an invented plan."""
    Path("计划.yaml").write_text(PLAN, encoding="utf-8")
    dsq("init", "--empty", today="2024-01-15")
    assert dsq("plan", "load", "计划.yaml").code == 0
    return dsq


@pytest.fixture
def send(office: Run) -> Send:
    """Send a unit its form; its rows are 8 (甲路改造) and 9 (乙桥加固), the targets those of 甲路改造."""

    def to(unit: str = "市甲局", *, today: str = "2024-05-01", folder: str = "表") -> Path:
        assert office("sheet", "out", "-u", unit, "-o", folder, today=today).code == 0
        return max(Path(folder).glob(f"*{unit}*{today}*"))

    return to


def receive(run: Run, *paths: Path, today: str = "2024-05-10", old: bool = False) -> list[str]:
    """Read forms; return what was said, the exit code first."""
    said = run("sheet", "in", *map(str, paths), "-y", *(["--old"] if old else []), today=today)
    return [str(int(said.code)), *said.err.splitlines()]


def progress(run: Run) -> list[Any]:
    return [row["progress"] for row in run("list", "-f", "json").json]


def tables(path: str = "") -> dict[str, int]:
    from dushiquan.office.places import default_path

    with closing(sqlite3.connect(path or default_path())) as connection:
        names = ("forms", "form_rows", "readings", "events")
        return {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


# --- sending -----------------------------------------------------------------------------------------


def test_what_is_sent_is_kept_all_or_none(office: Run, send: Send) -> None:
    path = send()
    assert (tables()["forms"], tables()["form_rows"]) == (1, 2)
    said = office("sheet", "out", "-o", "表")
    assert (said.code, said.err) == (
        7,
        f"{path} 已经存在，不覆盖（里面可能已填写）；请换一个文件夹。\n",
    )
    assert list(Path("表").iterdir()) == [path]
    assert tables()["forms"] == 1


def test_a_form_that_cannot_be_written_leaves_none(office: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, form: Any, **more: Any) -> None:
        if form.unit == "市乙局":
            raise BadInputError("写不了")
        write_form(path, form, **more)

    monkeypatch.setattr("dushiquan.office.forms.write_form", fail)
    assert office("sheet", "out", "-o", "表").code == 5
    assert list(Path("表").iterdir()) == []
    assert tables()["forms"] == 0


def test_units_of_one_file_name_are_numbered(dsq: Run) -> None:
    long = "某" * 120
    lines = [
        f'  - {{id: "{number}", title: 事{number}, units: {{lead: ["{unit}"]}}, requirement: 年底前完成}}'
        for number, unit in enumerate(
            ["市发改委/经信局", "市发改委:经信局", f"{long}甲", f"{long}乙", "\\uFFFE局"], 1
        )
    ]
    head = 'plan: {key: "2024", title: 计划, year: 2024}\nprojects:\n'
    Path("计划.yaml").write_text(head + "\n".join(lines), encoding="utf-8")
    dsq("init", "--empty", today="2024-01-15")
    dsq("plan", "load", "计划.yaml", "-y")
    assert dsq("sheet", "out", "-o", "表").code == 0
    names = sorted(path.name for path in Path("表").iterdir())
    assert len(names) == 5
    assert sum(name.endswith("-2.xlsx") for name in names) == 2
    for path in Path("表").iterdir():
        fill(path, {"J8": 40})
    assert dsq("sheet", "in", *map(str, Path("表").iterdir()), "-y").code == 0
    assert progress(dsq) == [40] * 5


# --- whose form --------------------------------------------------------------------------------------


def test_a_form_of_another_ledger_is_not_taken(office: Run, send: Send, dsq: Run) -> None:
    path = fill(send(), {f"{PROGRESS}8": 40})
    dsq("--db", "b.db", "init", "--empty")
    dsq("--db", "b.db", "plan", "load", "计划.yaml")
    said = dsq("--db", "b.db", "sheet", "in", str(path), "-y")
    assert (said.code, said.err) == (
        5,
        f"不收 {path.name} 不是这个台账发出的填报表；请核对 --db，或用 dsq sheet out 重新发出。\n"
        "没有可记入的内容。\n",
    )
    assert tables("b.db")["readings"] == 0


def test_a_form_sent_after_the_restored_backup_is_taken_and_said(office: Run, send: Send) -> None:
    office("db", "backup", "a.db")
    path = fill(send(), {f"{PROGRESS}8": 40})
    office("db", "restore", "a.db", "-y")
    code, note, *_ = receive(office, path)
    assert (code, note.startswith("市甲局填报"), tables()["forms"]) == ("0", True, 0)
    assert any("台账里却没有发出的记录（可能恢复过备份）" in line for line in receive(office, path))
    assert progress(office) == [40, None, None]


def test_a_project_that_the_restored_backup_does_not_have_is_named(office: Run, send: Send) -> None:
    office("db", "backup", "a.db")
    fourth = '  - {id: "4", title: 丁渠清淤, units: 市甲局, requirement: 年底前完成}\n'
    Path("新.yaml").write_text(PLAN + fourth, encoding="utf-8")
    office("plan", "load", "新.yaml", "-y")
    path = fill(send(), {f"{PROGRESS}8": 40, f"{PROGRESS}10": 20})
    office("db", "restore", "a.db", "-y")
    code, *said = receive(office, path)
    assert code == "5"
    assert f"不收 {path.name} 第10行 项目4：台账里没有这一项；请用 dsq sheet out 重新发出。" in said
    assert progress(office) == [40, None, None]


def test_a_form_of_the_first_version_is_taken_if_asked(office: Run) -> None:
    (code, refused, _) = receive(office, CASES / "k07_fullwidth_progress.xlsx", today="2024-07-15")
    assert code == "5"
    assert refused == (
        "不收 k07_fullwidth_progress.xlsx 是 0.1.0 版发出的，没有写明属于哪个台账；请用 dsq sheet out"
        " 重新发出，或核对确是这个台账的，加 --old 收下。"
    )
    assert receive(office, CASES / "k07_fullwidth_progress.xlsx", old=True) == [
        "0",
        "市甲局填报（k07_fullwidth_progress.xlsx）：",
        "将记录 1 甲路改造：启动办理；报进度60%（2024-05-10）",
        "已记入 1 项。",
    ]


# --- which rows --------------------------------------------------------------------------------------


def test_rows_sorted_without_the_hidden_key_are_not_taken(office: Run) -> None:
    code, *said = receive(office, CASES / "g01_sorted_without_hidden_key.xlsx", old=True)
    assert code == "5"
    assert [line.partition(" ")[2].partition("：")[0] for line in said[:2]] == [
        "g01_sorted_without_hidden_key.xlsx 第8行 项目1",
        "g01_sorted_without_hidden_key.xlsx 第9行 项目2",
    ]
    assert all("可能排序错位" in line for line in said[:2])
    assert entries(office) == []


@pytest.mark.parametrize("column", ["B", "C"])
def test_a_row_whose_number_or_title_is_another_is_not_taken(office: Run, send: Send, column: str) -> None:
    book = load_workbook(path := send())
    form = book["填报"]
    form[f"{column}8"], form[f"{column}9"] = form[f"{column}9"].value, form[f"{column}8"].value
    form["J8"], form["J9"] = 10, 20
    book.save(path)
    code, *said = receive(office, path)
    assert (code, sum("可能排序错位" in line for line in said)) == ("5", 2)
    assert progress(office) == [None, None, None]


def test_rows_sorted_with_their_keys_are_taken(office: Run, send: Send) -> None:
    book = load_workbook(path := send())
    form = book["填报"]
    rows = [[cell.value for cell in form[number]] for number in (8, 9)]
    for number, row in zip((9, 8), rows, strict=True):
        for column, value in enumerate(row, 1):
            form.cell(number, column).value = value
    form["J8"], form["J9"] = 20, 10
    book.save(path)
    assert receive(office, path)[0] == "0"
    assert progress(office) == [10, 20, None]


def test_a_row_of_another_unit_is_not_taken_and_the_others_are(office: Run, send: Send) -> None:
    other = load_workbook(send("市乙局"))["填报"]
    book = load_workbook(path := send())
    for column in range(1, 12):
        book["填报"].cell(10, column).value = other.cell(8, column).value
    book["填报"]["J8"], book["填报"]["J10"] = 40, 90
    book.save(path)
    assert receive(office, path) == [
        "5",
        f"市甲局填报（{path.name}）：",
        "将记录 1 甲路改造：启动办理；报进度40%（2024-05-10）",
        f"不收 {path.name} 第10行：填报页 B10 这一行不是发给市甲局的；只收发出的行。",
        "已记入 1 项。",
    ]
    assert progress(office) == [40, None, None]


def test_two_rows_of_one_project_are_not_taken(office: Run, send: Send) -> None:
    book = load_workbook(path := send())
    for column in range(1, 12):
        book["填报"].cell(10, column).value = book["填报"].cell(8, column).value
    book["填报"]["J10"] = 90
    book.save(path)
    assert any("这一项出现了两行；请只留一行。" in line for line in receive(office, path))
    assert progress(office) == [None, None, None]


# --- compared with what ------------------------------------------------------------------------------


def test_the_ledger_knows_what_was_sent_whatever_the_file_says(office: Run, send: Send) -> None:
    office("update", "1", "-p", "30", today="2024-04-20")
    path = send()
    book = load_workbook(path)
    hidden = book["_dsq"]
    assert (hidden["B2"].value, hidden["G2"].value) == ("1", 30)
    hidden["G2"] = 10
    book.save(path)
    office("update", "1", "-p", "35", today="2024-05-05")
    assert receive(office, fill(path, {f"{NOTE}8": "进场"}))[2] == "将记录 1 甲路改造：进场（2024-05-10）"
    assert progress(office)[0] == 35


def test_a_conflict_shows_both_values(office: Run, send: Send) -> None:
    path = fill(send(), {f"{PROGRESS}8": 40}, {"G2": 2})
    office("update", "1", "-p", "55", today="2024-05-05")
    office("tick", "1", "路口", today="2024-05-05")
    assert receive(office, path) == [
        "0",
        f"另列 {path.name} 第8行 项目1：发出后台账另有记录（进度台账为55%，表里为40%；“路口”台账为1，"
        "表里为2），这一行没有记；请核对，要记的用 dsq update。",
        "没有可记入的内容。",
    ]


def test_a_form_read_twice_is_one(office: Run, send: Send) -> None:
    path = fill(send(), {f"{PROGRESS}8": 40, f"{NOTE}9": "立项"}, {"G2": 1})
    receive(office, path)
    before = tables()
    assert receive(office, path, today="2024-05-12") == [
        "0",
        f"已收 {path.name} 第8行 项目1：已于 2024-05-10 收过，不再记。",
        f"已收 {path.name} 第9行 项目2：已于 2024-05-10 收过，不再记。",
        "没有可记入的内容。",
    ]
    assert tables() == before


def test_a_corrected_form_is_taken_for_what_is_new(office: Run, send: Send) -> None:
    first = fill(send(), {f"{PROGRESS}8": 40, f"{NOTE}8": "进场"}, {"G2": 2})
    receive(office, first)
    corrected = shutil.copy(first, "更正.xlsx")
    fill(Path(corrected), {f"{PROGRESS}8": 30}, {"G2": 1})
    assert receive(office, Path(corrected), today="2024-05-12")[1:] == [
        "市甲局填报（更正.xlsx）：",
        "将记录 1 甲路改造：进度由40%报为30%；“路口”核减 1，累计 1（2024-05-12）",
        "已记入 1 项。",
    ]
    again = receive(office, first, Path(corrected), today="2024-05-13")
    assert [line[-20:] for line in again[1:3]] == [
        "已于 2024-05-10 收过，不再记。"[-20:],
        "已于 2024-05-12 收过，不再记。"[-20:],
    ]
    assert progress(office)[0] == 30


def test_a_value_reported_again_after_another_is_recorded_again(office: Run, send: Send) -> None:
    path = send()
    for value, note in ((40, "甲"), (50, "甲"), (40, "乙")):
        assert receive(office, fill(path, {f"{PROGRESS}8": value, f"{NOTE}8": note}))[0] == "0"
    assert progress(office)[0] == 40
    reported = [e["after"] for e in office("log", "-f", "json").json if e["kind"] == "progress"]
    assert reported == [40, 50, 40]


def test_a_form_as_sent_does_not_undo_what_was_taken(office: Run, send: Send) -> None:
    blank = Path(shutil.copy(path := send(), "空表.xlsx"))
    receive(office, fill(path, {f"{PROGRESS}8": 40}))
    assert receive(office, blank) == [
        "0",
        "注意 空表.xlsx 第8行 项目1：与发出时相同，收过的没有改。",
        "没有可记入的内容。",
    ]
    assert progress(office)[0] == 40


def test_two_files_of_one_form_that_differ_are_asked_about(office: Run, send: Send) -> None:
    one = fill(send(), {f"{PROGRESS}8": 40, f"{PROGRESS}9": 20})
    two = fill(Path(shutil.copy(one, "二.xlsx")), {f"{PROGRESS}8": 50})
    code, *said = receive(office, one, two)
    assert code == "5"
    why = "同一份填报表给了几个文件，这一行填得不同；请只给最后的一份。"
    assert [line for line in said if why in line] == [
        f"不收 {one.name} 第8行 项目1：{why}",
        f"不收 {two.name} 第8行 项目1：{why}",
    ]
    assert f"已收 {two.name} 第9行 项目2：与另一个文件相同，不再记。" in said
    assert progress(office) == [None, 20, None]


def test_a_row_taken_back_can_be_read_again(office: Run, send: Send) -> None:
    path = fill(send(), {f"{PROGRESS}8": 40})
    receive(office, path)
    office("undo", "-y")
    assert receive(office, path)[0] == "0"
    assert progress(office)[0] == 40


def test_two_copies_of_a_ledger_read_a_form_as_the_same_events(office: Run, send: Send, dsq: Run) -> None:
    path = fill(send(), {f"{STATUS}8": "进行中", f"{PROGRESS}8": 40, f"{NOTE}8": "进场"}, {"G2": 2})
    office("db", "backup", "b.db")
    receive(office, path)
    dsq("--db", "b.db", "sheet", "in", str(path), "-y", today="2024-05-20")
    ids = [
        [event["id"] for event in dsq(*db, "log", "-f", "json").json if event["project"]]
        for db in ([], ["--db", "b.db"])
    ]
    assert len(set(ids[0])) == 3
    assert ids[0] == ids[1]
    office("undo", "-y")
    receive(office, path)
    events = entries(office)
    assert len({event["id"] for event in events if event["kind"] != "revoke"}) == 6


# --- who said it -------------------------------------------------------------------------------------


def test_the_log_names_the_unit_and_the_file(office: Run, send: Send) -> None:
    path = fill(send(), {f"{PROGRESS}9": 40})
    receive(office, path)
    origin = f"市甲局填报（{path.name}）"
    assert all(line.endswith(f"\t{origin}") for line in office("log", "2").out.splitlines())
    events = entries(office)
    told = {"file": path.name, "unit": "市甲局", "person": "", "phone": ""}
    assert [event["origin"] for event in events] == [told] * len(events)
    assert f"小王，{origin}）" in office("show", "2").out
    assert "来源" in office("log", "2", "-f", "table").out
    office("note", "2", "甲")
    assert "来源" not in office("log", "2", "--since", "2024-05-20", "-f", "table").out
    assert office("log", "-f", "json").json[-1]["origin"] is None


def test_a_row_of_a_day_before_another_report_says_what_is_in_force(office: Run, send: Send) -> None:
    """A row of 5 March after a report of 10 March is recorded; today's state is not changed by it."""
    office("update", "2", "-p", "30", today="2024-03-10")
    path = fill(send(today="2024-03-12"), {f"{PROGRESS}9": 70, f"{ON}9": datetime(2024, 3, 5)})
    code, _, recorded, note, done = receive(office, path, today="2024-03-15")
    assert (code, done) == ("0", "已记入 1 项。")
    assert recorded == "将记录 2 乙桥加固：启动办理；报进度70%（2024-03-05）"
    assert note.startswith("    注意：今天仍为30%，3月10日另有记录")
    assert progress(office)[1] == 30


def test_one_undo_takes_back_the_forms_of_two_plans(office: Run, send: Send) -> None:
    second = PLAN.replace('"2024"', '"乙"').replace("title: 某市2024年", "title: 另一")
    Path("乙.yaml").write_text(second, encoding="utf-8")
    one = fill(send(), {f"{PROGRESS}8": 40})
    office("plan", "load", "乙.yaml", today="2024-05-01")
    two = fill(send(folder="乙"), {f"{PROGRESS}8": 50})
    receive(office, one, two)
    assert office("undo", "-y").code == 0
    for key in ("2024", "乙"):
        assert office("--plan", key, "list", "1", "--columns", "progress").out == "\n"


def test_the_forms_of_two_plans_are_one_operation(office: Run, send: Send) -> None:
    second = PLAN.replace('"2024"', '"乙"').replace("title: 某市2024年", "title: 另一")
    Path("乙.yaml").write_text(second, encoding="utf-8")
    one = fill(send(), {f"{PROGRESS}8": 40})
    assert office("plan", "load", "乙.yaml", today="2024-05-01").code == 0
    two = fill(send(folder="乙"), {f"{PROGRESS}8": 50})
    assert receive(office, one, two)[0] == "0"
    with closing(sqlite3.connect(_path())) as connection:
        found = connection.execute(
            "SELECT count(DISTINCT batch), count(DISTINCT plan) FROM events WHERE origin IS NOT NULL"
        )
        assert found.fetchone() == (1, 2)


def _path() -> Path:
    from dushiquan.office.places import default_path

    return default_path()


# --- what the cells hold -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "targets", "said"),
    [
        ({f"{PROGRESS}8": "６０"}, {}, "启动办理；报进度60%（2024-05-10）"),
        ({f"{PROGRESS}8": "60％"}, {}, "启动办理；报进度60%（2024-05-10）"),
        ({}, {"G2": "2"}, "启动办理；“路口”完成 2，累计 2（2024-05-10）"),
        ({}, {"G2": "２个"}, "启动办理；“路口”完成 2，累计 2（2024-05-10）"),
        ({f"{NOTE}8": "甲", f"{ON}8": "4月10日"}, {}, "甲（2024-04-10）"),
        ({f"{NOTE}8": "甲", f"{ON}8": "2024年4月10日"}, {}, "甲（2024-04-10）"),
        ({f"{NOTE}8": "甲", f"{ON}8": datetime(2024, 4, 10)}, {}, "甲（2024-04-10）"),
        ({f"{STATUS}8": "在建"}, {}, "启动办理（2024-05-10）"),
        ({f"{NOTE}8": "  已_x000D_\n完成 "}, {}, "已\n完成（2024-05-10）"),
    ],
)
def test_cells_are_read_as_a_person_reads_them(
    office: Run, send: Send, cells: dict[str, object], targets: dict[str, object], said: str
) -> None:
    result = take(office, fill(send(), cells, targets), today="2024-05-10")
    assert result.code == 0
    assert f"将记录 1 甲路改造：{said}\n" in result.err


@pytest.mark.parametrize(
    ("cells", "targets", "said"),
    [
        ({f"{PROGRESS}8": "=30+30"}, {}, "第8行 项目1：填报页 J8 的公式没有算好的值"),
        ({f"{NOTE}8": "#NAME?"}, {}, "第8行 项目1：填报页 K8 是错误值 #NAME?"),
        ({}, {"G2": "若干"}, "第2行 项目1：指标页 G2 “若干”不是个数；"),
        ({f"{NOTE}8": "甲", f"{ON}8": "3号"}, {}, "填报页 Q8 “3号”说不准是哪一天；请写成 2024-09-30。"),
        ({}, {"C2": "路灯", "G2": 1}, "第2行 项目1：指标页 C2 “路灯”不是发出的指标；请用发出的原表。"),
        ({}, {"B2": "2", "G2": 1}, "第2行 项目1：指标页 B2 这一行显示“2”，隐藏的键却是“1”"),
        ({"K12": "填表人：张三"}, {}, "第12行：填报页 K12 “填表人：张三”：认不出这是哪一项"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_cell(
    office: Run, send: Send, cells: dict[str, object], targets: dict[str, object], said: str
) -> None:
    code, *lines = receive(office, fill(send(), cells, targets))
    assert code == "5"
    assert any(said in line for line in lines)
    assert progress(office)[0] is None


@pytest.mark.parametrize(
    ("cells", "targets", "said"),
    [
        (
            {"F8": datetime(2024, 8, 31)},
            {},
            "填报页 F8 时限不能在表中改（发出时为“2024-06-30”，现为“2024-08-31”），没有收；"
            "要延期的请写申请延期至哪天和理由。",
        ),
        ({"F8": None}, {}, "填报页 F8 时限不能在表中改（发出时为“2024-06-30”，现为“”），没有收；"),
        ({"E8": "年底前完成"}, {}, "填报页 E8 进度要求不能在表中改（发出时为“2024年6月底前完成”，现为"),
        ({}, {"D2": 5}, "指标页 D2 目标不能在表中改（发出时为“3”，现为“5”），没有收。"),
        ({"R8": "有困难"}, {}, "填报页 R8 “有困难”写在表外，没有收。"),
        ({"H6": "联系人：张三"}, {}, "填报页 H6 “联系人：张三”写在表外，没有收。"),
        ({f"{PROGRESS}8": None}, {}, "填报页 J8 原有的数删掉了，当作没有变化。"),
    ],
)
def test_what_is_not_taken_is_said(
    office: Run, send: Send, cells: dict[str, object], targets: dict[str, object], said: str
) -> None:
    office("update", "1", "-p", "30", today="2024-04-20")
    code, *lines = receive(office, fill(send(), {f"{NOTE}8": "进场", **cells}, targets))
    assert code == "0"
    assert "将记录 1 甲路改造：进场（2024-05-10）" in lines
    assert [said in line for line in lines].count(True) == 1


def test_a_form_as_sent_is_read_without_a_word(office: Run, send: Send) -> None:
    office("update", "1", "-p", "30", today="2024-04-20")
    assert receive(office, send()) == ["0", "没有可记入的内容。"]


def test_struck_out_text_comments_and_other_sheets_are_left_out_and_said(office: Run, send: Send) -> None:
    book = load_workbook(path := fill(send(), {f"{NOTE}8": "作废", f"{PROGRESS}8": 40}))
    book["填报"][f"{NOTE}8"].font = Font(strike=True)
    book["填报"]["J8"].comment = Comment("张三:\n未含征迁", "张三")
    book.create_sheet("补充")["A1"] = "另有一事"
    book.save(path)
    assert receive(office, path) == [
        "0",
        f"市甲局填报（{path.name}）：",
        "将记录 1 甲路改造：启动办理；报进度40%（2024-05-10）",
        f"注意 {path.name}：“补充”页不是发出的，没有收。",
        f"注意 {path.name} 第8行 项目1：填报页 K8 划掉的文字没有收；原文是“作废”。",
        f"注意 {path.name}：填报页 J8 的批注“张三: 未含征迁”没有收；要记的写在进展说明里。",
        "已记入 1 项。",
    ]


def test_numbers_are_what_was_typed_whatever_their_format(office: Run, send: Send) -> None:
    book = load_workbook(path := send())
    for sheet, name, value, number_format in (
        ("填报", "J8", 60, "0.00"),
        ("填报", "J9", 0.4, "0%"),
        ("指标", "G2", 1200, "#,##0"),
        ("指标", "G3", 0, "0.0"),
    ):
        book[sheet][name] = value
        book[sheet][name].number_format = number_format
    book.save(path)
    assert receive(office, path)[0] == "0"
    assert progress(office)[:2] == [60, 40]
    assert [t["count"] for t in office("list", "1", "-f", "json").json[0]["targets"]] == [1200, 0]


def test_a_day_alone_is_said(office: Run, send: Send) -> None:
    path = fill(send(), {f"{ON}8": datetime(2024, 4, 10)})
    assert receive(office, path) == [
        "0",
        f"注意 {path.name} 第8行 项目1：只写了发生日期，没有进展，没有收。",
        "没有可记入的内容。",
    ]


def test_a_day_changed_after_it_was_taken_is_said(office: Run, send: Send) -> None:
    path = fill(send(), {f"{PROGRESS}8": 40, f"{ON}8": datetime(2024, 5, 3)})
    receive(office, path)
    assert receive(office, fill(path, {f"{ON}8": datetime(2024, 5, 4)})) == [
        "0",
        f"注意 {path.name} 第8行 项目1：只有发生日期与收过的不同，没有改；要改的用 dsq fix 更正那条记录。",
        "没有可记入的内容。",
    ]


def test_a_withdrawn_project_is_named(office: Run, send: Send) -> None:
    path = fill(send(), {f"{PROGRESS}8": 40, f"{PROGRESS}9": 20})
    Path("新.yaml").write_text(PLAN.replace('  - {id: "2"', '  # {id: "2"'), encoding="utf-8")
    assert office("plan", "load", "新.yaml", "-y", today="2024-05-05").code == 0
    code, *said = receive(office, path)
    assert (code, said[2]) == ("5", f"不收 {path.name} 第9行 项目2：2 已从计划中撤销，不再记录。")
    assert progress(office)[:2] == [40, None]


def test_a_status_that_is_so_already_leaves_its_text_as_a_note(office: Run, send: Send) -> None:
    form = send()
    office("update", "1", "-s", "进行中", today="2024-05-09")
    receive(office, fill(form, {"I8": "进行中", f"{NOTE}8": "已进场"}))
    assert [entry["note"] for entry in office("log", "1", "-f", "json").json][-1] == "已进场"


def test_an_entry_of_a_day_to_come_is_no_conflict(office: Run, send: Send) -> None:
    office("update", "1", "-p", "90", today="2025-03-01")  # with a wrong clock
    form = send()
    receive(office, fill(form, {f"{PROGRESS}8": 40}))
    assert "90" not in office("list", "1", "--columns", "progress", today="2024-05-10").out
    assert office("list", "1", "--columns", "progress", today="2024-05-10").out.strip() == "40%"


def test_an_untouched_row_of_a_project_that_is_gone_is_passed_over(office: Run, send: Send) -> None:
    office("plan", "add", "--title", "丙渠清淤", "--unit", "市甲局", "--reason", "x", today="2024-05-01")
    form = send()
    assert office("undo", "--yes", today="2024-05-02").code == 0
    said = receive(office, fill(form, {f"{PROGRESS}8": 40}))
    assert said[0] == "0", said
    assert progress(office)[0] == 40


# --- what a form asks for beside progress ------------------------------------------------------------


def test_problems_next_steps_and_days_become_entries(office: Run, send: Send) -> None:
    path = send()
    fill(path, {f"{PROBLEM}8": "征迁未完", f"{NEXT}8": "7月完成征迁", f"{EXPECTED}8": datetime(2024, 9, 30)})
    fill(path, {f"{UNTIL}8": "10月31日", f"{REASON}8": "征迁", f"{PROBLEM}9": "缺资金"})
    assert receive(office, path) == [
        "0",
        f"市甲局填报（{path.name}）：",
        "将记录 1 甲路改造：存在问题：征迁未完；下步打算：7月完成征迁；预计2024年9月30日完成；"
        "申请延期至2024年10月31日：征迁（2024-05-10）",
        "将记录 2 乙桥加固：存在问题：缺资金（2024-05-10）",
        "已记入 2 项。",
    ]
    row = office("list", "1", "-f", "json").json[0]
    assert row["problem"] == {"text": "征迁未完", "on": "2024-05-10"}
    assert row["next_steps"] == {"text": "7月完成征迁", "on": "2024-05-10"}
    assert (row["expected"], row["due"]) == ("2024-09-30", "2024-06-30")  # asked for, not granted
    assert row["deferral_request"] == {"until": "2024-10-31", "reason": "征迁", "on": "2024-05-10"}
    assert receive(office, path)[1:] == [
        f"已收 {path.name} 第8行 项目1：已于 2024-05-10 收过，不再记。",
        f"已收 {path.name} 第9行 项目2：已于 2024-05-10 收过，不再记。",
        "没有可记入的内容。",
    ]
    fill(path, {f"{NEXT}8": "8月完成征迁", f"{UNTIL}8": "11月30日"})
    assert receive(office, path, today="2024-05-11")[2] == (
        "将记录 1 甲路改造：下步打算：8月完成征迁；申请延期至2024年11月30日：征迁（2024-05-11）"
    )
    assert office("list", "1", "-f", "json", "--known-at", "2024-05-10").json[0] == row
    office("undo", "--yes")
    assert office("list", "1", "-f", "json", today="2024-05-10").json[0] == row
    office("list", "-o", "总表.csv")
    table = Path("总表.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0].endswith("存在问题,下步打算,预计完成,申请延期至")
    assert table[1].endswith("征迁未完（5月10日报）,7月完成征迁（5月10日报）,2024-09-30,2024-10-31")
    weekly = office("report", "weekly", today="2024-07-05").out
    told = "征迁未完（5月10日报）；下步打算：7月完成征迁（5月10日报）；预计9月30日完成；申请延期至2024-10-31"
    assert f"| {told} |" in office("report", "monthly", today="2024-07-05").out
    assert "申请延期至2024年10月31日：征迁" in weekly
    assert office("db", "check").code == 0


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({f"{UNTIL}8": "10月31日"}, "申请延期没有写延期理由；请补上。"),
        ({f"{REASON}8": "征迁"}, "申请延期没有写申请延期到哪一天；请补上。"),
        (
            {f"{UNTIL}8": "6月30日", f"{REASON}8": "征迁"},
            "1 现时限是 2024-06-30，申请延期的日期 2024-06-30 不比它晚",
        ),
        (
            {f"{EXPECTED}8": datetime(2024, 4, 30)},
            "N8 “2024-04-30”在发出填报表之前；请核对，写成 2024-09-30。这一格没有收，同一行其余的照收。",
        ),
        ({f"{EXPECTED}8": "下周五"}, "N8 “下周五”说不准是哪一天；请写成 2024-09-30。"),
        ({f"{UNTIL}8": "国庆前后", f"{REASON}8": "征迁"}, "O8 “国庆前后”不是日期"),
        (
            {f"{STATUS}8": "待核实", f"{NOTE}8": "完工", f"{UNTIL}8": "10月31日", f"{REASON}8": "征迁"},
            "1 已申请销号，不用申请延期。",
        ),
    ],
)
def test_an_unclear_application_is_not_taken(
    office: Run, send: Send, cells: dict[str, object], said: str
) -> None:
    lines = receive(office, fill(send(), {**cells, f"{PROBLEM}9": "缺资金"}))
    assert (lines[0], lines[-1]) == ("5", "已记入 1 项。")
    assert any(said in line for line in lines), lines
    assert office("list", "1", "-f", "json").json[0]["last_reported"] is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("10月中旬", "10-20"), ("月底", "05-31"), ("三季度末", "09-30"), ("年底", "12-31"), ("5月5日", "05-05")],
)
def test_a_day_to_come_is_read_as_it_is_typed(office: Run, send: Send, typed: str, meant: str) -> None:
    """In a form of 1 May that is read on 10 May, 5月5日 is that of this year."""
    path = fill(send(), {f"{PROBLEM}8": "缺资金", f"{EXPECTED}8": typed, f"{UNTIL}8": "明年3月底"})
    assert receive(office, fill(path, {f"{REASON}8": "征迁"}))[0] == "0"
    row = office("list", "1", "-f", "json").json[0]
    assert (row["expected"], row["deferral_request"]["until"]) == (f"2024-{meant}", "2025-03-31")


def test_a_day_that_cannot_be_read_costs_its_cell_alone(office: Run, send: Send) -> None:
    cells = {f"{PROGRESS}8": 40, f"{EXPECTED}8": "国庆前后", f"{UNTIL}8": "待定", f"{REASON}8": "征迁"}
    lines = receive(office, fill(send(), cells))
    assert lines[0] == "5"
    assert sum(line.endswith("这一格没有收，同一行其余的照收。") for line in lines) == 2
    row = office("list", "1", "-f", "json").json[0]
    assert (row["progress"], row["expected"], row["deferral_request"]) == (40, None, None)


def test_a_form_without_targets_has_no_sheet_for_them(office: Run, send: Send) -> None:
    whole = send()
    assert {"指标"} <= set(load_workbook(whole).sheetnames)
    assert "日期写成 2024-09-30" in load_workbook(whole)["填报"]["B5"].value
    office("sheet", "out", "-o", "二", "-u", "市乙局", today="2024-05-01")
    (path,) = Path("二").iterdir()
    book = load_workbook(path)
    assert book.sheetnames == ["填报", "_dsq"]
    assert "指标" not in book["填报"]["B4"].value
    code, *lines = receive(office, fill(path, {f"{PROGRESS}8": 40}))
    assert (code, lines[-1]) == ("0", "已记入 1 项。")
    assert "没有收" not in "".join(lines)


def test_a_form_names_its_day_and_who_filled_it_in(office: Run, send: Send) -> None:
    office("unit", "contact", "市甲局", "--person", "张三", "--phone", "8888", today="2024-04-30")
    office("config", "contact_person", "王小明")
    path = send()
    sheet = load_workbook(path)["填报"]
    assert sheet["B2"].value.startswith("2024年5月1日发出。请于2024年5月8日前报回（王小明）。")
    assert [sheet[cell].value for cell in ("B6", "C6", "E6", "F6")] == ["填报人", "张三", "电话", "8888"]
    assert sheet["D8"].value is None  # the plan says no content
    taken = receive(office, fill(path, {f"{PROGRESS}8": 40}))
    assert taken[1] == f"市甲局张三填报（{path.name}）："
    assert not any("联系人" in line for line in taken)
    assert office("log", "1", "-f", "json").json[-1]["origin"] == {
        "file": path.name,
        "unit": "市甲局",
        "person": "张三",
        "phone": "8888",
    }
    other = receive(office, fill(path, {f"{PROGRESS}8": 50, "C6": "李四", "F6": 13800000000}))
    assert (
        f"注意 {path.name}：填报人（李四，13800000000）与台账里的联系人（张三，8888）不同；"
        "要记下请用 dsq unit contact 市甲局 --person 李四 --phone 13800000000。" in other
    )


def test_forms_have_a_day_to_come_back_by_and_may_ask_the_silent_alone(office: Run) -> None:
    office("update", "2", "-p", "10", today="2024-03-01")
    office("update", "3", "-p", "10")
    sent = office("sheet", "out", "-o", "表", "--unreported", "30d", "--by", "5月28日", today="2024-03-20")
    assert sent.err == "已写 表/填报表-2024-市甲局-2024-03-20.xlsx（1 项，2024-05-28前报回）\n"
    sheet = load_workbook("表/填报表-2024-市甲局-2024-03-20.xlsx")["填报"]
    assert [sheet["B8"].value, sheet["B9"].value] == ["1", None]
    nobody = office("sheet", "out", "-o", "乙", "--unreported", "90d")
    assert (nobody.code, nobody.err) == (4, "没有超过90天未报送的在办项目，不用发表。\n")
    late = office("sheet", "out", "-o", "乙", "--by", "2024-03-01")
    assert (late.code, late.err) == (7, "上报截止 2024-03-01 已经过去；请写今天以后的日期。\n")
    assert not Path("乙").exists()


def as_sent_before(path: Path) -> Path:
    """Make of a form one of the version before, which asked for less."""
    book = load_workbook(path)
    form, memory = book["填报"], book["_dsq"]
    for column in ("P", "O", "N", "M", "L", "D"):
        form.delete_cols(column_index_from_string(column))
    form["B2"] = f"{form['B2'].value.partition('。')[0]}。只在浅黄色格内填写；没有变化的不用动。"
    form["B5"] = "发生日期：事情发生在哪天，写成 2011-09-30；不写即按读入当天。"
    for cell in form[6]:
        cell.value = None
    memory["B1"], memory["H1"] = "2", None
    memory.delete_cols(9)
    book.save(path)
    return path


@pytest.mark.parametrize("remembered", [True, False])
def test_a_form_of_the_version_before_is_read(office: Run, send: Send, remembered: bool) -> None:
    path = as_sent_before(send())
    if not remembered:
        with closing(sqlite3.connect(_path())) as connection, connection:
            connection.executescript("DELETE FROM form_rows; DELETE FROM forms")
    lines = receive(office, fill(path, {"I8": 40, "J8": "进场", "K8": "2024-05-03"}, {"G2": 2}))
    assert "将记录 1 甲路改造：启动办理；报进度40%；“路口”完成 2，累计 2；进场（2024-05-03）" in lines
    assert (lines[0], [line for line in lines if "没有收" in line]) == ("0", [])


def test_the_log_tells_that_forms_were_sent(office: Run, send: Send) -> None:
    office("note", "3", "开工", today="2024-04-30")
    send()
    office("note", "3", "进场", today="2024-05-02")
    office("sheet", "out", "-o", "全部", today="2024-05-03")

    def told(*more: str) -> list[str]:
        return [line.split("\t")[4] for line in office("log", "-f", "tsv", *more).out.splitlines()][1:]

    first = "发出填报表：市甲局2项，请于2024年5月8日前报回"
    second = "发出填报表：市甲局2项、市乙局1项，请于2024年5月10日前报回"
    assert told() == ["开工", first, "进场", second]
    assert told("--until", "2024-05-02") == told("--known-at", "2024-05-02") == ["开工", first, "进场"]
    assert told("3") == ["进场"]
    assert len(office("log", "-f", "json").json) == 3
