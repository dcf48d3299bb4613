"""CSV that spreadsheets open without running anything."""

import csv
import io

import pytest

from domain.tables import as_csv


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1"])
def test_no_text_is_a_formula(cell: str) -> None:
    """
    Customers and staff choose names; a spreadsheet would compute them.
    """
    table = as_csv(["name"], [[cell]]).removeprefix("\ufeff")

    assert list(csv.reader(io.StringIO(table, newline="")))[1] == [f"'{cell}"]


def test_numbers_stay_numbers_and_words_words() -> None:
    """
    Quotes and commas survive; nothing is an empty cell.
    """
    table = as_csv(["a", "b", "c", "d"], [[-1, 'x, "y"', None, "Jürgen"]])

    assert table == '\ufeffa,b,c,d\r\n-1,"x, ""y""",,Jürgen\r\n'
