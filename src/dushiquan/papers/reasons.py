"""The reasons for a light, in words."""

from collections.abc import Iterable
from functools import lru_cache

from dushiquan.domain.supervision import Reason, ReasonKind

WAITING = "已申请销号，待核实"
"""Said of a project whose light is its unit's no longer: it waits for the office."""


@lru_cache(1024)
def reason_text(reason: Reason) -> str:
    """Return one reason in words: 逾期3天."""
    match reason.kind:
        case ReasonKind.WITHDRAWN:
            return "已撤销"
        case ReasonKind.OVERDUE:
            return f"逾期{reason.days}天"
        case ReasonKind.MILESTONE_OVERDUE:
            return f"节点“{reason.target}”逾期{reason.days}天"
        case ReasonKind.OCCURRENCE_OVERDUE:
            several = f"等{reason.more + 1}项" if reason.more else ""
            return f"指标“{reason.target}”{several}逾期{reason.days}天"
        case ReasonKind.BEHIND_PACE:
            return f"进度{reason.progress}%，落后序时{reason.points:.10g}个百分点"
        case ReasonKind.DUE_SOON:
            return f"{_quoted(reason.target)}距时限{reason.days}天"
        case ReasonKind.DUE_TODAY:
            return f"{_quoted(reason.target)}今天到期"
        case ReasonKind.UNREPORTED:
            return f"{reason.days}天未报送"
        case ReasonKind.FOR_REVIEW:
            return "年末待评估"


def _quoted(target: str) -> str:
    return f"“{target}”" if target else ""


def reasons_text(reasons: Iterable[Reason]) -> str:
    """Return reasons in one line, in the order given."""
    return "；".join(map(reason_text, reasons))
