"""Tables as CSV, for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK: Final = "\ufeff"
"""By it Excel knows that this is UTF-8."""


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """No cell of text is taken for a formula: what looks like one gets an apostrophe."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(header)
    writer.writerows([[_cell(each) for each in row] for row in rows])
    return _MARK + written.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text[:1] in _FORMULA else text
