"""Decide the role of each time expression of a requirement from its position.

The rules below are tried in order, and the first match gives the role. A time that no rule matches is
``UNCLEAR``. The examples in the docstrings are read in a plan for 2011, and the tests execute them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from dushiquan.phrases.periods import NUMERALS, Period
from dushiquan.phrases.verbs import DESCRIBES, LISTING, STRONG, TRANSITIVE, WORK


class Role(Enum):
    """What a time expression does in its requirement."""

    OPENS = "opens the window"
    DATES = "dates the work"
    HEADS = "names the year or quarter of the time that follows"
    OBJECT = "part of a name or of what is worked on"
    CONTENT = "part of what a time and a colon head"
    PAST = "tells what is done already"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Place:
    """A period and the words around it.

    ``before`` runs from the last mark or time, ``said`` from the last mark, ``after`` to the next mark.
    It is ``headed`` if it belongs to what a time and a colon head: 3月:召开会议,总结2010年.
    """

    period: Period
    text: str
    before: str
    said: str
    after: str
    year: int
    dated: bool
    headed: bool
    beside_object: bool
    next: Period | None
    """The next time of the clause, if there is one."""

    @property
    def is_year(self) -> bool:
        """Whether the period is a year and nothing else: 2012年, 下一年度."""
        return _YEAR_ALONE.fullmatch(self.text, self.period.begin, self.period.stop) is not None


_Rule = Callable[[Place], Role | None]
_RULES: list[_Rule] = []


def _rule(rule: _Rule) -> _Rule:
    _RULES.append(rule)
    return rule


_ADVERB = (
    r"力争|争取|确保|保证|(?:现)?(?:计划|预计|拟|定)|(?<![早先])于|在|[到至和及与并以要应须将从自为]|截[止至]|最[迟晚](?:不得?(?:超过|晚于))?|不晚于|务必"
    r"|其中|同时|原则上|分别|另外?|再|必须|即|请|力求|约定|安排|时间|日期"
)
LEAD_IN = re.compile(rf"(?:^|(?:{_ADVERB})+)$")
_HEAD = re.compile(
    rf"(?:{_ADVERB}|第[一二三四五六七八九十]+(?:阶段|步|批|期)?|一是|二是|三是|-|—|[0-9]{{1,2}}\.)*$"
)
_LABEL = re.compile(r"(?:时间|日期|期限|时限|节点|时段|[工周]期)(?:节点|安排|要求|进度)?[为是在于]*$")
_CLOSED = re.compile(rf"$|[和及与](?=第?[0-9{NUMERALS}上下])")
_EXTENDED = re.compile(r"(?:延[期长后]?|顺延|宽限|逾期)[至到]?$|(?<!最[迟晚])(?<!最[迟晚]不得)不得?超过$")
_VAGUE = re.compile(r"初(?![步具见中高级])|(?:之|以)?后(?![续期勤备])|左右|前后|上下|或|/")
_ASIDE = re.compile(r"^\([^()]*\)(?=前后|左右|上下)")
_START = re.compile(r"起(?![草步运重用动飞])|开始")
_PAST = re.compile(r"已(?:[于经在]|完成|建成|开工|启动|办结|$)|原定|原计划|(?:去年|上一?年度?|前年)$")
DONE = re.compile(r"已(?:经|完成|建成|开工|启动|办结)")
_TO_COME = re.compile(r"(?:预计|计划|力争|争取|确保|拟|将)(?:于|在)?$")
_OBJECT = re.compile(r"(?:[对把将]|及时|[早先]于)$")
_BODY = re.compile(
    r"(?:[局委办厅部处院所府会署站队团组校县区市镇乡村司厂]|中心|单位|部门|公司|街道|工程|项目|工作|任务|[0-9一二三四五六七八九十]+[期批段标])$"
)
_YEAR_ALONE = re.compile(rf"(?:[0-9{NUMERALS}]{{4}}|[次翌]|下一?)年度?")
_ABOUT = re.compile(
    rf"{TRANSITIVE.pattern}|总结|谋划|部署|编[制写]|研究|规划|审[议核]|回顾|分析|考[核评]|评估|[核检]查|储备|[对把将]"
)
"""Verbs that a year may be the object of."""


@_rule
def _beside_an_object(place: Place) -> Role | None:
    """Match what is joined to an object: 12月底前,将上半年和全年情况报市府 = ..2011-12-31."""
    return Role.OBJECT if place.beside_object else None


@_rule
def _vague(place: Place) -> Role | None:
    """Match a time that is not exact: 6月底左右 = unknown; 6月或7月 = unknown; 6月30日后 = unknown.

    6月5日(环境日)前后 = unknown. 3月起至2011年获得称号止 = unknown; 2012年初 = unknown. So is an
    extension for exceptions: 6月底前完成,特殊情况延至9月底 = unknown.
    """
    written = place.text[place.period.begin : place.period.stop]
    after = _ASIDE.sub("", place.text[place.period.stop :])
    until = re.search("[至到]", written) and place.after.endswith("止")
    if _EXTENDED.search(place.before):
        return Role.UNCLEAR
    return Role.UNCLEAR if until or place.before.endswith("约") or _VAGUE.match(after) else None


@_rule
def _past(place: Place) -> Role | None:
    """Match what is done already: 已于2011年3月完成 = unknown; 设计已完成,预计8月底开工 = ..2011-08-31.

    截至3月底,累计完成投资1亿元 = unknown.
    """
    if place.before.endswith("截至") and re.search("累计|实际|共", place.text[place.period.stop :]):
        return Role.PAST
    return Role.PAST if _PAST.search(place.before) or DONE.match(place.after) else None


@_rule
def _own_begin(place: Place) -> Role | None:
    """Match a start that is itself promised: 预计9月份开始接种 = 2011-09-01..2011-09-30."""
    begins = re.match(r"开始(?=.)", place.after)
    return Role.DATES if begins and _TO_COME.search(place.before) else None


@_rule
def _opens(place: Place) -> Role | None:
    """Match a start; it does not end the window: 3月1日开始,6月底完成 = 2011-03-01..2011-06-30.

    3月1日开始 = unknown; 3月底前开始 = ..2011-03-31. But the 起 of 起草 marks no start: 3月起草 =
    2011-03-01..2011-03-31.
    """
    if place.period.limit:
        return None
    begins = place.before.endswith(("从", "自")) and place.period.start == place.period.end
    return Role.OPENS if begins or _START.match(place.after) else None


@_rule
def _attribute(place: Place) -> Role | None:
    """Match a time that only describes something: 对6月底前建成的项目进行验收 = unknown.

    市建委6月底前完成的项目 = unknown; 6月底前建成的小区,9月底前加装电梯 = ..2011-09-30.

    5月底前列出2012年8月底前可交付的清单 = ..2011-05-31; but 市建委6月底前完成全部的改造 = ..2011-06-30.
    """
    if place.after.startswith("的") or _OBJECT.search(place.before):
        return Role.OBJECT
    lead = LEAD_IN.search(place.before)
    before = place.before[: lead.start()] if lead else place.before
    if DESCRIBES.match(place.after):
        return Role.OBJECT if place.dated else Role.UNCLEAR
    if place.dated and LISTING.search(place.before):
        return Role.OBJECT
    if "的" not in place.after or not place.said or (lead and lead[0]):
        return None
    if place.dated or TRANSITIVE.search(before):
        return Role.OBJECT
    return None if not before or _BODY.search(before) else Role.UNCLEAR


@_rule
def _earlier_work(place: Place) -> Role | None:
    """Match a time before the plan's year as earlier work: 2010年项目完成 = unknown.

    But 2010年底前完成 = ..2010-12-31.
    """
    leads = LEAD_IN.search(place.before) is not None
    closed = _CLOSED.match(place.after) is not None
    own = leads and (place.period.limit or closed or WORK.match(place.after))
    return Role.OBJECT if place.period.end.year < place.year and not own else None


@_rule
def _heads(place: Place) -> Role | None:
    """Match a time that only names the year or quarter of the next one: 2012年首批6月底 = ..2012-06-30.

    上半年征兵从2月开始,3月底结束 = 2011-02-01..2011-03-31.
    """
    period, later = place.period, place.next
    if not later or not period.start or period.limit or place.text.startswith("年度", period.stop - 2):
        return None
    if later.start and not later.limit and STRONG.search(place.text, period.stop, later.begin):
        return None
    return Role.HEADS if period.start <= later.end <= period.end else None


@_rule
def _name_of_the_dated(place: Place) -> Role | None:
    """Match a time in the name of what a later limit dates: 2010年结转项目6月底前完成 = ..2011-06-30."""
    is_dated = place.next and (place.next.limit or not place.next.start)
    if not place.next or not is_dated or place.period.limit or not place.period.start:
        return None
    between = place.text[place.period.stop : place.next.begin]
    return None if not between or STRONG.search(between) or _CLOSED.match(between) else Role.OBJECT


@_rule
def _year_below_a_head(place: Place) -> Role | None:
    """Match a year in what a time and a colon head: 3月:召开启动会,部署2012年任务 = 2011-03-01..2011-03-31.

    3月:2010年度考核 = 2011-03-01..2011-03-31; 12月:总结全年工作 = 2011-12-01..2011-12-31; but
    3月:启动,主体2012年完成 = 2011-03-01..2012-12-31.
    """
    is_year = place.is_year or place.text.startswith("全年", place.period.begin)
    if not place.headed or not is_year or place.period.limit or STRONG.match(place.after):
        return None
    if place.text[place.period.begin - 1] == ":":
        is_name = place.text[place.period.stop - 1] == "度" or not WORK.match(place.after)
        return Role.CONTENT if is_name and place.after else None
    return Role.CONTENT if _ABOUT.search(place.said) else None


@_rule
def _year_and_name(place: Place) -> Role | None:
    """Match a year that begins a name: 2011年三国文化周 = unknown, 2012年度项目 = unknown.

    But 2011年某桥竣工 = 2011-01-01..2011-12-31.
    """
    if not place.is_year:
        return None
    if _CLOSED.match(place.after) or WORK.match(place.after):
        return None
    if place.dated:
        return Role.OBJECT
    is_name = place.text[place.period.stop - 1] == "度"
    return Role.UNCLEAR if is_name or not STRONG.search(place.after) else None


@_rule
def _limit(place: Place) -> Role | None:
    """Match a limit, which dates the work wherever it stands: 主体工程6月底前完成 = ..2011-06-30."""
    return Role.DATES if place.period.limit else None


@_rule
def _at_the_head(place: Place) -> Role | None:
    """Match a time at the head of its clause: 9月份疏浚北塘河 = 2011-09-01..2011-09-30.

    Adverbs may precede it, 力争6月底完成 = ..2011-06-30, 最迟不超过8月31日 = ..2011-08-31, or a label:
    申报时间4月8日-20日 = 2011-04-08..2011-04-20.
    """
    return (
        Role.DATES if (_HEAD.match(place.before) and not place.dated) or _LABEL.search(place.before) else None
    )


@_rule
def _after_a_lead_in(place: Place) -> Role | None:
    """Match a time after a word such as 于 inside a clause: 协商定于10月召开 = 2011-10-01..2011-10-31.

    各单位于11月2至10日严格自律 = 2011-11-02..2011-11-10.
    """
    leads = LEAD_IN.search(place.before)
    follows = _CLOSED.match(place.after) or WORK.match(place.after)
    at = place.before.endswith(("于", "在")) and not TRANSITIVE.search(place.before)
    return Role.DATES if leads and (follows or at or not place.period.start) else None


@_rule
def _before_the_verb(place: Place) -> Role | None:
    """Match a time right before the verb inside a clause: 主体工程6月完成 = 2011-06-01..2011-06-30."""
    direct = WORK.match(place.after) and not TRANSITIVE.search(place.before)
    return Role.DATES if direct else None


@_rule
def _at_the_end(place: Place) -> Role | None:
    """Match a time that ends its clause after a name: 各单位6月底 = ..2011-06-30, but 落实6月 = unknown."""
    closes = _CLOSED.match(place.after) and not TRANSITIVE.search(place.before)
    return Role.DATES if closes and len(place.before) <= 12 else None


@_rule
def _object(place: Place) -> Role | None:
    """Match a time after a verb, which belongs to the verb's object: 启动6月项目 = unknown.

    10月底前完成一季度任务 = ..2011-10-31; 6月底前报送2011年总结及2012年打算 = ..2011-06-30.
    """
    return Role.OBJECT if TRANSITIVE.search(place.said) else None


def role_of(place: Place) -> Role:
    """Return the role of a time, by the first rule that matches."""
    return next((role for rule in _RULES if (role := rule(place))), Role.UNCLEAR)
