"""The text around a table: its title, its year, and the day for which it reports."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from dushiquan.phrases.unit_names import BODY_AT_END
from dushiquan.sources.cells import joined

_ANNEX = re.compile(
    r"(?:附件|附表|附:|单位:|填报|填表|制表|编制(?:单位|部门|人|日期)|日期|时间:|截[至止]|更新|版本|备注|注:|说明|密级|表\d+$)"
)
_FORM = re.compile(r"(?:.{1,10}(?:单位|部门|日期|时间|人)):")
_ASIDE = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_YEAR_OF_NAME = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:[01][0-9](?:[0-3][0-9])?)?(?![0-9])")
_SENTENCE = re.compile(r"[。；：:;]$|。")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[章节部]"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}[.、\s]\s*[^0-9\s.]"
)
_NO = re.compile(r"[\w\u4e00-\u9fff]{1,20}[〔\[（(【][12][09][0-9]{2}[〕\]）)】](?:第)?[0-9]{1,5}号")
_DAY = re.compile(r"((?:19|20)[0-9]{2})[年.\-/]([0-9]{1,2})[月.\-/]([0-9]{1,2})日?")
_AS_OF = re.compile(
    r"(?:截[至止到]+|更新(?:时间|日期|于|至)|(?:last\s*)?updated(?:\s*on)?|as\s*of)\s*[:：]?\s*"
    r"(?:(20[0-9]{2})[年.\-/])?([0-9]{1,2})[月.\-/](?:([0-9]{1,2})日?|(底|末))?",
    re.I,
)

_NAMES_OF_PLANS = frozenset(
    [
        "名称",
        "标题",
        "项目",
        "项目名称",
        "计划名称",
        "方案名称",
        "工程名称",
        "活动名称",
        "表名",
        "title",
        "project",
        "projectname",
        "projecttitle",
        "planname",
    ]
)
"""Labels before a plan's title, without their colon."""
_OF_PAGES = tuple(
    f"{label}:"
    for label in (
        "发布时间",
        "发布日期",
        "文章来源",
        "信息来源",
        "来源",
        "作者",
        "点击",
        "点击数",
        "浏览次数",
        "字号",
    )
)
_AROUND, _BEHIND = " \t|｜*=~", ":：、，,；;-—|｜ "
_SHORTEST, _LONGEST_LABEL = 2, 6
_FEWEST_WORDS = 7
_LONGEST_SHORT = 5
"""Characters of a word that is short for another, with its dot: Dept. does not end a sentence."""


def is_title(text: str) -> bool:
    """Tell whether a text above a table can be its title, and is no form line, number or date."""
    even = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return bool(even) and not (
        _ANNEX.match(even)
        or _FORM.match(even)
        or _NO.fullmatch(even)
        or _DAY.fullmatch(even)
        or _ASIDE.fullmatch(even)
        or even.isdecimal()
        or len(even) < _SHORTEST
        or "://" in even
        or even.startswith("www.")
        or _tells_of_page(even)
    )


def _tells_of_page(text: str) -> bool:
    """Tell whether a line gives facts of a web page or a form: 来源：… 作者：… 发布时间：…."""
    return text.count(":") > 1 or text.startswith(_OF_PAGES)


def is_numbered(text: str) -> bool:
    """Tell whether a text begins with the number of a part: 二、下半年工作计划."""
    return _NUMBERED.match(unicodedata.normalize("NFKC", text.strip())) is not None


def is_name_of_plan(label: str) -> bool:
    """Tell whether a label says that a plan's title stands beside it: 项目名称：."""
    name, colon = label.strip().rstrip(":："), label.strip()[-1:]
    return colon in (":", "：") and name.replace(" ", "").lower() in _NAMES_OF_PLANS


def is_sentence(text: str) -> bool:
    """Tell whether a text is a sentence, as help for those who fill in the sheet is; a title is none."""
    *words, last = text.split() or [""]
    if last.endswith("。"):
        return True
    ends = last.endswith(".") or any(
        word.endswith(".") and len(word) > _LONGEST_SHORT and word[:-1].islower() for word in words
    )
    return ends and len(words) >= _FEWEST_WORDS


def title_among(texts: Sequence[str]) -> str:
    """Return the title among the texts before a table: the last that can be one, "" if none can."""
    fit = [
        text
        for text in texts
        if is_title(text)
        and not (_SENTENCE.search(text) or is_sentence(text) or _names_a_body(text) or _has_label(text))
        and len(text) <= 60
    ]
    plain = [text for text in fit if not _NUMBERED.match(text)]
    return plain_title(joined(next(reversed(plain), "")))


def plain_title(text: str) -> str:
    """Return a title without marks around it that are no part of it: 2026年重点工作 |."""
    return text.strip(_AROUND).rstrip(_BEHIND)


def _has_label(text: str) -> bool:
    """Tell whether a text is a short label with its value: 适用对象：全体成员."""
    label, _, value = text.replace(":", "：").partition("：")
    return bool(value.strip()) and 1 < len(label) <= _LONGEST_LABEL and not any(map(str.isdigit, label))


def _names_a_body(text: str) -> bool:
    """Tell whether a text is only the name of who signs: 某县人民政府办公室."""
    return BODY_AT_END.search(joined(text)) is not None and not years_in(text)


def years_in(text: str) -> set[int]:
    """Return the years that a text names."""
    return {int(year) for year in _YEAR.findall(text)}


def year_of(title: str, others: Iterable[str], stem: str) -> int | None:
    """Return the year of a table: the only one in its title, its file's name or the texts around it.

    The name may hold a day: 清单20241209 is of 2024.
    """
    named = {int(year) for year in _YEAR_OF_NAME.findall(stem)}
    around = set().union(*(years_in(text) for text in others))
    for years in (years_in(title), named, around):
        if len(years) == 1:
            return years.pop()
        if years:
            return None
    return None


def as_of_in(texts: Iterable[str], year: int | None) -> date | None:
    """Return the day for which a table reports: 截至2024年6月30日, 截至6月底."""
    for text in texts:
        match = _AS_OF.search(unicodedata.normalize("NFKC", text))
        if match and (match[1] or year):
            try:
                return _day(int(match[1] or year or 0), int(match[2]), match[3])
            except ValueError:
                continue
    return None


def _day(year: int, month: int, day: str | None) -> date:
    if day:
        return date(year, month, int(day))
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
