"""Exported plans."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import EscalationLevel, Kind, Notice, Plan, Project, Target, Units
from dushiquan.phrases.deadline import read_requirement
from dushiquan.shipped import shipped
from dushiquan.sources.mending.ditto import is_ditto
from dushiquan.sources.plan_file import read_plan
from dushiquan.sources.plan_writer import export_yaml
from tests.builders import PROJECT

# The reader strips texts; a lone surrogate cannot be in a file at all.
LETTERS = st.one_of(
    st.sampled_from("'\":#-?@&*!|>%`{}[],=~ \n\t\r\\\0\x07\x85\u2028\u3000\ufeff甲😀0no年月日底前完成"),
    st.characters(exclude_categories=["Cs"]),
)
TEXT = st.text(LETTERS, max_size=20).map(str.strip)
SOME = TEXT.filter(bool)
DAY = st.dates(date(1900, 1, 1), date(2999, 12, 31))
NAMES = st.lists(SOME, max_size=3, unique=True).map(tuple)
REQUIREMENT = st.one_of(
    TEXT.filter(lambda text: not is_ditto(text)),  # a plan has what stood above it
    st.sampled_from(
        ["2011年完成", "年底前", "3月：启动；6月底前：完成", "每月报送", "长期推进", "2011年6月30日", ""]
    ),
)
TARGETS = st.lists(
    st.builds(Target, SOME, st.integers(1, 10**9), TEXT, st.none() | DAY),
    max_size=3,
    unique_by=lambda t: t.name,
).map(tuple)


@st.composite
def projects(draw: st.DrawFn, key: str, no: int, year: int | None) -> Project:
    requirement = draw(REQUIREMENT)
    read = read_requirement(requirement, year)
    start, due = sorted((draw(DAY), draw(DAY)))
    if draw(st.booleans()):
        kind, start_or_none, due_or_none = read.kind, read.start, read.due
    else:
        kind = draw(st.sampled_from(Kind))
        start_or_none, due_or_none = draw(st.sampled_from([start, None])), draw(st.sampled_from([due, None]))
    return Project(
        id=ProjectId(f"{no}.{part}" if (part := draw(st.integers(0, 3))) else str(no)),
        plan=key,
        category=draw(TEXT),
        title=draw(SOME),
        content=draw(TEXT),
        units=Units(draw(NAMES), draw(NAMES), draw(st.booleans())),
        requirement=requirement,
        kind=kind,
        start=start_or_none,
        due=due_or_none,
        regions=draw(NAMES),
        targets=draw(TARGETS),
        persons=draw(NAMES),
    )


LEVELS = st.none() | st.lists(SOME, min_size=1, max_size=3).map(
    lambda names: tuple(EscalationLevel(name, 10 * place) for place, name in enumerate(names, 1))
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    key, year = draw(SOME), draw(st.none() | st.integers(1900, 2999))
    rows = tuple(draw(projects(key, no, year)) for no in range(1, draw(st.integers(2, 4))))
    named = {name for p in rows for name in (*p.units.lead, *p.units.support)}
    aliases = draw(st.dictionaries(SOME, st.sampled_from(sorted(named)), max_size=3)) if named else {}
    return Plan(
        key=key,
        title=draw(SOME),
        year=year,
        categories=tuple(dict.fromkeys((*draw(NAMES), *(p.category for p in rows if p.category)))),
        projects=rows,
        notice=draw(st.builds(Notice, TEXT, TEXT, TEXT, TEXT, *[st.none() | DAY] * 3)),
        remark=draw(TEXT),
        aliases={alias: name for alias, name in aliases.items() if alias not in named},
        levels=draw(LEVELS),
    )


@pytest.mark.once
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(plans())
def test_an_exported_plan_reads_back_the_same(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(export_yaml(plan).encode())
    assert read_plan(path)[0] == plan


def test_the_shipped_plan_is_exported_in_its_own_layout() -> None:
    """Line by line, except for comments, quotes and the separators between units."""
    path = shipped("data/projects_2011.yaml")
    plan, _ = read_plan(path)
    lines = path.read_text(encoding="utf-8").splitlines()

    def even(line: str) -> str:
        indent = len(line) - len(line.lstrip())
        return line[:indent] + re.sub("[\"' 、]", "", line[indent:].split("  # ")[0])

    assert [even(line) for line in export_yaml(plan).splitlines()] == [
        even(x) for x in lines if not x.startswith("#")
    ]


@pytest.mark.parametrize(
    ("change", "written"),
    [
        ({}, []),
        ({"kind": Kind.HOLD}, ["kind: hold"]),
        ({"due": date(2011, 5, 1)}, ["due: 2011-05-01"]),
        ({"due": None}, ["due: ''"]),
        ({"start": None}, ["start: ''"]),
    ],
)
def test_kind_and_dates_are_written_only_if_they_differ_from_the_phrase(
    change: dict[str, Any], written: list[str]
) -> None:
    plan, _ = read_plan(shipped("data/projects_2011.yaml"))
    first = plan.projects[0]._replace(**change)
    lines = export_yaml(plan._replace(projects=(first,))).splitlines()
    assert [line.strip() for line in lines if line.strip().startswith(("kind", "start", "due"))] == written


def test_a_unit_whose_name_is_a_ditto_keeps_it(tmp_path: Path) -> None:
    names = (Units(("市甲局",)), Units(('"',)), Units(("市乙局",), ("同上",)))
    projects = tuple(
        PROJECT._replace(id=ProjectId(str(number)), plan="a", units=units)
        for number, units in enumerate(names, 1)
    )
    path = tmp_path / "a.yaml"
    path.write_bytes(export_yaml(Plan("a", "甲", 2011, ("规划共绘",), projects)).encode())
    assert [project.units for project in read_plan(path)[0].projects] == list(names)
