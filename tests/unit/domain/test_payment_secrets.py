"""Numbers of cards and accounts are masked, and nothing else is."""

from datetime import UTC, datetime

import pytest

from domain.account_numbers import is_iban
from domain.channel_addresses import Channel
from domain.forms import FormAnswers
from domain.messages import Attachment, ButtonPress, InboundMessage
from domain.payment_secrets import is_card, luhn, masked, masked_message

CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("my card is 4111 1111 1111 1111 thanks", "my card is •••• 1111 thanks"),
        ("4111-1111-1111-1111 123 12/26", "•••• 1111 ••• ••/••"),
        ("378282246310005", "•••• 0005"),
        ("Karte: 5555555555554444.", "Karte: •••• 4444."),
        ("4111.1111.1111.1111", "•••• 1111"),
        ("\uff14\uff11\uff11\uff11 " + "\uff11\uff11\uff11\uff11 " * 2 + "\uff11" * 4, "•••• 1111"),
        ("4111\u200b1111\u200b1111\u200b1111", "•••• 1111"),
        ("1 4111 1111 1111 1111", "1 •••• 1111"),
        ("4111111111111111, 5555555555554444", "•••• 1111, •••• 4444"),
        ("IBAN DE89 3704 0044 0532 0130 00 bitte", "IBAN DE•• •••• 3000 bitte"),
        ("de89370400440532013000", "DE•• •••• 3000"),
        ("GB82-WEST-1234-5698-7654-32", "GB•• •••• 5432"),
        (
            "AT61 1904 3002 3457 3201 and NL91ABNA0417164300",
            "AT•• •••• 3201 and NL•• •••• 4300",
        ),
        ("4111 - 1111 - 1111 - 1111", "•••• 1111"),
        ("4222222222222", "•••• 2222"),
        ("4111 11111111 1111", "•••• 1111"),
        ("my card: 4111 111 1111 11111", "my card: •••• 1111"),
        ("4111, 1111, 1111, 1111", "•••• 1111"),
        ("4111/1111/1111/1111", "•••• 1111"),
        ("4111_1111_1111_1111", "•••• 1111"),
        ("*4111* *1111* *1111* *1111*", "*•••• 1111*"),
        ("(4111)(1111)(1111)(1111)", "(•••• 1111)"),
        ("4111\t\t\t1111   1111   1111", "•••• 1111"),
        ("my card4111111111111111cvv123", "my card•••• 1111cvv•••"),
        ("visa4111111111111111exp12/26", "visa•••• 1111exp••/••"),
        ("+4111111111111111", "+•••• 1111"),
        ("4111\u202a1111\u202a1111\u202a1111", "•••• 1111"),
        ("4111\u22121111\u22121111\u22121111", "•••• 1111"),
        ("\u2463\u2460\u2460\u2460 " + "\u2460\u2460\u2460\u2460 " * 3, "•••• 1111 "),
        ("4\ufe0f\u20e3" + "1\ufe0f\u20e3" * 15, "•••• 1111\ufe0f\u20e3"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "•••• 1111"),
        ("IBANDE89370400440532013000", "IBANDE•• •••• 3000"),
        ("D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0", "DE•• •••• 3000"),
        ("DE89 / 3704 / 0044 / 0532 / 0130 / 00", "DE•• •••• 3000"),
        ("DE89_3704_0044_0532_0130_00", "DE•• •••• 3000"),
        ("DE89 3704 0044 O532 013O OO", "DE•• •••• 3000"),
        ("DE89370400440532013000COBADEFFXXX", "DE•• •••• 3000COBADEFFXXX"),
        ("\uff24\uff25\uff18\uff19 3704 0044 0532 0130 00", "DE•• •••• 3000"),
        ("LY83 0020 4800 0020 1001 2036 1", "LY•• •••• 0361"),
    ],
)
def test_the_last_four_digits_stay(text: str, kept: str) -> None:
    """
    The customer and an agent can still tell which card is meant.
    """
    assert masked(text) == kept
    assert masked(kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "+4915123456789012",
        "call 0049 30 1234567890123",
        "1700000000000",
        "2026-12-05 10:00:00 and 2026-12-06 11:30:00",
        "A4111111111111111",
        "41111111111111110000",
        "DE88 3704 0044 0532 0130 00",
        "order no. 100002",
        "JJD4111111111111111",
        "(415) 555-2671 (415) 555-2630",
        "415-555-2671\n415-555-2630",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
        "6212 3456 / 9123 4562",
        "tracking 9400111899223197428490",
        "ISBN 978-3-16-148410-0",
        "article 4006381333924",
        "9400 5220 5675 5652 3976 64",
        "room 54 0430 A318845 9400 3012 7142 4297 1610 57",
        "304-3818104-8443372",
        "20 34 43 6051 72313 7995",
        "",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    """
    A phone number, a time or an order number must reach the bot as it was written.
    """
    assert masked(text) == text


def test_the_tenants_own_numbers_win() -> None:
    """
    An order number that happens to pass the test of cards is still an order number.
    """
    assert masked(f"order {CARD}", lambda text: [(6, len(text))]) == f"order {CARD}"
    assert masked(f"{CARD} {CARD}", lambda _: [(0, 19)]) == f"{CARD} •••• 1111"


def test_buttons_forms_and_names_of_files_are_masked_too() -> None:
    """
    A form's field is where a number is most likely typed, and a file is named after a card.
    """
    message = InboundMessage(
        message_id="m-1", tenant_id="acme", conversation_id="c-1", channel=Channel.WEB,
        text=CARD, received_at=datetime(2026, 11, 29, tzinfo=UTC),
        button=ButtonPress(payload=CARD, text="pay"),
        form=FormAnswers(flow="refund", values={"iban": "DE89370400440532013000"}),
        attachments=(Attachment(name=f"{CARD}.pdf", media_type="application/pdf", size=1),),
    )  # fmt: skip
    kept = masked_message(message)
    assert kept.text == "•••• 1111"
    assert kept.button is not None
    assert kept.button.payload == "•••• 1111"
    assert kept.form is not None
    assert kept.form.values == {"iban": "DE•• •••• 3000"}
    assert kept.attachments[0].name == "•••• 1111.pdf"
    assert CARD.replace(" ", "") not in kept.model_dump_json().replace(" ", "")


def test_check_digits() -> None:
    """
    Both tests as their standards have them.
    """
    assert luhn("79927398713")
    assert not luhn("79927398710")
    assert is_card("4242424242424242")
    assert not is_card("9999999999999995")
    assert is_iban("CH9300762011623852957")
    assert not is_iban("CH9300762011623852958")
    assert not is_iban("XX82WEST12345698765432")
