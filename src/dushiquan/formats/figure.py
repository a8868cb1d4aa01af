"""What a figure of a paper shows, without place or colour: stacked numbers, columns, a schedule."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

Shade = Literal["red", "yellow", "green", "done", "resting"]
"""What a part of a stack stands for; each has its colour and its shade of grey."""


class Stack(NamedTuple):
    """A bar of several parts; ``note`` stands beside it."""

    name: str
    parts: Mapping[Shade, int]
    note: str = ""

    @property
    def total(self) -> int:
        """The sum of the parts."""
        return sum(self.parts.values())


class Stacks(NamedTuple):
    """Bars one below the other, each as long as all others, divided by the share of its parts."""

    title: str
    legend: Mapping[Shade, str]
    rows: Sequence[Stack]


class Columns(NamedTuple):
    """Columns side by side, each as high as its parts add up to."""

    title: str
    legend: Mapping[Shade, str]
    columns: Sequence[Stack]


class Lane(NamedTuple):
    """A line of a schedule: a window, how far the work is in percent, and what is said beside it.

    A window without a day on one side is open there.
    """

    name: str
    start: date | None
    due: date | None
    progress: int
    notes: Sequence[str] = ()
    is_late: bool = False


class Schedule(NamedTuple):
    """Windows of time one below the other, with a line through them all at ``today`` (甘特图)."""

    title: str
    today: date
    lanes: Sequence[Lane]


Figure = Stacks | Columns | Schedule


def described(figure: Figure) -> str:
    """Describe a figure in words, for those who do not see it."""
    if isinstance(figure, Schedule):
        return "；".join(
            "，".join([lane.name, f"进度{lane.progress}%", *lane.notes]) for lane in figure.lanes
        )
    stacks = figure.rows if isinstance(figure, Stacks) else figure.columns
    return "；".join(f"{stack.name}：{_parts(stack, figure.legend)}" for stack in stacks)


def _parts(stack: Stack, legend: Mapping[Shade, str]) -> str:
    return "，".join(
        f"{word}{stack.parts[shade]}" for shade, word in legend.items() if stack.parts.get(shade)
    )
