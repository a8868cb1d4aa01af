"""Which rows of a new edition are which projects."""

import pytest

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.matching import Matching, are_alike, match_rows, target_doubts
from dushiquan.domain.plan import Project, Target, Units
from tests.builders import PROJECT


def row(text: str) -> Project:
    """A row as ``"5 平安路改造 甲局 内容"``; the last two words may be left out."""
    id, title, unit, content = [*text.split(), *("", "甲局", "")[text.count(" ") :]][:4]
    return PROJECT._replace(id=ProjectId(id), title=title, units=Units((unit,)), content=content)


def in_ledger(text: str) -> Project:
    project = row(text)
    return project._replace(uid=f"u{project.id}")


def matched(old: str, new: str, withdrawn: str = "") -> Matching:
    """Match rows that are parted by ``、``; ``withdrawn`` lists the ids that were withdrawn before."""
    before = [in_ledger(text) for text in old.split("、")]
    gone = [f"u{id}" for id in withdrawn.split()]
    return match_rows(before, [row(text) for text in new.split("、") if text], gone)


def told(matching: Matching) -> tuple[str, str]:
    """The moves ``was=now`` that are certain, and those in doubt (``~`` if the titles are alike)."""
    same = " ".join(f"{was.id}={now}" for now, was in matching.same.items())
    doubts = " ".join(f"{d.was.id}{'~' if d.alike else '?'}{d.now.id}" for d in matching.doubts)
    return same, doubts


@pytest.mark.parametrize(
    ("old", "new", "same", "doubts"),
    [
        # nothing moves
        ("1 修桥、2 挖井", "1 修桥、2 挖井", "1=1 2=2", ""),
        # a row on top, in the middle, one less
        ("1 修桥、2 挖井", "1 种树、2 修桥、3 挖井", "1=2 2=3", ""),
        ("1 修桥、2 挖井、3 种树", "1 修桥、2 种树", "1=1 3=2", ""),
        # two change places
        ("5 修桥、6 挖井", "5 挖井、6 修桥", "6=5 5=6", ""),
        # width, case and marks are no other title
        ("1 A区（一期）", "2 a区(一期)", "1=2", ""),
        # the same number, and a title that is only worded otherwise
        ("5 平安路道路改造", "5 平安路道路改造工程", "5=5", ""),
        # … with another unit, or with other numerals: a person has to say
        ("5 平安路道路改造", "5 平安路道路改造工程 乙局", "", "5~5"),
        ("5 新建第一小学", "5 新建第二小学", "", "5?5"),
        # another title altogether
        ("5 修桥", "5 平安路改造", "", "5?5"),
        # dropped, and another one added: no number in common, nothing to ask
        ("5 修桥、6 挖井", "6 挖井、7 平安路改造", "6=6", ""),
        # a new number and a title worded otherwise
        ("5 平安路道路改造", "6 平安路道路改造工程", "", "5~6"),
        ("5 平安路道路改造", "6 平安路道路改造工程 乙局", "", ""),
        # reworded, but another row could be it as well
        ("5 平安路道路改造", "5 平安路的道路改造、6 平安路道路改造工程", "", "5~5 5~6"),
        ("5 平安路道路改造、6 平安路的道路改造", "5 平安路道路改造工程", "", "5~5 6~5"),
        # a number is split, and put together again
        ("22 联合执法", "22.1 联合执法、22.2 联合执法", "", "22~22.1 22~22.2"),
        ("22 联合执法 甲局 检查", "22.1 联合执法 甲局 检查、22.2 联合执法 甲局 采访", "22=22.1", ""),
        ("22.1 联合执法、22.2 联合执法 乙局", "22 联合执法 乙局", "22.2=22", ""),
        # titles that come again are told apart by content, then by number, then by unit
        ("1 会议 甲局 春、2 会议 甲局 秋", "1 会议 甲局 夏、2 会议 甲局 春、3 会议 甲局 秋", "1=2 2=3", ""),
        ("1 会议 甲局 春、2 会议 甲局 秋", "1 会议 甲局 春天、2 会议 甲局 秋天", "1=1 2=2", ""),
        ("1 会议、2 会议 乙局", "3 会议、4 会议 乙局", "1=3 2=4", ""),
        ("1 会议、2 会议", "3 会议、4 会议", "", "1~3 2~3 1~4 2~4"),
    ],
)
def test_rows_are_matched_by_title_and_number_together(old: str, new: str, same: str, doubts: str) -> None:
    assert told(matched(old, new)) == (same, doubts)


