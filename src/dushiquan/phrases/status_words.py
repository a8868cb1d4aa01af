"""The words by which tables, and people who type, say how far a project is."""

import re
import unicodedata

from dushiquan.domain.status import Status

_WORDS: dict[Status, str] = {
    Status.DONE: "完成 已完成 全部完成 完工 已完工 竣工 已竣工 办结 已办结 已结 结项 已结项 完结"
    " 已完结 销号 已销号 已办 已竣工验收 已解决 已落实 落实到位 已验收 验收通过 已整改 整改到位 已整改到位"
    " 已完成整改 完成整改 整改完成 已整改完成 已完成销号 完成销号 完成并长期坚持 已完成并长期坚持"
    " 已上线 已交付 已关闭 关闭 已通过 完毕 已完毕 是 按期完成 按时完成 提前完成 逾期完成 超期完成"
    " done completed complete finished closed resolved true yes terminé terminée réalisé réalisée"
    " achevé fait clôturé",
    Status.ACTIVE: "进行中 正在进行 推进中 正在推进 办理中 正在办理 实施中 正在实施 开展中 处理中"
    " 整改中 在建 在办 在研 已启动 已开始 已开工 已开展 开工 启动 正常推进 有序推进 按计划推进"
    " 持续推进 加快推进 正常 滞后 延期 逾期 部分完成 基本完成 阶段性完成 开发中 测试中 施工中 建设中"
    " 开建 在施 在施工 正在施工 正在建设 复工 已复工 在推进 在做"
    " 编制中 起草中 审批中 跟进中 序时推进 达序时进度 inprogress ongoing active doing started wip"
    " delayed 执行中 落实中 筹备中 准备中 设计中 调试中 联调中 对接中 进展中 正在推进中 inprocess underway"
    " 达到序时进度 未达到序时进度 未达序时进度 超序时进度 持续整改 ontrack atrisk encours"
    " 开始 待测试 待上线 挂起 延后 推迟 受阻 阻塞 begin testing blocked waiting stuck",
    Status.SUBMITTED: "待核实 待验收 待审核 待销号 已申请销号 申请销号 申请办结 报请销号 已报结"
    " 待确认 submitted inreview review",
    Status.PLANNED: "未启动 未开始 未开工 未开展 未动工 待启动 待开始 待开工 待开展 待处理 待办"
    " 待办理 未办理 未进行 计划中 尚未启动 尚未开始 尚未开工 没启动 没开始 没开工 还没启动 还没开始 还没开工"
    " 排期中 待排期 尚未开展 待开 未着手 待整改 待落实 待完成 待做 待开发 待提交 待跟进 未做 未开发 未上线"
    " 未办 未解决 未整改 未落实 notstarted todo planned pending backlog new open"
    " upcoming yettostart"
    " àfaire nondémarré noncommencé enattente àvenir",
    Status.PAUSED: "暂缓 已暂缓 暂停 已暂停 停工 已停工 停建 已停建 缓建 缓办 搁置 中止 冻结 冻结中"
    " 已冻结 onhold paused"
    " hold deferred suspendu",
    Status.DROPPED: "终止 已终止 取消 已取消 不再实施 撤销 已撤销 撤项 已撤项 作废"
    " cancelled canceled dropped annulé annulée",
}
_STATUSES = {word: status for status, words in _WORDS.items() for word in words.split()}
_DOUBTFUL = (
    "是 已通过 关闭 已关闭 正常 滞后 延期 逾期 部分完成 基本完成 阶段性完成 逾期完成 超期完成 中止"
    " 正常推进 按计划推进 达序时进度 挂起 延后 推迟 受阻 阻塞 待提交 待测试 待上线 未上线"
    " delayed open new true yes blocked waiting stuck"
)
"""Words that are clear in a table's column, but not by themselves: 基本完成, 延期."""

