"""A unit's form: sent out, filled in and read back."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders import FIRST_ROW, NOTE, ON, PROGRESS, STATUS, entries, fill, take
from tests.conftest import Run


@pytest.fixture
def out(ledger: Run, home: Path) -> Callable[..., Path]:
    """Write a unit's form on 1 September."""

    def send(unit: str) -> Path:
        assert ledger("sheet", "out", "-u", unit, "-o", "表", today="2011-09-01").code == 0
        (path,) = (home / "表").glob(f"*{unit}*")
        return path

    return send


def test_the_form_is_locked_except_for_its_input_cells(out: Callable[..., Path]) -> None:
    book = load_workbook(out("市交通局"))
    form = book["填报"]
    assert [form.cell(row, 2).value for row in range(FIRST_ROW, form.max_row + 1)] == [
        "5",
        "6",
        "7",
        "8",
        "9",
    ]
    assert form["B1"].value == "2011年杭州都市经济圈合作项目计划安排表：市交通局填报表"
    assert book["_dsq"].sheet_state == "hidden"
    assert form.column_dimensions["A"].hidden
    assert form.protection.sheet
    assert form[f"C{FIRST_ROW}"].protection.locked
    assert not form[f"{STATUS}{FIRST_ROW}"].protection.locked
    assert {v.type for v in form.data_validations.dataValidation} == {"list", "whole", "date"}
    assert form.freeze_panes == "D8"


def test_an_unedited_form_records_nothing(ledger: Run, out: Callable[..., Path]) -> None:
    result = take(ledger, out("市交通局"))
    assert (result.code, result.err) == (0, "没有可记入的内容。\n")
    assert entries(ledger) == []


def test_a_returned_form_is_shown_then_recorded(ledger: Run, out: Callable[..., Path]) -> None:
    path = fill(
        out("市环保局"),
        {
            f"{STATUS}8": "进行中",
            f"{PROGRESS}8": 40,
            f"{NOTE}8": "已联合执法两次",
            f"{ON}8": datetime(2011, 8, 31),
        },
        {"G2": 2},
    )
    shown = take(ledger, path, yes=False)
    line = (
        "22.1 杭湖嘉绍边界环保联合执法行动：启动办理（已联合执法两次）；报进度40%；"
        "“萧绍、杭湖嘉边界联合执法行动”完成 2，累计 2（2011-08-31）"
    )
    assert shown.code == 2
    said = f"市环保局填报（{path.name}）：\n将记录 {line}\n"
    assert shown.err == f"{said}记入 1 项须确认；确定要做请加 --yes。\n"
    assert entries(ledger) == []
    assert take(ledger, path).err == f"{said}已记入 1 项。\n"
    (row,) = ledger("list", "22.1", "-f", "json").json
    assert (row["status"], row["progress"], row["targets"][0]["count"]) == ("active", 40, 2)
    assert row["last_reported"] == "2011-08-31"

    again = take(ledger, path)
    assert again.code == 0
    assert (
        again.err == f"已收 {path.name} 第8行 项目22.1：已于 2011-09-05 收过，不再记。\n没有可记入的内容。\n"
    )
    assert len(entries(ledger)) == 3
    ledger("undo", "--yes")
    assert take(ledger, path).code == 0
    assert ledger("db", "check").code == 0


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({f"{PROGRESS}8": "六十"}, "J8 “六十”不是进度；请写 0 "),
        ({f"{PROGRESS}8": 0.6}, "J8 “0.6”不是进度"),
        ({f"{PROGRESS}8": "60.5%"}, "J8 “60.5%”不是进度"),
        ({f"{PROGRESS}8": 101}, "J8 “101”不是进度"),
        ({f"{PROGRESS}8": True}, "J8 “TRUE”不是进度"),
        ({f"{STATUS}8": "完了"}, "填报页 I8 “完了”不能选"),
        ({f"{STATUS}8": "待核实"}, "选了待核实，请在进展说明里写明依据"),
        ({f"{STATUS}8": "已完成"}, "I8 “已完成”不能选；请选未启动、进行中、待核实，办完的选待核实"),
        ({f"{STATUS}8": "暂缓"}, "I8 “暂缓”不能选"),
        ({f"{NOTE}8": "x", f"{ON}8": "昨天"}, "Q8 “昨天”说不准是哪一天；请写成 2011-09-30"),
        ({f"{NOTE}8": "x", f"{ON}8": datetime(2011, 9, 6)}, "2011-09-06 还没有到"),
        ({"A8": "p99", f"{NOTE}8": "x"}, "填报页 B8 这一行不是发给市环保局的；只收发出的行。"),
        ({"B20": "99", f"{NOTE}20": "x"}, "填报页 B20 “99，x”：认不出这是哪一项；请填在发出的行里。"),
    ],
)
def test_bad_cells_are_refused_with_cell_and_reason(
    ledger: Run, out: Callable[..., Path], cells: dict[str, object], said: str
) -> None:
    result = take(ledger, fill(out("市环保局"), cells))
    assert result.code == 5
    assert said in result.err
    assert entries(ledger) == []


