"""How sharing stands, in words."""

from datetime import date

import pytest

from dushiquan.domain.clashes import Clash
from dushiquan.domain.events import EventKind
from dushiquan.domain.shared_standing import Heard, SharedStanding
from dushiquan.papers.sync_lines import at_once_rows, status_lines
from dushiquan.papers.synced_lines import age_text, at_once_line
from tests.builders import event

DAY = date(2011, 7, 4)
ONE = event("1", EventKind.PROGRESS, DAY, 30)._replace(uid="a", plan="2011")
TWO = event("2", EventKind.PROGRESS, DAY, 60)._replace(uid="a", plan="2011")
CLASH = Clash("2011", "a", "progress", (ONE, TWO), is_agreed=False)
AGREED = Clash("2011", "a", "due", (ONE, TWO), is_agreed=True)


@pytest.mark.parametrize(
    ("synced_at", "said"),
    [
        (None, ""),
        ("2011-07-04T08:00:00.000000Z", ""),
        ("2011-07-03T08:00:00.000000Z", ""),
        ("2011-07-02T08:00:00.000000Z", "上次同步是 2 天前。"),
    ],
)
def test_an_old_sync_is_told(synced_at: str | None, said: str) -> None:
    assert age_text(synced_at, DAY) == said


def test_how_it_stands() -> None:
    standing = SharedStanding(
        place="/共享",
        name="杭州",
        version="0.2.0",
        synced_at="2011-07-02T08:00:00.000000Z",
        waiting=3,
        heard=[
            Heard("杭州", "0.2.0", "2011-07-02T08:00:00.000000Z", is_own=True),
            Heard("宁波", "0.3.0", "2011-07-01T08:00:00.000000Z", is_own=False),
            Heard("嘉兴", "0.2.0", "2011-06-30T08:00:00.000000Z", is_own=False),
            Heard("湖州", "0.2.0", None, is_own=False),
        ],
        parked={"宁波": 2},
        clashes=[],
        letters=["杭协督〔2011〕1号"],
    )
    assert list(status_lines(standing)) == [
        "两处都出过杭协督〔2011〕1号，请核对。",
        "宁波 有 2 条这个版本读不懂，已留着；升级 dsq 后自动读入。",
        "这一处是杭州，共享处 /共享。",
        "3 条待送出。",
        "宁波：最后一次送来是 2011-07-01，版本 0.3.0",
        "嘉兴：最后一次送来是 2011-06-30",
        "上次同步：2011-07-02。",
    ]


def test_only_what_differs_is_told_of() -> None:
    assert at_once_line([AGREED]) == ""
    assert at_once_line([CLASH, AGREED]) == "两处同时记录 1 项：1；见 dsq sync status。"
    assert [what for what, _ in at_once_rows([CLASH], "a")] == ["两处同时记录"]
    assert at_once_rows([CLASH], "b") == []
