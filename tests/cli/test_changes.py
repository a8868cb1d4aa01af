"""``dsq changes``: what changed since an earlier day."""

from tests.conftest import Run

WEEK = (
    "4\t金融合作和信息化合作专项规划\t市金融办、市信息办\t新增逾期：逾期6天；进度60%，落后序时40个百分点\n"
    "16\t信息化合作工作\t市信息办\t新增逾期：逾期6天；进度35%，落后序时65个百分点\n"
    "17\t建立行业协会联席会议制度\t市民政局\t新增逾期：逾期6天；进度75%，落后序时25个百分点\n"
    "29\t建立部门联席会议制度\t市科技局、市卫生局、市民政局、市工商局\t新增逾期：逾期6天；进度50%，落后序时50个百分点\n"
    "18\t编辑统计资料及发展报告\t市统计局\t补记：2011年12月30日，销号，确认完成\n"
    "14\t商贸联合促销及商贸行业合作活动\t市贸易局\t销号：2012-01-05\n"
)


def test_a_week_of_the_story_year(after: Run) -> None:
    assert after("changes", today="2012-01-06").out == WEEK
    assert after("changes", "--as-of", "2012-01-06", "--since", "2011-12-30").out == WEEK
    of_one = after("changes", "-u", "市信息办", today="2012-01-06")
    assert [line.split("\t")[0] for line in of_one.out.splitlines()] == ["4", "16"]


def test_json_has_a_kind_and_a_text_for_each(after: Run) -> None:
    rows = after("changes", "-f", "json", today="2012-01-06").json
    assert list(rows[0]) == ["id", "plan", "title", "lead", "changes"]
    assert rows[-1]["changes"] == [{"kind": "done", "text": "销号：2012-01-05"}]


def test_slips_that_were_mended_are_not_told(ledger: Run) -> None:
    ledger("update", "7", "-p", "70", "--on", "2011-06-30")
    ledger("fix", "3", "-p", "20")
    found = ledger("changes", "-f", "json").json
    assert [each["text"] for row in found if row["id"] == "7" for each in row["changes"]] == [
        "启动",
        "进度：未报→20%",
    ]


def test_what_changed_reads_as_a_clerk_writes_it(ledger: Run) -> None:
    ledger("defer", "25", "+3m", "--reason", "系统对接", today="2011-07-01")
    ledger("submit", "12", "--evidence", "照片", today="2011-07-01")
    ledger("defer", "6", "2011-11-30", "--reason", "提前通车", today="2011-07-01")
    texts = {row.split("\t")[0]: row.split("\t")[3] for row in ledger("changes").out.splitlines()}
    assert texts["25"].startswith("延期：2011年12月31日→2012年3月31日")
    assert texts["12"].startswith("申请销号：2011-07-01")
    assert "提前：2011年12月31日→2011年11月30日" in texts["6"]


def test_a_day_that_is_not_earlier_is_refused(ledger: Run) -> None:
    refused = ledger("changes", "--since", "2011-07-01")
    assert (refused.code, refused.err) == (2, "--since 须早于 2011-07-01；与哪天相比就写哪天。\n")


def test_nothing_changed(ledger: Run) -> None:
    assert ledger("changes", "--since", "2011-06-30", "-c", "规划共绘").out == ""


def test_what_was_entered_since_but_dated_before_is_told_as_such(ledger: Run) -> None:
    ledger("update", "7", "-p", "20", today="2011-06-20")
    ledger("update", "7", "-p", "30", "--on", "2011-06-24", today="2011-06-27")
    ledger("submit", "12", "--evidence", "照片", "--on", "2011-06-25", today="2011-06-30")
    rows = {
        row["id"]: row["changes"] for row in ledger("changes", "--since", "2011-06-26", "-f", "json").json
    }
    assert rows["12"] == [{"kind": "backdated", "text": "补记：2011年6月25日，申请销号，依据：照片"}]
    assert rows["7"] == [{"kind": "backdated", "text": "补记：2011年6月24日，进度由20%报为30%"}]
    # not of what was known on the day asked about, nor of what was corrected only
    early = ledger("changes", "--since", "2011-06-26", "--as-of", "2011-06-29", "-f", "json").json
    assert "12" not in [row["id"] for row in early]
    ledger("update", "8", "-p", "20", "--on", "2011-06-10", today="2011-06-10")
    ledger("fix", "6", "-p", "25", today="2011-07-01")
    assert "8\t" not in ledger("changes", "--since", "2011-06-26").out


def test_the_log_is_asked_by_the_day_of_entry(ledger: Run) -> None:
    ledger("note", "7", "甲", today="2011-07-02")
    ledger("note", "7", "乙", "--on", "2011-07-01", today="2011-07-04")
    assert [line.split("\t")[4] for line in ledger("log", "--entered", "周一").out.splitlines()] == ["乙"]
    assert ledger("log", "--since", "周一").out == ""
