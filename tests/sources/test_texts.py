"""Plans in plain text: tables flattened into lines, and running text. The texts in tests/data/texts are invented."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from dushiquan.domain.plan import Plan, Project
from dushiquan.shipped import shipped
from dushiquan.sources.plan_file import Reading, examine_plan
from tests.sources.test_notice_as_table import HEAD, REMARK, TITLE, bare, cells

TEXTS = Path(__file__).parents[1] / "data" / "texts"
NAMES = sorted(path.stem for path in TEXTS.glob("*.yaml"))


def text_file(tmp_path: Path, *lines: str, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def questions(reading: Reading) -> list[str]:
    return [f"{p.line} {p.field}" for p in reading.problems if p.level == "question"]


def said(project: Project) -> dict[str, Any]:
    """What the expected files say of a project: what is empty is left out."""
    fields = {
        "id": str(project.id),
        "category": project.category,
        "title": project.title,
        "content": project.content,
        "lead": list(project.units.lead),
        "support": list(project.units.support),
        "persons": list(project.persons),
        "requirement": project.requirement,
        "due": project.due,
    }
    return {name: value for name, value in fields.items() if value}


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_read_as_expected(name: str) -> None:
    expected = yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))
    (path,) = (path for path in TEXTS.glob(f"{name}.*") if path.suffix != ".yaml")
    reading = examine_plan(path)
    assert reading.plan, reading.problems
    assert [said(project) for project in reading.projects] == expected["projects"]
    assert questions(reading) == expected["questions"]
    assert reading.plan.title == expected["title"]
    assert reading.plan.remark == expected.get("remark", "")
    notice = {name: value for name, value in reading.plan.notice._asdict().items() if value}
    assert notice == expected.get("notice", {})


# --- the notice of 2011, as its web page has it ------------------------------------------------------

PAGE = f"""
您的位置首页 >> 法规库 >> 法规正文
杭州市人民政府办公厅转发市经合办关于杭州市2011年推进杭州都市经济圈建设工作意见的通知
状态:有效 发布日期:2011-02-18 生效日期: 2011-02-18
发布部门: 杭州市政府
发布文号: 杭政办函[2011]44号
  各区、县(市)人民政府,市政府各部门、各直属单位:
   二○一一年二月十八日
  (市经合办二○一一年二月十六日)
  一、指导思想
  坚持以科学发展观为指导,认真贯彻有关文件(国发〔2008〕30号)精神。
  附件
  {TITLE}
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """The notice with its table flattened: a merged cell has its text once, an empty one has no line."""
    lines = [line for values in cells() for cell in values for line in cell.split("\n") if line]
    after = ["", "没找到您需要的? 您可以 发布法律咨询 ,我们的律师随时在线为您服务"]
    return text_file(tmp_path, PAGE, *HEAD, *lines, "备注", REMARK, *after)


@pytest.fixture
def shipped_plan() -> Plan:
    reading = examine_plan(shipped("data/projects_2011.yaml"))
    assert reading.plan
    return reading.plan


def test_the_flattened_notice_equals_the_shipped_plan(notice: Path, shipped_plan: Plan) -> None:
    reading = examine_plan(notice)
    assert reading.plan
    assert list(reading.projects) == bare(shipped_plan)
    assert reading.plan._replace(projects=()) == shipped_plan._replace(projects=(), levels=None)


def test_what_the_flattened_notice_cannot_tell_is_asked(notice: Path) -> None:
    asked = [p.message for p in examine_plan(notice).problems if p.level == "question"]
    assert asked == [
        "8、9 没有写责任单位，看来与上一项同为一格，按“市交通局”；请核对。",
        "“第四届“浙江·杭湖嘉绍环保行”新…”没有写序号，看来与上一项同为一格，作为“22”的又一行；请核对。",
        "“第四届“浙江·杭湖嘉绍环保行”新…”没有写责任单位，看来与上一项同为一格，按“市环保局”；请核对。",
        "24 没有写责任单位，看来与上一项同为一格，按“市教育局”；请核对。",
        "26 没有写责任单位，看来与上一项同为一格，按“市劳动保障局”；请核对。",
    ]


def test_the_notice_is_dated_by_its_own_lines(notice: Path) -> None:
    plan = examine_plan(notice).plan
    assert plan
    assert (plan.notice.issued, plan.notice.drafted) == (date(2011, 2, 18), date(2011, 2, 16))
    assert plan.notice.no == "杭政办函[2011]44号"


# --- kinds of files ----------------------------------------------------------------------------------

