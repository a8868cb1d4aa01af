"""What the columns of a plan's table are called, and which field each heading means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache

from dushiquan.domain.fields import FIELDS
from dushiquan.errors import UsageError
from dushiquan.phrases.traditional import SIMPLE

_OURS = {key: field.label for key, field in FIELDS.items()} | {
    "id": "序号",
    "units": "责任单位",
    "due": "到期",
    "status": "状态",
    "progress": "进度",
    "note": "进展情况",
    "done_on": "实际完成时间",
    "begun_on": "实际开始时间",
    "remark": "备注",
}

HEADINGS: dict[str, tuple[str, ...]] = {
    field: (_OURS[field], *others.split())
    for field, others in {
        "id": "编号 项目序号 项目编号 任务序号 任务编号 问题编号 WBS编号 WBS # no no. id 标识 标识号 n°"
        " numero",
        "category": "分类 领域 板块 类型 项目类别 任务类别 工作类别 项目类型 项目分类"
        " 所属领域 工作领域 category axe domaine categorie theme thematique",
        "title": "项目 工作任务 重点任务 任务名称 事项 主要任务 名称 任务 工作事项 重点工作 重点项目"
        " 工作项目 合作项目 任务事项 事项名称 重点工作任务 实事项目 督办事项 主要工作 目标与任务"
        " 标题 案由 关键结果 关键成果"
        " tasks task taskname title keyresult keyresults kr"
        " tache taches activite activites titre libelle",
        "content": "内容 工作内容 具体内容 目标任务 具体措施 主要内容 任务内容 具体任务 具体工作"
        " 工作措施 主要措施 建设内容 合作内容 工作目标 年度目标 任务描述 任务说明 description objectif"
        " objectifs",
        "units": "主责 承办 主办 牵头"
        " 承办单位 主办单位 牵头单位 责任部门 牵头部门 负责部门 负责单位 承办部门 主办部门"
        " 落实单位 实施单位 牵头责任单位 主要责任单位 责任科室 责任处室 department",
        "support": "协同 协办 配合 协助"
        " 协办单位 配合部门 协办部门 协助单位 协助部门 协同单位 参与单位 参与部门 参加单位"
        " 配合责任单位 配合人 协办人 协助人 参与人 partenaires",
        "requirement": "要求办结 要求完成 办结要求 完成要求 办结期限"
        " 完成时限 时间进度 完成时间 时间节点 时限 办结时限 时限要求 时间要求 完成期限"
        " 进度安排 办理时限 工作进度 进度计划 完成时间节点 计划完成时间 起止日期 起止时间 时间安排"
        " 交付时间 交付日期 完成时效 deadline timeline timeframe timescale bywhen when month ddl quand"
        " delai delais",
        "kind": "",
        "start": "起始日期 起始时间 开始日期 开始时间 startdate start datededebut datedebut debut",
        "due": "到期日 到期日期 截止日期 截止时间 duedate due enddate echeance dateecheance datelimite"
        " datedefin datefin",
        "persons": "责任人 项目负责人 资源名称"
        " pic owner assignee leadperson bywhom responsable responsables pilote pilotes porteur referent qui",
        "regions": "参与地区 区域 涉及地区 参与城市 合作地区",
        "targets": "考核指标 量化指标 指标名称",
        "status": "办理状态 完成状态 任务状态 工作状态 当前状态 项目状态 是否完成 是否办结 status state"
        " statut etat",
        "progress": "完成率 完成进度 当前进度 实际进度 形象进度 完成百分比 progress"
        " %complete complete(%) complete% % avancement etatd'avancement etatdavancement",
        "note": "进展 目前情况 当前情况 最新情况"
        " 工作进展 目前进展 最新进展 完成情况 落实情况 推进情况 办理情况 执行情况 进度情况",
        "done_on": "实际完成日期 实际结束时间 实际结束日期 办结日期 实际完成",
        "begun_on": "实际开始日期 实际开工时间 实际启动时间",
        "remark": "说明 备注说明 附注 备考 备 注"
        " comments comment remarks remark notes remarque remarques commentaire commentaires observations",
    }.items()
}
"""The headings of each field; the first is ours."""

PROGRESS = ("status", "progress", "note", "done_on", "begun_on", "remark")
"""The fields that tell how far a project is, not what it is to do."""

SURE, LIKELY, POSSIBLE = 3, 2, 1
"""How well a heading says what it means: known as it is, put together from known words, or one of them."""

NO_FIELD = "-"
"""What ``--map`` gives for a column that is to be left out."""

_FIELDS = {re.sub(r"\s", "", h).lower(): field for field, names in HEADINGS.items() for h in names}
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_BRACKETS = re.compile(r"\(.*?\)$")
_AND_PHONE = re.compile(r"(?:[及和与、/+]|\((?=.*\)$))(?:联系)?(?:电话|方式|手机)(?:号码)?\)?$")
_DONE_SHARE = re.compile("完成|进度|进展|progress|complet|done")
_ROLE = re.compile("主责|主办|牵头|承办|负责|第一")
"""Who of several: units, or persons below 责任人."""
_NAME_OF = re.compile(r"^(date|name|status|description)of(?:the)?([a-z]{3,})$")
"""Headings that English turns round: Date of completion."""
_JOINED = re.compile(r"[/、,&+与和及或]")
_LENGTHS = ("(days)", "(day)", "(weeks)", "(wks)", "(hours)", "(hrs)", "(天)", "(工作日)", "(小时)")
"""Ends of headings that say how long, not when: Finish (Days)."""
_LONGEST = 14

_NONE = re.compile(
    r"优先|紧急|重要程度|权重|分值|得分|评分|考核(?!指标)|(?<![开完竣])工时|用时|耗时|(?<![开完竣])工期|天数|时长|电话|联系方式|手机|邮箱|附件|签字|签名"
    r"|投资|资金|金额|预算|经费|万元|亿元|数量|priority|duration|effort|cost|budget|文号|依据"
    r"|分管|(?:联系|牵头|包抓|挂帅|挂包|督导)领导|包保(?!项目|事项|任务)|包联(?!项目|事项|任务)|督办领导"
    r"|挂点|挂钩|地点|location|link|url|前置|依赖|predecessor|风险|存在问题|困难|下一步|照片|图片|联系人|填报|审核|填表|参加(?:人员|人|对象|范围)|参会|出席|(?:需要|要求|目标|期望|预期|应).{0,4}状态|父任务|上级任务|^parent|需.{0,6}(?:协调|支持|解决)"
)
_COMPOSED: tuple[tuple[str, int, "re.Pattern[str]"], ...] = tuple(
    (field, weight, re.compile(pattern))
    for field, weight, pattern in (
        (
            "progress",
            LIKELY,
            r"(?:完成|进度)(?:率|度|百分比|比例)$|^进度%?$|完成%|(?:完成|当前|实际|形象|目前|整改|项目|任务|累计|办理|总)进度$|^(?:physical|overall|current|task|project|total)progress$|percent|pct|%done"
            r"|^completion%?$|%(?:of)?(?:task|work)?complet(?:e|ion)$|^(?:实际|已完成)%$",
        ),
        (
            "status",
            LIKELY,
            r"状态$|^(?:是否|有否)(?:已)?(?:完成|结束|办结|销号|整改|解决|处理|修复|闭环)"
            r"|(?:完成|办结|落实|销号)与否|^已?(?:完成|办结|解决)(?:了?[吗么]|\?|否)$|打[√✓勾]$|^进度状况$|status$|^rag$|^(?:is)?(?:done|completed?|finished)\??$",
        ),
        (
            "note",
            LIKELY,
            r"(?:进展|进展情况|落实情况|完成情况|办结情况|销号情况|推进情况|执行情况|办理情况|整改情况|开展情况|进度情况|情况说明|进展说明|进展记录|完成成效|取得成效|办理结果"
            r"|工作成效|(?:整改|阶段性?|推进|落实)成效|(?:实施|反馈|跟进|目前|办理|推进|整改)(?:情况|反馈|记录|动态)|工作动态|(?:进展|进度|情况)(?:说明|描述|记录)"
            r"|(?:整改|处理|办理|落实|完成|执行|督办)结果)$|^(?:progress|status)?(?:latest)?(?:updates?|progressnotes?)$",
        ),
        (
            "done_on",
            LIKELY,
            r"实际.*(?:完成|结束|办结|竣工|完工|交付|上线)|^(?:销号|办结|解决|修复|关闭|结束于|完成于)(?:时间|日期)$"
            r"|actual(?:end|finish|completion)?(?:date|$)|^(?:date|time)(?:completed|closed|resolved|finished)$"
            r"|^(?:completed|closed|resolved|finished|closure)(?:on|at|date|time)?$|^实际(?:日期|时间)?$",
        ),
        (
            "begun_on",
            LIKELY,
            r"实际.*(?:开始|起始|启动|开工)|^已(?:开始|启动|开工)(?:时间|日期)|actualstart"
            r"|^(?:date|time)?(?:started|begun)(?:on|at|date|time)?$",
        ),
        ("remark", LIKELY, r"^备\s*注|remarks?$|comments?$"),
        (
            "start",
            LIKELY,
            r"^(?!实际|已|actual).*(?:(?:开始|起始|启动|开工|动工|起)(?:时间|日期|日|月份?)?$|start(?!ed|.*end))",
        ),
        (
            "due",
            LIKELY,
            r"^(?!实际).*(?:截止|截至|到期|终止|结束)(?:时间|日期|日|月份?)?$|^(?:计划|预计|拟)(?:竣工|完工|投产|建成|交付|上线|发布|验收|结项|结题|投用)$|^(?:竣工|完工|投产)$"
            r"|^(?!actual).*(?:due|end|finish|target|planned)-?date|^(?:planned|plan|scheduled|estimated|target|baseline|early|late)?(?:end|finish)$"
            r"|^(?:planned|scheduled|estimated|target)completion$",
        ),
        (
            "requirement",
            LIKELY,
            r"^(?!实际|(?:解决|修复|关闭)(?:时间|日期)$|.*(?:填报|制表|更新|反馈|立项|批准|印发|交办|下达|来文|收文|登记|创建|新建|提出|发现|录入|修改|修订|检查|复查|排查|巡查|复核|发布|公布|通报|会议|开会|签订|预测)).*"
            r"(?:时限|期限|时间|时段|日期|时间节点|节点|进度安排|进度要求|时间要求|完成时间|月份|时间表|进度目标|deadline|完成)$",
        ),
        ("requirement", LIKELY, r"(?:时限|期限|限期|年限|计划进度|推进计划|实施进度|节点要求|起止)$"),
        (
            "requirement",
            POSSIBLE,
            r"(?:检查|复查|排查|巡查|复核|发布|公布|通报|会议|开会|签订|预测)(?:时间|日期)$"
            r"|^(?:工作|计划|实施|检查|更新|建设|项目)?(?:频次|频率|周期)$|^日程(?:安排)?$|^(?:季度|月度|时段)$|^时序(?:进度|安排|要求)?$|^(?:target|planned|forecast|schedule|by|eta)$",
        ),
        ("requirement", LIKELY, r"start.*end"),
        ("requirement", LIKELY, r"^(?:milestones?|(?:关键|重要)?里程碑(?:节点|计划)?)$"),
        (
            "requirement",
            LIKELY,
            r"^(?:要求|规定|限定?|应)(?:完成|办结|办理|反馈|报送|上报|回复|答复|提交)*(?:时间|日期|时限)$",
        ),
        (
            "requirement",
            POSSIBLE,
            r"^(?!.*(?:actual|creat|report|open|updat|modif|log|rais|issue|revis|enter|add|review|release)).*dates?$",
        ),
        (
            "support",
            LIKELY,
            r"(?:配合|协办|协同|协助|参与|参加|支持|协作|会办|共同|成员|支撑|联合|其他责任|其它责任).*(?:单位|部门|科室|处室|股室|机构|人|人员|领导)$"
            r"|^support(?:ing|ed)?(?:by|units?|agenc(?:y|ies)|departments?|teams?|staff)?$|^partners?(?:organi[sz]ations?)?(?:/s)?$",
        ),
        (
            "units",
            LIKELY,
            r"^(?!.*(?:配合|协办|协同|协助|参与|参加|支持|协作|会办|督办|督查|监督|考核|审核|填报|提请|提出|来文|报送|申报|提案|建议|交办|下达|主管|主送|检查|受理)).*"
            r"(?:(?:单位|部门|科室|处室|股室|机构|主体)(?:名称)?|department|dept\.?|team|party|(?:department|dept|team)name|agency|division)$"
            r"|^(?:责任|负责|牵头|承办|实施)(?:小?组|方|班组|车间|工段|年级|处\(科\)室|科\(处\)室|科\(室\))$",
        ),
        (
            "units",
            POSSIBLE,
            r"^(?:提请(?:审议)?|报送|申报|提案|(?:行业)?主管|被检查|受检查?|检查|受理)(?:单位|部门|机构)$"
            r"|^(?:细化|人员|任务|工作|职责|具体)?分工$",
        ),
        (
            "persons",
            LIKELY,
            r"^(?!.*(?:配合|协办|协同|协助|参与|参加|联系|分管|审核|填报)).*(?:责任|负责|承办|承担|经办|主办|执行|跟进|跟踪|主责|具体|落实|办理|实施|牵头|处理|整改|担当)"
            r"(?:人|人员|者|同志|教师|老师|工程师|科员)|^(?:项目经理|责任领导|对接人)$|owner|assign|responsib(?:le(?!party)|ilit(?:y|ies)$)|^(?:project|task|product)manager$|^指派[给人]?$|^(?:project|task|action)?leads?(?:staff|officer|agent)?$|^accountable$"
            r"|^(?:由?谁)?(?:负责|跟进|经办|担当)$",
        ),
        (
            "persons",
            POSSIBLE,
            r"^(?:individuals?|persons?|people)(?!.*(?:involved|affected|trained|reached))|^负责(?:开发|测试|设计|产品|前端|后端|运营)"
            r"|^(?!.*(?:配合|协办|协同|协助|参与|参加|联系|分管|审核|填报|服务|培训|涉及|出席|受益)).*人员$"
            r"|^(?:细化|人员|任务|工作|职责|具体)?分工$|^(?:任课|授课|辅导|指导|带队|上课)?(?:教师|老师)$|^(?:组织|召集|策划)[者人]$"
            r"|^(?:(?:小组|项目组|团队)?(?:组员|成员|队员)|人物|开发者|developers?|own|staff)$|^(?:(?:owned|assigned|done|led)?by|(?:审计|检查|项目|小组|专班)?组长|姓名|资源|主持人|主讲人|授课人|讲师|主讲教师|值周教师|值班教师|值周领导)$|personnel$|resources?(?:names?)?$|resourcing$|^who$",
        ),
        (
            "id",
            LIKELY,
            r"^(?!.*(?:电话|文)).*(?:序号|编号|编码|代码)$|^(?:序|项次|项号|行号|顺序|号|(?:任务|事项|问题|工单|条目|提案|议案|建议|项目|流水|受理)?单?号)$|^(?:issue)?key$|^s/n$|^n(?:r|um|°)\.?$"
            r"|^(?:wbs|ref|reference|(?:wbs|ref|action|activity|milestone|story|feature|finding|ticket|risk|raid|project|task|item|issue|serial|sl?|sr|任务|问题|事项|项目)?\.?(?:no|(?:id)?(?:number|no)|id|code|#))$",
        ),
        (
            "category",
            LIKELY,
            r"(?:类别|分类|类型|种类|领域|板块|大类|阶段|条线|专题|章节|环节|专项|业务线|产品线|子系统|归类)$|(?:类别|类型|阶段|板块|领域|模块|系统)(?:名称|名)$|category|workstream"
            r"|^(?:area|section|stream|epic|component|theme)s?$|^o$"
            r"|(?:phase|stage)s?(?!(?:one|two|three|four|five|six|seven|eight|[0-9]|[ivx]+$))"
            r"|^(?:task|project|activity|action|item|work|issue)?types?$|^(?:bucket|sprint|list)(?:name)?$",
        ),
        (
            "category",
            POSSIBLE,
            r"^(?!未|已|待).*(?:模块|(?<!数据)(?<!资金)(?<!信息)来源|性质|属性|级别|方面|部分|维度|行业|专班|module|group|type)$|^(?:project|projet|业务|(?:所属|主|一级)?系统|列表)$",
        ),
        (
            "title",
            LIKELY,
            r"(?:项目|任务|事项|实事|.事件|名称|工作|活动|行动|主题|课题|议题|问题点?|题目|标题|工程|^[子分细小]项|(?:测试|检查|功能|评估|改造|验证|建设)项|(?:工作|任务)项|(?:任务|项目|事项|功能|接口|模块|页面|工序|作业)名|tasks?|title|activity|activities|actions?|(?:action)?steps?|deliverables?|milestones?|里程碑|initiatives?|campaigns?|story|findings?|items?|关键(?:结果|成果)(?:kr)?|subject|name|summary|to-?dos?|whattodo|mesure|workpackages?|events?|提案|议案|用例|工序|课程|待办|行动项|事由|交付[项物]|卡片)$",
        ),
        ("title", POSSIBLE, r"^(?:[本下上]?[周月季]度?|年度|重点|近期)*(?:工作|任务)?计划$"),
        (
            "title",
            POSSIBLE,
            r"(?:目标(?!值)|要点|举措|措施|清单|功能|features?$|issues?$|^objectives?$|^goals?$|问题表现|摘要|^(?:[本下上]?[周月季]度?)?(?:学校|重点|主要|具体)*(?:工作|活动)(?:安排|重点)$)",
        ),
        ("title", POSSIBLE, r"(?:任务|工作|项目)(?:明细|分解)$|^业务$|观测点$"),
        ("content", LIKELY, r"^(?:目标|指标|计划|任务|年度)+值$"),
        (
            "content",
            LIKELY,
            r"^(?!.*(?:进展|进度|情况|状态)).*(?:内容|描述|说明|要求|详情|要点|思路|description|details?|content|scope|requirements?|recommendations?|expected(?:result|outcome)s?)$",
        ),
        ("content", LIKELY, r"(?:目标|措施|举措|做法|对策|标准|成果|步骤|办法|方案)$"),
        ("targets", POSSIBLE, r"(?<![一二三四五]级)指标$"),
        ("category", POSSIBLE, r"^[一二三四]级指标$"),
    )
)
_SUPPORTING = re.compile(r"\((?:配合|协办|协同|协助|参与)\)$")
_NAMES_OTHER = re.compile(
    r"(?:类别|类型|阶段|板块|领域|模块|系统|单位|部门|科室|公司|文件|客户|班级|人员"
    r"|department|dept|team|company|bucket|sprint|list|file|user|client|customer|phase|stage|category|group|module|sheet)(?:名称|名|name)$"
)
"""Headings of names that are not what is to be done: 单位名称."""
_OF_PEOPLE = re.compile(r"(?:individuals?|persons?|people|staff|employees?)(?!s)")
_ENGLISH = (
    "activity",
    "activities",
    "deliverables",
    "milestone",
    "description",
    "responsible",
    "responsibility",
    "department",
    "category",
    "deadline",
    "completed",
    "comments",
    "remarks",
    "assignee",
    "recommendation",
)
"""Words of headings that people misspell."""
_SHORTEST_WORD, _CLOSE = 6, 0.88
_STARTS = re.compile(r"(?:计划|预计|实际)?(?:开始|起始?|启动|开工|自|从|start|begin)(?:时间|日期|日)?")
_ENDS = re.compile(
    r"(?:计划|预计|实际)?(?:完成|结束|截止|截至|止|至|到|完工|竣工|end|finish)(?:时间|日期|日)?"
)
_OF_TIME = re.compile(r"时间|日期|时限|进度|工期|周期|安排|计划|预计|实际|schedule|plan|actual", re.I)
_ACTUAL = re.compile(r"实际|actual|已完成|落实|执行", re.I)
_DONE = re.compile(r"(?:完成|办结|竣工|完工)(?:时间|日期|日)?$|^complet(?:ion|ed)_?date$", re.I)
_PLANNED = re.compile(r"计划|预计|预期|拟|要求|目标|应|规定|时限|期限|节点")
_QUARTER = re.compile(
    r"季度|^[qQ]\s?[1-4](?![0-9])|[上下]半年|^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?$"
)
_LIMITS = re.compile(r"时限|期限|要求|节点|截止|截至")
_LEADS = re.compile(r"牵头|主办|主责|第一责任|主要")


@lru_cache(4096)
def tidy(heading: str) -> str:
    """Return a heading without spaces, line ends, invisible characters and full-width forms."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", _INVISIBLE.sub("", heading)))


