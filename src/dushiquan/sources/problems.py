"""What is wrong with a file that was given: every problem, in one run."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dushiquan.errors import BadInputError
from dushiquan.sources.row_numbers import row_words, table_and_row


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: where it stands, of which project and field, and what to do.

    Errors stop loading; questions are to be confirmed first. ``word`` is what a person calls the field.
    """

    file: str
    line: int | None
    project: str | None
    field: str | None
    message: str
    level: str = "error"
    word: str = ""

    def __str__(self) -> str:
        return f"{self.file} {self.in_file}" if self._where else f"{self.file}：{self.message}"

    @property
    def in_file(self) -> str:
        """The problem without the name of the file."""
        return f"{self._where}：{self.message}" if self._where else self.message

    @property
    def _where(self) -> str:
        where = [
            row_words([self.line]) if self.line else "",
            f"项目{self.project}" if self.project else "",
        ]
        return " ".join(filter(None, [*where, self.word or self.field]))

    def plain(self) -> dict[str, str | int | None]:
        """Return it as plain JSON values."""
        table, row = table_and_row(self.line or 0)
        return {
            "file": self.file,
            "table": table,
            "line": row or None,
            "project": self.project,
            "field": self.field,
            "message": self.message,
            "level": self.level,
        }


class PlanFileError(BadInputError):
    """A plan file with errors; nothing was loaded."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        errors = [problem for problem in problems if problem.level == "error"]
        lines = "\n".join(map(str, errors))
        super().__init__(f"{path.name} 有 {len(errors)} 处错误，未载入任何内容；请改正后重试。\n{lines}")
        self.problems = tuple(problems)
