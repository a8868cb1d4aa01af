"""Break a title into lines by its meaning, never inside a word, and of about one length (GB/T 9704, 7.3.1).

Without a dictionary of Chinese, the words that titles of offices are made of stand here. Other characters are
taken in twos, as most words are, and are broken only if nothing else fits.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from dushiquan.formats.column_widths import printed_width

_WORDS = """
杭州 宁波 都市圈 经济圈 长三角 一体化 现代化 高质量 数字化 信息化 城镇化 国际化 产业化 标准化 常态化
规范化 智能化 年度 季度 月份 本年 全年 全市 全县 全区 全省 全国 市级 县级 区级 省级 国家级 上半年
下半年 三年 五年 十四五 十五五 都市 经济 城市 城乡 乡村 农村 农业 工业 产业 企业 交通 水利 教育 卫生
医疗 健康 文化 旅游 体育 环境 生态 环保 能源 科技 创新 人才 民生 民营 社会 市场 金融 财政 税收 投资
招商 引资 外贸 消费 营商 政务 政府 党委 人大 政协 机关 基层 法治 安全 生产 应急 消防 信访 就业 创业
社保 养老 住房 保障 土地 规划 建设 改造 提升 改革 开放 合作 发展 协调 协作 重点 重大 重要 主要 专项
中心 核心 关键 实施 推进 推动 促进 加快 加强 深化 完善 优化 落实 贯彻 执行 开展 组织 管理 监督 检查
督查 督办 督导 考核 考评 评价 评估 评议 验收 销号 问责 整改 巡察 巡视 审计 反馈 办理 办结 承办 交办
转办 工作 任务 项目 工程 计划 方案 清单 目标 指标 要点 措施 办法 意见 决定 决议 安排 安排表 分解 分工
台账 台帐 责任 单位 部门 领导 小组 会议 联席 常务 纪要 精神 事项 实事 提案 议案 建议 批示 文件 报告
通报 通知 公告 请示 批复 进展 情况 进度 完成 逾期 滞后 延期 催办 催报 调整 结转 汇总 统计 分析 简报
专报 快报 周报 月报 季报 年报 总结 总表 行动 攻坚 战略 体系 机制 制度 平台 系统 网络 数据 数字 信息
服务 基础 设施 公共 资源 绿色 低碳 美丽 幸福 平安 示范 试点 园区 街道 社区 乡镇 新区 片区 区域 流域
沿线 综合 整治 治理 保护 修复 污染 防治 扶贫 脱贫 振兴 共同 富裕 老旧 小区 棚户区 交易 有关 红灯 黄灯
绿灯 暂缓 终止 以及
"""
_LONGEST_FIRST = "|".join(sorted(_WORDS.split(), key=len, reverse=True))
_A_DAY = r"(?:\d{4}年)?(?:\d{1,2}月(?:份|\d{1,2}日)?|\d{1,2}日|第[一二三四]季度)|\d{4}年度?|[上下]半年"
_DAY = rf"(?:{_A_DAY})(?:至(?:{_A_DAY}))?"
_TOKEN = re.compile(
    rf"{_DAY}|第\d+[期周号]|[!-~]+|进展情况|{_LONGEST_FIRST}|(?:关于|的(?:通报|通知|报告|函|意见|决定|公告|请示))"
)
_OPENING, _CLOSING = "《（“‘(", "》），、。：；”’)"

_FREE, _FAIR, _BAD = 0.0, 2.0, 40.0
"""What a break costs: where a clerk would break, between two words, and perhaps within one."""
_WITHIN = 1.0
"""What it costs more within 《》."""


def pieces(title: str) -> list[tuple[str, float]]:
    """Return the pieces of a title, and what it costs to break the line after each."""
    words = list(_words(title))
    if not words:
        return []
    costs = [_cost(before, after) for before, after in pairwise(words)]
    depth = 0
    for at, (word, _) in enumerate(words[:-1]):
        depth += word.count("《") - word.count("》")
        if depth and (cost := costs[at]) is not None:
            costs[at] = cost + _WITHIN
    joined: list[tuple[str, float]] = []
    text = ""
    for (word, _), cost in zip(words, [*costs, _FREE], strict=True):
        text += word
        if cost is not None:
            joined.append((text, cost))
            text = ""
    return joined


def phrases(title: str) -> list[str]:
    """Return the parts of a title, between any two of which a line may be broken."""
    found = [""]
    for piece, cost in pieces(title):
        found[-1] += piece
        if cost < _BAD:
            found.append("")
    return [phrase for phrase in found if phrase]


def _words(title: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of a title, and whether each is known to be one."""
    at = 0
    while at < len(title):
        if known := _TOKEN.match(title, at):
            yield known[0], True
            at = known.end()
        elif title[at] in _OPENING + _CLOSING:
            yield title[at], True
            at += 1
        else:
            end = at + 1
            if end < len(title) and title[end] not in _OPENING + _CLOSING and not _TOKEN.match(title, end):
                end += 1
            yield title[at:end], False
            at = end


def _cost(before: tuple[str, bool], after: tuple[str, bool]) -> float | None:
    """Return the cost of a break between two words; None if there may be none."""
    (last, is_word), (next_, next_is_word) = before, after
    if last[-1] in _OPENING or next_[0] in _CLOSING or last == "关于" or next_ in ("的", "等"):
        return None
    if last[-1] in "》，、。；" or next_ == "关于":
        return _FREE
    if next_.startswith(("《", "进展情况")) or re.fullmatch(_DAY, last):
        return _WITHIN / 2
    if next_.startswith("的"):
        return _FAIR
    return _FAIR if is_word and next_is_word else _BAD


def title_lines(title: str, room: float) -> list[str]:
    """Return the lines of a title in ``room`` half characters, as few as possible and alike in length.

    A line is wider only if one piece is.
    """
    parts = [part for part in title.split("\n") if part]
    return [line for part in parts for line in _broken(part, room)] or [title]


def _broken(title: str, room: float) -> list[str]:
    cut = [(piece, cost) for whole, cost in pieces(title) for piece, cost in _folded(whole, cost, room)]
    widths = [printed_width(piece) for piece, _ in cut]
    fewest = max(-(-int(sum(widths)) // int(room)), 1)
    best: list[tuple[float, list[int]] | None] = [(0.0, []), *([None] * len(cut))]
    ideal = sum(widths) / fewest
    for end in range(1, len(cut) + 1):
        for start in range(end):
            before, width = best[start], sum(widths[start:end])
            if before is None or (width > room and end - start > 1):
                continue
            cost = before[0] + ((width - ideal) / 4) ** 2 + (cut[end - 1][1] if end < len(cut) else 0)
            found = best[end]
            if found is None or cost < found[0]:
                best[end] = (cost, [*before[1], end])
    ends = (best[-1] or (0.0, [len(cut)]))[1]
    return ["".join(piece for piece, _ in cut[a:b]) for a, b in pairwise([0, *ends])]


def _folded(piece: str, cost: float, room: float) -> Iterator[tuple[str, float]]:
    """Yield a piece that is wider than a line in parts that fit."""
    while printed_width(piece) > room and len(piece) > 1:
        at = max(int(room // 2) - 1, 1)
        yield piece[:at], _BAD
        piece = piece[at:]
    yield piece, cost