@lru_cache(4096)
def meanings(path: tuple[str, ...]) -> Mapping[str, int]:
    """Return the fields that a heading can mean, with weights; none for a column of another kind.

    A path is a heading under those of its groups: ("计划时间", "开始") is the start.
    """
    *groups, heading = path
    if any(_QUARTER.search(group) for group in groups):
        return {}  # one quarter's goals are not the project's
    if groups and _OF_TIME.search(groups[-1]):
        actual = any(_ACTUAL.search(group) for group in groups)
        if _STARTS.fullmatch(heading.lower()):
            return {"begun_on" if actual else "start": SURE}
        if _ENDS.fullmatch(heading.lower()):
            return {"done_on" if actual else "due": SURE}
    found = _meanings(heading.lower())
    if groups and "units" in found and _ROLE.fullmatch(heading) and "persons" in meanings((groups[-1],)):
        return {"persons": SURE}
    if not found and groups:
        joined = meanings((groups[-1] + heading,))
        return joined or dict.fromkeys(meanings((groups[-1],)), POSSIBLE)
    return found


def _meanings(heading: str) -> dict[str, int]:
    heading = _without_accents(heading).translate(SIMPLE).replace("_", "").rstrip(":.") or heading
    heading = _NAME_OF.sub(r"\2\1", _AND_PHONE.sub("", heading) or heading)
    if heading.endswith(_LENGTHS):
        return {}
    if heading.endswith("(%)") and _DONE_SHARE.search(heading):
        return {"progress": SURE}
    for name in (heading, bare := _BRACKETS.sub("", heading)):
        if name in _FIELDS:
            if _FIELDS[name] == "units" and _SUPPORTING.search(heading):
                return {"support": SURE}
            return dict.fromkeys((_FIELDS[name], *_in_brackets(heading)), SURE)
    if _NONE.search(bare):
        return {}
    if _width(bare) > _LONGEST:
        return _composed(bare) if _OF_PEOPLE.match(bare) else {}
    found = {_FIELDS[part]: SURE for part in _JOINED.split(bare) if part in _FIELDS}
    if found:
        # 牵头单位/配合单位 over one column: the cell says who is which, as a unit cell may.
        return {"units": SURE} if found.keys() == {"units", "support"} else found
    return _composed(bare) or _of_parts(bare) or _misspelt(bare)


