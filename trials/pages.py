"""Page the papers by LibreOffice and look for what is broken on paper.

    python trials/pages.py [FOLDER]

Records the year of tests/story.py and a plan of 200 projects, writes their circulars of 46 weeks and 12
months, assessments and letters as .docx, and pages them twice: with the fonts of this machine, and without
any Chinese font. Names each weekly of 200 projects of more than eight pages, each blank page, each page with
a signature alone, each annex without a table and each day or percent that is torn across lines; returns 1 if
there is any. Takes some minutes. With a FOLDER the .docx and .pdf files are kept there.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import docx as python_docx

from dushiquan import open_office
from dushiquan.formats.writing import write_paper

ROOT = Path(__file__).parents[1]
FRIDAYS = [date(2011, 2, 25) + timedelta(weeks=n) for n in range(46)]
MOST_PAGES = 8
LETTER_DAYS = ("2011-10-10", "2011-12-26", "2012-01-13")
TOKEN = re.compile(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])|(?<![\d.])\d{1,3}%")
NUMBER = re.compile(r"^[\s—–-]*\d+[\s—–-]*$")
SPACE = re.compile(r"(?<=[^\x00-\x7f]) (?=\d)|(?<=\d) (?=[^\x00-\x7f])")
"""What pdftotext puts between a Chinese character and a digit."""
SIGNATURE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(印发)?|附件：.*|\d\..*|抄送：.*")


class Fault(NamedTuple):
    """What is broken in a paper, and where."""

    paper: str
    page: int
    what: str


def main() -> int:
    """Write, page and check the papers; print what is broken and how many papers and pages there are."""
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        sys.exit("needs soffice and pdftotext")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else Path(scratch) / "papers"
        folder.mkdir(parents=True, exist_ok=True)
        papers = [*story_papers(Path(scratch), folder), *large_papers(Path(scratch), folder)]
        faults = []
        for name, fonts in (("with Chinese fonts", ""), ("without", latin_only(Path(scratch)))):
            paged = page(papers, folder / name, Path(scratch), fonts)
            found = [fault for paper, pdf in zip(papers, paged, strict=True) for fault in check(paper, pdf)]
            pages = sum(len(texts(pdf)) for pdf in paged)
            kinds = Counter(fault.what.split(":")[0] for fault in found)
            print(f"{name}: {len(papers)} papers, {pages} pages, {len(found)} faults {dict(kinds) or ''}")
            for fault in found:
                print(f"  {fault.paper} page {fault.page}: {fault.what}")
            faults += found
    return 1 if faults else 0


def dsq(ledger: Path, today: str, *words: str) -> None:
    """Run a command on a ledger."""
    subprocess.run(
        [sys.executable, "-m", "dushiquan", "--db", str(ledger), *words],
        env={**os.environ, "DSQ_TODAY": today, "DSQ_USER": "小王"},
        capture_output=True,
        check=True,
    )


def story_papers(scratch: Path, folder: Path) -> Iterator[Path]:
    """Write the papers of the year."""
    ledger = scratch / "2011.db"
    subprocess.run(
        [sys.executable, str(ROOT / "tests" / "story.py"), str(ledger)], check=True, capture_output=True
    )
    last = "2012-01-13"
    for friday in FRIDAYS:
        yield paper(ledger, last, folder / f"week {friday}.docx", "weekly", as_of=str(friday))
    for month in range(1, 13):
        yield paper(ledger, last, folder / f"month {month:02}.docx", "monthly", f"2011-{month:02}")
    yield paper(ledger, last, folder / "units.docx", "units")
    yield paper(ledger, last, folder / "units 2011-09-23.docx", "units", as_of="2011-09-23")
    for day in LETTER_DAYS:
        yield from letters(ledger, scratch, folder, day)


def large_papers(scratch: Path, folder: Path) -> Iterator[Path]:
    """Write the papers of a plan of 200 projects."""
    ledger, plan = scratch / "large.db", scratch / "large.yaml"
    plan.write_text(large_plan(), encoding="utf-8")
    dsq(ledger, "2025-01-06", "init", "--empty")
    dsq(ledger, "2025-01-06", "plan", "load", str(plan))
    for first in range(1, 200, 7):
        dsq(ledger, "2025-03-03", "update", f"{first}-{min(first + 3, 200)}", "-s", "进行中")
        dsq(ledger, "2025-05-06", "update", str(first), "-p", str(first % 90), "--note", "主体完工。" * 9)
        dsq(ledger, "2025-06-03", "update", str(first + 1), "-p", "100")
        dsq(
            ledger,
            "2025-07-01",
            "update",
            str(first + 2),
            "--problem",
            "征迁滞后。" * 6,
            "--next",
            "约谈。" * 9,
        )
    for day in ("2025-03-07", "2025-05-09", "2025-07-04", "2025-10-10"):
        yield paper(ledger, "2025-10-10", folder / f"large {day}.docx", "weekly", as_of=day)
    for month in ("2025-05", "2025-09"):
        yield paper(ledger, "2025-10-10", folder / f"large {month}.docx", "monthly", month)
    yield paper(ledger, "2025-10-10", folder / "large units.docx", "units")
    yield from letters(ledger, scratch, folder, "2025-10-10")


def large_plan() -> str:
    """Return a plan file of 200 projects in 8 categories, led by 35 units."""
    names = "发展和改革委员会 经济和信息化局 住房城乡建设局 交通运输局 农业农村局 文广旅游局 卫生健康委"
    units = [f"市{name}{'' if n == 0 else f'第{n}分局'}" for n in range(5) for name in names.split()]
    lines = ["plan:", '  key: "2025"', "  title: 2025年度全市重点工作任务分解落实计划安排表", "  year: 2025"]
    lines += ["  document: {no: 某政办函〔2025〕1号, issuer: 市政府办公室, issued: 2025-01-06}", "projects:"]
    for n in range(200):
        works = "综合改造提升" * (n % 3)
        lines += [
            f'  - id: "{n + 1}"',
            f"    title: {'推进' if n % 2 else '加快'}第{n + 1}号重点片区基础设施{works}项目建设",
            f"    category: 第{n // 25 + 1}类重点工程",
            "    content: 完成主体工程和配套设施。",
            f"    requirement: {3 + n % 10}月28日前完成",
            f"    units: {{lead: [{units[n % 35]}], support: [{units[(n + 1) % 35]}]}}",
        ]
    return "\n".join(lines) + "\n"


def paper(ledger: Path, today: str, path: Path, name: str, choice: str = "", as_of: str = "") -> Path:
    """Write a report to a file."""
    day = date.fromisoformat(as_of) if as_of else None
    with open_office(ledger, today=date.fromisoformat(today)) as office:
        write_paper(office.reports.make(name, choice, as_of=day).paper, path)
    return path


def letters(ledger: Path, scratch: Path, folder: Path, day: str) -> list[Path]:
    """Write the letters of a day, recorded in a copy of the ledger."""
    copy, out = scratch / f"letters {day}.db", folder / f"letters {day}"
    shutil.copy(ledger, copy)
    with open_office(copy, today=date.fromisoformat(day), user="小王") as office:
        office.letters.send(out)
    return sorted(out.glob("*.docx"))


def latin_only(scratch: Path) -> str:
    """Return the path of a fontconfig file that names only fonts without Chinese characters."""
    found = subprocess.run(["fc-list", ":lang=zh", "file"], capture_output=True, text=True, check=True)
    chinese = [line.rstrip(": ") for line in found.stdout.splitlines()]
    rejected = "".join(f"<glob>{path}</glob>" for path in chinese)
    file = scratch / "latin.conf"
    file.write_text(
        f"<fontconfig><dir>/usr/share/fonts</dir><cachedir>{scratch / 'fonts'}</cachedir>"
        f"<selectfont><rejectfont>{rejected}</rejectfont></selectfont></fontconfig>"
    )
    return str(file)


def page(papers: list[Path], folder: Path, scratch: Path, fonts: str) -> list[Path]:
    """Turn the papers into .pdf with the fonts of a fontconfig file, "" for those of the machine."""
    folder.mkdir(exist_ok=True)
    numbered = scratch / "numbered"
    shutil.rmtree(numbered, ignore_errors=True)
    numbered.mkdir()
    for number, path in enumerate(papers):
        shutil.copy(path, numbered / f"{number:04}.docx")
    env = {**os.environ, **({"FONTCONFIG_FILE": fonts} if fonts else {})}
    profile = f"-env:UserInstallation={(scratch / ('office' + Path(fonts).stem)).as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run(
        [*command, *map(str, sorted(numbered.iterdir()))], env=env, check=True, capture_output=True
    )
    return [
        (folder / f"{number:04}.pdf").rename(folder / f"{number:04} {path.stem}.pdf")
        for number, path in enumerate(papers)
    ]


def texts(pdf: Path) -> list[str]:
    """Return the text of each page, without its number."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    pages = SPACE.sub("", done.stdout.replace("\u2011", "-")).split("\f")[:-1]
    return ["\n".join(line for line in text.split("\n") if not NUMBER.match(line)) for text in pages]


