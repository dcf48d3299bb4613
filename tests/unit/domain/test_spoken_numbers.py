"""Cards and accounts in words, and what stands beside a card, are masked; other numbers are not."""

import pytest

from domain.payment_secrets import masked

ACCOUNT = (
    "eight nine three seven zero four zero zero four four "
    "zero five three two zero one three zero zero zero"
)
CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("four" + " one" * 15, "•••• 1111"),
        (
            "it is four one one one, one one one one, one one one one, one one one one, ok",
            "it is •••• 1111, ok",
        ),
        ("vier" + " eins" * 15, "•••• 1111"),
        ("Karte vier-eins-eins-eins" + " eins-eins-eins-eins" * 3, "Karte •••• 1111"),
        ("forty-one" + " eleven" * 7, "•••• 1111"),
        ("einundvierzig" + " elf" * 7, "•••• 1111"),
        ("f\u00fcnf " * 12 + "vier vier vier vier", "•••• 4444"),
        ("fuenf " * 12 + "vier vier vier vier", "•••• 4444"),
        ("FOUR" + " ONE" * 15, "•••• 1111"),
        ("four triple one" + " double one" * 6, "•••• 1111"),
        ("four one one one then 1111 1111 1111", "•••• 1111"),
        ("4111 and then 1111 and then 1111 and then 1111", "•••• 1111"),
        ("4111 und 1111 und 1111 und 1111", "•••• 1111"),
        ("three seven eight two eight two two four six three one oh oh oh five", "•••• 0005"),
        ("viereinseinseins" + " einseinseinseins" * 3, "•••• 1111"),
        ("four one one one" + " dash one one one one" * 3, "•••• 1111"),
        (f"DE {ACCOUNT}", "DE•• •••• 3000"),
    ],
)
def test_a_number_that_is_read_out_is_masked(text: str, kept: str) -> None:
    """
    People dictate, and their phones write it down.
    """
    assert masked(text) == kept
    assert masked(kept) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"{CARD} 123 12/26", "•••• 1111 ••• ••/••"),
        (f"{CARD} exp 12/26 cvv 123", "•••• 1111 exp ••/•• cvv •••"),
        (f"{CARD}, 12/2026, 123", "•••• 1111, ••/••, •••"),
        (f"card {CARD}\nexp 12-26\ncvc: 123", "card •••• 1111\nexp ••/••\ncvc: •••"),
        (f"cvv 123 exp 12/26 {CARD}", "cvv ••• exp ••/•• •••• 1111"),
        (f"{CARD} g\u00fcltig bis 12/26 Pr\u00fcfnummer 123",
         "•••• 1111 g\u00fcltig bis ••/•• Pr\u00fcfnummer •••"),
        (f"{CARD} valid thru 12 / 26 security code is 123",
         "•••• 1111 valid thru ••/•• security code is •••"),
        (f"{CARD} Ablaufdatum 12.26 Sicherheitscode 123",
         "•••• 1111 Ablaufdatum ••/•• Sicherheitscode •••"),
        (f"{CARD} cvv one two three", "•••• 1111 cvv •••"),
        (f"{CARD} expires december 2026, code 123", "•••• 1111 expires ••/••, code •••"),
        (f"{CARD}|12|2026|123", "•••• 1111|••/••|•••"),
        (f"{CARD} 12/26 123 thanks", "•••• 1111 ••/•• ••• thanks"),
        ("my cvv is 123", "my cvv is •••"),
        ("CVC=1234", "CVC=•••"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_card_is_masked(text: str, kept: str) -> None:
    """
    A security code is never to be kept at all, and a date makes a stolen number usable.
    """
    assert masked(text) == kept
    assert masked(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
        "eins zwei drei vier f\u00fcnf sechs sieben acht neun zehn elf zw\u00f6lf dreizehn",
        "four five six seven eight nine ten eleven twelve thirteen fourteen fifteen",
        "call me at four one five five five five two six seven one",
        "my number is zero one five one two three four five six seven eight nine",
        "vier Hosen, eins zwei drei, f\u00fcnf Hemden und acht Socken",
        "two thousand twenty six december twelve",
        "twenty one twenty two twenty three twenty four twenty five twenty six",
        "6212 3456 and 9123 4562",
        "I paid 123 euros on 12/26",
        "the code is 1234",
        "voucher valid until 12/26",
        "Sicherheitscode 482913",
        "security code 4821 for the door",
        "delivery on 12/26 at 12:30, order 100002",
        "order 123, exp 12/26",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    """
    Counting, phones, dates and codes of other things must reach the bot.
    """
    assert masked(text) == text


@pytest.mark.parametrize(
    "words",
    [
        " was charged 250 euros", " 129 euros", " EUR 129", " 2 mugs 300 plates",
        " for order 100002 on 12/26", " paid 250.00 on 3/12",
    ],
)  # fmt: skip
def test_an_amount_beside_a_card_stays(words: str) -> None:
    """
    Only what nothing else is counted by is taken for a security code.
    """
    assert masked(CARD + words) == "•••• 1111" + words
