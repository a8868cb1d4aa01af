"""Print a plan of any size in the style of the 2011 plan; the same size gives the same plan.

    python benchmarks/large.py 20000 > plan.yaml

On the day ``TODAY`` about a quarter of its projects are overdue.
"""

import json
import sys
from collections.abc import Iterator
from random import Random
from typing import Any

TODAY = "2011-10-10"
CATEGORIES = (
    *("规划共绘", "交通共联", "市场共构", "产业共兴", "品牌共推"),
    *("环境共建", "社会共享", "合作机制", "市长会议"),
)
CITIES = ("杭州", "湖州", "嘉兴", "绍兴")
REGIONS = ("余杭", "萧山", "桐庐", "富阳", "临安", "德清", "安吉", "海宁", "桐乡", "诸暨", "柯桥")
OFFICES = (
    *("发改委", "经委", "规划局", "交通局", "环保局", "旅委", "文广新局", "民政局", "教育局", "卫生局"),
    *("财政局", "农办", "科技局", "贸易局", "地税局"),
)
UNITS = tuple(f"{city}市{office}" for city in CITIES for office in OFFICES)
THINGS = ("通道及接线工程", "综合保护工程", "一体化工作", "专项规划", "信息平台建设", "推介活动", "合作论坛")
WORDS = (
    *("完成可行性研究报告的编制与报批", "推进沿线征地拆迁和管线迁改", "建立四市联席会议和信息通报制度"),
    *("启动环境影响评价和水土保持方案", "联合开展市场推介和招商活动", "落实专项资金并加强督促检查"),
    *("完善边界地区联合执法机制", "开展业务培训和人才交流", "编制实施方案并分解落实年度任务"),
)
RARE = "轨道快线网"
"""A word in about one content of two hundred."""

REQUIREMENTS = (
    *("3月底前完成", "6月底前完成", "上半年召开", "9月底前上报送审稿"),  # late on TODAY
    *("10月底前完成", "11月底前举办", "12月底前完成", "2011年完成", "2011年完成", "2011年下半年召开"),
    *("2011年加快推进", "2011年加快推进", "2011年加快前期", "每季度", "长期"),
)


def projects(number: int) -> Iterator[dict[str, Any]]:
    """Yield ``number`` projects with the fields of a plan file."""
    chance = Random(2011)
    for no in range(1, number + 1):
        city, region = chance.choice(CITIES), chance.choice(REGIONS)
        lead, *support = chance.sample(UNITS, chance.randint(1, 4))
        words = chance.sample(WORDS, chance.randint(2, 5)) + [f"{RARE}规划研究"] * (chance.random() < 0.005)
        project: dict[str, Any] = {
            "id": str(no),
            "category": chance.choice(CATEGORIES),
            "title": f"{city}至{region}{chance.choice(THINGS)}（{no}期）",
            "content": "；".join(words) + "。",
            "units": f"牵头单位：{lead}" + (f" 配合单位：{'、'.join(support)}" if support else ""),
            "requirement": chance.choice(REQUIREMENTS),
        }
        if chance.random() < 0.5:
            project["regions"] = [city, region]
        if chance.random() < 0.3:
            project["targets"] = [{"name": "联席会议", "goal": "4", "measure": "次"}]
        yield project


def plan_file(number: int) -> str:
    """Return a plan file in YAML. The values are JSON, which is valid YAML."""
    lines = ['plan: {key: "2011", title: 年度计划, year: 2011, document: {issued: 2011-02-18}}', "projects:"]
    for project in projects(number):
        fields = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in project.items()]
        lines.append("  - " + "\n    ".join(fields))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(plan_file(int(sys.argv[1])))
