"""What the columns of a plan's table are called, and which field each heading means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from dushiquan.domain.fields import FIELDS
from dushiquan.errors import UsageError

_OURS = {key: field.label for key, field in FIELDS.items()} | {
    "id": "序号",
    "units": "责任单位",
    "due": "到期",
}

HEADINGS: dict[str, tuple[str, ...]] = {
    field: (_OURS[field], *others.split())
    for field, others in {
        "id": "编号 项目序号 项目编号 任务序号 任务编号",
        "category": "分类 领域 板块 类型 项目类别 任务类别 工作类别 项目类型 项目分类 所属领域 工作领域",
        "title": "项目 工作任务 重点任务 任务名称 事项 主要任务 名称 任务 工作事项 重点工作 重点项目"
        " 工作项目 合作项目 任务事项 事项名称 重点工作任务",
        "content": "内容 工作内容 具体内容 目标任务 具体措施 主要内容 任务内容 具体任务 具体工作"
        " 工作措施 主要措施 建设内容 合作内容 工作目标 年度目标",
        "units": "承办单位 主办单位 牵头单位 责任部门 牵头部门 负责部门 负责单位 承办部门 主办部门"
        " 落实单位 实施单位 牵头责任单位 主要责任单位",
        "support": "协办单位 配合部门 协办部门 协助单位 协助部门 协同单位 参与单位 参与部门 参加单位"
        " 配合责任单位",
        "requirement": "完成时限 时间进度 完成时间 时间节点 时限 办结时限 时限要求 时间要求 完成期限"
        " 进度安排 办理时限 工作进度 进度计划 完成时间节点 计划完成时间",
        "kind": "",
        "start": "起始日期 起始时间 开始日期",
        "due": "到期日 到期日期 截止日期",
        "persons": "责任人 项目负责人",
        "regions": "参与地区 区域 涉及地区 参与城市 合作地区",
        "targets": "考核指标 量化指标 指标名称",
    }.items()
}
"""The headings of each field; the first is ours."""

DEADLINE = "时限"
"""The heading of the requirement; beside a column that is the requirement already, of the due day."""

_FIELDS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_BRACKETS = re.compile(r"\(.*?\)$")
_JOINED = re.compile(r"[/、,与和及或]")


def tidy(heading: str) -> str:
    """A heading without spaces, line ends and full-width forms."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", heading))


def fields_of(heading: str) -> set[str]:
    """The fields that a tidy heading can mean: none, one, or where it joins several names, several."""
    for name in (heading, _BRACKETS.sub("", heading)):
        if name in _FIELDS:
            return {_FIELDS[name]}
    found = {_FIELDS[part] for part in _JOINED.split(heading) if part in _FIELDS}
    # 牵头单位/配合单位 over one column: the cell says who is which, as a unit cell may.
    return {"units"} if found == {"units", "support"} else found


def read_map(words: Iterable[str]) -> dict[str, str]:
    """Read ``列名=字段``; a field goes by its code or by our heading. Raise ``UsageError`` otherwise."""
    codes = {code: code for code in HEADINGS} | {names[0]: code for code, names in HEADINGS.items()}
    columns = {}
    for word in words:
        heading, equals, field = word.rpartition("=")
        if not equals or not tidy(heading):
            raise UsageError(f"“{word}”不是 列名=字段；请写成 --map 工作措施=content。")
        if field.strip() not in codes:
            raise UsageError(f"没有字段“{field}”；可用：{field_list()}。")
        columns[tidy(heading)] = codes[field.strip()]
    return columns


def field_list() -> str:
    """The fields in words, for a message."""
    return "、".join(f"{code}（{names[0]}）" for code, names in HEADINGS.items())


def field_of(heading: str, columns: Mapping[str, str]) -> set[str]:
    """The fields that a heading can mean, where the caller may have said which."""
    name = tidy(heading)
    return {columns[name]} if name in columns else fields_of(name)
