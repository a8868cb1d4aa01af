"""``dsq help``, and the examples at the end of every ``--help``."""

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from dushiquan.cli import app as program
from dushiquan.cli.app import COMMANDS, app
from dushiquan.cli.examples import EXAMPLES, examples_of
from dushiquan.domain.plan import KIND_LABELS
from dushiquan.domain.settings import DEFAULTS
from dushiquan.errors import ExitCode
from dushiquan.formats.help_page import Block, blocks, print_help_page
from dushiquan.formats.output import Format
from dushiquan.formats.registry import READ, suffixes
from dushiquan.office.help_topics import PAGES, page, topics
from dushiquan.papers.listing import COLUMNS
from dushiquan.sources.headings import HEADINGS, meanings
from tests.conftest import Run
from tests.terminal import dsq_session


def commands() -> Iterator[tuple[str, bool]]:
    """The words of every command, and whether it is a group of others."""
    yield "", True
    for name in COMMANDS:
        inner = getattr(typer.main.get_group(app).commands[name], "commands", {})
        yield name, bool(inner)
        yield from ((f"{name} {each}", False) for each in inner)


# --- examples ----------------------------------------------------------------------------------------


def test_every_command_has_an_example_and_every_example_a_command(dsq: Run) -> None:
    """If this fails for a new command: add an example of it to ``EXAMPLES``."""
    known = dict(commands())
    assert {words for words, is_group in known.items() if not is_group} - set(EXAMPLES) == set()
    assert set(EXAMPLES) - set(known) == set()
    for words in known:
        for option in ("--help", "-h"):
            shown = dsq(*words.split(), option).out
            (lines,) = re.findall(r"\n例：\n((?:  dsq .*\n)+)\Z", shown)
            assert tuple(line.strip() for line in lines.splitlines()) == examples_of(words)


@pytest.mark.once
def test_the_examples_run_in_their_order(dsq: Run, home: Path) -> None:
    """Each shows the command that it is an example of; what asks for a confirmation gets it."""
    (home / "共享处").mkdir()
    for words, lines in EXAMPLES.items():
        for line in lines:
            assert line.startswith(f"dsq {words}") or words == "init", line
            typed = shlex.split(line)[1:]
            given = [name for word in typed for name in expanded(word, home)]
            if words in ("plan check", "plan load"):
                dsq("plan", "export", "-o", "2012年任务表.xlsx", "--yes")
                given += ["--year", "2012", "--key", "2012"]
            if words in ("sync join", "sync in"):
                given = ["--db", "宁波.db", *given]
            done = dsq(*given, today="2011-12-12")
            if words == "sync settle":
                assert done.err == "7 没有两处同时记录的，不用认可。\n"
                continue
            if "请加 --yes" in done.err:
                done = dsq(*given, "--yes", today="2011-12-12")
            assert done.code == 0, f"{line}\n{done.err}"


def expanded(word: str, home: Path) -> list[str]:
    return sorted(str(path) for path in home.glob(word)) if "*" in word else [word]


# --- topics ------------------------------------------------------------------------------------------


def test_without_a_topic_all_are_listed(dsq: Run) -> None:
    shown = dsq("help").out.splitlines()
    assert len(shown) == len(PAGES) + 1
    for line, (name, about) in zip(shown, topics().items(), strict=False):
        assert line.split() == [name, about]
        assert len(about) <= 30


@pytest.mark.parametrize("typed", ["日期", " 日期", "日", "rq", "days", "时间"])
def test_a_topic_is_found_as_it_is_typed(dsq: Run, typed: str) -> None:
    assert dsq("help", typed).out == page("日期")


def test_a_mistyped_topic_names_the_nearest(dsq: Run) -> None:
    result = dsq("help", "日起")
    listed = "日期、序号、状态、列、格式、退出码、规则、共享"
    assert (result.code, result.err) == (2, f"没有“日起”的说明；是不是 日期？可看：{listed}。\n")
    assert dsq("help", "xyz").err == f"没有“xyz”的说明；可看：{listed}。\n"


