"""Read a unit cell (责任单位): who leads, who supports, in the source's order.

Some cells label the names that follow (牵头单位:市民政局), some say at the end what those before do (市民政局
牵头,市经委配合), some only list them. Whoever takes the lead (牵头) leads; where nobody does, those
responsible (责任, 负责) lead; where nobody is, the first named. All others support.

The examples in the docstrings stand as cell = lead; support; the tests execute them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from dushiquan.domain.plan import Units
from dushiquan.phrases.traditional import with_plain_roles
from dushiquan.phrases.unit_names import BODY_AT_END, BRACKETS, names_of, tidy

_HEAD, _DUTY, _HELP, _PERSON, _NOBODY = "牵头", "负责", "配合", "人", "无"

_ROLES = {
    _HEAD: "牵头|主办|主责|承办|主管|起草",
    _DUTY: "责任|负责|实施|落实",
    _HELP: "配合|协办|会办|协助|协同|协作|参与|参加|支持|指导|督导|监督|会同|(?:数据|资料)(?:提供|报送)",
    _PERSON: "责任人|负责人|联系人|责任领导|分管领导|牵头领导",
    _NOBODY: "适用范围|完成时[间限]|时限|电话|备注",
}
_ANY_ROLE = "|".join(_ROLES.values())
_LABEL = re.compile(
    rf"(?:项目|(?:^|(?<=[\s、，,；;。]))(?:[省市县区]|总|主要|具体|第一|共同))?({_ANY_ROLE})"
    r"(?:责任)?(?:单位|部门|科室|处室|股室|站所|厅局|机构)?(?:[(（]\w*[)）])?\s*[:：]"
    rf"|(?<![^\s、，,；;。])({_ANY_ROLE})(?:单位|部门)\s|(会同)"
)
_BRACKETED = re.compile(
    rf"(?:(?:^|(?<=[\s、，,；;。]))[(（]|[【\[])({_ANY_ROLE})(?:单位|部门)?[)）】\]](?=[^\s、，,；;。])"
)
_LABELLED_NOTE = re.compile(
    rf"\s*[(（]((?:{_ANY_ROLE})(?:单位|部门)?\s*[:：][^()（）]*)[)）](?=[\s、，,；;。]|$)"
)
_DUTIES = re.compile(
    r"(?:(?:按照?|根据)(?:各自)?(?:业务|职责|职能|任务|部门)*(?:分工)?)?(?:分别|共同|具体|联合|分工|分头|协同(?=负责))*(?:负责)?"
    r"(牵头|主办|承办|主管|负责|配合|协办|协助|协同|参与|参加|支持|指导|技术保障|结合实际|研究|提出|制定|组织|办理|承担|(?<=具体)(?:落实|实施))"
    r"(?:负责|落实|实施|提出|制定|方案|意见|抓总|汇总|协调)*$"
)
_ADDRESS = re.compile(r"^(?:(?:此|该|本)项工作|具体)?由")
_NOTED_ROLE = re.compile(r"[(（](?:(牵头|主办|主)|(配合|协办|参与|协|配))(?:单位|部门)?[)）]$")
_STAR = re.compile(r"^[*＊★☆▲※]+|[*＊★☆▲※]+$")
_FIRST_LEADS = re.compile(
    r"[(（]?第一(?:个)?(?:责任)?单位为(?:牵头|主办)\w*(?:[，,、]\s*下同)?[)）]?|[(（]?[列排][名在于]*(?:第一|首位?)\w{0,8}为(?:工作)?(?:牵头|主办)\w*(?:[，,、]\s*下同)?[)）]?[:：]?"
)
_BY_DUTY = r"(?:按照?|根据|依据?)(?:各自)?(?:业务|职责|职能|任务|部门|行业|领域)+(?:分工)?"
_SHARED = re.compile(
    rf"[(（](?:{_BY_DUTY})?(?:分别|共同|分工|分头)?(?:负责|落实)?(?<![(（])[)）]|{_BY_DUTY}(?=$|[\s、，,；;。])"
)
"""Says that units share the work, which changes nothing in who they are: （按职责分工负责）."""
_NOTE = re.compile(r"[。，,；;](?:以下|具体任务|下同).*", re.DOTALL)
_OPEN = re.compile(
    r"(?<![高中初同平])等(?:[^、，,；;]{0,9}(?:部门|单位|机构|企业|部門|單位|機構|企業)(?:和单位)?)?$"
)
_NONE = re.compile(r"[-—–－─_]*|无")
_FIGURE = re.compile(r"[0-9０-９]+(?:[.,，][0-9]+)*[%％]?")
_DITTO = frozenset(("同上", "同前", "〃", "″"))
_REMARK = re.compile(
    r"另行|通知|视[^局委办厅部]{0,8}(?:情况|进度)|不再|无需|详见|附件|待定|确定|完成|按.*执行|根据|需要|除外"
)
_SENTENCE = re.compile(r"由|负责|分工|牵头|研究|[①-⑳]|★|[0-9]\.|[:：]")
_GOES_ON = re.compile(r"[局委办厅]\w{3,}$")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_LONGEST_NAME = 16

_NAME, _LIKE_A_SENTENCE, _REMARK_ONLY, _AS_ABOVE, _NOTHING = "name", "sentence", "remark", "ditto", "nothing"


@dataclass(frozen=True, slots=True)
class UnitCell:
    """What a cell says: its units, the persons it names, and what a person should look at.

    ``first_leads`` tells that nobody was named to lead, so that the first named reports; ``ditto`` that the
    cell only points at the one above. ``doubts`` are pieces that read like a sentence: names that are kept
    all the same, and remarks that are not.
    """

    units: Units
    persons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    first_leads: bool = False
    ditto: bool = False


def read_units(cell: str) -> Units:
    """Read the units of a cell: see ``read_unit_cell``."""
    return read_unit_cell(cell).units


def read_unit_cell(cell: str) -> UnitCell:
    """Read a unit cell; the list stays open where the source ends it with 等.

    牵头单位:市民政局 配合单位:市经委、市贸易局等 = 市民政局; 市经委、市贸易局等
    市民政局牵头,市经委负责 = 市民政局; 市经委
    市经委、市农办负责。列第一位者为牵头单位,下同 = 市经委; 市农办
    市经委、市农办,排在首位的为牵头单位 = 市经委; 市农办
    配合单位:市经委、市农办 = 市经委; 市农办
    市经委、市农办(第一责任单位为牵头单位,下同) = 市经委; 市农办
    牵头单位:市经委;数据提供单位:市统计局 = 市经委; 市统计局
    市经委+市农办 = 市经委、市农办
    A figure is no unit: 100.0 =
    市经委、市农办(按行业分工负责) = 市经委、市农办
    In traditional characters: 市經委牽頭，市農辦按職責分工負責 = 市經委; 市農辦
    """
    text, persons = tidy(with_plain_roles(cell))
    text = _SHARED.sub("", _NOTE.sub("", _unwrapped(text)))
    text, first_leads = _FIRST_LEADS.subn("", text)
    named: dict[str, str] = {}
    doubts: list[str] = []
    is_open = ditto = False
    for role, part in _parts(text):
        name, kind = _seen_alone(part)
        is_open = is_open or name != part
        if role in (_PERSON, _NOBODY):
            persons += [name] * (role == _PERSON)
        elif kind in (_NAME, _LIKE_A_SENTENCE):
            named.setdefault(name, role)
            doubts += [name] * (kind is _LIKE_A_SENTENCE or name in _REST_OF_NAME)
        elif kind is _REMARK_ONLY:
            doubts.append(name)
        else:
            ditto = ditto or kind is _AS_ABOVE
    if first_leads and named:
        named[next(iter(named))] = _HEAD
    leading = _HEAD if _HEAD in named.values() else _DUTY
    nobody_leads = bool(named) and leading not in named.values()
    if nobody_leads:
        named[next(iter(named))] = leading
    lead = tuple(name for name, role in named.items() if role == leading)
    support = tuple(name for name, role in named.items() if role != leading)
    units = Units(lead, support, is_open)
    return UnitCell(units, tuple(dict.fromkeys(persons)), tuple(doubts), nobody_leads, ditto)


_REST_OF_NAME = frozenset("省市州区县镇乡村部委厅局办处科室院")
"""What is left of a name if a text is cut behind its first or before its last character."""


# A large plan names the same few units in most of its cells.
@lru_cache(4096)
def _seen_alone(part: str) -> tuple[str, str]:
    """Return a name without the 等 that ends a list, and what it is by its words alone."""
    name = _OPEN.sub("", part)
    if name in _DITTO:
        return name, _AS_ABOVE
    if _REMARK.search(name) and not BODY_AT_END.search(name):
        return name, _REMARK_ONLY
    if _NONE.fullmatch(name):
        return name, _NOTHING
    if _FIGURE.fullmatch(name):
        return name, _REMARK_ONLY
    return name, _LIKE_A_SENTENCE if _reads_like_a_sentence(name) else _NAME


def _reads_like_a_sentence(name: str) -> bool:
    bare = _IN_BRACKETS.sub("", name)
    goes_on = _GOES_ON.search(bare) and not BODY_AT_END.search(bare)
    return len(bare) > _LONGEST_NAME or bool(goes_on) or _SENTENCE.search(bare) is not None


def _unwrapped(text: str) -> str:
    """Take off brackets around the whole cell: 〔责任单位:市经委〕 = 市经委."""
    body = text.rstrip("。 ")
    if not body.startswith(tuple("(（〔[【")):
        return text
    depth, depths = 0, []
    for char in body:
        depth = max(0, depth + (char in "(（〔[【") - (char in ")）〕]】"))
        depths.append(depth)
    return body[1:-1] if depths.count(0) == 1 and depths[-1] == 0 and len(body) > 1 else text


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each name with its role.

    A label holds until the next, or a word that differs: 责任单位:甲局牵头,乙局配合 = 甲局; 乙局
    It may stand in brackets: 【牵头】甲局【配合】乙局 = 甲局; 乙局
    Labels of no body are skipped: 责任单位:甲局 责任人:张三 配合单位:乙局 = 甲局; 乙局
    What closes a run tells the role of the whole run: 甲局、乙局指导,丙县政府负责落实 = 丙县政府; 甲局、乙局
    One word does both: 甲局会同乙局负责 = 甲局; 乙局
    They may share the work: 甲局牵头,乙局等部门分工负责 = 甲局; 乙局等
    It may be 具体落实: 甲局牵头,各镇政府具体落实 = 甲局; 各镇政府
    The cell may be a sentence: 此项工作由甲局主办,乙局协办 = 甲局; 乙局
    A role in brackets or a star is that name's alone: 甲局(牵头)、乙局 = 甲局; 乙局
    甲局、乙局★ = 乙局; 甲局
    A label in brackets holds inside them: 甲局(配合单位:乙局、丙局)、丁局 = 甲局、丁局; 乙局、丙局
    """
    label = _DUTY
    text = _LABELLED_NOTE.sub(r" \1 责任单位:", text)
    if BRACKETS.search(text):
        text = _BRACKETED.sub(r" \1单位:", text)
    pieces = _LABEL.split(text)
    for at in range(0, len(pieces), 4):
        for role, name in _said_of(pieces[at]):
            yield label if role == _DUTY else role, name
        word = next(filter(None, pieces[at + 1 : at + 4]), None)
        label = _role(word) if word else _DUTY


