"""The numbers that the rules use, and who records. Offices differ, so each is a setting."""

from typing import NamedTuple


class Settings(NamedTuple):
    """Days, percentage points and assessment points; docs/rules.md says what each is for.

    ``addressed`` is whom circulars go to (主送), ``copied_to`` who gets a copy (抄送). The fonts are those of
    papers by their role. ``letter_sign`` is the office's sign in the numbers of letters, "" for the usual
    one; ``contact_person`` and ``contact_phone`` are whom to ask at the office. ``user`` is the name of who
    records, if ``DSQ_USER`` names nobody. 1 is yes and 0 no in ``share_projects`` (see
    ``UnitRecord.is_shared``), ``sync_auto`` and ``sync_page``.
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
    addressed: str = "各责任单位"
    copied_to: str = ""
    font_title: str = "方正小标宋简体"
    font_text: str = "仿宋"
    font_heading: str = "黑体"
    font_subheading: str = "楷体"
    letter_sign: str = ""
    contact_person: str = ""
    contact_phone: str = ""
    share_projects: int = 0
    user: str = ""
    sync_auto: int = 1
    sync_page: int = 0


DEFAULTS = Settings()
