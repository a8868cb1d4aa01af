"""Plans as tables: written in each format, they read back the same."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import EscalationLevel, Kind, Notice, Plan, Project, Target, Units, default_key
from dushiquan.formats.writing import write_table
from dushiquan.phrases.deadline import read_requirement
from dushiquan.sources.cells import is_dash
from dushiquan.sources.mending.ditto import is_ditto
from dushiquan.sources.plan_file import read_plan
from dushiquan.sources.plan_table import plan_table

SUFFIXES = ("xlsx", "docx", "csv")

WORDS = st.sampled_from(
    [
        "=1+1",
        "-5",
        "+甲",
        "@甲",
        "'=甲",
        "甲",
        "2011-06-30",
        "007",
        "1.10",
        "甲\n\n 乙",
        "甲\t乙",
        "（一）甲；乙，丙",
        "_x000D_",
    ]
)
LETTERS = st.sampled_from("甲乙丙、，；：:（）\n =-+'\"|a1.年月日等无—牵头配合")
# A ditto mark never gets into the ledger: it is filled in when a plan is read.
TEXT = st.one_of(WORDS, st.text(LETTERS, max_size=12).map(str.strip)).filter(lambda text: not is_ditto(text))
LINE = TEXT.map(lambda text: re.sub(r"[\n\t]", "", text))
SOME = LINE.filter(bool)
CATEGORY = st.sampled_from(["", "甲类", "乙、丙类", "1类", "丁类"])
NAME = st.one_of(
    st.sampled_from(
        [
            "甲局",
            "乙委",
            "丙、丁公司",
            "各区县",
            "高等法院",
            "甲局负责人",
            "无",
            "由甲局牵头的小组",
            "戊 己",
            "等",
        ]
    ),
    SOME,
)
NAMES = st.lists(NAME, max_size=3, unique=True).map(tuple)
DAY = st.dates(date(1900, 1, 1), date(2999, 12, 31))
IDS = st.one_of(
    st.integers(1, 10**16).map(str),
    st.sampled_from(
        [
            "1.1.1",
            "22.1",
            "22.10",
            "XM-2024-03",
            "（一）",
            "一",
            "三.",
            "A1",
            "=1",
            "-5",
            "1-2",
            "007a",
            "1.0",
        ]
    ),
).map(ProjectId.parse)
REQUIREMENT = st.one_of(
    TEXT,
    st.sampled_from(
        [
            "2011年完成",
            "年底前",
            "3月：启动；6月底前：完成",
            "每月报送",
            "每季度末月25日前报送",
            "长期推进",
            "6月30日",
            "",
        ]
    ),
)
TARGET = st.builds(Target, SOME, st.integers(1, 10**9), LINE, st.none() | DAY)
TARGETS = st.lists(TARGET, max_size=3, unique_by=lambda t: t.name).map(tuple)


@st.composite
def projects(draw: st.DrawFn, id: ProjectId, key: str, year: int | None) -> Project:
    requirement = draw(REQUIREMENT)
    read = read_requirement(requirement, year)
    steps = tuple(Target(step.text or str(step.due), due=step.due) for step in read.steps)
    start, due = sorted((draw(DAY), draw(DAY)))
    kind, start_or_none, due_or_none, targets = read.kind, read.start, read.due, steps
    if draw(st.booleans()):
        kind, targets = draw(st.sampled_from(Kind)), draw(TARGETS)
        start_or_none, due_or_none = draw(st.sampled_from([start, None])), draw(st.sampled_from([due, None]))
    return Project(
        id=id,
        plan=key,
        category=draw(CATEGORY),
        title=draw(SOME.filter(lambda text: not is_dash(text))),  # a dash is no title
        content=draw(TEXT),
        units=Units(draw(NAMES), draw(NAMES), draw(st.booleans())),
        requirement=requirement,
        kind=kind,
        start=start_or_none,
        due=due_or_none,
        regions=draw(NAMES),
        targets=targets,
        persons=draw(NAMES),
    )


LEVELS = st.none() | st.lists(SOME, min_size=1, max_size=3).map(
    lambda names: tuple(EscalationLevel(name, 10 * place) for place, name in enumerate(names, 1))
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    year = draw(st.none() | st.integers(1900, 2999))
    title = draw(
        st.sampled_from(["2011年计划", "计划", "2011—2015年规划", "附件1 重点工作", "年度：2011", "=计划"])
    )
    key = draw(st.sampled_from([default_key(title, year), "甲"]))
    ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    rows = tuple(draw(projects(id, key, year)) for id in ids)
    named = sorted({name for p in rows for name in (*p.units.lead, *p.units.support)})
    aliases = draw(st.sampled_from([{}, {"甲发改委": named[0], "甲发展委": named[0]}])) if named else {}
    categories = [p.category for p in rows if p.category]
    return Plan(
        key=key,
        title=title,
        year=year,
        categories=tuple(dict.fromkeys((*draw(st.sampled_from([[], ["丁类", "庚类"]])), *categories))),
        projects=rows,
        notice=draw(st.builds(Notice, SOME | st.just(""), LINE, LINE, LINE, *[st.none() | DAY] * 3)),
        remark=draw(TEXT.filter(lambda text: "\t" not in text)),  # else it may be taken for separated by tabs
        month_before=draw(st.sampled_from([None, "included", "excluded"])),
        aliases=aliases,
        levels=draw(LEVELS),
    )


@pytest.mark.once
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_plan_as_a_table_reads_back_the_same(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"2024年.{suffix}"

    @settings(
        max_examples=100 if suffix == "csv" else 25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(plans())
    def reads_back(plan: Plan) -> None:
        write_table(plan_table(plan), path)
        assert read_plan(path)[0] == plan

    reads_back()


def test_rows_of_csv_that_end_with_empty_cells_have_not_moved(tmp_path: Path) -> None:
    first = Project(ProjectId("(一)"), "甲", "", "+甲", "", Units(), "", Kind.UNKNOWN, None, None)
    full = first._replace(title="修路", content="修", requirement="尽快")
    others = [full._replace(id=ProjectId(id)) for id in ("1", "2")]
    plan = Plan(
        "甲", "计划", None, ("甲类",), (first, *others, full._replace(id=ProjectId("3"), category="甲类"))
    )
    write_table(plan_table(plan), tmp_path / "甲.csv")
    assert read_plan(tmp_path / "甲.csv")[0] == plan


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_numbers_in_a_text_read_back_without_marks_of_a_layout(tmp_path: Path, suffix: str) -> None:
    text = "3、16、22号桥，2011-12-31前通车"
    row = Project(ProjectId("1"), "甲", "", text, text, Units(("甲局",)), "", Kind.UNKNOWN, None, None)
    plan = Plan("甲", "计划", None, (), (row,))
    write_table(plan_table(plan), tmp_path / f"甲.{suffix}")
    assert read_plan(tmp_path / f"甲.{suffix}")[0] == plan


def test_a_number_above_its_parts_is_no_category_of_theirs(tmp_path: Path) -> None:
    led = {"1": Units(), "1.1": Units(("甲局",))}
    rows = tuple(
        Project(ProjectId(id), "甲", "", f"项目{id}", "", units, "", Kind.UNKNOWN, None, None)
        for id, units in led.items()
    )
    plan = Plan("甲", "计划", None, (), rows)
    write_table(plan_table(plan), tmp_path / "甲.csv")
    assert read_plan(tmp_path / "甲.csv")[0] == plan
