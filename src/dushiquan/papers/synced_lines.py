"""What a sync did, in words: all that is said daily of a shared ledger."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from dushiquan.domain.clashes import Clash
from dushiquan.domain.moments import entered_on


def received_text(received: Mapping[str, int]) -> str:
    """Return what came of each unit: 收到 5 条（宁波 4、嘉兴 1）."""
    whose = "、".join(f"{name} {number}" for name, number in received.items())
    return f"收到 {sum(received.values())} 条{f'（{whose}）' if whose else ''}"


def at_once_line(clashes: Iterable[Clash]) -> str:
    """Say of which projects something was recorded at once; "" if nothing was."""
    differ = [clash for clash in clashes if not clash.is_agreed]
    named = "、".join(dict.fromkeys(clash.said[0].project or f"计划 {clash.plan}" for clash in differ))
    return f"两处同时记录 {len(differ)} 项：{named}；见 dsq sync status。" if differ else ""


def age_text(synced_at: str | None, today: date) -> str:
    """Say when the ledger was last shared, if that is longer ago than a day; or ""."""
    days = (today - entered_on(synced_at)).days if synced_at else 0
    return f"上次同步是 {days} 天前。" if days > 1 else ""


def synced_lines(sent: int, received: Mapping[str, int], notes: Iterable[str], at_once: str) -> Iterator[str]:
    """Yield what a sync did: 已送出 3 条，收到 5 条（宁波 4、嘉兴 1）."""
    yield f"已送出 {sent} 条，{received_text(received)}。" if sent or received else "没有新的可收送。"
    yield from (f"注意：{note}" for note in dict.fromkeys(notes))
    if at_once:
        yield at_once
