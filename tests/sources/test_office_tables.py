"""Tables as bureaus, schools and firms make them in Excel, each odd in its own way (texts invented)."""

from datetime import datetime
from pathlib import Path

from dushiquan.domain.status import Status
from dushiquan.sources.plan_file import examine_plan
from tests.sources.test_unseen_tables import dues, examine, said, titles


def test_numbered_sections_among_names_that_cover_several_rows_are_no_projects(tmp_path: Path) -> None:
    rows = [
        ("工作任务", "具体措施", "牵头科室", "完成时限"),
        ("一、医疗质量", None, None, None),
        ("1.医院复审", "完成自评", "质控科", "3月"),
        (None, "迎接评审", "质控科", "10月"),
        ("二、智慧医院", None, None, None),
        ("2.电子病历", "完成改造", "信息科", "12月"),
    ]
    reading = examine(tmp_path, rows, "A4:A5")
    assert [(p.category, p.title) for p in reading.projects] == [
        ("1.医院复审", "完成自评"),
        ("1.医院复审", "迎接评审"),
        ("2.电子病历", "完成改造"),
    ]
    assert "“一、医疗质量”这一行只有 A3 有字，类别另有一列，不作为项目。" in said(reading, "warning")


def test_headings_that_are_spans_of_months_tell_the_steps(tmp_path: Path) -> None:
    rows = [
        ("任务", "2026.01-2026.06", "2026.07-2026.12", "负责单位"),
        ("材料制备", "完成配方筛选", "完成中试放大", "甲大学"),
        ("性能测试", "建立测试平台", "完成全部测试", "乙研究所"),
    ]
    first = examine(tmp_path, rows).projects[0]
    assert first.requirement == "2026.01-2026.06：完成配方筛选\n2026.07-2026.12：完成中试放大"
    assert str(first.due) == "2026-12-31"


def test_months_in_english_in_two_columns_are_start_and_end(tmp_path: Path) -> None:
    rows = [
        ("Activity", "Responsible", "Start", "End"),
        ("Train staff", "J. Mwangi", "Jan 2026", "Mar 2026"),
        ("Procure vehicles", "P. Otieno", "Q2", "Q4"),
    ]
    assert dues(examine(tmp_path, rows)) == ["2026-01-01..2026-03-31", "2026-04-01..2026-12-31"]


def test_what_stands_under_next_week_does_not_compete_with_this_week(tmp_path: Path) -> None:
    rows = [
        ("姓名", "本周计划", None, "下周计划", None),
        (None, "工作内容", "完成时间", "工作内容", "完成时间"),
        ("张伟", "整理名单", "3月5日", "拜访客户", "3月12日"),
        ("李娜", "投放广告", "3月6日", "复盘", "3月13日"),
    ]
    reading = examine(tmp_path, rows, "A2:A3", "B2:C2", "D2:E2")
    assert titles(reading) == ["整理名单", "投放广告"]
    assert dues(reading) == ["..2026-03-05", "..2026-03-06"]


def test_the_years_of_a_plan_of_several_years_are_steps(tmp_path: Path) -> None:
    rows = [
        ("重点任务", "2026年目标", "2027年目标", "牵头单位"),
        ("粮食生产", "保持50万亩", "保持52万亩", "甲局"),
        ("加工产值", "60亿元", "70亿元", "乙局"),
    ]
    first = examine(tmp_path, rows).projects[0]
    assert (first.requirement, str(first.due)) == ("2026年：保持50万亩\n2027年：保持52万亩", "2027-12-31")


def test_an_indicator_of_the_first_level_is_a_category_and_no_target(tmp_path: Path) -> None:
    rows = [
        ("一级指标", "二级指标", "主要观测点", "责任人", "完成时间"),
        ("党建引领", "理论武装", "开展学习12次", "张伟", "5月"),
        (None, "组织建设", "创建样板支部", "李娜", "6月"),
    ]
    reading = examine(tmp_path, rows, "A3:A4")
    assert [(p.category, p.title, p.targets) for p in reading.projects] == [
        ("党建引领", "开展学习12次", ()),
        ("党建引领", "创建样板支部", ()),
    ]
    assert "“二级指标”未读" in said(reading)


def test_the_day_on_which_a_release_is_planned_is_due(tmp_path: Path) -> None:
    rows = [
        ("模块", "需求", "状态", "前端", "计划上线"),
        ("用户", "登录", "已上线", "张伟", "2026-03-15"),
        ("订单", "拆单", "正在联调", "李娜", "2026-03-29"),
    ]
    reading = examine(tmp_path, rows)
    assert dues(reading) == ["..2026-03-15", "..2026-03-29"]
    assert "有一列的内容像是：“前端”（D 列）；是的请加 --map D=负责人。" in said(reading, "warning")
    assert reading.reports[-1].status is Status.ACTIVE


