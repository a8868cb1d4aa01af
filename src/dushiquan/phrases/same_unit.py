"""Telling unit names that look like the same unit: 市发改委 and 市发展和改革委员会.

Nothing is joined by this: a person is asked. A false alarm costs attention, so that what could as well be
another unit (市经委 and 市经合办, 市文化局 and 市文化广电旅游局, 市财政局 and 区财政局) is let pass.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

_SHORTENED = (("委员会", "委"), ("办公室", "办"), ("人民政府", "政府"))
_RANKS = "省市县区"
_COLLECTIVE = re.compile(rf"[{_RANKS}]?(?:各|有关|相关)")
"""Names of many at once (各区政府) are not names of a unit."""


def alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """The pairs of names that look like one unit's, in the order in which they are given."""
    one_by_one = [name for name in dict.fromkeys(names) if not _COLLECTIVE.match(name)]
    places = {name: place for place, name in enumerate(one_by_one)}
    pairs = {*_with_and_without_rank(places), *_short_and_long(places)}
    inner = (sorted(pair, key=places.__getitem__) for pair in pairs)
    return sorted(((a, b) for a, b in inner), key=lambda pair: (places[pair[0]], places[pair[1]]))


def _with_and_without_rank(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """财政局 and 市财政局."""
    known = set(names)
    for name in known:
        if name[0] in _RANKS and len(name) > 3 and name[1:] in known:
            yield name[1:], name


def _short_and_long(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names that begin and end alike, one of which abbreviates the other."""
    groups = defaultdict(list)
    for name in names:
        short = _shortened(name)
        groups[short[0], short[-1]].append(name)
    for group in groups.values():
        yield from (pair for pair in combinations(group, 2) if _abbreviates(*sorted(pair, key=len)))


def _shortened(name: str) -> str:
    for long, short in _SHORTENED:
        name = name.replace(long, short)
    return name


def _abbreviates(short: str, long: str) -> bool:
    """Whether ``short`` leaves out letters of ``long`` in two places or more: 发[展和]改[革]委[员会].

    One place alone is as often another unit: 市文化[广电旅游]局.
    """
    brief, full = _shortened(short), _shortened(long)
    if brief == full:
        return True
    rest = iter(full)
    if len(brief) < 3 or len(brief) >= len(full) or not all(letter in rest for letter in brief):
        return False
    one_gap = any(full.startswith(brief[:i]) and full.endswith(brief[i:]) for i in range(1, len(brief)))
    return not one_gap or (full != long and brief == short)
