"""Where a time stands: the role that each time expression of a requirement plays.

The rules below are asked in their order; the first that answers gives the role. A time that no rule claims
is ``UNCLEAR``. The examples in the docstrings are read in a plan for 2011, and the tests execute them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum
from itertools import takewhile

from dateutil.relativedelta import relativedelta

from dushiquan.phrases.periods import NUMERALS, Period, numeral, read_period
from dushiquan.phrases.tokens import COUNT, PARTS, Token, Type, scan
from dushiquan.phrases.verbs import DESCRIBES, LISTING, STRONG, TRANSITIVE, WORK


class Role(Enum):
    """What a time expression does in its requirement."""

    OPENS = "opens the window"
    DATES = "dates the work"
    HEADS = "names the year or quarter of the time that follows"
    OBJECT = "part of a name or of what is worked on"
    PAST = "tells what is done already"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Place:
    """A period and the words around it.

    ``before`` runs from the last mark or time, ``said`` from the last mark, ``after`` to the next mark.
    """

    period: Period
    text: str
    before: str
    said: str
    after: str
    year: int
    dated: bool
    beside_object: bool
    next: Period | None
    """The next time of the clause, if there is one."""


_Rule = Callable[[Place], Role | None]
_RULES: list[_Rule] = []


def _rule(rule: _Rule) -> _Rule:
    _RULES.append(rule)
    return rule


_ADVERB = (
    r"力争|争取|确保|保证|(?:现)?(?:计划|预计|拟|定)|(?<![早先])于|在|[到至和及与并以要应须将从自为]|截[止至]|最迟|最晚|不晚于|务必"
    r"|其中|同时|原则上|分别|另外?|再|必须|即|请|力求|约定|安排|时间|日期"
)
_LEAD_IN = re.compile(rf"(?:^|(?:{_ADVERB})+)$")
_HEAD = re.compile(
    rf"(?:{_ADVERB}|第[一二三四五六七八九十]+(?:阶段|步|批|期)?|一是|二是|三是|-|—|[0-9]{{1,2}}\.)*$"
)
_LABEL = re.compile(r"(?:时间|日期|期限|时限|节点|时段)(?:节点|安排|要求|进度)?[为是在于]*$")
_CLOSED = re.compile(rf"$|[和及与](?=第?[0-9{NUMERALS}上下])")
_EXTENDED = re.compile(r"(?:延[期长后]?|顺延|宽限|逾期)[至到]?$|不超过$")
_VAGUE = re.compile(r"初(?![步具见中高级])|(?:之|以)?后(?![续期勤备])|左右|前后|上下|或|/")
_START = re.compile(r"起(?![草步运重用动飞])|开始")
_PAST = re.compile(r"已(?:[于经在]|完成|建成|开工|启动|办结|$)|原定|原计划|(?:去年|上一?年度?|前年)$")
_DONE = re.compile(r"已(?:经|完成|建成|开工|启动|办结)")
_TO_COME = re.compile(r"(?:预计|计划|力争|争取|确保|拟|将)(?:于|在)?$")
_OBJECT = re.compile(r"(?:[对把将]|及时|[早先]于)$")
_BODY = re.compile(
    r"(?:[局委办厅部处院所府会署站队团组校县区市镇乡村司厂]|中心|单位|部门|公司|街道|工程|项目|工作|任务|[0-9一二三四五六七八九十]+[期批段标])$"
)
_YEAR_ALONE = re.compile(rf"[0-9{NUMERALS}]{{4}}年度?")
_SPOILT = re.compile(
    r"[0-9²□年]$|[0-9][-./]$|(?:^|[^A-Za-z])[lIOoZSB]$|(?:19|20)[0-9]{2},$|(?:^|[年月;,])[0-9]{1,2};$"
)


@_rule
def _beside_an_object(place: Place) -> Role | None:
    """What is joined to an object is one, too: 12月底前,将上半年和全年情况报市府 = ..2011-12-31."""
    return Role.OBJECT if place.beside_object else None


@_rule
def _vague(place: Place) -> Role | None:
    """A time that is not meant to the day: 6月底左右 = unknown; 6月或7月 = unknown; 6月30日后 = unknown.

    3月起至2011年获得称号止 = unknown; 2012年初 = unknown. Nor is an extension meant for all:
    6月底前完成,特殊情况延至9月底 = unknown.
    """
    written = place.text[place.period.begin : place.period.stop]
    until = re.search("[至到]", written) and place.after.endswith("止")
    if _EXTENDED.search(place.before):
        return Role.UNCLEAR
    return Role.UNCLEAR if until or place.before.endswith("约") or _VAGUE.match(place.after) else None


@_rule
def _past(place: Place) -> Role | None:
    """What is done already: 已于2011年3月完成 = unknown; 设计已完成,预计8月底开工 = ..2011-08-31.

    截至3月底,累计完成投资1亿元 = unknown.
    """
    if place.before.endswith("截至") and re.search("累计|实际|共", place.text[place.period.stop :]):
        return Role.PAST
    return Role.PAST if _PAST.search(place.before) or _DONE.match(place.after) else None


@_rule
def _own_begin(place: Place) -> Role | None:
    """A start that is itself what is promised: 预计9月份开始接种 = 2011-09-01..2011-09-30."""
    begins = re.match(r"开始(?=.)", place.after)
    return Role.DATES if begins and _TO_COME.search(place.before) else None


@_rule
def _opens(place: Place) -> Role | None:
    """A start opens the window and says nothing of its end: 3月1日开始,6月底完成 = 2011-03-01..2011-06-30.

    3月1日开始 = unknown; 3月底前开始 = ..2011-03-31. But 起 in 起草 is no such word: 3月起草 =
    2011-03-01..2011-03-31.
    """
    if place.period.limit:
        return None
    begins = place.before.endswith(("从", "自")) and place.period.start == place.period.end
    return Role.OPENS if begins or _START.match(place.after) else None


@_rule
def _attribute(place: Place) -> Role | None:
    """A time that only describes something: 对6月底前建成的项目进行验收 = unknown.

    市建委6月底前完成的项目 = unknown; 6月底前建成的小区,9月底前加装电梯 = ..2011-09-30.

    5月底前列出2012年8月底前可交付的清单 = ..2011-05-31; but 市建委6月底前完成全部的改造 = ..2011-06-30.
    """
    if place.after.startswith("的") or _OBJECT.search(place.before):
        return Role.OBJECT
    lead = _LEAD_IN.search(place.before)
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
    """What lies before the plan's year is other work: 2010年项目完成 = unknown, but 2010年底前完成 =
    ..2010-12-31.
    """
    leads = _LEAD_IN.search(place.before) is not None
    closed = _CLOSED.match(place.after) is not None
    own = leads and (place.period.limit or closed or WORK.match(place.after))
    return Role.OBJECT if place.period.end.year < place.year and not own else None


@_rule
def _heads(place: Place) -> Role | None:
    """A time may only name the year or quarter of the time after it: 2012年首批6月底 = ..2012-06-30.

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
    """A time that begins the name of what a later limit dates: 2010年结转项目6月底前完成 = ..2011-06-30."""
    is_dated = place.next and (place.next.limit or not place.next.start)
    if not place.next or not is_dated or place.period.limit or not place.period.start:
        return None
    between = place.text[place.period.stop : place.next.begin]
    return None if not between or STRONG.search(between) or _CLOSED.match(between) else Role.OBJECT


