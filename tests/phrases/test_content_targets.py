"""What a content promises: the rules' examples, the plan of 2011 against a hand, and contents never tuned to."""

import inspect
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.phrases import content_targets
from dushiquan.phrases.content_targets import OfferedTarget, offered_targets
from dushiquan.sources.plan_file import read_plan

ROOT = Path(__file__).parents[2]
EXAMPLE = re.compile(r"^ *(\S+) = (.+?)\.?$", re.M)


def shown(text: str, year: int | None = 2011) -> str:
    return " + ".join(f"{o.goal} {o.measure} {o.name}" for o in offered_targets(text, year)) or "nothing"


def examples() -> list[tuple[str, str, str]]:
    inner = inspect.getmembers(content_targets.CountedThing, inspect.isfunction)
    rules = [*inspect.getmembers(content_targets, inspect.isfunction), *inner]
    return [
        (name, text, meaning)
        for name, rule in rules
        if rule.__module__ == content_targets.__name__
        for text, meaning in EXAMPLE.findall(inspect.getdoc(rule) or "")
    ]


@pytest.mark.parametrize(("rule", "text", "meaning"), examples())
def test_a_rule_reads_its_own_examples(rule: str, text: str, meaning: str) -> None:
    assert shown(text) == meaning


def test_every_rule_names_an_example() -> None:
    documented = {name for name, _, _ in examples()}
    assert {"_ordered", "_after_a_list", "_before_its_number", "_named", "goal", "fits"} <= documented


def test_the_words_are_the_clause_as_it_was_written() -> None:
    assert offered_targets("加强宣传，组织２次“进社区”培训；完成后总结。") == [
        OfferedTarget("“进社区”培训", 2, "次", "组织２次“进社区”培训")
    ]


@given(st.text(alphabet="组织新建完成各第一二10.-万个次家公里，。；《》“”()和、等以上在县\n", max_size=40))
def test_any_text_is_read_and_names_stand_in_it(text: str) -> None:
    found = offered_targets(text)
    assert len({o.name for o in found}) == len(found)
    assert all(o.goal > 0 and o.name and o.measure and o.words in text for o in found)


def alike(offered: list[tuple[int, str]], wanted: list[tuple[int, str]]) -> int:
    return sum((Counter(offered) & Counter(wanted)).values())


def test_the_plan_of_2011_against_the_targets_transcribed_by_hand() -> None:
    """Right is what has the project, the goal and the measure word of a target; names may differ."""
    plan, _ = read_plan(ROOT / "data" / "projects_2011.yaml")
    offered = right = wanted = named = 0
    for project in plan.projects:
        found = offered_targets(project.content, plan.year)
        offered += len(found)
        wanted += len(project.targets)
        right += alike([(o.goal, o.measure) for o in found], [(t.goal, t.measure) for t in project.targets])
        by_hand = " ".join(t.name for t in project.targets)
        named += sum(o.name in by_hand or any(t.name in o.name for t in project.targets) for o in found)
    print(f"2011: {right} of {offered} offers right, {wanted} by hand; {named} by name")
    assert (right, offered, wanted) >= (42, 42, 51)
    assert right / offered >= 0.95
    assert named / offered >= 0.95


def test_contents_that_were_written_before_their_reading_was_seen() -> None:
    offered = right = wanted = 0
    lines = (ROOT / "tests" / "data" / "fresh_targets.tsv").read_text(encoding="utf-8").splitlines()
    for text, _, meaning in (line.partition("\t") for line in lines):
        expected = [tuple(one.split(" ", 1)) for one in meaning.split(" + ") if one]
        goals = [(int(goal), rest.split(" ")[0]) for goal, rest in expected]
        found = [(o.goal, o.measure) for o in offered_targets(text)]
        offered, right, wanted = offered + len(found), right + alike(found, goals), wanted + len(goals)
    print(f"fresh: {right} of {offered} offers right, {wanted} by hand")
    assert right / offered >= 0.95
    assert right / wanted >= 0.85
