"""Which projects a command means: ids as people type them, names in part, and filters."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from dushiquan.domain.history import RESTING, Event, Status
from dushiquan.domain.plan import Kind, Project, ProjectId
from dushiquan.domain.supervision import Item, Light, silent_days
from dushiquan.errors import NotFoundError, UsageError


class IdRange(NamedTuple):
    """The ids from ``first`` to ``last``; for a single id the two are the same."""

    first: ProjectId
    last: ProjectId

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


_AS_TYPED = str.maketrans("０１２３４５６７８９．－,，、", "0123456789.-   ")
"""Full-width digits mean the narrow ones, and commas part."""

_ANY_PART = 10**9
"""Above every part: a range that ends with 22 takes in 22.1 and 22.2."""


def parse_ids(words: Sequence[str]) -> list[IdRange]:
    """Read ids as typed, ``1,3,5-7 22.1``; Chinese commas and 、 count as commas.

    Raise ``UsageError`` for what is not an id, and for a range that runs backwards.
    """
    ranges = []
    for word in " ".join(words).translate(_AS_TYPED).split():
        first, dash, last = word.partition("-")
        span = IdRange(ProjectId.parse(first), ProjectId.parse(last if dash else first))
        if span.last < span.first:
            raise UsageError(f"“{word}”前大后小。请写成 {last}-{first}。")
        ranges.append(span)
    return ranges


def resolve_ids(ranges: Iterable[IdRange], known: Sequence[ProjectId], *, one_each: bool) -> list[ProjectId]:
    """The known ids that ``ranges`` name, in the order named, each once.

    A number that has parts (22) stands for all of them where one only reads; with ``one_each``, where
    something is recorded, it must say which. Raise ``NotFoundError`` for what is not there.
    """
    chosen: dict[ProjectId, None] = {}
    missing = []
    for span in ranges:
        if span.first != span.last:
            last = ProjectId(span.last.no, span.last.part or _ANY_PART)
            found = [id for id in known if span.first <= id <= last]
        elif span.first in known or span.first.part:
            found = [id for id in known if id == span.first]
        else:
            found = [id for id in known if id.no == span.first.no]
            if found and one_each:
                parts = "、".join(map(str, found))
                raise NotFoundError(f"{span.first} 下有 {parts}，请写明是哪一项。")
        if not found:
            missing.append(str(span))
        chosen.update(dict.fromkeys(found))
    if missing:
        raise NotFoundError(f"没有项目 {'、'.join(missing)}；用 dsq list 查看全部序号。")
    return list(chosen)


class Name(NamedTuple):
    """A name that can be asked for: also by its initials in pinyin, and by its other names."""

    name: str
    initials: str = ""
    aliases: tuple[str, ...] = ()


def initials(name: str) -> str:
    """A name's pinyin initials, by which it can be asked for: 交通共联 is ``jtgl``."""
    from pypinyin import Style, lazy_pinyin

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default"))
    return "".join(char for char in letters.lower() if char.isascii() and char.isalnum())


def match_name(text: str, names: Sequence[Name], what: str) -> str:
    """The one name that ``text`` means: the exact name, else an alias, a part, or pinyin initials.

    Raise ``NotFoundError`` that names the candidates where several are meant, and the near ones, or
    all, where none is.
    """
    wanted = text.strip()
    steps = (
        [n for n in names if n.name == wanted],
        [n for n in names if wanted in n.aliases],
        [n for n in names if wanted and (wanted in n.name or any(wanted in a for a in n.aliases))],
        [n for n in names if n.initials and n.initials == wanted.lower()],
        [n for n in names if wanted.isascii() and wanted and n.initials.startswith(wanted.lower())],
    )
    for found in steps:
        if len(found) == 1:
            return found[0].name
        if found:
            raise NotFoundError(f"{what}“{text}”不止一个：{'、'.join(n.name for n in found)}。请写全。")
    forms = [(form, n.name) for n in names for form in (n.initials, *n.aliases, n.name)]
    raise NotFoundError(f"没有{what}“{text}”{instead(wanted, forms)}")


def instead(text: str, forms: Iterable[tuple[str, str]]) -> str:
    """What may stand instead of a name that is not known: the near ones, or all; the end of a sentence.

    ``forms`` are the ways in which each may be typed, each with what to call it.
    """
    from difflib import get_close_matches

    pairs = [(form.lower(), name) for form, name in forms if form]
    near = get_close_matches(text.lower(), dict.fromkeys(form for form, _ in pairs))
    found = [name for wanted in near for form, name in pairs if form == wanted]
    if found:
        return f"；是不是{'、'.join(dict.fromkeys(found))}？"
    return f"。可用：{'、'.join(dict.fromkeys(name for _, name in pairs)) or '（无）'}。"


class Selection(NamedTuple):
    """The filters of ``dsq list``: they combine with AND, several values of one with OR.

    What the plan says (ids, categories, units, regions, kinds, text) is asked of the store; what changes
    with the day (the rest) is asked of each item by ``admits``. ``past_due`` are the late and those for
    review.
    """

    ids: tuple[ProjectId, ...] = ()
    categories: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    role: str | None = None
    regions: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    search: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    lights: tuple[Light, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    within: int | None = None
    unreported: int | None = None
    past_due: bool = False

    def fits(self, project: Project, events: Iterable[Event]) -> bool:
        """Whether a project passes the filters on what the plan says, or its notes (of ``events`` in force).

        The store asks the same in SQL; this serves a day on which the plan read otherwise.
        """
        units = {
            "lead": project.units.lead,
            "support": project.units.support,
            None: (*project.units.lead, *project.units.support),
        }[self.role]
        return (
            (not self.ids or project.id in self.ids)
            and (not self.categories or project.category in self.categories)
            and (not self.units or any(unit in units for unit in self.units))
            and (not self.regions or any(region in project.regions for region in self.regions))
            and (not self.kinds or project.kind in self.kinds)
            and (not self.search or self._found(project, events))
        )

    def _found(self, project: Project, events: Iterable[Event]) -> bool:
        said = (project.title, project.content, *(event.note for event in events))
        return any(text in words for text in self.search for words in said)

    def admits(self, item: Item, as_of: date, known_since: date | None = None) -> bool:
        """Whether an item passes the filters that depend on the day."""
        project, state = item.project, item.state
        if self.statuses and (state.withdrawn_on or state.status not in self.statuses):
            return False
        if self.lights and item.assessment.light not in self.lights:
            return False
        if self.past_due and not (item.assessment.days_overdue or item.assessment.for_review):
            return False
        if (self.due_from or self.due_to) and state.due is None:
            return False
        if self.due_from and state.due and state.due < self.due_from:
            return False
        if self.due_to and state.due and state.due > self.due_to:
            return False
        if self.within is not None and not (
            state.status not in RESTING
            and state.withdrawn_on is None
            and state.due is not None
            and as_of <= state.due <= as_of + timedelta(days=self.within)
        ):
            return False
        if self.unreported is not None:
            silent = silent_days(project, state, as_of, known_since)
            return silent is not None and silent > self.unreported
        return True
