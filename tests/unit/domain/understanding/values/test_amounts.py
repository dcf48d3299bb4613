"""Money, numbers and e-mail addresses as people say them, in English and German."""

from datetime import date

import pytest

from domain.understanding.entities import find_entities
from domain.understanding.values.money import find_money, find_money_ranges
from domain.understanding.values.numbers import find_numbers
from domain.understanding.values.spoken_emails import find_spoken_emails
from tests.unit.domain.understanding.bots import a_bot


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fifteen bucks", "15.00 USD"), ("zwölf Euro fünfzig", "12.50 EUR"),
        ("CHF 12.-", "12.00 CHF"), ("£1,500.50", "1500.50 GBP"), ("$20 43", "20.43 USD"),
        ("a US$4.7 billion", "4700000000.00 USD"), ("five lakhs rupees", "500000.00 INR"),
        ("RM 42", "42.00 MYR"), ("Rs20", "20.00 INR"), ("42 l.e.", "42.00 EGP"),
        ("99p", "0.99 GBP"), ("50 Cent", "0.50 EUR"), ("1.299,90 €", "1299.90 EUR"),
        ("20 dollars and 5 cents", "20.05 USD"), ("eine Million Euro", "1000000.00 EUR"),
        ("5k EUR", "5000.00 EUR"), ("20€ 3 days", "20.00 EUR"), ("CNY3", "3.00 CNY"),
        ("malaysian ringgits 42", "42.00 MYR"), ("20\u00e2\u201a\u00ac", "20.00 EUR"),
        ("it costs 20 euros and 3 days", "20.00 EUR"),
    ],
)  # fmt: skip
def test_money(text: str, value: str) -> None:
    """
    Signs, codes and words before or after the amount, with what is said of cents.
    """
    assert [found for _, _, found in find_money(text)] == [value]


@pytest.mark.parametrize("text", ["I won 5 games", "A5 EUR", "10 c of 12", "size 42", "rs", "€"])
def test_what_is_no_money(text: str) -> None:
    """
    Words that are currencies in some other place.
    """
    assert list(find_money(text)) == []


def test_money_of_several_countries_is_asked_about() -> None:
    """
    Riyals are those of Saudi Arabia, Qatar, Oman or Yemen.
    """
    assert [value for _, _, value in find_money("ten riyals")] == [None]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("under 20 EUR", "../20.00 EUR"), ("at least $1.42", "1.42/.. USD"),
        ("between 10 and 20 dollars", "10.00/20.00 USD"), ("about $10-$20", "10.00/20.00 USD"),
        ("from 10 dollars to 20 dollars", "10.00/20.00 USD"),
        ("zwischen 10 und 20 Euro", "10.00/20.00 EUR"), ("höchstens 50 Euro", "../50.00 EUR"),
    ],
)  # fmt: skip
def test_ranges_of_money(text: str, value: str) -> None:
    """
    A budget has an upper end, a lower one, or both.
    """
    assert [found for _, _, found in find_money_ranges(text)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3k", 3_000), ("1.5M", 1.5e6), ("two hundred and five", 205), ("zweihundertfünf", 205),
        ("-1200K", -1.2e6), ("minus fünf", -5), ("two point two million", 2.2e6),
        ("zwei Komma fünf", 2.5), ("forty-five (45)", 45), ("30 lakh", 3e6), ("1,2 Mio", 1.2e6),
        ("two hundred dozens", 2_400), ("5 thousand", 5_000), ("nil", 0), ("100,000.0", 1e5),
    ],
)  # fmt: skip
def test_numbers(text: str, value: float) -> None:
    """
    With their scale, their sign and their decimals.
    """
    assert [found for _, _, found in find_numbers(text)] == [value]


@pytest.mark.parametrize("text", ["5G", "10m", "x3k5"])
def test_letters_after_digits_are_not_all_scales(text: str) -> None:
    """
    A network, a length and an article's number.
    """
    assert list(find_numbers(text)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("alice at exAmple dot io", "alice@example.io"),
        ("it is first dot last at mail dot example dot co dot uk", "first.last@mail.example.co.uk"),
        ("anna punkt berg ät example punkt de", "anna.berg@example.de"),
        ("bob underscore smith at gmail.com", "bob_smith@gmail.com"),
        ("john (at) example (dot) org", "john@example.org"),
        ("max bindestrich muster at web punkt de.", "max-muster@web.de"),
    ],
)
def test_spoken_addresses(text: str, value: str) -> None:
    """
    As one says them on the phone, or writes them past a filter.
    """
    assert [found for _, _, found in find_spoken_emails(text)] == [value]
    found = find_entities(a_bot(), text, date(2026, 11, 23))
    assert [one.value for one in found if one.kind == "email"] == [value]


@pytest.mark.parametrize(
    "text",
    ["let's meet at noon. Then go", "look at example.com", "I am at example.com now", "at dot com"],
)
def test_a_place_on_the_net_is_no_address(text: str) -> None:
    """
    Who looks at a page has not told where they get mail.
    """
    assert list(find_spoken_emails(text)) == []