RUNNING = (
    "2024年城市更新任务分工",
    "一、交通",
    "1.修建北环路。（责任单位：市交通局；完成时限：6月底前）",
    "2.架设青云桥。（责任单位：市住建局；完成时限：10月底前）",
)
FLAT = ("2024年城市更新任务表", "序号", "项目名称", "责任单位", "完成时限")
FLAT_ROWS = ("1", "修建北环路", "市交通局", "6月底前", "2", "架设青云桥", "市住建局", "10月底前")


def facts(reading: Reading) -> list[tuple[str, str, str]]:
    return [(p.title, p.units.reporter, str(p.due)) for p in reading.projects]


EXPECTED = [("修建北环路", "市交通局", "2024-06-30"), ("架设青云桥", "市住建局", "2024-10-31")]


@pytest.mark.parametrize("lines", [RUNNING, (*FLAT, *FLAT_ROWS)], ids=["running", "flattened"])
@pytest.mark.parametrize("page", ["<p>{}</p>", "<div>{}</div>", "<table><tr><td><p>{}</p></td></tr></table>"])
def test_a_page_without_a_table_is_read_as_text(tmp_path: Path, lines: tuple[str, ...], page: str) -> None:
    tag, end = page.split("{}")
    body = (
        tag + "</p><p>".join(lines) + end if "<p>" in page else "".join(page.format(line) for line in lines)
    )
    path = text_file(tmp_path, f"<html><body>{body}</body></html>", name="a.html")
    reading = examine_plan(path)
    assert facts(reading) == EXPECTED
    assert reading.plan
    assert reading.plan.title == lines[0]


@pytest.mark.parametrize("lines", [RUNNING, (*FLAT, *FLAT_ROWS)], ids=["running", "flattened"])
def test_a_document_without_a_table_is_read_as_text(tmp_path: Path, lines: tuple[str, ...]) -> None:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path / "a.docx"
    document.save(str(path))
    assert facts(examine_plan(path)) == EXPECTED


def test_a_table_drawn_with_bars_is_a_table(tmp_path: Path) -> None:
    lines = (
        "# 2024年城市更新任务表",
        "",
        "| 序号 | 项目名称 | 责任单位 | 完成时限 |",
        "|---|:---:|---|---|",
        "| 1 | **修建北环路** | 市交通局<br>市城管局 | 6月底前 |",
        "| 2 | 架设青云桥 | 市住建局 | 10月底前 |",
    )
    reading = examine_plan(text_file(tmp_path, *lines, name="a.md"))
    assert facts(reading) == EXPECTED
    assert reading.projects[0].units.lead == ("市交通局", "市城管局")


# --- what is unsure ----------------------------------------------------------------------------------


def test_a_heading_is_broken_over_two_lines(tmp_path: Path) -> None:
    head = ("序", "号", "项目", "名称", "责任", "单位", "完成", "时限")
    assert facts(examine_plan(text_file(tmp_path, FLAT[0], *head, *FLAT_ROWS))) == EXPECTED


def test_units_are_not_taken_from_another_category(tmp_path: Path) -> None:
    head = ("序号", "类别", "项目名称", "责任单位", "完成时限")
    rows = ("1", "交通", "修建北环路", "市交通局", "6月底前", "2", "民生", "架设青云桥", "10月底前")
    reading = examine_plan(text_file(tmp_path, FLAT[0], *head, *rows))
    assert [p.units.lead for p in reading.projects] == [("市交通局",), ()]
    assert questions(reading) == []


def test_a_date_is_not_taken_from_above(tmp_path: Path) -> None:
    rows = ("1", "修建北环路", "市交通局", "6月底前", "2", "架设青云桥", "市住建局")
    reading = examine_plan(text_file(tmp_path, *FLAT, *rows))
    assert [p.requirement for p in reading.projects] == ["6月底前", ""]
    assert "2 没有写进度要求，未从别项取；若与上一项同为一格，请写上。" in [
        p.message for p in reading.problems
    ]


def test_two_ways_to_share_out_the_lines_are_asked(tmp_path: Path) -> None:
    head = ("序号", "项目名称", "牵头单位", "配合单位", "完成时限")
    rows = ("1", "修建北环路", "市交通局", "市城管局", "市财政局", "6月底前")
    reading = examine_plan(text_file(tmp_path, FLAT[0], *head, *rows))
    (message,) = (p.message for p in reading.problems if p.level == "question")
    assert message == (
        "这一项的几行有两种分法，取了：牵头单位“市交通局”，配合单位“市城管局 市财政局”；"
        "也可能是：牵头单位“市交通局 市城管局”，配合单位“市财政局”；请核对。"
    )


