"""Bank accounts are known by their country's structure, and everyday words are none."""

import random
from collections.abc import Iterator
from string import ascii_uppercase, digits

import pytest

from domain.account_numbers import account_numbers, is_iban, structure_of
from domain.payment_secrets import masked
from domain.split_numbers import NOTHING, masked_after

COUNTRIES = (  # noqa: SIM905 - a list of words reads best as words
    "AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO EE EG ES FI FK FO FR GB GE GI GL "
    "GR GT HN HR HU IE IL IQ IS IT JO KW KZ LB LC LI LT LU LV LY MC MD ME MK MN MR MT MU NI NL NO "
    "OM PK PL PS PT QA RO RS RU SA SC SD SE SI SK SM SO ST SV TL TN TR UA VA VG XK YE"
).split()
EXAMPLES = (
    "AD1200012030200359100100", "AE070331234567890123456", "AT611904300234573201",
    "BE68539007547034", "BG80BNBG96611020345678", "BH67BMAG00001299123456",
    "BR1800360305000010009795493C1", "CH9300762011623852957", "CZ6508000000192000145399",
    "DE89370400440532013000", "DK5000400440116243", "EE382200221020145685",
    "ES9121000418450200051332", "FI2112345600000785", "FR1420041010050500013M02606",
    "GB29NWBK60161331926819", "GE29NB0000000101904917", "GR1601101250000000012300695",
    "HU42117730161111101800000000", "IE29AIBK93115212345678", "IT60X0542811101000000123456",
    "KW81CBKU0000000000001234560101", "LT121000011101001000", "LU280019400644750000",
    "LV80BANK0000435195001", "MT84MALT011000012345MTLCAST001S", "MU17BOMM0101101030300200000MUR",
    "NL91ABNA0417164300", "NO9386011117947", "PL61109010140000071219812874",
    "PT50000201231234567890154", "RO49AAAA1B31007593840000", "SE4550000000058398257466",
    "SK3112000000198742637541", "TR330006100519786457841326", "XK051212012345678906",
)  # fmt: skip
"""One of each country from the registry's own examples."""
NORWEGIAN = ("NO9386011117947", "NO8330001234567", "NO4912345678911", "NO2498765432103")
"""With Norway's own check digit, too, which each of its accounts has."""


def an_account(country: str, order: random.Random) -> str:
    signs = {"n": digits, "a": ascii_uppercase, "c": digits * 4 + ascii_uppercase}
    rest = "".join(order.choice(signs[kind]) for kind in structure_of(country))
    if country == "NO":
        return order.choice(NORWEGIAN)
    turned = "".join(str(int(sign, 36)) for sign in f"{rest}{country}00")
    return f"{country}{98 - int(turned) % 97:02}{rest}"


def in_fours(number: str, gap: str = " ") -> str:
    return gap.join(number[at : at + 4] for at in range(0, len(number), 4))


def behind_a_blank(country: str, rest: str) -> Iterator[str]:
    """As phones write it, which set a capital by themselves, and a blank behind each word."""
    for written in (country, country.lower(), country.title()):
        yield f"{written} {rest}"
        yield f"{written} {rest.lower()}"
        yield f"{written}: {rest}"
        yield f"{written} {in_fours(rest)}"
        yield f"{written} {rest[:2]} {rest[2:]}"
        yield f"{written}{rest[:2]} {rest[2:]}"


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_of_the_registry_are_accounts(example: str) -> None:
    """
    A digit where a letter belongs, or one sign too many, makes it none.
    """
    assert is_iban(example)
    assert not is_iban(f"{example}0")
    assert not is_iban(example[:2] + ("8" if example[2] != "8" else "9") + example[3:])


