"""Extract the names in a unit cell: split, rejoined if a line break split them, and without persons."""

import re
from collections.abc import Sequence
from functools import lru_cache

_LATIN_SPACE = re.compile(r"(?<=[A-Za-z0-9&,.'’\u00c0-\u1fff]) (?=[A-Za-z0-9&(#‘\u00c0-\u1fff])")
_SEPARATORS = "、，,；;。/+＋"
_SEPARATOR = re.compile(rf"[{_SEPARATORS}]|[^\S\xa0]")  # but at a no-break space
_OPENING, _CLOSING = "(（〔[【", ")）〕]】"
BRACKETS = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")
"""A bracket of any kind: a fast test."""

_BODY = "局委办厅部处院所府会行署校站队团辦廳處會隊團"
BODY_AT_END = re.compile(
    rf"(?:[{_BODY}组科室县市区镇乡村司厂社組縣區鎮鄉廠]|中心|公司|集团|单位|部门|街道|机构|机关|大学|中学|小学|银行|学校|企业|镇街|街镇|专班"
    r"|集團|單位|部門|機構|大學|中學|小學|銀行|學校|企業)[)）]?$"
)
"""How the names of units end."""

_AND = re.compile(
    rf"(?:(?<=[{_BODY}等])|(?<=中心)|(?<=公司))(?:以及|[和与及])(?=\w)|(?:以及|[和及])(?=各|相关|有关|其他|相關|有關)"
)
_JOINED = re.compile(r"^(?:以及|及)(?=\w\w)|^[和与](?=各|相关|有关|其他)")
_PLACE = re.compile(r"(?:各(?:有关)?)?(?:地级以上)?[省市州县区](?:、[市县区]){0,3}")
_COLLECTIVE = re.compile(r"(?:各|所有|[0-9]+个)(?:县|区|街道|乡|镇)")
_BEGINS_PLACES = frozenset("各地省市州县区所0123456789")
"""How ``_PLACE``, ``_COLLECTIVE`` and ``_SHARED`` begin."""
_KIND_OF_PLACE = re.compile(r"县|市|区|街道|乡镇?|镇")
_SHARED = re.compile(r"((?:各|所有)[^\s]*?)(?:党委|党工委|人民政府|政府|管委会)")
_TAIL = re.compile(r"党委|党工委|(?:人民)?政府|管委会")
_DEADLINE = re.compile(
    r"[(（][^()（）]*(?:[0-9]月|[底日年]前|年[内底])[^()（）]*[)）]|^(?:[0-9]+月|[0-9]{4}年|年[内底]).*$"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NUMBERING = re.compile(
    r"[①-⑳⑴-⒇]|(?:^|(?<=[\s、，,；;。:：局委办厅]))(?:[0-9]{1,2}[.．、](?![0-9])|[(（][0-9]{1,2}[)）])"
)
_FIGURE = re.compile("[0-9①-⑳⑴-⒇]")
PHONE = re.compile(
    r"(?:(?:联系)?电话|手机|传真)\s*[:：]?\s*[0-9][0-9\-—、/ ]{5,}"
    r"|(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-—][0-9]{7,8}|[2-8][0-9]{6,7})(?![0-9])"
)
_PERSON = r"(?:联系人|责任人|负责人|责任领导|分管领导|牵头领导|经办人)"
_PERSON_IN_BRACKETS = re.compile(rf"[(（]\s*{_PERSON}\s*[:：]?\s*([^()（）]*)[)）]")
_NAMED_WITH_PHONE = re.compile(r"[(（]\s*([\u4e00-\u9fff]{2,4})?\s*[0-9*＊][0-9*＊\-— ]{5,}[)）]")
_CLOSED = ("等", "责", "合", "头", "办", ")", "）")
_ALSO_CALLED = re.compile(
    rf"[(（](?!.*(?:牵头|配合|负责|主办|协办))[\u4e00-\u9fff]{{1,10}}(?:[{_BODY}]|办公室|管委会|中心|公司|集团)[)）]"
)
_LETTERS_APART = re.compile(r"(?<!\S)[\u4e00-\u9fff](?:[ \u3000][\u4e00-\u9fff])+(?!\S)")


def tidy(cell: str) -> tuple[str, list[str]]:
    """Return the cell without telephone numbers, numbering and persons, and the persons.

    The letters of a name may stand apart (市 甲 局), and a line may end inside one (市发展和改革⏎委员会).
    """
    persons: list[str] = []

    def keep_person(match: re.Match[str]) -> str:
        persons.extend(filter(None, re.split(r"[\s、，,；;]+", match[1] or "")))
        return ""

    text = _NAMED_WITH_PHONE.sub(keep_person, _INVISIBLE.sub("", cell.strip()))
    has_figures = _FIGURE.search(text)
    text = PHONE.sub("", text) if has_figures else text
    text = _PERSON_IN_BRACKETS.sub(keep_person, text)
    text = _LETTERS_APART.sub(lambda match: "".join(match[0].split()), text)
    return _lines_joined(_NUMBERING.sub("、", text) if has_figures else text), persons


def _lines_joined(text: str) -> str:
    """Join a line that does not end like a name with the next line, if that one does."""
    if "\n" not in text:
        return text
    lines = re.split(r"\s*\n\s*", text)
    joined = lines[0]
    for line in lines[1:]:
        left = re.split(rf"[\s{_SEPARATORS}:：]", joined)[-1]
        right = re.split(rf"[\s{_SEPARATORS}:：(（]", line)[0]
        broken = left and not BODY_AT_END.search(left) and not left.endswith(_CLOSED)
        goes_on = broken and BODY_AT_END.search(right) and ":" not in line[:8]
        joined += ("" if goes_on or _ALSO_CALLED.fullmatch(line) else "\n") + line
    return joined


def names_of(text: str) -> list[str]:
    """Split a list of names at the separators; some names contain separators themselves.

    Between bodies: 甲局、乙中心和丙所 = 甲局、乙中心、丙所
    Before a collective: 甲局及相关区县 = 甲局、相关区县
    Inside a name: 市文化和旅游局 = 市文化和旅游局
    In brackets: 各县(市、区)政府 = 各县(市、区)政府
    Between places: 市经委、各区、县级市 = 市经委、[各区、县级市]
    Between kinds of places: 13个街道、镇 = [13个街道、镇]
    At spaces, but not between Latin words: 甲局 乙局 Project Team = 甲局、乙局、Project Team
    Their letters may have any marks: Parents' Board、Équipe (Nord) = Parents' Board、Équipe (Nord)
    A shared beginning: 各县党委、政府 = 各县党委、各县政府
    """
    names = [""]
    for name in _raw_names(_LATIN_SPACE.sub("\N{NO-BREAK SPACE}", text)):
        last = names[-1]
        if last[:1] not in _BEGINS_PLACES:
            names += _apart(name)
        elif _is_of_place(last, name):
            names[-1] += "、" + name
        elif (shared := _SHARED.match(last)) and _TAIL.match(name):
            names.append(shared[1] + name)
        else:
            names += _apart(name)
    return [name for name in names if name]


def _is_of_place(last: str, name: str) -> bool:
    """Tell whether a name goes on the list of places before it: 各区、县级市."""
    if _PLACE.fullmatch(last) and name[:1] in tuple("市县区乡镇") and name[1:2] != "直":
        return True
    return bool(_COLLECTIVE.fullmatch(last) and _KIND_OF_PLACE.fullmatch(name))


@lru_cache(4096)
def _apart(name: str) -> Sequence[str]:
    """Split a name at 和 and the like, without a deadline that stands beside it."""
    return _AND.split(_JOINED.sub("", _DEADLINE.sub("", name)))


def _raw_names(text: str) -> list[str]:
    """Split at the separators that stand outside brackets; a no-break space stands for a space in a name."""
    if not BRACKETS.search(text):
        return [raw.replace("\N{NO-BREAK SPACE}", " ") for raw in _SEPARATOR.split(text)]
    names, depth = [""], 0
    for char in text:
        depth = max(0, depth + (char in _OPENING) - (char in _CLOSING))
        if char == "\N{NO-BREAK SPACE}":
            names[-1] += " "
        elif depth == 0 and (char in _SEPARATORS or char.isspace()):
            names.append("")
        else:
            names[-1] += char
    return names