def test_a_cell_of_units_that_names_none_is_asked(tmp_path: Path) -> None:
    rows = ("1", "修建北环路", "结合实际情况抓好落实工作", "6月底前")
    (message,) = (
        p.message for p in examine_plan(text_file(tmp_path, *FLAT, *rows)).problems if p.level == "question"
    )
    assert message == "“结合实际情况抓好落实工作”归在“责任单位”一列，不像单位；请核对。"


@pytest.mark.parametrize(
    ("text", "requirement"),
    [
        ("建成泵站2座，9月底前完工。", "9月底前完工"),
        ("3月底前立项，9月底前完工。", ""),
        ("落实6月会议要求。", ""),
        ("按照《2023年行动方案》推进。", ""),
    ],
)
def test_the_only_time_of_a_text_is_taken_and_asked(tmp_path: Path, text: str, requirement: str) -> None:
    reading = examine_plan(text_file(tmp_path, FLAT[0], f"1.{text}（责任单位：市水利局）"))
    assert [(p.category, p.requirement) for p in reading.projects] == [("", requirement)]
    assert questions(reading) == ["2 requirement"] * bool(requirement)


def test_what_stands_behind_the_marks_of_an_item_is_said_not_to_be_read(tmp_path: Path) -> None:
    lines = ("1.修建北环路。（责任单位：市交通局）", "各单位要加强协调，按时报送进展情况。")
    reading = examine_plan(text_file(tmp_path, FLAT[0], *lines))
    assert reading.projects[0].content == ""
    assert "有 1 段没有写责任单位和时限，未列为项目：第 3 行。" in [p.message for p in reading.problems]


def test_without_headings_the_last_paragraph_answers_only_for_itself(tmp_path: Path) -> None:
    lines = ("1.修建北环路。", "2.架设青云桥。", "责任单位：市住建局")
    reading = examine_plan(text_file(tmp_path, FLAT[0], *lines))
    assert [(p.title, p.units.lead) for p in reading.projects] == [
        ("修建北环路", ()),
        ("架设青云桥", ("市住建局",)),
    ]


def test_units_of_a_heading_are_not_given_to_its_items(tmp_path: Path) -> None:
    lines = ("（一）优化环境（牵头单位：市发改委）", "1.精简审批。（责任单位：市政务局）", "2.降低成本。")
    reading = examine_plan(text_file(tmp_path, FLAT[0], *lines))
    assert [p.units.lead for p in reading.projects] == [("市政务局",), ()]
    assert "“优化环境”下面各项另有责任单位，这里写的“牵头单位：市发改委”没有计入；需要的请写到各项里。" in [
        p.message for p in reading.problems
    ]


def test_units_of_a_heading_are_those_of_its_items_if_none_names_any(tmp_path: Path) -> None:
    lines = (
        "一、责任单位：市发改委",
        "（一）规划",
        "1.编制规划（6月底前）",
        "2.谋划项目。",
        "二、水利",
        "3.清淤河道（市水利局，9月底前）",
    )
    reading = examine_plan(text_file(tmp_path, FLAT[0], *lines))
    assert [p.units.lead for p in reading.projects] == [("市发改委",), ("市发改委",), ("市水利局",)]
    assert [p.message for p in reading.problems if p.level == "question"] == [
        "“责任单位：市发改委”写在标题里，下面各项都没有写，算作各项的；请核对。"
    ]


# --- whatever the lines ------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *("序号", "类别", "项目名称", "项目内容", "责任单位", "进度要求", "备注", "说明"),
        *("1", "2", "3", "12", "99999999999", "一、", "（一）", "1.", "（1）", "##", "- "),
        *(
            "交通",
            "修建北环路",
            "新建道路5公里，铺设管网。",
            "市交通局",
            "市交通局、",
            "牵头单位：",
            "完成时限：",
        ),
        *(
            "责任单位：市住建局",
            "（责任单位：市住建局",
            "；完成时限：6月底前）",
            "6月底前",
            "2024年2月30日",
            "）",
            "【",
        ),
        *(
            "2024年2月5日",
            "云政办发〔2024〕12号",
            "关于印发",
            "的通知",
            "|",
            "| 1 | 修路 |",
            "|---|---|",
            "。",
            "　",
        ),
    ]
)


