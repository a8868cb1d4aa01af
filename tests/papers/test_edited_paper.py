"""A paper whose text was edited as Markdown: the wording is the clerk's, the form is kept, nothing is lost."""

from datetime import date

import pytest

from dushiquan.errors import BadInputError
from dushiquan.formats.document import Bar, Document, Front, Grid, Point, Section, Tile
from dushiquan.formats.registry import function_of, suffixes
from dushiquan.papers.edited_paper import Edited, editable, edited

ODD = "5*8*工程 <b> &lt; 甲|乙\\ **重点** # 1"
PAPER = Document(
    title="关于《计划》的通报",
    masthead="进展通报",
    issue="第3期",
    signed="市办公室",
    dated="2025年5月9日",
    printed="2025年5月9日印发",
    addressed="各责任单位",
    copied="市委办",
    sections=[
        Section(
            "一、总体情况",
            ["共2项。", ODD],
            Grid(("类别", "项数"), [("甲类", "1"), ("合计", "2")], numbers=(1,)),
            charts={"完成": [Bar("甲类", 50)]},
            timeline=[Point(date(2025, 6, 30), "修桥")],
        ),
        Section("二、临近时限", ["1项临近时限："], Grid(("序号", "时限"), [("1", "2025-05-30")], days=(1,))),
        Section("三、存在问题和工作要求", ["存在问题：甲。", "工作要求：乙。"]),
    ],
    annexes=[
        Section(
            "附件 红灯项目",
            ["共2项。"],
            Grid(("预警", "名称"), [("▲ 红", ODD), ("◆ 黄", "两\n行")], tones={0: ("red", "yellow")}),
        )
    ],
)


def after(*changes: tuple[str, str], paper: Document = PAPER) -> Edited:
    text = editable(paper)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return edited(paper, text, "周报.md")


def test_a_text_that_nobody_changed_is_the_same_paper() -> None:
    assert after() == Edited(PAPER, [], False)


def test_a_text_saved_by_notepad_is_the_same_paper() -> None:
    text = "\ufeff" + editable(PAPER).replace("\n", "\r\n")
    assert edited(PAPER, text, "周报.md").paper == PAPER


def test_edited_sentences_stand_in_the_paper_and_tables_keep_their_form() -> None:
    made = after(("工作要求：乙。", "工作要求：立即整改。\n　　另请报来原因。"))
    assert made.paper.sections[2].paragraphs == ["存在问题：甲。", "工作要求：立即整改。", "另请报来原因。"]
    assert (made.paper.sections[:2], made.paper.annexes) == (PAPER.sections[:2], PAPER.annexes)
    assert made.notes == []


def test_the_head_and_the_foot_can_be_edited() -> None:
    made = after(
        ("# 关于《计划》的通报", "# 关于进展的通报"),
        ("第3期 · 市办公室 · 2025年5月9日", "第4期 · 市政府办 · 2025年5月12日"),
        ("各责任单位：", "各县（市、区）：\n\n现通报如下："),
        ("抄送：市委办。", "抄送：市委办、市人大办。"),
    ).paper
    assert (made.title, made.issue, made.signed) == ("关于进展的通报", "第4期", "市政府办")
    assert (made.dated, made.printed) == ("2025年5月12日", "2025年5月12日印发")
    assert (made.addressed, made.copied) == ("各县（市、区）", "市委办、市人大办")
    assert made.sections[0] == Section("", ["现通报如下："])


def test_a_changed_table_keeps_the_form_of_its_columns_and_is_named() -> None:
    made = after(
        ("| ▲ 红 |", "| ◆ 黄 |"), ("| 2025-05-30 |", "| 2025-06-30 |"), ("| 合计 | 2 |", "| 合计 | 3 |")
    )
    whole, near, _ = made.paper.sections
    annex = made.paper.annexes[0]
    assert (whole.grid, near.grid, annex.grid) == (
        Grid(["类别", "项数"], [["甲类", "1"], ["合计", "3"]], [], [1]),
        Grid(["序号", "时限"], [["1", "2025-06-30"]], [1], []),
        Grid(["预警", "名称"], [["◆ 黄", ODD], ["◆ 黄", "两\n行"]], [], [], tones={0: ["yellow", "yellow"]}),
    )
    assert (whole.charts, whole.timeline) == ({}, ())
    assert made.notes == [
        "表格按文本写，与台账里的不同：总体情况、临近时限、红灯项目。",
        "表格改过，图不再画：总体情况。",
    ]


def test_what_is_left_out_is_said_and_the_others_are_numbered_anew() -> None:
    near = "## 二、临近时限\n\n1项临近时限：\n\n| 序号 | 时限 |\n| --- | --- |\n| 1 | 2025-05-30 |\n\n"
    made = after((near, ""))
    assert [section.heading for section in made.paper.sections] == ["一、总体情况", "二、存在问题和工作要求"]
    assert made.notes == ["文本里没有、公文也不写的：临近时限。"]


