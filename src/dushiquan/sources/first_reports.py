"""What a plan's table already tells of progress, as facts that can be recorded beside the plan."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Kind, Project
from dushiquan.domain.status import Status
from dushiquan.formats.table import Cell
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.phrases.status_words import (
    NOT_YET,
    are_choices,
    is_hindered,
    noted_status,
    said_percent,
    status_of,
    unsure_percents,
)
from dushiquan.sources.cells import as_field, is_dash, is_day, joined
from dushiquan.sources.field_reader import FieldReader
from dushiquan.sources.headings import label_of
from dushiquan.sources.row_numbers import table_and_row

Told = Mapping[str, Sequence[Cell]]
"""The cells of one row that tell of progress, by field."""

_MONTH_AND_DAY = re.compile(r"([0-9]{1,2})(?:月|[./])([0-9]{1,2})日?")
_GOES_ON = re.compile("[,，;；。].")
_YES_OR_NO = frozenset(("y", "n", "-", ""))
_LIGHTS = frozenset(
    ("r", "y", "g", "a", "red", "yellow", "amber", "green", *"红黄绿蓝", "红灯", "黄灯", "绿灯", "蓝灯")
)
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]+)?")


class FirstReport(NamedTuple):
    """What a row tells of its project: None, or "", if it says nothing.

    ``said`` is the status in the table's own word. ``unsure`` are percentages that may be the progress.
    """

    id: ProjectId
    row: int
    status: Status | None = None
    progress: int | None = None
    note: str = ""
    done_on: date | None = None
    said: str = ""
    unsure: tuple[int, ...] = ()

    @property
    def starts(self) -> bool:
        """Whether it says that the work has begun: a note alone does not (``domain.acts.update``)."""
        return self.status not in (None, Status.PLANNED) or bool(self.progress) or self.done_on is not None

    @property
    def says_anything(self) -> bool:
        """Whether there is anything to record: that it has not begun is no report."""
        return self.starts or bool(self.note)

    def plain(self) -> dict[str, str | int | list[int] | None]:
        """Return it as plain JSON values."""
        done_on = self.done_on.isoformat() if self.done_on else None
        table, row = table_and_row(self.row)
        return {**self._asdict(), "table": table, "row": row, "done_on": done_on, "unsure": [*self.unsure]}


class ReportReader:
    """Reads what rows tell; what is not read is noted in ``notes``. ``year`` is that of a day without one."""

    def __init__(self, told: Mapping[int, Told], year: int | None, notes: FieldReader) -> None:
        self._told = told
        self._year = year
        self._notes = notes
        shown = [cell.text.strip() for row in told.values() for cell in row.get("progress", ())]
        self._are_shares = _are_shares(shown)
        states = {cell.text.strip().lower() for row in told.values() for cell in row.get("status", ())}
        self._are_lights = len(states) > 1 and states <= _LIGHTS
        self._are_letters = states <= _YES_OR_NO

    def read(self, projects: Sequence[Project], rows: Mapping[ProjectId, int]) -> list[FirstReport]:
        """Return what is told of each project; ``rows`` are those in which they stand."""
        self._leave_remarks_out()
        if self._are_lights:
            self._notes.warn(NOWHERE, "status", "写的是亮灯，不是办到哪一步，没有取。")
        found = []
        for project in projects:
            row = rows[project.id]
            if row in self._told and (report := self._report(project, row, self._told[row])).says_anything:
                found.append(report)
        self._say_what_was_left({report.row for report in found})
        return found

    def _say_what_was_left(self, taken: Collection[int]) -> None:
        """A remark alone is no report (省重点), but if it reads like one, this is said."""
        left = [told.get("remark", ()) for row, told in self._told.items() if row not in taken]
        like = [
            c for cells in left for c in cells if noted_status(c.text) or said_percent(c.text) is not None
        ]
        if like:
            how = f"--map {self._notes.word('remark')}={label_of('note')}"
            message = f"“{joined(like[0].text)}”等 {len(like)} 格像是进展，这一列没有取；是进展的请加 {how}。"
            self._notes.warn(NOWHERE, "remark", message)

    def _leave_remarks_out(self) -> None:
        """A remark (备注) beside a column on progress tells something else: 省重点, 民生实事."""
        if not any(row.get("note") for row in self._told.values()):
            return
        remarks = [cell for row in self._told.values() for cell in row.get("remark", ())]
        if any(not is_dash(cell.text) for cell in remarks):
            how = f"--map {self._notes.word('remark')}={label_of('note')}"
            message = f"旁边另有一列写进展，这一列不算进展，没有取；也是进展的请加 {how}。"
            self._notes.warn(NOWHERE, "remark", message)
        self._told = {
            row: {name: cells for name, cells in told.items() if name != "remark"}
            for row, told in self._told.items()
        }

    def _report(self, project: Project, row: int, told: Told) -> FirstReport:
        self._notes.project = project.id
        status, said, remark = self._status(told)
        noted = _texts(told, "note")
        if status is None and not remark:
            status, said = _noted_status(noted, project), noted
        words = noted if status else remark or noted
        progress = self._progress(told)
        if progress is None:
            progress = said_percent(words)
        note = "；".join(text for text in (remark, noted) if text and not _is_said(text, status, progress))
        done_on = self._day(told)
        if done_on and status in (None, Status.ACTIVE):
            if status or _UNFINISHED.search(words):
                cell = next(cell for name in ("status", "note", "done_on") for cell in told.get(name, ()))
                message = f"写了完成日期 {done_on}，但写的是“{joined(cell.text)}”，没有作为已完成；请核对。"
                self._warn(cell, "done_on", message)
                done_on = None
            else:
                status = Status.DONE
        if status is Status.PLANNED and progress:
            status = None
        if status is None and not progress and told.get("begun_on"):
            status = Status.ACTIVE
        if status is Status.DONE and progress not in (None, 100):
            cell = next(cell for name in ("progress", "status", "note") for cell in told.get(name, ()))
            self._warn(cell, "progress", f"进度 {progress}% 与已完成不符，未取；请核对。")
        unsure = () if progress is not None or status is Status.DONE else unsure_percents(words)
        if status is Status.DONE:
            progress = None
        if note or status or progress:
            note = "；".join(dict.fromkeys(filter(None, [note, _texts(told, "remark")])))
        self._notes.project = None
        return FirstReport(project.id, row, status, progress, note, done_on, said, unsure)

    def _status(self, told: Told) -> tuple[Status | None, str, str]:
        """Return the status, in the table's word; a text that names none, or what holds it up, is a note.

        Lights (R, G) tell how it goes, not how far it is.
        """
        if self._are_lights:
            return None, "", ""
        for cell in told.get("status", ()):
            text = joined(cell.text)
            if are_choices(cell.text):
                self._warn(cell, "status", f"“{text}”是几种状态，不知选的哪一种，未取。")
            elif not is_dash(text) and text.lower() not in NOT_YET:
                status = Status.DONE if self._are_letters and text.lower() == "y" else status_of(text)
                if status is None and len(text) == 1:
                    self._warn(cell, "status", f"“{text}”看不出是什么状态，未取。")
                    continue
                return (status, text, text * is_hindered(text)) if status else (None, "", text)
        for cell in told.get("progress", ()):
            if (status := status_of(cell.text)) and said_percent(cell.text) is None:
                return status, joined(cell.text), ""
        return None, "", ""

    def _progress(self, told: Told) -> int | None:
        for cell in told.get("progress", ()):
            text = cell.text.strip()
            percent = said_percent(text)
            if percent is not None or is_dash(text) or status_of(text):
                return percent
            if _NUMBER.fullmatch(text) and self._are_shares is not None:
                number = float(text) * (100 if self._are_shares else 1)
                if number <= 100:
                    return int(number + 1e-9)
            self._warn(cell, "progress", f"“{text}”不像进度，未取。")
        return None

    def _day(self, told: Told) -> date | None:
        for cell in told.get("done_on", ()):
            text = as_field("due", cell.full)
            if is_dash(text):
                continue
            if is_day(text):
                return date.fromisoformat(text)
            match = _MONTH_AND_DAY.fullmatch(re.sub(r"\s", "", text))
            try:
                if match and self._year:
                    return date(self._year, int(match[1]), int(match[2]))
            except ValueError:
                pass
            self._warn(cell, "done_on", f"“{cell.text}”不是日期，完成日期未取。")
        return None

    def _warn(self, cell: Cell, field: str, message: str) -> None:
        self._notes.warn(Node("", cell.row, cell.ref), field, message)


_UNFINISHED = re.compile("部分|未|尚|待|阶段|进行|正在|剩|缺|partly|partial|not", re.I)


def _noted_status(noted: str, project: Project) -> Status | None:
    """Return the status that a text on progress is; of a rhythm, 已完成 may mean the last occurrence only."""
    status = noted_status(noted)
    return None if status is Status.DONE and project.kind in (Kind.RECURRING, Kind.ONGOING) else status


def _is_said(text: str, status: Status | None, progress: int | None) -> bool:
    """Tell whether all that a text says is in the status or the progress already."""
    if _GOES_ON.search(text):
        return False
    is_state = status in (Status.DONE, Status.PLANNED) and noted_status(text) is status
    return is_state or (progress is not None and said_percent(text) == progress)


def _texts(told: Told, name: str) -> str:
    """Return the texts of a field; a bare 无 or a status word adds nothing."""
    return "；".join(text for cell in told.get(name, ()) if not is_dash(text := cell.text.strip()))


def _are_shares(shown: Sequence[str]) -> bool | None:
    """Tell whether plain numbers are shares of 1 (0.4) and not of 100; None if that cannot be told.

    1 alone is the whole, or one per cent.
    """
    numbers = [float(text) for text in shown if _NUMBER.fullmatch(text)]
    if any(number > 1 for number in numbers):
        return False
    if any(0 < number < 1 for number in numbers):
        return True
    return None if any(numbers) else False
