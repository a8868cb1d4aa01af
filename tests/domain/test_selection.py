"""The ids of a plan, names matched by part, and what a selection admits on a day."""

from datetime import date

import pytest

from dushiquan.domain.ids import LONGEST_ID, ProjectId, chinese_number, distinct_ids, natural
from dushiquan.domain.names import Name, match_name
from dushiquan.domain.plan import Kind
from dushiquan.domain.selection import Selection
from dushiquan.domain.status import State, Status
from dushiquan.domain.supervision import Light
from dushiquan.errors import NotFoundError, UsageError
from tests.builders import OPEN, PROJECT, item


@pytest.mark.parametrize(
    "ids",
    [
        ["9", "10", "22.2", "22.10", "A-2", "A-10"],
        ["1.1", "1.1.1", "1.1.2", "1.1.10", "1.2"],
        ["(一)1", "(一)2", "(二)1", "(三)1", "(九)1", "(十)1", "(十一)1", "(二十)1", "(二十一)1"],
    ],
)
def test_ids_sort_as_a_reader_counts(ids: list[str]) -> None:
    assert list(map(natural, ids)) == sorted(map(natural, ids))


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("６", "6"),
        ("007", "7"),
        (" 22.1 ", "22.1"),
        ("XM－2024－03", "XM-2024-03"),
        ("长" * LONGEST_ID, "长" * LONGEST_ID),
    ],
)
def test_an_id_is_half_width_and_at_most_so_long(text: str, id: str) -> None:
    assert ProjectId.parse(text) == id


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("九十九", 99),
        ("一二", 0),
        ("二三十", 0),
        ("百", 0),
    ],
)
def test_numerals_below_a_hundred_are_read(numeral: str, number: int) -> None:
    assert chinese_number(numeral) == number


@pytest.mark.parametrize("text", ["", "  ", "1,2", "1、2", "1；2", "1\u200b", "长" * (LONGEST_ID + 1)])
def test_what_cannot_be_an_id_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="不能作序号"):
        ProjectId.parse(text)


@pytest.mark.parametrize(
    ("numbers", "sections", "ids"),
    [
        ("1 2 3", "", "1 2 3"),
        ("1.1 1.1.1 XM-1", "甲 甲 乙", "1.1 1.1.1 XM-1"),
        ("1 2 1 2", "甲 甲 乙 乙", "1.1 1.2 2.1 2.2"),
        ("1 2 1 2 3", "", "1.1 1.2 2.1 2.2 2.3"),
        ("1 2 1 _", "甲 甲 乙 乙", "1.1 1.2 2.1 3"),
        ("_ _", "甲 乙", "1 2"),
        ("5 _ 2 _", "", "5 6 2 7"),
        ("1 2 2 3", "甲 甲 乙 乙", "1 2 2 3"),
        ("1 2 2", "", "1 2 2"),
        ("1 2 1 4", "", "1 2 1 4"),
        ("1 1", "甲 甲", "1 1"),
    ],
)
def test_rows_get_distinct_ids_only_if_their_numbers_begin_anew(
    numbers: str, sections: str, ids: str
) -> None:
    written = [number.strip("_") for number in numbers.split()]
    assert distinct_ids(written, sections.split()).ids == ids.split()


@pytest.mark.parametrize(
    ("written", "sections", "ids", "repeated"),
    [
        ("1 2 3", "", "1 2 3", ""),
        ("DB-1 DB-2 DB-2 DB-3 DB-4", "", "DB-1 DB-2.1 DB-2.2 DB-3 DB-4", "DB-2"),
        ("1 2 3 4 4 4.1", "", "1 2 3 4.2 4.3 4.1", "4"),
        ("1 2 2", "", "1 2 3", "2"),
        ("A A", "", "A.1 A.2", "A"),
        ("1 2 2 3 4", "甲 甲 甲 甲 甲", "1 2.1 2.2 3 4", "2"),
        ("1 2 2 3 1 2", "甲 甲 甲 甲 乙 乙", "1.1 1.2.1 1.2.2 1.3 2.1 2.2", "1.2"),
    ],
)
def test_a_number_that_rows_share_by_mistake_gets_parts(
    written: str, sections: str, ids: str, repeated: str
) -> None:
    found = distinct_ids(written.split(), sections.split(), part_repeated=True)
    assert found.ids == ids.split()
    assert [number for number, _ in found.repeated] == repeated.split()


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


DUE, BEFORE, AFTER = date(2011, 12, 31), date(2011, 12, 30), date(2012, 1, 1)
UNDATED = OPEN._replace(due=None)
DONE = OPEN._replace(status=Status.DONE, done_on=date(2011, 12, 20))
GONE = OPEN._replace(withdrawn_on=date(2011, 12, 20))


@pytest.mark.parametrize(
    ("selection", "state", "as_of", "admitted"),
    [
        (Selection(), GONE, DUE, True),
        (Selection(statuses=(Status.ACTIVE,)), OPEN, DUE, True),
        (Selection(statuses=(Status.ACTIVE,)), DONE, DUE, False),
        (Selection(statuses=(Status.ACTIVE,)), GONE, DUE, False),
        (Selection(statuses=(Status.DONE,), withdrawn=True), GONE, DUE, True),
        (Selection(statuses=(Status.DONE,), withdrawn=True), OPEN, DUE, False),
        (Selection(lights=(Light.RED,)), OPEN, AFTER, True),
        (Selection(lights=(Light.RED,)), OPEN, DUE, False),
        (Selection(past_due=True), OPEN, AFTER, True),
        (Selection(past_due=True), OPEN, DUE, False),
        (Selection(due_from=DUE), OPEN, DUE, True),
        (Selection(due_from=AFTER), OPEN, DUE, False),
        (Selection(due_from=DUE), UNDATED, DUE, False),
        (Selection(due_to=DUE), OPEN, DUE, True),
        (Selection(due_to=BEFORE), OPEN, DUE, False),
        (Selection(due_to=DUE), UNDATED, DUE, False),
        (Selection(within=0), OPEN, DUE, True),
        (Selection(within=1), OPEN, BEFORE, True),
        (Selection(within=0), OPEN, BEFORE, False),
        (Selection(within=30), OPEN, AFTER, False),
        (Selection(within=30), UNDATED, DUE, False),
        (Selection(within=30), DONE, DUE, False),
        (Selection(unreported=10), OPEN, DUE, True),  # last heard of 11 days ago
        (Selection(unreported=11), OPEN, DUE, False),
        (Selection(unreported=0), DONE, DUE, False),
    ],
)
def test_a_selection_admits_by_the_state_of_the_day(
    selection: Selection, state: State, as_of: date, admitted: bool
) -> None:
    assert selection.admits(item(PROJECT, state, as_of), as_of) is admitted


def test_what_is_for_review_counts_as_past_due() -> None:
    advance = PROJECT._replace(kind=Kind.ADVANCE)
    assert Selection(past_due=True).admits(item(advance, OPEN, AFTER), AFTER)
