"""Plan files: what loads, and what is said of what does not."""

from pathlib import Path

import pytest

from dushiquan.exchange.plan_file import read_plan
from dushiquan.exchange.problems import PlanFileError

GOOD = """\
plan: {key: a, title: 甲计划, year: 2024}
units: [{name: 市发改委, aliases: [市发展和改革委员会]}]
projects:
  - {id: "1", category: 甲, title: 一, units: 市发展和改革委员会, requirement: 6月底前完成}
  - {id: "22.1", category: 乙, title: 二, units: {lead: [市经委], support: [市财政局], open: true}, requirement: 看情况}
"""


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "计划.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def problems(tmp_path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(PlanFileError) as caught:
        read_plan(write(tmp_path, text))
    return [str(problem) for problem in caught.value.problems]


def test_a_plan_with_aliases_and_an_unread_requirement(tmp_path: Path) -> None:
    plan, warnings = read_plan(write(tmp_path, GOOD))
    first, second = plan.projects
    assert first.units.lead == ("市发改委",)
    assert str(first.due) == "2024-06-30"
    assert (second.kind, second.due, second.units.open) == ("unknown", None, True)
    assert plan.categories == ("甲", "乙")
    assert [str(w) for w in warnings] == [
        "计划.yaml 第5行 项目22.1 requirement：“看情况”未读出时限；如有请另写 due 和 kind。"
    ]


def test_an_explicit_reading_wins(tmp_path: Path) -> None:
    text = GOOD.replace("requirement: 看情况", "requirement: 看情况, kind: hold, due: 2024-05-01")
    plan, warnings = read_plan(write(tmp_path, text))
    assert (plan.projects[1].kind, str(plan.projects[1].due)) == ("hold", "2024-05-01")
    assert warnings == []


def test_every_problem_in_one_run(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """\
plan: {key: a, title: 甲, year: 2O24, colour: red}
projects:
  - {id: x, category: 甲, title: 一, units: 甲局, requirement: 年底前}
  - {id: "2", category: 甲, title: "", units: 甲局, requirement: 年底前, due: 2024-02-30}
  - {id: "2", category: 甲, title: 三, units: 甲局, requirement: 年底前, kind: hod}
  - {id: "4", category: 甲, title: 四, units: "", requirement: 年底前, targets: [{name: 乙, goal: 0}, {name: 乙}]}
""",
    )
    assert found == [
        "计划.yaml 第1行 colour：不认识的字段；plan可用：key、title、year、document、remark。",
        "计划.yaml 第1行 year：“2O24”应是 1900 到 2999 的整数。",
        "计划.yaml 第3行 项目x id：“x”不是序号；请写成 6 或 22.1。",
        "计划.yaml 第4行 项目2 title：是空的，必须填写。",
        "计划.yaml 第4行 项目2 due：“2024-02-30”不是日期；请写成 2011-06-30。",
        "计划.yaml 第5行 项目2 kind：“hod”不是要求类别；可用："
        "complete、submit、hold、advance、recurring、ongoing、unknown。",
        "计划.yaml 第5行 项目2 id：与第4行的序号重复；每项须有自己的序号。",
        "计划.yaml 第6行 项目4 units：是空的，必须填写。",
        "计划.yaml 第6行 项目4 units：没有牵头（责任）单位；至少要有一个。",
        "计划.yaml 第6行 项目4 goal：“0”应是 1 到 1000000000 的整数。",
        "计划.yaml 第6行 项目4 targets：指标“乙”出现了两次；请区分名称。",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "缺少"),
        ("[1, 2]", "名称: 值"),
        ("just text", "名称: 值"),
        ("plan: {key: a\n", "不合 YAML"),
        ("plan: {key: a}\nplan: {key: b}", "出现了两次"),
        ("plan: &a [*a]", "引用"),
        ("key: \x07", "不允许的字符"),
        (GOOD.encode("gb18030"), "UTF-8"),
    ],
)
def test_a_file_of_the_wrong_kind_gets_a_sentence(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in "\n".join(problems(tmp_path, text))


def test_numbers_and_words_stay_text(tmp_path: Path) -> None:
    """YAML would read 007 as 7 and no as False."""
    plan, _ = read_plan(write(tmp_path, GOOD.replace("title: 一", "title: no").replace("key: a", "key: 007")))
    assert (plan.key, plan.projects[0].title) == ("007", "no")
