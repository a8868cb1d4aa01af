"""Find projects by what people type for them: ids, ranges of ids, and parts of titles.

An id that the plan has is meant before any reading of it as a number (第6项, 6～8, 22（1）), and a number
before a part of a title.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from dushiquan.domain.ids import LONGEST_ID, NUMERALS, FullId, ProjectId, chinese_number, half_width, natural
from dushiquan.domain.names import folded, initials, near
from dushiquan.errors import NotFoundError, UsageError


class IdRange(NamedTuple):
    """The numbers ``first`` to ``last``. ``part`` is the id that is meant if the dash is a point: 22-1."""

    first: ProjectId
    last: ProjectId
    part: ProjectId | None = None

    @property
    def is_backwards(self) -> bool:
        """Whether the range runs backwards."""
        return natural(self.last) < natural(self.first)


class TypedId(NamedTuple):
    """An id as typed, half-width, and the numbers that it can be read as, if any."""

    text: ProjectId
    ranges: tuple[IdRange, ...] = ()


class TypedWord(NamedTuple):
    """A word of the command line: the ids that it is made of, and as a whole perhaps a title."""

    text: str
    ids: tuple[TypedId, ...]


class Titled(NamedTuple):
    """A project's title. ``withdrawn`` tells that it is no longer in the plan."""

    id: ProjectId
    title: str
    withdrawn: bool = False


class Findable(NamedTuple):
    """What words can mean in a plan: the ids in question, and a function that reads its titles."""

    known: Sequence[ProjectId]
    titles: Callable[[], Sequence[Titled]]


# --- what is typed -------------------------------------------------------------------------------------

_TO = r"(?:[-~－～‐‑‒–—―−─〜]+|至|到)"
_AND = "以及|[和及与]"
_POINT = r"[.。·_]"
_COUNT = rf"(?:[0-9]{{1,9}}|[{NUMERALS}]{{1,3}})"
_ID = rf"{_COUNT}(?:{_POINT}[0-9]{{1,9}})*"
_ONE = (
    r"(?:第|序号:?|编号:?|项目|no\.?:?|#)*"
    rf"(?:\(({_ID})\)|({_ID})(?:(?:项|号)?\(({_COUNT})\)|[之第]({_COUNT}))?\)?)"
    r"(?:项目|项|号|条|#)*[.。:]?"
)
_ONE_PART = rf"(.+)\({_COUNT}\)"
_NEXT_PART = rf"\({_COUNT}\)"


def parse_ids(words: Sequence[str]) -> list[TypedWord]:
    """Parse ids as typed, such as ``1,3,5-7 22.1 A-1 第6项``, with ASCII or Chinese commas.

    Raise ``UsageError`` for a percentage, which belongs to an option, or if there is no id in the words.
    """
    if words and all(map(_is_number, words)):  # as most are: nothing to glue, to split or to compile for it
        return [TypedWord(word, (_parse_id(word),)) for word in words]
    typed = [
        TypedWord(word, tuple(_parse_id(piece) for piece in _pieces(word)))
        for word in _glued(words)
        if any(_pieces(word))
    ]
    if words and not typed:
        raise UsageError("序号是空的；请写成 6、22.1 或 1,3,5-7。")
    return typed


def by_plan(
    words: Sequence[str], keys: Collection[str], known: Collection[str] = ()
) -> list[tuple[str, list[str]]]:
    """Group words by the plan that they name: 2011/6 is 6 of 2011; "" is no plan.

    What follows in the same word is of the same plan: 2011/1,3 is 1 and 3 of 2011. What is among the
    ``known`` ids as it is names no plan.
    """
    groups: list[tuple[str, list[str]]] = []
    for word in _glued(words):
        for key, rest in _of_plans(word, keys, known):
            if not groups or groups[-1][0] != key:
                groups.append((key, []))
            groups[-1][1].append(rest)
    return groups