@pytest.mark.once
@settings(max_examples=150)
@given(lines=st.lists(st.lists(WORDS, min_size=1, max_size=4).map("".join), max_size=40))
def test_any_lines_are_a_plan_or_a_sentence(lines: list[str]) -> None:
    """Every project has a title, and what is asked names a line of the text."""
    with TemporaryDirectory() as folder:
        reading = examine_plan(text_file(Path(folder), *lines))
    assert reading.plan or any(p.level == "error" for p in reading.problems)
    assert all(project.title for project in reading.projects)
    asked = [p.line for p in reading.problems if p.level == "question"]
    assert all(line and 1 <= line <= len(lines) for line in asked)


def test_a_head_of_short_lines_reaches_from_the_number_up_to_one(tmp_path: Path) -> None:
    lines = [
        "检查计划表",
        "序号",
        "检查领域",
        "检查事项",
        "检查对象",
        "发起部门",
        "配合部门",
        "检查频次",
        "计划实施时段",
    ]
    first = ["1", "交通运输", "客运站检查", "全市客运单位", "市交通局", "市公安局", "一次", "2024年6-9月"]
    second = ["2", "水利", "水库检查", "全市水库管理单位", "市水利局", "市应急局", "两次", "2024年3-5月"]
    reading = examine_plan(text_file(tmp_path, *lines, *first, *second))
    assert [(p.category, p.title, p.units.lead, p.units.support, str(p.due)) for p in reading.projects] == [
        ("交通运输", "客运站检查", ("市交通局",), ("市公安局",), "2024-09-30"),
        ("水利", "水库检查", ("市水利局",), ("市应急局",), "2024-05-31"),
    ]


def test_numbers_without_a_heading_number_the_items_of_the_column_behind(tmp_path: Path) -> None:
    lines = ["工作任务", "具体要求", "责任科室", "时限要求"]
    lines += ["规范公开内容", "1", "按月更新公开目录，做到及时准确。", "办公室", "2024年6月底"]
    lines += ["2", "编制年度报告，按时对外发布。", "法规科", "2024年3月底", "加强宣传"]
    lines += ["3", "报送优秀稿件，每季度不少于一篇。", "各科室", "2024年12月底"]
    reading = examine_plan(text_file(tmp_path, *lines))
    assert [(str(p.id), p.category, p.title) for p in reading.projects] == [
        ("1", "规范公开内容", "按月更新公开目录，做到及时准确。"),
        ("2", "规范公开内容", "编制年度报告，按时对外发布。"),
        ("3", "加强宣传", "报送优秀稿件，每季度不少于一篇。"),
    ]
    assert "列名里没有序号，各项前有一列数，作为序号；请核对。" in [p.message for p in reading.problems]


def test_a_percentage_with_a_remark_is_no_part_of_the_title(tmp_path: Path) -> None:
    lines = ["序号", "项目内容", "当前进度", "牵头单位", "备注"]
    lines += ["1", "新建公园3个。", "80%（城东公园滞后）", "县住建局", "省级"]
    lines += ["2", "修路5公里。", "95%", "县交通局", "县级"]
    reading = examine_plan(text_file(tmp_path, *lines))
    assert [(p.title, p.units.lead) for p in reading.projects] == [
        ("新建公园3个。", ("县住建局",)),
        ("修路5公里。", ("县交通局",)),
    ]


def test_many_rows_of_a_flattened_table_that_can_be_shared_out_in_two_ways_are_one_question(
    tmp_path: Path,
) -> None:
    lines = ["某区2024年重点任务表", "任务名称", "工作内容", "进展", "责任单位"]
    for name in "甲乙丙丁":
        lines += [f"{name}路改造", "拓宽", "推进中", "绿化", f"区{name}局"]
    reading = examine_plan(text_file(tmp_path, *lines))
    asked = [problem.message for problem in reading.problems if problem.level == "question"]
    assert asked == [
        "有 4 项（第 6、11、16、21 行）的文字分不清哪些是一格；"
        "请改用原来的 Word 或 Excel 文件，没有的请逐项核对。"
    ]


# --- owners named in the text itself -----------------------------------------------------------------


def by_title(reading: Reading) -> dict[str, Any]:
    return {project.title: project.units.lead + project.units.support for project in reading.projects}


