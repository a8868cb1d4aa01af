"""What is wrong and what is asked for (存在问题和工作要求): a draft from the data, for the office to edit."""

from collections.abc import Iterable
from datetime import timedelta

from dushiquan.domain.circular import Circular
from dushiquan.domain.sent_letters import Answer
from dushiquan.domain.supervision import Item
from dushiquan.formats.document import Section
from dushiquan.papers.labels import month_day
from dushiquan.papers.letter_labels import letter_number
from dushiquan.papers.reasons import WAITING, reasons_text

_WORST = 5
"""So many projects are named as problems, the latest and those most behind pace first."""
_ANSWER_DAYS = 7
"""By when an answer is asked for, in days."""


def shortcomings_section(circular: Circular) -> Section | None:
    """Return the section, None if there is nothing to ask for."""
    asked = list(_asked(circular))
    if not asked:
        return None
    problems = [f"存在问题：{'；'.join(map(_problem, circular.red[:_WORST]))}。"] if circular.red else []
    return Section("存在问题和工作要求", [*problems, f"工作要求：{'；'.join(asked)}。"])


def _problem(item: Item) -> str:
    """Say what is wrong: 市信息办16号进度35%，落后序时60个百分点，77天未报送."""
    said = reasons_text(item.supervision.reasons).replace("；", "，")
    waiting = f"，{WAITING}" if item.state.awaits_office else ""
    return f"{item.project.reporter}{item.project.id}号{said}{waiting}"


def _asked(circular: Circular) -> Iterable[str]:
    by = month_day(circular.as_of + timedelta(days=_ANSWER_DAYS))
    late = [each for each in circular.overdue if not each.is_explained]
    if late:
        yield f"逾期未报原因的{len(late)}项，{by}前报明原因和办结时间"
    behind = [item for item in circular.red if not item.supervision.days_overdue]
    if behind:
        yield f"进度滞后、亮红灯的{len(behind)}项，逐项提出赶上序时的措施，{by}前报来"
    unanswered = [letter for letter in circular.letters if letter.answer is Answer.UNANSWERED]
    if unanswered:
        named = "、".join(
            f"{letter.unit}（{letter_number(letter.year, letter.number, letter.sign)}）"
            for letter in unanswered[:_WORST]
        )
        yield f"催办到期未回复的{named}{'等' * (len(unanswered) > _WORST)}，立即书面回复"
    if circular.due_soon:
        yield f"临近时限的{len(circular.due_soon)}项，抓紧收尾，按期申请销号"
    silent = sum(map(len, circular.silent.values()))
    if silent:
        yield f"本期未报进展的{silent}项，{by}前补报"
