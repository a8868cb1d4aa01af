"""Projects by their ids, as people type them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dushiquan.domain.plan import ProjectId
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
