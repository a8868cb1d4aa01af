"""The command line itself: help, usage errors, completion, arbitrary input."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.core import TyperGroup

from dushiquan.cli.app import COMMANDS, app
from dushiquan.office.reports import REPORTS
from tests.conftest import Run
from tests.terminal import DSQ, terminal


def test_help_is_in_chinese(dsq: Run) -> None:
    help = dsq("--help").out
    assert help.startswith("用法：dsq [选项] 命令 [参数]...\n")
    for english in ("Usage", "Options", "Commands", "Show ", "Install", "env var", "[required]"):
        assert english not in help
        for command in COMMANDS:
            assert english not in dsq(command, "--help").out
    assert all(f"\n  {name}" in help for name in COMMANDS)
    assert "  --limit N            最多几项。  [至少 1]\n" in dsq("list", "--help").out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("lst", "没有命令“lst”；是不是 list？\n用 dsq --help 查看用法。\n"),
        ("xyzzy", "没有命令“xyzzy”。\n用 dsq --help 查看用法。\n"),
        ("list --categry x", "没有选项 --categry；相近的有 --category。\n用 dsq list --help 查看用法。\n"),
        ("list --limit x", "--limit 写的“x”不是整数。\n用 dsq list --help 查看用法。\n"),
        ("list --limit 0", "--limit 写的是 0，应为 至少 1。\n用 dsq list --help 查看用法。\n"),
        ("note", "缺少参数：序号。\n用 dsq note --help 查看用法。\n"),
        ("tick 1 x 0", "0 个不用记；要把累计改成 0 请写 =0。\n"),
        (
            "update 1 -p 200",
            "--progress / -p：“200”不是进度；请写 0 至 100 的整数，如 60、60%、六成。\n用 dsq update --help 查看用法。\n",
        ),
        (
            "report weekly extra",
            "多写了：extra；文字里有空格的请加引号。\n用 dsq report weekly --help 查看用法。\n",
        ),
        (
            "list -f xml",
            "--format / -f：“xml”不是输出格式；可用：table、tsv、json、csv、md。\n用 dsq list --help 查看用法。\n",
        ),
    ],
)
def test_usage_errors_are_chinese_sentences(dsq: Run, args: str, said: str) -> None:
    result = dsq(*args.split())
    assert (result.code, result.out, result.err) == (2, "", said)


def offered(words: str, shell: str) -> str:
    """What TAB offers after ``dsq words`` in a shell."""
    env = {
        **os.environ,
        "_DSQ_COMPLETE": f"complete_{shell}",
        "COMP_WORDS": "\n".join(["dsq", *words.split(" ")]),
        "COMP_CWORD": str(len(words.split(" "))),
        "_TYPER_COMPLETE_ARGS": f"dsq {words}",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    }
    program = "from dushiquan.cli.app import app; app(prog_name='dsq')"
    done = subprocess.run([DSQ[0], "-c", program], env=env, capture_output=True, text=True, encoding="utf-8")
    assert done.stderr == ""
    return done.stdout


def complete(words: str) -> list[str]:
    return offered(words, "bash").split()


@pytest.mark.parametrize(
    ("shell", "shown"),
    [
        ("bash", "22.1\n22.2"),
        ("zsh", '"22.1":"杭湖嘉绍边界环保联合执法行动"'),
        ("fish", "22.1\t杭湖嘉绍边界环保联合执法行动"),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_completion_offers_ids_with_titles_if_the_shell_shows_them(shell: str, shown: str) -> None:
    assert shown in offered("done 22", shell)


def test_completion_offers_names_and_ids(ledger: Run, home: Path) -> None:
    assert complete("list -c ")[:2] == ["规划共绘", "交通共联"]
    assert complete("list -c 交") == ["交通共联"]
    assert complete("list -u 市交") == ["市交通局"]
    assert complete("list -r 海") == ["海宁"]
    assert complete("done 22") == ["22.1", "22.2"]
    assert complete("show 杭长高") == ["杭长高速公路杭州段工程"]
    assert complete("tick 杭湖嘉绍边界 ") == complete("tick 22.1 ") != []
    assert complete("ov") == ["overdue"]


AWKWARD = '$(市) 甲\'s "局"*;&|<>`~#!:=\\[a]?{b}'


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
@pytest.mark.parametrize("typed", ["", "\\$", "'$"])
def test_what_bash_completes_can_be_run(dsq: Run, home: Path, typed: str) -> None:
    """A name is inserted as bash needs it, unless the user has begun to quote it."""
    quote = typed[:1].strip("\\")
    unit = "$(市) 甲局*" + ("" if quote else '\'s "b"&;|<>`~#!:=\\[a]?{b}')
    plan = f"plan: {{title: 计划, year: 2011}}\nprojects:\n  - {{id: 1, title: 甲, units: {{lead: [{json.dumps(unit)}]}}}}\n"
    (home / "plan.yaml").write_text(plan, encoding="utf-8")
    dsq("init", "--empty")
    assert dsq("plan", "load", "plan.yaml", "--yes").code == 0
    (inserted,) = offered(f"list -u {typed}", "bash").splitlines()
    done = subprocess.run(
        ["bash", "-c", f"printf %s {quote}{inserted}{quote}"], capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == (unit, "")


def test_completion_never_creates_or_changes_a_ledger(home: Path) -> None:
    assert complete("list -c ") == []
    assert [path for path in home.rglob("*") if path.is_file()] == []
    path = home / "x.db"
    path.write_bytes(b"not a ledger")
    assert complete("--db x.db list -c ") == []
    assert path.read_bytes() == b"not a ledger"


ODD = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "6",
            "22",
            "22.1",
            "1,3-5",
            "0",
            "-1",
            "--on",
            "--db",
            "--as-of",
            "2011-02-30",
            "今天",
            "-f",
            "json",
            "[/]",
            "\x1b[31m",
            "done",
            "%",
            "'",
        ]
    ),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    command=st.sampled_from(
        [
            *COMMANDS,
            *(f"report {name}" for name in REPORTS),
            "plan check",
            "plan diff",
            "plan list",
            "db path",
            "db check",
        ]
    ),
    words=st.lists(ODD, max_size=4),
)
def test_no_input_gives_a_traceback_and_errors_change_nothing(
    ledger: Run, home: Path, command: str, words: list[str]
) -> None:
    if command in ("init", "sheet", "urge", "config") or any("\0" in word for word in words):
        return
    words = [word for word in words if word not in ("--db", "-o", "--output")]
    before = (home / ".local/share/dushiquan/ledger.db").read_bytes()
    result = ledger(*command.split(), *words)
    assert result.code in range(8)
    assert "Traceback" not in result.err
    assert "\x1b" not in result.err
    if result.code:
        assert (home / ".local/share/dushiquan/ledger.db").read_bytes() == before


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("width", [28, 40, 60, 80, 120, 200])
def test_narrow_terminals_name_the_columns_left_out(width: int) -> None:
    """Every value is shown in full, or its column is named as left out."""
    from rich.cells import cell_len

    shown = terminal([*DSQ, "list", "9", "--columns", "id,title,lead,due,status,category"], width=width)
    assert all(cell_len(line) <= width for line in shown.split("\n"))
    flat = shown.replace("\n", "").replace(" ", "")
    for heading, value in (
        ("项目名称", ""),
        ("牵头单位", "市交通局"),
        ("时限", "2011-12-31"),
        ("状态", "未启动"),
        ("类别", "交通共联"),
    ):
        assert heading in flat
        assert value in flat or "未列" in flat


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_output_works_in_any_encoding(ledger: Run, encoding: str) -> None:
    """A character that the encoding lacks is never lost without a word, and in JSON never at all."""
    ledger("plan", "set", "22.1", "--title", "𬭎埌联合执法", "--reason", "改名")
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([*DSQ, "list", "22", "-f", "table"], env=env, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert ("联合执法" in done.stdout.decode(encoding)) is (encoding != "ascii")
    said = {"gbk": "有的字 gbk 编码写不出，印成了“?”：?；".encode("gbk"), "ascii": b" ascii ", "utf-8": b""}
    assert said[encoding] in done.stderr
    assert (done.stderr == b"") is (encoding == "utf-8")
    done = subprocess.run([*DSQ, "list", "22.1", "-f", "json"], env=env, capture_output=True)
    assert json.loads(done.stdout.decode(encoding))[0]["title"] == "𬭎埌联合执法"
    assert done.stderr == b""


def test_windows_does_not_expand_what_is_typed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There Typer would make ~10家 a home folder, and 进展* the names of files."""
    seen: dict[str, Any] = {}

    def main(self: Any, *args: Any, **settings: Any) -> None:
        seen.update(settings)

    monkeypatch.setattr(TyperGroup, "main", main)
    with pytest.raises(SystemExit):
        app()
    assert seen["windows_expand_args"] is False


