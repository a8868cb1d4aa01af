"""The countable and nameable promises of a content: 组织2次…, 新建4家…, 举办…论坛, 编制《…规划》.

A content is cut into clauses. A clause promises what a verb of doing governs: a number with its measure word,
or else a thing of a kind that is there or is not there at the year's end. What is not sure is not offered:
precision goes before recall, since an offer is taken into a plan with all the others by one yes. The examples
in the docstrings are executed by the tests: ``text = goal measure name``, joined by ``+``, or ``nothing``.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from dushiquan.phrases.periods import numeral


class OfferedTarget(NamedTuple):
    """A promise of a content: what, how many, the measure word, and the words that say so."""

    name: str
    goal: int
    measure: str
    words: str


def offered_targets(text: str, year: int | None = None) -> list[OfferedTarget]:
    """Return what a content promises, each name once. ``year`` is the plan's: other years promise nothing.

    组织2次培训，编制3个专项规划。 = 2 次 培训 + 3 个 专项规划
    加强宣传，提高水平。 = nothing
    """
    even = "".join(map(_half_width, text))
    masked = _masked(even)
    found: dict[str, OfferedTarget] = {}
    for sentence in re.finditer(r"[^;。!?\n]+", masked):
        if _is_description(sentence[0]):
            continue
        for match in re.finditer(r"[^,:]+", sentence[0]):
            if len(match[0]) > _LONGEST_CLAUSE:
                continue
            begin = sentence.start() + match.start()
            clause = Clause(match[0], text[begin : begin + len(match[0])])
            if _is_no_promise(clause.masked, year):
                if _YEAR_ALONE.search(clause.masked):
                    break
                continue
            for target in _counted(clause) if _COUNT.search(clause.masked) else _named(clause):
                found.setdefault(target.name, target)
    return list(found.values())


# --- the text ----------------------------------------------------------------------------------------

_TITLE, _QUOTED, _ASIDE = "\ue000\ue001\ue002"
_MASKS = (
    (re.compile("《[^《》]*》"), _TITLE),
    (re.compile('“[^“”]*”|「[^「」]*」|『[^『』]*』|"[^"]*"'), _QUOTED),
    (re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕|【[^【】]*】"), _ASIDE),
)


_DEEPEST = 4
"""Asides in asides are masked to this depth."""
_LONGEST_CLAUSE = 300


class Clause(NamedTuple):
    """A clause: with titles, quotations and asides masked, and as it was written."""

    masked: str
    written: str

    def cut(self, begin: int, stop: int) -> str:
        """Return the written words of a stretch."""
        return self.written[begin:stop].strip()


def _half_width(char: str) -> str:
    even = unicodedata.normalize("NFKC", char)
    return even if len(even) == 1 else char


def _masked(text: str) -> str:
    """Mask what is quoted: a number in it is part of a name.

    发布《三年行动50条》。 = 1 项 《三年行动50条》
    落实杭政办函〔2011〕44号，完成“四改三”前期工作。 = nothing
    开展试点(其中新建3家)。 = nothing
    """
    for pattern, mask in _MASKS:
        for _ in range(_DEEPEST):
            text = pattern.sub(lambda match, mask=mask: mask * len(match[0]), text)  # type: ignore[misc]
    return text


# --- clauses that promise nothing --------------------------------------------------------------------

_DESCRIPTION = re.compile(
    r"全长|总长|总投资|建筑面积|占地|用地|时速|车道|红线|建设规模|(?:建设|主要|工程)内容|总规模|包括|(?:工程|线路|全线|主线)共"
)
_PAST = re.compile(r"已(?!有意)|累计|原有|现有|目前|至今|截[至止]|去年|上年|往年|历年|此前|同期")
_PART = re.compile(r"其中|占|每|年均|平均|分别|比例|(?:^|[^、])各(?:[区县市乡镇街部单地村社学])")
_CAP = re.compile(r"不(?:得)?(?:超过|多于|高于)|控制在|以内|以下|减少|压[减缩]|降[低至]|取消|撤销")
_UNSURE = re.compile(
    r"鼓励|支持|引导|适时|视情|条件成熟|探索|如[有需遇]|若|有条件|拟于|谋划|研究(?=建立|设立|制[定订]|出台|建设)"
)
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})年")
_YEAR_ALONE = re.compile("[0-9]{4}年[底末]?[之以]?前?$")


def _is_description(sentence: str) -> bool:
    """Tell what a thing is like, not what is done in the year.

    项目总投资3亿元，新建桥梁3座。 = nothing
    全长43.6公里，建设隧道2座，设计时速100公里。 = nothing
    主要建设内容包括建设车站12座。 = nothing
    """
    return bool(_DESCRIPTION.search(sentence))


def _is_no_promise(clause: str, year: int | None) -> bool:
    """Tell what was done before, a part of another number, a cap, a wish, or another year.

    已建成3公里，累计开展5次培训。 = nothing
    新建学校10所，其中新建小学3所。 = 10 所 学校
    每季度组织2次检查。 = nothing
    各县组织2次检查。 = nothing
    新增编制控制在3个以内，减少审批5项。 = nothing
    设立机构不超过3个，取消新增收费项目2个。 = nothing
    鼓励企业设立3家研发中心，适时举办推介会。 = nothing
    2015年建成3个中心，到2015年，建成5个集群。 = nothing
    """
    if any(pattern.search(clause) for pattern in (_PAST, _PART, _CAP, _UNSURE)):
        return True
    return any(int(found) != year for found in _YEAR.findall(clause)) if year else False


# --- promises by count -------------------------------------------------------------------------------

_VERB = (
    r"组织|开展|举办|召开|举行|承办|主办|[新改扩续]建|建成|建设|建立|新增|新设|增设|设立|成立|组建|编制|编印|编写|编辑|编发|编纂|汇编"
    r"|制[定订]|出台|印发|修订|制作|完成|实施|引进|培育|培养|培训|打造|创建|认定|评选|改造|签订|签署|签约|发布|推出|启动|开通"
    r"|新?开设|命名|选派|派出|招引|落地|争创|申报|推广|调研|走访|排查|检查|整治|治理|关闭|关停|淘汰|安置|提供|发放|刊发|刊登|播出|拍摄|出版"
    r"|布设|配备|更新|购置|投放|实现|确保|新认定|办理|起草|形成|提出|遴选|选树|表彰|招聘|招募|招录|储备|开发|建好|办好|创作|推动"
    r"|改扩建|开工|启用|打通|增加|募集|放映|提升|升级"
)
_VERBS = re.compile(
    rf"(?:{_VERB})(?:(?:并|或|和|、)(?:{_VERB}|优化)|(?<=[新改扩]建)(?:[改扩]建|改造)|(?<=提升)改造|(?<=开工)建设|(?<=组织|征集|编辑)(?:{_VERB})|(?:出台|印发|发布|出版|实施|开展))*"
)
_MEASURE = (
    r"场次|人次|批次|家次|件次|个(?!人|性|体(?!系)|别)|次(?!产业|性|于|日|月|年|要|序)|场(?![馆所地景])|家(?![庭长园电具])|项(?!目)"
    r"|座(?!谈)|处(?![理置室级于])|所(?![有在得需])|条(?![例件款文])|份(?!额)|本(?![地市省级土年月科周])|部(?![门委分队署])|篇(?!章)"
    r"|期(?![间限末货工])|件|名(?![单录称牌胜师校优特])|人(?![民才员口工均大])|户(?![籍外口])|套(?![餐路])|台(?![风账阶])|辆|支(?![部付撑出持])"
    r"|宗|首|幅|例|栋|幢|间"
)
_MOST = 10**9
_LENGTH = "公里|千米|米(?!级)"
_COUNT = re.compile(
    r"(?P<least>不少于|不低于|不小于|至少|各)?"
    r"(?<![0-9.第~\-—－〇一二三四五六七八九十百千万统唯逐同另任进专单某这那哪近逾超达仅首共期])(?<!(?<!签)约)"
    r"(?:(?P<low>[0-9]{1,6})[-~—至到])?"
    r"(?:(?P<figures>[0-9]{1,7}(?:\.[0-9]+)?)(?P<myriads>万?)|(?P<numeral>[一二三四五六七八九十两]{1,3}))"
    rf"(?P<measure>{_MEASURE}|{_LENGTH})(?P<more>及?以上)?"
)
_VAGUE_NUMBER = re.compile("余|多|几|左右|上下|以内|以下|以后")
_NOT_COUNTED = re.compile(
    r"月|工作日|季度|小时|星期|百分点|方面|环节|阶段|层[面次]|原则|重点|维护|自信|意识|全面|文明|健康|代表|确立|务必|结合|同步|不变|标准"
)
_TAKING_PART = re.compile("参加|参与|赴|前往|联合|共同|配合")
_EVENTS = re.compile("次|场|场次|期|批次")
_FINISHED = re.compile("完成|建成|新增|开通")
_SHARED = re.compile("(?:完成|实现|确保|推动)$")
"""Verbs whose several numbers may share what comes last."""
_AND = re.compile(r"以及|[、和与及]|并")
_TAIL = re.compile(
    rf"(?:[、和与及]?并(?!网|购|轨|联|行)|且|后|[、和与及或]?(?=(?:{_VERB})[^、和与及]*$)(?<=[、和与及或])).*$"
)


def _counted(clause: Clause) -> list[OfferedTarget]:
    """Return the promises by count. If one number of a clause is not understood, that one is left out.

    建设3个中心和2个基地。 = 3 个 中心 + 2 个 基地
    完成5个村、8个社区的环境整治，建设3个监测站点2个。 = nothing
    新建学校3所、医院2家。 = 3 所 学校 + 2 家 医院
    """
    counts = list(_COUNT.finditer(clause.masked))
    if len(counts) > 1 and _SHARED.search(clause.masked[: counts[0].start()]):
        return []
    found: list[OfferedTarget] = []
    governed = ""
    for at, count in enumerate(counts):
        begin = counts[at - 1].end() if at else 0
        stop = counts[at + 1].start() if at + 1 < len(counts) else len(clause.masked)
        piece = CountedThing(clause, count, begin, stop, governed)
        offers = piece.offers()
        governed = piece.governed
        if at and found and offers and _is_either(clause.masked[begin : count.start()]):
            found[-1] = _either(found[-1], offers[0])
            continue
        found += offers
    return found


def _is_either(between: str) -> bool:
    return bool(re.search(rf"或(?:{_VERB})?$", between))


def _either(first: OfferedTarget, second: OfferedTarget) -> OfferedTarget:
    """Join two of which either is enough: 组织1次交流会或编制1本指南。 = 1 项 交流会或指南."""
    return OfferedTarget(f"{first.name}或{second.name}", 1, "项", first.words)


class CountedThing:
    """A number of a clause, with what stands between the numbers beside it."""

    def __init__(self, clause: Clause, count: re.Match[str], begin: int, stop: int, governed: str) -> None:
        self.clause = clause
        self.count = count
        self.begin, self.stop = begin, stop
        self.before = clause.masked[begin : count.start()]
        self.after = clause.masked[count.end() : stop]
        self.last = stop == len(clause.masked)
        self.inherited = governed
        self.governed = ""

    def offers(self) -> list[OfferedTarget]:
        """Return what is promised with this number."""
        goal = self.goal()
        if not goal or _VAGUE_NUMBER.match(self.after) or not self.fits():
            return []
        for rule in (_ordered, _after_a_list, _before_its_number, _at_so_many, _so_often):
            found = rule(self, goal)
            if found is not None:
                return found
        return []

    def goal(self) -> int:
        """Return the number; 0 if it is none that can be counted to.

            组织1-2次展销。 = 1 次 展销
            新增就业1.5万人，培训2万人次。 = 15000 人 就业
            新建河道26.4公里，组织近10次检查，举办10余场活动。 = nothing
            实施地铁2期工程，完成三次产业普查。 = nothing
        召开第2次会议。 = 1 项 第2次会议
        """
        figures, numeral_ = self.count["figures"], self.count["numeral"]
        if self.count["low"]:
            return int(self.count["low"])
        if numeral_:
            even = numeral_.replace("两", "二")
            return numeral(even) if re.fullmatch("[二三四五六七八九]?十?[一二三四五六七八九]?", even) else 0
        number = float(figures) * (10_000 if self.count["myriads"] else 1)
        return int(number) if number == int(number) <= _MOST else 0

    def fits(self) -> bool:
        """Tell if number, measure word and thing go together.

        组织4个城市参加展会，用3个月完成2个方面工作，制定3个方面措施。 = nothing
        完成管网改造30公里，新建道路5公里。 = 30 公里 管网改造
        完成绿化50万平方米，提高5个百分点，投入3亿元。 = nothing
        """
        measure = self.count["measure"]
        if _NOT_COUNTED.match(self.after):
            return False
        if not _EVENTS.fullmatch(measure) and _TAKING_PART.search(self.after):
            return False
        if re.fullmatch(_LENGTH, measure):
            return bool(_FINISHED.search(self.before)) and not self.after
        if measure == "期":
            course = re.search("班|培训|讲座|沙龙|论坛", self.after)
            return bool(self.count["figures"] or course) and not re.match("工程|项目|建设", self.after)
        return True

    def thing(self) -> tuple[int, int]:
        """The stretch after the number that names what is counted."""
        begin = self.count.end() + len(self.after) - len(self.after.lstrip("的 "))
        named = self.clause.masked[begin : self.stop]
        if not self.last:
            named = re.sub(rf"(?:以及|[、和与及或并])(?:{_VERB})?[^、和与及或]*$", "", named)
        return begin, begin + len(_TAIL.sub("", named))

    def offer(self, name: str, goal: int) -> OfferedTarget:
        """Return an offer with the clause as its words."""
        return OfferedTarget(name, goal, self.count["measure"], self.clause.written.strip())


def _ordered(piece: CountedThing, goal: int) -> list[OfferedTarget] | None:
    """A verb, the number, the thing: 推动新建4家联席会议制度。 = 4 家 联席会议制度.

    开展3次以上联合执法行动。 = 3 次 联合执法行动
    组织杭州产品在各地开展1次巡回展。 = nothing
    出台3个规划并实施。 = 3 个 规划
    力争签约10个项目。 = 10 个 项目
    举办一期培训班。 = 1 期 培训班
    确保5个项目开工。 = 5 个 项目开工
    建设的3个中心投用，组织3次，实施改造2200处、6500平方米。 = nothing
    """
    verb = re.search(rf"(?:{_VERB})(?:[了好])?$", piece.before)
    inherits = piece.inherited == "ordered" and re.search(r"(?:以及|[、和与及])$", piece.before)
    if not (verb or inherits) or piece.count["least"] == "各":
        return None
    if not piece.last and not re.search(
        rf"(?:[、和与及或并])(?:{_VERB})?$|[、和与及][^、和与及]+$", piece.after
    ):
        return None
    begin, stop = piece.thing()
    piece.governed = "ordered"
    name = piece.clause.cut(begin, stop)
    return [piece.offer(name, goal)] if name and name[0] not in "、和与及" else None


def _after_a_list(piece: CountedThing, goal: int) -> list[OfferedTarget] | None:
    """A list before the number is split if it has as many members as the number says.

    出台交通、环保、旅游3个专项规划。 = 1 个 交通专项规划 + 1 个 环保专项规划 + 1 个 旅游专项规划
    编制交通、环保等3个专项规划。 = 3 个 交通、环保等专项规划
    编制交通、环保3个专项规划。 = nothing
    """
    verb = _VERBS.search(piece.before)
    if not verb or not piece.after or not re.search("[、和等]", piece.before[verb.end() :]):
        return None
    begin, stop = piece.thing()
    kind = piece.clause.cut(begin, stop)
    if not kind:
        return None
    listed = piece.clause.cut(piece.begin + verb.end(), piece.count.start())
    parts = _parts(listed)
    if listed.endswith("等"):
        return [piece.offer(f"{listed}{kind}", goal)]
    return [piece.offer(f"{part}{kind}", 1) for part in parts] if len(parts) == goal else []


def _before_its_number(piece: CountedThing, goal: int) -> list[OfferedTarget] | None:
    """A verb, the thing, the number: 设立西博会分会场6家以上。 = 6 家 西博会分会场.

    组织创业培训研讨和就业培训研讨各1次。 = 1 次 创业培训研讨 + 1 次 就业培训研讨
    参与或主办推介活动2次以上。 = 2 次 推介活动
    形成调研报告3篇，新建、改扩建学校10所。 = 3 篇 调研报告 + 10 所 学校
    新增、优化公交线路14条，开工建设医院2家。 = 14 条 公交线路 + 2 家 医院
    在100家艺术培训机构举办文艺演出1000场。 = nothing
    完成老旧小区改造12个。 = 12 个 老旧小区改造
    """
    if piece.after.strip(" 、和与及") and not (not piece.last and _AND.match(piece.after)):
        return None
    verb = _VERBS.search(piece.before)
    if verb and (piece.begin == 0 or re.fullmatch("[、和与及以并或再将]*", piece.before[: verb.start()])):
        begin = verb.end()
    elif piece.inherited == "before" and (found := re.match("以及|[、和与及]", piece.before)):
        begin = found.end()
    else:
        return None
    piece.governed = "before"
    name = piece.clause.cut(piece.begin + begin, piece.count.start())
    if piece.count["least"] == "各":
        parts = _parts(name)
        return [piece.offer(part, goal) for part in parts] if len(parts) > 1 else []
    return [piece.offer(name, goal)] if len(name) > 1 and name[0] not in "、和与及" else []


def _at_so_many(piece: CountedThing, goal: int) -> list[OfferedTarget] | None:
    """So many places to do it at: 在4个以上县(市)开展异地结算试点工作。 = 4 个 异地结算试点工作."""
    where = re.search("在$", piece.before)
    what = re.match(r"[^的、]{1,10}?(?:开展|设立|建立|推行|推广|建设|实施)(?=.{2})", piece.after)
    if not (where and what and piece.last):
        return None
    return [piece.offer(piece.clause.cut(piece.count.end() + what.end(), piece.stop), goal)]


def _so_often(piece: CountedThing, goal: int) -> list[OfferedTarget] | None:
    """So often, then the verb: 在《浙江日报》2次刊发宣传专版。 = 2 次 宣传专版."""
    what = re.match("刊[发登]|播出|发布|组织开展|组织|开展|举办|召开", piece.after)
    if piece.count["measure"] != "次" or not what or not re.search(f"[{_TITLE}{_QUOTED}]$|^$", piece.before):
        return None
    name = piece.clause.cut(piece.count.end() + what.end(), piece.stop)
    return [piece.offer(name, goal)] if len(name) > 1 else []


def _parts(listed: str) -> list[str]:
    """The members of a list; marks in names do not part it."""
    masked = _masked("".join(map(_half_width, listed)))
    stops = [(0, 0), *(found.span() for found in re.finditer("以及|[、和与及]", masked))]
    ends = [begin for begin, _ in stops[1:]] + [len(listed)]
    return [listed[stop:end].strip() for (_, stop), end in zip(stops, ends, strict=True)]


# --- promises by name --------------------------------------------------------------------------------

_MEETING = (
    r"会议|联席会|研讨会|论坛|[推洽交展博发座恳对签][介谈流示览销布约接]+会|博览会|年会|峰会|大会|运动会|招聘会"
    r"|大赛|比赛|竞赛|联赛|文化节|旅游节|艺术节|美食节|展览|巡回展|培训班|研修班|讲座|活动月|宣传[周月日]"
)
_ACTION = r"活动|行动|采访(?:活动)?|试点(?:工作)?|课题研究|普查|大?比武|巡[演展]"
_PAPER = (
    rf"规划(?:研究)?|(?:研究|实施|工作|行动|建设)?方案|行动计划|办法|意见|手册|指南|协议(?:书)?|协定|条例|细则|导则|标准|目录|报告|图集|资料"
    rf"|[白蓝]皮书|纲要|清单|章程|规程|汇编|{_TITLE}(?:[^、和]{{0,4}})"
)
_BODY = r"制度|机制|平台|中心|联盟|基金|领导小组|工作组|专班|数据库|协会|基地|分会场|办公室"
_KINDS = (
    (r"组织召开|召开|举办|举行|承办|主办", rf"{_MEETING}|{_ACTION}"),
    (r"组织(?:开展|实施)|开展|组织", rf"{_MEETING}|{_ACTION}"),
    (
        r"编制|编写|编印|编辑出版|编纂|汇编|制[定订](?:出台|印发)?|出台(?:并实施)?|印发|修订(?:完善|印发)?|起草|发布|形成|签订|签署",
        _PAPER,
    ),
    (r"建立|组建|成立|设立", _BODY),
    (r"推出", r"措施|政策"),
    (r"(?:征集)?评选", rf"{_QUOTED}+"),
)
_LOOSE = re.compile(
    r"[0-9十百][余多几]|各[类种项]|有关|系列|多种|若干|等|一批|[一二三]定|更多|不少|多[场次个项种]|多样|[^\ue000]或[^\ue000]"
)
_LEADING = re.compile(
    r"推动|争取|协助|配合|筹备|做好|参[与加]|推进|力争|促进|积极申办|申办|督促|指导|深化|的|不得|不再|未|暂停|取消|[^(]?研究$"
)
_MOST_BEFORE = 30


def _named(clause: Clause) -> list[OfferedTarget]:
    """Return the promises by name, of a clause that counts nothing: each is 1 项.

    举办2011年中国杭州名师名校长论坛。 = 1 项 2011年中国杭州名师名校长论坛
    继续编制《金融合作规划》和《信息化合作规划》。 = 1 项 《金融合作规划》 + 1 项 《信息化合作规划》
    按照《条例》推进工作，贯彻落实《意见》。 = nothing
    建立科技、卫生、民政、工商等局长联席会议制度。 = nothing
    开展各类宣传活动，建立健全机制，推动举办论坛。 = nothing
    组织召开的会议，完善制度，开展会展合作。 = nothing
    """
    for verbs, kinds in _KINDS:
        found = re.search(rf"(?:{verbs})(?!健全|完善|的)(?P<name>.+?)\s*$", clause.masked)
        if found and re.search(rf"(?:{kinds})$", found["name"]):
            return list(_names(clause, found, verbs))
    return []


def _names(clause: Clause, found: re.Match[str], verbs: str) -> Iterator[OfferedTarget]:
    before = clause.masked[: found.start()]
    name = found["name"]
    if len(before) > _MOST_BEFORE or _LEADING.search(before) or _LOOSE.search(name):
        return
    if verbs.startswith("组织(") and (len(name) < 8 or "相关" in name):
        return  # 开展宣传活动 names no activity
    if len(name) < 4 or re.search(rf"[、,](?:{_VERB})", name):
        return
    begin = found.start("name")
    written = clause.cut(begin, begin + len(name))
    names = _parts(written) if re.fullmatch(rf"[{_TITLE}、和与及]+", name) else [written]
    for one in names:
        yield OfferedTarget(one, 1, "项", clause.written.strip())