def _of_plans(word: str, keys: Collection[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    pieces = [piece for piece in re.split(r"\s*[,，、;；]\s*", word) if piece]
    split = [("", piece) if half_width(piece) in known else _plan_and_rest(piece, keys) for piece in pieces]
    if not any(key for key, _ in split):
        yield "", word
        return
    of = ""
    for key, rest in split:
        of = key or of
        yield of, rest


def _plan_and_rest(piece: str, keys: Collection[str]) -> tuple[str, str]:
    """Split 2011/6 into the plan's key and the rest; the key is "" if the piece names no plan."""
    even = piece.replace("／", "/")
    key = max((key for key in keys if even.startswith(f"{key}/")), key=len, default="")
    return (key, even[len(key) + 1 :]) if key else ("", piece)


def unknown_plan(words: Iterable[str]) -> str:
    """Return the year that a word such as 2013/6 names as its plan, or ""."""
    found = (re.match(r"\s*([0-9]{4})[/／]\s*\S", word) for word in words)
    return next((match[1] for match in found if match), "")


def _glued(words: Iterable[str]) -> list[str]:
    """Put together what belongs together: 6 - 8, 第 6 项. Drop what joins ids: 6 和 7."""
    glued: list[str] = []
    open_end = False
    for word in filter(None, (word.strip() for word in words)):
        if glued and re.fullmatch(_AND, word):
            continue
        joins = re.fullmatch(_TO, word) is not None
        if glued and (open_end or joins or word in ("项", "号")):
            glued[-1] += word
        else:
            glued.append(word)
        open_end = joins or word == "第"
    return glued


def _pieces(word: str) -> Iterator[str]:
    """Yield the ids of a word; 22（1）、（2） are 22（1） and 22（2）."""
    tight = re.sub(rf"\s*({_TO})\s*", r"\1", re.sub(r"(?<=第)\s+|\s+(?=[项号])", "", word))
    number = ""
    for piece in filter(None, re.split(rf"[\s,，、;；]+(?:(?:{_AND})\s+)?", tight)):
        even = half_width(piece)
        yield number + piece if re.fullmatch(_NEXT_PART, even) else piece
        if part := re.fullmatch(_ONE_PART, even):
            number = part[1]


def _parse_id(piece: str) -> TypedId:
    typed = ProjectId(half_width(piece))
    if typed.endswith("%"):
        raise _no_id(piece)
    if len(typed) > 3 * LONGEST_ID or any(map(_runs_together, piece, piece[1:])):
        return TypedId(ProjectId(piece))
    several = [typed] if typed.isascii() else re.split(_AND, typed)
    ranges = [_range(one) for one in several]
    return TypedId(typed, tuple(one for one in ranges if one) if all(ranges) else ())


def _runs_together(char: str, following: str) -> bool:
    """Tell whether two characters would become one number: ⑥⑦ is not 67, and 6² not 62."""
    kinds = {unicodedata.category(char), unicodedata.category(following)}
    return "No" in kinds and kinds <= {"No", "Nd"}


def _range(text: str) -> IdRange | None:
    """Read a number or a range of numbers; None if it is neither."""
    if number := _number(text):
        return IdRange(number, number)
    ends = re.fullmatch(rf"(.+?)({_TO})(.+)", text)
    first, last = (_number(ends[1]), _number(ends[3])) if ends else (None, None)
    if not (ends and first and last):
        return None
    part = None if ends[2][0] in "~〜至到" else ProjectId(f"{first}.{last}")
    return IdRange(first, last, part)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _number(text: str) -> ProjectId | None:
    if _is_number(text):
        return ProjectId(text)
    match = re.fullmatch(_ONE, text, re.IGNORECASE)
    if not match:
        return None
    written = filter(None, [*re.split(_POINT, match[1] or match[2]), match[3] or match[4]])
    parts = [part if part.isdecimal() else str(chinese_number(part) or "") for part in written]
    return ProjectId(".".join(parts)) if all(parts) else None


def _no_id(word: str) -> UsageError:
    hint = "进度请用 -p" if word.endswith(("%", "％")) else "查序号用 dsq list -k 文字"
    return UsageError(f"“{word}”不是项目序号。请写成 6、22.1 或 1,3,5-7；{hint}。")


# --- what is meant -------------------------------------------------------------------------------------


def resolve_ids(
    words: Iterable[TypedWord],
    known: Sequence[ProjectId],
    titles: Callable[[], Sequence[Titled]],
    *,
    one_each: bool,
) -> list[ProjectId]:
    """Return the known ids that ``words`` mean, in the order given, without duplicates.

    A number with parts (22) means all of them, unless ``one_each`` requires an exact id, as recording does.
    Raise ``NotFoundError`` if something matches nothing, or could be several, and ``UsageError`` for a text
    that is neither an id nor a title, or a range that runs backwards. ``titles`` is called only if needed.
    """
    finder = _Finder(known, titles, one_each)
    chosen = dict.fromkeys(id for word in words for id in finder.of_word(word))
    if finder.missing:
        raise NotFoundError(f"没有项目 {'、'.join(finder.missing)}；用 dsq list 查看全部序号。")
    return list(chosen)


def resolve_in_plans(
    words: Iterable[TypedWord], plans: Mapping[str, Findable], *, one_each: bool
) -> list[FullId]:
    """Return the projects of several plans, by their keys, that ``words`` mean, without duplicates.

    An id means that of each plan which has it. If ``one_each``, as recording requires, it is refused, even if
    only one plan has it; a part of a title that only one project has will do. Raise as ``resolve_ids`` does.
    """
    finder = _FinderInPlans(plans, one_each)
    chosen = dict.fromkeys(id for word in words for id in finder.of_word(word))
    if finder.missing:
        raise NotFoundError(f"所选计划里没有项目 {'、'.join(finder.missing)}；用 dsq list 查看全部序号。")
    return list(chosen)


class _FinderInPlans:
    def __init__(self, plans: Mapping[str, Findable], one_each: bool) -> None:
        self.plans, self.one_each = plans, one_each
        self.finders = {key: _Finder(*findable, one_each=False) for key, findable in plans.items()}
        self.missing: list[str] = []

    def titles(self) -> list[Titled]:
        return [
            each._replace(id=FullId(key, each.id))
            for key, findable in self.plans.items()
            for each in findable.titles()
        ]

    def of_word(self, word: TypedWord) -> Iterator[FullId]:
        finders = self.finders.values()
        if len(word.ids) > 1 and not all(any(each.is_id(typed) for each in finders) for typed in word.ids):
            found = _titled(word.text, self.titles())
            if len(found) == 1:
                yield _full(found[0].id)
                return
        for typed in word.ids:
            yield from self.of_id(typed)

    def of_id(self, typed: TypedId) -> Iterator[FullId]:
        found = [
            FullId(key, id)
            for key, finder in self.finders.items()
            if finder.is_id(typed)
            for id in finder.of_id(typed)
        ]
        if found and self.one_each:
            candidates = [each for each in self.titles() if each.id in found]
            raise NotFoundError(
                f"选了几个计划，“{typed.text}”要写明是哪个计划的：{_listed(candidates)}；如写 {found[0]}。"
            )
        if found:
            yield from found
        elif typed.ranges:
            self.missing.append(str(typed.text))
        else:
            yield _full(_by_title(typed.text, self.titles()))


def _full(id: ProjectId) -> FullId:
    assert isinstance(id, FullId)
    return id


class _Finder:
    def __init__(
        self, known: Sequence[ProjectId], titles: Callable[[], Sequence[Titled]], one_each: bool
    ) -> None:
        self.known, self.titles, self.one_each = known, titles, one_each
        self.exact = frozenset(known)
        self.missing: list[str] = []

    def of_word(self, word: TypedWord) -> Iterator[ProjectId]:
        """Yield the projects that a word means: ids, or else its title, or else several titles."""
        if len(word.ids) > 1 and not all(self.is_id(typed) for typed in word.ids):
            found = _titled(word.text, self.titles())
            if len(found) == 1:
                yield found[0].id
                return
        for typed in word.ids:
            yield from self.of_id(typed)

    def is_id(self, typed: TypedId) -> bool:
        return typed.text in self.exact or bool(typed.ranges)

    def of_id(self, typed: TypedId) -> Iterator[ProjectId]:
        if typed.text in self.exact:
            yield typed.text
        elif typed.ranges:
            for each in typed.ranges:
                found = self.of_range(each, typed.text)
                if not found:
                    self.missing.append(str(typed.text))
                yield from found
        else:
            yield _by_title(typed.text, self.titles())

    def of_range(self, span: IdRange, text: str) -> list[ProjectId]:
        if span.first == span.last and not span.part:
            return self.of_number(span.first)
        within = [id for id in self.known if _within(id, span)]
        if span.part in self.exact and span.part:
            if within:
                to = f"{span.first}至{span.last}"
                raise NotFoundError(f"“{text}”可能是 {span.part}，也可能是 {to}；请写 {span.part} 或 {to}。")
            return [span.part]
        if span.is_backwards:
            raise UsageError(f"“{text}”前大后小。一段从小写到大，如 5-7；22 下的第 1 项写 22.1。")
        return within

    def of_number(self, number: ProjectId) -> list[ProjectId]:
        if number in self.exact:
            return [number]
        found = [id for id in self.known if _is_part(id, number)]
        if len(found) > 1 and self.one_each:
            raise NotFoundError(f"{number} 下有 {'、'.join(found)}，请写明是哪一项。")
        return found


def _is_part(id: ProjectId, number: ProjectId) -> bool:
    """Tell whether an id is a row of a number: 22.1, 22A and 22-1 of 22; 1.1.2 of 1.1."""
    return id.no == int(number) if "." not in number else id.startswith(f"{number}.")


def _within(id: ProjectId, span: IdRange) -> bool:
    """Tell whether an id lies in a range; a range that ends with 22 includes 22.1 and 22.2."""
    return natural(span.first) <= natural(id) and (
        natural(id) <= natural(span.last) or _is_part(id, span.last)
    )


# --- titles --------------------------------------------------------------------------------------------

_MOST = 8
"""The most candidates that a message names."""


def _by_title(text: str, titles: Sequence[Titled]) -> ProjectId:
    """Return the one project whose title contains a text; raise ``NotFoundError`` if none or several do."""
    found = _titled(text, titles) or _numbered_title(text, titles)
    if len(found) == 1:
        return found[0].id
    if not _could_be_title(text):
        raise _no_id(text)
    if found:
        raise NotFoundError(f"“{text}”不止一项：{_listed(found)}。请写序号。")
    alike = near(text, {each.title: each for each in titles if not each.withdrawn})
    instead = f"相近的有：{_listed(alike)}" if alike else "查序号用 dsq list -k 文字"
    raise NotFoundError(f"没有序号或名称是“{text}”的项目；{instead}。")


def _titled(text: str, titles: Sequence[Titled]) -> list[Titled]:
    """Return the projects that a text names, those in the plan before withdrawn ones."""
    wanted = _plain(text)
    letters = wanted if wanted.isascii() and wanted.isalpha() and len(wanted) > 2 else ""
    names: tuple[Callable[[Titled], bool], ...] = (
        lambda each: text.casefold() == each.id.bare.casefold() or wanted == _plain(each.title),
        lambda each: _could_be_title(text) and _is_in(wanted, _plain(each.title)),
        lambda each: bool(letters) and letters in initials(each.title),
    )
    for withdrawn, is_named in product((False, True), names):
        if found := [each for each in titles if each.withdrawn is withdrawn and is_named(each)]:
            return found
    return []


def _could_be_title(text: str) -> bool:
    """Tell whether a text can be a part of a title: two letters or characters, or one with figures (S215)."""
    letters = sum(map(str.isalpha, text))
    return letters > 1 or (letters == 1 and text.isalnum() and any(map(str.isdecimal, text)))


def _is_in(part: str, title: str) -> bool:
    """Tell whether a title contains a part, whole numbers only: S21 and 15线 are not in S215线."""
    before = "(?<![0-9])" if part[:1].isdecimal() else ""
    after = "(?![0-9])" if part[-1:].isdecimal() else ""
    return re.search(f"{before}{re.escape(part)}{after}", title) is not None


def _numbered_title(text: str, titles: Sequence[Titled]) -> list[Titled]:
    """Return the project that a text names by its number and a part of its title: 第7项杭长高速."""
    match = re.fullmatch(rf"第?({_ID})[项号.)]*(.*[^\W\d_]{{2}}.*)", text)
    number = _number(match[1]) if match else None
    if not match:
        return []
    return [each for each in titles if each.id.bare == number and _plain(match[2]) in _plain(each.title)]


def _plain(text: str) -> str:
    return re.sub(r"[\s\"“”'‘’「」]", "", folded(text))


def _listed(found: Sequence[Titled]) -> str:
    more = f" 等 {len(found)} 项" if len(found) > _MOST else ""
    return "、".join(f"{each.id} {each.title}" for each in found[:_MOST]) + more
