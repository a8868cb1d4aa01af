"""Find unit names that look like the same unit: 市发改委 and 市发展和改革委员会.

Nothing is merged here: a person is asked. A false alarm costs attention, so pairs that may well be different
units are not reported: 市经委 and 市经合办, 市文化局 and 市文化广电旅游局, 市财政局 and 区财政局.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

_SHORTENED = (("委员会", "委"), ("办公室", "办"), ("人民政府", "政府"))
_RANKS = "省市县区"
_COLLECTIVE = re.compile(rf"[{_RANKS}]?(?:各|有关|相关)")
"""Names of several units at once (各区政府) are not names of a unit."""
_LARGEST = 400
"""The most names that begin and end alike; larger groups are villages, which nobody abbreviates."""


def alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of names that look like the same unit, in the order given.

    Each further spelling of a name is paired with the first one. The cost and the number of pairs thus grow
    linearly with the names, not quadratically.
    """
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    units = [name for name in places if not _COLLECTIVE.match(name)]
    pairs = {*_equal(places, _even), *_equal(units, _shortened), *_with_and_without_rank(units)}
    pairs.update(_short_and_long(units))
    inner = {tuple(sorted(pair, key=places.__getitem__)) for pair in pairs}
    return sorted(((a, b) for a, b in inner), key=lambda pair: (places[pair[0]], places[pair[1]]))


def _even(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()


def _shortened(name: str) -> str:
    name = _even(name)
    for long, short in _SHORTENED:
        name = name.replace(long, short)
    return name


def _equal(names: Iterable[str], key: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield names that have the same key: 县(市)政府 and 县（市）政府, 市教委 and 市教委员会."""
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(key(name), name)
        if other != name:
            yield other, name


def _with_and_without_rank(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield names that differ by a rank: 财政局 and 市财政局."""
    known = set(names)
    for name in known:
        if name[0] in _RANKS and len(name) > 3 and name[1:] in known:
            yield name[1:], name


def _short_and_long(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield names that begin and end alike if one abbreviates the other; digits are never left out."""
    groups: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for name in names:
        short = _shortened(name)
        if short:
            groups[short[0], short[-1], re.sub("[^0-9]", "", short)].setdefault(short, name)
    for group in groups.values():
        if len(group) <= _LARGEST:
            yield from _abbreviated(group)


def _abbreviated(group: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield abbreviations with full names; compare a name only with those that hold all its letters."""
    holding: dict[str, set[str]] = defaultdict(set)
    for full in group:
        for letter in full:
            holding[letter].add(full)
    for brief, short in group.items():
        for full in set.intersection(*(holding[letter] for letter in brief)):
            if len(full) > len(brief) >= 3 and _abbreviates(brief, full, short, group[full]):
                yield short, group[full]


def _abbreviates(brief: str, full: str, short: str, long: str) -> bool:
    """Tell whether ``brief`` omits letters of ``full`` in two places or more: 发[展和]改[革]委[员会].

    A single omission is as often another unit: 市文化[广电旅游]局.
    """
    rest = iter(full)
    if not all(letter in rest for letter in brief):
        return False
    one_gap = any(full.startswith(brief[:i]) and full.endswith(brief[i:]) for i in range(1, len(brief)))
    return not one_gap or (full != _even(long) and brief == _even(short))
