"""The tokens of a requirement: marks, names, and everything that looks like a time.

A cell is first normalised (half-width, without spaces, weekdays and numbering), then split into tokens, tried
in the order of ``Type``. The text between them is words. Nothing that looks like a time is left among the
words, so the grammar can require a role for each time.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from dushiquan.phrases.english_times import in_chinese
from dushiquan.phrases.periods import DASH, NUMERALS
from dushiquan.phrases.verbs import STRONG, WORK

LONGEST = 2000
"""The longest requirement; a longer text is something else, and is not read."""

PARTS = ";。,、:()[]〔〕【】!?|"
"""The marks that end a clause."""


class Type(Enum):
    """The kinds of tokens."""

    NAME = "name"
    RHYTHM = "rhythm"
    COUNTED = "counted"
    DURATION = "duration"
    PERIOD = "period"
    EVENT = "event"
    TIME = "time"
    MARK = "mark"


class Token(NamedTuple):
    """A piece of the text and what it looks like."""

    type: Type
    begin: int
    stop: int


# --- the text, normalised ----------------------------------------------------------------------------

_WEEKDAY = re.compile(r"\((?:星期|周|礼拜)[一二三四五六日天]\)|(?<=[日号])(?:星期|周|礼拜)[一二三四五六日天]")
_ITEM = re.compile(
    r"(?:^|(?<=[;。,]))(?:\([0-9]{1,2}\)|\([一二三四五六七八九十]{1,3}\)|[0-9]{1,2}[.)]|[0-9]{1,2}、(?![0-9]))"
    r"(?=[^0-9]|[0-9]{1,2}月|[0-9]{4}年)"
    r"|^[一二三四五六七八九十]{1,3}、(?=[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}[日号])"
)
"""A number before an item. 一、 before a day is one, too; in 一、三季度 it is the first of two."""
_LENGTH = re.compile(r"(?<=[0-9日号])\([0-9一二两三四五六七八九十]{1,3}天\)$")
_LETTER_O = re.compile(rf"(?<=[一二])[OoＯ0{NUMERALS}]{{3}}(?=年)")
_EITHER_OF_SEVERAL = re.compile(r"(?<=月)/(?=[0-9]{1,2}月[:,]?(?:各|分别))")
_DAYS_IN_FIGURES = re.compile(
    rf"(?:([0-9]{{4}})[./])?([0-9]{{1,2}})[./]([0-9]{{1,2}})({DASH})(?:([0-9]{{1,2}})[./])?([0-9]{{1,2}})((?:之|以)?前|止)?"
    rf"|([0-9]{{1,2}})\.([0-9]{{1,2}})((?:之|以)?前|止)|([0-9]{{1,2}})\.([0-3][0-9])"
)
_DAY_WITHOUT_SIGN = re.compile(
    r"((?:(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日?[~至到—–-]{1,2})?(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2})"
    r"((?:之|以)?前|止)?"
)
_PADDED = r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_PADDED_DAYS = re.compile(rf"{_PADDED}(?:[~至—–]{_PADDED})?")
_ENCLOSED = "[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]"
_NUMBERING = re.compile(rf"[\r\n]|(?:^|(?<=[\s;；。,，、:：])){_ENCLOSED}|{_ENCLOSED}(?=\s*[0-9０-９])")
"""Line ends, and ① or ⑴ if it numbers what follows: not so in 小⑴型水库."""
_FIRST_MONTH = re.compile("(?:^|(?<=[年;,。、:(于在至到]))元月")
_SPLIT_FIGURE = re.compile(r"((?:^|[年;,])[0-9]{1,2});(?=月)")


def normalise(text: str, year: int, issued: date | None = None) -> str:
    """Return the text half-width, without spaces and numbering, with the plan's year for 今年.

    Letters for zeros in Chinese numerals are zeros: 二O一一年六月底前 = ..2011-06-30. Days in figures
    are read if they are the whole cell: 8.20前 = ..2011-08-20; 4.1—8.31 = 2011-04-01..2011-08-31;
    2012.9.12—9.16 = 2012-09-12..2012-09-16; 9.30 = ..2011-09-30, but 9.3 = unknown.
    So are 3月24 = ..2011-03-24; 2012年3月24前 = ..2012-03-24; 3月28日-4月15前 = 2011-03-28..2011-04-15;
    03-24 = ..2011-03-24; 03-24~04-02 = 2011-03-24..2011-04-02.
    3.24-3.29(6天) = 2011-03-24..2011-03-29. 元月15日前 = ..2011-01-15.
    一、三月十五日至二十日验收 = 2011-03-15..2011-03-20.
    """
    stripped = _NUMBERING.sub(";", in_chinese(text.strip()).replace("∶", ":"))
    even = unicodedata.normalize("NFKC", "".join(map(_plain, stripped)))
    even = _LENGTH.sub("", _ITEM.sub("", _WEEKDAY.sub("", re.sub(r"\s", "", even))))
    even = _LETTER_O.sub(lambda match: re.sub("[Oo0]", "〇", match[0]), even)
    even = _EITHER_OF_SEVERAL.sub("、", _SPLIT_FIGURE.sub(r"\1", even))
    even = _FIRST_MONTH.sub("1月", even)
    if match := _DAYS_IN_FIGURES.fullmatch(even.rstrip("。;")):
        even = _spelled(match)
    elif match := _DAY_WITHOUT_SIGN.fullmatch(even):
        even = f"{match[1]}日{match[2] or ''}"
    elif match := _PADDED_DAYS.fullmatch(even):
        first, *last = (
            f"{month}月{day}日" for month, day in (match.groups()[:2], match.groups()[2:]) if month
        )
        even = "至".join((first, *last))
    if issued:
        following = issued + relativedelta(months=1)
        even = re.sub("本月", f"{issued.year}年{issued.month}月", even)
        even = re.sub("下个?月", f"{following.year}年{following.month}月", even)
    return re.sub("今年|本年(?!龄)", f"{year}年", even).replace("明年", f"{year + 1}年")


def _plain(char: str) -> str:
    """Return a digit as ASCII, and a superscript as □, so that 6² does not become 62."""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    odd = unicodedata.category(char) == "No" and not re.match(_ENCLOSED, char)
    return "□" if odd else char


def _spelled(match: re.Match[str]) -> str:
    year, month, day, dash, last_month, last_day, limit = match.groups(default="")[:7]
    only_month, only_day, only_limit, plain_month, plain_day = match.groups(default="")[7:]
    if only_month or plain_month:
        return f"{only_month or plain_month}月{only_day or plain_day}日{only_limit}"
    of_year = f"{year}年" if year else ""
    return f"{of_year}{month}月{day}日{dash}{last_month or month}月{last_day}日{limit}"


# --- the scanner -------------------------------------------------------------------------------------

COUNT = r"(?<![0-9])(?:[0-9]{1,3}|[一二两三四五六七八九十半几数多]{1,4})"
_UNIT = r"(?:个?(?:工作日|日|天|周|星期|年|月)|个季度|个?小时)"
_MARK = f"[{re.escape(PARTS)}]"
_FIGURE = rf"[0-9{NUMERALS}]"
_SEASONS = (
    r"元旦|春节|元宵|清明|五一|劳动节|端午|中秋|国庆|十一|节|汛期?|入[汛冬夏]|冬季|[供采]暖[季期]?|供热[季期]?"
    r"|开学|放假|寒假|暑假|学期|两会|活动|会议|会展|施工|封冻|雨季|春耕|高考|中考"
)
_BEFORE = r"(?<![目以之空提跨学])前(?![期提沿景置列往述后来])"
_AFTER = r"(?<=[复过准收工束成毕定])后"
_COUNTABLE = r"[0-9.%余多]|[万亿千]?(?:\w?)[元个户名人件项家套亩吨米]"
_PATTERNS = {
    Type.NAME: (
        r"《[^》]{1,80}》|“[^”]{1,80}”|「[^」]{1,80}」|『[^』]{1,80}』",
        r"(?<=[^;。,、:(])[0-9]{4}年度(?=[^;。,、:()])",
        rf"[0-9]{{4}}(?:{DASH}[0-9]{{4}})?(?:年?版|年(?:(?!{STRONG.pattern}|编制|修编|开展)\w\w)?规划(?!建设))",
        r"(?<=[^;。,、:(])全年(?:工作)?(?:总结|任务|目标|计划)",
    ),
    Type.RHYTHM: (
        r"每隔?[0-9一二两三四五六半]?个?(?:半年|月|季度?|学期|周|星期|旬)[^;。,]*",
        r"(?:按[月季周旬年](?!节)|逐[月季旬]|(?<![间相分阻])隔[月周](?!边)|(?<!不)定期)[^;。,]*",
        r"每[0-9一二两三四五六]?个?[天日]",
        r"每[0-9一二两三四五六]?年.*?(?=[0-9]{4}年|$)",
    ),
    Type.COUNTED: (rf"(?:印发|下发|发布|发文|公布|出台)(?:之日起?|后)(?!{DASH}){COUNT}{_UNIT}(?:之?内|前)?",),
    Type.PERIOD: (
        rf"[0-9]{{4}}(?:[-./]|(?=[上下]半年|第[一二三四1-4]季))|{_FIGURE}{{1,4}}(?:[年月]|季度|{DASH}|[、和及])",
        rf"第[0-9{NUMERALS}首]|[上下](?:半年|、?下)|前[二两三23]个?季度|首季",
        r"年(?:[底末终内度]|之内)|岁末|全年|当年|次年|翌年|下一?年",
    ),
    Type.DURATION: (
        rf"{COUNT}{_UNIT}(?:左右)?(?:[以之]?内|的?时间)|之日起(?!{DASH})|工作日",
        rf"(?:为期|历时|工期|限期|延期)(?![:为]?(?:[0-9]{{4}}年|[0-9]{{1,2}}月))|前{COUNT}个?(?:天|日|周|月)",
        rf"{COUNT}(?:个月|天|周|个星期|个季度|小时)",
    ),
    Type.EVENT: (
        rf"(?:{_SEASONS})(?:之|以)?前|期间",
        rf"(?:{_BEFORE}(?:全)?|{_AFTER})(?=$|{_MARK}|{WORK.pattern})",
    ),
    Type.TIME: (
        rf"[0-9{NUMERALS}两几数半]{{1,6}}个?(?:年(?!级)|月(?!球)|季度|旬|日(?!常)|号(?=[之以]?前))",
        r"[本上下当次]个?(?:月|周|季度?|旬)|(?<!每)月[底末初]|年[初前]|学[期年]",
        r"[去前后]年|上一?年度?|民国|[上中下]旬",
        rf"(?<![0-9.])(?:19|20)[0-9]{{2}}(?!{_COUNTABLE})",
    ),
    Type.MARK: (_MARK,),
}


@cache
def _alternatives(*without: Type) -> re.Pattern[str]:
    return re.compile(
        "|".join(
            f"(?P<{type.name}>{'|'.join(patterns)})"
            for type, patterns in _PATTERNS.items()
            if type not in without
        )
    )


def scan(text: str, stop_of_period: Callable[[str, int], int | None]) -> Iterator[Token]:
    """Yield the tokens of a normalised text; ``stop_of_period`` reads a period.

    A name goes before a period, 按《2015年规划》推进 = advance, and a period before all other time-like text:
    "25年内" is no year, and is a duration.
    """
    at = 0
    while found := _alternatives().search(text, at):
        at = found.start()
        stop = stop_of_period(text, at) if found.lastgroup == Type.PERIOD.name else found.end()
        if not stop and (found := _alternatives(Type.PERIOD).match(text, at)):
            stop = found.end()
        if stop and found:
            yield Token(Type[found.lastgroup or ""], at, stop)
        at = stop or at + 1
