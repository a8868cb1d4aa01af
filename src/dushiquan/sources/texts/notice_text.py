"""What a notice says of itself: number, title, issuer and days; and the title of the plan in it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from dushiquan.formats.table import Paragraph
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.phrases.periods import numeral
from dushiquan.phrases.unit_names import BODY_AT_END
from dushiquan.sources.field_reader import FieldReader

_LABELS = {
    "no": "文号",
    "title": "标题",
    "issuer": "发文机关",
    "drafter": "起草单位",
    "drafted": "起草日期",
    "issued": "成文日期",
    "effective": "生效日期",
}

_NUMBER = re.compile(
    r"(?:发布文号|发文字号|文\s*号|发文文号)\s*[:：]\s*(\S.*?号)"
    r"|([\u4e00-\u9fff]{2,14}\s*[〔\[［(（【](?:19|20)[0-9]{2}[〕\]］)）】]\s*第?\s*[0-9]+\s*号)"
)
_KIND_OF_PAPER = re.compile(r"(?:通知|意见|函|决定|公告|通告|方案|办法|批复)$")
_ABOUT = re.compile(r"关于|转发|印发|批转")
_LABEL = re.compile(r"^[\u4e00-\u9fff]{2,6}\s*[:：]")
_CHINESE_DAY = (
    r"([〇零○OoＯ一二三四五六七八九0]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DAY = rf"(?:([0-9]{{4}})[年./-]([0-9]{{1,2}})[月./-]([0-9]{{1,2}})日?|{_CHINESE_DAY})"
_SIGNED = re.compile(rf"{_DAY}(?:印发)?")
_DRAFTED = re.compile(rf"\(([\u4e00-\u9fff、]{{2,20}}?),?{_DAY}\)")
_LABELLED_DAYS = {
    "issued": re.compile(rf"(?:成文|印发|发文|发布)(?:日期|时间):{_DAY}"),
    "effective": re.compile(rf"(?:生效|施行|实施)(?:日期|时间):{_DAY}"),
}
_LABELLED_ISSUER = re.compile(
    r"(?:发布部门|发布机构|发文机关|发文单位|制定机关|印发机关)\s*[:：]\s*(\S+?)(?=\s|$)"
)
_TITLE_ENDS = re.compile(
    r"(?:表|清单|计划|方案|分工|安排|任务|要点|分解|台账|项目|工作|意见|事项|措施)(?:[(（][^()（）]*[)）])?$"
)
_WHOLE_TITLE = re.compile(r"(?:表|清单|计划|方案|通知|意见|函|号|分工|分解|要点|台账)$")
_NO_TITLE = re.compile(r"附件|附表|附\s*[:：]|.{0,6}单位\s*[:：]|填报|目\s*录")
_CLOSING = re.compile(r"附\s*件|抄\s*送|[(（](?:此件|联系人|公开方式)|(?:主题词|联系人|联系电话)\s*[:：]")
_NEAR = 4
"""Lines above a plan among which one with a year is its title, whatever its words."""
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def read_notice(lines: Sequence[Paragraph]) -> dict[str, str]:
    """Read the fields of ``Notice`` from the lines of a text; days as 2011-02-18."""
    title = _title(lines)
    even = [_even(line.text) for line in lines]
    numbers = (_number(line.text) for line in lines)
    found = {"no": next(filter(None, numbers), ""), "title": title}
    signed = next((at for at, text in enumerate(even) if _SIGNED.fullmatch(text)), None)
    found["issuer"] = _issuer(lines, title, signed)
    labelled = {name: _labelled_day(even, pattern) for name, pattern in _LABELLED_DAYS.items()}
    found["issued"] = _iso(_SIGNED.fullmatch(even[signed])) if signed is not None else ""
    found["issued"] = found["issued"] or labelled["issued"]
    found["effective"] = labelled["effective"]
    if re.search("转发|批转", title):
        drafted = next(filter(None, map(_DRAFTED.fullmatch, even)), None)
        if drafted and _names_a_body(drafted[1]):
            found |= {"drafter": drafted[1], "drafted": _iso(drafted)}
    return {name: text for name, text in found.items() if text}


def notice_among(texts: Iterable[str]) -> dict[str, str]:
    """Read a notice from the texts before a table, which hold one only if there is a number or a title."""
    found = read_notice([Paragraph(at, text) for at, text in enumerate(texts, 1)])
    return found if {"no", "title"} & found.keys() else {}


def take_notice(plan: dict[str, Node], notice: Mapping[str, str], notes: FieldReader) -> None:
    """Give the fields of a plan what was read of its notice, and report it."""
    if notice:
        plan["document"] = Node({name: Node(text, 0) for name, text in notice.items()}, 0)
        said = "，".join(f"{_LABELS[name]}“{text}”" for name, text in notice.items())
        notes.warn(NOWHERE, "document", f"从文中读到{said}；请核对。")


def closing_lines(lines: Sequence[Paragraph]) -> set[int]:
    """Return the closing lines of a notice: who signs it and when, annexes, copies."""
    closing = {line.line for line in lines if _CLOSING.match(line.text)}
    for before, line in pairwise(lines):
        if _SIGNED.fullmatch(_even(line.text)):
            closing |= {line.line} | ({before.line} if _names_a_body(before.text) else set())
    return closing


def names_a_plan(text: str) -> bool:
    """Tell whether a line is the title of a plan, not a heading in it: it has a year or says its kind."""
    return bool(_YEAR.search(text) or _WHOLE_TITLE.search(text))


def plan_title(above: Sequence[Paragraph]) -> str:
    """Find the title of what follows: the nearest possible line above, with the one it continues."""
    for at in range(len(above) - 1, -1, -1):
        text = above[at].text
        named = _TITLE_ENDS.search(text) or (_YEAR.search(text) and len(above) - at <= _NEAR)
        if not named or not _may_be_title(text):
            continue
        while at and text.count("》") > text.count("《") and above[at].line - above[at - 1].line <= 2:
            at -= 1
            text = above[at].text + text
        if at and not _YEAR.search(text):
            before = above[at - 1].text
            goes_on = above[at].line - above[at - 1].line <= 2 and _YEAR.search(before)
            if goes_on and _may_be_title(before) and not _WHOLE_TITLE.search(before):
                return before + text
        return text
    return ""


def _even(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _may_be_title(text: str) -> bool:
    has_marks = re.search(r"[。；;！!？?]|[:：]", text) or _SIGNED.search(_even(text)) or _number(text)
    return 4 <= len(text) <= 60 and not has_marks and not _NO_TITLE.match(text)


def _number(text: str) -> str:
    """Find a notice's own number, on a line of its own or after a label; others are only cited."""
    match = _NUMBER.search(text)
    if not match or (match[2] and match[2] != text.strip()):
        return ""
    return re.sub(r"\s", "", match[1] or match[2])


