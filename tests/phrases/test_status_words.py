"""The words by which tables say how far a project is."""

import pytest

from dushiquan.phrases.status_words import said_percent


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
    ],
)
def test_a_progress_is_read_where_a_sentence_begins_with_it(text: str, percent: int | None) -> None:
    assert said_percent(text) == percent
