"""Which rows of a new edition are which projects: matched by title and number together (docs/rules.md).

A wrong match moves a project's history to another one. What is not certain is a doubt that a person answers.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Project, Target

ALIKE = 2 / 3
"""The share of characters, in order, that two titles have in common if they are alike."""

MatchBy = Literal["number", "title"]
"""What decides doubts without asking."""


class RowDoubt(NamedTuple):
    """A project and a row of the new edition that may be the same. ``alike`` tells that their titles are."""

    was: Project
    now: Project
    alike: bool

    def answered_by(self, rule: MatchBy) -> bool:
        """Tell whether they are the same if numbers decide, or if titles do."""
        return self.was.id == self.now.id if rule == "number" else self.alike


class TargetDoubt(NamedTuple):
    """A counted target that a row of the new edition lacks, and one there that may be the same, renamed."""

    project: Project
    was: Target
    now: Target
    counted: int

    def answered_by(self, rule: MatchBy) -> bool:
        """Tell whether they are the same if places decide, or if names do."""
        return rule == "number"


Answer = Callable[[RowDoubt | TargetDoubt], bool]
"""Answers whether the two of a doubt are the same."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The project that each row of a new edition is, by the row's id, and the doubts that are left."""

    same: Mapping[ProjectId, Project]
    doubts: tuple[RowDoubt, ...] = ()

    def answered(self, answer: Answer) -> "Matching":
        """Return the matching with every doubt answered, one after the other. A yes settles others, too."""
        same = dict(self.same)
        taken = {project.identity for project in same.values()}
        for doubt in self.doubts:
            if doubt.now.id not in same and doubt.was.identity not in taken and answer(doubt):
                same[doubt.now.id] = doubt.was
                taken.add(doubt.was.identity)
        return Matching(same)


def match_by_id(old: Iterable[Project], new: Iterable[Project]) -> Matching:
    """Match two readings of one edition, whose ids are the same."""
    before = {project.id: project for project in old}
    return Matching({project.id: before[project.id] for project in new if project.id in before})


def match_rows(old: Sequence[Project], new: Sequence[Project], withdrawn: Collection[str] = ()) -> Matching:
    """Match the rows of a new edition with the projects of a plan.

    ``withdrawn`` are the identities of projects that an earlier edition had left out: a row is one of these
    only if no project in the plan is like it.
    """
    rows = _Rows(new)
    in_plan = [project for project in old if project.identity not in withdrawn]
    left = rows.take_same(in_plan)
    gone = rows.take_same([project for project in old if project.identity in withdrawn])
    doubts = rows.take_reworded(left)
    alike_again = (doubt for doubt in rows.doubts(gone) if doubt.alike)
    return Matching(rows.same, (*doubts, *alike_again))


class _Rows:
    """The rows of a new edition, and the project that each was found to be."""

    def __init__(self, new: Sequence[Project]) -> None:
        self.same: dict[ProjectId, Project] = {}
        self._new = new

    @property
    def _left(self) -> list[Project]:
        return [row for row in self._new if row.id not in self.same]

    def take_same(self, projects: Sequence[Project]) -> list[Project]:
        """Match rows by title, told apart by content, unit and number where several have the same title.

        Return the projects that are left.
        """
        left = list(projects)
        for key in _KEYS:
            before, after = _by_key(left, key), _by_key(self._left, key)
            for value, rows in after.items():
                found = before.get(value, [])
                if len(found) == len(rows) == 1:
                    self.same[rows[0].id] = found[0]
                    left.remove(found[0])
        return left

    def take_reworded(self, projects: Sequence[Project]) -> list[RowDoubt]:
        """Match rows that keep number and unit, and the better part of the title; return what is in doubt.

        A row that could be another project as well, or a project that could be another row, is in doubt.
        """
        doubts = list(self.doubts(projects))
        for doubt in doubts:
            rivals = [
                other
                for other in doubts
                if other.alike and (other.was is doubt.was) != (other.now is doubt.now)
            ]
            if doubt.alike and not rivals and doubt.was.id == doubt.now.id and _same_unit(doubt):
                self.same[doubt.now.id] = doubt.was
        taken = {project.identity for project in self.same.values()}
        left = (d for d in doubts if d.now.id not in self.same and d.was.identity not in taken)
        return sorted(left, key=lambda doubt: not doubt.alike)

    def doubts(self, projects: Sequence[Project]) -> Iterator[RowDoubt]:
        """Yield the pairs with the same number, or with like titles and the same unit."""
        far = len(projects) * len(self._left) <= MOST_PAIRS
        by_id = {project.id: project for project in projects}
        for row in self._left:
            for project in projects if far else filter(None, [by_id.get(row.id)]):
                same_number = project.id == row.id
                if same_number or project.reporter == row.reporter or _title(project) == _title(row):
                    alike = are_alike(project.title, row.title)
                    if same_number or alike:
                        yield RowDoubt(project, row, alike)


