"""Two people share one ledger by a folder or a git URL."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from dushiquan.cli.talk import say
from dushiquan.domain.segments import Segment
from dushiquan.office.sharing.engines import open_branches
from dushiquan.store.opening import open_ledger
from tests.builders import EDITION, FIRST_ROW, PROGRESS, REVISED, fill
from tests.conftest import Result, Run
from tests.engines import bare, use
from tests.union import digest

Clerk = Callable[..., Result]


@pytest.fixture(
    params=[
        "folder git",
        "url dulwich",
        pytest.param("folder dulwich", marks=pytest.mark.slow),
        pytest.param("url git", marks=pytest.mark.slow),
    ]
)
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    kind, engine = request.param.split()
    use(engine, monkeypatch)
    share = tmp_path / "共享 处"
    if kind == "url":
        return bare(share)
    share.mkdir()
    return str(share)


@pytest.fixture
def two(dsq: Run, shipped_ledger: Path, place: str) -> tuple[Clerk, Clerk]:
    """杭州, who shared the ledger, and 宁波, who joined it."""
    shutil.copy(shipped_ledger, "hz.db")
    hz, nb = (partial(dsq, "--db", f"{name}.db") for name in ("hz", "nb"))
    assert hz("sync", "init", place, "--name", "杭州").code == 0
    assert nb("sync", "join", place, "--name", "宁波").code == 0
    return hz, nb


def alone(words: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Do something without the automatic sync."""
    with monkeypatch.context() as patch:
        patch.setattr("dushiquan.cli.session._RECORDING", frozenset())
        words()


