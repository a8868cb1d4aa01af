"""Makes the README's picture of a terminal from the program itself: ``python docs/pictures.py``.

Needs what the tests need. The documents' pictures are made by ``benchmarks/pictures.py``.
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

from benchmarks.year import enter  # noqa: E402
from tests.terminal import DSQ, shown_on_terminal  # noqa: E402

WIDTH = 80


def main() -> None:
    """Enter the year into a ledger and picture what is late on 9 January 2012."""
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
    (DOCS / "pictures").mkdir(exist_ok=True)
    (DOCS / "pictures" / f"{name}.svg").write_text(svg, encoding="utf-8")


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
        attributes = f'{before}x="{at:.1f}"{between}textLength="{width:.1f}"{after}'
        runs.append(f"<text {attributes}>{escape(run).replace(' ', '&#160;')}</text>" if run.strip() else "")
        at += width
    return "".join(runs)


if __name__ == "__main__":
    main()