_NO_STATE_ALONE = (
    "是 已通过 关闭 已关闭 正常 滞后 延期 逾期 中止 开始 挂起 延后 推迟 受阻 阻塞"
    " delayed open new true yes begin blocked waiting stuck"
)
"""Words that are no state where a text tells of progress: 逾期 may not have begun."""

_HINDERED = "挂起 延后 推迟 受阻 阻塞 blocked waiting stuck"
"""Words that say of work under way what holds it up, and so are a note, too."""

_CARRIED = "结转 已结转 carried"
"""Words that are clear if typed. In a table 结转 is what a project was before: 结转, 续建, 新建."""

_MARKS = dict.fromkeys("√✓✔☑✅🗹", Status.DONE)
_ADDED = re.compile(r"\((?!.*(?:[一二三四五六七八九十0-9]期|标段|部分|阶段|未|尚|除|剩余)).*\)$")
"""What stands in brackets behind a state, unless it says that this is the state of a part."""

_SIGNS = re.compile("[●○■□◆★☆▲\\s。.;,!☐☑☒⬜✅❌❎✔✖⏳⌛⏸⏰⚪⚫\ufe0f\U0001f300-\U0001faff]+")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)%")
_PER_CENT = r"([0-9]{1,3}(?:\.[0-9]+)?%)(?:左右|以上|的?总?(?:工程|工作|任务)量)?"
_AT = "(?:了|约|至|到|达到?|为|:)*"
_OF_ALL = "(?:(?:总|全部)(?:工程量|工作量)|工程总量|总任务量?|(?:年度|全年)(?:目标任务|目标|任务|工作量))"
_UNTIL = r"(?:截[至止]|截?到)(?:[0-9年月日号./上中下旬底末前]|目前|为止)+"
_SAID = re.compile(
    rf"(?:{_UNTIL})?(?:项目|工程|总体|整体|累计|目前|现|已)*"
    rf"(?:完成|(?:工程|施工|建设|工作|形象|完成|总)?进度|完成率)(?:(?:{_OF_ALL}|工程量|工作量|目标任务|任务)的?)?"
    rf"{_AT}{_PER_CENT}"
)
_SAID_LATER = re.compile(
    r"(?:目前|现|已|累计)*(?:"
    r"(?:(?:项目|工程)?(?:总体|整体)(?:工程|施工|建设|工作|形象)?|整个项目|项目)(?:已|累计)*(?:完成|进度|形象进度|完成率)"
    rf"|总进度|完成{_OF_ALL}的?"
    rf"){_AT}{_PER_CENT}"
)
_AS_OF = re.compile(rf"{_UNTIL}|(?:目|当)前|现阶段|年内")
_ANY_PER_CENT = re.compile(r"[0-9.]+%|百分之")
_IN_CLAUSE = re.compile(r"([^,;。%]*?)([0-9]{1,3}(?:\.[0-9]+)?%)")
_OF_ANOTHER = re.compile("(?<!完成)率|增长|增加|增幅|增速|提高|提升|上升|下降|减少|降低|同比|环比|高于|低于")
NOT_YET = frozenset(("否", "no", "n", "false", "non", "☐", "□", "⬜", "×", "✗", "✘", "❌", "☒"))
"""What a column 是否完成 says of most rows, in small letters: nothing that could be recorded."""

_YES = frozenset(("是", "yes", "y", "true"))


def status_of(text: str) -> Status | None:
    """Return the status that a cell names, or None if it is not clearly one.

    A sentence is none, even if it begins with such a word: 已完成立项 is under way; so is 已完成（一期）.
    """
    tidied = unicodedata.normalize("NFKC", text).replace("\ufe0f", "").strip()
    if tidied in _MARKS:
        return _MARKS[tidied]
    word = _SIGNS.sub("", _ADDED.sub("", tidied)).lower()
    return _STATUSES.get(word) or (Status.ACTIVE if _UNDER_WAY.fullmatch(word) else None)


