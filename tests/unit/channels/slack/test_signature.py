"""Signatures of Slack's: what holds, as Slack's own library has it, and what is refused."""

from datetime import timedelta

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from channels.slack.signature import require_signed, signed
from domain.errors import UnverifiedRequest
from tests.unit.channels.slack.recorded_calls import RECEIVED, RECEIVER, SIGNING, app, request

BODY = b'{"type":"event_callback"}'


class _StoppedClock(Clock):
    def now(self) -> float:
        return RECEIVED.timestamp()


@pytest.mark.parametrize("minutes", [-6, -4, 0, 4, 6])
@pytest.mark.parametrize("secret", [SIGNING, "another-signing-secret"])
def test_it_holds_where_slacks_own_library_says_so(minutes: int, secret: str) -> None:
    """By secret and by time."""
    headers = signed(secret, at=RECEIVED + timedelta(minutes=minutes), body=BODY)
    expected = SignatureVerifier(SIGNING, _StoppedClock()).is_valid_request(BODY, dict(headers))

    try:
        require_signed([SIGNING], headers, BODY, now=RECEIVED)
    except UnverifiedRequest:
        assert not expected
    else:
        assert expected


def test_it_is_slacks_example() -> None:
    """As their documentation computes it."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id="
        b"G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-"
        b"collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F3977008"
        b"85554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c44"
        b"7fce8b6703c"
    )
    shown = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    headers = {"x-slack-request-timestamp": "1531420618", "x-slack-signature": shown}
    now = RECEIVED.fromtimestamp(1531420618, RECEIVED.tzinfo)

    require_signed(["8f742231b10e8888abcd99yyyzzz85a5"], headers, body, now=now)


def test_two_secrets_hold_while_one_is_rotated() -> None:
    """And the one before no longer, once it is dropped."""
    headers = signed("the-one-before", at=RECEIVED, body=BODY)
    both = app(signing=SIGNING, previous="the-one-before")
    RECEIVER.verify(request(BODY, headers=headers), both)

    with pytest.raises(UnverifiedRequest):
        RECEIVER.verify(request(BODY, headers=headers), app())


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-request-timestamp": "now"},
        {"x-slack-request-timestamp": "1795953600", "x-slack-signature": "v0=é"},
        {"x-slack-request-timestamp": "9" * 40, "x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-request-timestamp": "\u0661\u0662", "x-slack-signature": "v0=" + "0" * 64},
    ],
)
def test_headers_that_are_not_well_formed_are_refused(headers: dict[str, str]) -> None:
    """Where Slack's own library raises ValueError or TypeError."""
    with pytest.raises(UnverifiedRequest):
        require_signed([SIGNING], headers, BODY, now=RECEIVED)


def test_nobodys_connection_verifies_nothing() -> None:
    """Whatever the call is signed with."""
    for secret in ("", SIGNING):
        headers = signed(secret, at=RECEIVED, body=BODY)
        with pytest.raises(UnverifiedRequest, match="signing secret"):
            require_signed([], headers, BODY, now=RECEIVED)


def test_a_body_that_is_no_text_is_refused_and_not_read() -> None:
    """It is compared as bytes."""
    with pytest.raises(UnverifiedRequest):
        require_signed([SIGNING], signed("x", at=RECEIVED, body=b"\xff"), b"\xff", now=RECEIVED)
