"""``dsq tick``: add to the count of a target (指标)."""

import re
import unicodedata
from datetime import date
from typing import Annotated

import typer

from dushiquan.cli.options import DryRun, On, offers
from dushiquan.cli.recording import OneId, say_recorded
from dushiquan.cli.session import Session
from dushiquan.cli.talk import say
from dushiquan.domain.plan import Kind, Target
from dushiquan.domain.recurring import begins_after
from dushiquan.domain.status import unmet
from dushiquan.errors import UsageError
from dushiquan.office.entries import Recorded
from dushiquan.phrases.typed_number import parse_count

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(context_settings={"ignore_unknown_options": True})  # so that -1 is a number
def tick(
    context: typer.Context,
    id: OneId,
    target: Annotated[
        str,
        typer.Argument(
            metavar="[指标]",
            help="名称、其中几个字或拼音首字母；定期事项不写即记最早未完成的一次。",
            autocompletion=offers("targets"),
        ),
    ] = "",
    number: Annotated[
        str, typer.Argument(metavar="[N]", help="又完成了几个，如 2、2次；-1 为减去，=3 为累计改成 3。")
    ] = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """记一项指标又完成了几个（次、家、本……）。"""
    if not number and re.match("[-=－＝]", target):
        target, number = "", target
    if id.startswith("-") or target.startswith("-"):
        raise UsageError(f"没有选项 {id if id.startswith('-') else target}。")
    step, total = _read_number(number or "1")
    session: Session = context.obj
    with session.office() as office:
        results = office.entries.tick(id, target, step, total=total, on=on, dry_run=dry_run)
        say_recorded(office, results, on, dry_run=dry_run)
    for result in results:
        for goal in result.project.targets:
            _say_of_count(result, goal, on or office.today)
            _say_of_today(result, goal)


def _read_number(text: str) -> tuple[int, int | None]:
    """Read a count as typed: 2, 2次, -1, =3. Return the step, and the total if it is one."""
    typed = unicodedata.normalize("NFKC", text.strip())
    signed = re.fullmatch(r"([-+=])(-?[0-9]{1,6})[^\W\d_]?", typed)
    if signed and signed[1] == "=":
        return 0, int(signed[2])
    if re.fullmatch(r"[-+]?0+[^\W\d_]?", typed):
        raise UsageError("0 个不用记；要把累计改成 0 请写 =0。")
    if signed:
        return int(f"{signed[1]}{signed[2].removeprefix('-')}"), None
    try:
        return parse_count(text), None
    except UsageError:
        raise UsageError(f"“{text}”不是个数；可以写成 2、2次、-1（减去）或 =3（累计）。") from None


def _say_of_today(result: Recorded, target: Target) -> None:
    """Print the count of today if later entries make it another one than that of the day of the entry."""
    then, now = (state.counts.get(target.name, 0) for state in (result.after, result.now))
    if then != now and result.before.counts.get(target.name, 0) != then:
        say(f"注意：其后另有记录，“{target.name}”今天累计 {now}{target.measure}。")


def _say_of_count(result: Recorded, target: Target, on: date) -> None:
    """Print what the user should check about a new count of a target, or do after it."""
    count = result.after.counts.get(target.name, 0)
    if count == result.before.counts.get(target.name, 0):
        return
    project = result.project
    if count > target.goal:
        total = f"累计 {count}{target.measure}，已超过目标 {target.goal}{target.measure}"
        say(f"注意：“{target.name}”{total}。")
    if project.kind is not Kind.RECURRING or count < result.before.counts.get(target.name, 0):
        return
    if begins := begins_after(project, target.name, on):
        say(f"注意：“{target.name}”在 {begins} 之后才开始，这次是提前记的；记错了请用 dsq undo。")
    if not unmet(project.targets, result.now):
        say(f"{project.id} 的各次都已完成；办结的请用 dsq done {project.id} 销号。")