def test_a_command_is_a_topic_too(dsq: Run) -> None:
    for words in ("list", "plan", "plan load"):
        assert dsq("help", *words.split()).out.rstrip() == dsq(*words.split(), "--help").out.rstrip()
    result = dsq("help", "plan", "lod")
    assert (result.code, result.err) == (2, "没有命令“plan lod”；用 dsq plan --help 看有哪些。\n")


def test_a_page_is_folded_on_a_terminal() -> None:
    shown = dsq_session([("help", name) for name in PAGES], width=60)
    assert max(sum(1 + (ord(char) > 0x2E80) for char in line) for line in shown.splitlines()) <= 60
    assert not re.search("\n *[，。、；]", shown)
    assert "…" not in shown.replace("report … -o", "")


def test_on_a_terminal_a_blank_line_is_between_blocks_but_not_between_points(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_help_page("# 题\n\n甲。\n\n乙：\n\n- 一\n- 二\n\n丙。\n")
    assert (
        re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out) == "题\n\n甲。\n\n乙：\n\n· 一\n· 二\n\n丙。\n"
    )


def test_the_blocks_of_a_page() -> None:
    text = "# 题\n\n甲，\n乙 `x`。\n\n- 一\n  二\n- ab\n  cd\n\n| a | b |\n|---|---|\n| 1 | |\n"
    assert blocks(text) == [
        Block("heading", "题"),
        Block("text", "甲，乙 x。"),
        Block("point", "一二"),
        Block("point", "ab cd"),
        Block("table", rows=(("a", "b"), ("1", ""))),
    ]


# --- the pages are true ------------------------------------------------------------------------------


def rows_of(topic: str, number: int = 0) -> list[tuple[str, ...]]:
    return list([block for block in blocks(page(topic)) if block.kind == "table"][number].rows[1:])


def test_the_page_of_exit_codes_has_each_once() -> None:
    assert [int(code) for code, _ in rows_of("退出码")] == [code.value for code in ExitCode]


def test_the_page_of_columns_has_those_of_listings_and_of_plans() -> None:
    assert [row[:2] for row in rows_of("列")] == [(c.heading, c.key) for c in COLUMNS.values()]
    assert "、".join(KIND_LABELS.values()) in page("列")
    ours = {names[0]: field for field, names in HEADINGS.items()}
    for label, headings in rows_of("列", 1):
        for heading in headings.split("、"):
            known = meanings((heading,))
            assert max(known, key=known.__getitem__) == ours[label], heading


def test_the_page_of_formats_has_every_suffix() -> None:
    found = [re.findall(r"\.[a-z]+", row[1]) for row in rows_of("格式")]
    written = [suffixes("paper"), suffixes("listing"), suffixes("tree", "table")]
    assert [*map(sorted, found)] == [*map(sorted, [suffixes(*READ), *written])]
    assert [row[0] for row in rows_of("格式", 1)] == [
        each.value for each in (Format.TABLE, Format.TSV, Format.CSV, Format.JSON, Format.MD)
    ]


def test_the_page_of_rules_has_the_numbers_of_the_settings() -> None:
    rules = {row[0]: row[1] for row in rows_of("规则")}
    assert f"超过 {DEFAULTS.behind_red_points} 个百分点" in rules["红灯"]
    assert f"{DEFAULTS.due_soon_days} 天内" in rules["黄灯"]
    assert f"{DEFAULTS.behind_yellow_points} 至 {DEFAULTS.behind_red_points} 个" in rules["黄灯"]
    assert f"超过 {DEFAULTS.unreported_days} 天未报送" in rules["黄灯"]


# --- faults ------------------------------------------------------------------------------------------


def test_a_fault_says_where_it_is_and_what_to_send(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> int:
        return int(len("a") / 0)

    monkeypatch.setattr(program, "_run", broken)
    assert program._explained() == ExitCode.UNEXPECTED
    place, said = re.findall(r"，(\w+\.py:\d+)）；(.*)\n", capsys.readouterr().err)[0]
    assert place.startswith("app.py:")
    assert said == "请把 dsq --version 的输出和这段话一并发给提供本程序的人。"
