"""The words of a brief: what changed, what is asked, who is first and last, and what is not listed."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from dushiquan.domain.assessment import RankedUnit, UnitRecord
from dushiquan.domain.brief import Appeal, Brief, PlanPart, compile_brief
from dushiquan.domain.counting import count
from dushiquan.domain.events import ReminderStep
from dushiquan.domain.ids import FullId, ProjectId
from dushiquan.domain.sent_letters import Answer, SentLetter
from dushiquan.domain.span import week_of
from dushiquan.domain.status import OpenRequest, Remark, State, Status
from dushiquan.domain.supervision import Item, Reason, ReasonKind
from dushiquan.formats.document import Section
from dushiquan.formats.figure import Schedule
from dushiquan.formats.markdown_paper import markdown
from dushiquan.papers.brief_paper import brief_document, brief_front
from tests.builders import PLAN, PROJECT, item

DAY = date(2012, 1, 20)
LATE = item(
    PROJECT,
    State(Status.ACTIVE, progress=40, due=date(2011, 12, 31), last_reported=DAY - timedelta(days=9)),
    DAY,
)
DONE = item(PROJECT, State(Status.DONE, done_on=DAY, due=PROJECT.due), DAY)
LETTER = SentLetter(
    2012, 3, "市发改委", ReminderStep.RED, DAY, date(2012, 1, 12), (LATE,), (LATE,), Answer.UNANSWERED
)


def numbered(base: Item, number: int) -> Item:
    return base._replace(project=base.project._replace(id=ProjectId(str(number))))


def brief(*items: Item, previous: tuple[Item, ...] = (), plans: int = 1) -> Brief:
    part = PlanPart(PLAN._replace(title="年度计划"), items, previous, ())
    parts = [part] * plans
    return compile_brief(parts, week_of(DAY), DAY, {DAY: items})


def sections(of: Brief) -> list[Section]:
    return brief_front(of, signed="市经合办").sections


def section(of: Brief, heading: str) -> Section:
    (found,) = [each for each in sections(of) if each.heading.startswith(heading)]
    return found


@pytest.mark.parametrize(
    ("items", "previous", "changes"),
    [
        ((LATE, DONE), (LATE, LATE), ["较上周+1", "较上周-1", "与上周持平", "与上周持平", "上周40%/100%"]),
        ((LATE,), (LATE,), ["与上周持平"] * 4 + ["上周40%/100%"]),
        ((LATE,), (), [""] * 5),
    ],
)
def test_each_tile_says_its_change(
    items: tuple[Item, ...], previous: tuple[Item, ...], changes: list[str]
) -> None:
    tiles = section(brief(*items, previous=previous), "总体").tiles
    assert [tile.name for tile in tiles] == ["已完成", "▲ 红", "◆ 黄", "30天内到期", "进度/序时"]
    assert [tile.change for tile in tiles] == changes


def test_a_tile_without_projects_has_no_colour() -> None:
    assert [tile.tone for tile in section(brief(LATE), "总体").tiles] == ["", "red", "", "", ""]
    assert [tile.tone for tile in section(brief(DONE), "总体").tiles] == [""] * 5


def test_a_plan_without_pace_has_a_dash() -> None:
    bare = PROJECT._replace(start=None, due=None)
    undated = item(bare, State(Status.ACTIVE), DAY)
    assert [tile.value for tile in section(brief(undated), "总体").tiles][-1] == "—"


@pytest.mark.parametrize(
    ("appeal", "words"),
    [
        (
            Appeal(LATE, "分管领导", (LETTER, LETTER), deferrals=2),
            "1. 1 规划（市发改委）：逾期20天，进度40%，落后序时60个百分点；催办〔2012〕3号等2次催办应于1月12日前答复，"
            "至今未复；延期2次（原时限2011年12月31日）后仍亮红灯；建议层级：分管领导。",
        ),
        (
            Appeal(LATE, letters=(LETTER,)),
            "1. 1 规划（市发改委）：逾期20天，进度40%，落后序时60个百分点；催办〔2012〕3号应于1月12日前答复，至今未复。",
        ),
        (
            Appeal(LATE, request=OpenRequest(DAY, "征地", DAY), problem=Remark("征地受阻。", DAY)),
            "1. 1 规划（市发改委）：逾期20天，进度40%，落后序时60个百分点；申请延期至2012年1月20日，待批；"
            "单位反映（1月20日）：征地受阻。",
        ),
        (Appeal(DONE, "甲" * 200), None),
    ],
)
def test_an_appeal_says_its_reasons(appeal: Appeal, words: str | None) -> None:
    (told,) = section(replace(brief(LATE), appeals=(appeal,)), "请领导协调").paragraphs
    assert told == words if words else len(told) < 155 and told.endswith("…。")


@pytest.mark.parametrize(
    ("appeals", "heading", "told"),
    [(0, "请领导协调", 1), (3, "请领导协调", 3), (5, "请领导协调（另有2项没有列出）", 3)],
)
def test_at_most_three_are_asked_for_and_the_others_counted(appeals: int, heading: str, told: int) -> None:
    made = replace(brief(LATE), appeals=(Appeal(LATE, deferrals=1),) * appeals)
    found = section(made, "请领导协调")
    assert (found.heading, len(found.paragraphs)) == (heading, told)


@pytest.mark.parametrize(
    ("reds", "appeals", "heading", "rows"),
    [
        (8, 3, "红灯项目（8项）", 8),
        (9, 3, "红灯项目（9项，列出前8项）", 8),
        (13, 0, "红灯项目（13项）", 13),
        (164, 0, "红灯项目（164项，列出前13项）", 13),
        (164, 2, "红灯项目（164项，列出前9项）", 9),
    ],
)
def test_red_projects_are_listed_as_far_as_they_fit(reds: int, appeals: int, heading: str, rows: int) -> None:
    made = brief(*(numbered(LATE, number) for number in range(1, reds + 1)))
    found = section(replace(made, appeals=(Appeal(LATE, deferrals=1),) * appeals), "红灯项目")
    assert found.grid
    assert (found.heading, len(found.grid.rows)) == (heading, rows)


@pytest.mark.parametrize(
    ("reasons", "words"),
    [
        ([Reason(ReasonKind.OVERDUE, 13), Reason(ReasonKind.BEHIND_PACE, points=60)], "逾期13天"),
        ([Reason(ReasonKind.MILESTONE_OVERDUE, 44, "井"), Reason(ReasonKind.OVERDUE, 13)], "节点逾期44天"),
        ([Reason(ReasonKind.OCCURRENCE_OVERDUE, 44, "第一季度", more=2)], "指标逾期44天"),
        ([Reason(ReasonKind.BEHIND_PACE, points=30.00001)], "落后序时30.00001个百分点"),
    ],
)
def test_a_red_project_has_its_reason_in_few_words(reasons: list[Reason], words: str) -> None:
    days = reasons[0].days
    red = LATE.supervision._replace(reasons=tuple(reasons), days_overdue=days)
    found = section(brief(LATE._replace(supervision=red)), "红灯项目")
    assert found.grid
    assert isinstance(found.figure, Schedule)
    assert (found.grid.rows[0][5], found.figure.lanes[0].notes[0]) == (words, words)


def test_a_red_project_whose_closing_waits_says_so() -> None:
    waiting = LATE.state._replace(status=Status.SUBMITTED, applied_on=DAY)
    grid = section(brief(item(LATE.project, waiting, DAY)), "红灯项目").grid
    assert grid
    assert grid.rows[0][5] == "逾期20天，待核实"


def test_nothing_red_and_nothing_asked_is_said() -> None:
    made = brief(DONE)
    assert section(made, "红灯项目").paragraphs == ["没有亮红灯的项目。"]
    assert [each.heading for each in sections(made)] == ["总体", "红灯项目", "请领导协调"]


def placed(*ranks: int) -> Brief:
    def of(number: int, rank: int) -> RankedUnit:
        measures = {"total": (LATE,), "late": (LATE,)}
        record = UnitRecord(f"单位{number}", measures, count("", [LATE]), {"late": Fraction(-rank)})
        return RankedUnit(record, rank, None)

    return replace(brief(LATE), units=tuple(of(number, rank) for number, rank in enumerate(ranks, 1)))


@pytest.mark.parametrize(
    ("ranks", "told"),
    [
        ((), []),
        ((1,), []),
        ((1, 1, 1, 1), [("责任单位名次", ["4个责任单位并列，得分都是-1。"], [])]),
        ((1, 2, 3), [("责任单位名次", [], ["单位1", "单位2", "单位3"])]),
        (
            (1, 2, 3, 4, 5),
            [("责任单位前2位（共5个）", [], ["单位1", "单位2"]), ("责任单位后2位", [], ["单位4", "单位5"])],
        ),
        (
            (1, 1, 1, 1, 5, 5, 5, 5, 9),
            [
                ("责任单位前3位（共9个）", ["另有1个单位并列第1名。"], ["单位1", "单位2", "单位3"]),
                ("责任单位后3位", ["另有2个单位并列第5名。"], ["单位7", "单位8", "单位9"]),
            ],
        ),
    ],
)
def test_the_units_first_and_last(
    ranks: tuple[int, ...], told: list[tuple[str, list[str], list[str]]]
) -> None:
    found = [each for each in sections(placed(*ranks)) if "单位" in each.heading]
    rows = [[row[1] for row in each.grid.rows] if each.grid else [] for each in found]
    assert [
        (each.heading, list(each.paragraphs), units) for each, units in zip(found, rows, strict=True)
    ] == told


def test_several_plans_are_one_page_with_their_keys() -> None:
    full = LATE._replace(project=PROJECT._replace(id=FullId("2011", PROJECT.id)))
    text = markdown(brief_document(brief(full, plans=3), signed="市经合办"))
    assert text.startswith("# 《年度计划》等3个计划进展简报\n\n市经合办 · 截至2012年1月20日，共3项\n")
    assert "| 2011/1 | 规划 | 市发改委 |" in text
