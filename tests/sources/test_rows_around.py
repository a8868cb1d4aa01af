"""Rows below a head that are no projects, as tables made for other ends have them (invented)."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from dushiquan.sources.headings import meanings, tidy
from dushiquan.sources.plan_file import Given, Reading, examine_plan
from tests.sources.books import save

HEAD = ("工作任务", "责任人", "开始日期", "结束日期")


def full(name: str, day: int = 1) -> list[str]:
    return [name, "周明", f"2024-03-{day:02}", f"2024-03-{day + 2:02}"]


def read(
    tmp_path: Path, *rows: object, head: tuple[str, ...] = HEAD, merges: tuple[str, ...] = ()
) -> Reading:
    return examine_plan(save(tmp_path / "a.xlsx", [head, *rows], merges), Given())  # type: ignore[list-item]


def left_out(reading: Reading) -> list[str]:
    return [str(p.line) + p.message for p in reading.problems if "不作为项目" in p.message]


@pytest.mark.parametrize(
    ("name", "rows", "titles", "said"),
    [
        (
            "names alone, each before a full row, are sections",
            [["筹备"], full("选址"), full("立项"), ["施工"], full("打桩")],
            ["筹备:选址", "筹备:立项", "施工:打桩"],
            [
                "3“筹备”是分节行，作为以下各项的类别，不作为项目。",
                "6“施工”是分节行，作为以下各项的类别，不作为项目。",
            ],
        ),
        (
            "a name at the end is a project",
            [["筹备"], full("选址"), ["施工"], full("打桩"), ["验收"]],
            [":筹备", ":选址", ":施工", ":打桩", ":验收"],
            [],
        ),
        (
            "a name in the middle is a project",
            [full("选址"), ["施工"], full("打桩"), ["验收"], full("移交")],
            [":选址", ":施工", ":打桩", ":验收", ":移交"],
            [],
        ),
        (
            "the words for a status below the table are a legend",
            [full("选址"), full("立项"), ["未开始", "进行中", "完成"]],
            [":选址", ":立项"],
            ["5“未开始 进行中 完成”写的都是状态，是图例，不作为项目。"],
        ),
        (
            "the rows of another table with other headings, until the head comes again",
            [
                full("选址"),
                ["会议"],
                ["会议名称", "召开日期", "实际日期", "备注说明"],
                ["启动会", "2024-03-01", "2024-03-02", "全员"],
                [*HEAD],
                full("打桩"),
            ],
            [":选址", ":打桩"],
            [
                "7“工作任务 责任人 开始日期 结束日期”是重复的表头，不作为项目。",
                "4“会议”起的 3 行（第4行至第6行）像是另一张表，列名不同，未读，不作为项目。",
            ],
        ),
        (
            "a list behind empty rows is none",
            [full("选址"), full("立项"), full("打桩"), [], ["状态"], ["未开始"]],
            [":选址", ":立项", ":打桩"],
            [
                "7“状态”在表下的空行之后，只有一格有字，不作为项目。",
                "8“未开始”在表下的空行之后，只有一格有字，不作为项目。",
            ],
        ),
        (
            "a sum where the others have a day",
            [full("选址"), full("打桩"), ["工程费用", None, 29000]],
            [":选址", ":打桩"],
            ["5“工程费用 29000”在日期列里写的是数，像是合计行，不作为项目。"],
        ),
        (
            "who made the table and when",
            [full("选址"), full("打桩"), ["作者：周明", "建表时间：2024年3月1日 10:50"]],
            [":选址", ":打桩"],
            ["5“作者：周明 建表时间：2024年3月1日…”是表尾的签署行，不作为项目。"],
        ),
        (
            "lines of a form that hold a usual day only",
            [
                full("选址"),
                full("打桩"),
                [None, None, "2024-03-01", "2024-03-09"],
                [None, None, "2024-03-05", "2024-03-09"],
            ],
            [":选址", ":打桩"],
            ["5“2024-03-01 2024-03-0…”等 2 行（第5行至第6行）没有名称、内容和责任单位，不作为项目。"],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_rows_that_are_no_projects(
    tmp_path: Path, name: str, rows: list[list[object]], titles: list[str], said: list[str]
) -> None:
    reading = read(tmp_path, *rows)
    assert [f"{p.category}:{p.title}" for p in reading.projects] == titles
    assert left_out(reading) == said


def test_headings_that_go_on_in_the_row_of_a_calendar_are_no_project(tmp_path: Path) -> None:
    path = save(
        tmp_path / "a.xlsx",
        [(*HEAD, "第一周"), (None, None, None, None, 1, 2, 3), full("选址"), full("打桩")],
        ("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2"),
    )
    reading = examine_plan(path, Given())
    assert [p.title for p in reading.projects] == ["选址", "打桩"]
    assert not any(column.field == "id" for column in reading.columns)


def test_a_tall_note_beside_the_table_does_not_make_sections_projects(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [HEAD, ["筹备"], full("选址"), ["施工"], full("打桩")])
    book = load_workbook(path)
    book.active["H3"] = "上报"
    book.active.merge_cells("H3:H6")
    book.save(path)
    reading = examine_plan(path, Given())
    assert [f"{p.category}:{p.title}" for p in reading.projects] == ["筹备:选址", "施工:打桩"]


def test_a_head_repeated_with_another_block_s_name_is_a_head(tmp_path: Path) -> None:
    head = ("是否完成", "水泵", "起止日期", "工作任务", "责任人")
    rows = [["是", None, "2024-03-01至2024-03-05", "选型", "周明"], ["是否完成", "阀门", *head[2:]]]
    reading = read(tmp_path, *rows, [None, None, "2024-04-01至2024-04-05", "安装", "周明"], head=head)
    assert [p.title for p in reading.projects] == ["选型", "安装"]
    assert len(left_out(reading)) == 1


def test_a_title_that_says_there_is_none_is_an_empty_one(tmp_path: Path) -> None:
    reading = read(tmp_path, full("选址"), full("无"))
    assert reading.plan is None
    assert [p.message for p in reading.problems if p.level == "error"] == ["A4 是空的，必须填写。"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("WBS NUMBER", "id"),
        ("WBS No.", "id"),
        ("task_id", "id"),
        ("S No.", "id"),
        ("end_date", "due"),
        ("End Date.", "due"),
        ("PCT OF TASK COMPLETE", "progress"),
        ("% Done", "progress"),
        ("Responsible Person", "persons"),
        ("Assigned Dep/Personnel", "persons"),
        ("Project Lead", "persons"),
        ("Resource", "persons"),
        ("Responsible Party", "units"),
        ("Actual Date", "done_on"),
        ("Actual End", "done_on"),
        ("Target Date", "due"),
        ("Workstream", "category"),
        ("主责", "units"),
        ("协同", "support"),
        ("要求办结", "requirement"),
        ("目前情况", "note"),
        ("办结与否", "status"),
        ("牵头领导", ""),
        ("撰写人员", "persons"),
        ("人员", "persons"),
        ("服务人员", ""),
        ("审核人员", ""),
        ("行动", "title"),
    ],
)
def test_headings_of_other_offices(heading: str, field: str) -> None:
    found = meanings((tidy(heading),))
    assert max(found, key=lambda name: found[name], default="") == field


def test_a_date_beside_the_end_is_no_second_deadline(tmp_path: Path) -> None:
    head = ("task_name", "owner", "end_date", "session_date")
    reading = read(tmp_path, ["Survey", "Zhou Ming", "2024-03-01", "2024-01-05"], head=head)
    assert [(p.requirement, str(p.due)) for p in reading.projects] == [("", "2024-03-01")]
    assert any("“session_date”" in p.message and "未读" in p.message for p in reading.problems)


@pytest.mark.parametrize(
    ("days", "read_as"),
    [
        (["11/14/24", "11/11/24"], ["2024-11-14", "2024-11-11"]),
        (["14/11/2024", "1/2/2024"], ["2024-11-14", "2024-02-01"]),
        (["11/12/24", "11/11/24"], ["None", "None"]),
        (["11/14/24", "14/11/24"], ["None", "None"]),
    ],
)
def test_days_with_slashes_are_read_if_one_of_them_tells_the_order(
    tmp_path: Path, days: list[str], read_as: list[str]
) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"Step {at},Zhou,{day}\n" for at, day in enumerate(days))
    path.write_text(f"Item,Owner,Due Date\n{rows}", encoding="utf-8")
    reading = examine_plan(path, Given())
    assert [str(p.due) for p in reading.projects] == read_as
    assert any("日期是按" in p.message for p in reading.problems) == ("None" not in read_as)


def test_a_title_over_several_rows_is_the_category_of_what_they_hold(tmp_path: Path) -> None:
    head = ("系统名称", "工作目标", "工作详情", "负责人", "结束日期")
    rows: list[list[str | None]] = [
        ["排水", "防涝", "清淤", "周明", "2024-03-05"],
        [None, None, "换泵", "周明", "2024-03-06"],
        [None, None, "验收", "吴清", "2024-03-07"],
    ]
    path = save(tmp_path / "a.xlsx", [head, *rows], ("A3:A5", "B3:B5"))
    assert [(p.category, p.title) for p in examine_plan(path, Given()).projects] == [
        ("排水", "清淤"),
        ("排水", "换泵"),
        ("排水", "验收"),
    ]


def test_one_title_for_all_is_asked_about(tmp_path: Path) -> None:
    reading = read(tmp_path, full("排水"), full("排水"), full("排水"))
    assert [p.message for p in reading.problems if p.level == "question"] == [
        "3 项的名称都是“排水”，像是类别；请用 --map 列名=项目名称 另指一列。"
    ]


def test_a_category_with_a_day_and_no_title_is_the_title_which_is_said(tmp_path: Path) -> None:
    head = ("阶段", "任务", "责任人", "结束日期")
    rows = [["设计阶段", "写设计书", "周明", "2024-03-05"], ["编码阶段", None, "吴清", "2024-03-09"]]
    reading = read(tmp_path, *rows, head=head)
    assert [(p.category, p.title) for p in reading.projects] == [
        ("设计阶段", "写设计书"),
        ("编码阶段", "编码阶段"),
    ]
    assert any("没有项目名称，取类别“编码阶段”为名称" in p.message for p in reading.problems)


def test_cells_that_a_copy_moved_are_asked_about(tmp_path: Path) -> None:
    head = ("起止日期", "主要工作", "责任处室")
    rows = [["开学前", "2月24日", "备课会", "教务处"], ["2月25日", "培训", "教科室"]]
    rows += [["报到", "教育处"], ["大扫除", "总务处"]]
    reading = read(tmp_path, *rows, head=head)
    assert [p.message[:18] for p in reading.problems if p.level == "question"] == [
        "有 1 行比表头宽、2 行比表头窄，"
    ]


def test_a_text_across_the_columns_beside_a_tall_cell_heads_what_follows(tmp_path: Path) -> None:
    rows = [
        ["甲系统", "接车（3月）"],
        *(["", f"模块{n}", "周明", f"2024-03-{n:02}"] for n in range(1, 6)),
        ["乙系统", "结算（4月）"],
        *(["", f"模块{n}", "吴清", f"2024-04-{n:02}"] for n in range(6, 11)),
    ]
    head = ("项目名称", "业务模块", "责任人", "完成时间")
    merges = ("A3:A8", "B3:D3", "A9:A14", "B9:D9")
    reading = read(tmp_path, *rows, head=head, merges=merges)
    assert left_out(reading) == [
        "3“接车（3月）”横跨几列，类别另有一列，不作为项目。",
        "9“结算（4月）”横跨几列，类别另有一列，不作为项目。",
    ]
    said = "10 项的名称只有 2 个，如“乙系统”，像是类别；请用 --map 列名=项目名称 另指一列。"
    assert said in [problem.message for problem in reading.problems]
    path = tmp_path / "a.xlsx"
    modules = examine_plan(path, Given({"业务模块": "title"})).projects
    assert [(one.category, one.title) for one in modules][4:6] == [
        ("接车（3月）", "模块5"),
        ("结算（4月）", "模块6"),
    ]