def test_items_that_run_on_in_one_paragraph_are_parted_at_their_numbers(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "2026年实事进展",
        "各单位认真落实，进展顺利。 1.改造东湖泵站。 牵头领导:王小明 责任单位:县水利局 项目责任人:李大海"
        " 实际完成情况:已于5月通水。 2.新增路灯300盏。 责任单位:县城管局 配合单位:县财政局、县供电公司",
    )
    reading = examine_plan(path)
    assert by_title(reading) == {
        "改造东湖泵站": ("县水利局",),
        "新增路灯300盏": ("县城管局", "县财政局", "县供电公司"),
    }
    assert [project.persons for project in reading.projects] == [("王小明", "李大海"), ()]
    assert [report.note for report in reading.reports] == ["已于5月通水。"]


def test_a_last_sentence_may_say_who_acts_and_until_when(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "2026年街道重点任务",
        "1、建设智慧小区5个。由综治中心牵头，物业办配合，9月底前完成。",
        "2、新建食堂2处。由民生办负责，10月底前建成。",
        "3、改进管理。由粗放管理转向精细管理，11月底前见效。",
    )
    first, second, third = examine_plan(path).projects
    assert (first.units.lead, first.units.support, first.requirement) == (
        ("综治中心",),
        ("物业办",),
        "9月底前完成",
    )
    assert (second.units.lead, second.requirement) == (("民生办",), "10月底前建成")
    assert third.units.lead == ()


def test_circled_numbers_part_items_in_one_paragraph(tmp_path: Path) -> None:
    items = (
        "①建设甲园。（责任单位：县甲局；完成时限：6月底前）②建设乙园。（责任单位：县乙局；完成时限：7月底前）"
    )
    reading = examine_plan(text_file(tmp_path, "2026年工作分工", "一、城建", items))
    assert by_title(reading) == {"建设甲园": ("县甲局",), "建设乙园": ("县乙局",)}


def test_parts_in_brackets_are_parted_if_each_names_who_answers(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "2026年优化服务任务",
        "一、优化服务",
        "1.改进窗口。(1)延长开放时间。每周六上午开放。(县政务局牵头负责)(2)设老年专窗。(县人社局牵头负责)(3)推行预约。",
    )
    reading = examine_plan(path)
    assert by_title(reading) == {
        "延长开放时间": ("县政务局",),
        "设老年专窗": ("县人社局",),
        "推行预约": (),
    }


def test_a_last_sentence_may_say_who_sees_to_it(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "2026年环境整治安排",
        "1.清理河道垃圾。打捞漂浮物，拆除违章菜地。水利所和各村负责具体实施。",
        "2.清理校园周边。由各中小学校负责组织实施(镇中心校统筹)。",
        "3.检查工地围挡。市民应当负责看好孩子。",
    )
    assert by_title(examine_plan(path)) == {
        "清理河道垃圾": ("水利所", "各村"),
        "清理校园周边": ("各中小学校",),
        "检查工地围挡": (),
    }


def test_a_text_that_ends_within_a_bracket_is_asked_about(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "2026年工作任务",
        "1.修订值班制度。（责任单位：县府办）",
        "2.检查应急物资。（牵头单位：县应急局；责任单位：县财",
    )
    reading = examine_plan(path)
    assert questions(reading) == ["3 units"]
    assert "文字到“…县应急局；责任单位：县财”为止，括号没有收住" in "".join(
        p.message for p in reading.problems
    )


def test_what_a_list_says_of_its_order_is_no_name(tmp_path: Path) -> None:
    path = text_file(
        tmp_path,
        "附件：1.2026年重点工作责任分解",
        "2.民生实事责任分解",
        "附件1",
        "2026年重点工作责任分解",
        "一、稳定增长",
        "1.扶持企业发展。",
        "责任单位：县发改局、县财政局(列第一位者为工作牵头单位或汇总单位，下同)",
    )
    reading = examine_plan(path)
    assert by_title(reading) == {"扶持企业发展": ("县发改局", "县财政局")}
    assert reading.plan
    assert (reading.plan.title, reading.plan.year) == ("2026年重点工作责任分解", 2026)


def test_the_one_unknown_name_of_a_flattened_head_is_the_title(tmp_path: Path) -> None:
    lines = ["2026年计划表", "序号", "惠民大事", "责任单位", "完成时限", "1", "新建人行天桥。", "县住建局"]
    lines += ["9月底前", "2", "新建老年大学。", "县教育局", "12月底前", "3", "改建农贸市场。", "县商务局"]
    path = text_file(tmp_path, *lines, "12月底前")
    assert by_title(examine_plan(path)) == {
        "新建人行天桥。": ("县住建局",),
        "新建老年大学。": ("县教育局",),
        "改建农贸市场。": ("县商务局",),
    }


# --- plans without owners: months and stages ---------------------------------------------------------


