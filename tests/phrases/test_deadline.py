"""Requirement phrases: every rule's examples, traps by theme, and cells of real documents.

``python tests/phrases/test_deadline.py`` prints how many of the real cells are read right, left unread and
read wrong, by file: tests/data/SOURCES.md says where they come from.
"""

import inspect
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dushiquan.domain.plan import Kind, MonthBefore
from dushiquan.phrases import deadline, grammar, periods, roles, tokens, verbs
from dushiquan.phrases.deadline import UNKNOWN, Certainty, Requirement, Step, read_requirement
from dushiquan.phrases.tokens import LONGEST
from tests.cpu import cpu_seconds

# --- the examples that the rules name ----------------------------------------------------------------

EXAMPLE = re.compile(r"([^\s=;]\S*) =\s+(unknown|[a-z]+|(?:[0-9-]{10})?\.\.[0-9-]{10})(?=[\s;.,]|$)")


def examples() -> list[tuple[str, str, str]]:
    return [
        (name, phrase, meaning)
        for module in (periods, tokens, verbs, roles, grammar, deadline)
        for name, rule in inspect.getmembers(module, inspect.isfunction)
        if rule.__module__ == module.__name__
        for phrase, meaning in EXAMPLE.findall(inspect.getdoc(rule) or "")
    ]


def shown(read: Requirement) -> str:
    return f"{read.start or ''}..{read.due}" if read.due else read.kind.value


@pytest.mark.parametrize(("rule", "phrase", "meaning"), examples())
def test_a_rule_reads_its_own_examples(rule: str, phrase: str, meaning: str) -> None:
    read = read_requirement(phrase, 2011)
    assert meaning in (shown(read), read.kind.value)


def test_every_rule_of_a_period_names_an_example() -> None:
    documented = {name for name, _, _ in examples()}
    rules = periods._RULES + periods._AFTER_YEAR + periods._AFTER_DASH
    assert {rule.__name__ for _, rule in rules} <= documented


# --- traps, by theme ---------------------------------------------------------------------------------


def test_the_notice_of_2011() -> None:
    year = ("2011-01-01", "2011-12-31")
    expected = {
        "2011年完成": ("complete", *year),
        "2011年完成送审稿": ("submit", *year),
        "2011年加快推进": ("advance", *year),
        "2011年加快项目建设进度": ("advance", *year),
        "2011年加快项目前期进度": ("advance", *year),
        "2011年下半年召开": ("hold", "2011-07-01", "2011-12-31"),
    }
    for phrase, (kind, start, due) in expected.items():
        assert read_requirement(phrase, 2011) == Requirement(
            Kind(kind), date.fromisoformat(start), date.fromisoformat(due)
        )