def test_percentages_and_dotted_days_are_understood(ledger: Run, out: Callable[..., Path]) -> None:
    from openpyxl import load_workbook

    path = fill(out("市环保局"), {f"{PROGRESS}8": "60%", f"{PROGRESS}9": 0.3, "Q8": "2011.9.1"})
    book = load_workbook(path)
    book.active[f"{PROGRESS}9"].number_format = "0%"
    book.save(path)
    assert take(ledger, path).code == 0
    rows = ledger("list", "22", "-f", "json").json
    assert [(row["progress"], row["last_reported"]) for row in rows] == [
        (60, "2011-09-01"),
        (30, "2011-09-05"),
    ]


@pytest.mark.parametrize(
    ("typed", "format", "said"),
    [
        (9.3, "General", "Q8 “9.3”是数字，不是日期（9.30 会存成 9.3）；请写成 2011-09-30。"),
        (9.3, "0.00", "Q8 “9.30”是数字，不是日期（9.30 会存成 9.3）；请写成 2011-09-30。"),
        (40785, "General", "Q8 “40785”是数字，不是日期（9.30 会存成 9.3）；请写成 2011-09-30。"),
        (9.3, "yyyy-mm-dd", "Q8 “1900-01-09”是数字当成的日期；请写成 2011-09-30。"),
        (2011.9, "yyyy-mm-dd", "Q8 “1905-07-03”是数字当成的日期；请写成 2011-09-30。"),
        (20110830, "General", ""),
        (40785, "yyyy-mm-dd", ""),
    ],
)
def test_a_number_is_a_day_only_if_it_says_which(
    ledger: Run, out: Callable[..., Path], typed: float, format: str, said: str
) -> None:
    from openpyxl import load_workbook

    path = fill(out("市环保局"), {f"{NOTE}8": "x"})
    book = load_workbook(path)
    book["填报"][f"{ON}8"].value = typed
    book["填报"][f"{ON}8"].number_format = format
    book.save(path)
    result = take(ledger, path)
    days = [row["on"] for row in entries(ledger)]
    assert (result.code, days) == ((5, []) if said else (0, ["2011-08-30"]))
    assert said in result.err


def test_one_bad_row_does_not_stop_the_others(ledger: Run, out: Callable[..., Path]) -> None:
    path = fill(out("市环保局"), {f"{PROGRESS}8": "六十", f"{PROGRESS}9": 30})
    result = take(ledger, path)
    assert result.code == 5
    assert {r["id"] for r in ledger("list", "-s", "进行中", "-f", "json").json} == {"22.2"}
    take(ledger, fill(path, {f"{PROGRESS}8": 60}))
    assert ledger("list", "22.1", "--columns", "progress").out == "60%\n"


def test_a_row_in_conflict_with_newer_entries_is_not_recorded(ledger: Run, out: Callable[..., Path]) -> None:
    path = fill(out("市环保局"), {f"{PROGRESS}8": 40, f"{PROGRESS}9": 30})
    ledger("update", "22.1", "-p", "55", today="2011-09-03")
    result = take(ledger, path)
    assert result.code == 0
    assert (
        f"另列 {path.name} 第8行 项目22.1：发出后台账另有记录（进度台账为55%，表里为40%），"
        "这一行没有记；请核对，要记的用 dsq update。" in result.err.splitlines()
    )
    assert ledger("list", "22.1,22.2", "--columns", "progress").out == "55%\n30%\n"


def test_equal_values_are_no_conflict(ledger: Run, out: Callable[..., Path]) -> None:
    path = fill(out("市环保局"), {f"{PROGRESS}8": 40, f"{NOTE}8": "两次"})
    ledger("update", "22.1", "-p", "40", today="2011-09-03")
    assert (
        "将记录 22.1 杭湖嘉绍边界环保联合执法行动：进度仍为40%；两次（2011-09-05）\n"
        in take(ledger, path).err
    )


