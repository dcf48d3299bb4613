"""Mutated recorded calls: nothing unverified is read, nothing verified is a failure of ours."""

import asyncio
import json
import random
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from pydantic import SecretStr
from twilio.request_validator import RequestValidator

import channels.sms.receiver as receiving
from channels.sms.receiver import SmsReceiver
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, ParsedWebhook, WebhookRequest
from domain.errors import InvalidInput, UnverifiedRequest

RECORDED = [
    json.loads(path.read_text()) for path in sorted((Path(__file__).parent / "payloads").glob("*"))
]
GOOD = [each for each in RECORDED if "refused" not in each]
KEY = bytes(range(32))
NASTY = [
    "", "\0", "\x1b[31m", "\U0001d54f" * 5_000, "-1", "99999999999999999999", "whatsapp:", "+",
    "\u202e", "\ud83d",
    "²", "NaN", "https://[", "//evil", "../../x", "a" * 40_000, "%00", "{}", "[]", "<Response/>",
]  # fmt: skip


def call(recorded: dict[str, Any], body: bytes, headers: dict[str, str]) -> WebhookRequest:
    query = recorded.get("query", "")
    return WebhookRequest(
        path=recorded["path"],
        url=f"https://bot.example/v1/tenants/acme/channels/sms/{recorded['path']}{query}",
        headers=headers,
        body=body,
        received_at=datetime.fromisoformat(recorded["received_at"]),
    )


def connection_of(recorded: dict[str, Any]) -> ChannelConnection:
    return ChannelConnection(
        channel=Channel.SMS,
        account="support",
        settings=recorded["settings"] | {"public_url": ""},
        secrets={name: SecretStr(value) for name, value in recorded["secrets"].items()},
    )


@pytest.mark.parametrize("seed", range(16))
def test_a_changed_call_is_refused_before_it_is_read(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One bit of the body, of the signature, of the address."""
    monkeypatch.setattr(receiving, "form_of", lambda _: pytest.fail("read before it was verified"))
    chance = random.Random(seed)  # noqa: S311 - a test's
    for recorded in GOOD:
        body, headers = bytearray(recorded["body"].encode()), dict(recorded["headers"])
        if seed % 2:
            body[chance.randrange(len(body))] ^= 1 << chance.randrange(7)
        else:
            signature = list(headers["x-twilio-signature"])
            place = chance.randrange(26)
            signature[place] = "A" if signature[place] != "A" else "B"
            headers["x-twilio-signature"] = "".join(signature)
        if bytes(body) == recorded["body"].encode() and seed % 2:
            continue
        request = call(recorded, bytes(body), headers)
        if _says_the_same(bytes(body), recorded["body"]) and seed % 2:
            continue
        with pytest.raises(UnverifiedRequest):
            SmsReceiver().verify(request, connection_of(recorded))


def _says_the_same(body: bytes, recorded: str) -> bool:
    """`%2b` and `%2B` are one character; what is signed is what it says."""
    try:
        changed = parse_qsl(body.decode(), keep_blank_values=True)
    except UnicodeDecodeError:
        return False
    before = parse_qsl(recorded, keep_blank_values=True)
    return "".join(sorted(map("".join, changed))) == "".join(sorted(map("".join, before)))


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_signed_is_read_or_refused_by_name(seed: int) -> None:
    """The provider's own bugs, and fields that nobody has seen yet: never a failure of ours."""
    chance = random.Random(seed)  # noqa: S311 - a test's
    for recorded in GOOD:
        fields = dict(parse_qsl(recorded["body"], keep_blank_values=True))
        for name in chance.sample(sorted(fields), k=min(3, len(fields))):
            fields[name] = chance.choice(NASTY)
        fields |= {"NumMedia": chance.choice(["3", *NASTY]), "MediaUrl0": chance.choice(NASTY)}
        body = urlencode(fields, errors="surrogatepass").encode()
        token = recorded["secrets"]["auth_token"]
        brought = _read(recorded, body, token)
        assert brought is None or len(brought.messages) <= 1


def _read(recorded: dict[str, Any], body: bytes, token: str) -> ParsedWebhook | None:
    unsigned = call(recorded, body, recorded["headers"])
    try:
        signature = RequestValidator(token).compute_signature(
            unsigned.url, dict(parse_qsl(body.decode(), keep_blank_values=True))
        )
    except UnicodeEncodeError:
        return None
    request = call(recorded, body, recorded["headers"] | {"x-twilio-signature": signature})
    connection = connection_of(recorded)
    try:
        SmsReceiver().verify(request, connection)
        return asyncio.run(SmsReceiver().parse(request, connection, tenant_id="acme", key=KEY))
    except (InvalidInput, UnverifiedRequest):
        return None
