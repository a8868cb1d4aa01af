"""Write the circular in every format, and render each with the programs that offices use.

    python trials/pictures.py FOLDER

Records the year of tests/story.py in a ledger and writes two circulars: one during the year, one after it
with late projects. The folder gets pictures of each: .docx and .xlsx as printed by LibreOffice, .html as
shown and as printed by Chromium. If a program is missing, it is named and its pictures are skipped. Network
requests of the HTML page and messages on its console are printed, too.
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
    """Write and render the papers; return 1 if a program is missing or the page is not self-contained."""
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
    """Return the paths of the rendering programs; "" if one is missing."""
    return {name: next(filter(None, map(shutil.which, names)), "") for name, names in PROGRAMS.items()}


def run(*words: str, **environment: str) -> str:
    """Run a program and return its stderr."""
    done = subprocess.run(
        words, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return done.stderr


def write(ledger: Path, day: str, paper: Path) -> None:
    """Write the weekly circular of a day to a file."""
    words = ("--db", str(ledger), "report", "weekly", "--issue", "12", "-o", str(paper), "--yes")
    run(sys.executable, "-m", "dushiquan", *words, DSQ_TODAY=day)


def by_libreoffice(soffice: str, paper: Path, scratch: Path, pdftoppm: str) -> None:
    """Print a paper to PDF with LibreOffice, and render its pages."""
    pdf = paper.with_name(f"{paper.name}.pdf")
    profile = f"-env:UserInstallation={(scratch / 'office').as_uri()}"
    run(soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(scratch), str(paper))
    shutil.move(scratch / f"{paper.stem}.pdf", pdf)
    pages(pdf, pdftoppm)


def by_chromium(chromium: str, paper: Path, scratch: Path, pdftoppm: str, size: str = DESKTOP) -> bool:
    """Render and print the page; return whether it made no request and logged nothing on the console."""
    log = scratch / "net.json"
    pdf = paper.with_name(f"{paper.name}.pdf")
    common = (
        *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        "--host-resolver-rules=MAP * ~NOTFOUND",  # block all traffic, even the browser's own
        *("--enable-logging=stderr", f"--user-data-dir={scratch / 'browser'}", f"--log-net-log={log}"),
    )
    picture = f"--screenshot={paper.with_name(paper.name + '.png')}"
    log_lines = run(chromium, *common, f"--window-size={size}", picture, paper.as_uri())
    complaints = [line for line in log_lines.splitlines() if ":CONSOLE" in line]
    events = json.loads(log.read_text(encoding="utf-8"))["events"]
    requests = [event["params"] for event in events if "initiator" in event.get("params", {})]
    asked = sorted(
        request["url"]
        for request in requests
        if request["initiator"] != "not an origin"  # the mark of the browser's own requests
        and request["url"].startswith(("http", "ws", "ftp"))
    )
    run(chromium, *common, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", paper.as_uri())
    pages(pdf, pdftoppm)
    for line in (*complaints, *asked):
        print(f"{paper.name}: {line}")
    return not complaints and not asked


def pages(pdf: Path, pdftoppm: str) -> None:
    """Render every page of a PDF to a PNG beside it."""
    for old in pdf.parent.glob(f"{pdf.name}-*.png"):
        old.unlink()
    if pdftoppm:
        run(pdftoppm, "-r", "80", "-png", str(pdf), str(pdf))


if __name__ == "__main__":
    sys.exit(main())