@_rule
def _year_and_name(place: Place) -> Role | None:
    """A year may begin a name: 2011年三国文化周 = unknown, 2012年度项目 = unknown, but 2011年某桥竣工 =
    2011-01-01..2011-12-31.
    """
    written = place.text[place.period.begin : place.period.stop]
    if not _YEAR_ALONE.fullmatch(written):
        return None
    if _CLOSED.match(place.after) or WORK.match(place.after):
        return None
    if place.dated:
        return Role.OBJECT
    return Role.UNCLEAR if written.endswith("度") or not STRONG.search(place.after) else None


@_rule
def _limit(place: Place) -> Role | None:
    """A limit dates the work wherever it stands: 主体工程6月底前完成 = ..2011-06-30."""
    return Role.DATES if place.period.limit else None


@_rule
def _at_the_head(place: Place) -> Role | None:
    """A time at the head of its clause dates whatever follows: 9月份疏浚北塘河 = 2011-09-01..2011-09-30.

    Adverbs may go before it, 力争6月底完成 = ..2011-06-30, or a label: 申报时间4月8日-20日 =
    2011-04-08..2011-04-20.
    """
    return (
        Role.DATES if (_HEAD.match(place.before) and not place.dated) or _LABEL.search(place.before) else None
    )


@_rule
def _after_a_lead_in(place: Place) -> Role | None:
    """Inside a clause a word such as 于 leads in: 协商定于10月召开 = 2011-10-01..2011-10-31.

    各单位于11月2至10日严格自律 = 2011-11-02..2011-11-10.
    """
    leads = _LEAD_IN.search(place.before)
    follows = _CLOSED.match(place.after) or WORK.match(place.after)
    at = place.before.endswith(("于", "在")) and not TRANSITIVE.search(place.before)
    return Role.DATES if leads and (follows or at or not place.period.start) else None


