"""Every fault at every method, against the double of Slack: each answer is seen once, and whole."""

import asyncio
import html
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from channels.slack.client import SlackClient
from channels.slack.connection import new_workspace
from channels.slack.sender import SlackSender
from domain.channel_addresses import Channel, ChannelAddress
from domain.deliveries import Delivery, DeliveryStatus
from domain.errors import DependencyUnavailable, OutcomeUnknown
from domain.messages import Card, ChoiceList, Citation, ListItem, Role
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from provider_doubles import faults, serving
from provider_doubles import slack as double

LONG = " ".join(f"Sentence {n} says <something> & more." for n in range(60))
SHORT = "Your order is on its way."
STREAM = ["chat.startStream", "chat.appendStream", "chat.stopStream"]
KINDS = ["reset_before", "reset_after", "error_before", "error_after", "rate_limited", "hang"]
TWO_FAULTS = [
    ("chat.stopStream", "chat.update"),
    ("chat.appendStream", "chat.update"),
    ("chat.startStream", "conversations.replies"),
    ("chat.postMessage", "conversations.replies"),
]


@dataclass
class Place:
    """A thread of a direct message in the double, and a sender for it."""

    app: Any
    sender: SlackSender
    address: ChannelAddress

    def break_next(self, method: str, kind: str) -> None:
        self.app.state.faults.faults.append(
            faults.Fault(kind=kind, method=method, next=1, seconds=1.2)
        )

    def seen(self) -> list[str]:
        """What people see of the bot's, without its format."""
        return [
            " ".join(html.unescape(_words(message)).split())
            for message in self.app.state.workspace.messages[self.address.recipient].values()
            if message.bot_id and not message.is_deleted
        ]

    def row(self, text: str, **changed: Any) -> Delivery:
        values = {
            "tenant_id": "acme",
            "delivery_id": "acme/slack-1/t1/0",
            "conversation_id": "slack-1",
            "message_id": "m1",
            "seq": 1,
            "role": Role.BOT,
            "channel": Channel.SLACK,
            "status": DeliveryStatus.SENDING,
            "text": text,
            "address": self.address,
        }
        return Delivery(**{**values, **changed})

    async def deliver(self, row: Delivery, *, attempts: int = 6) -> None:
        """As the ledger does."""
        since, may_be_out = datetime.now(UTC), False
        for _ in range(attempts):
            try:
                if may_be_out and await self.sender.find(row, since=since, known=frozenset()):
                    return
                may_be_out = False
                await self.sender.send(row)
            except OutcomeUnknown as unknown:
                may_be_out = True
                await _pause(unknown)
            except DependencyUnavailable as down:
                await _pause(down)
            else:
                return
        raise AssertionError("it never ended")


async def _pause(failure: DependencyUnavailable) -> None:
    await asyncio.sleep((failure.retry_after or timedelta(seconds=0.05)).total_seconds())


def _words(message: Any) -> str:
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    return "".join(texts) or str(message.text)


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    app = double.create_slack_double()
    settings, workspace = app.state.workspace.settings, app.state.workspace
    dm = workspace.direct_channel("U0ADA00001").id
    async with serving.running_double(app) as url:
        connections = MemoryChannelConnections()
        await connections.connect(
            "acme",
            new_workspace(
                settings.team_id,
                app="support",
                bot=settings.bot_token,
                bot_user=settings.bot_user,
                bot_id=settings.bot_id,
                api_url=f"{url}/api/",
            ),
        )
        client = SlackClient(within=timedelta(seconds=1))
        sender = SlackSender(connections, MemoryChannelInstalls(), calls=client)
        said = await _asked(
            client, await connections.get("acme", Channel.SLACK, settings.team_id), dm
        )
        address = ChannelAddress(
            channel=Channel.SLACK, account=settings.team_id, recipient=dm, thread=said
        )
        yield Place(app, sender, address)


async def _asked(client: SlackClient, workspace: Any, dm: str) -> str:
    """A message to answer, so that there is a thread; it is not counted."""
    said = await client.post(workspace, "chat.postMessage", {"channel": dm, "text": "Question"})
    return str(said["ts"])


@pytest.mark.parametrize("kind", KINDS)
async def test_a_short_answer_is_seen_once(place: Place, kind: str) -> None:
    """Whether the double had taken it or not."""
    place.break_next("chat.postMessage", kind)
    await place.deliver(place.row(SHORT))

    assert place.seen() == ["Question", SHORT]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", STREAM)
async def test_a_long_answer_is_seen_once_and_whole(place: Place, method: str, kind: str) -> None:
    """However its stream has died."""
    place.break_next(method, kind)
    await place.deliver(place.row(LONG))

    assert place.seen() == ["Question", LONG]


@pytest.mark.parametrize("kind", ["reset_before", "reset_after", "error_after", "rate_limited"])
@pytest.mark.parametrize("methods", TWO_FAULTS, ids="-".join)
async def test_two_faults_in_a_row_change_nothing(
    place: Place, methods: tuple[str, str], kind: str
) -> None:
    """The look-up and the repair fail too."""
    place.break_next(methods[0], "error_after")
    place.break_next(methods[1], kind)
    await place.deliver(place.row(SHORT if methods[0] == "chat.postMessage" else LONG))

    assert len(place.seen()) == 2
    assert place.seen()[1] in {SHORT, LONG}


async def test_a_stream_that_lives_too_short_is_completed(place: Place) -> None:
    """Slack ends them after minutes."""
    place.app.state.workspace.settings.stream_lasts_s = 0.000_001
    await place.deliver(place.row(LONG))

    assert place.seen() == ["Question", LONG]


async def test_everything_that_can_be_drawn_is_taken(place: Place) -> None:
    """Blocks, posted and at the foot of a stream."""
    drawn: dict[str, Any] = {
        "cards": (Card(title="Jacket", buttons=("Buy it",)),),
        "lists": (ChoiceList(title="Sizes", items=(ListItem(title="S"), ListItem(title="M"))),),
        "quick_replies": ("1", "2", "3", "4", "5"),
        "citations": (Citation(document_id="d", title="Returns", url="https://a.example/r"),),
    }
    await place.deliver(place.row(SHORT, **drawn))
    await place.deliver(place.row(LONG, **drawn, delivery_id="acme/slack-1/t2/0"))

    messages = list(place.app.state.workspace.messages[place.address.recipient].values())
    for message in messages[1:]:
        kinds = [block["type"] for block in message.blocks]
        assert kinds[-2:] == ["context", "context_actions"]
        assert "card" in kinds


async def test_under_many_faults_each_answer_is_seen_once_in_order(place: Place) -> None:
    """Every third call fails in one way or another."""
    switch = place.app.state.faults
    for kind in ("reset_before", "reset_after", "error_before", "error_after", "rate_limited"):
        switch.faults.append(faults.Fault(kind=kind, probability=0.08, seconds=0.2))
    said = [f"Number {n}: {LONG if n % 2 else SHORT}" for n in range(16)]
    for n, text in enumerate(said):
        await place.deliver(place.row(text, delivery_id=f"acme/slack-1/t{n}/0"), attempts=50)

    assert place.seen() == ["Question", *said]
    assert sum(switch.struck.values()) > 0
