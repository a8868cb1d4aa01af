"""What a table tells of progress, as first reports."""

from datetime import date
from pathlib import Path

import pytest

from dushiquan.domain.status import Status
from dushiquan.sources.plan_file import examine_plan

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


def test_the_choices_of_a_form_are_no_status(tmp_path: Path) -> None:
    path = tmp_path / "2024年计划.csv"
    path.write_text('项目名称,责任单位,是否完成\n修路,甲局,"已完成\n未完成"\n', encoding="utf-8")
    reading = examine_plan(path)
    assert reading.reports == []
    said = "“已完成未完成”是几种状态，不知选的哪一种，未取。"
    assert any(said in problem.message for problem in reading.problems)