def dues(reading: Reading) -> dict[str, str]:
    return {project.title: str(project.due or "") for project in reading.projects}


def test_what_stands_below_the_headings_of_months_is_due_in_them(tmp_path: Path) -> None:
    lines = [
        "2026年校园工作安排",
        "二月份：",
        "1、召开开学会议。",
        "2、检查校舍。",
        "三月份工作安排",
        "1、植树。",
    ]
    reading = examine_plan(text_file(tmp_path, *lines))
    assert dues(reading) == {"召开开学会议": "2026-02-28", "检查校舍": "2026-02-28", "植树": "2026-03-31"}
    assert questions(reading) == ["2 requirement"]


def test_below_months_lines_without_numbers_are_items_too(tmp_path: Path) -> None:
    lines = ["2026年德育计划", "九月：", "入学教育", "庆祝教师节", "十月：", "参观展览"]
    assert dues(examine_plan(text_file(tmp_path, *lines))) == {
        "入学教育": "2026-09-30",
        "庆祝教师节": "2026-09-30",
        "参观展览": "2026-10-31",
    }


STAGES = (
    "三、实施步骤",
    "（一）动员阶段（3月1日—3月31日）。开会。",
    "（二）整治阶段（4月1日—9月30日）。清理。",
)


def test_stages_with_their_time_in_brackets_are_items(tmp_path: Path) -> None:
    reading = examine_plan(text_file(tmp_path, "2026年整治方案", *STAGES))
    assert dues(reading) == {"动员阶段": "2026-03-31", "整治阶段": "2026-09-30"}
    assert [project.content for project in reading.projects] == ["开会。", "清理。"]


def test_stages_are_no_items_beside_tasks_that_name_who_answers(tmp_path: Path) -> None:
    lines = (
        "2026年整治方案",
        "二、主要任务",
        "1.清理河道。（县水利局负责）",
        "2.清理街面。（县城管局负责）",
        *STAGES,
    )
    assert list(dues(examine_plan(text_file(tmp_path, *lines)))) == ["清理河道", "清理街面"]


def test_a_person_and_a_time_in_one_bracket_are_told_apart(tmp_path: Path) -> None:
    reading = examine_plan(
        text_file(
            tmp_path, "2026年计划", "1.修订考勤制度（负责人：赵敏，2月20日前完成）", "2.招聘（责任人：李强）"
        )
    )
    assert [project.persons for project in reading.projects] == [("赵敏",), ("李强",)]
    assert dues(reading)["修订考勤制度"] == "2026-02-20"


def test_a_table_with_single_spaces_is_counted_off_if_its_rows_are_numbered(tmp_path: Path) -> None:
    rows = ("1 新建公厕 区城管局 6月底前", "2 改造路灯 区城管局 9月底前", "3 建设公园 区园林局 10月底前")
    head = ("2026年实事项目表", "序号 项目名称 责任单位 完成时限")
    assert list(dues(examine_plan(text_file(tmp_path, *head, *rows)))) == ["新建公厕", "改造路灯", "建设公园"]
    broken = examine_plan(text_file(tmp_path, *head, *rows[:2], "3 建设公园 区 园林局 10月底前"))
    assert broken.plan is None


def test_units_that_stand_before_their_item_are_not_those_of_the_item_above(tmp_path: Path) -> None:
    lines = ["某区2024年重点工作分工方案", "一、城建"]
    for number, office in enumerate("甲乙丙丁", 1):
        lines += [f"责任单位：区{office}局", f"完成时限：{number + 5}月底前"]
        lines += [f"{number}.建设{office}园。占地3亩。", "建于河边。", "（1）完成设计。"]
    reading = examine_plan(text_file(tmp_path, *lines))
    assert [(p.title, p.units.lead, p.requirement) for p in reading.projects] == [
        (f"建设{office}园", (f"区{office}局",), f"{number + 5}月底前")
        for number, office in enumerate("甲乙丙丁", 1)
    ]
    assert reading.projects[0].content == "占地3亩。\n建于河边。\n（1）完成设计。"


