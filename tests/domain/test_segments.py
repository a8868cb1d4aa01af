"""A segment as it is sent and read."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from dushiquan.domain.segments import Segment, decode, encode, is_replica_id
from dushiquan.errors import BadInputError

SEGMENT = Segment("r-1", "宁波", 2, {"r-0": 7}, "ledger", "2011-07-01T00:00:00Z", "0.2.0", [{"id": "甲"}])


def test_a_segment_reads_as_it_was_written() -> None:
    assert decode(encode(SEGMENT), "a") == SEGMENT


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"dsq": 2}, "请升级 dsq"),
        ({"replica": "../r"}, "读不出"),
        ({"number": "2"}, "读不出"),
        ({"seen": {"r-0": "7"}}, "读不出"),
        ({"seen": {"R 0": 7}}, "读不出"),
        ({"name": None}, "读不出"),
    ],
)
def test_a_segment_that_is_not_one_is_refused(changed: Mapping[str, Any], said: str) -> None:
    head, line = encode(SEGMENT).splitlines()
    content = json.dumps({**json.loads(head), **changed}).encode() + b"\n" + line
    with pytest.raises(BadInputError, match=said):
        decode(content, "a")


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"{}", encode(SEGMENT)[:-5]])
def test_half_a_segment_is_refused(content: bytes) -> None:
    with pytest.raises(BadInputError, match="读不出"):
        decode(content, "a")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("r-0a1b", True),
        ("a" * 60, True),
        ("a" * 61, False),
        ("", False),
        ("-r", False),
        ("r/../x", False),
        ("R", False),
        ("a.b", False),
    ],
)
def test_the_id_of_a_replica_is_safe_as_the_name_of_a_file(text: str, *, is_one: bool) -> None:
    assert is_replica_id(text) is is_one
