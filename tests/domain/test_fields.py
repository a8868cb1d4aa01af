"""The table of a project's fields: to JSON and back, each field alone."""

import json
from datetime import date

import pytest

from dushiquan.domain.fields import FIELDS, project_fields, with_fields
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Kind, Project, Target, Units

BARE = Project(ProjectId(6), "2011", "甲", "一", "", Units(("市发改委",)), "", Kind.UNKNOWN, None, None)
FULL = BARE._replace(
    category="乙",
    title="二",
    content="内容",
    units=Units(("市交通局", "市建委"), ("市财政局",), open=True),
    requirement="2011年6月底前完成",
    kind=Kind.COMPLETE,
    start=date(2011, 1, 1),
    due=date(2011, 6, 30),
    regions=("杭州", "湖州"),
    targets=(Target("初稿", 2, "份", date(2011, 3, 31)), Target("验收")),
    persons=("小周", "小吴"),
)


def test_every_field_of_a_project_but_its_identity_is_in_the_table() -> None:
    assert with_fields(BARE, project_fields(FULL)) == FULL
    assert with_fields(FULL, json.loads(json.dumps(project_fields(BARE)))) == BARE


@pytest.mark.parametrize("key", FIELDS)
def test_a_field_is_set_alone(key: str) -> None:
    changed = with_fields(BARE, {key: project_fields(FULL)[key]})
    differ = {k for k, value in project_fields(changed).items() if value != project_fields(BARE)[k]}
    assert differ == {key}
