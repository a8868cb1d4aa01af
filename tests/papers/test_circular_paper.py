"""The circular as a paper."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from dushiquan.domain.circular import compile_circular
from dushiquan.domain.events import EventKind, ReminderStep
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import EscalationLevel, Kind, Project, Units
from dushiquan.domain.sent_letters import Answer, SentLetter
from dushiquan.domain.span import month_of, week_of
from dushiquan.domain.status import Remark, Said, State, Status
from dushiquan.formats.document import Document, Section
from dushiquan.formats.markdown_paper import markdown
from dushiquan.papers.circular_paper import circular_document
from dushiquan.papers.circulars_paper import circulars_document
from tests.builders import PLAN, PROJECT, event, item

WEEK = week_of(date(2011, 11, 9))
BARE = PROJECT._replace(category="", units=Units(), due=date(2011, 3, 31))
PERSON = BARE._replace(id=ProjectId("2"), persons=("小周",))
UNIT = BARE._replace(id=ProjectId("3"), units=Units(("市发改委",)), category="规划共绘")


def paper(*projects: Project, levels: Sequence[EscalationLevel] = ()) -> Document:
    items = [item(p, State(Status.ACTIVE, due=p.due), WEEK.end) for p in projects]
    return circular_document(
        compile_circular(PLAN._replace(levels=tuple(levels)), WEEK, WEEK.end, items, [], []), signed=""
    )


def test_columns_that_no_project_fills_are_left_out() -> None:
    made = paper(BARE)
    heads = [section.grid.headings for section in (*made.sections, *made.annexes) if section.grid]
    assert heads == [
        ["项数", "完成率", "平均进度", "序时", "红", "逾期"],
        ["序号", "项目名称", "时限", "逾期", "原因或最近情况"],
        ["预警", "序号", "项目名称", "时限", "预警原因"],
    ]
    assert "单位" not in markdown(made).replace("各责任单位", "")
    assert "在办项目中有1项本期未报进展：1。" in markdown(made)


def section(made: Document, heading: str) -> Section:
    (found,) = [each for each in made.sections if heading in each.heading]
    return found


def test_what_has_nothing_to_say_is_left_out() -> None:
    made = paper(PROJECT._replace(start=None, due=None, kind=Kind.ONGOING))
    assert [each.heading for each in made.sections] == [
        "一、总体情况",
        "二、本期未报进展",
        "三、存在问题和工作要求",
    ]
    assert made.annexes == []


def test_late_projects_have_the_levels_that_the_plan_names() -> None:
    levels = [EscalationLevel("分管副市长", 10), EscalationLevel("市长", 9999)]
    grid = section(paper(BARE, levels=levels), "逾期项目").grid
    assert grid
    assert (grid.headings[-1], grid.rows[0][-1]) == ("建议层级", "分管副市长")


@pytest.mark.parametrize(
    ("projects", "who", "first", "silent"),
    [
        ((UNIT,), "牵头单位", "市发改委", "1个牵头单位"),
        ((PERSON,), "负责人", "小周", "1个负责人"),
        ((PERSON, UNIT), "牵头单位或负责人", "小周", "2个牵头单位或负责人"),
        ((UNIT, BARE), "牵头单位", "市发改委", "1个牵头单位"),
    ],
)
def test_those_who_answer_stand_under_what_they_are(
    projects: tuple[Project, ...], who: str, first: str, silent: str
) -> None:
    made = paper(*projects)
    late, quiet = (section(made, heading) for heading in ("逾期项目", "本期未报进展"))
    assert late.grid is not None
    assert (late.grid.headings[0], late.grid.rows[0][0]) == (who, first)
    assert f"涉及{silent}（括号内为" in quiet.paragraphs[0]
    assert made.annexes[0].grid is not None
    assert made.annexes[0].grid.headings[3] == who


def test_a_late_project_whose_closing_waits_says_so() -> None:
    state = State(Status.SUBMITTED, due=UNIT.due, applied_on=date(2011, 11, 8))
    applied = event("1", EventKind.SUBMIT, date(2011, 11, 8), "submitted", note="已验收")
    items = [
        item(UNIT._replace(id=PROJECT.id), state, WEEK.end),
        item(PERSON, State(due=PERSON.due), WEEK.end),
    ]
    made = circular_document(compile_circular(PLAN, WEEK, WEEK.end, items, [], [applied]), signed="")
    grid = section(made, "逾期项目").grid
    assert grid
    assert [row[5] for row in grid.rows] == ["逾期后未报原因", "11月8日，已验收；已申请销号，待核实"]
    told = section(made, "存在问题").paragraphs[0]
    assert "市发改委1号逾期222天，已申请销号，待核实" in told


def test_a_weekly_lists_the_most_pressing_and_names_the_others_by_their_numbers() -> None:
    late = [UNIT._replace(id=ProjectId(str(number)), uid=str(number)) for number in range(1, 31)]
    made = paper(*late)
    grid = section(made, "逾期项目").grid
    assert grid
    assert len(grid.rows) == 15
    assert (
        "列15项，其余15项（16、17、18、19、20、21、22、23、24、25、26、27、28、29、30）："
        in section(made, "逾期").paragraphs[0]
    )
    assert made.annexes == []  # all of them stand in the text
    month = month_of(WEEK.end)
    items = [item(each, State(Status.ACTIVE, due=each.due), WEEK.end) for each in late]
    whole = circular_document(compile_circular(PLAN, month, WEEK.end, items, [], []), signed="")
    assert [len(each.grid.rows) for each in whole.annexes if each.grid] == [30]


def test_a_weekly_of_many_projects_has_shorter_tables_and_counts_the_silent() -> None:
    """So that it keeps to eight pages."""
    many = [UNIT._replace(id=ProjectId(str(n)), uid=str(n)) for n in range(1, 102)]
    made = paper(*many)
    grid = section(made, "逾期项目").grid
    assert grid
    assert len(grid.rows) == 7
    silent = "涉及1个牵头单位（序号见月度通报）：市发改委101项。"
    assert section(made, "本期未报进展").paragraphs[0].endswith(silent)
    before = [item(each, State(Status.ACTIVE, due=each.due), date(2011, 3, 1)) for each in many[:11]]
    now = [item(each, State(Status.ACTIVE, due=each.due), WEEK.end) for each in many[:11]]
    turned = circular_document(compile_circular(PLAN, WEEK, WEEK.end, now, before, []), signed="")
    numbers = "、".join(str(n) for n in range(1, 12))
    assert section(turned, "本期变化").paragraphs[0] == f"新增逾期11项，序号为{numbers}。"


def test_a_weekly_says_what_the_units_of_red_projects_said() -> None:
    said = Said(Remark("资金未到位", date(2011, 11, 8)), Remark("报请追加", date(2011, 11, 8)))
    late = item(UNIT, State(Status.ACTIVE, due=UNIT.due, said=said), WEEK.end)
    made = circular_document(compile_circular(PLAN, WEEK, WEEK.end, [late], [], []), signed="")
    grid = made.annexes[0].grid
    assert grid
    assert (grid.tones, grid.rows[0][0]) == ({0: ["red"]}, "▲ 红"), "the light as word, shape and shade"
    month = circular_document(
        compile_circular(PLAN, month_of(WEEK.end), WEEK.end, [late], [], []), signed=""
    ).annexes[0]
    assert month.grid
    assert (month.grid.tones, month.grid.rows[0][0]) == ({0: ["red"]}, "▲ 红")
    assert (grid.headings[-1], grid.rows[0][-1]) == (
        "存在问题和下步打算",
        "资金未到位（11月8日报）；下步打算：报请追加（11月8日报）",
    )


def test_a_monthly_names_what_falls_due_in_the_month_after_and_may_be_late() -> None:
    """31 December is 31 days from the end of November."""
    month, due = month_of(date(2011, 11, 9)), date(2011, 12, 31)
    slow = UNIT._replace(start=date(2011, 1, 1), due=due)
    quick = slow._replace(id=ProjectId("4"), uid="4")
    later = slow._replace(id=ProjectId("5"), uid="5", due=date(2012, 1, 1))
    items = [
        item(
            project, State(Status.ACTIVE, progress=done, due=project.due, last_reported=month.end), month.end
        )
        for project, done in ((slow, 20), (quick, 99), (later, 20))
    ]
    made = circular_document(compile_circular(PLAN, month, month.end, items, [], []), signed="")
    near = section(made, "临近时限")
    assert near.paragraphs == ["12月31日前到期2项，其中进度落后序时、照此可能逾期的1项（3）："]
    assert near.grid
    assert [row[0] for row in near.grid.rows] == ["3", "4"]


def test_a_day_that_a_note_begins_with_is_not_said_twice() -> None:
    note = event("1", EventKind.NOTE, date(2011, 11, 8), note="11月8日召开协调会。")
    open_ = item(PROJECT, State(Status.ACTIVE, due=PROJECT.due), WEEK.end)
    made = circular_document(compile_circular(PLAN, WEEK, WEEK.end, [open_], [], [note]), signed="")
    grid = section(made, "本期进展").grid
    assert grid
    assert grid.rows[0][-1] == "11月8日，召开协调会"


def test_a_yellow_project_is_listed_in_the_week_in_which_it_turned_yellow() -> None:
    near = UNIT._replace(start=None, due=date(2011, 12, 10))
    state = State(Status.ACTIVE, due=near.due, last_reported=WEEK.end)
    now, before = item(near, state, WEEK.end), item(near, state, date(2011, 10, 1))
    turned = circular_document(compile_circular(PLAN, WEEK, WEEK.end, [now], [before], []), signed="")
    assert turned.annexes[0].heading == "附件 转黄项目"
    same = circular_document(compile_circular(PLAN, WEEK, WEEK.end, [now], [now], []), signed="")
    assert same.annexes == []
    assert "黄灯中本期没有变化的1项不再逐项列出。" in same.sections[0].paragraphs


def test_what_was_recorded_at_once_stands_last_in_the_part_of_its_plan() -> None:
    at_once = Section("两处同时记录，尚待认定", ["1：状态。"])
    items = [item(UNIT, State(Status.ACTIVE, due=UNIT.due), WEEK.end)]
    of = {
        key: compile_circular(PLAN._replace(title=f"计划{key}"), WEEK, WEEK.end, items, [], [])
        for key in ("甲", "乙")
    }
    alone = circular_document(of["甲"], at_once, signed="").sections
    assert [each.heading for each in alone[-2:]] == ["四、存在问题和工作要求", "五、两处同时记录，尚待认定"]
    both = circulars_document(of, {"甲": at_once}, signed="").sections
    assert [each.heading for each in both][5:7] == [
        "五、两处同时记录，尚待认定（甲）",
        "第二部分 《计划乙》（乙）",
    ]
    assert sum("两处同时记录" in each.heading for each in both) == 1


def test_of_many_letters_a_weekly_lists_those_that_are_unanswered_first() -> None:
    late = item(UNIT, State(Status.ACTIVE, due=UNIT.due), WEEK.end)
    sent = [
        SentLetter(
            2011, number, "市发改委", ReminderStep.RED, WEEK.start, WEEK.end, (late,), (late,), Answer.AWAITED
        )
        for number in range(1, 20)
    ]
    sent[18] = sent[18]._replace(answer=Answer.UNANSWERED)
    sent[17] = sent[17]._replace(answer=Answer.ANSWERED, waiting=())
    facts = replace(compile_circular(PLAN, WEEK, WEEK.end, [late], [], []), letters=tuple(sent))
    told = section(circular_document(facts, signed=""), "催办")
    assert told.paragraphs == [
        "本期发出催办单19份，到期未回复1份，未到期17份，项目已了结1份，列15份，其余4份见月度通报："
    ]
    assert told.grid
    assert [row[0] for row in told.grid.rows[:2]] == ["催办〔2011〕19号", "催办〔2011〕18号"]
    assert (len(told.grid.rows), told.grid.rows[1][-1]) == (15, "项目已了结")