def test_tasks_of_one_paragraph_are_parted_behind_their_brackets(tmp_path: Path) -> None:
    lines = (
        "某区2024年重点工作",
        "1.办学。改造甲校。（责任单位：区教育局，8月底前完成）新建乙园。（区住建局牵头，9月底前完成）",
        "2.养老。新建驿站5个（责任单位：区民政局）；改造床位100张（责任单位：区卫健局）。",
        "3.修路。修路5公里。（责任单位：区交通局）",
    )
    reading = examine_plan(text_file(tmp_path, *lines))
    assert [(str(p.id), p.title, p.units.lead) for p in reading.projects] == [
        ("1", "办学", ("区教育局",)),
        ("4", "新建乙园", ("区住建局",)),
        ("2", "养老", ("区民政局",)),
        ("5", "改造床位100张", ("区卫健局",)),
        ("3", "修路", ("区交通局",)),
    ]
    assert dues(reading)["新建乙园"] == "2024-09-30"


def test_a_bracket_within_a_sentence_ends_the_names_in_it(tmp_path: Path) -> None:
    line = (
        "1.养老。新建驿站5个（责任单位：区民政局），改造床位100张（责任单位：区卫健局），均在10月底前完成。"
    )
    (project,) = examine_plan(text_file(tmp_path, "某区2024年重点工作", line)).projects
    assert project.units.lead == ("区民政局", "区卫健局")
    assert project.content == "新建驿站5个，改造床位100张，均在10月底前完成。"
    assert str(project.due) == "2024-10-31"


@pytest.mark.parametrize("mark", ["- ", "1.", "（1）"])
def test_marks_with_a_number_of_their_own_belong_to_the_item_above(tmp_path: Path, mark: str) -> None:
    lines = ["某组2024年工作清单"]
    for number, who in (("（一）", "赵敏"), ("（二）", "李强")):
        lines += [
            f"{number}编写{who[0]}册",
            f"{mark}负责人：{who}",
            f"{mark.replace('1', '2')}完成时间：6月底前",
        ]
    reading = examine_plan(text_file(tmp_path, *lines))
    assert [(str(p.id), p.title, p.persons, p.requirement) for p in reading.projects] == [
        ("1", "编写赵册", ("赵敏",), "6月底前"),
        ("2", "编写李册", ("李强",), "6月底前"),
    ]


def test_an_item_may_have_a_number_and_a_label(tmp_path: Path) -> None:
    lines = ["某市2024年任务清单"]
    for number, task in enumerate(("一网通办", "审批改革"), 1):
        lines += [
            f"{number}. 工作任务：{task}。",
            "工作目标：两日办结。",
            "责任单位：市住建局",
            "完成时限：4月底",
        ]
    reading = examine_plan(text_file(tmp_path, *lines))
    assert [(str(p.id), p.title, p.content) for p in reading.projects] == [
        ("1", "一网通办", "两日办结。"),
        ("2", "审批改革", "两日办结。"),
    ]


def test_a_name_and_a_time_without_labels_are_told_apart(tmp_path: Path) -> None:
    reading = examine_plan(
        text_file(tmp_path, "2024年清单", "1.办展（赵敏，9月中旬）", "2.招聘（李强、王英，6月底前）")
    )
    assert [(p.persons, p.requirement) for p in reading.projects] == [
        (("赵敏",), "9月中旬"),
        (("李强", "王英"), "6月底前"),
    ]


def test_a_title_with_its_day_in_brackets_is_no_item(tmp_path: Path) -> None:
    lines = ("会议议定事项（2024年3月1日）", "1、拓宽甲路。（责任单位：住建局；时限：2024年5月20日）")
    reading = examine_plan(text_file(tmp_path, *lines))
    assert [(p.title, str(p.due)) for p in reading.projects] == [("拓宽甲路", "2024-05-20")]


@pytest.mark.parametrize(
    "numbers",
    [
        ("1 ．", "2 ．"),
        ("第一件：", "第二件："),
        ("第1项、", "第2项、"),
        ("第1号建议：", "第2号建议："),
        ("【任务1】", "【任务2】"),
        ("序号1 ", "序号2 "),
    ],
)
def test_numbers_of_other_kinds(tmp_path: Path, numbers: tuple[str, str]) -> None:
    lines = [
        f"{number}改造{office}路。责任股室：{office}股。"
        for number, office in zip(numbers, "甲乙", strict=True)
    ]
    reading = examine_plan(text_file(tmp_path, "某区2024年任务", *lines))
    assert [(p.title, p.units.lead) for p in reading.projects] == [
        ("改造甲路", ("甲股",)),
        ("改造乙路", ("乙股",)),
    ]
    assert not any("不像单位名称" in problem.message for problem in reading.problems)


def test_a_space_parts_units_from_their_time(tmp_path: Path) -> None:
    line = "1.建设实验室3家。(省科技厅牵头 省教育厅、省财政厅配合 12月底前完成)"
    (project,) = examine_plan(text_file(tmp_path, "某省2024年任务", line)).projects
    assert (project.units.lead, project.units.support) == (("省科技厅",), ("省教育厅", "省财政厅"))
    assert project.requirement == "12月底前完成"


