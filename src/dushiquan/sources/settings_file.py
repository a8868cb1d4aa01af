"""The settings file: TOML in the user's configuration directory, any of the settings by its name."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.errors import BadInputError

_LEVELS = frozenset({"level_1_days", "level_2_days", "level_3_days", "level_4_days"})
"""Settings of earlier versions; the days are now in the plan."""
_FLAGS = frozenset({"share_projects", "sync_auto", "sync_page"})
"""Settings that are 1 for yes and 0 for no."""
_FONT = re.compile(r"\w[\w .-]{0,30}")
"""A name of a font as Word takes it: 31 characters at most."""
_SAMPLES = {
    "user": '姓名，如 user = "王小明"',
    "addressed": '主送单位，如 addressed = "各责任单位"',
    "copied_to": '抄送单位，如 copied_to = "市委办、市府办"',
    "letter_sign": '机关代字，如 letter_sign = "杭协督"',
    "contact_person": '姓名，如 contact_person = "王小明"',
    "contact_phone": '电话，如 contact_phone = "0571-12345678"',
}


def read_settings(path: Path | None) -> tuple[Settings, frozenset[str]]:
    """Read the settings, and the names of those that the file sets; the defaults if there is no file.

    Raise ``BadInputError`` for what cannot be read, is not TOML, not a setting, or not a value of it.
    """
    try:
        text = path.read_bytes() if path else b""
    except (FileNotFoundError, NotADirectoryError):
        return DEFAULTS, frozenset()
    except PermissionError:
        raise BadInputError(f"设置文件 {path} 没有权限读；请检查它和所在文件夹的权限。") from None
    except OSError as error:
        raise BadInputError(f"设置文件 {path} 打不开：{error.strerror}。") from error
    if not text:
        return DEFAULTS, frozenset()
    import tomllib

    try:
        found = tomllib.loads(text.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(f"设置文件 {path} 读不懂（{error}）；请改正或删去。") from error
    _check(path, found)
    return DEFAULTS._replace(**found), frozenset(found)


def _check(path: Path | None, found: Mapping[str, Any]) -> None:
    if old := [name for name in found if name in _LEVELS]:
        raise BadInputError(
            f"设置文件 {path} 里的 {'、'.join(old)} 已不用："
            "逾期多少天建议哪一级，现在写在计划文件的 levels 里。"
            "请从设置文件删去；天数要改的，用 dsq plan export -o 计划.yaml 导出，改 levels 后再载入。"
        )
    for name, value in found.items():
        if name not in Settings._fields:
            raise BadInputError(f"设置文件 {path} 里没有“{name}”这一项；用 dsq config 查看全部设置。")
        if fault := fault_of(name, value):
            raise BadInputError(f"设置文件 {path} 里的 {name} {fault}。")


def fault_of(name: str, value: Any) -> str:
    """Say what is wrong with the value of a setting; "" if nothing is."""
    if name.startswith("font_"):
        is_font = isinstance(value, str) and _FONT.fullmatch(value)
        return "" if is_font else f'应是字体名，如 {name} = "{DEFAULTS._asdict()[name]}"'
    if is_text(name):
        is_name = isinstance(value, str) and value.isprintable()
        return "" if is_name else f"应是{_SAMPLES.get(name, '文字')}"
    if type(value) is not int or abs(value) > 100_000:
        return "应是整数"
    if name in _FLAGS and value not in (0, 1):
        return "只能是 0 或 1"
    return "不能是负数" if value < 0 and not name.startswith("points_") else ""


def is_text(name: str) -> bool:
    """Tell whether the value of a setting is a text."""
    return isinstance(getattr(DEFAULTS, name), str)
