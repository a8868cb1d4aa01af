"""Parse a requirement: give each of its times a role, and keep the others as loose.

The examples in the docstrings are read in a plan for 2011, and the tests execute them.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise, takewhile

from dateutil.relativedelta import relativedelta

from dushiquan.phrases.periods import Period, numeral, read_period
from dushiquan.phrases.roles import DONE, LEAD_IN, Place, Role, role_of
from dushiquan.phrases.tokens import COUNT, PARTS, Token, Type, scan
from dushiquan.phrases.verbs import TRANSITIVE, WORK

_SPOILT = re.compile(
    r"[0-9²□年]$|[0-9][-./]$|(?:^|[^A-Za-z])[lIOoZSB]$|(?:19|20)[0-9]{2},$|(?:^|[年月;,])[0-9]{1,2};$"
)
_CUT_SHORT = re.compile("月[0-9]$")
_AND = ("和", "及", "与", "以及", "、")
_MEASURE = re.compile(r"(?:压[缩减]|缩短|控制|减少|不超过|不少于)[至到在为]?$")
_PART = re.compile(f"[{re.escape(PARTS)}]")
_OF_A_TERM = re.compile(r"以[上下来]|一遇|[期级]|行动|规划|计划")
_OF_A_NAME = re.compile(
    rf"的|总结|任务|目标|工作|方案|报告|考核|评估|(?!$|[{re.escape(PARTS)}]|[前内后]|{WORK.pattern})"
)


_MOST = 80
"""The most times of a requirement; a text with more is something else, and is not read."""


class SpoiltError(ValueError):
    """A time that is too badly written to be read."""


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
        self.times = Times(done=[match.start() for match in DONE.finditer(text)])
        self.tokens: list[Token] = []
        times = 0
        for token in scan(text, self._stop):
            self.tokens.append(token)
            times += token.type is not Type.MARK
            if times > _MOST:
                raise SpoiltError(text)
        self.clause = self.last = 0
        self.dated = self.headed = False
        self.object_stop = -1

    def _stop(self, text: str, at: int) -> int | None:
        period = read_period(text, at, self.year)
        return period.stop if period else None

    def parse(self) -> Times:
        """Return the times; raise ``ValueError`` if one is not written well or is in no calendar."""
        for at, token in enumerate(self.tokens):
            match token.type:
                case Type.MARK:
                    if self.dated and self.text[token.begin] == ":":
                        self.headed = self.last == token.begin
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
                case _ if not self._is_object(token) and not self._is_told_by_a_day(at):
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
        role = role_of(place)
        leads = period.year >= self.year and LEAD_IN.search(place.before) and role is not Role.OBJECT
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
            case Role.CONTENT | Role.PAST | Role.HEADS:
                pass
            case _:
                self.times.loose.append((period.begin, period.end))
        self.last = period.stop
        self.object_stop = period.stop if role in (Role.OBJECT, Role.CONTENT) else -1

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
            headed=self.headed,
            beside_object=self.text[self.object_stop : period.begin] in _AND,
            next=following,
        )

    def _date(self, period: Period) -> None:
        """Date the work by a period; an open one needs the plan's setting."""
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

    def _is_told_by_a_day(self, at: int) -> bool:
        """Tell whether one bracket tells the day of an event, or names the event of a day.

        春节前(2月9日前)发放到位 = ..2011-02-09; 5月底前(汛前)完成 = ..2011-05-31. But
        春节前(试点2月9日前) = unknown.
        """
        if self.tokens[at].type is not Type.EVENT:
            return False
        ahead, behind = self.tokens[at : at + 4], self.tokens[max(0, at - 2) : at + 2]
        return self._are_in_turn(ahead, "E(P)") or self._are_in_turn(behind, "P(E)")

    def _are_in_turn(self, tokens: list[Token], shape: str) -> bool:
        """Tell whether tokens stand side by side: an event E, a period P, and brackets."""
        letters = {Type.EVENT: "E", Type.PERIOD: "P"}
        written = "".join(letters.get(token.type, self.text[token.begin]) for token in tokens)
        return written == shape and all(one.stop == other.begin for one, other in pairwise(tokens))

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
