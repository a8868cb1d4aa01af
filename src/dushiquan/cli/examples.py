"""The examples at the end of every ``--help``, by command. A test runs them, in this order, in one ledger.

Imported only if help is printed.
"""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "init": ("dsq init", "dsq --db 我的台账.db init --empty"),
    "list": (
        "dsq list -c 交通 -s 未完成",
        "dsq list --light 红 --sort 时限",
        "dsq list -u 市交通局 --columns 序号,项目名称,时限,进度 -o 台账.xlsx",
    ),
    "show": ("dsq show 6", "dsq show 杭长高速 --as-of 9月30日"),
    "overdue": ("dsq overdue", "dsq overdue -u 市经委"),
    "due": ("dsq due", "dsq due 两周", "dsq due -c 交通共联"),
    "changes": ("dsq changes", "dsq changes --since 月底"),
    "stats": ("dsq stats --by 类别", "dsq stats --by 牵头单位 --by 状态"),
    "done": ("dsq done 6", "dsq done 1,3 --on 昨天"),
    "update": (
        "dsq update 7 -p 70 --note 主线路面完成",
        "dsq update 杭长高速 -p 八成 --problem 资金未到位 --next 报请追加 --on 上周五",
    ),
    "note": ("dsq note 8 用地已批", "dsq note 8 两岸拆迁完成 --on 9月30日"),
    "tick": ("dsq tick 22.1 联合执法 2", "dsq tick 22.1 联合执法 =3"),
    "defer": ("dsq defer 25 +3m --reason 系统对接延后 --approved-by 市政府",),
    "submit": ("dsq submit 9 --evidence 竣工验收报告",),
    "return": ("dsq return 9 --reason 缺验收意见",),
    "fix": ("dsq fix 6 --progress 60",),
    "log": ("dsq log 7", "dsq log --since 上周一"),
    "report weekly": (
        "dsq report weekly",
        "dsq report weekly --week 上周 -o 周报.docx",
        "dsq report weekly -o 周报.md",
        "dsq report weekly --edited 周报.md -o 周报.docx",
    ),
    "report monthly": ("dsq report monthly --month 上月 -o 月报.docx",),
    "report quarterly": ("dsq report quarterly --quarter 上季度 -o 季报.docx",),
    "report yearly": ("dsq report yearly -o 年报.docx",),
    "report brief": ("dsq report brief -o 简报.docx",),
    "report units": ("dsq report units -o 考核.xlsx",),
    "urge": ("dsq urge --dry-run", "dsq urge -u 市交通局 -o 催办单", "dsq urge --silent -o 催报单"),
    "urge answer": ("dsq urge answer 催办〔2011〕10号 --note 资金已落实", "dsq urge answer -u 市信息办"),
    "sheet out": ("dsq sheet out -o 填报表 --by 9月28日", "dsq sheet out -o 补报表 --unreported 30d"),
    "sheet in": ("dsq sheet in 填报表/*.xlsx",),
    "plan list": ("dsq plan list",),
    "plan set": ("dsq plan set 10 --unit 市交通局 --reason 职能调整 --on 10月1日",),
    "plan add": ("dsq plan add --title 公共自行车互通 --unit 市城管办 --due 年底 --reason 会议议定",),
    "plan drop": ("dsq plan drop 14 --reason 上级取消",),
    "plan split": ("dsq plan split 8 --into 一标段 --into 二标段 --reason 分段实施",),
    "plan merge": ("dsq plan merge 16,17 --into 18 --reason 合并办理",),
    "plan export": ("dsq plan export -o 计划.xlsx",),
    "plan diff": ("dsq plan diff 计划.xlsx",),
    "plan check": ("dsq plan check 2012年任务表.xlsx",),
    "plan load": ("dsq plan load 2012年任务表.xlsx",),
    "plan use": ("dsq plan use 2011",),
    "plan carry": ("dsq plan carry 2011 2012", "dsq plan carry 2011 2012 19=19 --reason 未完成"),
    "node add": ("dsq node add 20 --name 隧道贯通 --due 年底 --reason 分段考核",),
    "node list": ("dsq node list",),
    "node move": ("dsq node move 20 隧道贯通 --due 12月20日 --reason 提前",),
    "node drop": ("dsq node drop 20 隧道贯通 --reason 不再考核",),
    "unit list": ("dsq unit list",),
    "unit contact": ("dsq unit contact 市交通局 --person 张三 --phone 85250000",),
    "unit rename": ("dsq unit rename 市经委 市经信委 --doc 杭政发〔2011〕20号",),
    "unit merge": ("dsq unit merge 市经信委 市信息办 --into 市数字经济局 --reason 机构改革",),
    "undo": ("dsq undo", "dsq undo 5", "dsq undo --project 7"),
    "config": ("dsq config", "dsq config due_soon_days 15"),
    "": ("dsq list --category 交通共联", "dsq done 6", "dsq report weekly -o 周报.docx"),
    "sync init": ("dsq sync init 共享处 --name 杭州",),
    "sync join": ("dsq sync join 共享处 --name 宁波",),
    "sync status": ("dsq sync status",),
    "sync settle": ("dsq sync settle 7 --note 核过",),
    "sync out": ("dsq sync out 送宁波.bundle",),
    "sync in": ("dsq sync in 送宁波.bundle",),
    "db path": ("dsq db path",),
    "db check": ("dsq db check",),
    "db backup": ("dsq db backup 备份.db",),
    "db restore": ("dsq db restore 备份.db",),
    "db reset": ("dsq db reset",),
    "help": ("dsq help 日期", "dsq help 规则"),
}


def examples_of(words: str) -> tuple[str, ...]:
    """Return the examples of a command; of a group, the first of each of its commands, three at most."""
    if words in EXAMPLES:
        return EXAMPLES[words]
    return tuple(lines[0] for name, lines in EXAMPLES.items() if name.startswith(f"{words} "))[:3]
