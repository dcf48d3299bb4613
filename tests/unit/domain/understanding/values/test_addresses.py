"""Postal addresses of three countries."""

import pytest

from domain.understanding.values.addresses import find_addresses


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Lindenstraße 12a, 10115 Berlin", "Lindenstraße 12a, 10115 Berlin"),
        ("bitte an: Hauptstr. 5 in 80331 München", "Hauptstr. 5, 80331 München"),
        ("Am Markt 3, 04109 Leipzig bitte", "Am Markt 3, 04109 Leipzig"),
        ("221B Baker Street, London NW1 6XE", "221B Baker Street, London NW1 6XE"),
        ("123 Main St, Springfield, IL 62704", "123 Main St, Springfield IL 62704"),
        ("send it to 5 Oak Avenue please", "5 Oak Avenue"),
        ("Berliner Str. 7", "Berliner Str. 7"),
    ],
)
def test_an_address_is_read_in_its_parts(text: str, value: str) -> None:
    """
    With a town where one is said, and without.
    """
    assert [found for _, _, found in find_addresses(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "I waited 3 hours on the way home", "2 drive safely", "ich bin auf dem Weg 5 Minuten",
        "order 12 in a row", "am Freitag 3", "am 3. Dezember", "5 items", "I live in London",
    ],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    """
    A way and a row are streets only with a postcode.
    """
    assert list(find_addresses(text)) == []
