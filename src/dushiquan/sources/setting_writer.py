"""Change one setting in the settings file."""

import json
import re
import unicodedata
from pathlib import Path

from dushiquan.domain.names import instead
from dushiquan.domain.settings import Settings
from dushiquan.errors import BadInputError, UsageError
from dushiquan.formats.files import write_atomically
from dushiquan.sources.settings_file import TEXTS, fault_of, read_settings

DEFAULT = "默认"
"""What is typed to set a setting back."""


def write_setting(path: Path, name: str, typed: str) -> tuple[Settings, Settings]:
    """Set a setting in the file to a value as typed, or back to its default; keep the other lines.

    Return the settings before and after. Raise ``UsageError`` if there is no such setting or the value does
    not fit, ``BadInputError`` if the file cannot be read or written.
    """
    if name not in Settings._fields:
        raise UsageError(f"没有设置“{name}”{instead(name, ((each, each) for each in Settings._fields))}")
    before, _ = read_settings(path)  # what is wrong with the file is said before it is changed
    old = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    line = [] if typed == DEFAULT else [f"{name} = {_as_toml(name, typed)}"]
    places = [at for at, text in enumerate(old) if re.match(rf"\s*{name}\s*=", text)]
    at = places[0] if places else len(old)
    lines = [*old[:at], *line, *old[at + 1 :]]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInputError(f"建不了设置文件的文件夹 {path.parent}：{error.strerror}。") from error
    write_atomically(path, "".join(f"{each}\n" for each in lines).encode())
    return before, read_settings(path)[0]


def _as_toml(name: str, typed: str) -> str:
    number = unicodedata.normalize("NFKC", typed).strip()
    is_number = name not in TEXTS and re.fullmatch("-?[0-9]{1,9}", number)
    value = int(number) if is_number else typed.strip()
    if fault := fault_of(name, value):
        raise UsageError(f"{name} {fault}，不能是“{typed}”；改回默认值请写“{DEFAULT}”。")
    return json.dumps(value, ensure_ascii=False)
