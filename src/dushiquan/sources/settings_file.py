"""The settings file: TOML in the user's configuration directory, any of the settings by its name."""

from pathlib import Path

from dushiquan.domain.settings import DEFAULTS, Settings
from dushiquan.errors import BadInputError


def read_settings(path: Path) -> tuple[Settings, frozenset[str]]:
    """Read the settings, and the names of those that the file sets; the defaults if there is no file.

    Raise ``BadInputError`` for what is not TOML, not a setting, or not a whole number.
    """
    if not path.exists():
        return DEFAULTS, frozenset()
    import tomllib

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInputError(f"设置文件 {path} 读不懂（{error}）；请改正或删去。") from error
    except OSError as error:
        raise BadInputError(f"设置文件 {path} 打不开：{error.strerror}。") from error
    for name, value in found.items():
        if name not in Settings._fields:
            raise BadInputError(f"设置文件 {path} 里没有“{name}”这一项；用 dsq config 查看全部设置。")
        if type(value) is not int or abs(value) > 100_000:
            raise BadInputError(f"设置文件 {path} 里的 {name} 应是整数。")
        if value < 0 and not name.startswith("points_"):
            raise BadInputError(f"设置文件 {path} 里的 {name} 不能是负数。")
    return DEFAULTS._replace(**found), frozenset(found)