DATED = {
    "years named and implied": """
        今年6月底前 = ..2011-06-30
        今年完成 = 2011-01-01..2011-12-31
        本年度内 = 2011-01-01..2011-12-31
        明年6月 = 2012-06-01..2012-06-30
        次年3月底前 = ..2012-03-31
        2012年第二季度 = 2012-04-01..2012-06-30
        2011年6月启动,次年3月完成 = 2011-06-01..2012-03-31
        2012年6月启动,9月完成 = 2012-06-01..2012-09-30
        主体工程2012年6月启动,9月完成 = 2012-06-01..2012-09-30
        2010年底前完成 = ..2010-12-31
        2012年首批6月底前完成 = ..2012-06-30
        完成2010年任务,6月底前上报 = ..2011-06-30
        2010年结转项目,6月底前完成 = ..2011-06-30
    """,
    "digits of every kind": """
        ２０１１年６月３０日前 = ..2011-06-30
        二〇一一年十二月三十一日前 = ..2011-12-31
        二○一一年六月底 = ..2011-06-30
        2011 年 6 月 30 日 前 = ..2011-06-30
        ٣月底前 = ..2011-03-31
        ①2月底前 = ..2011-02-28
        ①2月 = 2011-02-01..2011-02-28
        1.6月底前完成;2.12月底前验收 = ..2011-12-31
        2012年2月29日 = ..2012-02-29
    """,
    "every dash": """
        3-6月 = 2011-03-01..2011-06-30
        3—6月 = 2011-03-01..2011-06-30
        3——6月 = 2011-03-01..2011-06-30
        3–6月 = 2011-03-01..2011-06-30
        3~6月 = 2011-03-01..2011-06-30
        3～6月 = 2011-03-01..2011-06-30
        3〜6月 = 2011-03-01..2011-06-30
        三至六月 = 2011-03-01..2011-06-30
        从3月到6月 = 2011-03-01..2011-06-30
        从5月初起到6月25日 = 2011-05-01..2011-06-25
        10至11月中旬 = 2011-10-01..2011-11-20
        6月28日-30日 = 2011-06-28..2011-06-30
        10月至明年3月 = 2011-10-01..2012-03-31
        2011.10-2012.3 = 2011-10-01..2012-03-31
        2011-2015年 = 2011-01-01..2015-12-31
        3月15日—16日（两天） = 2011-03-15..2011-03-16
        3月1日零时起至11月30日24时止 = 2011-03-01..2011-11-30
        2012上半年完成 = 2012-01-01..2012-06-30
        2012第三季度 = 2012-07-01..2012-09-30
        2011年完成规划编制，2012年实施 = 2011-01-01..2012-12-31
        一、二、三季度 = 2011-01-01..2011-09-30
        3月1日到4月15日前 = 2011-03-01..2011-04-15
        建设周期2011年3月-12月 = 2011-03-01..2011-12-31
        工期：2011年3月至2012年6月 = 2011-03-01..2012-06-30
    """,
    "a time and a colon before years": """
        3月：召开启动会，总结2010年工作 = 2011-03-01..2011-03-31
        3月：召开启动会，总结2011年工作，部署2012年任务 = 2011-03-01..2011-03-31
        12月：总结全年工作，谋划2012年 = 2011-12-01..2011-12-31
        12月：总结全年工作，安排下一年度工作 = 2011-12-01..2011-12-31
        3月：2010年度考核；6月：2012年计划编制 = 2011-03-01..2011-06-30
        3月：启动，主体2012年完成 = 2011-03-01..2012-12-31
        3月：召开启动会，力争2012年6月完成 = 2011-03-01..2012-06-30
    """,
    "limits": """
        2011年底前完成投资5亿元 = ..2011-12-31
        12月底以前 = ..2011-12-31
        至6月底止 = ..2011-06-30
        6月30日（周四）17:00前 = ..2011-06-30
        不晚于6月30日 = ..2011-06-30
        市发改委6月底前 = ..2011-06-30
        到2012年7月基本完成 = ..2012-07-31
        (6月底前) = ..2011-06-30
        各单位6月底 = ..2011-06-30
        12月止 = ..2011-12-31
        6月底前启动,7月起试点,9月底前完成 = ..2011-09-30
    """,
    "halves of a month": """
        6月上半月完成 = 2011-06-01..2011-06-15
        6月下半月 = 2011-06-16..2011-06-30
        3月份上半月启动 = 2011-03-01..2011-03-15
        2012年2月的下半月内完成 = 2012-02-16..2012-02-29
        主体工程六月下半月完工 = 2011-06-16..2011-06-30
        5月下半月至6月上半月 = 2011-05-16..2011-06-15
        6月上旬-下半月 = 2011-06-01..2011-06-30
        6月、7月上半月 = 2011-06-01..2011-07-15
        3月上半月启动,6月下半月完成 = 2011-03-01..2011-06-30
        到6月上半月完成 = ..2011-06-15
    """,
    "names that look like times": """
        12月底前完成《2011-2015年规划》编制 = ..2011-12-31
        12月底前完成2011-2015年规划编制 = ..2011-12-31
        6月底前完成2011年度计划编制 = ..2011-06-30
        6月底前启动2012年度项目申报 = ..2011-06-30
        10月底前完成一季度任务 = ..2011-10-31
        12月10日前报送全年总结 = ..2011-12-10
        6月底前完成,建设周期较长 = ..2011-06-30
        2011年为民办实事项目6月底前完成 = ..2011-06-30
        2011年前期工作6月底前完成 = ..2011-06-30
    """,
}


@pytest.mark.parametrize("theme", DATED)
def test_what_is_dated(theme: str) -> None:
    for line in DATED[theme].strip().splitlines():
        phrase, meaning = line.strip().rsplit(" = ", 1)
        assert (phrase, shown(read_requirement(phrase, 2011))) == (phrase, meaning)