def _of_parts(heading: str) -> dict[str, int]:
    """Return what a part of a heading means, if others beside it mean nothing: 负责开发/QA.

    What is to be done, with when, 任务分解/时序进度, can be the title or the steps.
    """
    parts = [part for part in _JOINED.split(heading) if part]
    found = [_composed(part) for part in parts] if len(parts) > 1 else []
    if len(parts) > 1 and all(fields == found[0] for fields in found):
        return found[0]
    if any("requirement" in fields for fields in found) and any("title" in fields for fields in found):
        return {"requirement": POSSIBLE, "title": POSSIBLE}
    return next((fields for fields in found if max(fields.values(), default=0) > POSSIBLE), {})


def _misspelt(heading: str) -> dict[str, int]:
    """Return what an English word means that a heading misspells: ativity."""
    if not heading.isascii() or len(heading) < _SHORTEST_WORD:
        return {}
    close = get_close_matches(heading, _ENGLISH, n=1, cutoff=_CLOSE)
    if not close or abs(len(heading) - len(close[0])) > 1:
        return {}
    return dict.fromkeys(_composed(close[0]), POSSIBLE)


def _composed(bare: str) -> dict[str, int]:
    composed: dict[str, int] = {}
    names_other = _NAMES_OTHER.search(bare) or _OF_PEOPLE.match(bare)
    for field, weight, pattern in _COMPOSED:
        if pattern.search(bare) and not (names_other and field == "title"):
            composed.setdefault(field, weight)
    return composed


