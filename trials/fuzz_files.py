"""Fuzz the reading of plan files: each must give a plan or an error message, never a traceback.

    python trials/fuzz_files.py [COUNT] [SEED]

Makes COUNT files (default 5,000), good ones with changes and random ones, reads each, and prints the results
by kind of file.
"""

import csv
import io
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from openpyxl import Workbook

from dushiquan.errors import DsqError
from dushiquan.shipped import shipped
from dushiquan.sources.plan_file import examine_plan, read_plan
from dushiquan.sources.plan_writer import export_yaml

HEAD = ["序号", "类别", "项目名称", "项目内容", "责任单位", "进度要求"]
WORDS = (
    *HEAD,
    *(
        "",
        "1",
        "22",
        "22.1",
        "甲",
        "合计",
        "备注",
        "注：",
        "一、交通",
        "市发改委",
        "牵头单位:甲 配合单位:乙等",
    ),
    *(
        "年底前",
        "2011年6月30日",
        "2月30日前",
        "每月",
        "=1+1",
        "@",
        "#N/A",
        "'",
        '"',
        "\n",
        "\t",
        "\x85",
        "\u2028",
        "\ufeff",
    ),
    *(
        "😀",
        "no",
        "~",
        "null",
        "2011-02-30",
        "007",
        "1e999",
        "{",
        "[",
        "- ",
        ": ",
        "&a",
        "*a",
        "!!python/object",
        "%",
    ),
    *("等", "（", "((((", "、、", "配合单位", "时限", "指标", "9" * 400, "月" * 300),
)
FIELDS = (
    "plan",
    "projects",
    "units",
    "categories",
    "key",
    "title",
    "year",
    "id",
    "category",
    "content",
    "requirement",
)
MORE_FIELDS = (
    "kind",
    "start",
    "due",
    "regions",
    "targets",
    "name",
    "goal",
    "lead",
    "support",
    "aliases",
    "document",
    "x",
)

Make = Callable[[random.Random], tuple[str, bytes]]


@cache
def good_yaml() -> bytes:
    return shipped("data/projects_2011.yaml").read_bytes()


@cache
def good_rows() -> list[list[str]]:
    plan, _ = read_plan(shipped("data/projects_2011.yaml"))
    rows = [[plan.title, *[""] * 5], HEAD]
    rows += [
        [str(p.id), p.category, p.title, p.content, "、".join(p.units.lead), p.requirement]
        for p in plan.projects
    ]
    return [*rows, ["备注", plan.remark, *[""] * 4]]


