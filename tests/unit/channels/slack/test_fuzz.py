"""Recorded calls, mutated: nothing but an answer or a named refusal comes of them."""

import json
import random
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from domain.channels import ParsedWebhook
from domain.errors import DuralogueError, UnverifiedRequest
from tests.unit.channels.slack.recorded_calls import (
    KEY,
    PAYLOADS,
    RECEIVED,
    RECEIVER,
    SIGNING,
    app,
    brought,
    request,
)

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, "", " ", "\0", "\ud800", "x" * 70_000, "U0", [], [[]], {}, {"id": {}},
    [None], "1.2", "9999999999.9", "D0AAA", "\u202e", "say:", "rate", "form", {"value": []},
)  # fmt: skip
ROUNDS = 60
JSON_TYPE = "application/json"


def mutated(payload: Any, luck: random.Random) -> Any:
    """One value of it is replaced, left out or doubled."""
    places = list(_places(payload))
    holder, key = luck.choice(places)
    match luck.randrange(4):
        case 0 if isinstance(holder, dict):
            del holder[key]
        case 1:
            holder[key] = [holder[key]]
        case _:
            holder[key] = luck.choice(ODD)
    return payload


def _places(value: Any) -> Any:
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in list(pairs):
        yield value, key
        yield from _places(inner)


def json_of(call: dict[str, Any]) -> Any:
    if call["headers"]["content-type"] == JSON_TYPE:
        return json.loads(call["body"])
    fields = parse_qs(call["body"], keep_blank_values=True)
    if "payload" in fields:
        return json.loads(fields["payload"][0])
    return {name: value[0] for name, value in fields.items()}


def body_of(call: dict[str, Any], payload: Any) -> bytes:
    if call["headers"]["content-type"] == JSON_TYPE:
        return json.dumps(payload).encode()
    if call["path"].endswith("commands"):
        return urlencode({str(k): str(v) for k, v in payload.items()}, errors="replace").encode()
    return urlencode({"payload": json.dumps(payload)}).encode()


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
async def test_whatever_is_signed_is_read_or_refused_by_name(path: Any) -> None:
    """Never another error, which the gateway would answer with 500."""
    luck = random.Random(path.stem)  # noqa: S311 - the same each time
    call = json.loads(path.read_text())
    for _ in range(ROUNDS):
        payload = json_of(call)
        for _ in range(luck.randint(1, 3)):
            payload = mutated(payload, luck)
            if not payload:
                break
        try:
            found = await brought(
                body_of(call, payload),
                path=call["path"].partition("/")[2],
                content_type=call["headers"]["content-type"],
            )
        except DuralogueError:
            continue
        assert isinstance(found, ParsedWebhook)
        for message in found.messages:
            assert type(message).model_validate_json(message.model_dump_json()) == message


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_nothing_that_is_not_signed_is_accepted(path: Any) -> None:
    """One byte more, less or other, and the signature is of something else."""
    luck = random.Random(path.stem)  # noqa: S311 - the same each time
    call = json.loads(path.read_text())
    body = call["body"].encode()
    headers = request(body).headers
    for _ in range(ROUNDS):
        at = luck.randrange(len(body))
        other = luck.choice(
            (
                body[:at] + body[at + 1 :],
                body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :],
                body + b" ",
            )
        )
        made = request(other, headers={**headers})
        with pytest.raises(UnverifiedRequest):
            RECEIVER.verify(made, app(signing=SIGNING))


async def test_bytes_at_random_are_refused() -> None:
    """With a signature, and whatever type they claim to be of."""
    luck = random.Random(7)  # noqa: S311
    for n in range(300):
        body = luck.randbytes(luck.randrange(200))
        kind = (JSON_TYPE, "application/x-www-form-urlencoded", "")[n % 3]
        made = request(body, content_type=kind)
        assert made.received_at == RECEIVED
        try:
            await RECEIVER.parse(made, app(), tenant_id="acme", key=KEY)
        except DuralogueError:
            continue
