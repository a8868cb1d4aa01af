"""One set of forbidden characters and one formula guard, for every kind of output."""

import csv
import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dushiquan.formats.document import Document, Grid, Section
from dushiquan.formats.markdown_paper import markdown
from dushiquan.formats.output import Format, write_json, write_rows
from dushiquan.formats.text import (
    FORBIDDEN,
    SURROGATES,
    file_name,
    guarded,
    harmless,
    is_formula,
    json_safe,
    one_line,
    unguarded,
    visible,
)

BAD_CODES = {*FORBIDDEN, *SURROGATES}
BAD = "".join(map(chr, sorted(BAD_CODES)))
ANY = st.text(st.one_of(st.characters(), st.sampled_from(BAD), st.sampled_from("=+-@\t\n'12a＝")))


@pytest.mark.parametrize("code", [0x00, 0x07, 0x1B, 0x7F, 0x85, 0x9B, 0x202E, 0x2066, 0xD800, 0xFFFE, 0xFFFF])
def test_what_steers_or_breaks_is_forbidden(code: int) -> None:
    assert code in BAD_CODES


@pytest.mark.parametrize("text", ["甲\n乙\t丙", "😀👍🏽", "e\u0301", "\u200b", "\u00a0", "\u2028"])
def test_what_only_looks_odd_is_kept(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize("safe", [visible, harmless, one_line, guarded])
@given(text=ANY)
def test_no_forbidden_character_goes_out(safe: Callable[[str], str], text: str) -> None:
    assert not BAD_CODES & set(map(ord, safe(text)))


@given(text=ANY)
def test_json_says_the_same_without_a_forbidden_character(text: str) -> None:
    encoded = json_safe(json.dumps(text, ensure_ascii=False))
    assert not BAD_CODES & set(map(ord, encoded))
    assert utf16(json.loads(encoded)) == utf16(text)


def utf16(text: str) -> bytes:
    """Two halves of a surrogate pair side by side are one character to every JSON parser."""
    return text.encode("utf-16", "surrogatepass")


@given(text=ANY)
def test_the_apostrophe_of_a_guarded_text_comes_off_again(text: str) -> None:
    assert not is_formula(guarded(text))
    if not text.startswith("'"):
        assert unguarded(guarded(text)) == visible(text)


def test_json_on_the_screen_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    write_json({"note": "\x9b31m\u202e"})
    write_json(iter([{"note": "\x9b31m"}]))
    out = capsys.readouterr().out
    assert not BAD_CODES & set(map(ord, out))
    assert "\\u009b31m\\u202e" in out


def test_csv_on_the_screen_holds_no_formula_and_steers_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_rows(Format.CSV, ["甲", "=乙"], [["=HYPERLINK(1)", "\x1b[31m"], ["-3", "二\n三"]])
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows == [["甲", "'=乙"], ["'=HYPERLINK(1)", "�[31m"], ["-3", "二\n三"]]


def test_markdown_holds_no_live_tag(capsys: pytest.CaptureFixture[str]) -> None:
    text = "<script>alert(1)</script> &lt;b> A&B \u202e"
    shown = "&lt;script>alert(1)&lt;/script> &amp;lt;b> A&B �"
    paper = Document(text, [Section(text, [text], Grid((text,), [(text,)]))], text, addressed=text)
    assert markdown(paper).count(shown) == 7
    assert "<" not in markdown(paper)
    write_rows(Format.MD, [text], [[text]])
    assert capsys.readouterr().out.count(shown) == 2


def test_a_file_name_fits_every_file_system() -> None:
    assert file_name("市发改委/经信局:*?\n") == "市发改委_经信局____"
    assert len(file_name("长" * 100).encode()) <= 90
