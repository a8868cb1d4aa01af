"""A file's content before its meaning: texts, lists and fields that remember where they stand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A text, a list or a set of fields, with its line; in a sheet, its row and cell. Line 0 is nowhere.

    ``faulted`` where its text is not known, and that has been said.
    """

    value: "str | list[Node] | dict[str, Node]"
    line: int
    cell: str = ""
    faulted: bool = False

    def fields(self) -> "dict[str, Node]":
        """The fields, or none where this is something else."""
        return self.value if isinstance(self.value, dict) else {}

    def items(self) -> "list[Node]":
        """The items of a list, or none where this is something else."""
        return self.value if isinstance(self.value, list) else []

    def text(self) -> str:
        """The text, or "" where this is something else."""
        return self.value if isinstance(self.value, str) else ""


NOWHERE = Node("", 0)
"""No text, at no place."""
