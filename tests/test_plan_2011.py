"""The shipped plan equals the annex of the notice."""

import csv
from pathlib import Path

import pytest

from dushiquan.domain.plan import Kind, Plan
from dushiquan.shipped import shipped
from dushiquan.sources.plan_file import read_plan

NOTICE = Path(__file__).parent / "data" / "notice_2011.tsv"
"""A second transcription, made from the source and not from the plan file."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    plan, problems = read_plan(shipped("data/projects_2011.yaml"))
    assert problems == []
    return plan


def test_the_shipped_plan_equals_the_notice(plan: Plan) -> None:
    with NOTICE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    ours = [
        {
            "id": str(p.id),
            "category": p.category,
            "title": p.title,
            "content": p.content,
            "lead": "|".join(p.units.lead),
            "support": "|".join(p.units.support),
            "support_open": str(int(p.units.open)),
            "requirement": p.requirement,
        }
        for p in plan.projects
    ]
    assert ours == rows


def test_the_plan_has_31_projects_30_numbers_and_9_categories(plan: Plan) -> None:
    assert len(plan.projects) == 31
    assert {p.id.no for p in plan.projects} == set(range(1, 31))
    assert plan.categories == (
        "规划共绘",
        "交通共联",
        "市场共构",
        "产业共兴",
        "品牌共推",
        "环境共建",
        "社会共享",
        "合作机制",
        "市长会议",
    )
    assert [p.category for p in plan.projects] == sorted(
        (p.category for p in plan.projects), key=plan.categories.index
    )


def test_the_plan_names_its_document(plan: Plan) -> None:
    assert plan.notice.no == "杭政办函[2011]44号"
    assert plan.notice.issuer == "杭州市人民政府办公厅"
    assert str(plan.notice.issued) == "2011-02-18"
    assert str(plan.notice.drafted) == "2011-02-16"
    assert plan.remark.startswith("以上各项目内容根据")


def test_every_requirement_is_read(plan: Plan) -> None:
    kinds = {str(p.id): p.kind for p in plan.projects}
    assert {id for id, kind in kinds.items() if kind is Kind.ADVANCE} == {"2", "6", "7", "8", "9", "10"}
    assert {id for id, kind in kinds.items() if kind is Kind.SUBMIT} == {"3", "4"}
    assert {id for id, kind in kinds.items() if kind is Kind.HOLD} == {"30"}
    assert sum(kind is Kind.COMPLETE for kind in kinds.values()) == 22
    assert {(str(p.start), str(p.due)) for p in plan.projects if str(p.id) != "30"} == {
        ("2011-01-01", "2011-12-31")
    }


def test_target_names_use_the_words_of_the_content(plan: Plan) -> None:
    """Every character of a target's name is in the content, in that order."""
    for project in plan.projects:
        for target in project.targets:
            rest = iter(project.content)
            assert all(letter in rest for letter in target.name), (project.id, target.name)


@pytest.mark.parametrize(
    ("id", "goals"),
    [
        ("5", [1, 1, 1]),
        ("11", [1, 1, 1, 1]),
        ("12", [2]),
        ("15", [1, 1]),
        ("17", [4]),
        ("20", [6]),
        ("22.1", [3, 1]),
        ("22.2", [2, 1, 1]),
        ("25", [4]),
        ("29", [4]),
        ("1", []),
    ],
)
def test_target_goals_are_the_counts_in_the_content(plan: Plan, id: str, goals: list[int]) -> None:
    (project,) = [p for p in plan.projects if str(p.id) == id]
    assert [target.goal for target in project.targets] == goals


def test_regions_are_named_in_the_content(plan: Plan) -> None:
    for project in plan.projects:
        content = project.content.replace("萧绍、杭湖嘉", "萧山、绍兴、杭州、湖州、嘉兴")
        assert all(region in content for region in project.regions), project.id