def _without_accents(heading: str) -> str:
    if heading.isascii():
        return heading
    apart = unicodedata.normalize("NFD", heading).replace("’", "'")
    return unicodedata.normalize("NFC", "".join(char for char in apart if not unicodedata.combining(char)))


def _in_brackets(heading: str) -> list[str]:
    """Return persons if brackets behind a heading say that the cells name them: 责任单位(责任人)."""
    inside = _BRACKETS.search(heading)
    return [field for field in (_FIELDS.get(inside[0][1:-1]),) if field == "persons"] if inside else []


def _width(heading: str) -> float:
    """Return the length of a heading in Chinese characters: several Latin letters count as one."""
    return sum(0.4 if char.isascii() else 1 for char in heading)


def has_no_field(path: Sequence[str]) -> bool:
    """Tell whether a heading is known for something without a field: 联系电话, 分管领导, 优先级."""
    return bool(_NONE.search(path[-1].lower())) and not meanings(tuple(path))


def names_leaders(heading: str) -> bool:
    """Tell whether a heading without a field is of persons: 牵头领导, 分管领导."""
    return re.search("领导|分管", heading) is not None


def leads(heading: str) -> bool:
    """Tell whether a heading of units means that they lead: 牵头单位 beside 责任单位."""
    return _LEADS.search(heading) is not None


