"""Write a listing or a table as .csv, for Excel."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from dushiquan.formats.document import ListingValue
from dushiquan.formats.listed import Listed
from dushiquan.formats.text import guarded
from dushiquan.formats.titled_table import TitledTable


def csv_listing(listed: Listed) -> bytes:
    """Return the headings and rows as a .csv file, with formulas escaped, without a title."""
    return _csv((listed.headings, *listed.rows))


def csv_table(table: TitledTable) -> bytes:
    """Return a table as a .csv file, with formulas escaped; title and lines are rows of one cell."""
    above, below = ([(line,) for line in lines] for lines in ((table.title, *table.lines), table.foot))
    return _csv((*above, table.headings, *table.rows, *below))


def _csv(rows: Iterable[Sequence[ListingValue]]) -> bytes:
    text = StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([guarded(value) if isinstance(value, str) else value for value in row])
    return text.getvalue().encode("utf-8-sig")  # without the BOM Excel shows Chinese garbled