@pytest.mark.parametrize(
    ("new", "same", "doubts"),
    [
        ("1 修桥、2 平安路道路改造", "1=1 2=2", ""),
        ("1 修桥、7 平安路道路改造", "1=1 2=7", ""),
        ("1 修桥、2 挖井", "1=1", ""),
        ("1 修桥、2 平安路道路改造工程", "1=1", "2~2"),
        ("1 修桥、3 平安路道路改造工程", "1=1", "2~3"),
        ("1 修桥、3 平安路道路改造工程 乙局", "1=1", ""),
    ],
)
def test_a_withdrawn_project_comes_back_by_its_title(new: str, same: str, doubts: str) -> None:
    assert told(matched("1 修桥、2 平安路道路改造", new, withdrawn="2")) == (same, doubts)


def test_a_project_in_the_plan_goes_before_a_withdrawn_one() -> None:
    assert told(matched("1 修桥、7 修桥", "1 修桥", withdrawn="1")) == ("7=1", "")


@pytest.mark.parametrize(
    ("old", "new", "number", "title"),
    [
        ("5 修桥", "5 挖井", "5=5", ""),
        ("5 平安路道路改造", "6 平安路道路改造工程", "", "5=6"),
        ("5 平安路道路改造", "5 挖井、6 平安路道路改造工程", "5=5", "5=6"),
        ("22 联合执法", "22.1 联合执法、22.2 联合执法", "", "22=22.1"),
        ("1 会议、2 会议", "3 会议、4 会议", "", "1=3 2=4"),
    ],
)
def test_number_or_title_answers_all_doubts(old: str, new: str, number: str, title: str) -> None:
    found = matched(old, new)
    assert told(found.answered(lambda doubt: doubt.answered_by("number"))) == (number, "")
    assert told(found.answered(lambda doubt: doubt.answered_by("title"))) == (title, "")


def test_a_yes_settles_the_other_doubts_of_both() -> None:
    asked = []

    def answer(doubt: object) -> bool:
        asked.append(doubt)
        return True

    assert told(matched("1 会议、2 会议", "3 会议、4 会议").answered(answer)) == ("1=3 2=4", "")
    assert len(asked) == 2


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("平安路改造", "平安路改造", True),
        ("平安路改造", "平安路的改造", True),
        ("平安路改造", "幸福桥加固", False),
        ("修桥", "修路", False),
        ("编制城市规划方案", "规划方案编制城市", False),
        ("第一小学", "第二小学", False),
        ("一期工程", "二期工程", False),
        ("2011年计划", "2012年计划", False),
        ("绿道10公里", "绿道10公里建设", True),
        ("——", "——", True),
        ("——", "……", False),
    ],
)
def test_titles_are_alike_if_two_thirds_and_all_numerals_agree(one: str, other: str, alike: bool) -> None:
    assert are_alike(one, other) is alike
    assert are_alike(other, one) is alike


@pytest.mark.parametrize(
    ("was", "now", "counts", "doubts"),
    [
        ("甲 乙", "甲 乙", {"甲": 1}, ""),
        ("甲 乙", "丙 乙", {"甲": 1}, "甲=丙"),
        ("甲 乙", "丙 乙", {"乙": 1}, ""),
        ("甲 乙", "丙 乙", {"甲": 0}, ""),
        ("甲 乙", "乙", {"甲": 1}, ""),
        ("甲 乙", "乙 丙", {"甲": 1}, "甲=丙"),
        ("甲 乙", "丙 丁", {"甲": 1, "乙": 2}, "甲=丙 乙=丁"),
    ],
)
def test_a_counted_target_with_another_name_is_asked_about(
    was: str, now: str, counts: dict[str, int], doubts: str
) -> None:
    before, after = (
        PROJECT._replace(targets=tuple(Target(name, 3) for name in names.split())) for names in (was, now)
    )
    found = target_doubts(before, after, counts)
    assert " ".join(f"{doubt.was.name}={doubt.now.name}" for doubt in found) == doubts


def test_another_goal_at_another_place_is_another_target() -> None:
    before = PROJECT._replace(targets=(Target("甲", 3), Target("乙", 2)))
    after = PROJECT._replace(targets=(Target("乙", 2), Target("丙", 9)))
    assert target_doubts(before, after, {"甲": 1}) == []
