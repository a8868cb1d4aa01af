"""Reading a unit cell (责任单位): who leads, who supports, in the source's order."""

import re

from dushiquan.domain.plan import Units

_LEAD_LABELS = ["牵头单位", "牵头部门", "责任单位", "主办单位", "承办单位", "牵头", "责任", "主办"]
_SUPPORT_LABELS = ["配合单位", "配合部门", "协办单位", "参与单位", "协助单位", "配合", "协办", "参与"]
_LABEL = re.compile(rf"({'|'.join(_LEAD_LABELS + _SUPPORT_LABELS)})\s*[:：]")
_OPEN = re.compile(r"(?<=.)等(?:有关|相关)?(?:单位|部门)?$")


def read_units(cell: str) -> Units:
    """Read a unit cell, such as ``牵头单位:市民政局 配合单位:市经委、市贸易局等``.

    A label holds until the next one. Units without a label all lead, the first named being the one
    that reports. 、，；; spaces and line ends part the names, brackets keep a name together.
    """
    lead: list[str] = []
    support: list[str] = []
    is_open = False
    # re.split with one group gives: text before the first label, label, text, label, text …
    pieces = ["牵头", *_LABEL.split(cell)]
    for label, text in zip(pieces[::2], pieces[1::2], strict=True):
        role = support if label in _SUPPORT_LABELS else lead
        for part in _names(text):
            name = _OPEN.sub("", part)
            is_open = is_open or name != part
            if name not in lead and name not in support:
                role.append(name)
    return Units(tuple(lead), tuple(support), is_open)


def _names(text: str) -> list[str]:
    """Part a run of names at separators that stand outside brackets."""
    names = [""]
    depth = 0
    for char in text:
        depth += (char in "(（") - (char in ")）")
        if depth <= 0 and (char in "、，,；;" or char.isspace()):
            names.append("")
        else:
            names[-1] += char
    return [name for name in names if name]
