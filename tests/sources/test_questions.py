"""What a plan leaves open: asked in groups, answered once for all of it."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Plan
from dushiquan.sources.basis import MONTH_BEFORE, Basis, Earlier
from dushiquan.sources.plan_file import Given, Reading, examine_plan, read_plan
from dushiquan.sources.plan_writer import export_yaml
from tests.builders import PROJECT

D = date.fromisoformat


def plan_file(folder: Path, *requirements: str, head: str = "") -> Path:
    path = folder / "计划.yaml"
    rows = [
        f"  - {{id: '{id}', category: 甲, title: 事{id}, units: 甲局, requirement: '{text}'}}"
        for id, text in enumerate(requirements, 1)
    ]
    head = f"plan: {{key: a, title: 计划, year: 2024{head}}}"
    path.write_text("\n".join([head, "projects:", *rows]) + "\n", encoding="utf-8")
    return path


def said(reading: Reading) -> list[str]:
    return [str(problem).removeprefix("计划.yaml ") for problem in reading.problems]


HOW = "含的写 month_before: included，不含的写 excluded（或加 --month-before 含/不含）；未答前不作时限。"


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        (["8月前完成"], [f"第3行 项目1 requirement（进度要求）：“8月前”含8月吗？1处：1；{HOW}"]),
        (
            ["8月前完成", "6月底前", "8月前完工"],
            [f"requirement（进度要求）：“8月前”含8月吗？2处：1、3；{HOW}"],
        ),
        (
            ["8月前完成", "11月前完成"],
            [f"requirement（进度要求）：“8月前”“11月前”含所写的月份吗？2处：1、2；{HOW}"],
        ),
        (["三季度前完成"], [f"第3行 项目1 requirement（进度要求）：“三季度前”含所写的时段吗？1处：1；{HOW}"]),
        (
            [f"{month}月前完成" for month in range(2, 8)],
            [f"requirement（进度要求）：“2月前”“3月前”“4月前”等含所写的月份吗？6处：1、2、3、4、5、6；{HOW}"],
        ),
        (
            ["印发之日起30日内完成"],
            [
                "第3行 项目1 requirement（进度要求）：“印发之日起30日内完成”要从印发之日算起，计划没有写是哪一天；"
                "请加 --issued 日期，或在 YAML 里写 document.issued；未写前没有时限。"
            ],
        ),
        (
            ["看情况", "视进度", "看情况"],
            [
                "requirement（进度要求）：“看情况”未读出时限，2处：1、3；有时限的请改写这一格，或另写到期日（due）和要求类别（kind）。",
                "第4行 项目2 requirement（进度要求）：“视进度”未读出时限；有时限的请改写这一格，或另写到期日（due）和要求类别（kind）。",
            ],
        ),
        (
            ["每月调度，6月底前完成"],
            [
                "第3行 项目1 requirement（进度要求）：“每月调度，6月底前完成”既有时限又有定期事项，只按时限计，不逐次列出；"
                "要逐次记的请写明 targets。"
            ],
        ),
        (
            ["每季度结束后10日内报送", "每季度结束后10日内报送"],
            [
                "requirement（进度要求）：“每季度结束后10日内报送”没有读出每次的日期，不逐次列出，2处：1、2；要逐次记的请写明 targets。"
            ],
        ),
        (["每月通报", "定期通报", "长期坚持", "12月底前完成"], []),
    ],
)
def test_each_question_is_asked_once(tmp_path: Path, requirements: list[str], expected: list[str]) -> None:
    assert said(examine_plan(plan_file(tmp_path, *requirements))) == expected


def test_a_year_of_two_digits_is_taken_and_said(tmp_path: Path) -> None:
    reading = examine_plan(plan_file(tmp_path, "24年6月底前完成", "24年9月底前完成"))
    assert said(reading) == [
        "requirement（进度要求）：年份只写了两位，“24年6月底前”读作 2024-06-30，2处：1、2；不对的请写全年份。"
    ]
    assert [str(project.due) for project in reading.projects] == ["2024-06-30", "2024-09-30"]


@pytest.mark.parametrize(
    ("answer", "due"),
    [("included", "2024-08-31"), ("含", "2024-08-31"), ("excluded", "2024-07-31"), ("不含", "2024-07-31")],
)
def test_one_answer_holds_for_the_whole_plan(tmp_path: Path, answer: str, due: str) -> None:
    path = plan_file(tmp_path, "8月前完成", "8月前完工", head=f", month_before: {answer}")
    plan, problems = read_plan(path)
    assert ([str(project.due) for project in plan.projects], problems) == ([due, due], [])
    (tmp_path / "b.yaml").write_text(export_yaml(plan), encoding="utf-8")
    assert read_plan(tmp_path / "b.yaml")[0] == plan
    given = Given(month_before=MONTH_BEFORE[answer])
    assert [str(p.due) for p in examine_plan(plan_file(tmp_path, "8月前完成"), given).projects] == [due]


def test_another_answer_is_an_error(tmp_path: Path) -> None:
    reading = examine_plan(plan_file(tmp_path, "8月前完成", head=", month_before: maybe"))
    assert (
        said(reading)[0]
        == "第1行 month_before（某月前）：“maybe”不认得；请写 included（含）或 excluded（不含）。"
    )
    assert reading.plan is None


def test_days_count_from_the_day_of_issue(tmp_path: Path) -> None:
    path = plan_file(tmp_path, "印发之日起30日内完成", "每季度末", head=", document: {issued: 2024-05-10}")
    plan, problems = read_plan(path)
    assert problems == []
    assert str(plan.projects[0].due) == "2024-06-09"
    assert [str(target.due) for target in plan.projects[1].targets] == [
        "2024-06-30",
        "2024-09-30",
        "2024-12-31",
    ]
    (tmp_path / "b.yaml").write_text(export_yaml(plan), encoding="utf-8")
    assert "targets" not in (tmp_path / "b.yaml").read_text(encoding="utf-8")
    assert read_plan(tmp_path / "b.yaml")[0] == plan


def test_targets_of_the_plan_win_over_the_rhythm(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        dedent("""\
        plan: {title: 计划, year: 2024}
        projects:
          - {id: "1", category: 甲, title: 一, units: 甲局, requirement: 每月通报, targets: [{name: 通报, goal: 12}]}
          - {id: "2", category: 甲, title: 二, units: 甲局, requirement: 每月通报, targets: []}
          - {id: "3", category: 甲, title: 三, units: 甲局, requirement: 每半年, start: 2024-07-01}
          - {id: "4", category: 甲, title: 四, units: 甲局, requirement: 每学期一次, targets: [{name: 会, goal: 2}]}
        """),
        encoding="utf-8",
    )
    plan, problems = read_plan(path)
    assert [[target.name for target in project.targets] for project in plan.projects] == [
        ["通报"],
        [],
        ["下半年"],
        ["会"],
    ]
    assert problems == []
    (tmp_path / "b.yaml").write_text(export_yaml(plan), encoding="utf-8")
    assert read_plan(tmp_path / "b.yaml")[0] == plan


def test_a_plan_without_a_day_of_issue_counts_from_its_loading(tmp_path: Path) -> None:
    path = plan_file(tmp_path, "每季度末", "每半年", "7-12月每月")
    reading = examine_plan(path, Given(today=D("2024-05-10")))
    assert said(reading) == [
        "requirement（进度要求）：没有写印发日期，定期事项从今天（2024-05-10）起算，以前的各次不列，2处：1、2；"
        "请加 --issued 日期，或在 YAML 里写 document.issued。"
    ]
    assert [len(project.targets) for project in reading.projects] == [3, 2, 6]
    for loaded in (None, D("2025-05-10"), D("2023-12-20")):
        assert len(examine_plan(path, Given(today=loaded)).projects[0].targets) == 4
    assert said(examine_plan(path, Given(today=D("2024-05-10"), issued=D("2024-01-05")))) == []


def test_a_new_edition_keeps_the_answers_and_the_occurrences(tmp_path: Path) -> None:
    head = ", month_before: excluded, document: {issued: 2024-05-10}"
    first, _ = read_plan(plan_file(tmp_path, "8月前完成", "每季度末", head=head))
    earlier = Earlier(first, D("2024-05-10"))
    given = Given(today=D("2024-10-20"), find_earlier=lambda key: earlier if key == "a" else None)
    path = plan_file(tmp_path, "8月前完成", "每季度末", "每季度末")
    second, problems = read_plan(path, given)
    assert [problem.message.split("，")[:2] for problem in problems] == [
        ["没有写印发日期", "定期事项从今天（2024-10-20）起算"]
    ]
    assert second.projects[:2] == first.projects
    assert [target.name for target in second.projects[2].targets] == ["第四季度"]
    assert second.month_before == "excluded"
    later = plan_file(tmp_path, "8月前完成", "每月", "每季度末", head=", document: {issued: 2024-07-10}")
    third, _ = read_plan(later, given)
    assert [project.targets[0].name for project in third.projects[1:]] == ["5月", "第三季度"]


def test_the_day_from_which_a_project_is_asked_for() -> None:
    earlier = Earlier(Plan("a", "计划", 2024, (), (PROJECT._replace(title="修建道路"),)), D("2024-03-01"))
    assert Basis(2024).known(None, "一") is None
    assert Basis(2024, issued=D("2024-03-01"), today=D("2024-05-01")).known(None, "一") == D("2024-03-01")
    for id, title, day in (
        ("1", "修建道路", "2024-03-01"),
        ("1", "修建街道道路", "2024-03-01"),
        ("2", "修建道路", "2024-03-01"),
        ("1", "挖井", "2024-05-01"),
        ("2", "修建街道道路", "2024-05-01"),
    ):
        assert Basis(2024, earlier=earlier, today=D("2024-05-01")).known(ProjectId(id), title) == D(day)
    assert Basis(2024, today=D("2025-05-01")).known(None, "一") is None
