"""The words by which tables, and people who type, say how far a project is."""

import re
import unicodedata

from dushiquan.domain.status import Status

_WORDS: dict[Status, str] = {
    Status.DONE: "完成 已完成 全部完成 完工 已完工 竣工 已竣工 办结 已办结 已结 结项 已结项 完结"
    " 已完结 销号 已销号 已办 已竣工验收 已解决 已整改 整改到位 已落实 落实到位 已验收 验收通过"
    " 已上线 已交付 已关闭 关闭 已通过 完毕 已完毕 是 按期完成 按时完成 提前完成 逾期完成 超期完成"
    " done completed complete finished closed resolved",
    Status.ACTIVE: "进行中 正在进行 推进中 正在推进 办理中 正在办理 实施中 正在实施 开展中 处理中"
    " 整改中 在建 在办 在研 已启动 已开始 已开工 已开展 开工 启动 正常推进 有序推进 按计划推进"
    " 持续推进 加快推进 正常 滞后 延期 逾期 部分完成 基本完成 阶段性完成 开发中 测试中 施工中 建设中"
    " 开建 在施 在施工 正在施工 正在建设 复工 已复工 在推进 在做"
    " 编制中 起草中 审批中 跟进中 序时推进 达序时进度 inprogress ongoing active doing started wip"
    " delayed open",
    Status.SUBMITTED: "待核实 待验收 待审核 待销号 已申请销号 申请销号 申请办结 报请销号 已报结"
    " 待确认 submitted inreview review",
    Status.PLANNED: "未启动 未开始 未开工 未开展 未动工 待启动 待开始 待开工 待开展 待处理 待办"
    " 待办理 未办理 未进行 计划中 尚未启动 尚未开始 尚未开工 没启动 没开始 没开工 还没启动 还没开始 还没开工"
    " notstarted todo planned pending backlog new",
    Status.PAUSED: "暂缓 已暂缓 暂停 已暂停 停工 已停工 停建 已停建 缓建 缓办 搁置 中止 onhold paused",
    Status.DROPPED: "终止 已终止 取消 已取消 不再实施 撤销 已撤销 撤项 已撤项 作废"
    " cancelled canceled dropped",
}
_STATUSES = {word: status for status, words in _WORDS.items() for word in words.split()}
_DOUBTFUL = (
    "是 已通过 关闭 已关闭 正常 滞后 延期 逾期 部分完成 基本完成 阶段性完成 逾期完成 超期完成 中止"
    " 正常推进 按计划推进 达序时进度 delayed open new"
)
"""Words that are clear in a table's column, but not by themselves: 基本完成, 延期."""

_CARRIED = "结转 已结转 carried"
"""Words that are clear if typed. In a table 结转 is what a project was before: 结转, 续建, 新建."""

_MARKS = {"√": Status.DONE, "✓": Status.DONE, "✔": Status.DONE}
_SIGNS = re.compile(r"[●○■□◆★☆▲\s。.;,!]+")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)%")
_SAID = re.compile(
    r"(?:已|累计|目前|总体)*(?:完成|进度|形象进度)(?:了|约|至|达到?|为|:)*([0-9]{1,3}%)(?:[,;。].*|左右)?",
    re.S,
)
NOT_YET = "否"
"""What a column 是否完成 says of most rows: nothing that could be recorded."""

_CONFIRMED = re.compile(r"[是否]")


def status_of(text: str) -> Status | None:
    """Return the status that a cell names, or None if it is not clearly one.

    A sentence is none, even if it begins with such a word: 已完成立项 is under way.
    """
    tidied = unicodedata.normalize("NFKC", text).strip()
    if tidied in _MARKS:
        return _MARKS[tidied]
    return _STATUSES.get(_SIGNS.sub("", re.sub(r"\(.*\)$", "", tidied)).lower())


UNFINISHED = frozenset({"未完成", "未办结", "未办完", "未销号", "没有完成", "没完成"})
"""The words for every status in which work is still owed."""


def typed_status(text: str) -> Status | None:
    """Return the status that a word means by itself, or None."""
    word = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    if word in _CARRIED.split():
        return Status.CARRIED
    return None if word in _DOUBTFUL.split() else _STATUSES.get(word)


def looks_like_status(text: str) -> bool:
    """Tell whether a cell names a status by itself, without a heading that says so."""
    return not _CONFIRMED.fullmatch(text.strip()) and status_of(text) is not None


def percent_of(text: str) -> int | None:
    """Return a progress that is shown in per cent, rounded down, or None."""
    match = _PERCENT.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    return min(int(float(match[1])), 100) if match and float(match[1]) <= 100 else None


def said_percent(text: str) -> int | None:
    """Return a progress that a sentence begins with, or None: 60 of 已完成60%，正在装修.

    完成投资的60% and 完成率比上月增加5% are none: they are shares of something else.
    """
    match = _SAID.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    return percent_of(match[1]) if match else percent_of(text)
