"""The headings of offices, schools and firms, and the one field that each means first."""

import pytest

from dushiquan.sources.headings import has_no_field, meanings, tidy

BY_FIELD = {
    "id": "项次 任务号 S/N N° Numéro Key",
    "category": "专项 环节 所属模块 子系统 Area Section Epic Axe Domaine 类别名称 阶段名称",
    "title": "Goal/Objective 待办 行动项 工序 议案 关键结果KR ActionItems Tâche Activité 本周工作安排 工作重点",
    "content": "工作思路 Requirements ExpectedOutcomes",
    "units": "单位名称 责任组 责任方 责任处(科)室 LeadAgency DepartmentName",
    "support": "责任单位（配合） 成员单位 支撑单位 其他责任单位 SupportedBy Partners",
    "persons": "牵头人 整改人 担当者 责任教师 LeadStaff 姓名 Responsibility ByWhom Responsable ProjectManager",
    "requirement": "建设起止年限 节点要求 反馈时限 计划起止 频次 DDL Délai Target",
    "due": "Échéance Datedefin 竣工",
    "start": "Datededébut",
    "status": "Complete Completed? Statut État",
    "progress": "整改进度 累计进度 Complete(%) % Avancement",
    "note": "整改结果 阶段性成效 跟进记录 进展描述 LatestUpdate",
    "done_on": "实际 ClosureDate",
    "remark": "备 附注 Commentaires",
}


@pytest.mark.parametrize(
    ("heading", "field"), [(h, field) for field, words in BY_FIELD.items() for h in words.split()]
)
def test_a_heading_means(heading: str, field: str) -> None:
    assert field in meanings((tidy(heading),))


@pytest.mark.parametrize("heading", ["单位名称", "部门名称", "类别名称", "阶段名称", "DepartmentName"])
def test_names_of_others_are_no_titles(heading: str) -> None:
    assert "title" not in meanings((tidy(heading),))


@pytest.mark.parametrize("heading", ["参加人员", "参会人员", "需协调事项", "参加对象"])
def test_those_who_attend_do_not_answer(heading: str) -> None:
    assert has_no_field((tidy(heading),))


@pytest.mark.parametrize("heading", ["检查日期", "复查时间", "发布日期", "会议时间"])
def test_the_day_of_an_event_is_less_surely_a_limit(heading: str) -> None:
    assert meanings((heading,))["requirement"] < meanings(("整改期限",))["requirement"]
