"""A handoff in a channel of the double of Slack, by the vendor's own client."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.slack.client import SlackClient
from channels.slack.connection import new_workspace
from channels.slack.desk import SlackDesk
from channels.slack.follow_ups import ASK_WRAP_UP, SlackFollowUps
from channels.slack.home import Phrases
from channels.slack.workspaces import SlackWorkspaces
from domain.channels import FollowUp
from domain.desk.messenger import (
    DeskAction,
    DeskCard,
    DeskThread,
    DispositionChoice,
    WrapUpQuestion,
)
from domain.desk.settings import MessengerDesk
from domain.errors import DependencyRejected, DependencyUnavailable
from domain.handoffs import Handoff, HandoffStatus
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from infra.memory.database import MemoryDatabase
from infra.memory.people import MemoryConversationPeople
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


async def test_a_form_opens_once_and_in_time() -> None:
    """
    The double holds views to Slack's rules, and a trigger to its three seconds: whoever pressed is
    told where it was too late.
    """
    app = double.create_slack_double()
    workspace, settings = app.state.workspace, app.state.workspace.settings
    room = next(id_ for id_ in workspace.channels if id_.startswith("C"))
    workspace.channels[room].members.add(settings.bot_user)
    user = next(id_ for id_ in workspace.channels[room].members if id_ != settings.bot_user)
    question = WrapUpQuestion(
        action=DeskAction.RESOLVE,
        handoff_id="h-1",
        channel=room,
        thread="1795953599.000200",
        choices=tuple(
            DispositionChoice(name=f"d{n}", label=f"{n} " * 40, note_required=True)
            for n in range(50)
        ),
        is_required=True,
    )
    async with serving.running_double(app) as url:
        connections = MemoryChannelConnections()
        team = new_workspace(
            settings.team_id, app="support", bot=settings.bot_token, api_url=f"{url}/api/"
        )
        await connections.connect("acme", team)
        workspaces = SlackWorkspaces(connections, MemoryChannelInstalls(), calls=SlackClient())
        people = MemoryConversationPeople(MemoryDatabase())
        follow_ups = SlackFollowUps(workspaces, people, _no_phrases)
        data = {"channel": room, "user": user, "thread": question.thread}
        data |= {"question": question.model_dump_json(), "trigger_id": workspace.new_trigger(user)}
        step = FollowUp(kind=ASK_WRAP_UP, data=data)

        await follow_ups.follow("acme", team, step)
        with pytest.raises(DependencyRejected, match="opened already"):
            await follow_ups.follow("acme", team, step)

    [view] = workspace.views.values()
    assert (view.user, view.view["callback_id"]) == (user, "desk_wrap_up")
    told = [each for each in workspace.messages[room].values() if each.only_for == user]
    assert ["press the button again" in each.text for each in told] == [True]


async def _no_phrases(_: str) -> Phrases:
    raise AssertionError
