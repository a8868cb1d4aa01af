"""Names as they are written into commands, and those named in place of an unknown one."""

import pytest

from dushiquan.domain.names import as_word, instead


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("市交通局", "市交通局"),
        ("A局（筹）", "A局（筹）"),
        ("市 交通局", '"市 交通局"'),
        ("局(筹)", '"局(筹)"'),
        ("C:\\台账\\a.db", "C:\\台账\\a.db"),
        ('“一”"二"', "'“一”\"二\"'"),
        ("$5", "'$5'"),
    ],
)
def test_a_name_is_one_word_of_a_command(name: str, word: str) -> None:
    assert as_word(name) == word


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("市交通据", "；是不是市交通局？"),
        ("SJTG", "；是不是市交通局？"),
        ("财政", "。可用：市交通局、市教育局。"),
    ],
)
def test_an_unknown_name_is_answered_with_those_like_it(text: str, said: str) -> None:
    spellings = [
        ("sjtj", "市交通局"),
        ("市交通局", "市交通局"),
        ("sjyj", "市教育局"),
        ("市教育局", "市教育局"),
    ]
    assert instead(text, spellings) == said
