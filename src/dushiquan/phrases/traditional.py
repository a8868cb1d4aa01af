"""Words in traditional characters: who answers and until when is said in the same words, written otherwise.

Only such words are read as in simplified characters; names stay as they are written.
"""

import re
from functools import cache

SIMPLE = str.maketrans(
    "號項責單時間內備註稱標題務際結續完節點類別領導負與參協辦牽頭處開啟進況狀態總實執計劃據員證認聯絡電話門機構組織擔職業會",
    "号项责单时间内备注称标题务际结续完节点类别领导负与参协办牵头处开启进况状态总实执计划据员证认联络电话门机构组织担职业会",
)
"""Characters of headings and labels, from traditional to simplified ones."""
_ONLY_TRADITIONAL = ("牽", "負責", "責任", "辦", "協", "參", "實施", "落實", "指導", "會同", "職責")
"""One of these is in any text that says in traditional characters who does what."""


def simplified(words: str) -> str:
    """Return headings and labels as they are written in simplified characters: 負責單位 is 负责单位."""
    return words if words.isascii() else words.translate(SIMPLE)


def with_plain_roles(text: str) -> str:
    """Return a text whose words for a duty are simplified, and whose names are not.

    甲廳牽頭，乙局按職責負責 is 甲廳牵头，乙局按职责负责, and 甲有限責任公司負責 is 甲有限責任公司负责.
    """
    if not any(word in text for word in _ONLY_TRADITIONAL):
        return text
    return _duties().sub(lambda match: simplified(match[0]), text)


@cache
def _duties() -> "re.Pattern[str]":
    duty = "牽頭|負責|主辦|承辦|協辦|協助|協同|協作|參與|參加|實施|落實|指導|會同"
    body = "(?:單位|部門|科室|處室|機構|人|領導)"
    return re.compile(
        rf"(?:{duty}|責任|配合|支持)(?:責任)?{body}(?=\s*[:：]|[)）\]】])|責任(?=\s*[:：])|{duty}|職責|職能|業務"
    )
