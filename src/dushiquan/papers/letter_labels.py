"""What letters are called by, and what they urge for; not in ``labels``, as a listing needs no events."""

from dushiquan.domain.events import SIGN, Matter

MATTERS: dict[Matter, str] = {
    Matter.LATE: "已逾期",
    Matter.BEHIND: "落后序时",
    Matter.NEAR: "临近时限",
    Matter.SILENT: "未报送",
}
"""What a project is urged for."""


def letter_number(year: int, number: int, sign: str = SIGN) -> str:
    """Return the number of a letter as it is cited: 催办〔2011〕3号, or with the office's own sign."""
    return f"{sign}〔{year}〕{number}号"
