"""The progress that a plan's table tells: whether to record it, of which day, and what is doubtful in it."""

import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import typer

from dushiquan.cli.options import to_day
from dushiquan.cli.plan_reading import ask_day
from dushiquan.cli.problem_rows import idle_line, idle_reports, report_text, unsure_line
from dushiquan.cli.talk import ask, is_yes, say
from dushiquan.domain.acts import check_day
from dushiquan.domain.ids import ProjectId
from dushiquan.domain.status import Status
from dushiquan.errors import UsageError
from dushiquan.office.plans import Taken
from dushiquan.sources.first_reports import FirstReport
from dushiquan.sources.plan_file import Reading
from dushiquan.sources.row_numbers import row_words

Rehearse = Callable[[Sequence[FirstReport], date], Sequence[Taken]]
"""Tells what recording reports on a day would change."""


class Agreed(NamedTuple):
    """The reports to record, and the day; ``asked`` if somebody has answered what is doubtful in them."""

    reports: Sequence[FirstReport] = ()
    day: date | None = None
    asked: bool = False


def agree_on_progress(
    reading: Reading,
    wanted: bool | None,
    on: date | None,
    today: date,
    yes: bool,
    rehearse: Rehearse | None = None,
) -> Agreed:
    """Show the progress in the table; return what of it to record. ``rehearse`` is None for a new plan."""
    if not reading.reports or wanted is False:
        return Agreed()
    as_of = reading.as_of
    if as_of and as_of > today:
        say(f"注意：表上写的“截至 {as_of}”还没有到，不用这一天。")
        as_of = None
    day = on or as_of
    taken = rehearse(reading.reports, day or today) if rehearse else []
    reports = [one.report for one in taken if one.recorded] if rehearse else reading.reports
    _say_refused(taken)
    if not reports:
        say(f"表里 {len(reading.reports)} 项的进展没有新的可记。")
        return Agreed()
    sys.stdout.writelines(f"进展 {report.id}：{report_text(report)}\n" for report in reports)
    asked = wanted is None and not yes
    if asked:
        if not sys.stdin.isatty():
            how = "--progress" if day else "--progress --on 日期"
            say(f"注意：表里 {len(reports)} 项写有进展，没有记；已完成的仍会算作未完成。要记请加 {how}。")
            return Agreed()
        day = _agreed_day(len(reports), day, today)
        if day is None:
            say("进展没有记；以后可加 --progress 再载入一次。")
            return Agreed()
    elif day is None and sys.stdin.isatty() and not yes:
        day = ask_day("这些进展截至哪一天？（按回车为今天）：") or today
    if day is None:
        raise UsageError("表上没有写明进展截至哪一天；请加 --on 日期，不记进展请加 --no-progress。")
    check_day(day, today)
    if day == as_of and not (on or asked):
        say(f"进展记在 {day}：表上写明截至这一天。")
    if asked:
        begun = {one.report.id for one in taken if one.begun}
        reports = _with_starts(_with_percents(reports), begun)
    done = [report.id for report in reports if report.status is Status.DONE and not report.done_on]
    if done:
        listed = "、".join(done[:10]) + ("等" if len(done) > 10 else "")
        say(f"注意：已完成而没有写完成日期的 {len(done)} 项（{listed}），完成日期记为 {day}。")
    return Agreed(reports, day, asked)


def _agreed_day(number: int, day: date | None, today: date) -> date | None:
    """Ask whether to record the progress, and of which day it is; None if it is left out."""
    if day:
        question = f"表里 {number} 项写有进展，截至 {day}，一并记下？[y/N，或写另一天] "
    else:
        question = f"表里 {number} 项写有进展，一并记下？是今天的写 y，是别的日子写日期，不记按回车："
    while typed := ask(question):
        if is_yes(typed):
            return day or today
        if typed.lower() in _NO:
            return None
        try:
            return to_day(typed)
        except typer.BadParameter as error:
            say(str(error))
    return None


def _with_percents(reports: Sequence[FirstReport]) -> list[FirstReport]:
    """Ask which percentages are the progress of the whole; return the reports with these."""
    unsure = [report for report in reports if len(report.unsure) == 1]
    several = unsure_line(report for report in reports if len(report.unsure) > 1)
    if several:
        say(f"注意：{several}。")
    if not unsure:
        return list(reports)
    chosen = _chosen(f"{unsure_line(unsure)}。是的写序号，都是写 y，都不是按回车：", unsure)
    return [
        report._replace(progress=report.unsure[0], unsure=()) if report.id in chosen else report
        for report in reports
    ]


def _with_starts(reports: Sequence[FirstReport], begun: set[ProjectId]) -> list[FirstReport]:
    """Ask which projects with a note alone have begun, besides those of ``begun``; return them as 进行中."""
    idle = [report for report in idle_reports(reports) if report.id not in begun]
    if not idle:
        return list(reports)
    chosen = _chosen(f"{idle_line(idle)}。已动工的写序号，都已动工写 y，都没有按回车：", idle)
    return [report._replace(status=Status.ACTIVE) if report.id in chosen else report for report in reports]


def _chosen(question: str, among: Sequence[FirstReport]) -> set[str]:
    """Ask which projects are meant: some, all by a yes, or none."""
    ids = {str(report.id) for report in among}
    while typed := ask(question):
        if is_yes(typed):
            return ids
        if typed.lower() in _NO:
            break
        words = set(re.split(r"[\s,，、;；]+", typed))
        if words <= ids:
            return words
        say(f"其中没有 {'、'.join(sorted(words - ids))}。")
    return set()


_NO = ("n", "no", "否", "不")


def say_taken(taken: Sequence[Taken], agreed: Agreed) -> None:
    """Say how many reports were recorded, which were refused, and what is left to record by hand."""
    if not taken:
        return
    _say_refused(taken)
    say(f"已记下 {sum(one.recorded for one in taken)} 项的进展。")
    if agreed.asked:
        return
    reports = [one.report for one in taken if one.recorded]
    if line := unsure_line(reports):
        first = next(report for report in reports if report.unsure)
        say(f"注意：{line}；是的请记，如 dsq update {first.id} -p {first.unsure[0]} --on {agreed.day}。")
    idle = idle_reports(one.report for one in taken if not one.begun)
    if idle:
        how = f"dsq update {','.join(str(report.id) for report in idle)} -s 进行中 --on {agreed.day}"
        say(f"注意：{len(idle)} 项只有说明，没有写状态和进度，仍是未启动；都已动工的请记 {how}。")


def _say_refused(taken: Sequence[Taken]) -> None:
    for one in taken:
        if one.refused:
            say(f"注意：{row_words([one.report.row])}的进展没有记：{one.refused}")