UNREAD = {
    "two days": "第二季度中旬 6月上旬、中旬各一次 6月前 2014年6月前 2015年前 一季度前 6月中旬前 6月下半月前 6月或7月 6月/7月 6月底左右 6月30日前后 约6月",
    "no such day": "2月30日前 2011年2月29日 9月31日前 13月底前 0月底 6月0日 6月32日 五季度",
    "no end": "3月1日开始 自6月1日 3月1日起持续推进 3月28日起 2011年起 2021年7月之后 不早于6月30日",
    "no anchor": "3个月内 5年内 三年内 3月内 签订后20个工作日内 自收到之日起7日内 6月批复后完成",
    "no length": "6月启动,用3个月时间完成 6月开工,为期3个月 6月30日前10天 6月开工,建设周期10个月",
    "no date": "尽快 适时 春节前 月底前 本月底前 在本月17日之前 年初 按期完成 待定 春节前加快推进 上半月 下半月完成",
    "half of it": "6月底前启动,春节前完成 2011年某某竣工,6月底前完成方案",
    "backwards": "6月下半月至上半月 6-3月 6月30日-20日 12月：启动；3月：验收 年底前完成,其中上半年完成一半",
    "a name": "《2011-2015年规划》 2011版手册 启动2022年度项目申报 三年行动 启动6月项目 落实6月底会议要求 安排下一年度工作",
    "a name that leads": "2012年度项目6月底前申报 2011年三国文化周活动期间投入使用",
    "the past": "已于2011年3月完成 在2010年的基础上提高 比2010年增长10% 去年底 清理2010年底前存量",
    "an object": "对6月底前建成的项目进行验收 落实6月底前的任务 完成2012年启动项目 3月：落实资金，推进主体2012年完工",
    "two-digit years": "12年底前 11年6月学年末",
    "stray digits": "²月 6月³0日 ²月底前 3一6月 3一6月底前 6-30 20110630 2011-2012",
}


@pytest.mark.parametrize("theme", UNREAD)
def test_what_is_left_unread(theme: str) -> None:
    for phrase in UNREAD[theme].split():
        assert (phrase, read_requirement(phrase, 2011)) == (phrase, UNKNOWN)


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("6月报批", "submit"),
        ("6月底前将方案报市政府", "submit"),
        ("6月底前送市法制办", "submit"),
        ("6月举办", "hold"),
        ("6月上报方案,12月完成整改", "complete"),
        ("6月底前完成,长期坚持", "complete"),
        ("2011年6月启动", "complete"),
        ("加快推进前期,确保年内开工", "complete"),
        ("2011年持续推进", "advance"),
        ("全年", "advance"),
        ("全年服务企业", "advance"),
        ("全年持续推进12个项目", "advance"),
        ("全年新增12家", "complete"),
        ("全年培训500余人次", "complete"),
        ("全年组织三次", "complete"),
        ("按序时进度推进", "advance"),
        ("立行立改", "ongoing"),
        ("长期坚持", "ongoing"),
        ("常态化", "ongoing"),
        ("每月25日前", "recurring"),
        ("每季度末", "recurring"),
        ("每年2月底前", "recurring"),
        ("按月推进", "recurring"),
        ("定期通报", "recurring"),
        ("自2011年起,每年6月底前", "recurring"),
        ("2011年,每月召开一次会议", "recurring"),
    ],
)
def test_the_verb_tells_the_kind(phrase: str, kind: str) -> None:
    assert read_requirement(phrase, 2011).kind == kind


@pytest.mark.parametrize(
    "phrase", ["每月推进,12月底前完成", "12月底前每个乡镇建成1个", "12月底前建成每日处理能力100吨的污水厂"]
)
def test_a_recurring_duty_does_not_hide_a_date(phrase: str) -> None:
    assert read_requirement(phrase, 2011) == Requirement(Kind.COMPLETE, None, date(2011, 12, 31))


