"""What a requirement promises: its window, and the names and days of its occurrences."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.domain.plan import Kind, Target
from dushiquan.phrases.deadline import read_requirement
from dushiquan.phrases.promise import promise

D = date.fromisoformat


def occurrences(phrase: str, year: int = 2024, known: date | None = None) -> list[str]:
    """Each target as its name, its day and its goal."""
    targets = promise(read_requirement(phrase, year), known).targets
    return [f"{t.name} {t.due and t.due.isoformat()[5:]} {t.goal}{t.measure}" for t in targets]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        (
            "每季度末",
            ["第一季度 03-31 1次", "第二季度 06-30 1次", "第三季度 09-30 1次", "第四季度 12-31 1次"],
        ),
        (
            "按季通报",
            ["第一季度 03-31 1次", "第二季度 06-30 1次", "第三季度 09-30 1次", "第四季度 12-31 1次"],
        ),
        ("每半年检查一次", ["上半年 06-30 1次", "下半年 12-31 1次"]),
        ("每年4月15日前报送年报", ["4月15日前 04-15 1次"]),
        ("每年6月底、12月底前", ["6月30日前 06-30 1次", "12月31日前 12-31 1次"]),
        ("每年举办一次", ["2024年 12-31 1次"]),
        ("每年不少于4次", ["2024年 12-31 4次"]),
        ("11-12月每月25日前报送", ["11月 11-25 1次", "12月 12-25 1次"]),
        ("11-12月逐月推进", ["11月 11-30 1次", "12月 12-31 1次"]),
        ("11-12月每月至少开展2次", ["11月 11-30 2次", "12月 12-31 2次"]),
        ("10月起每月通报", ["10月 10-31 1次", "11月 11-30 1次", "12月 12-31 1次"]),
        ("2月底前每月报送", ["1月 01-31 1次", "2月 02-29 1次"]),
        (
            "每两月一次，每次一天",
            [
                "1-2月 02-29 1次",
                "3-4月 04-30 1次",
                "5-6月 06-30 1次",
                "7-8月 08-31 1次",
                "9-10月 10-31 1次",
                "11-12月 12-31 1次",
            ],
        ),
        (
            "2023-2024年每半年",
            [
                "2023年上半年 06-30 1次",
                "2023年下半年 12-31 1次",
                "2024年上半年 06-30 1次",
                "2024年下半年 12-31 1次",
            ],
        ),
        ("每周三召开例会", ["每周三 12-31 52次"]),
        ("每周一次", ["每周 12-31 52次"]),
        ("每周2次", ["每周 12-31 104次"]),
        ("每两周", ["每2周 12-31 26次"]),
        ("每天巡查", ["每天 12-31 366次"]),
        ("每旬", ["每旬 12-31 36次"]),
        ("每旬末报送进度", ["每旬 12-31 36次"]),
        ("按旬报送", ["每旬 12-31 36次"]),
        ("每旬至少检查2次", ["每旬 12-31 72次"]),
        ("2-3月每旬通报", ["每旬 03-31 6次"]),
        ("6月15日前每旬通报", ["每旬 06-15 16次"]),
        ("每半月通报一次", ["每半月 12-31 24次"]),
        ("每半个月", ["每半月 12-31 24次"]),
        ("隔周召开", ["每2周 12-31 26次"]),
        ("隔周三召开", ["每2周三 12-31 26次"]),
        ("11-12月每月上报进度", ["11月 11-30 1次", "12月 12-31 1次"]),
        ("11-12月每月初步汇总", ["11月 11-30 1次", "12月 12-31 1次"]),
        ("11-12月每月中心组学习", ["11月 11-30 1次", "12月 12-31 1次"]),
        ("11-12月每月上半月报送", ["11月 11-15 1次", "12月 12-15 1次"]),
        ("定期通报", []),
        ("不定期", []),
    ],
)
def test_each_occurrence_has_a_name_a_day_and_a_goal(phrase: str, expected: list[str]) -> None:
    assert occurrences(phrase) == expected


@pytest.mark.parametrize(
    "phrase",
    [
        "每季度初",
        "每季度结束后10日内报送",
        "每月次月5日前报送",
        "每季度次月10日前",
        "每月第一周",
        "每月10日、20日",
        "每月3日至5日",
        "每月最后一个工作日",
        "每季度中旬",
        "每半年7月10日前",
        "每年春节前",
        "每年汛期前",
        "每3年",
        "每周一、周三",
        "每周一至周五",
        "每周一三五",
        "每学期一次",
        "每旬初",
        "每两旬",
        "每月上中旬",
        "每月初审",
        "每隔两个月",
        "每半周",
        "每年8月前",
        "每季度末25日前",
    ],
)
def test_where_the_day_is_not_understood_there_are_no_occurrences(phrase: str) -> None:
    assert occurrences(phrase) == []
    assert read_requirement(phrase, 2024).kind is Kind.RECURRING


def test_a_duty_begins_when_its_plan_is_known() -> None:
    read = read_requirement("每季度末", 2024)
    known = promise(read, D("2024-06-30"))
    assert (known.start, known.due) == (D("2024-06-30"), D("2024-12-31"))
    assert [target.name for target in known.targets] == ["第二季度", "第三季度", "第四季度"]
    assert occurrences("每周三", known=D("2024-12-18")) == ["每周三 12-31 2次"]
    assert promise(read, D("2025-03-01")).targets == ()
    assert promise(read, D("2025-03-01")).start == D("2024-01-01")
    assert promise(read, D("2023-11-01")).start == D("2024-01-01")


def test_what_the_plan_says_itself_wins() -> None:
    read = read_requirement("每月通报", 2024)
    within = promise(read, given={"start": D("2024-03-10"), "due": D("2024-05-20")})
    assert [target.due for target in within.targets] == [D("2024-03-31"), D("2024-04-30")]
    assert promise(read, given={"kind": Kind.ONGOING}) == (Kind.ONGOING, None, None, ())
    assert promise(read_requirement("看情况", 2024), given={"due": D("2024-05-01")}).kind is Kind.COMPLETE


def test_steps_are_promised_as_before() -> None:
    read = read_requirement("6月底前完成初稿，12月底前完成终稿", 2024)
    steps = (Target("完成初稿", 1, due=D("2024-06-30")), Target("完成终稿", 1, due=D("2024-12-31")))
    assert promise(read).targets == steps
    assert promise(read, given={"due": D("2024-11-30")}).targets == ()


@given(
    st.sampled_from(
        [
            "每月",
            "每季度",
            "每半年",
            "每两月",
            "每年",
            "每年6月底、12月底前",
            "每周三",
            "逐月",
            "每天",
            "每旬",
            "每半月",
            "隔月",
        ]
    ),
    st.dates(D("2023-06-01"), D("2025-06-01")),
)
def test_targets_have_names_of_their_own_within_the_window(phrase: str, known: date) -> None:
    promised = promise(read_requirement(phrase, 2024), known)
    names = [target.name for target in promised.targets]
    assert len(set(names)) == len(names)
    assert promised.start
    assert promised.due
    assert all(t.due and promised.start <= t.due <= promised.due for t in promised.targets)