def check(paper: Path, pdf: Path) -> Iterator[Fault]:
    """Yield what is broken in a paper as it was paged."""
    document = python_docx.Document(str(paper))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    wanted = Counter(TOKEN.findall("\n".join(written(document))))
    lines_written = (line.strip() for text in written(document) for line in text.split("\n"))
    signatures = {line for line in lines_written if SIGNATURE.fullmatch(line)}
    author = document.core_properties.author
    annexes = 0
    shown: Counter[str] = Counter()
    for number, text in enumerate(texts(pdf), 1):
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        shown.update(TOKEN.findall(text))
        if not lines:
            yield Fault(paper.name, number, "blank page")
        elif all(line in signatures or is_signature(line.removeprefix(author).strip()) for line in lines):
            foot = all("抄送：" in line or "印发" in line for line in lines)
            what = "foot of the last page alone" if foot else "signature alone"
            yield Fault(paper.name, number, f"{what}: {' / '.join(lines)}")
        if lines and re.fullmatch(r"附件\d*", lines[0]):
            annexes += 1
            if len(lines) < 4:
                yield Fault(paper.name, number, f"annex without a table: {' / '.join(lines)}")
    if number > MOST_PAGES and paper.name.startswith("large 2025-") and paper.name.count("-") == 2:
        yield Fault(paper.name, number, f"more than {MOST_PAGES} pages in a weekly of 200 projects")
    if annexes != sum(bool(re.fullmatch(r"附件\d*", text)) for text in paragraphs):
        yield Fault(paper.name, 0, "an annex does not begin on its own page")
    for token, times in (wanted - shown).items():
        yield Fault(paper.name, 0, f"torn: {token}, {times} times")


def is_signature(text: str) -> bool:
    """Tell whether a line is none, or a day or another line of those that end a paper."""
    return not text or bool(SIGNATURE.fullmatch(text))


def written(document: "python_docx.document.Document") -> Iterator[str]:
    """Yield the texts of a paper and of its tables."""
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for cell in table._cells:
            yield cell.text


if __name__ == "__main__":
    sys.exit(main())
