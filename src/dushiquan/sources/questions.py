"""Questions on a plan's requirements: each is asked once for all the cells that it concerns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from dushiquan.domain.ids import ProjectId
from dushiquan.domain.plan import Kind
from dushiquan.formats.tree import NOWHERE, Node
from dushiquan.phrases.deadline import Certainty, Doubt, Requirement
from dushiquan.sources.basis import Basis
from dushiquan.sources.field_reader import FieldReader


class DoubtfulCell(NamedTuple):
    """A requirement cell of a project, named as the file numbers it, and what is doubtful in the cell."""

    node: Node
    project: str
    id: ProjectId | None = None
    title: str = ""
    doubt: Doubt = Doubt("")

    @property
    def text(self) -> str:
        """The cell's words."""
        return self.node.text()


@dataclass
class Questions:
    """Gathers the requirement cells that are not read for sure, by what would settle them."""

    month: list[DoubtfulCell] = field(default_factory=list)
    issue: list[DoubtfulCell] = field(default_factory=list)
    short_years: list[DoubtfulCell] = field(default_factory=list)
    beside: list[DoubtfulCell] = field(default_factory=list)
    undated: list[DoubtfulCell] = field(default_factory=list)
    unread: list[DoubtfulCell] = field(default_factory=list)
    counted_from_today: list[DoubtfulCell] = field(default_factory=list)

    def note(self, cell: DoubtfulCell, read: Requirement, basis: Basis, *, listed: bool = False) -> None:
        """Remember a cell under each question that it raises; ``listed`` if the plan lists its targets."""
        open_months = [doubt for doubt in read.doubts if len(doubt.days) > 1]
        self.month += [cell._replace(doubt=doubt) for doubt in open_months]
        self.short_years += [cell._replace(doubt=doubt) for doubt in read.doubts if len(doubt.days) == 1]
        if read.certainty is Certainty.UNREAD and not open_months:
            (self.issue if _needs_issue(cell.text, basis) else self.unread).append(cell)
        if listed:
            return
        if read.kind is not Kind.RECURRING:
            self.beside += [cell] if read.rhythm else []
        elif read.rhythm is None:
            self.undated += [cell] if basis.year and re.search("[每逐按]", cell.text) else []
        elif basis.is_guessed(cell.id, cell.title) and read.rhythm.start < (basis.today or date.min):
            self.counted_from_today.append(cell)

    def open(self) -> dict[str, str]:
        """Return the questions that one answer for the whole plan settles, by the field of the answer."""
        found = {}
        if self.month:
            found["month_before"] = month_asked(self.month)
        if self.issue:
            found["issued"] = f"计划是哪天印发的？{_phrases(self.issue)}从那天算起"
        elif self.counted_from_today:
            found["issued"] = "计划是哪天印发的？定期事项从那天起算，不答则从今天起算"
        return found

    def ask(self, reader: FieldReader, basis: Basis) -> None:
        """Ask each question once."""
        if self.month:
            _say(reader, self.month, _month_question(self.month, reader.in_table))
        if self.issue:
            what = f"{_phrases(self.issue)}要从印发之日算起，计划没有写是哪一天"
            advice = f"{_issued_advice(reader)}；未写前没有时限。"
            _say(reader, self.issue, f"{what}{_places(self.issue)}；{advice}")
        if self.short_years:
            first = self.short_years[0].doubt
            what = f"年份只写了两位，“{first.phrase}”读作 {first.days[0]}"
            _say(reader, self.short_years, f"{what}{_places(self.short_years)}；不对的请写全年份。")
        if self.counted_from_today:
            what = f"没有写印发日期，定期事项从今天（{basis.today}）起算，以前的各次不列"
            where = _places(self.counted_from_today)
            _say(reader, self.counted_from_today, f"{what}{where}；{_issued_advice(reader)}。")
        targets = "“指标”列" if reader.in_table else " targets"
        one_by_one = f"要逐次记的请写明{targets}。"
        for same in _by_text(self.beside):
            what = f"“{same[0].text}”既有时限又有定期事项，只按时限计，不逐次列出"
            _say(reader, same, f"{what}{_places(same)}；{one_by_one}")
        for same in _by_text(self.undated):
            what = f"“{same[0].text}”没有读出每次的日期，不逐次列出"
            _say(reader, same, f"{what}{_places(same)}；{one_by_one}")
        for same in _by_text(self.unread):
            other = "“到期”“要求类别”两列" if reader.in_table else "到期日（due）和要求类别（kind）"
            advice = f"有时限的请改写这一格，或另写{other}。"
            _say(reader, same, f"“{same[0].text}”未读出时限{_places(same)}；{advice}")


def is_doubtful(read: Requirement) -> bool:
    """Tell whether a requirement can raise a question at all: a fast test."""
    return bool(read.rhythm or read.doubts) or read.kind in (Kind.RECURRING, Kind.UNKNOWN)


def _needs_issue(text: str, basis: Basis) -> bool:
    """Tell whether a cell would be read if the plan said when it was issued."""
    if basis.issued or not basis.year:
        return False
    return replace(basis, issued=date(basis.year, 1, 1)).read(text).certainty is not Certainty.UNREAD


def _issued_advice(reader: FieldReader) -> str:
    return "请加 --issued 日期" + ("" if reader.in_table else "，或在 YAML 里写 document.issued")


def month_asked(asked: Sequence[DoubtfulCell]) -> str:
    """Return the question whether the month belongs to the time: “8月前”含8月吗？."""
    phrases = list(dict.fromkeys(one.doubt.phrase for one in asked))
    months = [re.search("[0-9]+月(?=(?:之|以)?前$)", phrase) for phrase in phrases]
    if not all(months):
        inner = "所写的时段"
    elif len(phrases) == 1 and months[0]:
        inner = months[0][0]
    else:
        inner = "所写的月份"
    return f"{_phrases(asked)}含{inner}吗？"


def _month_question(asked: Sequence[DoubtfulCell], in_table: bool) -> str:
    how = "请加 --month-before 含 或 --month-before 不含"
    if not in_table:
        how = "含的写 month_before: included，不含的写 excluded（或加 --month-before 含/不含）"
    where = f"{len({one.project for one in asked})}处：{_listed(asked)}"
    return f"{month_asked(asked)}{where}；{how}；未答前不作时限。"


def _phrases(asked: Sequence[DoubtfulCell]) -> str:
    """Quote the phrases in doubt, or else the cells: “8月前”“11月前”等."""
    phrases = list(dict.fromkeys(one.doubt.phrase or one.text for one in asked))
    return "".join(f"“{phrase}”" for phrase in phrases[:3]) + ("等" if len(phrases) > 3 else "")


def _places(asked: Sequence[DoubtfulCell]) -> str:
    """Name the projects concerned, if there are several."""
    return f"，{len(asked)}处：{_listed(asked)}" if len(asked) > 1 else ""


def _listed(asked: Iterable[DoubtfulCell]) -> str:
    projects = list(dict.fromkeys(one.project for one in asked))
    return "、".join(projects[:10]) + ("等" if len(projects) > 10 else "")


def _by_text(asked: Iterable[DoubtfulCell]) -> list[list[DoubtfulCell]]:
    same: dict[str, list[DoubtfulCell]] = {}
    for one in asked:
        same.setdefault(one.text, []).append(one)
    return list(same.values())


def _say(reader: FieldReader, asked: Sequence[DoubtfulCell], message: str) -> None:
    """Warn of some cells; name the place of a single one."""
    alone = len(asked) == 1
    reader.project = asked[0].project if alone else None
    reader.warn(asked[0].node if alone else NOWHERE, "requirement", message)
    reader.project = None
