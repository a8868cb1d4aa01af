"""The settings file: what it changes, and errors in it."""

import sys
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml.ns import qn

from dushiquan.office.office import open_office
from tests.conftest import Run


def settings(home: Path, text: str) -> None:
    path = home / ".config/dushiquan/settings.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def test_settings_change_every_threshold(ledger: Run, home: Path) -> None:
    settings(home, "due_soon_days = 5\nunreported_days = 400\nremind_again_days = 3\n")
    assert ledger("due", "--as-of", "2011-12-25").out == ""
    assert len(ledger("due", "--as-of", "2011-12-26", "-f", "json").ids) == 25
    (row,) = ledger("list", "1", "-f", "json").json
    assert row["light"] == "green"
    urged = ledger("urge", "-u", "市信息办", "-o", "x", "--type", "md", today="2012-01-09")
    assert "已逾期 16（黄单，2012-01-12前）" in urged.err
    report = ledger("report", "weekly", "-f", "json").json
    assert {late["working_days"] for late in report["overdue"]} == {4}
    rows = {row["name"]: row for row in ledger("config", "-f", "json").json}
    assert rows["due_soon_days"]["value"] == 5
    assert rows["due_soon_days"]["default"] == 30
    assert rows["due_soon_days"]["source"].endswith("settings.toml")
    assert rows["behind_red_points"]["source"] is None


def test_settings_say_whom_circulars_go_to_and_in_which_fonts(ledger: Run, home: Path) -> None:
    settings(home, 'font_text = "仿宋_GB2312"\n')
    ledger("config", "addressed", "各区县政府，市各有关单位")
    ledger("config", "copied_to", "市委办、市府办")
    ledger("report", "weekly", "--as-of", "2011-12-30", "-o", "通报.docx")
    package = python_docx.Document("通报.docx")
    texts = [paragraph.text for paragraph in package.paragraphs]
    assert "各区县政府，市各有关单位：" in texts
    assert texts[-3:] == ["抄送：市委办、市府办。", "市经合办\t2011年12月30日印发", ""]
    assert package.styles["Body Text"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert "抄送：市委办、市府办。" in ledger("report", "weekly", "-f", "md").out
    assert "抄送：市委办、市府办。" in ledger("report", "units", "-f", "md").out
    assert "抄送" not in ledger("report", "brief", "-f", "md").out
    ledger("urge", "-o", "信", "-u", "市信息办", today="2012-01-09")
    (letter,) = Path("信").glob("*.docx")
    package = python_docx.Document(str(letter))
    assert "市信息办：" in [paragraph.text for paragraph in package.paragraphs]
    assert package.styles["Body Text"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("due_soon = 5", "没有“due_soon”"),
        ('due_soon_days = "5"', "应是整数"),
        ("due_soon_days = true", "应是整数"),
        ("due_soon_days = -5", "不能是负数"),
        ("share_projects = 2", "share_projects 只能是 0 或 1"),
        ("sync_auto = 2", "sync_auto 只能是 0 或 1"),
        ("sync_page = 2", "sync_page 只能是 0 或 1"),
        ("due_soon_days =", "读不懂"),
        ("font_text = '<仿宋>'", 'font_text 应是字体名，如 font_text = "仿宋"'),
        ("copied_to = 3", 'copied_to 应是抄送单位，如 copied_to = "市委办、市府办"'),
        ("user = 5", 'user 应是姓名，如 user = "王小明"'),
        (
            "level_2_days = 9\nlevel_1_days = 2",
            "level_2_days、level_1_days 已不用：逾期多少天建议哪一级，现在写在计划文件的 levels 里。请从设置文件删去",
        ),
    ],
)
def test_a_wrong_setting_is_explained(ledger: Run, home: Path, text: str, said: str) -> None:
    settings(home, text)
    result = ledger("list")
    assert (result.code, result.out) == (5, "")
    assert said in result.err


def actors(run: Run) -> list[str]:
    return [row["actor"] for row in run("log", "6", "-f", "json").json]