def test_faults_outside_a_command_are_one_sentence(home: Path) -> None:
    for args, env, code in (
        (["due"], {"DSQ_TODAY": "9999-12-31"}, 2),
        (["report", "monthly", "--month", "9999-12"], {"DSQ_TODAY": "9999-12-31"}, 2),
        (["note", "6", b"\xff"], {}, 2),
    ):
        done = subprocess.run([*DSQ, *args], env={**os.environ, **env}, capture_output=True)
        assert done.returncode == code, done.stderr.decode()
        assert b"Traceback" not in done.stderr


def test_control_characters_never_reach_the_terminal(ledger: Run) -> None:
    ledger("note", "6", "\x1b[2J\x1b]0;x\x07红[bold]灯[/]:100:\u202e")
    for format in ("table", "md"):
        out = ledger("show", "6", "-f", format).out
        assert "红[bold]灯[/]:100:" in out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
    assert "\\x1b[2J\\x1b]0;x\\x07红[bold]灯[/]:100:\\u202e" in ledger("show", "6", "-f", "tsv").out
    assert "\x1b" not in ledger("list", "-c", "\x1b[31m").err


@pytest.mark.usefixtures("ledger")
def test_colour_settings_do_not_change_the_text() -> None:
    plain = terminal([*DSQ, "list", "6"])
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}):
        assert terminal([*DSQ, "list", "6"], env=env) == plain


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_output_streams_are_no_error(ledger: Run, closed: str) -> None:
    done = subprocess.run(["sh", "-c", f"{DSQ[0]} -m dushiquan list 6 {closed}"], capture_output=True)
    assert (done.returncode, b"Traceback" in done.stdout + done.stderr) == (0, False)