@pytest.mark.parametrize("country", COUNTRIES)
def test_accounts_of_every_country_are_masked_however_they_are_written(country: str) -> None:
    """
    Close together, in fours, with lines, sign by sign, in small letters, in two messages.
    """
    order = random.Random(country)  # noqa: S311 - the same each time
    for _ in range(4):
        number = an_account(country, order)
        shown = f"{country}•• •••• {number[-4:]}"
        for spelling in (
            number, number.lower(), in_fours(number), in_fours(number.lower()), " ".join(number),
            in_fours(number, "-"), in_fours(number, "\n"), in_fours(number, " / "),
            *behind_a_blank(country, number[2:]),
        ):  # fmt: skip
            assert masked(f"to {spelling}, please") == f"to {shown}, please", spelling
        for whole in (in_fours(number), in_fours(number.lower())):
            cut = 5 * order.randint(1, len(whole) // 5 - 1)
            _, before = masked_after(NOTHING, f"my account is {whole[: cut - 1]}")
            if "•" not in whole[:cut]:
                assert masked_after(before, whole[cut:])[0] == "••••", (whole[:cut], whole[cut:])


@pytest.mark.parametrize(
    "text",
    [
        "de 89370400440532013000",
        "De 89370400440532013000 ist meine Nummer",
        "gb 29NWBK60161331926819",
        "at 61 1904300234573201",
        "NO 9386011117947",
        "No. 9386011117947",
        "meine Kontonummer: de 89370400440532013000",
        "de 89 37040044 0532013000",
        "De-89370400440532013000",
        "de 89370400440532013000COBADEFFXXX",
        "mein Girokonto ist de 893 704 004 405 320 130 00",
        "my bank account: de 893704 004405 320130 00",
        "acct no 9386 0111 17947",
        "Bankverbindung at 61 190 4300 234573 201",
    ],
)
def test_a_country_stands_by_itself(text: str) -> None:
    """
    Whatever its capitals, where one number follows, or where the text names an account.
    """
    assert "••••" in masked(text)


@pytest.mark.parametrize(
    "parts",
    [
        ("GB82", "WEST1234", "5698765432"),
        ("ro49 aaaa", "1b31 0075", "9384 0000"),
        ("KW81 CBKU 0000", "0000 0000 1234", "and then 5601 01"),
        ("kw81 cbku", "0000 0000 0000", "1234 5601 01"),
    ],
)
def test_accounts_come_in_three_messages(parts: tuple[str, ...]) -> None:
    """
    The bank's letters belong to the number: without them the last part completes nothing.
    """
    before = NOTHING
    for part in parts:
        shown, before = masked_after(before, part)
    assert shown in {"••••", "and then ••••"}


@pytest.mark.parametrize(
    "text",
    [
        "my customer NO 00474622858, order 7868 2663 7452",
        "my customer no 88895428, order MD51-LTPR-5156, phone +1 356 989 1160",
        "by 3 23.8.27 at the main entrance thanks",
        "BY 12 JUNE 2026 AT THE MAIN ENTRANCE AGAIN",
        "I live at 7764 Main Street, Springfield, IL 23856",
        "me 652 tomorrow but tomorrow",
        "PS 673 weitere von 2028/258153, 7.020,24",
        "call me at 0155 71427467 by 5 o'clock",
        "is 19.7.20 ok? else 1. Februar 2021 or 5 February at 1 pm to 13:30",
        "ro 76 best 10076 44815 thanks",
        "es 673 danke nein 76",
        "bezahlt 686.57 EUR am 28.8.24 für IS-23-206227 und $968 für 2/4//851424",
        "no 630, the other one",
        "order no 4006381333931",
        "de 1485 uhr noch",
        "be 01 512 7345 72901, ask for me",
        "call about my account at 14:30, 0151 2345678901",
        "at 0151 2745 678 901 773 please",
        "No 4004477333931",
        "de 00340465378805089113",
        "my account at 17:45 00494927382511",
        "es 94 0011 1899 2223 1974 27890",
    ],
)
def test_everyday_words_are_no_accounts(text: str) -> None:
    """
    The sum of each hundredth of such texts is right: the structure has to say no.
    """
    for number in range(400):
        assert not list(account_numbers(f"{number} {text}"))
        assert not list(account_numbers(text.replace("7", str(number % 10)).replace("2", "0")))


@pytest.mark.parametrize("sign", ["\u00df", "\ufb01", "\u0131", "\u0130", "\u212a"])
def test_letters_that_grow_are_read_past(sign: str) -> None:
    """
    "\u00df" in capitals has two letters.
    """
    assert not list(account_numbers(f"MT84 MALT 0110 0001 2345 MTL{sign} AST0 01S"))