def test_a_task_within_a_numbered_item_is_its_content(tmp_path: Path) -> None:
    lines = ["某区2024年任务清单"]
    for number, problem in enumerate(("停车难", "办证难"), 1):
        lines += [f"{number}.{problem}", "主责单位：区城管委", "协办单位：区交通支队"]
        lines += [f"任务：解决{problem}。", "时间：11月底前"]
    reading = examine_plan(text_file(tmp_path, *lines))
    assert [(str(p.id), p.title, p.content, p.units.lead) for p in reading.projects] == [
        ("1", "停车难", "解决停车难。", ("区城管委",)),
        ("2", "办证难", "解决办证难。", ("区城管委",)),
    ]
    assert reading.projects[0].units.support == ("区交通支队",)


@pytest.mark.parametrize(
    ("said", "lead", "support", "requirement"),
    [
        ("甲局牵头，6月底前完成改造，12月底前建成", "甲局", "", "6月底前完成改造，12月底前建成"),
        ("甲局牵头负责，2024年秋季开学前完成", "甲局", "", "2024年秋季开学前完成"),
        ("甲局牵头；各镇政府具体落实；9月底前", "甲局", "各镇政府", "9月底前"),
        ("甲局牵头,乙局配合.完成时限:12月底前", "甲局", "乙局", "12月底前"),
        ("县纪委监委机关，2024年7月31日前", "县纪委监委机关", "", "2024年7月31日前"),
    ],
)
def test_no_part_of_a_bracket_is_lost(
    tmp_path: Path, said: str, lead: str, support: str, requirement: str
) -> None:
    (project,) = examine_plan(text_file(tmp_path, "某县2024年任务", f"1.改造校舍。（{said}）")).projects
    assert (" ".join(project.units.lead), " ".join(project.units.support)) == (lead, support)
    assert (project.requirement, project.content) == (requirement, "")


def test_a_day_in_the_text_goes_before_the_month_of_its_heading(tmp_path: Path) -> None:
    lines = ("三月份：", "1.植树，3月5日举行。", "2.召开2023年总结会。", "四月份：", "3.祭扫。")
    reading = examine_plan(text_file(tmp_path, "某校2024年工作安排", *lines))
    assert list(dues(reading).values()) == ["2024-03-05", "2024-03-31", "2024-04-30"]


def test_lines_of_one_width_that_are_whole_are_not_joined(tmp_path: Path) -> None:
    lines = [
        f"改造{name}校校舍 责任部门：{name}科 完成时间：2024年{month}月30日"
        for name, month in zip("甲乙丙丁", "4569", strict=True)
    ]
    reading = examine_plan(text_file(tmp_path, "某校任务", *lines))
    assert [(p.units.lead, str(p.due)) for p in reading.projects] == [
        (("甲科",), "2024-04-30"),
        (("乙科",), "2024-05-30"),
        (("丙科",), "2024-06-30"),
        (("丁科",), "2024-09-30"),
    ]


def test_a_bracket_behind_a_labelled_name_is_a_part_of_it(tmp_path: Path) -> None:
    lines = ("1、新建分类站30座。", "责任单位：市城管局", "会办单位：各区人民政府（管委会）")
    (project,) = examine_plan(text_file(tmp_path, "某市2024年任务", *lines)).projects
    assert (project.units.lead, project.units.support) == (("市城管局",), ("各区人民政府（管委会）",))


def test_items_without_numbers_below_a_heading_are_not_said_to_be_unread(tmp_path: Path) -> None:
    lines = ["（一）教学"]
    for task in ("修订人才培养的总体方案", "申报第二批一流本科课程"):
        lines += [task, "责任部门：教务处", "答复时限：2024年6月"]
    reading = examine_plan(text_file(tmp_path, "某学院2024年任务", *lines))
    assert [p.requirement for p in reading.projects] == ["2024年6月"] * 2
    assert not any("未列为项目" in problem.message for problem in reading.problems)


def test_a_quotation_in_markdown_is_no_heading(tmp_path: Path) -> None:
    lines = ("1. 迁移（负责人：李强）", "> 说明：以上按月检查", "2. 培训（负责人：赵敏）")
    reading = examine_plan(text_file(tmp_path, "2024年清单", *lines))
    assert [project.category for project in reading.projects] == ["", ""]
