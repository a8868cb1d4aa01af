"""Read a cell of persons (负责人): their names, in the source's order.

The examples in the docstrings stand as cell = names; the tests execute them.
"""

import re

from dushiquan.phrases.unit_names import PHONE

_LABEL = re.compile(r"^(?:(?:第一)?(?:责任|负责|联系)人|责任领导)\s*[:：]\s*")
_MARKS = re.compile(
    r"[、，,；;/／+＋\n]+|\s+[&＆]\s+|(?<=[\u4e00-\u9fff])[&＆](?=[\u4e00-\u9fff])"
    r"|(?<=[A-Za-z])\s*[·・•]\s*(?=[A-Za-z])"
)
_ADDRESS = re.compile(r"\s*[<(（]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[>)）]?")
_DUTY = re.compile(r"[(（](?:组长|副组长|组员|牵头|主要?|负责人?|主办|协办|主笔|[A-D]角)[)）]$")
_COUNTED = re.compile(r"^[0-9]{1,2}[.、．]\s*(?=[\u4e00-\u9fff])")
_ROLE = re.compile(r"^[\u4e00-\u9fff]{1,5}\s*[:：]\s*(?=\S)")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff)）])[ \u3000]+(?=[@＠]?[\u4e00-\u9fff])")
_FIGURES = re.compile("[0-9]{7}")
_EMPTY = re.compile(r"[(（]\s*[)）]")
_BRACKET = re.compile(r"(?:\s*\n\s*)?([(（][^()（）]*[)）])")
_HELD = str.maketrans(dict(zip("、，,；;/／+＋\n ", map(chr, range(0xE000, 0xE00B)), strict=True)))
_FREE = {ord(held): mark for mark, held in _HELD.items()}
_LEADS = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:牵头|负责|主办|承办)$")
_NOBODY = re.compile(r"[-—–－─_]*|暂?无|[待未](?:指?定|确定|明确|安排|分配|落实)|tbd|n/?a", re.I)


def read_persons(cell: str) -> tuple[str, ...]:
    """Read a cell of persons.

    Marks part names: 小周、小吴/小郑+各组成员 = 小周、小吴、小郑、各组成员
    So do spaces, but not within a name: 周明 吴 清 = 周明、吴清
    So does a dot, but not within a Chinese name: Ann·Bob、买买提·艾力 = Ann、Bob、买买提·艾力
    A label is no name: 负责人：小周 = 小周
    Nor is what someone does: 前端：小周、后端：小吴 = 小周、小吴
    A dash is nobody: —— =
    A mark before a name is none of it: @周明 @吴清 = 周明、吴清
    Nor are an address, a duty in brackets and a number before it: 1.周明<z@a.cn>、2.吴清（组长） = 周明、吴清
    Telephone numbers are left out: 周明13800001111、吴清（0571-87654321） = 周明、吴清
    That one leads is no part of his name: 信息中心牵头 = 信息中心
    Those in brackets behind a name stay there, as they may only assist.
    """
    text = _EMPTY.sub("", PHONE.sub("", cell)) if _FIGURES.search(cell) else cell
    text = _ADDRESS.sub("", text) if "@" in text else text
    text = _BRACKET.sub(lambda bracket: bracket[1].translate(_HELD), _LABEL.sub("", text.strip()))
    parts = _MARKS.split(text)
    names = [name for part in parts for name in _by_spaces(_plain(part.strip()))]
    named = (_DUTY.sub("", name.lstrip("@＠").translate(_FREE)) for name in names)
    return tuple(dict.fromkeys(name for name in named if not _NOBODY.fullmatch(name)))


def _plain(part: str) -> str:
    return _LEADS.sub("", _DUTY.sub("", _ROLE.sub("", _COUNTED.sub("", part))))


def _by_spaces(part: str) -> list[str]:
    """Split names at spaces between Chinese characters; a single character joins its neighbour."""
    names: list[str] = []
    for piece in _SPACED.split(part):
        if names and len(piece) == len(names[-1]) == 1:
            names[-1] += piece
        else:
            names.append(piece)
    return names
