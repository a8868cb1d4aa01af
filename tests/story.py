"""A year in the office: some 200 events of 2011 on the shipped plan, entered through ``dsq`` itself.

    python -m tests.story [LEDGER]

creates the ledger (a temporary one unless a path is given), enters the year and prints the counts at the end of
every month. The story is invented; only the plan is real.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

STARTED = {
    "2011-03-01": "1-5",
    "2011-03-08": "6-10",
    "2011-03-15": "11,12,14,15",
    "2011-03-21": "13,16-18",
    "2011-04-06": "19-21,22.1,22.2",
    "2011-04-11": "23-26",
    "2011-05-04": "27-29",
}
QUARTERS = {"2011-03-31": 1, "2011-06-30": 2, "2011-09-30": 3}
REPORTED = {  # progress at the end of the first three quarters, where the unit sent one
    "1": (20, 45, 70),
    "2": (10, 30, 50),
    "3": (15, 40, 75),
    "4": (10, 35, 60),
    "5": (25, 50, 80),
    "6": (20, 40, 65),
    "7": (20, 45, 70),
    "8": (5, 15, 30),
    "9": (5, 10, 20),
    "10": (10, None, 60),
    "16": (None, 20, 35),
    "18": (25, 50, 75),
    "23": (None, 40, 70),
    "24": (None, 30, 80),
    "26": (None, 50, 70),
    "29": (None, 25, 50),
}
TICKED = (
    ("2011-01-20", "2011-03-16", "11 迎新春"),  # held before the plan was issued, entered later
    ("2011-04-22", "2011-04-22", "12 推介活动"),
    ("2011-04-25", "2011-04-26", "15 巡回展"),
    ("2011-05-18", "2011-05-18", "13 优惠月"),
    ("2011-05-20", "2011-05-24", "22.1 联合执法"),
    ("2011-06-05", "2011-06-07", "22.2 专版"),
    ("2011-06-08", "2011-06-08", "26 创业培训"),
    ("2011-06-18", "2011-06-20", "14 行业发展会议"),
    ("2011-06-28", "2011-07-04", "27 歌咏"),
    ("2011-07-01", "2011-07-01", "18 月度"),
    ("2011-07-12", "2011-07-13", "17 联席会议 2"),
    ("2011-08-16", "2011-08-16", "22.1 联合执法"),
    ("2011-09-09", "2011-09-13", "23 研讨会"),
    ("2011-09-16", "2011-09-16", "12 推介活动"),
    ("2011-09-20", "2011-09-23", "13 联合营销"),
    ("2011-09-28", "2011-09-28", "28 环运河"),
    ("2011-10-12", "2011-10-12", "20 分会场 6"),
    ("2011-10-14", "2011-10-17", "19 品质展"),
    ("2011-10-20", "2011-10-20", "11 推介展示"),
    ("2011-10-25", "2011-10-25", "22.1 联合执法"),
    ("2011-10-28", "2011-11-01", "22.2 专版"),
    ("2011-11-02", "2011-11-02", "26 城乡统筹"),
    ("2011-11-04", "2011-11-04", "11 农家乐"),
    ("2011-11-08", "2011-11-09", "15 省外"),
    ("2011-11-10", "2011-11-10", "26 展示会"),
    ("2011-11-15", "2011-11-16", "17 联席会议"),
    ("2011-11-18", "2011-11-18", "30 市长联席会议"),
    ("2011-11-22", "2011-11-22", "21 联合采访"),
    ("2011-11-22", "2011-11-22", "21 市长共同"),
    ("2011-12-02", "2011-12-02", "23 论坛"),
    ("2011-12-06", "2011-12-06", "24 合作协议"),
    ("2011-12-08", "2011-12-09", "22.2 新闻报道集"),
    ("2011-12-08", "2011-12-09", "22.2 联合采访"),
    ("2011-12-12", "2011-12-12", "25 异地结算 3"),
    ("2011-12-15", "2011-12-15", "29 局长联席会议 3"),
    ("2011-12-20", "2011-12-20", "27 非遗"),
    ("2011-12-20", "2011-12-21", "3 工业发展规划"),
    ("2011-12-22", "2011-12-22", "5 综合交通"),
    ("2011-12-22", "2011-12-22", "5 环境保护"),
    ("2011-12-22", "2011-12-22", "5 旅游发展"),
)
CLOSED = (
    ("2011-09-30", "2011-09-30", "28"),
    ("2011-10-08", "2011-10-10", "12"),
    ("2011-10-31", "2011-10-31", "13"),
    ("2011-10-31", "2011-11-02", "20"),
    ("2011-11-18", "2011-11-21", "30"),
    ("2011-11-30", "2011-11-30", "15,21"),
    ("2011-12-09", "2011-12-12", "22.1,22.2"),
    ("2011-12-15", "2011-12-15", "11"),
    ("2011-12-16", "2011-12-16", "26"),
    ("2011-12-22", "2011-12-22", "1,3"),
    ("2011-12-26", "2011-12-26", "24"),
    ("2011-12-30", "2011-12-30", "19,23"),
    ("2011-12-30", "2012-01-06", "18"),  # finished in time, entered late
    ("2012-01-05", "2012-01-05", "14"),  # finished late
    ("2012-01-11", "2012-01-11", "17"),
)
SPECIAL = (
    ("2011-05-10", ("update", "16", "-s", "暂缓", "--reason", "等待省里统一部署")),
    ("2011-06-27", ("update", "16", "-s", "进行中", "--note", "部署已下达，恢复办理")),
    ("2011-08-03", ("done", "14")),  # the wrong project, undone the same day
    ("2011-08-03", ("undo",)),
    ("2011-09-30", ("update", "10", "-p", "90", "--note", "桐庐线开通")),  # a mistake, noticed later
    ("2011-10-08", ("undo",)),
    ("2011-10-09", ("update", "10", "-p", "60", "--on", "2011-09-30", "--note", "更正：桐庐线开通")),
    ("2011-10-18", ("update", "27", "--note", "剧院联盟章程讨论稿形成")),
    ("2011-11-15", ("submit", "5", "--evidence", "三个专项规划报批稿")),
    ("2011-11-18", ("return", "5", "--reason", "旅游专项规划未经市政府批复")),
    ("2011-12-23", ("submit", "5", "--evidence", "三个专项规划批复文件")),
    ("2011-12-28", ("done", "5")),
    ("2011-12-19", ("defer", "25", "+3m", "--reason", "两县系统对接延后", "--approved-by", "市政府")),
    ("2012-01-10", ("defer", "4", "2012-03-31", "--reason", "需与省级规划衔接")),
    ("2011-12-20", ("update", "8", "-s", "暂缓", "--reason", "线位方案待省交通厅审定")),
    ("2011-12-27", ("update", "27", "-s", "终止", "--reason", "剧院联盟并入省演艺联盟")),
)
NOTED = {
    "2011-04-25": "按计划推进中。",
    "2011-05-25": "按计划推进中，前期工作基本完成。",
    "2011-07-25": "按计划推进中，半年任务已小结上报。",
    "2011-08-25": "按计划推进中。",
    "2011-10-25": "按计划推进中，四季度任务已排定。",
    "2011-11-25": "年底前可以完成。",
}
NOTERS = "1-7,18,23,24"

MONTH_ENDS = [f"2011-{m:02}-{d}" for m, d in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1)]
LAST_DAY = "2012-01-13"


def story() -> list[tuple[str, tuple[str, ...]]]:
    """The commands of the year with the day each is typed, in order."""
    return sorted(_steps(), key=lambda step: step[0])


def _steps() -> Iterator[tuple[str, tuple[str, ...]]]:
    for day, ids in STARTED.items():
        yield day, ("update", ids, "-s", "进行中")
    for day, quarter in QUARTERS.items():
        for id, reported in REPORTED.items():
            progress = reported[quarter - 1]
            if progress is not None and (id, quarter) != ("10", 3):
                yield day, ("update", id, "-p", str(progress))
    for on, day, what in TICKED:
        yield day, ("tick", *what.split(), *(("--on", on) if on != day else ()))
    for on, day, ids in CLOSED:
        yield day, ("done", ids, *(("--on", on) if on != day else ()))
    for day, text in NOTED.items():
        yield day, ("update", NOTERS, "--note", text)
    yield from SPECIAL


def enter(run: Callable[..., object]) -> None:
    """Enter the year; ``run`` takes the words of a command and the day as ``today``."""
    for day, words in story():
        run(*words, today=day)


def main() -> None:
    """Enter the year into a ledger and print the counts at the end of every month."""
    import json
    import subprocess

    path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "2011.db"

    def run(*words: str, today: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "dushiquan", "--db", str(path), *words],
            env={**os.environ, "DSQ_TODAY": today, "DSQ_USER": "小王"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout

    run("init", today="2011-02-21")
    enter(run)
    events = json.loads(run("log", "-f", "json", today=LAST_DAY))
    print(f"{path}: {len(events)} events\n")
    print("as of        total  未启动  进行中  待核实  已完成  暂缓  终止  逾期  待评估")
    keys = ("total", "planned", "active", "submitted", "done", "paused", "dropped", "late", "review")
    for day in [*MONTH_ENDS, LAST_DAY]:
        counts = json.loads(run("stats", "--by", "status", "-f", "json", "--as-of", day, today=LAST_DAY))
        sums = [sum(count[key] for count in counts) for key in keys]
        assert sums[0] == 31 == sum(sums[1:7]), day
        print(day, *(f"{number:6}" for number in sums))


if __name__ == "__main__":
    main()
