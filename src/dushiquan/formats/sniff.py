"""Detect the kind of a file by its content: many web pages and .xlsx files are named .xls."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from dushiquan.errors import UnusableFileError
from dushiquan.formats.decoding import decoded
from dushiquan.formats.files import unusable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES = (  # by what the content types or the ``mimetype`` of a zip file say
    (b"spreadsheetml", ".xlsx"),
    (b"wordprocessingml", ".docx"),
    (b"ms-excel.sheet.binary", ".xlsb"),
    (b"opendocument.spreadsheet", ".ods"),
    (b"opendocument.text", ".odt"),
)
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|meta|table|div)\b", re.I | re.S
)
_MHT = re.compile(r"\s*([\w-]+:.*\n([ \t].*\n)*)*?MIME-Version:", re.I)
_XML_OF_EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"
_HEAD = 4096


def kind_of(path: Path, content: bytes) -> str:
    """Return the suffix that fits the content; raise ``UnusableFileError`` if no such file can be read."""
    if path.name.startswith("~$"):
        raise unusable(path, "是 Office 打开文件时留下的临时文件；请给出原来的文件。")
    if content.startswith(b"PK"):
        return _kind_of_zip(path, content)
    if content.startswith(_OLE):
        return _kind_of_ole(path, content)
    if b"%PDF-" in content[:1024]:
        return ".pdf"
    if content.startswith(b"{\\rtf"):
        return ".rtf"
    return _kind_of_text(path, content)


def _kind_of_zip(path: Path, content: bytes) -> str:
    damaged = "已损坏，或是别的压缩文件；压缩包请先解压，表格请用 Excel 打开后另存为 .xlsx。"
    try:
        with ZipFile(BytesIO(content)) as archive:
            for name in ("[Content_Types].xml", "mimetype"):
                if name in archive.namelist():
                    with archive.open(name) as part:
                        declared = part.read(1_000_000).replace(b"\0", b"")  # the zeros of UTF-16
                    for word, suffix in _TYPES:
                        if word in declared:
                            return suffix
    except (BadZipFile, OSError, EOFError, RuntimeError, ValueError, NotImplementedError) as error:
        raise unusable(path, damaged) from error
    except Exception as error:  # zipfile passes on the errors of zlib and lzma
        raise unusable(path, damaged) from error
    raise unusable(path, damaged)


def _kind_of_ole(path: Path, content: bytes) -> str:
    def holds(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise unusable(path, "有密码保护；请取消密码后另存。")
    if holds("WordDocument"):
        return ".doc"
    if holds("Workbook") or holds("Book"):
        return ".xls"
    return ".doc" if path.suffix.lower() in (".doc", ".wps") else ".xls"


def _kind_of_text(path: Path, content: bytes) -> str:
    """Return the kind of a text; delimited text if the name says so, or if most lines hold a tab."""
    suffix = path.suffix.lower()
    try:
        head = decoded(path, _first_lines(content[: 16 * _HEAD]))
    except UnusableFileError:
        head = decoded(path, content)
    if _XML_OF_EXCEL in head[:_HEAD] and head.lstrip().startswith("<?xml"):
        return ".xml"
    if _HTML.match(head) or (suffix in (".html", ".htm") and "<" in head):
        return ".html"
    if _MHT.match(head[:_HEAD]):
        return ".mht"
    if suffix in (".csv", ".tsv", ".xls", ".xlsx", ".et", ".ods"):
        return ".csv"
    lines = [line for line in head.splitlines() if line.strip()]
    return ".csv" if len(lines) > 1 and sum("\t" in line for line in lines) * 2 > len(lines) else ".txt"


def _first_lines(head: bytes) -> bytes:
    """Return the head of a file up to its last line end, so that no character is cut in two."""
    end = head.rfind(b"\n")
    return head if end < 0 or head.startswith((b"\xff\xfe", b"\xfe\xff")) else head[: end + 1]
