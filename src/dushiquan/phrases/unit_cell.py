"""Reading a unit cell (责任单位): who leads, who supports, in the source's order.

Some cells label the names that follow (牵头单位:市民政局), some say at the end what those before do (市民政局
牵头,市经委配合), some only list them. Whoever takes the lead (牵头) leads; where nobody does, those
responsible (责任, 负责) lead. All others support.

The examples in the docstrings stand as cell = lead; support; the tests execute them.
"""

import re
from collections.abc import Iterator

from dushiquan.domain.plan import Units

_HEAD, _DUTY, _HELP, _NOBODY = "牵头", "负责", "配合", "无"

_ROLES = {
    _HEAD: "牵头|主办|承办|主管",
    _DUTY: "责任|负责",
    _HELP: "配合|协办|协助|协同|参与|参加|支持|指导|会同",
    _NOBODY: "责任人|负责人|联系人|责任领导|分管领导|适用范围|完成时[间限]|时限|电话",
}
_ANY_ROLE = "|".join(_ROLES.values())
_LABEL = re.compile(
    rf"(?:项目)?({_ANY_ROLE})(?:责任)?(?:单位|部门|科室|处室|机构)?(?:[(（]\w*[)）])?\s*[:：]"
    rf"|(?<![^\s、，,；;。])({_ANY_ROLE})(?:单位|部门)\s|(会同)"
)
_DUTIES = re.compile(
    r"(?:按照?(?:各自)?职责(?:分工)?)?(?:分别|共同|具体|联合)?(?:负责)?"
    r"(牵头|主办|承办|主管|负责|配合|协办|协助|协同|参与|参加|支持|指导|技术保障|结合实际)(?:负责|落实|实施)*$"
)
_NOTED_ROLE = re.compile(r"[(（](牵头|主办|配合|协办|参与)(?:单位|部门)?[)）]$")
_FIRST_LEADS = re.compile(r"[列排]在?第一\w{0,8}为牵头\w*[:：]?")
_NOTE = re.compile(r"[。，,；;](?:以下|具体任务|下同).*", re.DOTALL)
_DEADLINE = re.compile(
    r"[(（][^()（）]*(?:[0-9]月|[底日年]前|年[内底])[^()（）]*[)）]|^(?:[0-9]+月|[0-9]{4}年|年[内底]).*$"
)
_OPEN = re.compile(r"(?<![高中初同平])等(?:[^、，,；;]{0,9}(?:部门|单位|机构|企业)(?:和单位)?)?$")
_NONE = re.compile(r"[-—–－─_]*|无")


def read_units(cell: str) -> Units:
    """Read a unit cell; the list stays open where the source ends it with 等.

    牵头单位:市民政局 配合单位:市经委、市贸易局等 = 市民政局; 市经委、市贸易局等
    市民政局牵头,市经委负责 = 市民政局; 市经委
    市经委、市农办负责。列第一位者为牵头单位,下同 = 市经委; 市农办
    市经委+市农办 = 市经委、市农办
    """
    text, first_leads = _FIRST_LEADS.subn("", _NOTE.sub("", _unwrapped(cell.strip())))
    named: dict[str, str] = {}
    is_open = False
    for role, part in _parts(text):
        name = _OPEN.sub("", part)
        is_open = is_open or name != part
        if not _NONE.fullmatch(name):
            named.setdefault(name, role)
    if first_leads and named:
        named[next(iter(named))] = _HEAD
    leading = _HEAD if _HEAD in named.values() else _DUTY
    lead = tuple(name for name, role in named.items() if role == leading)
    support = tuple(name for name, role in named.items() if role not in (leading, _NOBODY))
    return Units(lead, support, is_open)


def _unwrapped(text: str) -> str:
    """Take off brackets around the whole cell: 〔责任单位:市经委〕 = 市经委."""
    body = text.rstrip("。 ")
    depths = _depths(body)
    return body[1:-1] if depths.count(0) == 1 and depths[-1] == 0 and len(body) > 1 else text


def _depths(text: str) -> list[int]:
    """Return after each character how many brackets are open."""
    depths, depth = [], 0
    for char in text:
        depth = max(0, depth + (char in "(（〔[【") - (char in ")）〕]】"))
        depths.append(depth)
    return depths


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each name with its role.

    A label holds until the next, or a word that differs: 责任单位:甲局牵头,乙局配合 = 甲局; 乙局
    Labels of no body are skipped: 责任单位:甲局 责任人:张三 配合单位:乙局 = 甲局; 乙局
    What closes a run tells the role of the whole run: 甲局、乙局指导,丙县政府负责落实 = 丙县政府; 甲局、乙局
    One word does both: 甲局会同乙局负责 = 甲局; 乙局
    A role in brackets is that name's alone: 甲局(牵头)、乙局 = 甲局; 乙局
    """
    label: str | None = None
    pieces = _LABEL.split(text)
    for at in range(0, len(pieces), 4):
        run: list[str] = []
        for part in _names(pieces[at]):
            said = _DUTIES.search(part)
            name = _DUTIES.sub("", part.removeprefix("由") if said else part)
            own = _NOTED_ROLE.search(name)
            if own:
                yield _role(own[1]), name[: own.start()]
            elif name:
                run.append(name)
            if said:
                role = _role(said[1])
                yield from ((label if label and role == _DUTY else role, name) for name in run)
                run = []
        yield from ((label or _DUTY, name) for name in run)
        word = next(filter(None, pieces[at + 1 : at + 4]), None)
        label = _role(word) if word else None


def _role(word: str) -> str:
    return next((role for role, words in _ROLES.items() if re.fullmatch(words, word)), _HELP)


# --- names -------------------------------------------------------------------------------------------

_SEPARATORS = "、，,；;。/+＋"
_BODY = "局委办厅部处院所府会行署校站队团"
_AND = re.compile(rf"(?:(?<=[{_BODY}等])|(?<=中心)|(?<=公司))(?:以及|[和与及])(?=\w)|(?:以及|[和及])(?=各)")
_PLACE = re.compile(r"(?:各(?:有关)?)?(?:地级以上)?[省市州县区](?:、[市县区]){0,3}")
_BROKEN_LINE = re.compile(r"\n(?=(?:部门|单位)(?:$|[、，,；;。\s]))")


def _names(text: str) -> list[str]:
    """Part a run of names at the marks between them; some names hold such marks themselves.

    Between bodies: 甲局、乙中心和丙所 = 甲局、乙中心、丙所
    Inside a name: 市文化和旅游局 = 市文化和旅游局
    In brackets: 各县(市、区)政府 = 各县(市、区)政府
    Between places: 市经委、各区、县级市 = 市经委、[各区、县级市]
    """
    text = _BROKEN_LINE.sub("", text)
    raw, names = [""], [""]
    for char, depth in zip(text, _depths(text), strict=True):
        if depth == 0 and (char in _SEPARATORS or char.isspace()):
            raw.append("")
        else:
            raw[-1] += char
    for name in raw:
        if _PLACE.fullmatch(names[-1]) and name[:1] in tuple("市县区乡镇"):
            names[-1] += "、" + name
        else:
            names += _AND.split(_DEADLINE.sub("", name))
    return [name for name in names if name]
