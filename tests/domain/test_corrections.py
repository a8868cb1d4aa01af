"""What is taken back together."""

import pytest

from dushiquan.domain.corrections import taken_together
from dushiquan.domain.events import Event, EventKind
from tests.builders import DAY, event


def entry(number: int, batch: str, *, replaces: int | None = None) -> Event:
    return event(str(number), EventKind.PROGRESS, DAY, 50, replaces=replaces and str(replaces))._replace(
        batch=batch
    )


def revocation(number: int, batch: str, revokes: int) -> Event:
    return event(str(number), EventKind.REVOKE, DAY, revokes=str(revokes))._replace(batch=batch)


LOG = [
    entry(1, "update"),
    revocation(2, "fix", 1),
    entry(3, "fix", replaces=1),
    revocation(4, "undo", 2),
    revocation(5, "undo", 3),
    revocation(6, "redo", 1),
    revocation(7, "redo", 5),
]
"""The example in the docstring of the module."""


@pytest.mark.parametrize(
    ("known", "chosen", "taken"),
    [
        (1, 1, [1]),
        (3, 3, [2, 3]),
        (3, 2, [2, 3]),
        (5, 5, [4, 5]),
        (5, 4, [4, 5]),
        (7, 3, [3, 6, 7]),
        (7, 7, [3, 6, 7]),
    ],
)
def test_a_correction_is_taken_back_and_restored_as_a_whole(
    known: int, chosen: int, taken: list[int]
) -> None:
    found = taken_together([LOG[chosen - 1]], LOG[:known])
    assert [int(each.id) for each in found] == taken


def test_an_entry_that_another_restores_counts_instead_of_its_correction() -> None:
    """Two took it back at once, in two places; one of them corrected it."""
    log = [*LOG[:3], revocation(4, "elsewhere", 1)]
    assert [int(each.id) for each in taken_together([log[3]], log)] == [2, 3, 4]


def test_of_an_entry_and_its_correction_only_the_entry_comes_back() -> None:
    log = [entry(1, "a"), entry(2, "b", replaces=1), revocation(3, "c", 1), revocation(4, "c", 2)]
    assert [int(each.id) for each in taken_together(log[2:], log)] == [3]


def test_a_correction_of_two_entries_gives_way_as_a_whole_so_that_neither_is_lost() -> None:
    """A start and a count: the first's text is corrected, then both move; 3 is taken back, which restores 1."""
    log = [
        *(entry(1, "tick"), entry(2, "tick")),
        *(revocation(3, "text", 1), entry(4, "text", replaces=1)),
        *(revocation(5, "day", 4), revocation(6, "day", 2)),
        *(entry(7, "day", replaces=4), entry(8, "day", replaces=2)),
    ]
    taken = taken_together([log[2]], log)
    assert [int(each.id) for each in taken] == [3, 6, 7, 8]
    assert taken_together(taken, log) == taken
