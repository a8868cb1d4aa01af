"""The words by which tables say how far a project is."""

import pytest

from dushiquan.domain.status import Status
from dushiquan.phrases.status_words import (
    noted_status,
    said_percent,
    status_of,
    typed_status,
    unsure_percents,
)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("60%", 60),
        ("已完成60%", 60),
        ("完成 ６０％", 60),
        ("累计完成约60%，正在装修", 60),
        ("形象进度达到85%。", 85),
        ("总体进度：40%左右", 40),
        ("完成投资的60%", None),
        ("已完成投资60%", None),
        ("完成率比上月增加5%", None),
        ("同比增长60%", None),
        ("已完成立项", None),
        ("完成160%", None),
        ("", None),
        ("进度40%", 40),
        ("目前，完成70.5%。", 70),
        ("截至5月底，累计完成35%，正在验收", 35),
        ("截至2024年5月底累计完成35%", 35),
        ("到目前为止，已完成35%", 35),
        ("到位资金300万元，完成65%", None),
        ("工程已完成65%", 65),
        ("完成总工程量的80%", 80),
        ("完成年度目标任务的55%", 55),
        ("已浇筑三层；总体进度达到70%", 70),
        ("两标段都已进场，完成总工程量的15%", 15),
        ("年内\n项目完成20%", 20),
        # of a part, of something else, or not reached
        ("主体完成65%", None),
        ("支架安装，完成65%", None),
        ("围堰施工至第三段，完成65%", None),
        ("完成投资3亿元，完成65%", None),
        ("资金到位率60%", None),
        ("完成率较上年提高5%", None),
        ("占比52%", None),
        ("预计完成65%", None),
        ("未完成65%", None),
        ("完成65%的拆迁", None),
        ("完成投资计划的60%", None),
        ("完成65%（计划）", None),
        ("完成近80%", None),
        ("一期完成100%，二期完成40%", None),
        ("完成65%，资金到位率60%", None),
        ("完成65%，同比提高百分之五", None),
    ],
)
def test_a_progress_is_read_where_a_text_plainly_says_that_of_the_whole(
    text: str, percent: int | None
) -> None:
    assert said_percent(text) == percent


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("已完成（5月8日）", Status.DONE),
        ("已完成(按期)", Status.DONE),
        ("已完成（一期）", None),
        ("已完成（绿化除外）", None),
        ("已完成立项", None),
    ],
)
def test_what_stands_in_brackets_behind_a_state(text: str, status: Status | None) -> None:
    assert status_of(text) == status


@pytest.mark.parametrize(
    ("text", "percents"),
    [
        ("围堰施工至第三段，完成65%", (65,)),
        ("吊装阶段，约80%", (80,)),
        ("已清退300万元，占比52%", (52,)),
        ("一期完成100%，二期完成40%", (100, 40)),
        ("完成65%，资金到位率60%", (65,)),
        ("入网率88%", ()),
        ("产量同比增长12%", ()),
        ("完成65%", ()),  # is read
        ("完成立项", ()),
    ],
)
def test_percentages_that_may_be_the_progress(text: str, percents: tuple[int, ...]) -> None:
    assert unsure_percents(text) == percents


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("已完成", Status.DONE),
        (" 已办结。", Status.DONE),
        ("正在推进", Status.ACTIVE),
        ("基本完成", Status.ACTIVE),
        ("正在施工，预计9月完成", Status.ACTIVE),
        ("未启动", Status.PLANNED),
        ("尚未开工，等待批复", Status.PLANNED),
        ("暂缓", Status.PAUSED),
        ("已完成，尚余绿化", None),
        ("已完成（一期）", None),
        ("已完成选址", None),
        ("正在推进；已完成", None),
        ("正常", None),
        ("逾期", None),
        ("是", None),
        ("", None),
    ],
)
def test_a_text_on_progress_that_is_a_state(text: str, status: Status | None) -> None:
    assert noted_status(text) == status


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("待完成 待做 待开发 待提交 待跟进 未做 未开发 未上线 未办 未解决 未整改 未落实", Status.PLANNED),
        ("开始 待测试 待上线 挂起 延后 推迟 受阻 阻塞 Begin Testing Blocked waiting stuck", Status.ACTIVE),
        ("未验收 未通过 待审批", None),
    ],
)
def test_words_of_task_tools_are_states_unless_they_leave_it_open(words: str, status: Status | None) -> None:
    assert {word: status_of(word) for word in words.split()} == dict.fromkeys(words.split(), status)


@pytest.mark.parametrize("word", ["受阻", "推迟", "Blocked", "待测试"])
def test_a_word_that_does_not_say_where_it_stands_is_not_taken_if_typed(word: str) -> None:
    assert typed_status(word) is None