def _title(lines: Sequence[Paragraph]) -> str:
    """Find a line that ends as a notice's title does, with the lines above that it continues."""
    for at, line in enumerate(lines):
        if not _KIND_OF_PAPER.search(line.text) or len(line.text) > 120 or _LABEL.match(line.text):
            continue
        pieces = [line.text]
        for before, here in list(pairwise(lines[: at + 1]))[:-3:-1]:
            whole = _ABOUT.search("".join(pieces)) and not _ABOUT.match("".join(pieces))
            gap = here.line - before.line
            if whole or gap > 1 + _names_a_body(before.text) or not _goes_on(before.text):
                break
            pieces.insert(0, before.text)
        title = re.sub(r"\s", "", "".join(pieces))
        if _ABOUT.search(title):
            return title
    return ""


def _goes_on(text: str) -> bool:
    return len(text) <= 60 and not re.search(r"[。；;:：]|号$", text)


def _issuer(lines: Sequence[Paragraph], title: str, signed: int | None) -> str:
    """Find the issuer by the title, the line above the day, or a label."""
    about = _ABOUT.search(title)
    if about and _names_a_body(title[: about.start()]):
        return title[: about.start()]
    if signed and _names_a_body(lines[signed - 1].text):
        return re.sub(r"\s", "", lines[signed - 1].text)
    labels = (_LABELLED_ISSUER.search(line.text) for line in lines)
    return next((label[1] for label in labels if label), "")


def _names_a_body(text: str) -> bool:
    name = re.sub(r"\s", "", text)
    return (
        2 <= len(name) <= 30 and not re.search(r"[，。,:：]", name) and BODY_AT_END.search(name) is not None
    )


def _labelled_day(texts: Iterable[str], pattern: re.Pattern[str]) -> str:
    match = next(filter(None, map(pattern.search, texts)), None)
    return _iso(match)


def _iso(match: re.Match[str] | None) -> str:
    """Return the day of a match, or "" if there is no such date."""
    if not match:
        return ""
    *_, year, month, day, written_year, written_month, written_day = match.groups()
    if written_year:
        year = "".join(
            str("〇一二三四五六七八九".index(re.sub("[零○OoO0]", "〇", char))) for char in written_year
        )
        month, day = str(numeral(written_month)), str(numeral(written_day))
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
