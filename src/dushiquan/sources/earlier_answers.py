"""The answers about columns that were given for a table with the same head, or with one much like it."""

from collections.abc import Mapping
from typing import NamedTuple

from dushiquan.sources.head import Head
from dushiquan.sources.headings import meanings


class EarlierAnswers(NamedTuple):
    """The fields of columns by their names; ``alike`` if they were given for another head."""

    fields: Mapping[str, str] = {}
    alike: bool = False


def earlier_answers(head: Head, remembered: Mapping[str, Mapping[str, str]]) -> EarlierAnswers:
    """Return what is remembered for a head, by its shape, or by the names of the columns that it shares.

    Of a head of another shape, at least half of these headings must be there, whatever the groups above. Only
    columns are taken over whose name is unique and was always answered alike, and whose field no other column
    can be by its heading.
    """
    if exact := remembered.get(head.shape):
        return EarlierAnswers(exact)
    names = [path[-1] for path in head.paths.values() if path]
    fields: dict[str, set[str]] = {}
    for shape, answers in remembered.items():
        known = {_last(name) for name in shape.split("|")}
        if 2 * len(known & set(names)) >= len(names):
            for name, field in answers.items():
                if _last(name) in known:  # else it is a letter
                    fields.setdefault(_last(name), set()).add(field)
    found = {}
    for path in filter(None, head.paths.values()):
        field, *others = fields.get(path[-1], ("",))
        if field and not others and names.count(path[-1]) == 1 and not _has_another(head, path, field):
            found["/".join(path)] = field
    return EarlierAnswers(found, alike=True)


def _has_another(head: Head, path: tuple[str, ...], field: str) -> bool:
    return any(other != path and field in meanings(other) for other in head.paths.values() if other)


def _last(name: str) -> str:
    return name.rsplit("/", 1)[-1]
