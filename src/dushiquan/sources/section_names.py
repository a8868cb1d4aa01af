"""The names of a table's sections, without the counts of their rows: 三、民生保障 of 三、民生保障（6项）."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dushiquan.formats.table import Row
from dushiquan.formats.tree import NOWHERE
from dushiquan.sources.cells import joined
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.row_facts import Kept

_SO_MANY = (
    r"(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,4})\s*(?:大?项|件|个|条)(?:任务|工作|项目|事项|工程|实事)?"
)
_LONGEST_STEM = 12
_COUNT = re.compile(rf"(?:[（(]\s*(?:共|合?计)?\s*{_SO_MANY}\s*[)）]|[\s,，:：]共\s*{_SO_MANY})[\s:：]*$")
_NUMBER_ALONE = re.compile(r"[第(（]?[一二三四五六七八九十百0-9]+[)）、.．]?")


def section_name(heading: str) -> str:
    """Return a heading without the number of its rows, which changes; as it is if no name is left."""
    count = _COUNT.search(heading)
    name = heading[: count.start()].strip() if count else heading
    return heading if not name or _NUMBER_ALONE.fullmatch(name) else name


_ORDER = re.compile(r"[0-9一二三四五六七八九十]{1,3}|\b[IVX]{1,4}\b")


def counted_stem(text: str) -> str:
    """Return the beginning of a section's name with a mark for its number: Output # of Output 1: …; or ""."""
    match = _ORDER.search(text[:_LONGEST_STEM])
    return f"{text[: match.start()]}#{text[match.end() : match.end() + 1]}".strip() if match else ""


def section_names(headings: Iterable[str]) -> dict[str, str]:
    """Return the name of each heading; where two would have one name, they stay as they are."""
    names = {heading: section_name(heading) for heading in headings}
    times = Counter(names.values())
    return {heading: name if times[name] == 1 else heading for heading, name in names.items()}


def with_first_section(kept: Sequence[Kept], above: Sequence[Row]) -> list[Kept]:
    """Give the first rows the section above the head, if it is counted as the later ones are."""
    sections = [one.section for one in kept if one.section]
    if not sections or kept[0].section or not above or len(above[-1].own) != 1:
        return list(kept)
    (first,) = above[-1].own
    if counted_stem(first.text) != counted_stem(sections[0].text) or not counted_stem(first.text):
        return list(kept)
    until = next(at for at, one in enumerate(kept) if one.section)
    return [replace(one, section=first) if at < until else one for at, one in enumerate(kept)]


def with_section_names(kept: Sequence[Kept], notes: FieldReader) -> tuple[list[Kept], frozenset[str]]:
    """Return the rows with the names of their sections without counts, and these names; note them."""
    headings = dict.fromkeys(joined(one.section.text) for one in kept if one.section)
    names = section_names(headings)
    cut = [heading for heading, name in names.items() if name != heading]
    if not cut:
        return list(kept), frozenset()
    many = f"等 {len(cut)} 个" if len(cut) > 1 else ""
    notes.warn(NOWHERE, "category", f"不带项数：“{cut[0]}”记作“{names[cut[0]]}”{many}。")
    texts = {one.section: names[joined(one.section.text)] for one in kept if one.section}
    found = [
        replace(one, section=one.section._replace(text=texts[one.section])) if one.section else one
        for one in kept
    ]
    return found, frozenset(names[heading] for heading in cut)
