"""Signed calls of Slack's with anything in them, through the whole gateway."""

import json
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from channels.slack.connection import new_workspace
from channels.slack.receiver import SlackReceiver
from channels.slack.signature import signed
from domain.channel_addresses import Channel
from tests.unit.api.doubles import Doubles
from tests.unit.channels.slack.recorded_calls import PAYLOADS, SIGNING, app
from tests.unit.channels.slack.test_fuzz import body_of, json_of, mutated

ROUNDS = 15
DESCRIBED = {200, 400, 401, 404, 413, 415, 422, 429, 503}
"""What the description of the route says; see docs/reference/openapi.json."""


@pytest.fixture
async def doubles() -> Doubles:
    made = Doubles(receivers={Channel.SLACK: SlackReceiver()})
    await made.connections.connect("acme", app())
    for team in ("T0MJRM1A7", "E0123ORG1"):
        workspace = new_workspace(team, app="support", bot="xoxb-nobody-at-all")
        await made.connections.connect("acme", workspace)
    return made


@pytest.mark.parametrize("path", PAYLOADS, ids=lambda path: path.stem)
def test_whatever_is_signed_is_answered_as_described(path: Path, client: TestClient) -> None:
    """Slack switches an app off that answers with errors, and nobody's payload is an error."""
    luck = random.Random(path.stem)  # noqa: S311 - the same each time
    call = json.loads(path.read_text())
    for _ in range(ROUNDS):
        payload: Any = json_of(call)
        for _ in range(luck.randint(0, 3)):
            payload = mutated(payload, luck) if payload else payload
        body = body_of(call, payload)
        kind = {"content-type": call["headers"]["content-type"]}
        answer = client.post(
            f"/v1/tenants/acme/channels/slack/{call['path']}",
            content=body,
            headers={**kind, **signed(SIGNING, at=datetime.now(UTC), body=body)},
        )
        assert answer.status_code in DESCRIBED, answer.text
