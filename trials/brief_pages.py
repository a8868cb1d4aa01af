"""Write the brief of many plans and count its pages: it is always one.

    python trials/brief_pages.py [FOLDER]

The year of tests/story.py, week by week, and invented plans: of 3, 31 and 200 projects, with long names, with
nothing closed and everything done, without units, categories or dates. Each is written as .docx and .html;
LibreOffice pages the first, with the fonts of this machine and without the Chinese ones, Chromium the second.
FOLDER keeps the papers. Prints each that has more or less than one page; a program that is missing is named.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import story
from trials.pictures import programs

LONG = "推进跨区域重大基础设施互联互通和公共服务共建共享一体化发展综合改革试点示范工程"


class Case(NamedTuple):
    """A plan and what is recorded before its brief is written on a day."""

    name: str
    plan: str
    day: str
    steps: tuple[tuple[str, ...], ...] = ()


def main() -> int:
    """Write and page all briefs; return 1 if one is not one page, or a program is missing."""
    found = programs()
    missing = [name for name, path in found.items() if not path]
    for name in missing:
        print(f"missing: {name}")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else Path(scratch) / "papers"
        folder.mkdir(parents=True, exist_ok=True)
        for write in (write_weeks, write_cases):
            write(folder, Path(scratch))
        wrong = list(paged(folder, Path(scratch), found)) if not missing else []
        papers = len(list(folder.glob("*.docx")))
    print(f"{papers} briefs", "each one page in every program" if not wrong else "\n".join(wrong))
    return 1 if wrong or missing else 0


def write_weeks(folder: Path, scratch: Path) -> None:
    """Write the brief of every Friday of the story year, and of some days around it."""
    ledger = scratch / "story.db"
    run(sys.executable, "-m", "tests.story", str(ledger))
    friday = date(2011, 2, 25)
    days = ["2011-01-01", "2011-02-21"]
    while friday <= date.fromisoformat(story.LAST_DAY):
        days.append(friday.isoformat())
        friday += timedelta(days=7)
    for day in days:
        write(folder / f"story-{day}", ledger, day)


def write_cases(folder: Path, scratch: Path) -> None:
    """Write the brief of each invented plan."""
    for case in cases():
        ledger, plan = scratch / f"{case.name}.db", scratch / f"{case.name}.yaml"
        plan.write_text(case.plan, encoding="utf-8")
        dsq(ledger, "2024-01-02", "init", "--empty")
        dsq(ledger, "2024-01-02", "plan", "load", str(plan), "--yes")
        for step in case.steps:
            dsq(ledger, step[0], *step[1:])
        write(folder / case.name, ledger, case.day)


def cases() -> Iterator[Case]:
    """Yield the plans."""
    urged = tuple(
        (f"2024-{month:02}-02", "urge", "--type", "md", "-o", f"letters-{month}") for month in (8, 9, 10)
    )
    deferred = tuple(
        ("2024-06-20", "defer", str(n), "2024-07-10", "--reason", "前期手续") for n in range(1, 6)
    )
    dropped = tuple(("2024-07-01", "plan", "drop", str(n), "--reason", "并项") for n in range(1, 31))
    yield Case("3-new", plan(3), "2024-01-03")
    yield Case("3-done", plan(3), "2024-06-02", (("2024-06-01", "done", "1-3"),))
    yield Case("3-over", plan(3), "2025-03-01")
    yield Case("31", plan(31), "2024-07-15", deferred)
    yield Case("200", plan(200), "2024-11-15", (*deferred, *urged))
    yield Case("200-done", plan(200), "2024-12-31", (("2024-12-20", "done", "1-200"),))
    yield Case("200-long", plan(200, names=long_name), "2024-11-15", (*deferred, *urged))
    yield Case("200-bare", plan(200, has_units=False, has_groups=False), "2024-11-15")
    yield Case("31-undated", plan(31, has_units=False, has_groups=False, is_dated=False), "2024-11-15")
    yield Case("31-empty", plan(31), "2024-07-15", dropped)


def plain_name(kind: str, number: int) -> str:
    """Return a short name."""
    return f"{kind}{number}"


def long_name(kind: str, number: int) -> str:
    """Return a name of forty characters."""
    return f"{kind}{number}{LONG}"


def plan(
    size: int,
    *,
    has_units: bool = True,
    has_groups: bool = True,
    is_dated: bool = True,
    names: Callable[[str, int], str] = plain_name,
) -> str:
    """Return an invented plan as YAML."""
    lines = [f"plan: {{key: p, title: {names('计划', 1)}, year: 2024}}", "levels:"]
    lines += [f"  - {{name: {names('分管领导', days)}, days: {days}}}" for days in (1, 31, 91)]
    lines.append("projects:")
    for n in range(1, size + 1):
        fields = [f'id: "{n}"', f"title: {names('项目', n)}"]
        fields += [f"category: {names('类别', n % 11)}"] if has_groups else []
        fields += [f"units: {names('单位', n % 17)}"] if has_units else []
        fields.append(f"requirement: {n % 11 + 2}月底前完成" if is_dated else "requirement: 持续推进")
        lines.append(f"  - {{{', '.join(fields)}}}")
    return "\n".join(lines)


def write(paper: Path, ledger: Path, day: str) -> None:
    """Write the brief of a day in both formats."""
    for suffix in (".docx", ".html"):
        dsq(ledger, day, "report", "brief", "-o", f"{paper}{suffix}", "--yes")


def dsq(ledger: Path, day: str, *words: str) -> None:
    """Run ``dsq`` on a day."""
    run(sys.executable, "-m", "dushiquan", "--db", str(ledger), *words, DSQ_TODAY=day, at=ledger.parent)


def run(*words: str, at: Path | None = None, **environment: str) -> str:
    """Run a program and return its stdout."""
    there = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment}
    done = subprocess.run(words, env=there, cwd=at, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{words}: {done.stderr}")
    return done.stdout


def paged(folder: Path, scratch: Path, found: dict[str, str]) -> Iterator[str]:
    """Yield the papers that are not one page, with the program that says so."""
    bare = scratch / "fonts.conf"
    bare.write_text(
        '<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        "<selectfont><rejectfont><pattern>"
        '<patelt name="lang"><string>zh-cn</string></patelt>'
        "</pattern></rejectfont></selectfont></fontconfig>",
        encoding="utf-8",
    )
    papers = sorted(folder.glob("*.docx"))
    for name, fonts in (("fonts", "/etc/fonts/fonts.conf"), ("bare", str(bare))):
        pages = folder / name
        profile = f"-env:UserInstallation={(scratch / 'office').as_uri()}"
        run(
            found["soffice"], "--headless", profile, "--convert-to", "pdf", "--outdir", str(pages),
            *map(str, papers), FONTCONFIG_FILE=fonts,
        )  # fmt: skip
        for paper in papers:
            yield from told(pages / f"{paper.stem}.pdf", f"LibreOffice, {name}")
    for paper in sorted(folder.glob("*.html")):
        pdf = folder / f"{paper.stem}.html.pdf"
        words = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        run(found["chromium"], *words, f"--print-to-pdf={pdf}", paper.as_uri())
        yield from told(pdf, "Chromium")


def told(pdf: Path, by: str) -> Iterator[str]:
    """Yield a line if a file has not one page."""
    number = re.search(r"Pages: +(\d+)", run("pdfinfo", str(pdf)))
    if not number or number[1] != "1":
        yield f"{pdf.name}: {number[1] if number else 'no'} pages by {by}"


if __name__ == "__main__":
    sys.exit(main())