@pytest.mark.parametrize(
    ("phrase", "steps"),
    [
        ("3月：启动；12月：验收", "03-31 启动; 12-31 验收"),
        ("3月启动、6月底前完成初稿，10月报批", "03-31 启动; 06-30 完成初稿; 10-31 报批"),
        ("首批6月底前，次批12月底前", "06-30 首批; 12-31 次批"),
        ("3月底前启动9月底前完成", "03-31 启动; 09-30 完成"),
        ("3月底前启动并于9月底前完成", "03-31 启动; 09-30 完成"),
        ("3月底前完成《规划》,年底前报批", "03-31 完成《规划》; 12-31 报批"),
        ("3月1日开始,6月底前自查,9月底前整改", "06-30 自查; 09-30 整改"),
        ("6月召开，9月召开", "06-30 召开(2011-06-30); 09-30 召开(2011-09-30)"),
        ("6月、9月各建成5套", "06-30 各建成5套(2011-06-30); 09-30 各建成5套(2011-09-30)"),
        ("5、6月份开展检查", ""),
        ("6月底前完成", ""),
    ],
)
def test_steps_say_what_is_to_be_done_by_when(phrase: str, steps: str) -> None:
    expected = [step.split(" ", 1) for step in steps.split("; ") if step]
    assert read_requirement(phrase, 2011).steps == tuple(
        Step(text, date.fromisoformat(f"2011-{day}")) for day, text in expected
    )


# --- what phrase-kinds found in version 0.1.0 ----------------------------------------------------------

IN_2024 = """
    25年8月底前完成 = ..2025-08-31
    2O25年8月底前 = unknown
    2024年4月开工,工期10个月 = unknown
    5月底前列出2025年8月底前可交付的小区清单 = ..2024-05-31
    3月起草 = 2024-03-01..2024-03-31
    2025-6月30日前 = ..2025-06-30
    2025，6月30日前 = unknown
    二O二五年六月底前 = ..2025-06-30
    民国114年6月底前 = unknown
    2024年l2月底 = unknown
    1\\n2月底 = unknown
    3号线6月底前 = ..2024-06-30
    5G基站6月底前 = ..2024-06-30
    年内盘清集体资产 = 2024-01-01..2024-12-31
    上半年电梯加装率达八成 = 2024-01-01..2024-06-30
    第三季度来我县复核 = 2024-07-01..2024-09-30
    8月20日（含）前 = ..2024-08-20
    8月20日晚 = ..2024-08-20
    主汛期前（6月15日前） = ..2024-06-15
    开学前（8月底）完成 = ..2024-08-31
    6月底前完成（汛期前完成应急） = unknown
    最迟不得超过8月31日 = ..2024-08-31
    2024年12月31 = ..2024-12-31
    演练时间2024年9月12日至14日 = 2024-09-12..2024-09-14
    第二季度阶段目标：完成主体封顶 = 2024-04-01..2024-06-30
    年内完成桥前路改造 = 2024-01-01..2024-12-31
    4月/10月：各巡查一次 = 2024-04-01..2024-10-31
    5月上旬前进场，9月底前完工 = ..2024-09-30
    用3个月时间开展排查，9月底前完成整改 = ..2024-09-30
    10月底前报送2024年总结及2025年工作打算 = ..2024-10-31
    岁末 = ..2024-12-31
    当年完成 = 2024-01-01..2024-12-31
    全年招聘计划落实率98%以上 = 2024-01-01..2024-12-31
    3月5日、6日：集中培训 = 2024-03-05..2024-03-06
    公布6月底前完成整改的企业名单 = unknown
    截至3月底,累计完成投资67亿元 = unknown
    6月启动,3个月完成 = unknown
    2024年3月1日至TBD = unknown
    3月至待定 = unknown
    3月1日—项目结束 = unknown
    6月底前资金到位 = ..2024-06-30
    6月底前完成(已完成) = unknown
    8月至12月：整理数据，为下一年度的工作做准备 = unknown
"""


@pytest.mark.parametrize("line", IN_2024.strip().splitlines())
def test_what_is_read_in_a_plan_for_2024(line: str) -> None:
    phrase, meaning = line.strip().rsplit(" = ", 1)
    assert shown(read_requirement(phrase.replace("\\n", "\n"), 2024)) == meaning


def test_a_step_keeps_its_words() -> None:
    steps = {
        "1-2月调研，3-4月起草，5月印发": ["调研", "起草", "印发"],
        "3月底前完成方案审定6月底前完成招标": ["完成方案审定", "完成招标"],
        "甲局5月底前试点,各局准备,10月底前推开": ["甲局试点", "各局准备,推开"],
        "5月底前建成小⑴型水库,6月底前验收": ["建成小(1)型水库", "验收"],
    }
    for phrase, texts in steps.items():
        assert [step.text for step in read_requirement(phrase, 2024).steps] == texts