def test_of_a_problem_the_content_is_what_is_done_about_it(tmp_path: Path) -> None:
    rows = [
        ("序号", "问题描述", "整改目标", "整改措施", "整改时限", "责任单位", "进度"),
        (1, "管网不完善", "年底前改造30公里", "编制方案，分段施工", "2026年12月", "甲局", "达到序时进度"),
        (2, "扬尘治理不力", "浓度下降5%", "开展专项整治", "长期坚持", "乙局", "完成并长期坚持"),
    ]
    reading = examine(tmp_path, rows)
    assert next((p.title, p.content) for p in reading.projects) == ("管网不完善", "编制方案，分段施工")
    assert "“整改目标”未读：“项目内容”已取“整改措施”（D 列）。" in said(reading)
    assert [report.status for report in reading.reports] == [Status.ACTIVE, Status.DONE]


def test_a_board_of_cards_gives_titles_and_states_and_its_check_lists_are_no_names(tmp_path: Path) -> None:
    rows = [
        ("列表", "卡片", "成员", "截止日期", "清单"),
        ("待办", "准备年报", "Amy", "2026-04-10", "3/5"),
        ("进行中", "客户回访", "Bob", "2026-03-28", "1/2"),
        ("已完成", "服务器续费", "Dan", "2026-03-01", None),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading) == ["准备年报", "客户回访", "服务器续费"]
    assert [report.status for report in reading.reports] == [Status.ACTIVE, Status.DONE]


def test_days_under_one_heading_of_time_are_the_steps_of_its_stages(tmp_path: Path) -> None:
    rows = [
        ("项目名称", "前期工作完成时限", None, None, "责任单位"),
        (None, "可研", "初设", "招标", None),
        ("河道治理", "2026年2月", datetime(2026, 4, 30), "2026年6月", "河道科"),
        ("水库加固", "2026年1月", datetime(2026, 3, 31), "—", "水库科"),
    ]
    reading = examine(tmp_path, rows, "A2:A3", "B2:D2", "E2:E3")
    first, second = reading.projects
    assert first.requirement == "2026年2月：可研\n2026-04-30：初设\n2026年6月：招标"
    steps = [(step.name, str(step.due)) for step in second.targets]
    assert steps == [("可研", "2026-01-31"), ("初设", "2026-03-31")]
    assert dues(reading) == ["2026-02-01..2026-06-30", "2026-01-01..2026-03-31"]
    assert "B 至 D 列（前期工作完成时限/可研…前期工作完成时限/招标）各写一个环节的时间" in said(reading)


def test_goals_with_a_measure_under_quarters_are_steps(tmp_path: Path) -> None:
    rows = [("任务", "责任科室", "一季度", "二季度"), ("新增企业", "工业科", "1家", "3家")]
    assert examine(tmp_path, rows).projects[0].requirement == "一季度：1家\n二季度：3家"


def test_the_day_of_the_week_is_nobody(tmp_path: Path) -> None:
    rows = [("日期", "星期", "活动"), ("2026/3/5", "周四", "学雷锋"), ("2026/4/4", "周六", "祭扫")]
    reading = examine(tmp_path, rows)
    assert (titles(reading), "负责人" in said(reading)) == (["学雷锋", "祭扫"], False)


def test_a_row_without_a_limit_has_that_of_its_quarter(tmp_path: Path) -> None:
    rows = [
        ("季度", "工作内容", "负责部门", "完成时间"),
        ("第一季度", "签订责任书", "安环部", "1月15日"),
        (None, "节前检查", "安环部", "1月20日"),
        ("第三季度", "高温慰问", "工会", None),
    ]
    reading = examine(tmp_path, rows, "A3:A4")
    assert dues(reading) == ["..2026-01-15", "..2026-01-20", "2026-07-01..2026-09-30"]
    assert "第5行没有写时限，取了“季度”一列的；请核对。" in said(reading, "warning")


def test_the_year_may_stand_in_the_heading_of_the_tasks(tmp_path: Path) -> None:
    rows = [
        ("单位", "2026年度重点工作任务（逐条填写）", "计划完成时间", "2025年完成情况"),
        ("教育局", "新建学校2所", "9月", "完成主体"),
        ("卫健局", "县医院迁建", "12月", "基础施工"),
    ]
    reading = examine(tmp_path, rows, title="重点工作")
    assert dues(reading) == ["2026-09-01..2026-09-30", "2026-12-01..2026-12-31"]
    assert "年度取自列名“2026年度重点工作任务(逐条填写)”；不对请加 --year 年份。" in said(reading, "warning")


