"""Twilio's signatures, against the example of its documentation and its own validator."""

import hashlib
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from channels.sms.signature import MOST_FIELDS, require_signed
from domain.errors import UnverifiedRequest

DOCUMENTED_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
DOCUMENTED = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+12349013030",
    "Digits": "1234",
    "From": "+12349013030",
    "To": "+18005551212",
}
TOKEN = b"12345"
FORM = {"content-type": "application/x-www-form-urlencoded"}


def signed(url: str, fields: dict[str, str], token: bytes = TOKEN) -> dict[str, str]:
    signature = RequestValidator(token.decode()).compute_signature(url, fields)
    return {**FORM, "x-twilio-signature": signature}


def test_the_example_of_the_documentation_holds() -> None:
    headers = {**FORM, "x-twilio-signature": "0/KCTR6DLpKmkAf8muzZqo1nDgQ="}
    body = urlencode(DOCUMENTED).encode()
    require_signed([TOKEN], DOCUMENTED_URL, headers, body)

    with pytest.raises(UnverifiedRequest):
        require_signed([TOKEN], DOCUMENTED_URL, headers, body.replace(b"1234", b"1235"))


@given(
    st.dictionaries(st.text(min_size=1, max_size=12), st.text(max_size=40), min_size=1, max_size=20)
)
@settings(max_examples=100, deadline=None)
def test_whatever_twilios_validator_signs_holds(fields: dict[str, str]) -> None:
    """Umlauts, emoji, empty fields, "&" and "=" in them; whatever order they come in."""
    fields = {name: value for name, value in fields.items() if name.strip()}
    try:
        body = urlencode(fields).encode()
    except UnicodeEncodeError:
        return
    require_signed([TOKEN], DOCUMENTED_URL, signed(DOCUMENTED_URL, fields), body)


@pytest.mark.parametrize("port", ["", ":443"])
@pytest.mark.parametrize("called", ["", ":443"])
def test_with_its_port_or_without(port: str, called: str) -> None:
    url = f"https://bot.example{port}/status?delivery=a/b"
    headers = signed(url, DOCUMENTED)
    seen = f"https://bot.example{called}/status?delivery=a/b"
    require_signed([TOKEN], seen, headers, urlencode(DOCUMENTED).encode())


def test_a_body_of_json_is_signed_by_its_hash() -> None:
    body = b'{"event": "x"}'
    url = f"https://bot.example/e?bodySHA256={hashlib.sha256(body).hexdigest()}"
    headers = signed(url, {}) | {"content-type": "application/json"}
    require_signed([TOKEN], url, headers, body)

    for changed in (b'{"event": "y"}', b""):
        with pytest.raises(UnverifiedRequest):
            require_signed([TOKEN], url, headers, changed)
    bare = "https://bot.example/e"
    with pytest.raises(UnverifiedRequest):
        require_signed([TOKEN], bare, signed(bare, {}) | {"content-type": "application/json"}, body)


def test_a_form_does_not_pass_as_json() -> None:
    """Else whoever has seen one signed address could put any form below it."""
    body = b"Body=hello"
    url = "https://bot.example/in"
    headers = signed(url, {}) | {"content-type": "application/json"}
    with pytest.raises(UnverifiedRequest):
        require_signed([TOKEN], url, headers, body)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-twilio-signature": ""},
        {"x-twilio-signature": "ä" * 28},
        {"x-twilio-signature": "A" * 27 + "="},
        {"x-twilio-signature": "A" * 100_000},
        {
            "x-twilio-signature": "0/KCTR6DLpKmkAf8muzZqo1nDgQ=",
            "x-twilio-webhooks-signature-settings": "key=k,algorithm=HMAC_SHA256",
        },
    ],
)
def test_what_is_not_signed_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(UnverifiedRequest):
        require_signed([TOKEN], DOCUMENTED_URL, {**FORM, **headers}, urlencode(DOCUMENTED).encode())


def test_nobodys_token_signs_nothing() -> None:
    with pytest.raises(UnverifiedRequest):
        require_signed([], DOCUMENTED_URL, signed(DOCUMENTED_URL, DOCUMENTED, b""), b"")


def test_more_fields_than_twilio_sends_are_refused() -> None:
    fields = {str(number): "" for number in range(MOST_FIELDS + 1)}
    with pytest.raises(UnverifiedRequest, match="fields"):
        require_signed(
            [TOKEN], DOCUMENTED_URL, signed(DOCUMENTED_URL, fields), urlencode(fields).encode()
        )
