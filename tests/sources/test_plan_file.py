"""Plan files in YAML: what loads, and how problems are reported."""

from itertools import product
from pathlib import Path

import pytest

from dushiquan.domain.plan import Units
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
        "计划.yaml 第5行 项目22.1 requirement（进度要求）：“看情况”未读出时限；有时限的请改写这一格，或另写到期日（due）和要求类别（kind）。"
    ]


def test_explicit_kind_and_due_win_over_the_phrase(tmp_path: Path) -> None:
    text = GOOD.replace("requirement: 看情况", "requirement: 看情况, kind: hold, due: 2024-05-01")
    plan, warnings = read_plan(write(tmp_path, text))
    assert (plan.projects[1].kind, str(plan.projects[1].due)) == ("hold", "2024-05-01")
    assert warnings == []


def test_levels_are_read_if_the_file_names_them(tmp_path: Path) -> None:
    levels = "levels: [{name: 分管副市长, days: 10}, {name: 市长, days: 30}]\n"
    assert read_plan(write(tmp_path, GOOD + levels))[0].levels == (("分管副市长", 10), ("市长", 30))
    assert read_plan(write(tmp_path, GOOD + "levels: []\n"))[0].levels == ()
    assert read_plan(write(tmp_path, GOOD))[0].levels is None


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ('[{name: "", days: 1}]', ["name：是空的，必须填写。"]),
        ("[{days: 1}]", ["name：缺少，必须填写。"]),
        ("[{name: 甲}]", ["days（逾期天数）：缺少，必须填写：逾期多少天起建议这一级。"]),
        ("[{name: 甲, days: 0}]", ["days（逾期天数）：“0”应是 1 到 100000 的整数。"]),
        ("[{name: 甲, days: 一天}]", ["days（逾期天数）：“一天”应是 1 到 100000 的整数。"]),
        (
            "[{name: 甲, days: 5}, {name: 乙, days: 5}]",
            ["days（逾期天数）：“乙”的 5 天不比前一级“甲”的 5 天多；请由低到高写。"],
        ),
        ("[{name: 甲, days: 5, who: 丙}]", ["who：不认识的字段；levels可用：name、days。"]),
        ("甲", ["levels（建议层级）：应写成列表：[甲, 乙]。"]),
    ],
)
def test_a_wrong_level_is_explained(tmp_path: Path, levels: str, said: list[str]) -> None:
    found = problems(tmp_path, f"{GOOD}levels: {levels}\n")
    assert [one.removeprefix("计划.yaml 第6行 ") for one in found][: len(said)] == said


def test_every_problem_is_reported_in_one_run(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """\
plan: {key: a, title: 甲, year: 2O24, colour: red}
projects:
  - {id: "1、2", category: 甲, title: 一, units: 甲局, requirement: 年底前}
  - {id: "2", category: 甲, title: "", units: 甲局, requirement: 年底前, due: 2024-02-30}
  - {id: "2", category: 甲, title: 三, units: 甲局, requirement: 年底前, kind: hod}
  - {id: "4", category: 甲, title: 四, units: "", requirement: 年底前, targets: [{name: 乙, goal: 0}, {name: 乙}]}
""",
    )
    assert found == [
        "计划.yaml 第1行 colour：不认识的字段；plan可用：key、title、year、document、month_before、remark。",
        "计划.yaml 第1行 year（年度）：“2O24”应是 1900 到 2999 的整数。",
        "计划.yaml 第3行 项目1、2 id（序号）：“1、2”不能作序号：须是不超过 24 个字、不含逗号顿号的文字。",
        "计划.yaml 第4行 项目2 title（项目名称）：是空的，必须填写。",
        "计划.yaml 第4行 项目2 due（到期）：“2024-02-30”不是日期；请写成 2011-06-30。",
        "计划.yaml 第5行 项目2 kind（要求类别）：“hod”不是要求类别；可用："
        "complete、submit、hold、advance、recurring、ongoing、unknown。",
        "计划.yaml 第5行 项目2 id（序号）：与第4行的序号重复；每项须有自己的序号。",
        "计划.yaml 第6行 项目4 goal：“0”应是 1 到 1000000000 的整数。",
        "计划.yaml 第6行 项目4 targets（指标）：指标“乙”出现了两次；请区分名称。",
        "计划.yaml units（责任单位）：4 共 1 项没有责任单位，不能催办，不发填报表。",
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
        "计划.yaml 第2行 aliases（单位别名）：“乙局”是一个单位的名称，不能又是别名。",
        "计划.yaml 第2行 aliases（单位别名）：列表里有空的一项，或不是文字；请改正。",
        "计划.yaml 第2行 aliases（单位别名）：“丙”是两个单位的别名；请只留一处。",
        "计划.yaml 第5行 项目22.1 requirement（进度要求）：“看情况”未读出时限；有时限的请改写这一格，或另写到期日（due）和要求类别（kind）。",
    ]


