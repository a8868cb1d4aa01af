"""The verbs of requirements, and the kind of work that they name."""

import re
from datetime import date

from dushiquan.domain.ids import NUMERALS
from dushiquan.domain.plan import Kind

_SUBMIT = re.compile(
    r"送审|报批|报审|上报|报送|呈报|呈送|提交|递交|送交|报请|备案(?![中制]|管理|工作|登记)|[报送](?=[国省市区县州局厅委院部处各设])"
    r"|将[^;。]*?(?:报(?![告名表道考价])|送|交(?![通流易付接]))"
)
_HOLD = re.compile(r"召开|举办|举行|承办|开幕|(?:大会|大赛|论坛|座谈会|推介会|例会)(?=$|[;。,()])")
_FINISH = re.compile(
    r"完成|完工|竣工|建[成立]|封顶|出台|制[定订]|印发|发布|公布|形成|实现|取得|达到|验收|投用|投入|投产|启动|开工|动工"
    r"|推开|通车|交付|签订|签约|挂牌|开业|办结|到位|结束"
)
_ADVANCE = re.compile(r"推进|加快|推动")
_CARRY_ON = re.compile(r"跟进|加强|继续|督促")
_COUNTED = re.compile(
    rf"全年(?=[^;。]*?[0-9{NUMERALS}]+[余多]?(?:[万亿家个项场次人件户名篇期条套台座处吨亩]|公里|平方米))"
)
"""An amount of the year, to be reached by its end."""
_STANDING = re.compile(r"长期|持续|常态|立行立改|即知即改|贯穿|(?<!总结)(?<!部署)(?<!谋划)(?<!安排)全年|常年")

STRONG = re.compile(
    rf"{_SUBMIT.pattern}|{_HOLD.pattern}|{_FINISH.pattern}|{_ADVANCE.pattern}"
    r"|全部|全面|基本|各(?!县|区|市|镇|乡|街|部|单|地|级)|再|正式|初步|继续|持续|陆续|分批"
)
"""Verbs that name the work wherever they stand, and adverbs that only stand before one."""

TRANSITIVE = re.compile(
    rf"{_SUBMIT.pattern}|{_HOLD.pattern}|{_FINISH.pattern}|{_ADVANCE.pattern}"
    r"|修订|起草|提出|开展|组织(?!部)|落实|推[广行出]|加强|深化|完善|优化|提[升高]|巩固|新增|清理|做好|办理|打通|拆除|争创|创建"
    r"|引进|培育|安排|确定|批准|迎接|接受|发放|下达|征[求集]|收集|汇总|反馈|修改|签署|对接|走访|学习|贯彻|统计|梳理|按照|根据|对照"
)
"""Verbs whose object may hold a time: 落实6月会议要求."""

WORK = re.compile(
    rf"{STRONG.pattern}|{TRANSITIVE.pattern}|要|应|须|需|将|力争|争取|确保|必须|务必|编|研究|实施|达|建[设立]|[新改扩]建|改造"
    r"|试|运[行营]|上线|开放|招标|检查|督查|抽查|核查|自查|排查|整[治改]|总结|评估|考核|审[核议定]|公[示开]|宣传|培训|调研|谋划"
    r"|筹备|进[行场驻]|退场|[按如]期|适时|长期|常态|为(?![民基期])|施工|主体|参加|参与|接种|报名|申报|登记|选[举拔派]"
    r"|录[取入]|上[市路会]|装修|安装|采购"
)
"""Any verb or adverb that begins what is to be done; some of them are nouns as well (宣传, 考核)."""

DESCRIBES = re.compile(rf"(?:全部|全面|基本)?(?:{_FINISH.pattern})的")
"""A verb that only describes what follows: 建成的小区."""

LISTING = re.compile(
    r"(?:列出|公布|报送|上报|梳理|统计|制[定订]|明确|提出|汇总|摸清|确定|下达|落实|清理|兑现|安排|完成|按照?|根据|对照)$"
)
"""Verbs that need an object: what follows one directly belongs to it."""


def kind_of(words: str, start: date | None) -> Kind | None:
    """Tell the kind of a dated requirement by its verb: 2011年召开 = hold; 2011年报批 = submit.

    A standing duty goes on to the end of its window, 年内持续开展 = advance; with a limit it is to be done
    by then, 6月底前,长期坚持 = complete. 10月：职工代表大会 = hold; 8月底前送交档案馆 = submit;
    4-9月：跟进改造 = advance; 全年宣传 = advance, but 全年新增12家 = complete.
    """
    if _SUBMIT.search(words):
        return Kind.SUBMIT
    if _HOLD.search(words):
        return Kind.HOLD
    if _FINISH.search(words):
        return Kind.COMPLETE
    words = _COUNTED.sub("", words)
    if _ADVANCE.search(words) or (start and (_STANDING.search(words) or _CARRY_ON.search(words))):
        return Kind.ADVANCE
    return None


def undated_kind(words: str) -> Kind:
    """Tell the kind of undated work: 长期坚持 = ongoing; 加快推进 = advance; 完成 = unknown."""
    if _STANDING.search(words):
        return Kind.ONGOING
    return Kind.ADVANCE if _ADVANCE.search(words) else Kind.UNKNOWN


def finishes(words: str) -> bool:
    """Tell whether words say what is to be finished."""
    return _FINISH.search(words) is not None
