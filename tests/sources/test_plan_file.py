"""Plan files in YAML: what loads, and how problems are reported."""

from pathlib import Path

import pytest

from dushiquan.sources.plan_file import Given, read_plan
from dushiquan.sources.problems import PlanFileError

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


def test_aliases_are_resolved_and_unread_requirements_reported(tmp_path: Path) -> None:
    plan, warnings = read_plan(write(tmp_path, GOOD))
    first, second = plan.projects
    assert first.units.lead == ("市发改委",)
    assert str(first.due) == "2024-06-30"
    assert (second.kind, second.due, second.units.open) == ("unknown", None, True)
    assert plan.categories == ("甲", "乙")
    assert [str(w) for w in warnings] == [
        "计划.yaml 第5行 项目22.1 requirement：“看情况”未读出时限；有时限的请改写这一格，或另写到期日（due）和要求类别（kind）。"
    ]


def test_explicit_kind_and_due_win_over_the_phrase(tmp_path: Path) -> None:
    text = GOOD.replace("requirement: 看情况", "requirement: 看情况, kind: hold, due: 2024-05-01")
    plan, warnings = read_plan(write(tmp_path, text))
    assert (plan.projects[1].kind, str(plan.projects[1].due)) == ("hold", "2024-05-01")
    assert warnings == []


def test_every_problem_is_reported_in_one_run(tmp_path: Path) -> None:
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
        ("a: 1\n---\na: 2", "只能写一个计划"),
        ("[a]: 1", "方括号"),
        ("[" * 50_000, "层次过深"),
        ("a: " + "[" * 20 + "]" * 20, "层次过深"),
        (GOOD.encode("gb18030"), "UTF-8"),
    ],
)
def test_unusable_files_are_explained(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in "\n".join(problems(tmp_path, text))


def test_an_alias_may_mean_only_one_unit(tmp_path: Path) -> None:
    units = '[{name: 甲局, aliases: [甲, 乙局, 丙]}, {name: 乙局, aliases: [丙, ""]}]'
    text = GOOD.replace("[{name: 市发改委, aliases: [市发展和改革委员会]}]", units)
    assert problems(tmp_path, text) == [
        "计划.yaml 第2行 aliases：“乙局”是一个单位的名称，不能又是别名。",
        "计划.yaml 第2行 aliases：列表里有空的一项，或不是文字；请改正。",
        "计划.yaml 第2行 aliases：“丙”是两个单位的别名；请只留一处。",
        "计划.yaml 第5行 项目22.1 requirement：“看情况”未读出时限；有时限的请改写这一格，或另写到期日（due）和要求类别（kind）。",
    ]


def test_similar_unit_names_are_pointed_out_unless_aliased(tmp_path: Path) -> None:
    text = GOOD.replace("lead: [市经委]", "lead: [市发改委]")
    assert "像是同一单位" not in str(read_plan(write(tmp_path, text))[1])
    _, warnings = read_plan(write(tmp_path, text.replace("aliases: [市发展和改革委员会]", "aliases: []")))
    assert str(warnings[-1]) == (
        "计划.yaml 第5行 units：“市发展和改革委员会”和“市发改委”像是同一单位；若是，请统一写法，或用别名合并。"
    )


def test_a_requirement_may_be_empty_but_not_missing(tmp_path: Path) -> None:
    plan, warnings = read_plan(write(tmp_path, GOOD.replace("requirement: 看情况", 'requirement: ""')))
    assert (plan.projects[1].kind, plan.projects[1].due) == ("unknown", None)
    assert [str(w) for w in warnings] == [
        "计划.yaml requirement：22.1 共 1 项没有写进度要求，没有时限，不会列为逾期。"
    ]
    assert problems(tmp_path, GOOD.replace(", requirement: 看情况", "")) == [
        "计划.yaml 第5行 项目22.1 requirement：缺少；原文没有进度要求的，请写 requirement: ''。",
    ]


def test_explicit_empty_targets_win_over_the_phrase(tmp_path: Path) -> None:
    text = GOOD.replace("requirement: 看情况", "requirement: 3月底前：启动；6月底前：完成")
    assert len(read_plan(write(tmp_path, text))[0].projects[1].targets) == 2
    text = text.replace("完成}\n", "完成}\n").replace("6月底前：完成}", "6月底前：完成, targets: []}")
    assert read_plan(write(tmp_path, text))[0].projects[1].targets == ()


def test_given_key_title_and_year_win(tmp_path: Path) -> None:
    plan, _ = read_plan(write(tmp_path, GOOD), Given(key="b", title="乙", year=2023))
    assert (plan.key, plan.title, plan.year, str(plan.projects[0].due)) == ("b", "乙", 2023, "2023-06-30")


def test_numbers_and_words_stay_text(tmp_path: Path) -> None:
    """YAML would read 007 as 7 and no as False."""
    plan, _ = read_plan(write(tmp_path, GOOD.replace("title: 一", "title: no").replace("key: a", "key: 007")))
    assert (plan.key, plan.projects[0].title) == ("007", "no")
