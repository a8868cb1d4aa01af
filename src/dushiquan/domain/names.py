"""Names as people type them: in part, by their initials in pinyin, by another name."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dushiquan.errors import NotFoundError


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
