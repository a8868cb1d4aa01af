"""Read the styles of an .xlsx that affect meaning: number formats, bold, struck out, indents."""

from typing import NamedTuple

from dushiquan.formats.archive import Archive
from dushiquan.formats.number_format import BUILT_IN, GENERAL


class Style(NamedTuple):
    """The style of a cell."""

    pattern: str = GENERAL
    bold: bool = False
    struck: bool = False
    indent: int = 0


class _Font(NamedTuple):
    bold: bool = False
    struck: bool = False


PLAIN = Style()


def read_styles(archive: Archive, part: str) -> list[Style]:
    """Read the styles that the cells of a workbook refer to by number."""
    if part not in archive:
        return [PLAIN]
    formats: dict[int, str] = {}
    fonts: list[_Font] = []
    styles: list[Style] = []
    within: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        within.append(tag)
        above = within[-2] if len(within) > 1 else ""
        if tag == "numFmt":
            formats[int(attributes["numFmtId"])] = attributes.get("formatCode", GENERAL)
        elif tag == "font" and above == "fonts":
            fonts.append(_Font())
        elif above == "font" and within[-3:-2] == ["fonts"] and is_on(attributes):
            if tag == "b":
                fonts[-1] = fonts[-1]._replace(bold=True)
            elif tag == "strike":
                fonts[-1] = fonts[-1]._replace(struck=True)
        elif tag == "xf" and above == "cellXfs":
            number, font = int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0))
            look = fonts[font] if font < len(fonts) else _Font()
            styles.append(Style(formats.get(number, BUILT_IN.get(number, GENERAL)), *look))
        elif tag == "alignment" and within[-3:-1] == ["cellXfs", "xf"]:
            styles[-1] = styles[-1]._replace(indent=int(attributes.get("indent", 0)))

    def end(tag: str) -> None:
        within.pop()

    archive.parse(part, start, end)
    return styles or [PLAIN]


def is_on(attributes: dict[str, str]) -> bool:
    """Tell whether an element such as <b/> turns its property on."""
    return attributes.get("val", "1") not in ("0", "false", "off")
