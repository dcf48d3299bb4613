"""Follow-ups of channels, with the tenant's own sentences."""

from collections.abc import Mapping
from typing import Any

import pytest

from channels.slack import workspaces
from channels.slack.connection import new_workspace
from domain.channel_addresses import Channel
from domain.channels import ChannelConnection, FollowUp
from duralogue.wiring.channel_follow_ups import follow_ups
from infra.memory.bots import MemoryBots
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from tests.unit.api.doubles import Doubles
from tests.unit.domain.bots import acme

TEAM = new_workspace("T0MJRM1A7", app="support", bot="xoxb-1-2-abcdef")


class _Calls:
    """Slack's Web API, which notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def post(
        self, connection: ChannelConnection, method: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        self.asked.append((method, dict(body)))
        return {"ok": True}


async def test_slack_is_shown_what_the_tenant_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bot's starters as prompts, and a sentence above the person's conversations."""
    calls, bots, connections = _Calls(), MemoryBots(), MemoryChannelConnections()
    monkeypatch.setattr(workspaces, "new_calls", lambda: calls)
    await bots.publish(acme(), by="test")
    await connections.connect("acme", TEAM)
    slack = follow_ups(bots, Doubles().people, connections, MemoryChannelInstalls())[Channel.SLACK]

    place = {"channel": "D024BE91L", "thread": "1795953599.000200"}
    await slack.follow("acme", TEAM, FollowUp(kind="suggest_prompts", data=place))
    opened = {"user": "U061F7AUR", "person": "slack-" + "0" * 32, "app_id": "A0FFV41KK"}
    await slack.follow("acme", TEAM, FollowUp(kind="publish_home", data=opened))

    [(_, prompts), (method, home)] = calls.asked
    assert 1 <= len(prompts["prompts"]) <= 4
    assert method == "views.publish"
    assert home["view"]["blocks"][0]["text"]["text"].startswith("Nothing is open")
