"""The desk's events as Slack shows them: each once, in order, whatever fails in between."""

from typing import Any

import pytest

from activities.desk_follower import DeskFollower
from channels.slack.connection import new_workspace
from channels.slack.desk import SlackDesk
from domain.desk.events import DeskEvent, DeskEventKind
from domain.desk.settings import DeskSettings, MessengerDesk
from domain.errors import DependencyUnavailable, OutcomeUnknown
from domain.handoffs import Handoff, HandoffStatus
from infra.memory.bots import MemoryBots
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from infra.memory.desk_messenger import MemoryDeskFollowing, MemoryDeskThreads
from infra.memory.staff import MemoryStaff
from tests.unit.api.doubles import a_bot
from tests.unit.api.recording import NOW
from tests.unit.channels.slack.memory_slack import MemorySlack

PLACE = MessengerDesk(account="T0MJRM1A7", channel="C0DESK123")


class Desk:
    """A tenant's desk, its events added by a test, and whoever follows them."""

    def __init__(self) -> None:
        self.slack = MemorySlack()
        self.following = MemoryDeskFollowing()
        self.threads = MemoryDeskThreads(MemoryStaff())
        self.bots = MemoryBots()
        self.connections = MemoryChannelConnections()
        self.handoff = Handoff(
            handoff_id="h-1",
            tenant_id="acme",
            conversation_id="web-1",
            queue="returns",
            reason="wants <!channel> a refund",
            opened_at=NOW,
        )

    async def begin(self) -> None:
        await self.bots.publish(a_bot(desk=DeskSettings(slack=PLACE)), by="test")
        await self.connections.connect(
            "acme", new_workspace("T0MJRM1A7", app="support", bot="xoxb-1-2-abcdef")
        )
        self.following.events["acme"] = []
        assert await self.worker().follow_all() == 0

    def worker(self, name: str = "one") -> DeskFollower:
        """As one process has it: another one remembers nothing of it."""
        messenger = SlackDesk(self.connections, MemoryChannelInstalls(), calls=self.slack)
        return DeskFollower(self.bots, self.following, self.threads, messenger, name=name)

    def happened(self, kind: DeskEventKind, data: dict[str, Any], **seen: Any) -> None:
        events = self.following.events["acme"]
        told = {"queue": "returns", "conversation_id": "web-1", **seen}
        event = DeskEvent(seq=len(events) + 1, kind=kind, data=data, at=NOW, **told)
        events.append(event)

    def changed(self, **fields: Any) -> None:
        self.handoff = self.handoff.model_copy(update=fields)
        self.happened(DeskEventKind.HANDOFF, self.handoff.model_dump(mode="json"))

    def said(self, text: str, role: str = "customer", message_id: str = "m-1") -> None:
        line = {"message_id": message_id, "role": role, "text": text, "sent_by": "Ann"}
        data = {"seq": 7, "kind": "message", "data": line, "at": NOW.isoformat()}
        self.happened(DeskEventKind.CONVERSATION, data)

    def texts(self) -> list[str]:
        return [message["text"] for message in self.slack.messages]


@pytest.fixture
async def desk() -> Desk:
    made = Desk()
    await made.begin()
    return made


async def test_a_handoff_appears_once_and_changes(desk: Desk) -> None:
    """
    One card, which is claimed and ends where it stands; nobody is called by a customer's words.
    """
    desk.changed()
    worker = desk.worker()
    assert await worker.follow_all() == 1
    [card] = desk.slack.messages
    assert "&lt;!channel&gt; a refund" in str(card["blocks"])
    assert "desk:claim" in str(card["blocks"])

    desk.changed(preview="new words")
    desk.changed(status=HandoffStatus.CLAIMED, assigned_agent="Ann")
    await worker.follow_all()

    assert desk.slack.made() == ["chat.postMessage", "chat.update"]
    assert "desk:resolve" in str(card["blocks"])
    desk.changed(status=HandoffStatus.RETURNED)
    await worker.follow_all()
    assert "desk:" not in str(card["blocks"])
    assert await worker.follow_all() == 0


async def test_what_is_said_stands_in_its_thread(desk: Desk) -> None:
    """
    The customer's words and what agents write elsewhere; not what was written there, nor the
    bot's. Notes too.
    """
    desk.changed()
    desk.said("My parcel!")
    desk.said("Coming.", role="human_agent", message_id="m-2")
    desk.said("Once more.", role="human_agent", message_id="desk-1.2-abc")
    desk.said("I am a bot.", role="bot", message_id="m-3")
    note = {"note_id": "n-1", "agent": "Sue", "text": "Be kind."}
    desk.happened(DeskEventKind.NOTE, note)
    desk.happened(DeskEventKind.NOTE, note, queue=None, agent="Ann")
    desk.happened(DeskEventKind.PRESENCE, {"agent": "Ann"})

    assert await desk.worker().follow_all() == 8

    assert desk.texts()[1:] == ["Customer: My parcel!", "Ann: Coming.", "Note by Sue: Be kind."]
    root = desk.slack.messages[0]["ts"]
    assert {message["thread_ts"] for message in desk.slack.messages[1:]} == {root}


@pytest.mark.parametrize("is_carried_out", [True, False])
async def test_a_worker_that_dies_leaves_no_double(desk: Desk, *, is_carried_out: bool) -> None:
    """
    Whether Slack has taken the message is found by its metadata, by whoever goes on.
    """
    for step in ("appears", "is said"):
        if step == "appears":
            desk.changed()
        else:
            desk.said("My parcel!")
        error = OutcomeUnknown("no answer")
        desk.slack.fail("chat.postMessage", error, after=is_carried_out)
        with pytest.raises(DependencyUnavailable):
            await desk.worker().follow("acme")
        assert await desk.worker().follow_all() == 1

    assert len(desk.texts()) == 2
    assert desk.texts()[1] == "Customer: My parcel!"


async def test_the_order_holds_when_slack_is_down(desk: Desk) -> None:
    desk.changed()
    desk.said("One")
    desk.said("Two", message_id="m-2")
    worker = desk.worker()
    for _ in range(3):
        desk.slack.fail("chat.postMessage", DependencyUnavailable("down"))
        assert await worker.follow_all() == 0
    await worker.follow_all()

    assert desk.texts()[1:] == ["Customer: One", "Customer: Two"]


async def test_what_slack_refuses_is_left_out(desk: Desk) -> None:
    """
    One message that cannot be shown must not hold up all that follow.
    """
    desk.changed()
    desk.said("One")
    desk.said("Two", message_id="m-2")
    worker = desk.worker()
    desk.slack.refuse("chat.postMessage", "channel_not_found")
    assert await worker.follow_all() == 3
    assert desk.texts() == []

    desk.changed(priority=1)
    await worker.follow_all()
    assert len(desk.texts()) == 1


async def test_one_follows_alone(desk: Desk) -> None:
    """
    Two workers at once would show everything twice.
    """
    desk.changed()

    assert await desk.worker("another").follow_all() == 0
    assert await desk.worker("one").follow_all() == 1


async def test_a_tenant_without_such_a_desk_is_left_alone(desk: Desk) -> None:
    await desk.bots.publish(a_bot("other"), by="test")
    desk.following.events["other"] = list(desk.following.events["acme"])
    desk.following.events["nobody"] = []

    assert await desk.worker().follow_all() == 0
    assert desk.slack.calls == []