_UNDER_WAY = re.compile("正在[\u4e00-\u9fff]{2}中?")
"""Words such as 正在整改 and 正在编制, of which there are too many to list."""

UNFINISHED = frozenset({"未完成", "未办结", "未办完", "未销号", "没有完成", "没完成"})
"""The words for every status in which work is still owed."""


def typed_status(text: str) -> Status | None:
    """Return the status that a word means by itself, or None."""
    word = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    if word in _CARRIED.split():
        return Status.CARRIED
    return None if word in _DOUBTFUL.split() else _STATUSES.get(word)


def is_hindered(text: str) -> bool:
    """Tell whether a word for a status says that something holds the work up: 受阻."""
    return "".join(text.split()).lower() in _HINDERED.split()


def looks_like_status(text: str) -> bool:
    """Tell whether a cell names a status by itself, without a heading that says so."""
    return not answers_yes_or_no(text) and status_of(text) is not None


def answers_yes_or_no(text: str) -> bool:
    """Tell whether a cell answers a question such as 是否完成 in the heading, and says nothing without it."""
    word = text.strip().lower()
    return word in NOT_YET or word in _YES


def percent_of(text: str) -> int | None:
    """Return a progress that is shown in per cent, rounded down, or None."""
    match = _PERCENT.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    return min(int(float(match[1])), 100) if match and float(match[1]) <= 100 else None


def said_percent(text: str) -> int | None:
    """Return the progress of the whole that a text plainly says, or None: 60 of 已完成60%，正在装修.

    It begins with it, or says in a clause of its own that it is that of the whole (总体进度70%).
    完成投资的60% and 完成率比上月增加5% are shares of something else. Of two percentages, either may be it.
    """
    flat = _flat(text)
    if len(_ANY_PER_CENT.findall(flat)) != 1:
        return None
    clauses = [clause for clause in re.split("[,;。]", flat) if clause]
    if len(clauses) > 1 and _AS_OF.fullmatch(clauses[0]):
        del clauses[0]
    said = _SAID.fullmatch(clauses[0]) or next(filter(None, map(_SAID_LATER.fullmatch, clauses)), None)
    return percent_of(said[1] if said else text)


def unsure_percents(text: str) -> tuple[int, ...]:
    """Return the percentages of a text that may be its progress, where it does not plainly say so."""
    if said_percent(text) is not None:
        return ()
    found = [(before, percent_of(number)) for before, number in _IN_CLAUSE.findall(_flat(text))]
    return tuple(number for before, number in found if number and not _OF_ANOTHER.search(before))


def noted_status(text: str) -> Status | None:
    """Return the status that a text on progress (进展情况) is, or None: a sentence is a note.

    That it goes on, or has not begun, may be followed by more: 正在施工，预计9月完成. What is done may not:
    已完成，尚余绿化.
    """
    first, *more = [
        _SIGNS.sub("", clause).lower() for clause in re.split("[,;。]", _flat(text)) if clause
    ] or [""]
    status = None if first in _NO_STATE_ALONE.split() else _STATUSES.get(first)
    if more and (status not in (Status.ACTIVE, Status.PLANNED) or any(map(_STATUSES.get, more))):
        return None
    return status


def _flat(text: str) -> str:
    """Return a text without spaces, its lines as clauses."""
    lines = unicodedata.normalize("NFKC", text).split("\n")
    return ";".join(filter(None, ("".join(line.split()) for line in lines)))


_NOT_DONE = (*NOT_YET, "未完成", "未办结")
_SIGNS_BEFORE = frozenset("√✓✔☑✅☐□⬜×✗✘❌☒⏳🚧🟡🟢🔴🔵⚪⚫")


def are_choices(text: str) -> bool:
    """Tell whether a cell has the choices of a form, on lines of their own, without saying which is made."""
    words = [word for word in text.split() if word not in _SIGNS_BEFORE]
    return len(words) > 1 and all(status_of(word) or word.lower() in _NOT_DONE for word in words)
