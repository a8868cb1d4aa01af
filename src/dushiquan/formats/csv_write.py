"""A listing as .csv, for Excel."""

import csv
from collections.abc import Sequence
from datetime import date
from io import StringIO

from dushiquan.formats.text import guarded

Value = str | int | date | None
"""What a cell of a listing may hold."""


def csv_listing(headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """The rows under their headings; no text is a formula."""
    text = StringIO()
    writer = csv.writer(text)
    for row in (headings, *rows):
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in row])
    return text.getvalue().encode("utf-8-sig")  # without the BOM Excel shows Chinese garbled
