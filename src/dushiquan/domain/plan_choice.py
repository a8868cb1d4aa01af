"""Which plans ``--plan`` means: one key, several in the order given, or all."""

import re
from collections.abc import Sequence

from dushiquan.errors import NotFoundError

_ALL = ("all", "全部")


def chosen_plans(text: str, keys: Sequence[str]) -> list[str]:
    """Return the keys that a text names, each once, in the order given; ``all`` is all ``keys``.

    Raise ``NotFoundError``, which lists the keys, if one of them is unknown.
    """
    if text in keys:
        return [text]
    if text.strip().lower() in _ALL:
        return list(keys)
    named = [key for key in re.split(r"[,，、;；\s]+", text) if key]
    unknown = [key for key in named if key not in keys]
    if unknown or not named:
        raise no_plan("、".join(unknown) or text, keys)
    return list(dict.fromkeys(named))


def no_plan(key: str, keys: Sequence[str], left_by: int | None = None) -> NotFoundError:
    """Return the error that the ledger has no plan of a key; the entry ``left_by`` took its load back."""
    if left_by:
        return NotFoundError(
            f"计划 {key} 的载入已撤回；要恢复请用 dsq undo {left_by}，经过见 dsq --plan {key} log。"
        )
    return NotFoundError(f"台账里没有计划“{key}”。现有：{'、'.join(keys)}。")
