"""A handoff in a channel of the double of Slack, by the vendor's own client."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.slack.client import SlackClient
from channels.slack.connection import new_workspace
from channels.slack.desk import SlackDesk
from domain.desk.messenger import DeskCard, DeskThread
from domain.desk.settings import MessengerDesk
from domain.errors import DependencyUnavailable
from domain.handoffs import Handoff, HandoffStatus
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from provider_doubles import faults, serving
from provider_doubles import slack as double

WAITING = Handoff(
    handoff_id="h-1",
    tenant_id="acme",
    conversation_id="web-1",
    queue="returns",
    preview="Where is <!here> my parcel?",
    opened_at=datetime(2026, 12, 1, 12, tzinfo=UTC),
)


async def test_a_card_its_thread_and_what_was_lost() -> None:
    """
    The double checks blocks and metadata as Slack documents them; what it has taken and not
    answered is found.
    """
    since = datetime.now(UTC)
    app = double.create_slack_double()
    settings = app.state.workspace.settings
    room = next(id_ for id_, one in app.state.workspace.channels.items() if id_.startswith("C"))
    app.state.workspace.channels[room].members.add(settings.bot_user)
    async with serving.running_double(app) as url:
        connections = MemoryChannelConnections()
        workspace = new_workspace(
            settings.team_id, app="support", bot=settings.bot_token, api_url=f"{url}/api/"
        )
        await connections.connect("acme", workspace)
        desk = SlackDesk(
            connections, MemoryChannelInstalls(), calls=SlackClient(within=timedelta(seconds=1))
        )
        place = MessengerDesk(account=settings.team_id, channel=room)
        card = DeskCard(handoff=WAITING, is_open=True)

        ts = await desk.post_card("acme", place, card, "acme/1")
        thread = DeskThread(
            handoff_id="h-1",
            conversation_id="web-1",
            account=settings.team_id,
            channel=room,
            thread=ts,
            begun_at=since,
        )
        lost = faults.Fault(kind="reset_after", method="chat.postMessage", next=1, seconds=1)
        app.state.faults.faults.append(lost)
        with pytest.raises(DependencyUnavailable):
            await desk.say("acme", thread, "Customer: <!channel>", "acme/2")

        assert await desk.find("acme", place, "", "acme/1", since=since) == ts
        assert await desk.find("acme", place, ts, "acme/2", since=since) is not None
        assert await desk.find("acme", place, ts, "acme/3", since=since) is None
        claimed = WAITING.model_copy(
            update={"status": HandoffStatus.CLAIMED, "assigned_agent": "Ann"}
        )
        await desk.update_card("acme", thread, DeskCard(handoff=claimed, is_open=True))
        kept = app.state.workspace.messages[room][ts]
        assert "With Ann" in kept.text
        assert await desk.find("acme", place, "", "acme/1", since=since) == ts
