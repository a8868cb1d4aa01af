"""Every number that a rule uses. Offices differ (domain.md gives examples), so each is a setting."""

from dataclasses import dataclass, field


def _setting(default: int, help: str) -> int:
    value: int = field(default=default, metadata={"help": help})
    return value


@dataclass(frozen=True, slots=True)
class Settings:
    """Days, percentage points and assessment points; the defaults are those of design.md section 3."""

    due_soon_days: int = _setting(30, "时限前多少天起算临近")
    behind_yellow_points: int = _setting(10, "进度落后序时多少个百分点起亮黄灯")
    behind_red_points: int = _setting(30, "进度落后序时超过多少个百分点亮红灯")
    unreported_days: int = _setting(30, "超过多少天未报送亮黄灯")
    level_1_days: int = _setting(1, "逾期多少天起建议专业委员会执行")
    level_2_days: int = _setting(31, "逾期多少天起建议主任办公会议议事")
    level_3_days: int = _setting(61, "逾期多少天起建议秘书长工作会议协商")
    level_4_days: int = _setting(91, "逾期多少天起建议市长联席会议决策")
    remind_again_days: int = _setting(7, "同一项目催办后多少天内不再催办")
    points_on_time: int = _setting(1, "考核：按时完成一项加几分")
    points_late: int = _setting(-1, "考核：逾期一项（已完成或未完成）加几分")
    points_returned: int = _setting(-2, "考核：被退回一次加几分")
    points_unreported: int = _setting(0, "考核：一项未报送加几分")


DEFAULTS = Settings()