def happened(path: Sequence[str]) -> bool:
    """Tell whether a heading can mean when something was done: 完成时间, but not 计划完成时间 or 完成时限."""
    return _DONE.search(path[-1]) is not None and not _PLANNED.search("/".join(path))


def names_a_limit(path: Sequence[str]) -> bool:
    """Tell whether a heading can only mean a deadline: 进度要求, 完成时限; not 工作进度."""
    return bool(path) and _LIMITS.search(path[-1]) is not None


# --- what the caller says ------------------------------------------------------------------------------


def read_map(words: Iterable[str]) -> dict[str, str]:
    """Read ``列名=字段``; a field goes by its code or by our heading. Raise ``UsageError`` otherwise.

    A column goes by its heading, by its heading under its group (计划时间/完成), or by its letter; the field
    ``-`` leaves it out.
    """
    codes = {code: code for code in HEADINGS} | {names[0]: code for code, names in HEADINGS.items()}
    codes |= dict.fromkeys(("-", "－", "—", "不读"), NO_FIELD)
    columns = {}
    for word in words:
        heading, equals, field = word.rpartition("=")
        if not equals or not tidy(heading):
            raise UsageError(f"“{word}”不是 列名=字段；请写成 --map 工作措施=项目内容。")
        if field.strip() not in codes:
            raise UsageError(f"没有字段“{field}”；可用：{field_list()}，或 -（不读）。")
        columns[tidy(heading)] = codes[field.strip()]
    return columns


def field_list() -> str:
    """Return the fields in words, for a message."""
    return "、".join(f"{code}（{names[0]}）" for code, names in HEADINGS.items())


def label_of(field: str) -> str:
    """Return the Chinese name of a field; - for none."""
    return field if field == NO_FIELD else HEADINGS[field][0]
