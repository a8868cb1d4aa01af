"""The kinds of field a plan file has: texts, lists, numbers and days, with what is wrong noted on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dushiquan.formats.tree import Node
from dushiquan.sources.field_words import PLAN_WORDS, PROJECT_WORDS
from dushiquan.sources.problems import Problem


@dataclass
class FieldReader:
    """Reads fields of one file; what is wrong goes to ``problems``, under the project being read.

    ``absent`` names the fields that the file's form has no place for: their lack was said already.
    ``headings`` are the column headings of a table, by field; None if the file is no table. ``of_plan`` while
    the fields of the plan as a whole are read.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    absent: frozenset[str] = frozenset()
    project: str | None = None
    errors: int = 0
    headings: Mapping[str, str] | None = None
    of_plan: bool = False

    def error(self, node: Node, name: str | None, message: str) -> None:
        """Note an error that stops loading; a fault that was already reported is not noted again."""
        self.errors += 1
        if not node.faulted:
            self._note(node, name, message, "error")

    def warn(self, node: Node, name: str | None, message: str) -> None:
        """Note a warning for a person to look at."""
        self._note(node, name, message, "warning")

    def ask(self, node: Node, name: str | None, message: str) -> None:
        """Note a likely reading that must be confirmed before the file is loaded."""
        self._note(node, name, message, "question")

    def _note(self, node: Node, name: str | None, message: str, level: str) -> None:
        message = f"{node.cell} {message}" if node.cell else message
        word = self.word(name) if name else ""
        line = max(node.line, 0) or None  # a title may stand before the first row
        self.problems.append(Problem(self.file, line, self.project, name, message, level, word))

    @property
    def in_table(self) -> bool:
        """Whether the file is a table, and not YAML."""
        return self.headings is not None

    def word(self, name: str) -> str:
        """Return what a person calls a field: its column heading, or in YAML its key with what it means."""
        word = PLAN_WORDS.get(name, "") if self.of_plan else ""
        if self.headings is None:
            word = word or PROJECT_WORDS.get(name) or PLAN_WORDS.get(name, "")
            return f"{name}（{word}）" if word else name
        return word or self.headings.get(name) or PROJECT_WORDS.get(name) or PLAN_WORDS.get(name, name)

    def known(self, node: Node, names: tuple[str, ...], what: str) -> dict[str, Node]:
        """Return the fields of a node; any that is not among ``names`` is a problem."""
        if not isinstance(node.value, dict):
            self.error(node, None, f"{what}应写成“名称: 值”的形式。")
        for name, value in node.fields().items():
            if name not in names:
                self.error(value, name, f"不认识的字段；{what}可用：{'、'.join(names)}。")
        return node.fields()

    def needed(self, fields: dict[str, Node], name: str, node: Node) -> str:
        """Read a text that must be there."""
        if name not in fields:
            if name not in self.absent:
                self.error(node, name, "缺少，必须填写。")
            return ""
        if fields[name].value in ("", [], {}):
            self.error(fields[name], name, "是空的，必须填写。")
        return fields[name].text()

    def list_of(self, node: Node | None, name: str) -> list[Node]:
        """Read the items of a list that may be left out."""
        if node is not None and node.value != "" and not isinstance(node.value, list):
            self.error(node, name, "应写成列表：[甲, 乙]。")
        return node.items() if node else []

    def texts(self, node: Node | None, name: str) -> tuple[str, ...]:
        """Read the texts of a list, none of which may be empty."""
        found = []
        for item in self.list_of(node, name):
            if item.text():
                found.append(item.text())
            else:
                self.error(item, name, "列表里有空的一项，或不是文字；请改正。")
        return tuple(found)

    def number(self, node: Node | None, name: str, *, low: int, high: int) -> int | None:
        """Read a whole number, or None if there is none."""
        if node is None:
            return None
        text = node.text()
        if not re.fullmatch(r"[0-9]{1,10}", text) or not low <= int(text) <= high:
            self.error(node, name, f"“{text}”应是 {low} 到 {high} 的整数。")
            return None
        return int(text)

    def day(self, node: Node | None, name: str) -> date | None:
        """Read a day, or None if there is none."""
        if node is None or node.value == "":
            return None
        text = node.text()
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self.error(node, name, f"“{text}”不是日期；请写成 2011-06-30。")
        return None