def test_what_is_added_anywhere_stands_there() -> None:
    table = "| 单位 | 报送 |\n| --- | --- |\n| 甲局 | 2025-05-08 |"
    made = after(
        ("| 合计 | 2 |\n", f"| 合计 | 2 |\n\n注：不含撤销的。\n\n{table}\n"),
        ("## 附件 红灯项目", "## 四、其他\n\n无。\n\n## 附件 红灯项目"),
    ).paper
    assert made.sections[:3] == [
        PAPER.sections[0],
        Section("", ["注：不含撤销的。"], Grid(["单位", "报送"], [["甲局", "2025-05-08"]], [1], [])),
        PAPER.sections[1],
    ]
    assert made.sections[-1] == Section("四、其他", ["无。"])
    for suffix in suffixes("paper"):
        assert function_of(suffix, "paper")(made)


def test_marks_that_mean_nothing_in_a_paper_are_taken_off_and_said() -> None:
    made = after(("存在问题：甲。", "- **存在问题**：甲。"))
    assert made.paper.sections[2].paragraphs[0] == "存在问题：甲。"
    assert made.notes == ["加粗、列表的记号不带进公文，文字都在：第34行。"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| 合计 | 2 |", "| 合计 | 2 | 3 |", "第22行：这一行有3格，表头有2格"),
        ("| 合计 | 2 |", "| 合计 2 |", "第22行：这一行有1格，表头有2格"),
        ("| 合计 | 2 |", "\n| 合计 | 2 |", "第23行：这一行像表格的行，却不在表格里"),
        ("| 类别 | 项数 |\n| --- | --- |\n", "| 类别 | 项数 |\n", "第19行：这一行像表格的行，却不在表格里"),
        ("| --- | --- |", "| --- |", "第19行：这一行像表格的行，却不在表格里"),
        ("## 二、临近时限", "##二、临近时限", "像标题；“#”后面要空一格"),
        ("# 关于《计划》的通报", "", "大标题（“# ”开头的一行）应有1个，文本里有0个"),
        ("-->", "", "大标题（“# ”开头的一行）应有1个，文本里有0个"),
        ("## 一、总体情况", "# 一、总体情况", "第13行：大标题（“# ”开头的一行）应有1个，文本里有2个"),
        ("# 关于", "引言\n\n# 关于", "第7行：大标题前面不能有正文"),
        ("第3期 · ", "第3期 ", "第9行：大标题下一行应有4段，用“ · ”隔开：进展通报 · 第3期 · 市办公室"),
        ("抄送：市委办。", "附记。", "附件里文字写在前、表格写在后，只写一张表"),
    ],
)
def test_a_damaged_text_is_refused_with_the_line(old: str, new: str, said: str) -> None:
    with pytest.raises(BadInputError, match=r"^周报\.md 第\d+行：") as refused:
        after((old, new))
    assert said in str(refused.value)


def test_all_damage_is_said_at_once() -> None:
    with pytest.raises(BadInputError) as refused:
        after(("| 合计 | 2 |", "| 合计 |"), ("| 1 | 2025-05-30 |", "| 1 |"))
    assert len(str(refused.value).splitlines()) == 2


def test_a_text_with_another_title_may_be_that_of_another_report() -> None:
    assert after(("《计划》", "《计划》5月")).is_other


BRIEF = Document(
    "简报",
    [],
    front=Front(
        "简报",
        "市办公室",
        "截至5月9日",
        [
            [Section("总体", [], Grid(("项", "数"), [("红", "1")]), tiles=[Tile("红", "1")])],
            [Section("请领导协调", ["没有。"])],
        ],
    ),
)


def test_the_sentences_of_a_brief_can_be_edited_and_not_its_figures() -> None:
    made = after(("没有。", "1. 修桥：请市领导协调。"), paper=BRIEF).paper
    assert made.front
    assert [section.paragraphs for section in made.front.sections] == [[], ["1. 修桥：请市领导协调。"]]
    for old, new in (("| 红 | 1 |", "| 红 | 0 |"), ("## 总体", "## 总况"), ("## 请领导协调\n\n没有。\n", "")):
        with pytest.raises(BadInputError, match="简报"):
            after((old, new), paper=BRIEF)


def test_a_circular_behind_a_brief_is_edited_as_one_without() -> None:
    both = Document(PAPER.title, PAPER.sections, PAPER.masthead, front=BRIEF.front)
    made = after(("没有。", "有。"), ("工作要求：乙。", "工作要求：丙。"), paper=both).paper
    assert made.front
    assert made.front.sections[1].paragraphs == ["有。"]
    assert made.sections[2].paragraphs[1] == "工作要求：丙。"
