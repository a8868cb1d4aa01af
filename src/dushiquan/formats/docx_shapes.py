"""Put a drawing into a .docx as native shapes (DrawingML), so that its words are set in the reader's fonts.

Word since 2010, WPS and LibreOffice show them; others show the description. A picture of dots would need a
font with Chinese characters here, an EMF or SVG one is not shown everywhere.
"""

from itertools import count
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from dushiquan.formats.shapes import COLOURS, LOOKS, Box, Dot, Drawing, Path, Pen, Shape, Words

_OFFICE = "http://schemas.microsoft.com/office/word/2010"
_OPEN = "http://schemas.openxmlformats.org"
_SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "w": f"{_OPEN}/wordprocessingml/2006/main",
        "wp": f"{_OPEN}/drawingml/2006/wordprocessingDrawing",
        "a": f"{_OPEN}/drawingml/2006/main",
        "mc": f"{_OPEN}/markup-compatibility/2006",
        "wpg": f"{_OFFICE}/wordprocessingGroup",
        "wps": f"{_OFFICE}/wordprocessingShape",
    }.items()
)
BRIEF, LATIN = "简报", "Arial"
"""The style of words in a drawing, and the font of their Latin letters and digits, which goes with 黑体."""
_SIDES = {"start": "left", "middle": "center", "end": "right"}
_LEADING = 1.3  # the height of a line of text, in sizes


def add_drawing(paragraph: Paragraph, drawing: Drawing, unit: float) -> None:
    """Add a drawing to a paragraph; ``unit`` is its unit in points."""
    ids = _free_ids(paragraph)
    writer = _Markup(unit)
    width, height = writer.length(drawing.width), writer.length(drawing.height)
    number = next(ids)
    shapes = "".join(writer.shape(shape, next(ids), drawing.width) for shape in drawing.shapes)
    described = f"{drawing.title}：{drawing.described}"
    extent = f'cx="{width}" cy="{height}"'
    paragraph._p.append(
        parse_xml(
            f'<w:r {_SPACES}><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
            f'<wp:docPr id="{number}" name={quoteattr(drawing.title)} descr={quoteattr(described)}/>'
            "<wp:cNvGraphicFramePr/><a:graphic>"
            f'<a:graphicData uri="{_OFFICE}/wordprocessingGroup"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>'
            f'<a:xfrm><a:off x="0" y="0"/><a:ext {extent}/><a:chOff x="0" y="0"/><a:chExt {extent}/></a:xfrm>'
            f"</wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:t>{escape(described)}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )


def _free_ids(paragraph: Paragraph) -> "count[int]":
    """Return numbers for shapes that no other shape of the file has."""
    whole = paragraph._p.getroottree()
    used = [
        int(found.get("id", 0))
        for name in ("wp:docPr", "wps:cNvPr")
        for found in whole.iter(_qualified(name))
    ]
    return count(max(used, default=0) + 1)


def _qualified(name: str) -> str:
    return f"{{{_OFFICE}/wordprocessingShape}}{name[4:]}" if name.startswith("wps:") else qn(name)


class _Markup:
    """Writes shapes as markup, with lengths in EMU."""

    def __init__(self, unit: float) -> None:
        self._unit = unit

    def length(self, units: float) -> int:
        """Return a length in EMU, of which a point has 12,700."""
        return round(units * self._unit * 12_700)

    def shape(self, shape: Shape, id: int, across: float) -> str:
        """Write a shape of a drawing that is ``across`` wide."""
        match shape:
            case Box():
                place = shape.x, shape.y, shape.width, shape.height
                return self._placed(id, place, _preset("rect"), LOOKS[shape.look])
            case Dot():
                size = 2 * shape.radius
                place = shape.x - shape.radius, shape.y - shape.radius, size, size
                return self._placed(id, place, _preset("ellipse"), LOOKS[shape.look])
            case Path():
                return self._path(shape, id)
            case Words():
                return self._words(shape, id, across)

    def _path(self, path: Path, id: int) -> str:
        look = LOOKS[path.look]
        xs, ys = [x for x, _ in path.points], [y for _, y in path.points]
        left, top = min(xs), min(ys)
        width, height = max(xs) - left, max(ys) - top
        points = [f'<a:pt x="{self.length(x - left)}" y="{self.length(y - top)}"/>' for x, y in path.points]
        steps = f"<a:moveTo>{points[0]}</a:moveTo>" + "".join(f"<a:lnTo>{p}</a:lnTo>" for p in points[1:])
        way = f"{steps}<a:close/>" if look.fill else steps
        fill = "" if look.fill else ' fill="none"'
        geometry = (
            "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f'<a:path w="{self.length(width)}" h="{self.length(height)}"{fill}>{way}</a:path>'
            "</a:pathLst></a:custGeom>"
        )
        return self._placed(id, (left, top, width, height), geometry, look)

    def _words(self, words: Words, id: int, across: float) -> str:
        """Write words in a box that reaches to the drawing's edge, so that no font breaks them.

        It may not reach beyond: LibreOffice would then shrink the whole drawing.
        """
        half = min(words.x, across - words.x)
        left, width = {
            "start": (words.x, across - words.x),
            "middle": (words.x - half, 2 * half),
            "end": (0.0, words.x),
        }[words.anchor]
        height = words.size * _LEADING
        look = LOOKS[words.look]
        size = round(words.size * self._unit * 2)
        bold = "<w:b/>" if look.is_bold else ""
        line = round(height * self._unit * 20)
        text = (
            f'<wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val="{BRIEF}"/>'
            '<w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'
            f'<w:jc w:val="{_SIDES[words.anchor]}"/></w:pPr><w:r><w:rPr>'
            f'<w:rFonts w:hint="eastAsia" w:ascii="{LATIN}" w:hAnsi="{LATIN}"/>'
            f'{bold}<w:color w:val="{COLOURS[look.fill]}"/><w:spacing w:val="0"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape(words.text)}</w:t></w:r></w:p></w:txbxContent></wps:txbx>'
        )
        place = left, words.y - height / 2, width, height
        return self._placed(id, place, _preset("rect"), Pen(), text)

    def _placed(
        self, id: int, place: tuple[float, float, float, float], geometry: str, look: Pen, text: str = ""
    ) -> str:
        x, y, across, down = map(self.length, place)
        fill = _filled(look.fill) if look.fill else "<a:noFill/>"
        dash = '<a:prstDash val="sysDash"/>' if look.is_dashed else ""
        width = f' w="{self.length(look.width)}"' if look.line else ""
        line = f"<a:ln{width}>{_filled(look.line) if look.line else '<a:noFill/>'}{dash}</a:ln>"
        kind = ' txBox="1"' if text else ""
        return (
            f'<wps:wsp><wps:cNvPr id="{id}" name="图形{id}"/><wps:cNvSpPr{kind}/><wps:spPr>'
            f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
            f'{geometry}{fill}{line}</wps:spPr>{text}<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0"'
            ' bIns="0" anchor="ctr"><a:noAutofit/></wps:bodyPr></wps:wsp>'
        )


def _filled(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{COLOURS[colour]}"/></a:solidFill>'


def _preset(name: str) -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst/></a:prstGeom>'
