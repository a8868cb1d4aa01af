"""Load a plan, from the output of ``dsq list -f json``, into another program; run by run.py.

    python benchmarks/others.py Taskwarrior|todoman FOLDER SIZE

This is a separate process, so that its memory does not count in the peak memory that run.py measures.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

TASK, TODO = "Taskwarrior", "todoman"

RC = """
data.location={folder}
confirmation=off
hooks=off
verbose=nothing
"""
TODO_CONFIG = """
path = "{folder}/lists/*"
cache_path = "{folder}/cache.sqlite3"
default_list = "plan"
"""
ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:benchmark
BEGIN:VTODO
UID:{id}
DTSTAMP:20110218T000000Z
SUMMARY:{title}
DESCRIPTION:{content}
CATEGORIES:{category}
{due}END:VTODO
END:VCALENDAR
"""


def taskwarrior(folder: Path, size: int) -> None:
    home = folder / f"task-{size}"
    home.mkdir()
    (folder / f"task-{size}.rc").write_text(RC.format(folder=home), encoding="utf-8")
    tasks = []
    for number, row in enumerate(json.loads((folder / f"{size}.json").read_text(encoding="utf-8")), 1):
        entry = {"entry": "20110218T000000Z"}
        notes = [{**entry, "description": row["content"]}] if row["content"] else []
        due = {"due": row["due"].replace("-", "") + "T155959Z"} if row["due"] else {}
        task = {"uuid": uuid(number), "description": row["title"], "project": row["category"]}
        tasks.append({**task, **entry, **due, "status": "pending", "annotations": notes})
    (folder / "import.json").write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")
    environment = {**os.environ, "TASKRC": str(folder / f"task-{size}.rc")}
    command = ["task", "import", str(folder / "import.json")]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def uuid(number: int) -> str:
    return f"{number:08}-0000-4000-8000-000000000000"


def todoman(folder: Path, size: int) -> None:
    home = folder / f"todo-{size}"
    (home / "lists" / "plan").mkdir(parents=True)
    (folder / f"todo-{size}.py").write_text(TODO_CONFIG.format(folder=home), encoding="utf-8")
    for row in json.loads((folder / f"{size}.json").read_text(encoding="utf-8")):
        due = "DUE;VALUE=DATE:" + row["due"].replace("-", "") + "\n" if row["due"] else ""
        content = row["content"].replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")
        text = ICS.format(
            id=row["id"], title=row["title"], content=content, category=row["category"], due=due
        )
        path = home / "lists" / "plan" / f"{row['id']}.ics"
        path.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")


if __name__ == "__main__":
    fill = {TASK: taskwarrior, TODO: todoman}[sys.argv[1]]
    fill(Path(sys.argv[2]), int(sys.argv[3]))
