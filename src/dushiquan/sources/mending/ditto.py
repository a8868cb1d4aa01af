"""同上, 〃 and the like in a requirement or unit cell: the same as in the row above."""

import re
from collections.abc import Sequence

from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.sources.field_reader import FieldReader

_DITTO = re.compile(
    r"[(（“]?\s*同\s*(?:上|前)(?:\s*[项栏行格])?\s*[)）”]?[。.]?|[〃\"″＂〞”“]{1,2}|''|,,|，，|´´|''"
)
_SIGN = re.compile("[同〃\"″＂〞”“'´]")
_COMMAS = (",,", "，，")
"""What every ditto has in it: a fast test."""
_PART = re.compile(r"((?:牵头|配合)单位[:：])(.*?)(?=\s*(?:牵头|配合)单位[:：]|$)", re.S)


def fill_dittos(rows: Sequence[Node], names: Sequence[str], reader: FieldReader) -> list[Node]:
    """Return the rows with the text above in place of 同上; note the projects, called ``names``.

    What has nothing right above it stays as it is, and is said.
    """
    filled = list(rows)
    for field in ("requirement", "units"):
        cells = [row.fields().get(field, NOWHERE) for row in rows]
        for at, cell in enumerate(_fill_column(field, cells, names, reader)):
            if cell is not cells[at]:
                filled[at] = filled[at]._replace(value={**filled[at].fields(), field: cell})
    return filled


def _fill_column(field: str, cells: Sequence[Node], names: Sequence[str], reader: FieldReader) -> list[Node]:
    """Fill the dittos of one field; note which were filled, and which could not be."""
    done: list[Node] = []
    said: list[str] = []
    above = NOWHERE
    for cell, name in zip(cells, names, strict=True):
        found = _filled(cell, above)
        if found is None:
            reader.project = name or None
            reader.warn(cell, field, f"“{cell.text().strip()}”上面没有可沿用的；请写全。")
            reader.project = None
        elif found is not cell:
            said.append(name)
        done.append(found or cell)
        above = NOWHERE if found is None or cell.faulted else found
    if said:
        where = f"{'、'.join(said[:10])}{'等' if len(said) > 10 else ''}"
        several = f" 共 {len(said)} 项" if len(said) > 1 else " "
        reader.warn(NOWHERE, field, f"{where}{several}写的是“同上”，已沿用上一项的；不对的请写全。")
    return done


def is_ditto(text: str) -> bool:
    """Tell whether a text only points to the one above."""
    return _DITTO.fullmatch(text.strip()) is not None


def _filled(cell: Node, above: Node) -> Node | None:
    """Return a cell with its dittos filled from the one above; None if there is nothing to fill them from."""
    text = cell.text()
    if not (_SIGN.search(text) or any(commas in text for commas in _COMMAS)):
        return cell
    if is_ditto(text):
        return cell._replace(value=above.value) if above.value else None
    parts = _PART.findall(cell.text())
    if not any(is_ditto(words) for _, words in parts):
        return cell
    text = _parts_filled(parts, above.text())
    return cell._replace(value=text) if text else None


def _parts_filled(parts: Sequence[tuple[str, str]], above: str) -> str:
    """Fill lead and supporting units, each from its own column above; or ""."""
    over = {label: words.strip() for label, words in _PART.findall(above)}
    over.setdefault(parts[0][0], "" if over else above.strip())
    filled = [(label, over.get(label, "") if is_ditto(words) else words.strip()) for label, words in parts]
    return "\n".join(f"{label}{words}" for label, words in filled) if all(w for _, w in filled) else ""
