"""Project ids, in the plan and as people type them."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from dushiquan.errors import NotFoundError, UsageError

_NUMBERED = re.compile(r"([0-9]+)(?:\.([0-9]+))?")


class ProjectId(str):
    """The id of a project: "6", or "22.1" if its 序号 covers several rows."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> "ProjectId":
        """Parse "6" or "22.1"; raise ``UsageError`` for anything else."""
        no, dot, part = text.partition(".")
        if not (_is_number(no) and (not dot or _is_number(part))):
            hint = "进度请用 -p" if text.endswith(("%", "％")) else "查序号用 dsq list -k 文字"
            raise UsageError(f"“{text}”不是项目序号。请写成 6、22.1 或 1,3,5-7；{hint}。")
        return cls(f"{int(no)}.{int(part)}" if dot else f"{int(no)}")

    @property
    def no(self) -> int | None:
        """The 序号, if the id begins with a number."""
        number = _NUMBERED.match(self)
        return int(number[1]) if number else None

    @property
    def part(self) -> int | None:
        """The position among the rows of its 序号, if it has several."""
        number = _NUMBERED.fullmatch(self)
        return int(number[2]) if number and number[2] else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 9


@lru_cache(4096)
def natural(id: str) -> tuple[tuple[int, int, str], ...]:
    """Return the sort key by which 9 comes before 10, and 22.2 before 22.10."""
    pieces = re.findall(r"[0-9]+|[^0-9]+", id)
    return tuple((0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces)


class IdRange(NamedTuple):
    """The ids from ``first`` to ``last``, which are equal for a single id."""

    first: ProjectId
    last: ProjectId

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


_AS_TYPED = str.maketrans("０１２３４５６７８９．－,，、", "0123456789.-   ")
"""Full-width characters to ASCII, and commas to spaces."""


def parse_ids(words: Sequence[str]) -> list[IdRange]:
    """Parse ids as typed, such as ``1,3,5-7 22.1``, with ASCII or Chinese commas.

    Raise ``UsageError`` if a word is not an id, or a range runs backwards.
    """
    ranges = []
    for word in " ".join(words).translate(_AS_TYPED).split():
        first, dash, last = word.partition("-")
        span = IdRange(ProjectId.parse(first), ProjectId.parse(last if dash else first))
        if natural(span.last) < natural(span.first):
            raise UsageError(f"“{word}”前大后小。请写成 {last}-{first}。")
        ranges.append(span)
    return ranges


def resolve_ids(ranges: Iterable[IdRange], known: Sequence[ProjectId], *, one_each: bool) -> list[ProjectId]:
    """Return the known ids in ``ranges``, in the order given, without duplicates.

    A number with parts (22) means all of them, unless ``one_each`` requires an exact id, as recording does.
    Raise ``NotFoundError`` if a range matches nothing.
    """
    chosen: dict[ProjectId, None] = {}
    missing = []
    for span in ranges:
        if span.first != span.last:
            found = [id for id in known if _within(id, span)]
        elif span.first in known or span.first.part is not None:
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


def _within(id: ProjectId, span: IdRange) -> bool:
    """Whether an id lies in a range; a range that ends with 22 includes 22.1 and 22.2."""
    ends_with_it = span.last.part is None and id.no == span.last.no
    return natural(span.first) <= natural(id) and (natural(id) <= natural(span.last) or ends_with_it)