def record_at_once(hz: Clerk, nb: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Record of one project that it is done in one place, and paused in the other, before either syncs."""
    alone(lambda: hz("done", "7", "--note", "核实"), monkeypatch)
    alone(lambda: nb("update", "7", "-s", "暂缓", "--reason", "缺资金"), monkeypatch)


def assert_same(*names: str) -> None:
    digests = []
    for name in names:
        with closing(open_ledger(Path(f"{name}.db"))) as connection:
            digests.append(digest(connection))
    assert all(each == digests[0] for each in digests)


def test_what_one_records_the_other_has_before_the_next_entry(two: tuple[Clerk, Clerk]) -> None:
    hz, nb = two
    assert hz("done", "7", "--note", "核实").err.splitlines()[-1].startswith("已记录 7 ")
    found = nb("note", "7", "资料已归档")
    assert found.err.splitlines()[0] == "收到 1 条（杭州 1）。"
    assert hz("sync").err == "已送出 0 条，收到 1 条（宁波 1）。\n"
    assert hz("sync").err == "没有新的可收送。\n"
    assert_same("hz", "nb")


def test_both_record_at_once_and_one_settles_it(
    two: tuple[Clerk, Clerk], monkeypatch: pytest.MonkeyPatch
) -> None:
    hz, nb = two
    record_at_once(hz, nb, monkeypatch)
    assert hz("sync").err == "已送出 1 条，收到 0 条。\n"
    assert nb("sync").err.splitlines()[1] == "两处同时记录 1 项：7；见 dsq sync status。"
    hz("sync")
    assert_same("hz", "nb")
    assert hz("sync", "status").out.splitlines()[:5] == [
        "两处同时记录 1 项：",
        "7 杭长高速公路杭州段工程：状态",
        "    现为 销号，确认完成（核实）（小王，杭州，2011-07-01，第2号）",
        "    同时 由未启动改为暂缓（缺资金）（小王，宁波，2011-07-01，第3号）",
        "    认可现状：dsq sync settle 7；要改的照常另记。",
    ]
    assert "两处同时记录" in hz("show", "7", "-f", "table").out
    assert "两处同时记录，尚待认定" in hz("report", "weekly", "-f", "md").out
    (at_once,) = json.loads(hz("show", "7", "-f", "json").out)[0]["at_once"]
    assert (at_once["id"], at_once["matter"]) == ("7", "status")
    assert [event["after"] for event in at_once["said"]] == ["paused", "done"]
    assert json.loads(hz("report", "weekly", "-f", "json").out)["at_once"] == [at_once]
    assert json.loads(hz("show", "6", "-f", "json").out)[0]["at_once"] == []
    assert nb("sync", "settle", "7", "--note", "核过").code == 0
    hz("sync")
    assert "两处同时记录" not in hz("sync", "status").out
    assert "两处同时记录" not in hz("report", "weekly", "-f", "md").out
    assert nb("sync", "settle", "7").code == 7
    assert_same("hz", "nb")


def test_who_looks_at_projects_is_told_of_what_others_may_have_recorded(
    two: tuple[Clerk, Clerk], monkeypatch: pytest.MonkeyPatch
) -> None:
    hz, nb = two
    record_at_once(hz, nb, monkeypatch)
    for clerk in (hz, nb):
        clerk("sync")
    monkeypatch.setattr("dushiquan.cli.talk.hint", say)  # as at a terminal
    told = ["两处同时记录 1 项：7；见 dsq sync status。", "上次同步是 4 天前。"]
    for words in ("list", "show 7", "log", "overdue", "due", "changes", "stats"):
        assert nb(*words.split(), today="2011-07-05").err.splitlines()[-2:] == told


def test_both_close_out_and_one_takes_that_back(
    two: tuple[Clerk, Clerk], monkeypatch: pytest.MonkeyPatch
) -> None:
    hz, nb = two
    alone(lambda: hz("done", "7", "--note", "核实"), monkeypatch)
    alone(lambda: nb("done", "7", "--note", "也核实"), monkeypatch)
    for clerk in (hz, nb, hz):
        clerk("sync")
    assert hz("sync", "status").out.startswith("另有 1 项两处记的一致，不用再管。\n")
    assert hz("undo").err.splitlines()[1:] == [
        "    状态、进度、时限不变",
        "    小王也记了销号，确认完成（也核实）（第3号），仍算数。",
    ]
    nb("sync")
    for clerk in (hz, nb):
        assert "两处" not in clerk("sync", "status").out
    assert nb("undo").err.splitlines()[1:] == ["    状态 已完成 → 未启动；进度 100% → 未报"]
    hz("sync")
    assert_same("hz", "nb")


def test_a_circular_of_several_plans_tells_what_was_recorded_at_once_under_its_plan(
    two: tuple[Clerk, Clerk], monkeypatch: pytest.MonkeyPatch
) -> None:
    hz, nb = two
    record_at_once(hz, nb, monkeypatch)
    hz("sync")
    nb("sync")
    Path("甲.yaml").write_text(EDITION, encoding="utf-8")
    assert nb("plan", "load", "甲.yaml", "--yes").code == 0
    assert "、两处同时记录，尚待认定（2011）" in nb("--plan", "all", "report", "weekly", "-f", "md").out
    assert "尚待认定" not in nb("--plan", "a", "report", "weekly", "-f", "md").out


def test_who_adjusts_the_plan_of_another_is_told_whose_it_is_and_so_is_the_other(
    two: tuple[Clerk, Clerk],
) -> None:
    hz, nb = two
    Path("甲.yaml").write_text(EDITION, encoding="utf-8")
    Path("新.yaml").write_text(REVISED, encoding="utf-8")
    hz("plan", "load", "甲.yaml", "--yes")
    assert nb("sync").err.splitlines()[1] == "注意：杭州载入了计划 a，见 dsq log。"
    assert "注意：这是杭州载入的计划，调整后各处都照新的。" in nb("plan", "load", "新.yaml", "--yes").err
    assert hz("sync").err.splitlines()[1] == "注意：宁波调整了计划 a，见 dsq log。"
    assert "这是" not in hz("plan", "load", "甲.yaml", "--yes").err
    nb("sync")
    assert_same("hz", "nb")


def test_undo_without_a_number_takes_back_what_was_recorded_here(two: tuple[Clerk, Clerk]) -> None:
    hz, nb = two
    hz("note", "6", "杭州记的")
    nb("note", "7", "宁波记的")
    hz("sync")
    hz("note", "8", "又是杭州记的")
    assert "宁波记的" in nb("undo").err
    assert nb("undo").err.endswith("没有在这里记的可以撤回；别处记的请写明号数，如 dsq undo 12。\n")


def test_a_ledger_set_back_takes_a_new_number_and_loses_nothing(two: tuple[Clerk, Clerk]) -> None:
    hz, nb = two
    shutil.copy("hz.db", "old.db")
    hz("note", "6", "恢复前")
    shutil.copy("old.db", "hz.db")
    hz("note", "7", "恢复后")
    nb("sync")
    hz("sync")
    assert "恢复前" in hz("show", "6").out
    assert "恢复后" in nb("show", "7").out
    assert_same("hz", "nb")


@pytest.mark.parametrize("whole", [True, False])
def test_a_copied_ledger_takes_a_new_number(
    two: tuple[Clerk, Clerk], dsq: Run, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    hz, nb = two
    alone(lambda: hz("note", "5", "拷贝前"), monkeypatch)
    shutil.copy("hz.db", "copy.db")
    if whole:
        shutil.copytree("hz.db.sync", "copy.db.sync")
    hz("note", "6", "原来的")
    dsq("--db", "copy.db", "note", "7", "拷贝的")
    hz("sync")
    nb("sync")
    dsq("--db", "copy.db", "sync")
    assert "拷贝的" in nb("show", "7").out
    assert_same("hz", "nb", "copy")


def test_a_lost_repository_and_an_emptied_share_are_filled_again(
    two: tuple[Clerk, Clerk], place: str
) -> None:
    hz, nb = two
    hz("note", "6", "甲")
    nb("sync")
    if "://" not in place:
        for piece in Path(place).iterdir():
            piece.unlink()
    shutil.rmtree("hz.db.sync")
    assert nb("sync").code == 0
    assert hz("note", "7", "乙").code == 0
    nb("sync")
    assert "乙" in nb("show", "7").out
    assert_same("hz", "nb")


def test_a_form_read_on_two_machines_counts_once(
    two: tuple[Clerk, Clerk], monkeypatch: pytest.MonkeyPatch
) -> None:
    hz, nb = two
    hz("sheet", "out", "-o", "表")
    nb("sync")
    (form,) = [path for path in Path("表").iterdir() if "市交通局" in path.name]
    fill(form, {f"{PROGRESS}{FIRST_ROW}": 40})
    alone(lambda: hz("sheet", "in", str(form), "--yes"), monkeypatch)
    alone(lambda: nb("sheet", "in", str(form), "--yes"), monkeypatch)
    for clerk in (hz, nb, hz):
        clerk("sync")
    assert hz("log").out.count("报进度40%") == 1
    assert_same("hz", "nb")


def test_a_share_out_of_reach_fails_no_entry(two: tuple[Clerk, Clerk], place: str) -> None:
    hz, _ = two
    path = Path(place.removeprefix("file://")) if "://" not in place else Path("../共享 处")
    path.rename(path.with_name("别处"))
    done = hz("note", "6", "照记")
    assert done.code == 0
    assert done.err.splitlines()[-1] == "未同步（1 条待送出）。"
    assert hz("sync").code == 6
    path.with_name("别处").rename(path)
    assert hz("sync").err == "已送出 1 条，收到 0 条。\n"


def test_a_folder_that_does_not_answer_delays_no_entry(
    two: tuple[Clerk, Clerk], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "://" in place:
        pytest.skip("git is waited for")
    hz, _ = two
    goes_on = Event()
    look = Path.iterdir

    def silent(folder: Path) -> Iterator[Path]:
        if str(folder) == place:
            goes_on.wait(30)
        return look(folder)

    monkeypatch.setattr("dushiquan.cli.auto_sync._SECONDS", 0.1)
    monkeypatch.setattr(Path, "iterdir", silent)
    begun = time.monotonic()
    done = hz("note", "6", "照记")
    goes_on.set()
    assert time.monotonic() - begun < 20
    assert done.code == 0
    assert done.err.splitlines()[0].startswith(f"未同步：共享处 {place} 打不开（没有回应）；")
    assert done.err.splitlines()[-1] == "未同步（1 条待送出）。"


def test_by_a_file(two: tuple[Clerk, Clerk], monkeypatch: pytest.MonkeyPatch) -> None:
    hz, nb = two
    alone(lambda: hz("note", "6", "用盘带去"), monkeypatch)
    assert hz("sync", "out", "带去.bundle").code == 0
    assert hz("sync", "out", "带去.bundle").code == 7
    Path("半截.bundle").write_bytes(Path("带去.bundle").read_bytes()[:-30])
    assert nb("sync", "in", "半截.bundle").code == 5
    assert nb("sync", "in", "没有.bundle").err == "没有文件 没有.bundle；请检查路径。\n"
    assert nb("sync", "in", "带去.bundle").err == "已送出 0 条，收到 1 条（杭州 1）。\n"
    assert_same("hz", "nb")


def test_half_a_bundle_is_named_and_read_when_it_is_whole(
    two: tuple[Clerk, Clerk], place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "://" in place:
        pytest.skip("git does this itself")
    hz, nb = two
    hz("note", "6", "甲")
    piece = max(Path(place).glob("*.bundle"), key=lambda path: path.stat().st_mtime_ns)
    whole = piece.read_bytes()
    piece.write_bytes(whole[: len(whole) // 2])
    assert f"注意：{piece.name} 不完整，下次再读。" in nb("sync").err
    piece.write_bytes(whole)
    assert nb("sync").err == "已送出 0 条，收到 1 条（杭州 1）。\n"


def test_a_file_under_the_name_of_another_hides_nothing(two: tuple[Clerk, Clerk], place: str) -> None:
    if "://" in place:
        pytest.skip("a repository has no files to be renamed")
    hz, nb = two
    (first,) = Path(place).glob("*.1-1.bundle")
    shutil.copy(first, Path(place) / "r-000000000000.1-1.bundle")
    hz("note", "6", "甲")
    assert "已送出 0 条，收到 1 条（杭州 1）。" in nb("sync").err
    assert_same("hz", "nb")


def test_what_another_ledger_sent_to_the_share_is_named_and_left(
    two: tuple[Clerk, Clerk], dsq: Run, place: str
) -> None:
    if "://" in place:
        pytest.skip("a repository has no files to be copied")
    _, nb = two
    Path("别的").mkdir()
    dsq("init")
    assert dsq("sync", "init", "别的", "--name", "湖州").code == 0
    (piece,) = Path("别的").glob("*.bundle")
    shutil.copy(piece, place)
    replica, _, _ = piece.name.partition(".")
    assert f"注意：{replica} 不是这个台账的记录，没有收；请核对共享处。" in nb("sync").err
    assert_same("hz", "nb")


def test_a_branch_that_was_written_anew_is_named_and_left(
    two: tuple[Clerk, Clerk], place: str, tmp_path: Path
) -> None:
    if "://" in place:
        pytest.skip("the same for both")
    _, nb = two
    (piece,) = Path(place).glob("*.bundle")
    replica, _, _ = piece.name.partition(".")
    made_at = "2011-07-01T00:00:00Z"
    with closing(open_branches(tmp_path / "other")) as other:
        other.add(replica, [Segment(replica, "杭州", n, {}, "a", made_at, "0.2.0", []) for n in (1, 2)])
        other.pack(Path(place) / f"{replica}.1-2.bundle", {replica: 0})
    assert f"注意：{replica} 送来的记录改写过，没有收；请让这个单位核对。" in nb("sync").err


def test_what_is_refused(two: tuple[Clerk, Clerk], dsq: Run, place: str) -> None:
    hz, _ = two
    assert "已在" in hz("sync", "init", place, "--name", "杭州").err
    shared = dsq("sync", "init", place, "--name", "杭州 市").err
    word = place if "://" in place else f'"{place}"'
    assert shared.endswith(f'{place} 已有人共享；要加入请用 dsq sync join {word} --name "杭州 市"。\n')
    gone = [dsq("sync", *words, "没有的", "--name", "湖州") for words in (("init",), ("join",))]
    assert {(each.code, each.err) for each in gone} == {
        (5, f"没有文件夹 {Path('没有的').absolute()}；请先建好，或核对路径，再试一次。\n")
    }
    dsq("init")
    assert "已有自己的记录" in dsq("sync", "join", place, "--name", "湖州").err
    assert "没有共享" in dsq("sync").err


def test_a_page_for_leaders(two: tuple[Clerk, Clerk], place: str) -> None:
    hz, _ = two
    hz("config", "sync_page", "1")
    hz("sync")
    assert (Path(place) / "通报.html").is_file() == ("://" not in place)


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
@pytest.mark.parametrize("url", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_short_trial(tmp_path: Path, *, url: bool) -> None:
    """The trial with its kills, wrong clocks and copies in a process of its own, as it forks."""
    script = Path(__file__).parents[2] / "trials" / "sharing.py"
    words = [str(script), "3", "--replicas", "3", "--entries", "6", *(["--url"] if url else [])]
    done = subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ,
        timeout=180,  # it takes seconds; if it hangs, it fails
    )
    assert done.returncode == 0, done.stdout + done.stderr
