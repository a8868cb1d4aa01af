"""Editing the text of a paper before it is written: in the user's editor, or in a file."""

import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from dushiquan.cli.talk import ask, confirm, say
from dushiquan.errors import BadInputError, RefusedError, UsageError
from dushiquan.formats.registry import PAPERS, check_suffix
from dushiquan.formats.writing import write_paper
from dushiquan.papers.edited_paper import Edited, editable, edited

if TYPE_CHECKING:
    from dushiquan.formats.document import Document

_TWO_STEPS = "先用 -o 周报.md 写出文本，改好后同一条命令加 --edited 周报.md -o 周报.docx"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ENCODING = "utf-8-sig" if os.name == "nt" else "utf-8"


def write_edited(paper: "Document", file: Path, output: Path, yes: bool) -> None:
    """Write a paper with the edited text of a file; ask first if that has another title."""
    check_suffix(output, *PAPERS)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInputError(f"{file} 不是 UTF-8 文本；请另存为 UTF-8 后再试。") from None
    except OSError as error:
        raise BadInputError(f"{file} 读不出：{error.strerror}。") from None
    made = edited(paper, text, str(file))
    if made.is_other:
        confirm(f"{file} 是“{made.paper.title}”，现在做的是“{paper.title}”，仍用这份文本？", yes)
    write_paper(made.paper, output)
    _say_written(output, made.notes)


def edit_and_write(paper: "Document", output: Path) -> None:
    """Let the user edit the text of a paper, and write it; if that fails, keep the edited text."""
    check_suffix(output, *PAPERS)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(f"没有终端，打不开编辑器；请分两步：{_TWO_STEPS}。")
    with _text_file(editable(paper), output) as file:
        made = _edit(paper, file, output)
        write_paper(made.paper, output)
    _say_written(output, made.notes)


def _edit(paper: "Document", file: Path, output: Path) -> Edited:
    """Open the editor until the text can become a paper, or the user gives up."""
    before = file.stat().st_mtime_ns
    _open_editor(file)
    if file.stat().st_mtime_ns == before:
        waiting = "编辑器若没等关闭就返回（如 VS Code），请设 EDITOR='code --wait'"
        raise RefusedError(f"没有存盘，没有写 {output}。{waiting}。")
    while True:
        text = file.read_bytes().decode("utf-8-sig", errors="replace")
        if _is_empty(text):
            raise RefusedError(f"文本已清空，没有写 {output}。")
        try:
            return edited(paper, text, "文本")
        except BadInputError as error:
            say(str(error))
            if ask("回到编辑器接着改？[Y/n] ").lower() in ("n", "no", "否"):
                raise RefusedError(f"没有写 {output}。") from None
        _open_editor(file)


def _is_empty(text: str) -> bool:
    return not _COMMENT.sub("", text.removeprefix("\ufeff")).strip()


def _open_editor(file: Path) -> None:
    """Open the editor ($VISUAL, $EDITOR, or the usual one) and wait until it is closed."""
    import click

    # Ctrl-C is for the editor, which has the terminal.
    was = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        click.edit(filename=str(file))
    except click.ClickException as error:
        how = f"请设环境变量 EDITOR，或分两步：{_TWO_STEPS}"
        raise BadInputError(f"编辑器没有打开，或没有正常退出（{error.message}）；{how}。") from None
    finally:
        signal.signal(signal.SIGINT, was)


@contextmanager
def _text_file(text: str, output: Path) -> Iterator[Path]:
    """Yield a file with a text; if it is edited and no paper is written, keep it beside the paper."""
    number, name = tempfile.mkstemp(prefix="dsq-", suffix=".md")
    os.close(number)
    file, original = Path(name), text.encode(_ENCODING)
    file.write_bytes(original)
    os.utime(file, (0, 0))  # a quick editor saves within the resolution of some file systems
    try:
        yield file
    except BaseException:
        typed = file.read_bytes()
        if typed != original and not _is_empty(typed.decode("utf-8", errors="replace")):
            kept = _keep(file, output)
            say(f"改过的文本存在 {kept}；改好后，同一条命令把 --edit 换成 --edited {kept}。")
        raise
    finally:
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _keep(file: Path, output: Path) -> Path:
    """Copy an edited text to a new file beside the paper, or else to the home folder."""
    for folder in (output.parent, Path.home(), Path(tempfile.gettempdir())):
        for number in range(1, 100):
            kept = folder / f"{output.stem}{f'-{number}' if number > 1 else ''}.md"
            try:
                with kept.open("xb") as new:
                    new.write(file.read_bytes())
            except FileExistsError:
                continue
            except OSError:
                break
            return kept
    return Path(shutil.move(file, f"{file}.kept"))


def _say_written(output: Path, notes: Sequence[str]) -> None:
    for note in notes:
        say(note)
    say(f"已写入 {output}。")
