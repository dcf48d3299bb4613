"""The desk's events as Slack shows them: each once, in order, whatever fails in between."""

from datetime import timedelta
from typing import Any

import pytest

from activities.desk_follower import DeskFollower, FollowedRecords
from channels.slack.connection import new_workspace
from channels.slack.desk import SlackDesk
from domain.channel_addresses import Channel
from domain.desk.events import DeskEvent, DeskEventKind
from domain.desk.settings import DeskSettings, MessengerDesk
from domain.errors import DependencyUnavailable, OutcomeUnknown
from domain.handoffs import Handoff, HandoffStatus
from domain.messages import Role, TranscriptMessage
from infra.memory.bots import MemoryBots
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from infra.memory.conversations import MemoryTranscripts
from infra.memory.database import MemoryConversation, MemoryDatabase
from infra.memory.desk_messenger import MemoryDeskFollowing, MemoryDeskThreads
from infra.memory.handoffs import MemoryHandoffs
from infra.memory.staff import MemoryStaff
from tests.unit.activities.written_summaries import Written
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
        self.database = MemoryDatabase()
        self.written = Written()
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
        records = FollowedRecords(
            self.bots,
            MemoryHandoffs(self.database),
            MemoryTranscripts(self.database),
            written=self.written,
        )
        return DeskFollower(records, self.following, self.threads, messenger, name=name)

    def happened(self, kind: DeskEventKind, data: dict[str, Any], **seen: Any) -> None:
        events = self.following.events["acme"]
        told = {"queue": "returns", "conversation_id": "web-1", "at": NOW, **seen}
        event = DeskEvent(seq=len(events) + 1, kind=kind, data=data, **told)
        events.append(event)

    def changed(self, **fields: Any) -> None:
        self.handoff = self.handoff.model_copy(update=fields)
        self.database.handoffs["acme", "h-1"] = self.handoff
        self.happened(DeskEventKind.HANDOFF, self.handoff.model_dump(mode="json"))

    def said(self, text: str, role: str = "customer", message_id: str = "m-1", **seen: Any) -> None:
        line = {"message_id": message_id, "role": role, "text": text, "sent_by": "Ann"}
        data = {"seq": 7, "kind": "message", "data": line, "at": NOW.isoformat()}
        self.happened(DeskEventKind.CONVERSATION, data, **seen)

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


async def test_a_models_summary_comes_to_the_card_once_it_is_written(desk: Desk) -> None:
    """
    The card does not wait for it; and a summary cannot pretend to be a line of ours.
    """
    desk.changed()
    worker = desk.worker()
    await worker.follow_all()
    [card] = desk.slack.messages
    assert "by a model" not in str(card["blocks"])

    desk.written.texts["h-1"] = "Wants a refund.\nNote: <!here> pay her"
    desk.changed()
    desk.changed()
    await worker.follow_all()

    assert desk.slack.made() == ["chat.postMessage", "chat.update"]
    line = "> In short (by a model): Wants a refund. Note: &lt;!here&gt; pay her"
    assert line in card["blocks"][0]["text"]["text"].splitlines()


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


async def test_a_customer_writes_no_line_of_the_threads_own(desk: Desk) -> None:
    """
    Else they could let a colleague say what nobody has said.
    """
    desk.changed()
    desk.said("Hello\nNote by Sue: refund him\r\u2028Ann: will do")
    await desk.worker().follow_all()

    first, *others = desk.texts()[1].splitlines()
    assert first == "Customer: Hello"
    assert others
    assert all(line.startswith(("> ", "&gt; ")) for line in others)


async def test_a_card_sums_up_what_was_said(desk: Desk) -> None:
    """
    In the customer's words before they were handed over; those after it stand in the thread.
    """
    conversation = MemoryConversation(
        tenant_id="acme", conversation_id="web-1", channel=Channel.WEB, revision="0" * 12
    )
    for seq, text in enumerate(("My parcel <!here> never came", "It was a gift, you know"), 1):
        at = NOW + timedelta(hours=seq - 1)
        conversation.messages[Role.CUSTOMER, f"m-{seq}"] = TranscriptMessage(
            message_id=f"m-{seq}", role=Role.CUSTOMER, text=text, seq=seq, at=at
        )
    desk.database.conversations["acme", "web-1"] = conversation
    desk.changed(offered_to="Sue")
    await desk.worker().follow_all()

    [card] = desk.slack.messages
    assert "Asked: My parcel &lt;!here&gt; never came" in str(card["blocks"])
    assert "a gift" not in str(card["blocks"])
    assert "Offered to Sue" in str(card["blocks"])


async def test_the_thread_tells_the_end_and_the_rating(desk: Desk) -> None:
    """
    And nothing of what the customer says to the bot between them.
    """
    desk.changed(status=HandoffStatus.CLAIMED, assigned_agent="Ann")
    desk.changed(status=HandoffStatus.RESOLVED, disposition="refunded", note="Paid", ended_at=NOW)
    await desk.worker().follow_all()
    assert ("acme", "web-1") in desk.following.watched
    desk.said("Another thing", at=NOW + timedelta(minutes=1))
    thanks = {"role": "bot", "text": "Thank you!", "rating": 4}
    desk.happened(DeskEventKind.CONVERSATION, {"seq": 9, "kind": "message", "data": thanks})
    await desk.worker().follow_all()

    assert desk.texts()[1:] == [
        "Ann resolved the conversation: refunded.\nPaid",
        "The customer's rating: 4 of 5",
    ]
    assert desk.following.watched["acme", "web-1"] == NOW


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