# --- what a person can settle --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "excluded", "included"),
    [
        ("8月前", "2024-07-31", "2024-08-31"),
        ("8月份之前完成", "2024-07-31", "2024-08-31"),
        ("4月初前", "2024-03-31", "2024-04-10"),
        ("6月中旬前", "2024-06-10", "2024-06-20"),
        ("6月下半月前", "2024-06-15", "2024-06-30"),
        ("2025年前完成", "2024-12-31", "2025-12-31"),
    ],
)
def test_a_limit_that_could_be_two_days_is_asked_for_once(phrase: str, excluded: str, included: str) -> None:
    unread = read_requirement(phrase, 2024)
    assert (unread.kind, unread.due, unread.certainty) == (Kind.UNKNOWN, None, Certainty.UNREAD)
    assert [str(day) for doubt in unread.doubts for day in doubt.days] == [excluded, included]
    days: dict[MonthBefore, str] = {"excluded": excluded, "included": included}
    for answer, day in days.items():
        read = read_requirement(phrase, 2024, month_before=answer)
        assert (str(read.due), read.certainty) == (day, Certainty.SURE)


def test_what_was_taken_names_its_doubt() -> None:
    read = read_requirement("25年8月底前完成", 2024)
    assert read.certainty is Certainty.TAKEN
    assert [doubt.phrase for doubt in read.doubts] == ["25年8月底前"]
    assert read_requirement("8月底前完成", 2024).certainty is Certainty.SURE


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("印发之日起30日内制定方案", "2024-04-11"),
        ("自本方案印发后3个月内", "2024-06-12"),
        ("本月底前报送", "2024-03-31"),
        ("下月底前报送", "2024-04-30"),
        ("印发之日起20个工作日内", None),
    ],
)
def test_days_are_counted_from_the_paper_if_its_day_is_known(phrase: str, due: str | None) -> None:
    issued = date(2024, 3, 12)
    assert str(read_requirement(phrase, 2024, issued=issued).due or "") == (due or "")
    assert read_requirement(phrase, 2024) == UNKNOWN


# --- cells of real documents -------------------------------------------------------------------------

KNOWN_WRONG = frozenset(
    {
        # 继续 over a window is read as work that goes on; the days are right.
        "在十月初我们将继续开展在铁机社区以及建设社区的义务家教活动",
        "11月份,服务队将继续发动志愿者参与到“阳光行动——义务卖报”活动中来",
        "年内完成26.6万亩任务,明年继续实施31万亩",
    }
)
MEASURED = {"phrases.tsv": 325, "fresh_deadlines.tsv": 293}
"""How many of each file are read right: the developers' own, and those found after the grammar was written."""


@dataclass(frozen=True)
class Cell:
    file: str
    phrase: str
    year: int
    expected: tuple[str, str, str]
    steps: tuple[str, ...]

    def read(self) -> Requirement:
        return read_requirement(self.phrase.replace("\\n", "\n"), self.year)

    def verdict(self) -> str:
        read = self.read()
        told = [f"{step.due}:{step.text}" for step in read.steps]
        same_steps = len(told) == len(self.steps) and all(
            gold[:11] == step[:11] and gold[11:] in step for gold, step in zip(self.steps, told, strict=True)
        )
        if (read.kind.value, str(read.start or ""), str(read.due or "")) == self.expected and same_steps:
            return "right"
        return "unread" if read == UNKNOWN else "wrong"


def cells() -> list[Cell]:
    found = []
    for file in MEASURED:
        path = Path(__file__).parents[1] / "data" / file
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
        found += [
            Cell(file, phrase, int(year), (kind, start, due), tuple(filter(None, steps.split("|"))))
            for phrase, year, kind, start, due, steps, *_ in rows
        ]
    return found


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: cell.phrase)
def test_a_real_cell_is_read_right_or_left_unread(cell: Cell) -> None:
    assert (cell.verdict() == "wrong") == (cell.phrase in KNOWN_WRONG)


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: cell.phrase)
def test_no_real_cell_has_a_wrong_date(cell: Cell) -> None:
    read = cell.read()
    assert read == UNKNOWN or str(read.due or "") == cell.expected[2]


