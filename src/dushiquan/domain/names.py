"""Names as people type them: in part, by pinyin initials, or by an alias; in any case and width."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from dushiquan.errors import NotFoundError, UnknownNameError

T = TypeVar("T")
S = TypeVar("S", bound=str)


class Name(NamedTuple):
    """A name, with the pinyin initials and aliases that also find it."""

    name: str
    initials: str = ""
    aliases: tuple[str, ...] = ()


def as_words(words: S | Iterable[S]) -> list[S]:
    """Return what was typed as a list of words. A single text is one word, not its letters.

    >>> as_words("12"), as_words(["1", "2"])
    (['12'], ['1', '2'])
    """
    return [words] if isinstance(words, str) else [*words]


_READ_BY_SHELLS = re.compile(r"[\s\"'`$&|;<>()*?!#]")


def as_word(text: object) -> str:
    """Return a name or path as a word of a command that can be copied: in quotes if a shell would read it."""
    word = str(text)
    if not _READ_BY_SHELLS.search(word):
        return word
    return f"'{word}'" if re.search(r'["`$!]', word) else f'"{word}"'


def folded(text: str) -> str:
    """Return a text in which neither case nor width makes a difference: ＡＩ and ai are one."""
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(4096)
def initials(name: str) -> str:
    """Return the pinyin initials of a name: ``jtgl`` for 交通共联."""
    from pypinyin import Style, lazy_pinyin

    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default"))
    return "".join(char for char in letters.lower() if char.isascii() and char.isalnum())


def match_name(text: str, names: Sequence[Name], what: str) -> str:
    """Return the one name that ``text`` matches: exactly, else by alias, by a part, or by pinyin initials.

    Raise ``NotFoundError`` if several names match, ``UnknownNameError`` if none does; its message lists the
    candidates.
    """
    exact = text.strip()
    wanted = folded(exact)
    steps = (
        [n for n in names if n.name == exact],
        [n for n in names if exact in n.aliases],
        [n for n in names if wanted in map(folded, (n.name, *n.aliases))],
        [n for n in names if wanted and any(wanted in folded(each) for each in (n.name, *n.aliases))],
        [n for n in names if n.initials and n.initials == wanted],
        [n for n in names if wanted.isascii() and wanted and n.initials.startswith(wanted)],
    )
    for found in steps:
        if len(found) == 1:
            return found[0].name
        if found:
            raise NotFoundError(f"{what}“{text}”不止一个：{'、'.join(n.name for n in found)}。请写全。")
    spellings = [(spelling, n.name) for n in names for spelling in (n.initials, *n.aliases, n.name)]
    raise UnknownNameError(f"没有{what}“{text}”{instead(exact, spellings)}")


def instead(text: str, spellings: Iterable[tuple[str, str]]) -> str:
    """End a message about an unknown name with the similar names, or all names if none is similar.

    ``spellings`` pairs each way to type a name with the name to show.
    """
    from difflib import get_close_matches

    pairs = [(spelling.lower(), name) for spelling, name in spellings if spelling]
    near = get_close_matches(text.lower(), dict.fromkeys(spelling for spelling, _ in pairs))
    found = [name for wanted in near for spelling, name in pairs if spelling == wanted]
    if found:
        return f"；是不是{'、'.join(dict.fromkeys(found))}？"
    return f"。可用：{'、'.join(dict.fromkeys(name for _, name in pairs)) or '（无）'}。"


def near(text: str, named: Mapping[str, T]) -> list[T]:
    """Return what has a name that shares half of a text with it, the most alike first, three at most."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(b=folded(text), autojunk=False)
    shared = []
    for name in named:
        matcher.set_seq1(folded(name))
        shared.append((sum(block.size for block in matcher.get_matching_blocks() if block.size > 1), name))
    alike = sorted((-size, name) for size, name in shared if size >= max(2, len(text) / 2))
    return [named[name] for _, name in alike[:3]]
