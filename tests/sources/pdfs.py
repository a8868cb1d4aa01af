"""Small .pdf files with ruled tables, for tests: each page is a list of rows of equally wide columns."""

from collections.abc import Sequence
from pathlib import Path

Rows = Sequence[Sequence[str | None]]
"""The lines of a cell are parted by line ends; None belongs to the cell above."""

_WIDTH, _HEIGHT, _LEFT, _TOP, _SIZE = 120, 40, 40, 760, 10


def save_pdf(path: Path, pages: Sequence[Rows]) -> Path:
    """Save pages as a .pdf whose texts are Chinese, in a font that every reader has."""
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        " /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900]"
        " /ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 900 /StemV 80 >>",
    ]
    for at, rows in enumerate(pages):
        drawn = _drawn(rows)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 800 800] /Contents {7 + 2 * at} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    out, places = "%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{out.index('xref')}\n%%EOF\n"
    path.write_text(out, encoding="ascii")
    return path


def _drawn(rows: Rows) -> str:
    parts = []
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text is None:
                continue
            height = 1
            while at + height < len(rows) and rows[at + height][column] is None:
                height += 1
            left, top = _LEFT + column * _WIDTH, _TOP - at * _HEIGHT
            parts.append(f"{left} {top - height * _HEIGHT} {_WIDTH} {height * _HEIGHT} re S")
            for line, words in enumerate(text.splitlines()):
                code = words.encode("utf-16-be").hex()
                parts.append(f"BT /F1 {_SIZE} Tf {left + 4} {top - 14 - line * 12} Td <{code}> Tj ET")
    return "\n".join(parts)