def test_one_undo_takes_back_a_batch_of_forms(ledger: Run, out: Callable[..., Path]) -> None:
    first = fill(out("市环保局"), {f"{PROGRESS}8": 40})
    second = fill(out("市教育局"), {f"{PROGRESS}8": 50})
    assert take(ledger, first, second).code == 0
    assert ledger("list", "22.1,23", "--columns", "progress").out == "40%\n50%\n"
    ledger("undo", "--yes")
    assert ledger("list", "22.1,23", "--columns", "progress").out == "\n\n"


def test_files_that_are_no_forms_are_refused_by_name(
    ledger: Run, out: Callable[..., Path], home: Path
) -> None:
    good = fill(out("市环保局"), {f"{PROGRESS}8": 40})
    (home / "a.xlsx").write_bytes(b"PK\x03\x04 not really")
    (home / "b.txt").write_text("x")
    ledger("list", "-o", "c.xlsx")
    result = take(ledger, home / "a.xlsx", home / "b.txt", home / "c.xlsx", home / "d.xlsx", good)
    assert result.code == 5
    for name in ("a.xlsx", "b.txt", "c.xlsx", "d.xlsx"):
        assert name in result.err
    assert ledger("list", "22.1", "--columns", "progress").out == "40%\n"


def test_text_that_looks_like_a_formula_stays_text(ledger: Run, out: Callable[..., Path]) -> None:
    path = fill(out("市环保局"), {})
    book = load_workbook(path)
    book["填报"]["K8"].value = "=1+1"
    book["填报"]["K8"].data_type = "s"
    book.save(path)
    take(ledger, path)
    assert "=1+1" in ledger("log", "22.1").out


def test_a_back_dated_total_is_not_added_twice(ledger: Run, out: Callable[..., Path]) -> None:
    """One was counted on 20 August; a form dated earlier says two in total: two, not three."""
    ledger("tick", "22.1", "联合执法", today="2011-08-20")
    path = fill(out("市环保局"), {f"{ON}8": datetime(2011, 8, 1)}, {"G2": 2})
    assert take(ledger, path).code == 0
    assert ledger("list", "22.1", "-f", "json").json[0]["targets"][0]["count"] == 2


def test_an_existing_form_is_not_overwritten(ledger: Run, out: Callable[..., Path]) -> None:
    path = fill(out("市环保局"), {f"{PROGRESS}8": 40})
    content = path.read_bytes()
    assert ledger("sheet", "out", "-u", "市环保局", "-o", "表").code == 7
    assert path.read_bytes() == content


def test_only_lead_units_get_a_form(ledger: Run, home: Path) -> None:
    assert ledger("sheet", "out", "-o", "全部").code == 0
    assert len(list((home / "全部").iterdir())) == 22
    assert ledger("sheet", "out", "-u", "市卫生局", "-o", "x").code == 4


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_a_form_saved_by_libreoffice_is_read(ledger: Run, out: Callable[..., Path], home: Path) -> None:
    path = fill(out("市环保局"), {f"{PROGRESS}8": 40, f"{ON}8": datetime(2011, 8, 31)}, {"G2": 3})
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "改", str(path)],
        check=True,
        capture_output=True,
    )
    rewritten = home / "改" / path.name
    assert take(ledger, rewritten).code == 0
    (row,) = ledger("list", "22.1", "-f", "json").json
    assert (row["progress"], row["targets"][0]["count"], row["last_reported"]) == (40, 3, "2011-08-31")
    assert "已于 2011-09-05 收过" in take(ledger, rewritten).err


def test_only_a_row_taken_back_can_be_read_again(ledger: Run, home: Path) -> None:
    ledger("sheet", "out", "-u", "市环保局", "-o", "表", today="2011-09-01")
    (path,) = (home / "表").iterdir()
    fill(path, {f"{PROGRESS}8": 40, f"{PROGRESS}9": 30})
    take(ledger, path)
    ledger("undo", "--project", "22.1")
    again = take(ledger, path)
    assert "项目22.2：已于 2011-09-05 收过，不再记。" in again.err
    assert ledger("list", "22.1,22.2", "--columns", "progress").out == "40%\n30%\n"


def test_a_pattern_is_expanded_where_the_shell_does_not(ledger: Run, home: Path) -> None:
    """cmd.exe hands *.xlsx over as it is; a file that has such a name is itself."""
    ledger("sheet", "out", "-o", "表", "-u", "市交通局")
    (form,) = (home / "表").iterdir()
    said = ledger("sheet", "in", str(form)).err
    assert ledger("sheet", "in", "表/*.xlsx").err == said
    form.rename(home / "表" / "[1].xlsx")
    assert ledger("sheet", "in", "表/[1].xlsx").err == said
    assert ledger("sheet", "in", "表/没有*.xlsx").code == 5
