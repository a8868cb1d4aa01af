"""The numbers that the rules use, and who records. Offices differ (see domain.md), so each is a setting."""

from typing import NamedTuple


class Settings(NamedTuple):
    """Days, percentage points and assessment points, with the defaults of design.md section 3.

    ``share_projects`` is 0 or 1 (see ``UnitRecord.is_shared``). ``user`` is the name of who records, if
    ``DSQ_USER`` names nobody.
    """

    due_soon_days: int = 30
    behind_yellow_points: int = 10
    behind_red_points: int = 30
    unreported_days: int = 30
    remind_again_days: int = 7
    points_on_time: int = 1
    points_late: int = -1
    points_returned: int = -2
    points_unreported: int = 0
    share_projects: int = 0
    user: str = ""


DEFAULTS = Settings()
