"""The content of a file before its meaning: texts, lists and fields, with their places in the file."""

from typing import NamedTuple


class Node(NamedTuple):
    """A text, a list or a set of fields, with its line, or its row and cell in a sheet.

    Line 0 means no place. ``faulted`` if its text is not known, and that has been reported.
    """

    value: "str | list[Node] | dict[str, Node]"
    line: int
    cell: str = ""
    faulted: bool = False

    def fields(self) -> "dict[str, Node]":
        """Return the fields, or none if the node is something else."""
        return self.value if isinstance(self.value, dict) else {}

    def items(self) -> "list[Node]":
        """Return the items of a list, or none if the node is something else."""
        return self.value if isinstance(self.value, list) else []

    def text(self) -> str:
        """Return the text, or "" if the node is something else."""
        return self.value if isinstance(self.value, str) else ""


NOWHERE = Node("", 0)
"""No text, at no place."""
