"""Decode text files: UTF-8, UTF-16, or the GB18030 that Chinese Windows writes."""

import codecs
from pathlib import Path

from dushiquan.formats.files import unusable

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(path: Path, content: bytes, named: str = "") -> str:
    """Decode a text, without byte order marks; raise ``UnusableFileError`` if it is not text.

    ``named`` is the encoding that the file itself declares, if any.
    """
    for encoding in _encodings(content, named):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" not in text:
            return text.lstrip("\ufeff")
    raise unusable(path, "不是文字，也不是认得的文件；文字请存为 UTF-8，表格请另存为 .xlsx。")


def _encodings(content: bytes, named: str) -> list[str]:
    if content.startswith(codecs.BOM_UTF8):
        return ["utf-8"]
    if content.startswith(_UTF_16):
        return ["utf-16"]
    # Files declare gb2312 or gbk; GB18030 is a superset of both.
    chinese = named.lower().replace("_", "-") in ("gb2312", "gbk", "gb18030", "x-gbk")
    return [named] * bool(named and not chinese) + ["utf-8", "gb18030"]