@cache
def good_xlsx() -> bytes:
    book = Workbook()
    sheet = book.active
    for row in good_rows():
        sheet.append([value or None for value in row])
    sheet["F5"] = date(2011, 6, 30)
    sheet["A7"], sheet["A24"] = 5.0, "22"
    for span in ("A1:F1", "B3:B7", "E9:E11", "A24:A25"):
        sheet.merge_cells(span)
    book.create_sheet("说明").append(["填表说明"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@cache
def good_csv() -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(good_rows())
    return text.getvalue().encode("utf-8-sig")


def changed(content: bytes, chance: random.Random) -> bytes:
    """Change, delete, insert, double or cut off some bytes."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        at = chance.randrange(len(data) + 1)
        size = chance.choice((1, 1, 2, 8, 200))
        piece = bytes(chance.randrange(256) for _ in range(size))
        what = chance.randrange(6)
        if what == 0:
            data[at : at + size] = piece
        elif what == 1:
            del data[at : at + size]
        elif what == 2:
            data[at:at] = piece
        elif what == 3:
            data[at:at] = data[at : at + size]
        elif what == 4:
            data[at:at] = chance.choice(WORDS).encode()
        else:
            data[at : at + 1] = bytes(chance.choices(b"<>&\"'=,:[]{}-#\n\t 0123456789", k=1))
    if chance.random() < 0.1:
        del data[chance.randrange(len(data) + 1) :]
    return bytes(data)


def changed_letters(text: str, chance: random.Random) -> str:
    """Change some letters, so that the file is still text."""
    letters = list(text)
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        at = chance.randrange(len(letters) + 1)
        size = chance.choice((1, 1, 3, 40))
        letters[at : at + chance.choice((0, size))] = chance.choice(
            (*WORDS, "".join(letters[at : at + size]))
        )
    return "".join(letters)


def changed_part(chance: random.Random) -> bytes:
    """Return a workbook that is a valid archive, but has a part changed or missing."""
    with zipfile.ZipFile(io.BytesIO(good_xlsx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([*parts, *["xl/worksheets/sheet1.xml"] * 12])
    parts[name] = changed(parts[name], chance)
    if chance.random() < 0.05:
        del parts[name]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


def random_value(chance: random.Random, depth: int = 0) -> object:
    kind = chance.random()
    if depth > 4 or kind < 0.5:
        return chance.choice(WORDS)
    if kind < 0.75:
        return [random_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {
        chance.choice(FIELDS + MORE_FIELDS): random_value(chance, depth + 1)
        for _ in range(chance.randrange(6))
    }


def random_yaml(chance: random.Random) -> bytes:
    """Return a plan with some of its fields replaced by random values."""
    plan = yaml.load(export_yaml(read_plan(shipped("data/projects_2011.yaml"))[0]), yaml.BaseLoader)
    plan["projects"] = plan["projects"][:3]
    for _ in range(chance.randrange(1, 4)):
        place = plan
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = chance.choice(keys)
            if isinstance(place[key], dict | list) and chance.random() < 0.7:
                place = place[key]
                continue
            place[key] = random_value(chance)
            break
    return yaml.safe_dump(
        chance.choice((plan, plan, plan, random_value(chance))), allow_unicode=True
    ).encode()


def random_rows(chance: random.Random) -> list[list[str]]:
    rows = [
        [chance.choice(WORDS) for _ in range(chance.randrange(1, 9))] for _ in range(chance.randrange(12))
    ]
    if chance.random() < 0.8:
        rows.insert(chance.randrange(len(rows) + 1), chance.sample(HEAD, chance.randrange(2, 7)))
    return rows


def random_csv(chance: random.Random) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(random_rows(chance))
    return text.getvalue().encode(chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")))


def random_xlsx(chance: random.Random) -> bytes:
    book = Workbook()
    for sheet in (book.active, *(book.create_sheet() for _ in range(chance.randrange(2)))):
        for number, row in enumerate(random_rows(chance), 1):
            for column, text in enumerate(row, 1):
                value = chance.choice((text, text, text, 1.5, -3, True, date(2011, 6, 30), None))
                sheet.cell(number, column).value = None if value == "\x85" else value
        for _ in range(chance.randrange(4)):
            top, left = chance.randrange(1, 12), chance.randrange(1, 7)
            sheet.merge_cells(None, top, left, top + chance.randrange(5), left + chance.randrange(4))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def deep(chance: random.Random) -> bytes:
    """Return deeply nested lists or mappings."""
    mark = chance.choice(("[", "{a: ", "- ", "? "))
    return (mark * chance.choice((50, 900, 5_000, 50_000))).encode()


KINDS: dict[str, Make] = {
    "yaml, bytes changed": lambda chance: (".yaml", changed(good_yaml(), chance)),
    "yaml, letters changed": lambda chance: (".yaml", changed_letters(good_yaml().decode(), chance).encode()),
    "yaml, other structure": lambda chance: (".yaml", random_yaml(chance)),
    "yaml, deep": lambda chance: (".yaml", deep(chance)),
    "xlsx, bytes changed": lambda chance: (".xlsx", changed(good_xlsx(), chance)),
    "xlsx, a part changed": lambda chance: (".xlsx", changed_part(chance)),
    "xlsx, other cells": lambda chance: (".xlsx", random_xlsx(chance)),
    "csv, bytes changed": lambda chance: (".csv", changed(good_csv(), chance)),
    "csv, letters changed": lambda chance: (".csv", changed_letters(good_csv().decode(), chance).encode()),
    "csv, other cells": lambda chance: (".csv", random_csv(chance)),
}


def files(count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Yield ``count`` files as (kind, suffix, content), taking the kinds in turn."""
    chance = random.Random(seed)
    for number in range(count):
        kind = list(KINDS)[number % len(KINDS)]
        yield kind, *KINDS[kind](chance)


def read(path: Path) -> str:
    """Read a plan file and return the outcome: read, faulty or refused. A crash is let through."""
    try:
        reading = examine_plan(path)
    except DsqError:
        return "refused"
    assert reading.plan or any(problem.level == "error" for problem in reading.problems), (
        "neither plan nor error"
    )
    return "read" if reading.plan else "faulty"


def main(count: int = 5_000, seed: int = 2011) -> int:
    results: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    slowest: dict[str, float] = dict.fromkeys(KINDS, 0.0)
    with tempfile.TemporaryDirectory() as folder:
        for number, (kind, suffix, content) in enumerate(files(count, seed)):
            path = Path(folder) / f"2011{suffix}"
            path.write_bytes(content)
            began = time.perf_counter()
            try:
                results[kind][read(path)] += 1
            except Exception:
                results[kind]["CRASH"] += 1
                saved = Path(tempfile.gettempdir()) / f"fuzz-{seed}-{number}{suffix}"
                saved.write_bytes(content)
                print(f"{kind}: {saved}\n{traceback.format_exc()}")
            slowest[kind] = max(slowest[kind], time.perf_counter() - began)
    outcomes = ("read", "faulty", "refused", "CRASH")
    print(f"{'kind':24}" + "".join(f"{outcome:>9}" for outcome in outcomes) + "  slowest s")
    for kind, counts in results.items():
        print(f"{kind:24}" + "".join(f"{counts[o]:9}" for o in outcomes) + f"{slowest[kind]:11.2f}")
    return int(any(counts["CRASH"] for counts in results.values()))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