@_rule
def _before_the_verb(place: Place) -> Role | None:
    """Inside a clause a time stands right before the verb: 主体工程6月完成 = 2011-06-01..2011-06-30."""
    direct = WORK.match(place.after) and not TRANSITIVE.search(place.before)
    return Role.DATES if direct else None


@_rule
def _at_the_end(place: Place) -> Role | None:
    """A time may close its clause, after a name: 各单位6月底 = ..2011-06-30, but 落实6月 = unknown."""
    closes = _CLOSED.match(place.after) and not TRANSITIVE.search(place.before)
    return Role.DATES if closes and len(place.before) <= 12 else None


@_rule
def _object(place: Place) -> Role | None:
    """After a verb it belongs to what is worked on: 启动6月项目 = unknown.

    10月底前完成一季度任务 = ..2011-10-31; 6月底前报送2011年总结及2012年打算 = ..2011-06-30.
    """
    return Role.OBJECT if TRANSITIVE.search(place.said) else None


# --- the whole cell ----------------------------------------------------------------------------------

_CUT_SHORT = re.compile("月[0-9]$")
_AND = ("和", "及", "与", "以及", "、")
_MEASURE = re.compile(r"(?:压[缩减]|缩短|控制|减少|不超过|不少于)[至到在为]?$")
_PART = re.compile(f"[{re.escape(PARTS)}]")
_OF_A_TERM = re.compile(r"以[上下来]|一遇|[期级]|行动|规划|计划")
_OF_A_NAME = re.compile(
    rf"的|总结|任务|目标|工作|方案|报告|考核|评估|(?!$|[{re.escape(PARTS)}]|[前内后]|{WORK.pattern})"
)


_MOST = 80
"""No requirement names more times; what does, is some other text, and is not read."""


class SpoiltError(ValueError):
    """A time that is not written well enough to be read."""


@dataclass(slots=True)
class Times:
    """The times of a requirement by their roles.

    ``loose`` tells where something stands that looks like a time and dates nothing, and the last day that
    it could mean; ``open`` are the limits whose last day could be two.
    """

    dated: list[Period] = field(default_factory=list)
    opening: Period | None = None
    loose: list[tuple[int, date | None]] = field(default_factory=list)
    open: list[Period] = field(default_factory=list)
    rhythms: list[Token] = field(default_factory=list)
    names: list[Token] = field(default_factory=list)
    done: list[int] = field(default_factory=list)

    @property
    def order(self) -> list[Period]:
        """The times that part the text into tasks."""
        return [self.opening, *self.dated] if self.opening else self.dated


