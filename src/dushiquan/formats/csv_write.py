"""A listing as .csv, for Excel."""

import csv
from collections.abc import Sequence
from io import StringIO

from dushiquan.formats.document import ListingValue
from dushiquan.formats.text import guarded


def csv_listing(headings: Sequence[str], rows: Sequence[Sequence[ListingValue]]) -> bytes:
    """The rows under their headings; no text is a formula."""
    text = StringIO()
    writer = csv.writer(text)
    for row in (headings, *rows):
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in row])
    return text.getvalue().encode("utf-8-sig")  # without the BOM Excel shows Chinese garbled