MOST_PAIRS = 100_000
"""With more pairs than this, the two plans have little in common: only equal numbers are compared."""


def _title(project: Project) -> Hashable:
    return _letters(project.title)


def _same_unit(doubt: RowDoubt) -> bool:
    return doubt.was.reporter == doubt.now.reporter


_KEYS: tuple[Callable[[Project], Hashable], ...] = (
    lambda project: (_title(project), _letters(project.content), project.reporter),
    lambda project: (_title(project), project.id),
    lambda project: (_title(project), project.reporter),
    _title,
)
"""What makes a row and a project the same, if only one of each has it, the surest first."""


def _by_key(projects: Iterable[Project], key: Callable[[Project], Hashable]) -> dict[Hashable, list[Project]]:
    found: dict[Hashable, list[Project]] = {}
    for project in projects:
        found.setdefault(key(project), []).append(project)
    return found


def have_one_title(one: str, other: str) -> bool:
    """Tell whether two titles are the same but for spaces and marks."""
    return _letters(one) == _letters(other)


def are_alike(one: str, other: str) -> bool:
    """Tell whether one title may be the other, reworded: most of it is the same, and so are its numbers.

    第一小学 and 第二小学 are not alike.
    """
    a, b = _letters(one), _letters(other)
    if a == b:
        return True
    if _NUMERALS.findall(a) != _NUMERALS.findall(b):
        return False
    from difflib import SequenceMatcher

    match = SequenceMatcher(None, a, b, autojunk=False)
    return match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE


_NUMERALS = re.compile("[0-9]+|[一二三四五六七八九十百]+")


def _letters(text: str) -> str:
    """Return a text without spaces and marks, in one width and case; a text of marks alone stays."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]", "", plain) or plain


# --- targets -------------------------------------------------------------------------------------------


def lost_counts(was: Project, now: Project, counts: Mapping[str, int]) -> list[Target]:
    """Return the targets with a count that the new edition does not have."""
    kept = {target.name for target in now.targets}
    return [target for target in was.targets if target.name not in kept and counts.get(target.name)]


def target_doubts(was: Project, now: Project, counts: Mapping[str, int]) -> list[TargetDoubt]:
    """Return the targets that were counted and may have another name in the new edition.

    It is the new one with the same day, goal and measure, or else the one in its place.
    """
    names = {target.name for target in was.targets}
    fresh = [target for target in now.targets if target.name not in names]
    found = []
    for target in lost_counts(was, now, counts):
        place = was.targets.index(target)
        alike = [one for one in fresh if one[1:] == target[1:]]
        there = [one for one in fresh if now.targets.index(one) == place]
        candidates = alike if len(alike) == 1 else there
        if candidates:
            fresh.remove(candidates[0])
            found.append(TargetDoubt(now, target, candidates[0], counts[target.name]))
    return found
