"""What a table tells of progress, as first reports."""

from datetime import date
from pathlib import Path

import pytest

from dushiquan.domain.status import Status
from dushiquan.sources.first_reports import FirstReport
from dushiquan.sources.plan_file import Reading, examine_plan

DONE = date(2024, 5, 6)


@pytest.mark.parametrize(
    ("state", "done_on", "status", "progress", "note"),
    [
        ("已完成60%", "", None, 60, ""),
        ("已完成60%，正在装修", "", None, 60, "已完成60%，正在装修"),
        ("已完成立项", "", None, None, "已完成立项"),
        ("已完成", "2024-05-06", Status.DONE, None, ""),
        ("已完成60%", "2024-05-06", Status.DONE, None, ""),  # the two differ: the day counts, and it is said
    ],
)
def test_states_in_words(
    tmp_path: Path, state: str, done_on: str, status: Status | None, progress: int | None, note: str
) -> None:
    path = tmp_path / "2024年计划.csv"
    path.write_text(
        f"序号,项目名称,责任单位,完成时限,办理状态,实际完成时间\n1,修路,甲局,6月底前,{state},{done_on}\n",
        encoding="utf-8",
    )
    reading = examine_plan(path)
    (report,) = reading.reports
    assert (report.status, report.progress, report.note) == (status, progress, note)
    assert report.done_on == (DONE if done_on else None)
    differ = any("与已完成不符" in problem.message for problem in reading.problems)
    assert differ == (state == "已完成60%" and bool(done_on))


@pytest.mark.parametrize(
    ("said", "status", "progress", "note", "unsure"),
    [
        ("已办结", Status.DONE, None, "", ()),
        ("正在推进", Status.ACTIVE, None, "正在推进", ()),
        ("正在施工，预计9月完成", Status.ACTIVE, None, "正在施工，预计9月完成", ()),
        ("尚未开工，等待批复", Status.PLANNED, None, "尚未开工，等待批复", ()),
        ("已完成40%", None, 40, "", ()),
        ("完成70%，正在装修", None, 70, "完成70%，正在装修", ()),
        ("围堰施工至第三段，完成65%", None, None, "围堰施工至第三段，完成65%", (65,)),
        ("入网率88%", None, None, "入网率88%", ()),
        ("新增岗位210个", None, None, "新增岗位210个", ()),
        ("已完成（5月8日）", None, None, "已完成（5月8日）", ()),
    ],
)
def test_a_text_on_progress_that_says_the_state_or_the_progress(
    tmp_path: Path, said: str, status: Status | None, progress: int | None, note: str, unsure: tuple[int, ...]
) -> None:
    report = first_report(tmp_path, "目前进展", said)
    assert (report.status, report.progress, report.note, report.unsure) == (status, progress, note, unsure)
    assert report.done_on is None


def test_a_state_beside_the_text_on_progress_counts(tmp_path: Path) -> None:
    report = first_report(tmp_path, "状态,进度,目前进展", "进行中,30%,完成40%")
    assert (report.status, report.progress, report.note) == (Status.ACTIVE, 30, "完成40%")


def test_a_rhythm_is_not_done_when_its_last_occurrence_is(tmp_path: Path) -> None:
    report = first_report(tmp_path, "目前进展", "已完成", due="每季度")
    assert (report.status, report.note) == (None, "已完成")


def test_a_remark_beside_a_text_on_progress_is_no_progress(tmp_path: Path) -> None:
    reading = read(tmp_path, "目前进展,备注", "路基动工,跨年实施")
    assert reading.reports[0].note == "路基动工"
    said = "旁边另有一列写进展，这一列不算进展，没有取；也是进展的请加 --map 备注=进展情况。"
    assert [p.message for p in reading.problems if "备注" in p.message] == [said]
    assert not any("备注" in p.message for p in read(tmp_path, "目前进展,备注", "路基动工,").problems)
    assert first_report(tmp_path, "状态,备注", "进行中,跨年实施").note == "跨年实施"


def read(folder: Path, headings: str, cells: str, due: str = "6月底前") -> Reading:
    """Read a row, and rows below it by which the column is one of texts and not of states."""
    path = folder / "2024年计划.csv"
    below = ",".join("招标文件已备案，等待开标" if name == "目前进展" else "" for name in headings.split(","))
    path.write_text(
        f"序号,项目名称,责任单位,完成时限,{headings}\n1,修路,甲局,{due},{cells}\n"
        f"2,架桥,乙局,6月底前,{below}\n3,通车,乙局,6月底前,{below}\n",
        encoding="utf-8",
    )
    return examine_plan(path)


def first_report(folder: Path, headings: str, cells: str, due: str = "6月底前") -> FirstReport:
    return read(folder, headings, cells, due).reports[0]


def test_the_choices_of_a_form_are_no_status(tmp_path: Path) -> None:
    path = tmp_path / "2024年计划.csv"
    path.write_text(
        '项目名称,责任单位,是否完成\n修路,甲局,"已完成\n未完成"\n架桥,乙局,已完成\n', encoding="utf-8"
    )
    reading = examine_plan(path)
    assert [report.id for report in reading.reports] == ["2"]
    said = "“已完成未完成”是几种状态，不知选的哪一种，未取。"
    assert any(said in problem.message for problem in reading.problems)


def test_what_holds_the_work_up_is_a_note_of_work_under_way(tmp_path: Path) -> None:
    report = first_report(tmp_path, "状态,目前进展", "受阻,征地已完成，总体进度40%")
    assert (report.status, report.progress) == (Status.ACTIVE, 40)
    assert report.note == "受阻；征地已完成，总体进度40%"
    assert first_report(tmp_path, "状态", "进行中").note == ""
