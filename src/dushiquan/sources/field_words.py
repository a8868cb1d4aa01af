"""What the fields of a plan file are called where a person reads about them."""

from dushiquan.domain.fields import FIELDS
from dushiquan.sources.headings import HEADINGS

PLAN_WORDS = {
    "title": "标题",
    "key": "代号",
    "year": "年度",
    "document": "印发文件",
    "month_before": "某月前",
    "levels": "建议层级",
    "days": "逾期天数",
    "remark": "计划备注",
    "no": "文号",
    "issuer": "印发单位",
    "drafter": "起草单位",
    "drafted": "成文日期",
    "issued": "印发日期",
    "effective": "施行日期",
    "categories": "类别次序",
    "aliases": "单位别名",
    "projects": "项目",
}
"""The fields that a plan has as a whole."""

PROJECT_WORDS = {key: field.label for key, field in FIELDS.items()} | {
    field: names[0] for field, names in HEADINGS.items()
}
"""The fields of a project, by the first of their headings."""
