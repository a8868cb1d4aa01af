"""Typed ids, and names matched by part."""

import pytest

from dushiquan.domain.ids import ProjectId, parse_ids, resolve_ids
from dushiquan.domain.names import Name, match_name
from dushiquan.errors import NotFoundError, UsageError

KNOWN = [ProjectId.parse(text) for text in ["1", "2", "3", "5", "6", "7", "21", "22.1", "22.2", "23"]]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6", "6"),
        ("1,3 22.1", "1 3 22.1"),
        ("1，3、5", "1 3 5"),
        ("5-7", "5 6 7"),
        ("21-22", "21 22.1 22.2"),
        ("22.2-23", "22.2 23"),
        ("6 6 5-6", "6 5"),
        ("６，２２．１", "6 22.1"),
    ],
)
def test_typed_ids_are_read(typed: str, meant: str) -> None:
    ids = resolve_ids(parse_ids([typed]), KNOWN, one_each=True)
    assert " ".join(map(str, ids)) == meant


def test_recording_on_a_number_with_parts_names_the_parts() -> None:
    with pytest.raises(NotFoundError, match=r"22\.1、22\.2"):
        resolve_ids(parse_ids(["22"]), KNOWN, one_each=True)
    assert len(resolve_ids(parse_ids(["22"]), KNOWN, one_each=False)) == 2


@pytest.mark.parametrize("typed", ["99", "4", "22.3", "8-20", "6.1"])
def test_an_unknown_id_is_named(typed: str) -> None:
    with pytest.raises(NotFoundError, match=typed.replace(".", r"\.")):
        resolve_ids(parse_ids([typed]), KNOWN, one_each=True)


@pytest.mark.parametrize("typed", ["abc", "0", "-1", "1.", "1.0", "7-5", "1-", "1.2.3", "22,x", "9" * 99])
def test_texts_that_are_no_ids_are_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_ids([typed])


NAMES = [
    Name("规划共绘", "ghgh"),
    Name("交通共联", "jtgl"),
    Name("市交通局", "sjtj", ("市交通运输局",)),
    Name("市经委", "sjw"),
    Name("市经合办", "sjhb"),
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("交通共联", "交通共联"),
        ("规划", "规划共绘"),
        ("jtgl", "交通共联"),
        ("JTGL", "交通共联"),
        ("gh", "规划共绘"),
        ("市交通运输局", "市交通局"),
        ("运输", "市交通局"),
        ("sjw", "市经委"),
    ],
)
def test_names_match_by_part_alias_or_initials(typed: str, meant: str) -> None:
    assert match_name(typed, NAMES, "名称") == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [("市经", "市经委、市经合办"), ("sj", "不止一个"), ("铁路", "没有名称"), ("", "没有"), ("%", "没有")],
)
def test_an_ambiguous_or_unknown_name_lists_the_candidates(typed: str, said: str) -> None:
    with pytest.raises(NotFoundError, match=said):
        match_name(typed, NAMES, "名称")
