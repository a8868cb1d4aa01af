"""Convert files with LibreOffice: those that only an office program reads, and papers to .pdf."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from dushiquan.errors import BadInputError
from dushiquan.formats.document import Document
from dushiquan.formats.files import unusable

SECONDS = 120
_NAMES = ("soffice", "libreoffice")
_PLACES = {
    "win32": (r"C:\Program Files\LibreOffice\program\soffice.exe",),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
"""Where LibreOffice installs itself without putting itself on the path."""


def converted(path: Path, content: bytes, kind: str, wanted: str) -> bytes:
    """Convert a file to the kind ``wanted``; raise ``UnusableFileError`` if that is not possible."""
    program = _program()
    if program is None:
        raise unusable(
            path, f"是{kind}文件；请在 Word、Excel 或 WPS 里另存为 {wanted}（或装上 LibreOffice）。"
        )
    result = _convert(program, content, kind, wanted)
    if result is None:
        raise unusable(path, f"LibreOffice 打不开；请在 Word、Excel 或 WPS 里另存为 {wanted}。")
    return result


def pdf_paper(document: Document) -> bytes:
    """Return a paper as the bytes of a .pdf file, paged as its .docx.

    Raise ``BadInputError`` if there is no LibreOffice, or it does not do it in time.
    """
    from dushiquan.formats.docx_paper import docx_paper

    program = _program()
    if program is None:
        raise BadInputError(
            "写 .pdf 要用 LibreOffice，这台电脑上没有；请先写成 .docx，再在 Word 或 WPS 里另存为 PDF。"
        )
    result = _convert(program, docx_paper(document), ".docx", ".pdf")
    if result is None:
        raise BadInputError("LibreOffice 没有转成 .pdf；请先写成 .docx，再在 Word 或 WPS 里另存为 PDF。")
    return result


def _program() -> str | None:
    return next(filter(None, map(shutil.which, (*_NAMES, *_PLACES.get(sys.platform, ())))), None)


def _convert(program: str, content: bytes, kind: str, wanted: str) -> bytes | None:
    """Convert a content, apart from a LibreOffice that may be running; None if it fails."""
    with tempfile.TemporaryDirectory(prefix="dsq-", ignore_cleanup_errors=True) as folder:
        source = Path(folder) / f"source{kind}"
        source.write_bytes(content)
        profile = (Path(folder) / "profile").as_uri()  # else a running LibreOffice takes the job
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to"]
        _run([*command, wanted.removeprefix("."), "--outdir", folder, str(source)])
        result = source.with_suffix(wanted)
        return result.read_bytes() if result.exists() else None


def _run(command: list[str]) -> None:
    """Run a program; if it takes too long, end it and all processes that it started."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # without effect on Windows
    )
    try:
        process.wait(SECONDS)
    except BaseException as error:
        with suppress(OSError):
            if sys.platform != "win32":
                os.killpg(process.pid, signal.SIGKILL)
            else:  # soffice.exe starts soffice.bin, which kill() would leave
                subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True)
        process.wait()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
