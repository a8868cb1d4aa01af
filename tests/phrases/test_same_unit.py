"""Which pairs of unit names are taken for the same unit."""

import pytest

from dushiquan.phrases.same_unit import alike
from tests.cpu import cpu_seconds


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("市发改委", "市发展和改革委员会"),
        ("市发改委", "市发展改革委"),
        ("市发展改革委", "市发展改革委员会"),
        ("市环保局", "市环境保护局"),
        ("市教委", "市教育委员会"),
        ("市府办", "市政府办公室"),
        ("市经合办", "市经济合作办公室"),
        ("萧山区政府", "萧山区人民政府"),
        ("财政局", "市财政局"),
        ("科技厅", "省科技厅"),
        ("车管所", "车辆管理所"),
        ("市Ａ局", "市A局"),
        ("各县(市、区)政府", "各县（市、区）政府"),
    ],
)
def test_variants_of_one_unit_are_pointed_out(first: str, second: str) -> None:
    assert alike([first, "市统计局", second]) == [(first, second)]
    assert alike([second, first, first]) == [(second, first)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("市经委", "市经合办"),
        ("市经委", "市经信委"),
        ("市财政局", "区财政局"),
        ("市文化局", "市文化广电旅游局"),
        ("市公安局", "市公安消防局"),
        ("市委", "市发改委"),
        ("市科技局", "市科协"),
        ("各有关单位", "省各有关单位"),
        ("各区政府", "各县(市、区)政府"),
        ("法院", "县法院"),
        ("市农办", "市农业局"),
        ("第1工作组", "第12工作小组"),
    ],
)
def test_different_units_are_not_pointed_out(first: str, second: str) -> None:
    assert alike([first, second]) == []


@pytest.mark.parametrize("name", ["市甲{:05}局", "市{:05}村委员会", "{:05}", "市甲{}局", "市{}有限公司"])
def test_many_names_cost_no_square_of_time(name: str) -> None:
    kanji = [chr(0x4E00 + number) for number in range(20_000)]
    names = [name.format(number) if ":" in name else name.format(kanji[number]) for number in range(20_000)]
    found: list[tuple[str, str]] = []
    assert cpu_seconds(lambda: found.extend(alike(names))) < 2
    assert found == []


def test_spellings_of_one_name_are_paired_with_the_first() -> None:
    assert alike(["市Ａ局", "市A局", "市a局"]) == [("市Ａ局", "市A局"), ("市Ａ局", "市a局")]
