"""Fuzz the reading of forms: only the program's own errors may be raised, and nothing may be recorded.

    python trials/fuzz_forms.py [2000]

Takes forms written by ``dsq sheet out``, changes bytes, parts or cells, and reads them with ``dsq sheet in
--yes``. Exits with 1 if another exception is raised or anything is recorded.
"""

import json
import os
import random
import sys
import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook
from typer.testing import CliRunner

from dushiquan.cli.app import app

CELLS = (
    None,
    "",
    "60%",
    "=1+1",
    -1,
    101,
    1e308,
    True,
    "完了",
    "2011-02-30",
    "p99",
    "\u202e",
    "x" * 5000,
    0.5,
)

OPEN = {"_dsq": 99, "填报": 9, "指标": 7}
"""The first column of each sheet that a unit may fill in; the hidden sheet has none."""


def spoiled(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return a form damaged in one of three ways, after the name of that way."""
    way = chance.choice(("bytes changed", "a part changed", "cells changed"))
    if way == "bytes changed":
        data = bytearray(content)
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        return way, bytes(data)
    if way == "a part changed":
        source, target = ZipFile(BytesIO(content)), BytesIO()
        spoil = chance.choice(source.namelist())
        with ZipFile(target, "w") as out:
            for name in source.namelist():
                part = source.read(name)
                at = chance.randrange(max(1, len(part)))
                out.writestr(name, part[:at] + part[at + chance.randint(1, 50) :] if name == spoil else part)
        return way, target.getvalue()
    book = load_workbook(BytesIO(content))
    for _ in range(chance.randint(1, 5)):
        sheet = book[chance.choice(["_dsq", "填报", "指标"])]
        value = chance.choice(CELLS)
        cell = sheet.cell(chance.randint(1, sheet.max_row), chance.randint(1, 11))
        # not in an input cell, where a valid value would rightly be recorded
        if cell.column < OPEN[sheet.title]:
            cell.value = value
    buffer = BytesIO()
    book.save(buffer)
    return way, buffer.getvalue()


def main() -> int:
    """Read damaged forms and count the results; return 1 if a promise is broken."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    chance, counts, broken = random.Random(2011), Counter[tuple[str, str]](), 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DSQ_TODAY": "2011-09-05", "DSQ_DB": f"{folder}/a.db"}
        os.chdir(folder)
        runner = CliRunner()
        runner.invoke(app, ["init"])
        runner.invoke(app, ["sheet", "out", "-o", "out"])
        forms = [path.read_bytes() for path in sorted(Path("out").iterdir())]
        for _ in range(number):
            way, content = spoiled(chance.choice(forms), chance)
            Path("a.xlsx").write_bytes(content)
            result = runner.invoke(app, ["sheet", "in", "a.xlsx", "--yes"])
            if result.exception and not isinstance(result.exception, SystemExit):
                broken += 1
                print(way, repr(result.exception))
            counts[way, "nothing to record" if result.exit_code == 0 else "refused"] += 1
        events = json.loads(runner.invoke(app, ["log", "-f", "json"]).stdout)
        recorded = [event for event in events if event["kind"] != "load"]
    print("| way | nothing to record | refused |\n|---|---|---|")
    for way in sorted({way for way, _ in counts}):
        print(f"| {way} | {counts[way, 'nothing to record']} | {counts[way, 'refused']} |")
    print(f"\n{number} forms: {broken} other exceptions, {len(recorded)} events recorded")
    return 1 if broken or recorded else 0


if __name__ == "__main__":
    sys.exit(main())