def test_a_task_that_repeats_over_its_parts_is_their_category(tmp_path: Path) -> None:
    rows = [
        ("任务", "子任务", "负责人", "计划结束"),
        ("系统搭建", "环境部署", "张伟", "2026-03-05"),
        ("系统搭建", "数据迁移", "李娜", "2026-03-20"),
        ("用户培训", None, "王芳", "2026-04-10"),
    ]
    reading = examine(tmp_path, rows)
    assert [(p.category, p.title) for p in reading.projects] == [
        ("系统搭建", "环境部署"),
        ("系统搭建", "数据迁移"),
        ("用户培训", "用户培训"),
    ]


def test_milestones_with_several_times_in_a_cell_are_steps_and_no_names(tmp_path: Path) -> None:
    rows = [
        ("部门", "年度目标", "关键举措", "里程碑", "责任人"),
        ("市场", "营收1亿", "开拓华东", "3月签约3家，6月签约5家", "张伟"),
        ("研发", "新品2款", "组建团队", "3月立项，9月样机，12月量产", "李娜"),
    ]
    reading = examine(tmp_path, rows)
    assert titles(reading) == ["营收1亿", "新品2款"]
    assert [str(p.due) for p in reading.projects] == ["2026-06-30", "2026-12-31"]


def test_steps_under_one_merged_task_are_one_project(tmp_path: Path) -> None:
    rows = [
        ("是否完成", "详细说明", "工作任务", "任务分解/时序进度"),
        ("已完成\n未完成", None, "加强巡查", "3-4月：制定方案"),
        (None, None, None, "12月：总结"),
        ("已完成\n未完成", None, "建设平台", "协助做好对接"),
        (None, None, None, "9月：投入使用"),
    ]
    reading = examine(tmp_path, rows, "A3:A4", "C3:C4", "A5:A6", "C5:C6")
    assert titles(reading) == ["加强巡查", "建设平台"]
    assert dues(reading) == ["2026-03-01..2026-12-31", "2026-09-01..2026-09-30"]
    assert "第4、6行与上一行同一个名称，只写了各步或备注，并入上一项；请核对。" in said(reading)
    assert "“是否完成”未读：是表单里供选的几种状态，没有写选了哪一种。" in said(reading)
    assert not any(column.field == "category" for column in reading.columns)


def test_remarks_under_one_merged_task_are_those_of_one_project(tmp_path: Path) -> None:
    rows = [
        ("item", "status", "remarks"),
        ("Select data", "Done", "apples"),
        ("Develop", "TODO", "collect"),
        (None, None, "label"),
    ]
    reading = examine(tmp_path, rows, "A4:A5", "B4:B5")
    assert titles(reading) == ["Select data", "Develop"]


def test_different_days_under_one_merged_task_stay_apart(tmp_path: Path) -> None:
    rows = [("任务", "责任人", "时限"), ("巡查", "张伟", "3月底"), (None, "张伟", "6月底")]
    assert len(examine(tmp_path, rows, "A3:A4").projects) == 2


def test_a_check_list_beside_the_table_is_said_to_be_unread(tmp_path: Path) -> None:
    path = tmp_path / "2026年清单.md"
    lines = [
        "# 总清单",
        "",
        "- [ ] 确认边界",
        "- [x] 建库",
        "",
        "|事项|负责人|截止|",
        "|-|-|-|",
        "|部署|待指定|6月|",
        "|联调|张伟|7月|",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    reading = examine_plan(path)
    assert [p.persons for p in reading.projects] == [(), ("张伟",)]
    assert "表外“- [ ] 确认边界”等 2 条清单没有读；是项目的请写进表里，或单独存成一个文件。" in said(reading)


def test_the_end_of_work_that_is_done_is_not_its_limit(tmp_path: Path) -> None:
    rows = [
        ("内容", "开始时间", "截止日期", "结束时间", "是否结束"),
        ("做页面", "2026-03-01", "2026-03-20", "2026-03-18", "是"),
        ("修水印", "2026-03-05", "2026-04-28", None, "否"),
    ]
    reading = examine(tmp_path, rows)
    assert dues(reading) == ["2026-03-01..2026-03-20", "2026-03-05..2026-04-28"]
    assert [(r.status, str(r.done_on)) for r in reading.reports] == [(Status.DONE, "2026-03-18")]
