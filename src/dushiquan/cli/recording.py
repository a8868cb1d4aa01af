"""Printing what was recorded, for the recording commands, and asking before it is."""

import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from dushiquan.cli.options import offers
from dushiquan.cli.talk import confirm, say
from dushiquan.domain.events import DueChange, StatusChange
from dushiquan.domain.history import overridden, replay
from dushiquan.domain.ids import FullId
from dushiquan.domain.recurring import milestones
from dushiquan.domain.status import Status, unmet
from dushiquan.errors import RefusedError
from dushiquan.office.entries import Recorded, Undone
from dushiquan.office.office import Office
from dushiquan.papers.labels import targets_text
from dushiquan.papers.sentences import (
    UNCHANGED,
    differences,
    left_behind,
    numbers_text,
    overridden_text,
    sentence,
    taken_back,
)

if TYPE_CHECKING:
    from dushiquan.domain.loads import UndoneLoad

OneId = Annotated[
    str, typer.Argument(metavar="序号", help="如 6、22.1，或名称里的几个字。", autocompletion=offers("ids"))
]


def say_recorded(
    office: Office, results: Sequence[Recorded], on: date | None = None, *, dry_run: bool = False
) -> None:
    """Print what was recorded of each project; name the plan if the ledger has several."""
    day = on or office.today
    for key, of_plan in groupby(results, key=lambda result: result.project.plan):
        issued = office.ledger_of(key).plan.notice.issued
        say_plan(office, key)
        if issued and day < issued:
            say(f"注意：{day} 早于计划印发之日 {issued}。")
        for result in of_plan:
            say(recorded_line(result, "将记录" if dry_run else "已记录", office.today))


def recorded_line(result: Recorded, verb: str, today: date = date.max) -> str:
    """Say what was recorded of a project, for which day and under which number, and what is not in force.

    In the future tense (将…) there is no number yet.
    """
    project = result.project
    if not result.events:
        return f"{project.id} {project.title}：{_standing_state(result)}，未记录。"
    what = "；".join(sentence(event, milestones=milestones(project)) for event in result.events)
    when = _bracketed(result, verb)
    return f"{verb} {project.id} {project.title}：{what}{when}{_not_in_force(result, today)}"


def _standing_state(result: Recorded) -> str:
    closed = result.after.done_on
    return f"已于{closed}销号，无变化" if closed else "无变化"


def _bracketed(result: Recorded, verb: str) -> str:
    number = "" if verb.startswith("将") else f"，{numbers_text(result.events)}"
    return f"（{result.events[0].on}{number}）"


def _not_in_force(result: Recorded, today: date) -> str:
    """Return a line for each thing recorded that is not so today, because a later entry says otherwise.

    What was carried into another plan before does not take along what is recorded of a day before.
    """
    later = [event for event in result.later if event.on <= today]
    now = replay(result.after, later)
    found = [overridden_text(each, now) for each in overridden(result.events, result.after, later)]
    found += left_behind(result.project, result.events, later)
    return "".join(f"\n    注意：{each}。" for each in found)


def say_undone(office: Office, undone: "Sequence[Undone | UndoneLoad]", verb: str) -> None:
    """Print each entry or load that was taken back, and what that changed."""
    entries = [each for each in undone if isinstance(each, Undone)]
    for load in undone:
        if not isinstance(load, Undone):
            from dushiquan.papers.load_lines import undone_load_lines

            for line in undone_load_lines(load, verb):
                say(line)
    for (result, revoked, left, also), plan in zip(entries, _plans(entries), strict=True):
        say_plan(office, plan)
        project = result.project
        taken = {event.id: event for event in office.ledger_of(project.plan).named_by(revoked)}
        for event in revoked:
            whose = "，".join(filter(None, [str(event.on), event.actor]))
            what = taken_back(taken[event.revokes], taken) if event.revokes in taken else sentence(event)
            say(f"{verb}{numbers_text([event])} {project.id} {project.title}：{what}（{whose}）")
        changed = differences(result.project, result.before, result.after)
        say(f"    {changed}")
        for event in also if changed == UNCHANGED else ():
            say(f"    {event.actor or '别人'}也记了{sentence(event)}（{numbers_text([event])}），仍算数。")
        for start in left:
            undoing = f"也要撤回请用 dsq undo {start.number}"
            say(f"    同时记的{sentence(start)}（第{start.number}号）仍算数；{undoing}。")


def say_fixed(office: Office, fixed: Sequence[Undone], *, dry_run: bool) -> None:
    """Print what a correction took back and what it records instead."""
    verb = "将更正" if dry_run else "已更正"
    (old, revoked, *_), new = fixed[0], fixed[-1].recorded
    anew = new._replace(events=tuple(event for event in new.events if not event.revokes))
    say_plan(office, new.project.plan)
    was = f"{'；'.join(map(sentence, revoked))}（{revoked[-1].on}）"
    what = "；".join(map(sentence, anew.events)) + _bracketed(anew, verb)
    place = "" if old.project.id == new.project.id else f"{new.project.id} {new.project.title}："
    say(
        f"{verb}{numbers_text(revoked)} {old.project.id} {old.project.title}：{was} → {place}{what}"
        f"{_not_in_force(anew, office.today)}"
    )
    for each in dict.fromkeys((old.project.id, new.project.id)):
        result = old if each == old.project.id else new
        say(f"    {each} {differences(result.project, result.before, result.now)}")
    for event in anew.events:
        if isinstance(event.payload, DueChange) and event.payload.after < event.on:
            say(f"    注意：新时限 {event.payload.after} 早于 {event.on}，记下即逾期。")
        if isinstance(event.payload, StatusChange) and event.payload.after is Status.DONE:
            say_unmet([anew])


def _plans(undone: Sequence[Undone]) -> list[str]:
    """Return the plan of each result where it begins, and "" where it goes on."""
    keys = [each.recorded.project.plan for each in undone]
    return [key if key != before else "" for before, key in zip(["", *keys], keys, strict=False)]


def say_plan(office: Office, key: str) -> None:
    """Print which plan the next lines are about, if the ledger has several."""
    ledger = office.ledger_of(key) if key else None
    if ledger and ledger.has_other_plans:
        say(f"计划 {key}《{ledger.plan.title}》：")


def say_unmet(results: Sequence[Recorded]) -> None:
    """Print which targets are unmet of the projects just closed out."""
    several = len({result.project.plan for result in results}) > 1
    for result in results:
        missing = unmet(result.project.targets, result.after) if result.events else []
        if missing:
            names = targets_text(missing, result.after.counts)
            id = FullId(result.project.plan, result.project.id) if several else result.project.id
            say(f"注意：{id} 销号时有 {len(missing)} 项指标未达到：{names}")


def ask_first(question: str, yes: bool) -> None:
    """Ask before something unusual is recorded; refuse it if there is nobody to ask."""
    if not (yes or sys.stdin.isatty()):
        raise RefusedError(f"{question.rstrip('？')}须确认，未作改动；确定要做请加 --yes。")
    confirm(question, yes)
