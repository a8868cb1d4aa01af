"""The pages of ``dsq help``: those of docs/help/, which a wheel has inside the package."""

from difflib import get_close_matches

from dushiquan.domain.names import Name, initials, match_name
from dushiquan.errors import NotFoundError, UsageError
from dushiquan.shipped import shipped

PAGES = {
    "日期": "days",
    "序号": "ids",
    "状态": "states",
    "列": "columns",
    "格式": "formats",
    "退出码": "exit_codes",
    "规则": "rules",
    "共享": "sharing",
}
"""The topics, each with the name of its page."""


def page(topic: str) -> str:
    """Return the page of a topic as Markdown, by its name, a part of it or its pinyin initials.

    Raise ``UsageError``, which names the nearest topics, if there is none.
    """
    names = [Name(name, initials(name), (file, *_ALSO.get(name, ()))) for name, file in PAGES.items()]
    try:
        return _text(match_name(topic, names, "说明"))
    except NotFoundError:
        spellings = {each: name.name for name in names for each in (name.name, name.initials, *name.aliases)}
        near = [
            spellings[each]
            for each in get_close_matches(topic.lower(), spellings, cutoff=_LIKE[topic.isascii()])
        ]
        meant = f"是不是 {'、'.join(dict.fromkeys(near))}？" if near else ""
        raise UsageError(f"没有“{topic}”的说明；{meant}可看：{'、'.join(PAGES)}。") from None


_ALSO = {
    "日期": ("时间", "时限"),
    "列": ("表头",),
    "格式": ("文件",),
    "规则": ("预警", "红黄绿灯", "逾期"),
    "序号": ("项目",),
}
"""Other words for a topic."""


_LIKE = {True: 0.6, False: 0.4}
"""How much of a mistyped topic, of Latin letters or not, must be that of a spelling."""


def topics() -> dict[str, str]:
    """Return the topics, each with the first sentence of its page."""
    return {name: _text(name).split("\n")[2].partition("。")[0] for name in PAGES}


def _text(name: str) -> str:
    return shipped(f"docs/help/{PAGES[name]}.md").read_text(encoding="utf-8")