def test_similar_unit_names_are_pointed_out_unless_aliased(tmp_path: Path) -> None:
    text = GOOD.replace("lead: [市经委]", "lead: [市发改委]")
    assert "像是同一单位" not in str(read_plan(write(tmp_path, text))[1])
    _, warnings = read_plan(write(tmp_path, text.replace("aliases: [市发展和改革委员会]", "aliases: []")))
    assert str(warnings[-1]) == (
        "计划.yaml 第5行 units（责任单位）：“市发展和改革委员会”和“市发改委”像是同一单位；若是，请统一写法，或用别名合并。"
    )


def test_of_many_similar_names_the_first_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    kanji = [chr(0x4E00 + number) for number in range(60)]
    lines = [
        f"{row},事,市{k}{end},6月底前" for row, (k, end) in enumerate(product(kanji, ("委", "委员会")), 1)
    ]
    (tmp_path / "a.csv").write_text("序号,项目名称,责任单位,完成时限\n" + "\n".join(lines), encoding="utf-8")
    said = [str(warning) for warning in read_plan(tmp_path / "a.csv")[1] if warning.field == "units"]
    assert len(said) == 51
    assert said[0].endswith("“市一委”和“市一委员会”像是同一单位；若是，请统一写法，或用别名合并。")
    assert said[-1] == "a.csv 责任单位：另有10对名称像是同一单位，未一一列出；统一写法后再核对一次。"


@pytest.mark.parametrize("requirement", [', requirement: ""', ""])
def test_a_project_without_a_requirement_has_no_due_date_which_is_said(
    tmp_path: Path, requirement: str
) -> None:
    plan, warnings = read_plan(write(tmp_path, GOOD.replace(", requirement: 看情况", requirement)))
    assert (plan.projects[1].kind, plan.projects[1].due) == ("unknown", None)
    assert [str(w) for w in warnings] == [
        "计划.yaml requirement（进度要求）：22.1 共 1 项没有写进度要求，没有时限，不会列为逾期。"
    ]


def test_nothing_but_a_title_is_required(tmp_path: Path) -> None:
    plan, warnings = read_plan(
        write(tmp_path, "plan: {title: 某公司（一部）任务}\nprojects: [{title: 一}, {title: 二}]")
    )
    assert (plan.key, plan.year, plan.categories) == ("某公司一部任务", None, ())
    assert [(p.id, p.plan, p.title, p.units, p.requirement, p.due) for p in plan.projects] == [
        ("1", "某公司一部任务", "一", Units(), "", None),
        ("2", "某公司一部任务", "二", Units(), "", None),
    ]
    assert [str(w).partition(" ")[2] for w in warnings] == [
        "第1行 year（年度）：没有写明计划年度，不写年份的时限都未读出；请写明，或加 --year 2011。",
        "id（序号）：各项都没有序号，已按次序编为 1 至 2。",
        "category（类别）：各项都没有类别。",
        "units（责任单位）：各项都没有责任单位，不能催办，不发填报表。",
        "requirement（进度要求）：各项都没有写进度要求，没有时限，不会列为逾期。",
    ]


def test_without_a_year_only_days_that_name_theirs_are_read(tmp_path: Path) -> None:
    text = "plan: {title: 甲}\nprojects: [{title: 一, requirement: 6月底前}, {title: 二, requirement: 2025年6月底前}]"
    plan, _ = read_plan(write(tmp_path, text))
    assert [str(p.due) for p in plan.projects] == ["None", "2025-06-30"]


@pytest.mark.parametrize(
    ("written", "persons"),
    [
        ("[小周, 小吴]", ("小周", "小吴")),
        ("小周、小吴、各主管、各组成员", ("小周", "小吴", "各主管", "各组成员")),
        ("小周+小吴", ("小周", "小吴")),
        ("小周/小吴", ("小周", "小吴")),
        ("负责人：小周", ("小周",)),
        ("——", ()),
        ("''", ()),
    ],
)
def test_persons_are_a_list_or_a_text(tmp_path: Path, written: str, persons: tuple[str, ...]) -> None:
    text = f"plan: {{title: 甲, year: 2024}}\nprojects: [{{title: 一, persons: {written}}}]"
    plan, warnings = read_plan(write(tmp_path, text))
    assert plan.projects[0].persons == persons
    assert any("没有责任单位" in str(w) for w in warnings) is not bool(persons)


@pytest.mark.parametrize("nobody", ["——", "—", "-", "/", "无", "－"])
def test_a_dash_is_no_unit(tmp_path: Path, nobody: str) -> None:
    plan, _ = read_plan(write(tmp_path, GOOD.replace("units: 市发展和改革委员会", f"units: '{nobody}'")))
    assert plan.projects[0].units == Units()


def test_if_nobody_is_said_to_lead_the_first_named_does_which_is_said(tmp_path: Path) -> None:
    text = GOOD.replace("units: 市发展和改革委员会", "units: '配合单位:甲局、乙局'")
    plan, warnings = read_plan(write(tmp_path, text))
    assert plan.projects[0].units == Units(("甲局",), ("乙局",))
    assert "没有写明谁牵头，以列第一位的甲局为牵头单位。" in str(warnings[0])


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
