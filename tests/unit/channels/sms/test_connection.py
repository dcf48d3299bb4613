"""Connections of senders: what they hold, and what is refused by name."""

from typing import Any

import pytest

from channels.sms.connection import (
    new_connection,
    rotated,
    tokens,
    url_as_signed,
    without_previous,
)
from domain.errors import ConfigurationError

GIVEN: dict[str, Any] = {
    "account_sid": "AC" + "1" * 32,
    "auth_token": "0123456789abcdef0123456789abcdef",
    "number": "+4930901820",
}


def test_a_number_is_connected() -> None:
    made = new_connection("support", **GIVEN)

    assert made.settings == {"account_sid": GIVEN["account_sid"], "number": "+4930901820"}
    assert GIVEN["auth_token"] not in repr(made)


@pytest.mark.parametrize("number", ["whatsapp:+4930901820", "40404"])
def test_so_are_a_number_of_whatsapp_and_a_short_code(number: str) -> None:
    assert new_connection("support", **GIVEN | {"number": number}).settings["number"] == number


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"account": "Support Team"}, "account"),
        ({"account_sid": "AC12"}, "account_sid"),
        ({"auth_token": ""}, "auth_token"),
        ({"number": "0301234"[0:2]}, "number"),
        ({"number": "030123456"}, "number"),
        ({"number": "030123"}, "number"),
        ({"number": ""}, "number"),
        ({"messaging_service": "MG" + "2" * 32}, "number"),
        ({"number": "", "messaging_service": "MG1"}, "messaging_service"),
        ({"public_url": "bots.example"}, "public_url"),
        ({"public_url": "https://bots.example/?x=1"}, "public_url"),
        ({"public_url": "https://me:pw@bots.example"}, "public_url"),
        ({"api_url": "http://169.254.169.254"}, "api_url"),
    ],
)
def test_what_is_wrong_is_named(changed: dict[str, str], named: str) -> None:
    given = {"account": "support"} | GIVEN | changed
    with pytest.raises(ConfigurationError, match=f"^{named}:") as refused:
        new_connection(given.pop("account"), **given)
    assert GIVEN["auth_token"] not in str(refused.value)


def test_while_a_token_is_changed_both_hold() -> None:
    first = new_connection("support", **GIVEN)
    both = rotated(first, "f" * 32)

    assert tokens(both) == [b"f" * 32, GIVEN["auth_token"].encode()]
    assert tokens(without_previous(both)) == [b"f" * 32]


def test_the_address_is_the_one_that_twilio_knows() -> None:
    seen = "http://10.0.0.7:8080/v1/tenants/acme/channels/sms/support/status?delivery=a/b"
    own = new_connection("support", **GIVEN, public_url="https://bots.example/chat/")

    assert url_as_signed(new_connection("support", **GIVEN), seen) == seen
    assert url_as_signed(own, seen) == (
        "https://bots.example/chat/v1/tenants/acme/channels/sms/support/status?delivery=a/b"
    )
