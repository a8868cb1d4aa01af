"""Makes the READMEs' pictures from the program itself: ``python docs/pictures.py``.

The terminal is Rich's SVG export; the circular is drawn by LibreOffice (.docx) and Chromium (.html), and
left as it was where one of them is missing. ``trials/pictures.py`` draws every page in every format.
"""

import os
import re
import sys
import tempfile
from html import escape, unescape
from io import StringIO
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from tests.story import LAST_DAY, enter  # noqa: E402
from tests.terminal import DSQ, shown_on_terminal  # noqa: E402
from trials import pictures  # noqa: E402

WIDTH = 80
PICTURES = DOCS / "pictures"
PAGE = "860,1010"
"""As much of the .html as a README shows: wide, high."""
PHONE = "500,1010"
"""As narrow as a browser without a screen can be."""
PRINTED = (
    ("brief", "1", "2011-09-23", "report brief"),
    ("circular-docx", "1", LAST_DAY, "report weekly --issue 12"),
    ("circular-annex", "6", "2011-12-16", "report weekly"),
    ("assessment", "1", LAST_DAY, "report units"),
    ("letter", "1", LAST_DAY, "urge -u 市信息办"),
    ("form", "1", "2011-09-23", "sheet out -u 市交通局"),
    ("list", "1", "2011-12-16", "list"),
)
"""What is pictured of what is printed: its name, the page, the day, and the command."""


def main() -> None:
    """Enter the year into a ledger; picture what is late on 9 January 2012, and the circular after it."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        env = {"DSQ_DB": str(Path(folder) / "2011.db"), "DSQ_USER": "小王", "COLORTERM": "", "TERM": "xterm"}
        os.environ.pop("NO_COLOR", None)

        def run(*words: str, today: str) -> str:
            return shown_on_terminal([*DSQ, *words], width=WIDTH, env={**env, "DSQ_TODAY": today})

        run("init", today="2011-02-21")
        enter(run)
        picture(
            "overdue",
            ("dsq list -c 产业共兴 -c 社会共享", run("list", "-c", "产业", "-c", "社会", today="2012-01-09")),
            ("dsq overdue", run("overdue", today="2012-01-09")),
        )
        papers(Path(folder))


def papers(folder: Path) -> None:
    """Picture the papers: pages as LibreOffice prints them, and pages of HTML as Chromium shows them."""
    found = pictures.programs()
    ledger = folder / "2011.db"
    if found["soffice"] and found["pdftoppm"]:
        for name, page, day, words in PRINTED:
            paper = written(ledger, day, folder / name, words)
            pictures.by_libreoffice(found["soffice"], paper, folder, "")
            shown = ("-r", "64", "-png", "-f", page, "-l", page, "-singlefile")
            pictures.run(found["pdftoppm"], *shown, f"{paper}.pdf", str(PICTURES / name))
    if found["chromium"]:
        for name, size in (("circular-html", PAGE), ("phone", PHONE)):
            paper = folder / f"{name}.html"
            pictures.write(ledger, LAST_DAY, paper)
            pictures.by_chromium(found["chromium"], paper, folder, "", size)
            (PICTURES / f"{name}.png").write_bytes(paper.with_name(f"{name}.html.png").read_bytes())


def written(ledger: Path, day: str, folder: Path, words: str) -> Path:
    """Run a command that writes a file, or files into a folder; return the first of them."""
    folder.mkdir()
    where = folder if words.startswith(("urge", "sheet")) else folder / "paper"
    suffix = "" if where == folder else ".xlsx" if words.startswith("list") else ".docx"
    command = ("--db", str(ledger), *words.split(), "-o", f"{where}{suffix}")
    pictures.run(sys.executable, "-m", "dushiquan", *command, DSQ_TODAY=day, DSQ_USER="小王")
    return min(folder.iterdir())


def picture(name: str, *shown: tuple[str, str]) -> None:
    """Write commands and what they showed as an SVG that asks no other place for its fonts."""
    console = Console(record=True, width=WIDTH, file=StringIO())
    for command, text in shown:
        console.print(Text(f"$ {command}", style="bold"), Text.from_ansi(text), sep="\n")
    svg = console.export_svg(title="dsq", theme=MONOKAI)
    svg = re.sub(
        r"<text ([^>]*)x=\"([\d.]+)\"([^>]*?)textLength=\"([\d.]+)\"([^>]*)>([^<]*)</text>", _spread, svg
    )
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    svg = svg.replace("Fira Code", "Noto Sans Mono CJK SC, Sarasa Mono SC, monospace")
    (PICTURES / f"{name}.svg").write_text(svg, encoding="utf-8")


def _spread(match: re.Match[str]) -> str:
    """One text as runs of narrow and of wide characters, each where its cells are: whatever the font.

    Rich gives a text the length of its characters, not of its cells.
    """
    before, x, between, length, after, escaped = match.groups()
    text = unescape(escaped)
    cell = float(length) / len(text)
    runs, at = [], float(x)
    for _, group in groupby(text, key=cell_len):
        run = "".join(group)
        width = cell * cell_len(run)
        adjust = ' lengthAdjust="spacingAndGlyphs"' if cell_len(run) == len(run) else ""
        attributes = f'{before}x="{at:.1f}"{between}textLength="{width:.1f}"{adjust}{after}'
        runs.append(f"<text {attributes}>{escape(run).replace(' ', '&#160;')}</text>" if run.strip() else "")
        at += width
    return "".join(runs)


if __name__ == "__main__":
    main()