def test_who_records_is_named_by_the_environment_then_the_setting_then_the_account(
    ledger: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(home, 'user = "王小明"')
    monkeypatch.setenv("USER", "wxm")
    ledger("note", "6", "甲")
    monkeypatch.delenv("DSQ_USER")
    ledger("note", "6", "乙")
    (home / ".config/dushiquan/settings.toml").unlink()
    ledger("note", "6", "丙")
    assert actors(ledger) == ["小王", "王小明", "wxm"]


@pytest.mark.skipif(sys.platform == "win32", reason="accounts of Unix")
def test_that_nobody_is_named_is_said_once_where_something_is_recorded(
    ledger: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_account(monkeypatch)
    said = "不知道是谁在录入，经过里录入人会空着；请设 DSQ_USER，或在设置文件里写 user。\n"
    recorded = ledger("note", "6-8", "甲")
    assert recorded.code == 0
    assert recorded.err.startswith(said)
    assert recorded.err.count(said) == 1
    assert ledger("list").err == ""
    told: list[str] = []
    with open_office(tell=told.append) as office:
        office.entries.note(["6"], "乙")
        office.entries.note(["6"], "丙")
    assert told == [said.strip()]


def no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for name in ("DSQ_USER", "USER", "LOGNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.skipif(sys.platform == "win32", reason="accounts of Unix")
def test_without_a_home_a_named_ledger_works_and_the_default_one_is_explained(
    dsq: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_account(monkeypatch)
    monkeypatch.delenv("HOME")
    assert dsq("--db", str(home / "l.db"), "init").code == 0
    assert dsq("--db", str(home / "l.db"), "list", "6").code == 0
    result = dsq("list")
    assert (result.code, result.out) == (6, "")
    assert result.err == "没有家目录（HOME 没有设），台账没有地方放；请用 --db 写明台账文件。\n"
    assert (
        dsq("--db", "~/l.db", "list").err == "“~/l.db”里的 ~ 不知道是哪里（没有家目录）；请写完整的路径。\n"
    )


def test_a_tilde_in_the_path_of_the_ledger_is_the_home(
    dsq: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dsq("--db", "~/甲.db", "init").code == 0
    assert (home / "甲.db").exists()
    assert not Path("~").exists()
    monkeypatch.setenv("DSQ_DB", "~/甲.db")
    assert dsq("list", "6").code == 0


def test_a_closed_configuration_folder_is_named(
    ledger: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(home, "due_soon_days = 5")
    read = Path.read_bytes

    def closed(path: Path) -> bytes:
        if path.name == "settings.toml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", closed)
    result = ledger("list")
    path = home / ".config/dushiquan/settings.toml"
    assert (result.code, result.err) == (5, f"设置文件 {path} 没有权限读；请检查它和所在文件夹的权限。\n")


# --- changing one ------------------------------------------------------------------------------------


def test_a_setting_is_changed_and_set_back(ledger: Run, home: Path) -> None:
    settings(home, "# 我处的规定\nunreported_days = 20  # 三周\ndue_soon_days = 5\n")
    file = home / ".config/dushiquan/settings.toml"
    changed = ledger("config", "due_soon_days", "１５")
    assert (changed.code, changed.err) == (0, "due_soon_days（时限前多少天起算临近）：5 → 15。\n")
    ledger("config", "user", "王小明")
    ledger("config", "unreported_days", "默认")
    assert file.read_text(encoding="utf-8") == '# 我处的规定\ndue_soon_days = 15\nuser = "王小明"\n'
    assert ledger("config", "due_soon_days").out == "due_soon_days\t15\t设置文件\t时限前多少天起算临近\n"


def test_the_first_setting_makes_the_file(ledger: Run, home: Path) -> None:
    assert ledger("config", "points_late", "-2").code == 0
    assert (home / ".config/dushiquan/settings.toml").read_text(encoding="utf-8") == "points_late = -2\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("due_soon 15", "没有设置“due_soon”"),
        ("due_soon", "没有设置“due_soon”"),
        ("due_soon_days 多", "due_soon_days 应是整数，不能是“多”；改回默认值请写“默认”。"),
        ("due_soon_days -5", "due_soon_days 不能是负数，不能是“-5”"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(ledger: Run, home: Path, words: str, said: str) -> None:
    settings(home, "unreported_days = 20\n")
    refused = ledger("config", *words.split())
    assert (refused.code, said in refused.err) == (2, True), refused.err
    assert (home / ".config/dushiquan/settings.toml").read_text(encoding="utf-8") == "unreported_days = 20\n"


def test_a_broken_file_is_not_changed(ledger: Run, home: Path) -> None:
    settings(home, "due_soon_days =\n")
    assert ledger("config", "due_soon_days", "15").code == 5
    assert (home / ".config/dushiquan/settings.toml").read_text(encoding="utf-8") == "due_soon_days =\n"
