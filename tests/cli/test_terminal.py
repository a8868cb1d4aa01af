"""On a terminal: fitted tables, nothing cut."""

import pytest

from tests.terminal import DSQ, terminal

AT_80 = """\
序号  类别      项目名称                牵头单位  时限        状态    进度  预警
────────────────────────────────────────────────────────────────────────────────
6     交通共联  钱江通道及接线工程      市交通局  2011-12-31  未启动        黄
7     交通共联  杭长高速公路杭州段工程  市交通局  2011-12-31  未启动        黄
8     交通共联  京杭运河二通道项目      市交通局  2011-12-31  未启动        黄
9     交通共联  杭州绕城高速公路西复线  市交通局  2011-12-31  未启动        黄
                工程(杭州都市圈环线)
10    交通共联  公交一体化工作          市城管办  2011-12-31  未启动        黄"""

AT_120 = """\
序号  类别      项目名称                                    牵头单位  时限        状态    进度  预警
────────────────────────────────────────────────────────────────────────────────────────────────────
6     交通共联  钱江通道及接线工程                          市交通局  2011-12-31  未启动        黄
7     交通共联  杭长高速公路杭州段工程                      市交通局  2011-12-31  未启动        黄
8     交通共联  京杭运河二通道项目                          市交通局  2011-12-31  未启动        黄
9     交通共联  杭州绕城高速公路西复线工程(杭州都市圈环线)  市交通局  2011-12-31  未启动        黄
10    交通共联  公交一体化工作                              市城管办  2011-12-31  未启动        黄"""


@pytest.mark.parametrize(("width", "shown"), [(80, AT_80), (120, AT_120)])
def test_a_listing_fits_the_terminal(width: int, shown: str) -> None:
    terminal([*DSQ, "init"])
    assert terminal([*DSQ, "list", "--category", "交通共联"], width=width) == shown


def test_a_pipe_gets_tsv_even_with_colour_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    terminal([*DSQ, "init"])
    shown = terminal(["sh", "-c", f"{DSQ[0]} -m dushiquan list 6 | cat"])
    assert shown == "6\t交通共联\t钱江通道及接线工程\t市交通局\t2011-12-31\t未启动\t\t黄".expandtabs(
        1
    ).replace(" ", "\t")
