"""Numbers of cards and accounts that come in several messages."""

from itertools import product

import pytest

from domain.split_numbers import NOTHING, Unfinished, goes_on, masked_after


def kept(*messages: str) -> list[str]:
    """What is kept of each, one after the other."""
    before, found = NOTHING, []
    for message in messages:
        shown, before = masked_after(before, message)
        found.append(shown)
    return found


@pytest.mark.parametrize(
    ("messages", "last"),
    [
        (("4111 1111", "1111 1111"), "••••"),
        (("4111", "1111", "1111", "1111"), "••••"),
        (("411111111111", "1111"), "••••"),
        (("my card is 4111 1111", "and then 1111 1111"), "and then ••••"),
        (("meine Karte ist 4111 1111", "und dann 1111 1111 bitte"), "und dann •••• bitte"),
        (("4111 1111", "one moment", "1111 1111"), "••••"),
        (("3782 822463", "10005"), "••••"),
        (("DE89 3704 0044", "0532 0130 00"), "••••"),
        (("meine IBAN ist DE89 3704 0044 0532", "0130 00"), "••••"),
        (("GB82 WEST 1234", "5698 7654 32"), "••••"),
        (("GB82", "WEST 1234 5698 7654 32"), "••••"),
        (("four" + " one" * 7, "one" + " one" * 7), "••••"),
        (("4111 1111 ...", "... 1111 1111"), "... ••••"),
        (("4111-1111-", "1111-1111"), "••••"),
        (("5555 5555 5555", "4444 12/26 123"), "•••• ••/•• •••"),
        (("my visa begins with 41111", "11111111111"), "••••"),
        (("4111 1111 1111 1111", "12/26 123"), "••/•• •••"),
        (("4111 1111 1111 1111", "cvv 123"), "cvv •••"),
        (("4242 4242?", "yes and 4242 4242"), "yes and ••••"),
        (("4242 4242 und", "4242 4242"), "••••"),
        (("first half 4242 4242", "second half: 4242 4242"), "second half: ••••"),
        (("AT61 1904 3002", "3457 3201"), "••••"),
        (("FR14 2004 1010 0505", "0001 3M02 606"), "••••"),
        (("MT84 MALT 0110 0001", "2345 MTLC AST0 01S"), "••••"),
        (("4111 1111", "1111 1111", "12/26", "123"), "•••"),
    ],
)
def test_no_message_completes_a_number(messages: tuple[str, ...], last: str) -> None:
    """
    What came first is kept already; with the rest covered nothing holds the number.
    """
    assert kept(*messages)[-1] == last


@pytest.mark.parametrize(
    "messages",
    [
        ("A100001", "4111 people"),
        ("452391", "01512345678"),
        ("my order is 100002", "1234567890"),
        ("49 151 2345678", "1000"),
        ("My number is 415 555 2671", "order 4111"),
        ("4111 2222", "3333 5556"),
        ("DE", "89 euros"),
        ("2026", "1230", "12/26", "123"),
        ("41111", "11111111111"),
        ("4111 1111", "I would like to know when you open on Sundays, please", "1111 1111"),
        ("DE89 3704 0044 0532 0130 00", "123"),
        ("my order is R6575-2940-4608", "meine Nummer ist +41 18 974 51 15"),
        ("meine Bestellung ist 584496872865", "Bestellung 4309 1277 2086 ist weg"),
        ("my number is (795) 430-6071", "07456 540376"),
        ("my order is 576274223501", "vom 26.3.25 bis 11.10.2024, table 37"),
        ("my order is 4093 9924 6510", "at 1030:15 on 3 May"),
        ("+1 850 175 5335", "+49 9487 256983"),
    ],
)
def test_two_numbers_are_not_one(messages: tuple[str, ...]) -> None:
    """
    An order's number and then a phone's: people are asked for both, one after the other.
    """
    assert kept(*messages)[1:] == list(messages[1:])


def test_the_tenants_own_numbers_are_no_parts() -> None:
    """
    Neither begins an order number a card, nor ends it one.
    """
    everything = Unfinished("4111 1111")
    assert masked_after(everything, "1111 1111", lambda text: [(0, len(text))])[0] == "1111 1111"
    assert masked_after(NOTHING, "4111 1111", lambda _: [(0, 9)]) == ("4111 1111", NOTHING)


@pytest.mark.parametrize("text", ["1111 1111", "and then 1111", "WEST 1234", "eins eins eins"])
def test_what_could_go_on_is_looked_up(text: str) -> None:
    """
    Another gateway may have taken the message before.
    """
    assert goes_on(text)


@pytest.mark.parametrize("text", ["hello", "what is my order", "the order A100002", ""])
def test_most_messages_are_not_looked_up(text: str) -> None:
    """
    Reading a transcript takes the database's time.
    """
    assert not goes_on(text)


TIMES = (
    "at 14:00", "Monday 30 November at 14:00", "de 12 uhr", "by 10:15", "it 20 pieces", "A100002",
)  # fmt: skip
NUMBERS = ("030 1234567", "+49 170 1234567", "0043 1 5858", "2026-11-30", "12 12", "4711", "49.90")
WORDS = (
    "Yes, but not yet", "yes", "no thanks, we are fine", "book it for 4 people", "Skip",
    "I need 2 of them and 1 plate", "my name is Grace Hopper", "ok, 15:30 then", "please cancel",
)  # fmt: skip


@pytest.mark.parametrize("first", TIMES)
def test_a_time_and_a_telephone_number_begin_no_account(first: str) -> None:
    """
    "AT 14", ten digits and some letters have the sum of an Austrian account once in a hundred.
    """
    for number, said, further in product(NUMBERS, WORDS, WORDS):
        talk = (first, number, said, further)
        assert kept(*talk) == list(talk)


def test_no_word_is_cut_in_half() -> None:
    """
    A room and half of "please" have the length and the sum of a German account.
    """
    talk = ("my order is DE89 and", "room 3704, 0044 please", "yes, 0532")
    assert kept(*talk) == list(talk)
