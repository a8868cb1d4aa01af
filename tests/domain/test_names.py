"""Names as they are written into commands."""

import pytest

from dushiquan.domain.names import as_word


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
