"""Weeks, months, quarters and years as people type them."""

from datetime import date

import pytest

from dushiquan.errors import UsageError
from dushiquan.phrases.typed_span import parse_month, parse_quarter, parse_week, parse_year
from tests.builders import rows

PARSERS = {"week": parse_week, "month": parse_month, "quarter": parse_quarter, "year": parse_year}


@pytest.mark.parametrize(("today", "kind", "typed", "start"), rows("typed_spans.tsv"))
def test_spans_are_read_as_clerks_type_them(today: str, kind: str, typed: str, start: str) -> None:
    parse = PARSERS[kind]
    if start == "-":
        with pytest.raises(UsageError):
            parse(typed, date.fromisoformat(today))
    else:
        assert parse(typed, date.fromisoformat(today)).start.isoformat() == start


def test_a_week_that_its_year_lacks_is_refused_with_the_cause() -> None:
    with pytest.raises(UsageError, match="2024年只有 1 至 52 周，没有第53周"):
        parse_week("2024-W53", date(2024, 12, 30))
