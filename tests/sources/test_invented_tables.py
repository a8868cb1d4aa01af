"""Tables as offices make them (invented; one difficulty each): what is read of them, and what is said."""

from pathlib import Path

import pytest

from dushiquan.domain.plan import Project
from dushiquan.sources.headings import read_map
from dushiquan.sources.plan_file import Given, Reading, examine_plan

TABLES = Path(__file__).parents[1] / "data" / "tables"


def examine(name: str, *words: str, **given: object) -> Reading:
    (path,) = TABLES.glob(f"{name}_*")
    return examine_plan(path, Given(read_map(words), **given))  # type: ignore[arg-type]


def span(project: Project) -> str:
    start = f"{project.start}.." if project.start else ""
    return f"{start}{project.due}"


# --- days --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "year", "spans"),
    [
        ("a1", 2024, ["2024-11-20", "2025-03-31", "2023-12-29"]),
        ("a2", 2024, ["2024-03-01..2024-11-20", "2024-09-01..2025-03-31"]),
        ("a3", 2024, ["2024-06-30", "2024-09-30", "2024-11-15"]),
        ("a4", 2024, ["2024-07-15", "2024-12-20"]),
        ("a5", 2024, ["2024-03-04..2024-03-15", "2024-03-18..2024-03-29"]),
        ("b5", 2024, ["2024-02-20", "2024-02-22", *["2024-02-26..2024-03-03"] * 2, "2024-03-04..2024-03-10"]),
        ("d1", 2024, ["2024-12-07", "2024-12-08"]),
        ("d2", 2024, ["2024-10-08..2024-12-20", "2024-11-04..2025-01-24"]),
        ("d3", 2024, ["2024-12-20"]),
        ("f1", 2024, ["2024-10-01..2024-10-31", "2024-11-01..2024-11-30", "2024-06-01..2024-06-30"]),
        ("f7", 2024, ["2024-05-17", "2024-06-28"]),
    ],
)
def test_days_are_those_of_the_cells(name: str, year: int, spans: list[str]) -> None:
    reading = examine(name)
    assert reading.plan
    assert (reading.plan.year, [span(project) for project in reading.projects]) == (year, spans)


def test_ranges_in_a_column_that_is_only_called_time() -> None:
    reading = examine("f4", "责任人=units", "时间=requirement", year=2024)
    assert [span(project) for project in reading.projects] == [
        "2024-09-02..2024-09-09",
        "2024-09-12..2024-09-16",
        "2024-09-26..2024-09-30",
        "2024-09-30",
        "2024-10-01..2024-10-10",
    ]
    assert [span(project) for project in examine("f4", year=2024).projects] == [
        span(project) for project in reading.projects
    ]


def test_when_a_thing_was_done_is_no_deadline() -> None:
    said = [problem.message for problem in examine("a5").problems]
    assert said[0] == "G2 列“完成时间”作为“实际完成时间”：另有计划的时间；不对请加 --map 完成时间=字段。"


# --- heads -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("b1", [("1", "", "新建口袋公园2处"), ("2", "", "改造农贸市场1个")]),
        ("b2", [("1", "制度", "修订听证办法"), ("2", "监督", "开展案卷评查")]),
        ("b3", [("1", "调研", "走访网点"), ("2", "开发", "接口改造")]),
        (
            "b4",
            [
                ("1", "公开目录", "更新主动公开目录并上网"),
                ("2", "公开目录", "清理失效文件"),
                ("3", "政策解读", "重要文件同步解读"),
            ],
        ),
        (
            "b5",
            [
                ("1", "开学前", "教职工大会"),
                ("2", "开学前", "学生报到"),
                ("3", "第一周", "开学典礼"),
                ("4", "第一周", "期初教学检查"),
                ("5", "第二周", "消防演练"),
            ],
        ),
        ("b8", [("1", "第1周", "搭建环境"), ("2", "第2周", "写接口")]),
        (
            "f5",
            [
                ("1", "交通建设", "新建桥梁1座"),
                ("2", "交通建设", "改造公路5公里"),
                ("3", "水利建设", "清淤河道3公里"),
            ],
        ),
        (
            "c1",
            [
                ("1.1", "一、制度建设", "修订财务制度"),
                ("1.2", "一、制度建设", "修订采购制度"),
                ("2.1", "二、队伍建设", "开展业务培训"),
                ("2.2", "二、队伍建设", "组织技能比武"),
            ],
        ),
        ("c3", [("1", "党建", "修缮活动室"), ("2", "安全", "排查沿街商铺")]),
        ("c4", [("1", "", "修订章程"), ("2", "", "评选先进"), ("3", "", "换发聘书")]),
        ("c5", [("1.1", "设计", "方案比选"), ("1.1.1", "设计", "踏勘"), ("XM-2024-03", "采购", "询价")]),
        ("c6", [("1.1", "前期", "选址"), ("1.2", "前期", "报批"), ("2.1", "施工", "基础")]),
        ("c7", [("1.1", "一期任务", "数据核对"), ("1.2", "一期任务", "上线"), ("2.1", "二期任务", "培训")]),
        ("d1", [("1", "", "消息提醒"), ("2", "", "对账")]),
        ("d4", [("1", "设备", "更换水泵"), ("2", "设备", "安装监控")]),
        ("d5", [("1", "设备", "更换水泵")]),
        ("d6", [("1", "制度", "修订听证办法"), ("2", "监督", "开展案卷评查")]),
        ("d7", [("1", "设备", "更换水泵")]),
        ("d8", [("1", "设备", "更换水泵"), ("2", "设备", "安装监控")]),
        (
            "e1",
            [
                ("1", "交通", "改造农村公路12公里"),
                ("2.1", "教育", "扩建幼儿园1所"),
                ("2.2", "教育", "新增学位300个"),
            ],
        ),
        ("e2", [("1", "", "渔船码头"), ("2", "", "自建房"), ("3", "", "乡村民宿")]),
        ("f3", [("1", "综合", "编制预算")]),
        ("f6", [("1", "综合", "编制预算")]),
        ("f7", [("1", "设计", "画原型"), ("2", "开发", "写接口")]),
    ],
)
def test_what_the_projects_are_called_and_where_they_belong(name: str, rows: list[tuple[str, ...]]) -> None:
    reading = examine(name)
    assert reading.plan
    assert [(project.id, project.category, project.title) for project in reading.projects] == rows


