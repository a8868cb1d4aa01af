"""Write YAML laid out for people: the innermost lists in one line, texts of several lines as a block."""

import re
from typing import Any

import yaml

from dushiquan.formats.text import json_safe

_BREAKS = re.compile("[\x85\u2028\u2029]")
"""Line ends to YAML, letters to everyone else: safe only as escapes."""


class _Dumper(yaml.SafeDumper):
    """Indents lists and folds no lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists under their field."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Never use aliases: a repeated value is written again."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """Write texts like numbers in quotes, several lines as a block, odd characters as escapes."""
    style = None
    if _BREAKS.search(text) or json_safe(text) != text or re.fullmatch(r"[0-9.]+", text):
        style = '"'
    elif "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def yaml_of(value: Any, *, flow: bool | None = None) -> str:
    """Return a value as YAML: innermost lists and fields in one line, unless ``flow`` is False."""
    dumped = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6, default_flow_style=flow
    )
    return json_safe(dumped)  # JSON's escapes are YAML's
