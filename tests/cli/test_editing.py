"""``--edit`` and ``--edited``: the editor, what is said of it, and what is kept."""

import shlex
import sys
from pathlib import Path

import docx as python_docx
import pytest

from tests.conftest import Run
from tests.terminal import DSQ, terminal

_FIRST = 'import sys; from pathlib import Path; file = Path(sys.argv[1]); text = file.read_text("utf-8"); '


def editor(change: str) -> dict[str, str]:
    """Return the environment of an editor that saves what an expression makes of the text."""
    code = f'{_FIRST}file.write_text({change}, encoding="utf-8")'
    return {"VISUAL": shlex.join([sys.executable, "-c", code])}


CHANGE = 'text.replace("工作要求：", "工作要求：请市领导约谈；")'
DAMAGE = 'text.replace("| 合计 |", "| 合计 | 1 |")'


def edit(env: dict[str, str], output: str = "周报.docx") -> str:
    return terminal([*DSQ, "report", "weekly", "--edit", "-o", output], width=400, env=env)


def words_of(path: str) -> str:
    return "\n".join(paragraph.text for paragraph in python_docx.Document(path).paragraphs)


def test_the_edited_text_becomes_the_paper(after: Run) -> None:
    assert edit(editor(CHANGE)) == "已写入 周报.docx。"
    assert "工作要求：请市领导约谈；" in words_of("周报.docx")
    assert sorted(path.name for path in Path().iterdir()) == ["周报.docx"]


def test_an_editor_that_saves_nothing_writes_nothing(after: Run) -> None:
    said = edit({"VISUAL": shlex.join([sys.executable, "-c", ""])})
    assert said.startswith("没有存盘，没有写 周报.docx。")
    assert not list(Path().iterdir())


def test_an_emptied_text_writes_nothing(after: Run) -> None:
    assert edit(editor('"<!-- 说明 -->\\n\\n"')) == "文本已清空，没有写 周报.docx。"
    assert [path.name for path in Path().iterdir()] == []


def test_a_missing_editor_is_said_with_another_way(after: Run) -> None:
    said = edit({"VISUAL": "no-such-editor"})
    assert "no-such-editor" in said
    assert "先用 -o 周报.md 写出文本" in said
    assert not list(Path().iterdir())


def test_a_damaged_text_is_told_with_its_line_and_kept(after: Run, tmp_path: Path) -> None:
    """Whoever gives up finds the text beside the paper, and can go on with it."""
    code = f"{_FIRST}file.write_text({DAMAGE}, encoding='utf-8')"
    env = {"VISUAL": shlex.join([sys.executable, "-c", code])}
    ask = f"printf 'n\\n' | script -qec '{DSQ[0]} -m dushiquan report weekly --edit -o 周报.docx' /dev/null"
    said = terminal(["sh", "-c", ask], width=400, env=env)
    assert "：这一行有" in said
    assert "改过的文本存在 周报.md" in said
    assert said.endswith("没有写 周报.docx。")
    mended = Path("周报.md").read_text(encoding="utf-8").replace("| 合计 | 1 |", "| 合计 |")
    Path("周报.md").write_text(mended, encoding="utf-8")
    result = after("report", "weekly", "--edited", "周报.md", "-o", "周报.docx")
    assert (result.code, result.err) == (0, "已写入 周报.docx。\n")


@pytest.mark.parametrize("name", ["周报.docx", "周报.html", "周报.md"])
def test_the_text_is_edited_in_two_steps_without_a_terminal(after: Run, name: str) -> None:
    refused = after("report", "weekly", "--edit", "-o", "周报.docx")
    assert refused.code == 2
    assert "先用 -o 周报.md 写出文本，改好后同一条命令加 --edited 周报.md -o 周报.docx" in refused.err
    after("report", "weekly", "-o", "文本.md")
    text = Path("文本.md").read_text(encoding="utf-8")
    Path("文本.md").write_text(text.replace("工作要求：", "工作要求：请市领导约谈；"), encoding="utf-8")
    assert after("report", "weekly", "--edited", "文本.md", "-o", name).code == 0
    written = words_of(name) if name.endswith("docx") else Path(name).read_text(encoding="utf-8")
    assert "工作要求：请市领导约谈；" in written


def test_the_text_of_another_report_is_asked_about(after: Run) -> None:
    after("report", "weekly", "-o", "文本.md")
    refused = after("report", "monthly", "--edited", "文本.md", "-o", "月报.docx")
    assert refused.code == 2
    assert "现在做的是" in refused.err
    assert not Path("月报.docx").exists()
    assert after("report", "monthly", "--edited", "文本.md", "-o", "月报.docx", "--yes").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--edit",), "--edit 要写明写成哪个文件"),
        (("--edited", "文本.md"), "--edited 要写明写成哪个文件"),
        (("--edit", "--edited", "文本.md", "-o", "周报.docx"), "只写一个"),
        (("--edit", "-o", "周报.csv"), "文件名请以"),
        (("--edited", "没有.md", "-o", "周报.docx"), "没有.md 读不出"),
        (("--edited", "乱码.md", "-o", "周报.docx"), "不是 UTF-8 文本"),
        (("--edited", "损坏.md", "-o", "周报.docx"), "损坏.md 第1行：大标题"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_written(
    after: Run, words: tuple[str, ...], said: str
) -> None:
    Path("乱码.md").write_bytes("# 通报".encode("gbk"))
    Path("损坏.md").write_text("没有标题\n", encoding="utf-8")
    result = after("report", "weekly", *words)
    assert result.code in (2, 5)
    assert said in result.err
    assert sorted(path.suffix for path in Path().iterdir()) == [".md", ".md"]
