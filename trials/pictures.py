"""The circular as it looks: written in every format, and drawn by the programs that offices open it with.

    python trials/pictures.py FOLDER

enters the year of tests/story.py into a ledger, writes two circulars (one in the year, one after it, with
what is late), and puts pictures of each into the folder: .docx and .xlsx as LibreOffice prints them, .html as
Chromium shows it on a desktop and prints it. A program that is missing is named and its pictures are left
out. It also says whether the page asked for anything from anywhere, or complained on the console.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from dushiquan.formats.registry import suffixes

DAYS = ("2011-11-07", "2012-01-13")
PROGRAMS = {
    "soffice": ("soffice", "libreoffice"),
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "pdftoppm": ("pdftoppm",),
}
DESKTOP = "1280,4200"


def main() -> int:
    """Write the papers and draw them; 1 if a program is missing or the page is not self-contained."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    found = programs()
    for name in [name for name, path in found.items() if not path]:
        print(f"missing: {name} ({' or '.join(PROGRAMS[name])}); its pictures are left out")
    clean = True
    with tempfile.TemporaryDirectory() as scratch:
        ledger = Path(scratch) / "2011.db"
        run(sys.executable, str(Path(__file__).parents[1] / "tests" / "story.py"), str(ledger))
        for day in DAYS:
            papers = {suffix: folder / f"{day}{suffix}" for suffix in suffixes("paper")}
            for paper in papers.values():
                write(ledger, day, paper)
            if found["soffice"]:
                for suffix in (".docx", ".xlsx"):
                    by_libreoffice(found["soffice"], papers[suffix], Path(scratch), found["pdftoppm"])
            if found["chromium"]:
                clean &= by_chromium(found["chromium"], papers[".html"], Path(scratch), found["pdftoppm"])
    print(f"{folder}: {len(list(folder.iterdir()))} files")
    return 0 if clean and all(found.values()) else 1


def programs() -> dict[str, str]:
    """Where the programs that draw are; "" where one is missing."""
    return {name: next(filter(None, map(shutil.which, names)), "") for name, names in PROGRAMS.items()}


def run(*words: str, **environment: str) -> str:
    """Run a program and give what it said on stderr."""
    done = subprocess.run(
        words, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stderr


def write(ledger: Path, day: str, paper: Path) -> None:
    words = ("--db", str(ledger), "report", "weekly", "--issue", "12", "-o", str(paper), "--yes")
    run(sys.executable, "-m", "dushiquan", *words, DSQ_TODAY=day)


def by_libreoffice(soffice: str, paper: Path, scratch: Path, pdftoppm: str) -> None:
    pdf = paper.with_name(f"{paper.name}.pdf")
    profile = f"-env:UserInstallation={(scratch / 'office').as_uri()}"
    run(soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(scratch), str(paper))
    shutil.move(scratch / f"{paper.stem}.pdf", pdf)
    pages(pdf, pdftoppm)


def by_chromium(chromium: str, paper: Path, scratch: Path, pdftoppm: str, size: str = DESKTOP) -> bool:
    """Draw and print the page; whether it asked for nothing but itself and complained of nothing."""
    log = scratch / "net.json"
    pdf = paper.with_name(f"{paper.name}.pdf")
    common = (
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing leaves, not even the browser's own
        *("--enable-logging=stderr", f"--user-data-dir={scratch / 'browser'}", f"--log-net-log={log}"),
    )
    picture = f"--screenshot={paper.with_name(paper.name + '.png')}"
    said = run(chromium, *common, f"--window-size={size}", picture, paper.as_uri())
    complaints = [line for line in said.splitlines() if ":CONSOLE" in line]
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    requests = [event["params"] for event in events if "initiator" in event.get("params", {})]
    asked = sorted(
        request["url"]
        for request in requests
        if request["initiator"] != "not an origin"  # which is how the browser's own are marked
        and request["url"].startswith(("http", "ws", "ftp"))
    )
    run(chromium, *common, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", paper.as_uri())
    pages(pdf, pdftoppm)
    for line in (*complaints, *asked):
        print(f"{paper.name}: {line}")
    return not complaints and not asked


def pages(pdf: Path, pdftoppm: str) -> None:
    """A picture of every page, beside the PDF."""
    for old in pdf.parent.glob(f"{pdf.name}-*.png"):
        old.unlink()
    if pdftoppm:
        run(pdftoppm, "-r", "80", "-png", str(pdf), str(pdf))


if __name__ == "__main__":
    sys.exit(main())