class Parser:
    """Gives each time of a normalised text its role."""

    def __init__(self, text: str, year: int, *, issued: date | None, month_before: str | None) -> None:
        self.text, self.year, self.issued, self.month_before = text, year, issued, month_before
        self.named = year
        self.times = Times(done=[match.start() for match in _DONE.finditer(text)])
        self.tokens: list[Token] = []
        times = 0
        for token in scan(text, self._stop):
            self.tokens.append(token)
            times += token.type is not Type.MARK
            if times > _MOST:
                raise SpoiltError(text)
        self.clause = self.last = 0
        self.dated = False
        self.object_stop = -1

    def _stop(self, text: str, at: int) -> int | None:
        period = read_period(text, at, self.year)
        return period.stop if period else None

    def parse(self) -> Times:
        """Return the times; raise ``ValueError`` if one is not written well or is in no calendar."""
        for at, token in enumerate(self.tokens):
            match token.type:
                case Type.MARK:
                    self.clause = self.last = token.stop
                    self.dated = False
                case Type.PERIOD:
                    self._period(at, token)
                case Type.NAME:
                    self.times.names.append(token)
                case Type.RHYTHM:
                    self.times.rhythms.append(token)
                case Type.COUNTED if self.issued:
                    self._date(counted_from(self.issued, self.text, token))
                case _ if not self._is_object(token):
                    self.times.loose.append((token.begin, None))
        return self.times

    def _period(self, at: int, token: Token) -> None:
        """Read a period in the year that holds here, and put it where its role says.

        What a bad figure has spoilt makes the cell unread: 2O11年6月底前 = unknown; 2011年l2月底 = unknown;
        民国100年6月底前 = unknown; 6月30 = unknown. Not every letter is one: G25高速6月底前 = ..2011-06-30.
        """
        spoilt = _SPOILT.search(self.text[max(0, token.begin - 8) : token.begin])
        if (spoilt and not self._follows_a_time(at)) or _CUT_SHORT.search(self.text[: token.stop + 1][-2:]):
            raise SpoiltError(self.text)
        period = read_period(self.text, token.begin, self.named)
        if period is None:
            return
        place = self._place(at, period)
        role = next((role for rule in _RULES if (role := rule(place))), Role.UNCLEAR)
        leads = period.year >= self.year and _LEAD_IN.search(place.before) and role is not Role.OBJECT
        if role in (Role.DATES, Role.HEADS) or (
            leads and "年度" not in self.text[period.begin : period.stop]
        ):
            self.named = period.year
        match role:
            case Role.DATES:
                until = place.before.endswith(("到", "至", "截止", "截至"))
                self._date(replace(period, start=None) if until else period)
            case Role.OPENS if not self.times.dated:
                self.times.opening = self.times.opening or period
            case Role.OBJECT if self.dated or period.end.year < self.year:
                pass
            case Role.OBJECT:
                self.times.loose.append((-1, period.end))
            case Role.PAST | Role.HEADS:
                pass
            case _:
                self.times.loose.append((period.begin, period.end))
        self.last = period.stop
        self.object_stop = period.stop if role is Role.OBJECT else -1

    def _place(self, at: int, period: Period) -> Place:
        """Return the words around a period."""
        clause = takewhile(lambda token: token.type is not Type.MARK, self.tokens[at + 1 :])
        later = next((token for token in clause if token.type is Type.PERIOD), None)
        following = read_period(self.text, later.begin, period.year) if later else None
        end = _PART.search(self.text, period.stop)
        return Place(
            period=period,
            text=self.text,
            before=self.text[self.last : period.begin],
            said=self.text[self.clause : period.begin],
            after=self.text[period.stop : end.start() if end else len(self.text)],
            year=self.year,
            dated=self.dated,
            beside_object=self.text[self.object_stop : period.begin] in _AND,
            next=following,
        )

    def _date(self, period: Period) -> None:
        """Date the work by a period; one that is open needs the plan's answer."""
        if period.before:
            if not self.month_before:
                self.times.open.append(period)
                self.times.loose.append((period.begin, period.end))
                return
            period = period if self.month_before == "included" else replace(period, end=period.before)
        self.times.dated.append(period)
        self.dated = True

    def _follows_a_time(self, at: int) -> bool:
        """Tell whether the figure before a line end is a time's own: 2011.1—10, 2011.6—12."""
        before = self.tokens[max(0, at - 2) : at]
        return len(before) == 2 and before[0].type is Type.PERIOD and before[0].stop == before[1].begin

    def _is_object(self, token: Token) -> bool:
        """Tell whether time-like text belongs to what is worked on: 6月底前实施三年行动 = ..2011-06-30.

        6月底前建设30年一遇的堤防 = ..2011-06-30; 6月底前将时间压缩至90天以内 =
        ..2011-06-30. 6月开工,工期10个月 = unknown.
        """
        if token.type is Type.TIME and _OF_A_TERM.match(self.text, token.stop):
            return True
        if token.type is Type.DURATION and _MEASURE.search(self.text[: token.begin][-6:]):
            return True
        if self.text.startswith("期间", token.begin):
            return not self.dated
        verb = TRANSITIVE.search(self.text, self.last, token.begin)
        return verb is not None and _OF_A_NAME.match(self.text, token.stop) is not None


def counted_from(issued: date, text: str, token: Token) -> Period:
    """Count days or months from the day of the paper, which does not count itself."""
    match = re.search(rf"({COUNT})(个?工作日|日|天|周|星期|个?月)", text[token.begin : token.stop])
    if not match or "工作" in match[2]:
        raise ValueError("working days")
    number = int(match[1]) if match[1].isdigit() else numeral(match[1])
    if "月" in match[2]:
        end = issued + relativedelta(months=number)
    else:
        end = issued + timedelta(days=number * (7 if match[2] in ("周", "星期") else 1))
    return Period(None, end, token.begin, token.stop, end.year, limit=True)
