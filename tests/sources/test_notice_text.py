"""What a notice says of itself: its number, title, issuer and days, wherever they stand."""

import pytest

from dushiquan.formats.table import Paragraph
from dushiquan.sources.texts.notice_text import plan_title, read_notice


def lines(text: str) -> list[Paragraph]:
    return [
        Paragraph(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()
    ]


TITLE = "云水县人民政府办公室关于印发2024年重点任务的通知"


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        "云水县人民政府办公室\n关于印发2024年重点任务的通知",
        "云水县人民政府办公室\n\n关于印发2024年重点任务的通知",
        "云水县人民政府办公室\n关于印发2024年重点任务的\n通知",
    ],
)
def test_a_title_may_be_broken_over_lines(text: str) -> None:
    assert read_notice(lines(text)) == {"title": TITLE, "issuer": "云水县人民政府办公室"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("云政办发〔2024〕12号", "云政办发〔2024〕12号"),
        ("云政办发[2024]第12号", "云政办发[2024]第12号"),
        ("文号: 云政〔2024〕1号", "云政〔2024〕1号"),
        ("发布文号：云政办函[2024]44号", "云政办函[2024]44号"),
        ("根据省意见（省政发〔2022〕30号）精神，提出如下意见。", ""),
    ],
)
def test_only_a_number_of_its_own_is_the_notices(text: str, number: str) -> None:
    assert read_notice(lines(text)).get("no", "") == number


@pytest.mark.parametrize(
    ("text", "issued"),
    [
        ("云水县人民政府\n2024年3月5日", "2024-03-05"),
        ("云水县人民政府\n二○二四年三月十五日", "2024-03-15"),
        ("发布日期：2024-03-08 09:20 来源：县政府办\n云水县人民政府\n2024年3月5日", "2024-03-05"),
        ("发布日期：2024-03-08 09:20 来源：县政府办", "2024-03-08"),
        ("2024年2月30日", ""),
        ("会议定于2024年3月5日召开。", ""),
    ],
)
def test_the_day_is_that_of_the_signature_or_else_of_a_label(text: str, issued: str) -> None:
    assert read_notice(lines(text)).get("issued", "") == issued


def test_who_drafted_is_read_only_of_a_notice_that_passes_something_on() -> None:
    drafted = "（市经合办 二○一一年二月十六日）"
    passed_on = read_notice(lines(f"市政府办公厅转发市经合办关于合作工作意见的通知\n{drafted}"))
    assert (passed_on["drafter"], passed_on["drafted"]) == ("市经合办", "2011-02-16")
    assert "drafter" not in read_notice(lines(f"{TITLE}\n{drafted}"))


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("2024年重点任务分解表", "2024年重点任务分解表"),
        ("附件\n2024年重点任务分解表\n单位：万元", "2024年重点任务分解表"),
        (
            "云水县政府2024年重点工作\n任务分解和责任分工方案",
            "云水县政府2024年重点工作任务分解和责任分工方案",
        ),
        ("2024年重点工作方案\n任务分解表", "任务分解表"),
        ("云水大学2024年行事历\n填表人：小周", "云水大学2024年行事历"),
        ("首页\n返回", ""),
    ],
)
def test_the_title_of_a_plan_is_the_nearest_line_that_can_be_one(above: str, title: str) -> None:
    assert plan_title(lines(above)) == title
