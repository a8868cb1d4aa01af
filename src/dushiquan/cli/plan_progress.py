"""The progress that a plan's table tells: whether to record it, and on which day."""

import sys
from collections.abc import Sequence
from datetime import date

import typer

from dushiquan.cli.options import ask, ask_day, is_yes, say, to_day
from dushiquan.cli.problem_rows import report_text
from dushiquan.domain.acts import check_day
from dushiquan.domain.status import Status
from dushiquan.errors import UsageError
from dushiquan.office.plans import Taken
from dushiquan.sources.plan_file import Reading
from dushiquan.sources.row_numbers import row_words


def day_of_progress(
    reading: Reading, wanted: bool | None, on: date | None, today: date, yes: bool
) -> date | None:
    """Return the day on which to record the progress in the table, or None to leave it out."""
    reports = reading.reports
    if not reports or wanted is False:
        return None
    sys.stdout.writelines(f"进展 {report.id}：{report_text(report)}\n" for report in reports)
    as_of = reading.as_of
    if as_of and as_of > today:
        say(f"注意：表上写的“截至 {as_of}”还没有到，不用这一天。")
        as_of = None
    day = on or as_of
    asked = wanted is None and not yes
    if asked:
        if not sys.stdin.isatty():
            how = "--progress" if day else "--progress --on 日期"
            say(f"注意：表里 {len(reports)} 项写有进展，没有记；已完成的仍会算作未完成。要记请加 {how}。")
            return None
        day = _agreed_day(len(reports), day, today)
        if day is None:
            say("进展没有记；以后可加 --progress 再载入一次。")
            return None
    elif day is None and sys.stdin.isatty() and not yes:
        day = ask_day("这些进展截至哪一天？（按回车为今天）：") or today
    if day is None:
        raise UsageError("表上没有写明进展截至哪一天；请加 --on 日期，不记进展请加 --no-progress。")
    check_day(day, today)
    if day == as_of and not (on or asked):
        say(f"进展记在 {day}：表上写明截至这一天。")
    done = [report.id for report in reports if report.status is Status.DONE and not report.done_on]
    if done:
        listed = "、".join(done[:10]) + ("等" if len(done) > 10 else "")
        say(f"注意：已完成而没有写完成日期的 {len(done)} 项（{listed}），完成日期记为 {day}。")
    return day


def _agreed_day(number: int, day: date | None, today: date) -> date | None:
    """Ask whether to record the progress, and of which day it is; None if it is left out."""
    if day:
        question = f"表里 {number} 项写有进展，截至 {day}，一并记下？[y/N，或写另一天] "
    else:
        question = f"表里 {number} 项写有进展，一并记下？是今天的写 y，是别的日子写日期，不记按回车："
    while typed := ask(question):
        if is_yes(typed):
            return day or today
        if typed.lower() in ("n", "no", "否", "不"):
            return None
        try:
            return to_day(typed)
        except typer.BadParameter as error:
            say(str(error))
    return None


def say_taken(taken: Sequence[Taken]) -> None:
    """Say how many reports were recorded, and which were refused."""
    if not taken:
        return
    for one in taken:
        if one.refused:
            say(f"注意：{row_words([one.report.row])}的进展没有记：{one.refused}")
    say(f"已记下 {sum(one.recorded for one in taken)} 项的进展。")
