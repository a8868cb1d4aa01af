"""The marks of a paragraph for units, persons and deadline: labels, and brackets at its end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from dushiquan.phrases.traditional import simplified, with_plain_roles
from dushiquan.phrases.unit_cell import read_unit_cell
from dushiquan.phrases.unit_names import BODY_AT_END
from dushiquan.sources.evidence import looks_like_person
from dushiquan.sources.headings import SURE, meanings, tidy
from dushiquan.sources.texts.flat_table import is_time, names_units

_ROLE = (
    "(?:[省市县区乡镇]级?|主要|第一|共同|总|主)?"
    "(?:牵头|责任|配合|主办|主责|承办|协办|会办|负责|参与|参加|协助|协同|落实|实施|督导|指导|起草)"
)
_UNIT_LABEL = re.compile(rf"{_ROLE}(?:责任)?(?:单位|部门|科室|处室|机构|股室|站所|厅局)?")
_PERSON_LABEL = re.compile(r"(?:牵头|责任|分管|包联|第一责任|项目负责|项目责任|主要负责|负责)(?:领导|人)")
_TIME_LABEL = re.compile(
    r"(?:完成|办结|整改|答复|办理|计划完成|推进|报送(?:审议|议案)?|提请审议|审议)?(?:时限|期限|时间|时间节点|时限要求|日期)|时间进度|进度安排|完成时点"
)
_LABEL = re.compile(
    r"(?:^|(?<=[。.；;，,、\s（(【\[〔]))([\u4e00-\u9fff]{2,8}(?:[(（][\u4e00-\u9fff]{1,6}[)）])?)\s*[:：]\s*"
)
_SPACED_LABEL = re.compile(
    r"((?:牵头|责任|配合|主办|承办|协办)(?:单位|部门)|完成时限|完成时间)[ \u3000\t]+(?=\S)"
)
_BRACKETED_LABEL = re.compile(r"[【\[〔]([\u4e00-\u9fff]{2,8})[】\]〕]\s*[:：]?\s*(?=\S)")
_DUTY = re.compile(r"(?:牵头|负责|落实|配合)(?:[，,；;。]|$)")
_WHO_ACTS = re.compile(
    r"(?<=[。；;！])\s*由?(?P<units>[^。；;！，,]{2,60}?)(?:共同|分别|具体|统一)?负责"
    r"[^。；;，,、()（）]{0,16}(?:[(（][^()（）]*[)）])?[。；;]?\s*$"
)
_BY = re.compile(r"(?<=[。；;！])\s*由(?P<said>[^。；;！：:]{4,80}[，,][^。；;！：:]{2,80})[。；;]?\s*$")
_STAGE = re.compile(
    r"(?P<name>[^。；;，,：:（(]{2,20}(?:阶段|环节|时期))[（(](?P<time>[^（()）]{3,30})[)）][。：:.]?\s*"
)
_DAY_BEFORE = re.compile(
    r"(?P<day>(?:(?:[0-9]{1,2}月)?[0-9]{1,2}[日号]?\s*[-—–~～至、]\s*)?(?:[0-9]{1,2}月)?[0-9]{1,2}[日号](?:[前起]|左右)?"
    r"|(?:[0-9]{1,2}月)?[上中下]旬|月[初中底末])\s*[:：]\s*(?=\S)"
)
_OPENING, _CLOSING = "（(【[〔", "）)】]〕"
_EDGES = "；;。，, \u3000\t\n"
_BETWEEN = re.compile(
    r"([，,；;。\n]|[ \u3000\t]+(?=20[0-9]{2}年|[0-9]{1,2}月|年[内底]|全年|[上下]半年|第?[一二三四1-4]季度))"
)
"""What parts units from their time."""
_DATED = re.compile("(?:20[0-9]{2}年|[0-9]{1,2}月)[^：:]*(?:前|底|完成)")
"""A deadline, though its day may not be readable: 2024年秋季开学前完成."""
_ENDS = ("。", "；", ";", "！")
_SEVERAL = 3
"""Ends of parts, with the beginning of the first, that make several parts."""

ANSWERS = frozenset({"units", "persons", "requirement"})
"""The fields that make an item of a paragraph."""
_LABELLED = ANSWERS | {"id", "category", "title", "content", "note"}
"""The fields that a label may name."""


@dataclass(slots=True)
class Marked:
    """A paragraph without its marks, and the marks: by field, in the order of the text."""

    text: str
    marks: dict[str, list[str]] = field(default_factory=dict)

    def add(self, field: str, value: str) -> None:
        """Add a mark unless it is empty."""
        value = value.strip(_EDGES if field in ANSWERS else _EDGES.replace("。", ""))
        if value:
            self.marks.setdefault(field, []).append(value)

    @property
    def answers(self) -> bool:
        """Whether somebody or a time is named."""
        return not ANSWERS.isdisjoint(self.marks)

    @property
    def only_marks(self) -> bool:
        """Whether nothing else stands in the paragraph."""
        return bool(self.marks) and not self.text


def read_marks(text: str) -> Marked:
    """Take the marks off a paragraph: labels with what follows them, then brackets at its end."""
    found = Marked(_with_colons(text))
    _take_day_before(found)
    _take_brackets(found)
    _take_inner_brackets(found)
    labels = list(_labels(found.text))
    if labels and (labels[0][0].start() == 0 or labels[0][1] in ANSWERS):
        _take_labels(found, labels)
        _take_brackets(found)
    if not found.marks:
        _take_sentence(found)
    if not found.marks:
        _take_time_of_stage(found)
    found.text = found.text.strip()
    return found


def _take_day_before(found: Marked) -> None:
    """Take off the day before what is done on it: 2-3日：植树活动."""
    if match := _DAY_BEFORE.match(found.text):
        found.add("requirement", match["day"])
        found.text = found.text[match.end() :]


def _with_colons(text: str) -> str:
    """Write 【责任单位】区教育局 and 责任单位 区教育局 as 责任单位：区教育局."""
    if _SPACED_LABEL.match(text):
        text = _SPACED_LABEL.sub(r"\1：", text)
    return _BRACKETED_LABEL.sub(
        lambda match: f" {match[1]}：" if _field(match[1]) else match[0], text
    ).strip()


def is_open(text: str) -> bool:
    """Tell whether a bracket with a label in it is not closed."""
    opening = max(text.rfind(mark) for mark in _OPENING)
    is_closed = any(mark in text[opening:] for mark in _CLOSING)
    return opening >= 0 and not is_closed and next(_labels(text[opening:]), None) is not None


def breaks_off(text: str) -> bool:
    """Tell whether a text ends within a bracket that names who answers, with a label or without."""
    opening = max(text.rfind(mark) for mark in _OPENING)
    inside = text[opening + 1 :]
    if opening < 0 or any(mark in inside for mark in _CLOSING):
        return False
    return is_open(text) or names_units(re.split("[、，,]", inside)[0])


def is_whole(text: str) -> bool:
    """Tell whether a line says what is to be done, who answers, and until when, with a label each."""
    marked = read_marks(text)
    owners = {"units", "persons"} & marked.marks.keys()
    return bool(marked.text and owners and "requirement" in marked.marks)


def open_label(text: str) -> str:
    """Return the field of a label that stands alone, its value below it; "" if this is none."""
    match = _LABEL.fullmatch(text.strip())
    return _field(match[1]) if match else ""


def _field(label: str) -> str:
    """Return the field that a label means."""
    name = simplified(tidy(label))
    bare = re.sub(r"\(.*\)$", "", name)
    if bare == "联系人":
        return ""
    if _PERSON_LABEL.fullmatch(bare):
        return "persons"
    if _UNIT_LABEL.fullmatch(bare):
        return "units"
    if _TIME_LABEL.fullmatch(bare):
        return "requirement"
    meant = meanings((name,))
    fields = [field for field, weight in meant.items() if weight == SURE or field == "note"]
    only = {"support": "units", "due": "requirement"}.get(fields[0], fields[0]) if len(fields) == 1 else ""
    return only if only in _LABELLED else ""


def _labels(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for match in _LABEL.finditer(text):
        if field := _field(match[1]):
            yield match, field


def _take_labels(found: Marked, labels: list[tuple[re.Match[str], str]]) -> None:
    text = found.text
    ends = [*(match.start() for match, _ in labels[1:]), len(text)]
    for (match, name), end in zip(labels, ends, strict=True):
        value = text[match.end() : end]
        _add(found, name, value, f"{match[1]}：" if name == "units" else "")
    found.text = text[: labels[0][0].start()].rstrip("；;，, （(【[〔\u3000\t")


def _add(found: Marked, field: str, value: str, label: str = "") -> None:
    """Add a value; a time after units is the time."""
    if field in ("units", "persons"):
        value, time = _without_time(value.strip(_EDGES))
        found.add("requirement", time)
    if value.strip(_EDGES):
        found.add(field, label + value)


def _without_time(value: str) -> tuple[str, str]:
    """Return units, and the times behind them, or before; a time may have its label: 时间3月至4月."""
    pieces = _BETWEEN.split(value)
    times: list[str] = []
    while len(pieces) > 1 and (time := _time(pieces[-1].strip())):
        times.insert(0, time)
        del pieces[-2:]
    if not times and len(pieces) > 1 and (time := _time(pieces[0].strip())):
        times, pieces = [time], pieces[2:]
    return "".join(pieces), "，".join(times)


def _time(piece: str) -> str:
    """Return the time that a piece between units is, without its label, or ""."""
    label = _TIME_LABEL.match(simplified(piece))
    time = piece[label.end() :].lstrip(":： ") if label else piece
    is_told = is_time(time) or _DATED.match(time) or (label and any(map(str.isdecimal, time)))
    return time if is_told and not names_units(time) else ""


# --- brackets ----------------------------------------------------------------------------------------


def _take_brackets(found: Marked) -> None:
    """Take off brackets at the end that name units, persons or a time."""
    while (opening := _last_bracket(found.text)) is not None:
        body = found.text.rstrip()
        stop = body[len(body.rstrip("。.．；;")) :]
        inside = body.rstrip("。.．；;")[opening + 1 : -1]
        inner = _inside(inside)
        is_part_of_name = any(_labels(body[:opening])) and not any(_labels(inside))
        if not inner or ("units" in inner.marks and is_part_of_name):  # 责任单位：各区政府（管委会）
            return
        for name, values in inner.marks.items():
            found.marks.setdefault(name, [])[:0] = values
        left = body[:opening].rstrip()
        found.text = (
            left if left.endswith(("。", "；", "！")) else left + stop.replace("；", "。").replace(";", "。")
        )


def parted_at_brackets(text: str) -> list[str]:
    """Part a paragraph behind the brackets that end a sentence, if several tell who answers.

    改造甲路。（责任单位：甲局）新建乙园。（责任单位：乙局） are two tasks.
    """
    stops = [0]
    for begin, end in _outer_brackets(text):
        ends = text[:begin].rstrip().endswith(_ENDS) or text.startswith(_ENDS, end)
        if ends and text[stops[-1] : begin].strip() and _inside(text[begin + 1 : end - 1]):
            stops.append(end + text.startswith(_ENDS, end))
    if len(stops) < _SEVERAL:
        return [text]
    if not (rest := text[stops[-1] :].strip()) or not read_marks(rest).answers:
        stops.pop()
    return [text[begin:end].strip() for begin, end in pairwise([*stops, len(text)])]


def _take_inner_brackets(found: Marked) -> None:
    """Take off brackets within a text that begin with a label: 新建5个（责任单位：甲局），改造9个."""
    kept, at = "", 0
    for begin, end in _outer_brackets(found.text):
        inside = found.text[begin + 1 : end - 1]
        is_labelled = any(match.start() == 0 for match, _ in _labels(inside))
        if is_labelled and (inner := _inside(inside)):
            for name, values in inner.marks.items():
                found.marks.setdefault(name, []).extend(values)
            kept, at = kept + found.text[at:begin], end
    found.text = kept + found.text[at:]


def _outer_brackets(text: str) -> Iterator[tuple[int, int]]:
    """Return where each bracket that is in no other begins and ends."""
    depth = begin = 0
    for at, char in enumerate(text):
        if char in _OPENING:
            begin = begin if depth else at
            depth += 1
        elif char in _CLOSING and depth:
            depth -= 1
            if not depth:
                yield begin, at + 1


def _take_sentence(found: Marked) -> None:
    """Take off a last sentence that only says who sees to it, or until when, too.

    由环卫所和各村负责具体实施。 由综治办牵头，物业办配合，9月底前完成。
    """
    if match := _BY.search(found.text):
        inner = _inside(match["said"])
        if inner and "units" in inner.marks:
            found.marks |= inner.marks
            found.text = found.text[: match.start()]
            return
    match = _WHO_ACTS.search(simplified(found.text))
    if match and names_units(units := found.text[slice(*match.span("units"))]):
        found.add("units", f"责任单位：{units}")
        found.text = found.text[: match.start()]


def _take_time_of_stage(found: Marked) -> None:
    """Take off the time in brackets behind the name of a stage: 动员阶段（3月1日—3月31日）。制定方案。"""
    match = _STAGE.match(found.text)
    if match and is_time(match["time"]):
        found.add("requirement", match["time"])
        found.text = f"{match['name']}。{found.text[match.end() :]}"


def _last_bracket(text: str) -> int | None:
    """Find the opening of the bracket that closes a text."""
    body = text.rstrip().rstrip("。.．；;")
    if not body.endswith(tuple(_CLOSING)):
        return None
    depth = 0
    for at in range(len(body) - 1, -1, -1):
        depth += (body[at] in _CLOSING) - (body[at] in _OPENING)
        if depth == 0:
            return at
    return None


def _shares_duties(text: str) -> bool:
    """Tell whether a text names the leading or responsible units, with names of any length."""
    text = with_plain_roles(text)
    units = read_unit_cell(text).units
    bodies = all(BODY_AT_END.search(name) for name in (*units.lead, *units.support))
    return bool(units.lead) and bodies and _DUTY.search(text) is not None


def _inside(text: str) -> Marked | None:
    """Read what a bracket names, or None if it is a part of the text."""
    found = Marked("")
    labels = list(_labels(text))
    bare = (text[: labels[0][0].start()] if labels else text).strip(f"{_EDGES}.")
    if bare:
        units, time = _without_time(bare)
        if names_units(units) or _shares_duties(units):
            found.add("units", units)
        elif time and looks_like_person(units):
            found.add("persons", units)
        elif is_time(bare) and re.search("前|底|完成|月", bare):
            time = bare
        else:
            return None
        found.add("requirement", time)
    if labels and all(field in ANSWERS for _, field in labels):
        inner = Marked(text)
        _take_labels(inner, labels)
        for name, values in inner.marks.items():
            found.marks.setdefault(name, []).extend(values)
    return found if found.answers else None