@pytest.mark.parametrize("file", MEASURED)
def test_the_share_of_real_cells_read_right(file: str) -> None:
    assert sum(cell.verdict() == "right" for cell in cells() if cell.file == file) >= MEASURED[file]


# --- properties ----------------------------------------------------------------------------------------

REAL = st.sampled_from(cells())
WORK = st.sampled_from(["明确责任人", "做好宣传", "加强领导", "确保质量", "各司其职"])


def day_of(cell: Cell, phrase: str) -> tuple[date | None, date | None]:
    read = read_requirement(phrase, cell.year)
    return read.start, read.due


@settings(max_examples=300, deadline=None)
@given(REAL, WORK)
def test_a_clause_without_a_time_changes_no_date(cell: Cell, clause: str) -> None:
    dates = day_of(cell, cell.phrase)
    if dates[1]:
        assert day_of(cell, f"{cell.phrase.rstrip('。')};{clause}") == dates
        assert day_of(cell, f"{clause};{cell.phrase}") == dates


@settings(max_examples=300, deadline=None)
@given(REAL, st.sampled_from(["（{}）", "【{}】", "1.{}", "（1）{}", "①{}", "一、{}", " {} ", "{}。"]))
def test_brackets_numbering_and_spaces_change_nothing(cell: Cell, frame: str) -> None:
    if not cell.phrase[:1].isdigit() or "{}" in frame[:1]:
        assert day_of(cell, frame.format(cell.phrase)) == day_of(cell, cell.phrase)


@settings(max_examples=300, deadline=None)
@given(REAL)
def test_full_width_changes_nothing(cell: Cell) -> None:
    full = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in cell.phrase)
    assert day_of(cell, full) == day_of(cell, cell.phrase)


def test_no_date_lies_outside_the_years_that_a_phrase_names() -> None:
    for cell in cells():
        named = {int(year) for year in re.findall("(?:19|20)[0-9]{2}", cell.phrase)} | {cell.year}
        for day in filter(None, day_of(cell, cell.phrase)):
            assert min(named) <= day.year <= max(named) + 1


# --- any text ----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [*"0123456789年月日前底末初旬上中下半季度第至-—~、,;。:()每内后起的《》²③٣十二零", "完成", "推进", "今年"]
)


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60) | st.lists(PIECES, max_size=25).map("".join), st.integers(1900, 2999))
@example("9999年12月至次年1月", 2011)
@example("0000年1月", 2011)
def test_any_text_is_read_or_left_unread(text: str, year: int) -> None:
    read = read_requirement(text, year)
    assert read.start is None or (read.due is not None and read.start <= read.due)
    texts = [step.text for step in read.steps]
    assert all(texts)
    assert len(set(texts)) == len(texts)
    assert [step.due for step in read.steps] == sorted(step.due for step in read.steps)
    assert read.kind is not Kind.UNKNOWN or read == UNKNOWN


PIECES_OF_LONG_CELLS = [
    *(
        "6月底",
        "6月",
        "2011年",
        "9",
        "年",
        "每",
        "(",
        "《",
        "²",
        "\n",
        " ",
        "x",
        "甲6月乙、",
        "将",
        "6月7月8月",
    ),
    *(
        "6月底前完成方案,",
        "前",
        "三年",
        "年前",
        "起",
        "每月，",
        "于",
        "①",
        "3个月",
        "印发后",
        "2011年6月1日至",
    ),
]


@pytest.mark.parametrize("piece", PIECES_OF_LONG_CELLS)
def test_a_long_cell_is_read_or_left_unread_at_once(piece: str) -> None:
    assert read_requirement(piece * (100_000 // len(piece)), 2011) == UNKNOWN

    longest = piece * (LONGEST // len(piece))
    assert min(cpu_seconds(lambda: read_requirement(longest, 2011)) for _ in range(5)) < 0.02


if __name__ == "__main__":
    for file in MEASURED:
        part = [cell for cell in cells() if cell.file == file]
        print(file, len(part), dict(Counter(cell.verdict() for cell in part)))
        print(*(f"  {cell.verdict()}: {cell.phrase}" for cell in part if cell.verdict() != "right"), sep="\n")
