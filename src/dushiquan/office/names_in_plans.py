"""Names of categories, units and regions in several plans at once."""

from collections.abc import Callable, Sequence
from datetime import date

from dushiquan.domain.names import Name, match_name
from dushiquan.errors import UnknownNameError
from dushiquan.office.named import known_names, name_of
from dushiquan.store.ledger import Ledger


def names_in_plans(
    text: str, ledgers: Sequence[Ledger], what: str, day: date, advice: str, tell: Callable[[str], None]
) -> tuple[str, ...]:
    """Return the name that a text means in some plans, and the names of which it is an alias in others.

    Tell the user if what had that name has another in one of the plans. Raise ``NotFoundError`` as
    ``name_of`` does.
    """
    merged: dict[str, Name] = {}
    for each in (name for ledger in ledgers for name in known_names(ledger, what, day)):
        known = merged.get(each.name, each)
        merged[each.name] = known._replace(aliases=tuple({*known.aliases, *each.aliases}))
    try:
        name = match_name(text, [*merged.values()], what)
    except UnknownNameError:
        then = [name for ledger in ledgers for name in ledger.units_then(text, day)] if what == "单位" else []
        if then:
            return tuple(dict.fromkeys(then))
        _explain(text, ledgers, what, day, advice)
        raise
    for ledger in ledgers:
        _tell_other_name(name, ledger, what, day, tell)
    return tuple(dict.fromkeys([name, *(n.name for n in merged.values() if name in n.aliases)]))


def _explain(text: str, ledgers: Sequence[Ledger], what: str, day: date, advice: str) -> None:
    """Raise ``NotFoundError`` if the text is a name of another day in one of the plans."""
    for ledger in ledgers:
        try:
            name_of(text, ledger, what, day, advice)
        except UnknownNameError:
            continue


def _tell_other_name(name: str, ledger: Ledger, what: str, day: date, tell: Callable[[str], None]) -> None:
    known = known_names(ledger, what, day)
    if any(name == each.name or name in each.aliases for each in known):
        return
    now = ledger.other_names(what, day).get(name)
    if now:
        others = "、".join(now)
        tell(f"注意：计划 {ledger.key} 里{what}“{name}”在{day}是{others}，未列入；要一并列出请再写这个名称。")
