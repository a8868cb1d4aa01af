"""Plans in plain text: tables flattened into lines, and running text. The texts in tests/data/texts are invented."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

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
    assert reading.plan._replace(projects=()) == shipped_plan._replace(projects=())


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