@lru_cache(4096)
def _said_of(piece: str) -> tuple[tuple[str, str], ...]:
    """Return each name of a piece without labels, with its role: what is said of it, or else ``_DUTY``."""
    found: list[tuple[str, str]] = []
    run: list[str] = []
    for part in names_of(piece):
        name, own, role = _roles_in(part)
        if own:
            found.append((own, name))
        elif name:
            run.append(name)
        if role:
            found += ((role, name) for name in run)
            run = []
    return (*found, *((_DUTY, name) for name in run))


@lru_cache(4096)
def _roles_in(part: str) -> tuple[str, str | None, str | None]:
    """Return a name, the role that is said of it alone, and the role of the run that it closes."""
    part = _ADDRESS.sub("", part)
    said = _DUTIES.search(part)
    name, role = (part[: said.start()], _role(said[1])) if said else (part, None)
    own = _NOTED_ROLE.search(name)
    if own:
        return name[: own.start()], (_HEAD if own[1] else _HELP), role
    plain = _STAR.sub("", name)
    return plain, (_HEAD if plain and plain != name else None), role


@cache
def _role(word: str) -> str:
    if re.fullmatch("研究|提出|制定|组织|办理|承担", word):
        return _DUTY
    return next((role for role, words in _ROLES.items() if re.fullmatch(words, word)), _HELP)
