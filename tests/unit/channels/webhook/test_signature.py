"""Signatures of Standard Webhooks, on the example of its own specification."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from channels.webhook.signature import key_of, new_secret, require_signed, signed
from domain.errors import ConfigurationError, UnverifiedRequest

# The example of the Standard Webhooks libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}'
AT = datetime.fromtimestamp(1_614_265_330, UTC)
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
KEY, OTHER = key_of(SECRET), key_of(new_secret())
HEADERS = {
    "webhook-id": ID,
    "webhook-timestamp": "1614265330",
    "webhook-signature": SIGNATURE,
}


def test_it_signs_as_the_specification_says() -> None:
    """So that every library of Standard Webhooks reads ours."""
    assert signed([KEY], webhook_id=ID, at=AT, body=BODY) == HEADERS


@pytest.mark.parametrize(
    "signature",
    [
        SIGNATURE,
        f"v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc= {SIGNATURE}",
        f"{SIGNATURE} v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=",
        f"v1a,something-else {SIGNATURE}",
    ],
)
@pytest.mark.parametrize("keys", [[KEY], [OTHER, KEY], [KEY, OTHER]])
def test_one_good_signature_by_one_of_the_keys_is_enough(signature: str, keys: list[bytes]) -> None:
    """While a secret is changed there are two of each."""
    require_signed(keys, HEADERS | {"webhook-signature": signature}, BODY, now=AT)


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-signature": ""},
        {"webhook-signature": SIGNATURE.replace("g0", "g1")},
        {"webhook-signature": SIGNATURE.removeprefix("v1,")},
        {"webhook-signature": "v2," + SIGNATURE.removeprefix("v1,")},
        {"webhook-signature": "\u20ac" + SIGNATURE},
        {"webhook-signature": " ".join(["v1,AAAA"] * 10 + [SIGNATURE])},
        {"webhook-id": "msg_another"},
        {"webhook-id": ""},
        {"webhook-timestamp": "1614265331"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": "-1"},
        {"webhook-timestamp": "9" * 400},
        {"webhook-timestamp": "\u0661\u0666"},
    ],
)
def test_what_is_changed_is_refused(changed: Mapping[str, str]) -> None:
    """Id, timestamp and signature hang together."""
    with pytest.raises(UnverifiedRequest):
        require_signed([KEY], {**HEADERS, **changed}, BODY, now=AT)


def test_another_body_another_key_and_nobodys_key_are_refused() -> None:
    """Nobody's connection has no keys: nothing is signed by it."""
    for keys, body in (([KEY], BODY + b" "), ([OTHER], BODY), ([], BODY)):
        with pytest.raises(UnverifiedRequest):
            require_signed(keys, HEADERS, body, now=AT)
    with pytest.raises(UnverifiedRequest):
        require_signed([KEY], {}, BODY, now=AT)


@pytest.mark.parametrize(("minutes", "holds"), [(-5, True), (5, True), (-5.1, False), (5.1, False)])
def test_a_recording_is_of_no_use_after_five_minutes(minutes: float, *, holds: bool) -> None:
    """Nor is one that is signed ahead, as whose clock is wrong might."""
    now = AT + timedelta(minutes=minutes)
    if holds:
        require_signed([KEY], HEADERS, BODY, now=now)
    else:
        with pytest.raises(UnverifiedRequest, match="five minutes"):
            require_signed([KEY], HEADERS, BODY, now=now)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_abc", "whsec_" + "A" * 200, "whsec_ä"])
def test_what_is_no_secret_is_refused_and_not_shown(secret: str) -> None:
    """A short one could be guessed."""
    with pytest.raises(ConfigurationError) as refused:
        key_of(secret)
    assert secret in {"", "whsec_"} or secret not in str(refused.value)


def test_each_secret_is_another() -> None:
    """And long enough."""
    assert len({new_secret() for _ in range(20)}) == 20
    assert len(key_of(new_secret())) == 32