@pytest.mark.parametrize(
    ("name", "words", "answerers"),
    [
        ("b6", [], [(("县林业局",), ("各镇",), ()), (("县文旅局",), ("县财政局", "各镇"), ())]),
        ("b7", [], [((), ("小吴",), ("小周",)), ((), (), ("小吴",))]),
        ("b8", [], [((), (), ())] * 2),
        ("c2", [], [(("办公室",), (), ()), ((), (), ()), ((), (), ())]),
        (
            "c8",
            ["责任人=units"],
            [(("小周", "小吴", "各主管", "各组成员"), (), ()), ((), (), ()), (("小周", "小吴"), (), ())],
        ),
        ("e1", [], [(("县交通局", "各镇"), (), ()), (("县教育局",), (), ()), (("县教育局",), (), ())]),
        (
            "f2",
            [],
            [
                (("财政局",), (), ()),
                (("县人力资源和社会保障局",), (), ()),
                (("县交通局",), (), ()),
                (("水利局",), ("各镇人民政府（街道办事处）",), ()),
            ],
        ),
    ],
)
def test_who_answers(name: str, words: list[str], answerers: list[tuple[tuple[str, ...], ...]]) -> None:
    found = [(p.units.lead, p.units.support, p.persons) for p in examine(name, *words).projects]
    assert found == answerers


def test_a_unit_for_all_rows_that_name_none() -> None:
    assert [p.units.lead for p in examine("b8", unit="甲科").projects] == [("甲科",)] * 2


def test_a_group_goes_by_its_name_and_the_heading_under_it() -> None:
    reading = examine("b3", "计划时间/完成=-", "实际时间/完成=due")
    assert [str(project.due) for project in reading.projects] == ["2024-04-02", "None"]


def test_the_notice_around_a_table_of_an_annex() -> None:
    plan = examine("e1").plan
    assert plan
    assert (plan.title, plan.notice.no, str(plan.notice.issued), plan.notice.issuer) == (
        "2024年民生实事责任分解表",
        "某府办〔2024〕6号",
        "2024-02-20",
        "某县人民政府办公室",
    )


def test_of_several_sheets_the_one_with_days_and_people_is_the_plan() -> None:
    said = [problem.message for problem in examine("d1").problems]
    assert said[:2] == [
        "“三期设想”未读（2 行，列有 序号、类别、功能）；要读请加 --table 2。",
        "“计算规则”未读（1 行，列有 步骤、说明）；要读请加 --table 3。",
    ]


# --- rows --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "b6",
            "“分管领导”（C 列）不是计划要记的，未读；要读作负责人请加 --map 分管领导=负责人（别的字段见 dsq help 列）。",
        ),
        ("c3", "“填表人：小周 审核人：小吴 联系电话：0…”是表尾的签署行，不作为项目。"),
        ("c6", "“1 筹建 前期”没有责任单位和时限，下有 1.1 等项，作为它们的类别，不作为项目。"),
        ("c7", "“二期任务”在另一张表的表头之上，作为以下各项的类别，不作为项目。"),
        ("f3", "第5行（3 综合 修路 交通局 9月底前）是隐藏的，不作为项目；要读请加 --hidden。"),
        ("f3", "第4行（2 综合 作废事项 财政局 7月底前）是划掉的，不作为项目；要读请加 --hidden。"),
        ("f7", "“项目名称 某平台升级 责任单位 信息部”在表头之上，不作为项目。"),
    ],
)
def test_what_is_left_out_is_said(name: str, said: str) -> None:
    assert said in [problem.message for problem in examine(name).problems]


def test_hidden_and_struck_rows_are_read_if_asked_for() -> None:
    assert [project.title for project in examine("f3", hidden=True).projects] == [
        "编制预算",
        "作废事项",
        "修路",
    ]


def test_a_row_can_be_left_out() -> None:
    reading = examine("c2", without={4})
    assert [project.id for project in reading.projects] == ["1", "3"]
    assert reading.problems[0].message == "“2 综合 筹备局庆 9月底前”按 --without，不作为项目。"


def test_no_case_is_refused() -> None:
    refused = [path.name for path in sorted(TABLES.iterdir()) if examine_plan(path).plan is None]
    assert refused == []
