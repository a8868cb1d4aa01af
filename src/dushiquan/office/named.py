"""The categories, units and regions that a clerk names."""

from datetime import date

from dushiquan.domain.names import Name, match_name
from dushiquan.errors import NotFoundError, UnknownNameError
from dushiquan.store.ledger import Ledger

WRITE_TODAYS = "请写现在的名称。"
SEE_THE_PAST = "查改名以前的请加 --as-of 日期。"


def name_of(text: str, ledger: Ledger, what: str, day: date, advice: str = WRITE_TODAYS) -> str:
    """Return the one name (of a 类别, 单位 or 地区) that a text means on a day; persons count as units.

    Raise ``NotFoundError`` for another text; if it is a name of another day, say what took its place, with
    ``advice``.
    """
    names = names_meant(text, ledger, what, day, advice)
    if len(names) > 1:
        raise NotFoundError(f"{what}“{text}”在 {day} 还是{'、'.join(names)}，请只写一个。")
    return names[0]


def names_meant(text: str, ledger: Ledger, what: str, day: date, advice: str = WRITE_TODAYS) -> list[str]:
    """Return the names that a text means on a day: several if units were merged since under that name."""
    names = known_names(ledger, what, day)
    if what == "单位" and all(text.strip() not in (name.name, *name.aliases) for name in names):
        then = ledger.units_then(text, day, exactly=True)
        if then:
            return then
    try:
        return [match_name(text, names, what)]
    except UnknownNameError:
        then = ledger.units_then(text, day) if what == "单位" else []
        if then:
            return then
        others = ledger.other_names(what, day)
        found = [name for name in others if text.strip() in name and others[name]]
        if not found:
            raise
        now = "、".join(dict.fromkeys(one for name in found for one in others[name]))
        if ledger.past(day):
            raise NotFoundError(f"{day} 还没有{what}“{found[0]}”；那时是{now}。") from None
        raise NotFoundError(f"现在没有{what}“{found[0]}”，已改为{now}；{advice}") from None


def known_names(ledger: Ledger, what: str, day: date) -> list[Name]:
    """Return the names (of 类别, 单位, 地区) that a plan has on a day; persons count as units."""
    known = {"类别": ledger.categories, "单位": ledger.answerers, "地区": ledger.regions}
    return known[what](day)
