"""Ledgers written by earlier versions of the program.

    python -m tests.older

writes one by this version, to be done before a migration is added: ``tests/data/ledger_m004.sql`` if m004 is the
last migration so far. It has an event of every kind; the story is invented.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from dushiquan.store.migrating import MIGRATIONS

DATA = Path(__file__).parent / "data"
OLDER = sorted(DATA.glob("ledger_m*.sql"))

PLAN = """\
plan:
  key: "2011"
  title: 2011年合作计划
  year: 2011
  document: {no: 合办〔2011〕1号, issuer: 市政府办公厅, drafter: 市经合办, issued: 2011-02-18}
units:
  - {name: 市交通局, aliases: [市交通运输局]}
projects:
  - {id: "6", category: 交通共联, title: 某通道工程, content: 建成三公里, units: 市交通局, regions: [东城区],
     requirement: 2011年加快推进, targets: [{name: 里程, goal: 3, measure: 公里}]}
  - {id: "22.1", category: 环境共建, title: 联合执法检查, units: 牵头单位：市环保局 配合单位：市公安局等,
     requirement: 2011年9月底前完成}
  - {id: "22.2", category: 环境共建, title: 联合采访, units: 市环保局, requirement: 每季度一次}
"""
REVISED = (
    PLAN[: PLAN.index('  - {id: "22.2"')]
    .replace("合作计划", "合作计划（调整）")
    .replace("联合执法检查", "联合执法")
) + '  - {id: "23", category: 环境共建, title: 新增一项, units: 市公安局, requirement: 年底前完成}\n'

NEXT = PLAN.replace("2011", "2012").replace("某通道工程", "某环线工程")

STEPS = (
    ("2011-02-20", "plan load 2011.yaml"),
    ("2011-03-18", "tick 6 里程 --on 2011-03-15"),
    ("2011-03-25", "undo"),
    ("2011-03-25", "tick 6 里程"),
    ("2011-04-02", "update 22.1 -s 进行中 -p 40 --note 执法两次"),
    ("2011-04-20", "note 6 路基已成"),
    ("2011-05-05", "defer 22.1 2011-10-15 --reason 等方案 --approved-by 李主任"),
    ("2011-07-01", "plan load 调整.yaml --yes"),
    ("2011-10-20", "urge -o 催办单"),
    ("2011-10-21", "urge answer 1 --note 已落实"),
    ("2011-10-21", "update 22.1 --problem 资金 --next 开工 --expect 2011-11-30"),
    ("2011-10-22", "defer 22.1 2011-12-31 --request --reason 资金"),
    ("2011-10-23", "defer 22.1 --refuse --reason 抓紧"),
    ("2011-10-25", "submit 22.1 --evidence 报告"),
    ("2011-10-27", "return 22.1 --reason 缺附件"),
    ("2011-11-10", "sheet out -o 填报表"),
    ("2011-11-20", "update 6 -s 暂缓 --reason 经费"),
    ("2011-12-01", "done 23"),
    ("2012-03-01", "plan load 2012.yaml"),
    ("2012-03-02", "plan carry 2011 2012 6 --progress --reason 未完成"),
)


def enter(run: Callable[..., object]) -> None:
    """Enter the steps; ``run`` takes the words of a command and the day as ``today``, in the folder of the plans."""
    Path("2011.yaml").write_text(PLAN, encoding="utf-8")
    Path("2012.yaml").write_text(NEXT, encoding="utf-8")
    Path("调整.yaml").write_text(REVISED, encoding="utf-8")
    run("init", "--empty", today=STEPS[0][0])
    for day, words in STEPS:
        run(*words.split(), today=day)


def dump(path: Path) -> str:
    """The ledger as a script of SQL."""
    with closing(sqlite3.connect(path)) as connection:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        lines = [
            f"-- A ledger as dsq {version('dushiquan')} wrote it, with {MIGRATIONS[-1]} as its last migration:"
            " never edited.",
            f"PRAGMA application_id = {application};",
            *connection.iterdump(),
        ]
    return "\n".join(lines) + "\n"


def older_ledger(path: Path, script: Path = OLDER[0]) -> None:
    """Create a ledger of an earlier version."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script.read_text(encoding="utf-8"))


def recorded(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything a ledger contains, whatever its schema version, but for what an upgrade adds."""
    queries = {
        "plans": "SELECT key, title, year, issued, loaded_at FROM plans ORDER BY key",
        "projects": "SELECT plan, id, title, content, requirement, due FROM projects ORDER BY plan, position",
        "events": 'SELECT id, batch, kind, "on", recorded_at, before, after, note, revokes FROM events'
        " WHERE kind <> 'load' AND after NOT LIKE '{\"order\"%' ORDER BY id",
        "states": "SELECT project, status, progress, counts, due, deferrals, done_on, last_reported, withdrawn_on"
        " FROM states ORDER BY project",
    }
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(query).fetchall() for table, query in queries.items()}


def main() -> None:
    """Write a ledger of this version to ``tests/data/``, unless there is one."""
    script = DATA / f"ledger_{MIGRATIONS[-1].split('_')[0]}.sql"
    if script.exists():
        sys.exit(f"{script} is there already, and is never edited")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)

        def run(*words: str, today: str) -> None:
            command = [sys.executable, "-m", "dushiquan", "--db", "a.db", *words]
            subprocess.run(command, env={**os.environ, "DSQ_TODAY": today, "DSQ_USER": "小李"}, check=True)

        enter(run)
        script.write_text(dump(Path("a.db")), encoding="utf-8")
        os.chdir(DATA)
    print(script)


if __name__ == "__main__":
    main()
