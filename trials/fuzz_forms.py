"""Malformed worksheets, read back: no exception but the program's own, and nothing recorded.

    python trials/fuzz_forms.py [2000]

Takes worksheets that ``dsq sheet out`` wrote, changes bytes, parts or cells, and reads them back as ``dsq
sheet in --yes`` does. Exits with 1 where anything else is raised.
"""

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

OPEN = {"_dsq": 99, "填报": 8, "指标": 7}
"""From which column a unit may type; no column of the hidden sheet is open."""


def spoiled(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """A worksheet changed in one of three ways, and which."""
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
        # what is right in a cell that is open would rightly be recorded
        if cell.column < OPEN[sheet.title]:
            cell.value = value
    buffer = BytesIO()
    book.save(buffer)
    return way, buffer.getvalue()


def main() -> int:
    """Read the spoiled sheets back and count what was said."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    chance, counts, broken = random.Random(2011), Counter[tuple[str, str]](), 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DSQ_TODAY": "2011-09-05", "DSQ_DB": f"{folder}/a.db"}
        os.chdir(folder)
        runner = CliRunner()
        runner.invoke(app, ["init"])
        runner.invoke(app, ["sheet", "out", "-o", "out"])
        sheets = [path.read_bytes() for path in sorted(Path("out").iterdir())]
        for _ in range(number):
            way, content = spoiled(chance.choice(sheets), chance)
            Path("a.xlsx").write_bytes(content)
            result = runner.invoke(app, ["sheet", "in", "a.xlsx", "--yes"])
            if result.exception and not isinstance(result.exception, SystemExit):
                broken += 1
                print(way, repr(result.exception))
            counts[way, "nothing to record" if result.exit_code == 0 else "refused"] += 1
        recorded = runner.invoke(app, ["log"]).stdout
    print("| way | nothing to record | refused |\n|---|---|---|")
    for way in sorted({way for way, _ in counts}):
        print(f"| {way} | {counts[way, 'nothing to record']} | {counts[way, 'refused']} |")
    print(f"\n{number} sheets: {broken} other exceptions, {len(recorded.splitlines())} events recorded")
    return 1 if broken or recorded else 0


if __name__ == "__main__":
    sys.exit(main())
