"""Long answers as streams: one message with the whole text, wherever a stream dies."""

import html

import pytest

from channels.slack.connection import new_workspace
from channels.slack.sender import SlackSender
from domain.channel_addresses import ChannelAddress
from domain.errors import DependencyUnavailable, DuralogueError, OutcomeUnknown
from domain.messages import Citation, Role
from infra.memory.channel_connections import MemoryChannelConnections
from tests.unit.channels.slack.deliveries import TEAM, delivery
from tests.unit.channels.slack.memory_slack import BOT_ID, MemorySlack
from tests.unit.channels.slack.test_sender import _found

LONG = " ".join(f"Sentence {n} says <something> & more." for n in range(100))
ROW = delivery(LONG)
METHODS = ["chat.startStream", "chat.appendStream", "chat.stopStream"]


def _reads(slack: MemorySlack) -> str:
    """What people see: one message, and nothing else."""
    [message] = slack.messages
    assert not message["streaming"]
    assert message["metadata"]["event_payload"] == {"delivery": ROW.delivery_id}
    shown = "".join(block["text"]["text"] for block in message["blocks"] if "text" in block)
    return " ".join(html.unescape(shown or message["text"]).split())


async def test_a_long_answer_streams(sender: SlackSender, slack: MemorySlack) -> None:
    """In a few parts; sources and metadata come with the last call."""
    row = ROW.model_copy(update={"citations": (Citation(document_id="d", title="Returns"),)})
    sent = await sender.send(row)

    assert slack.made()[0] == "chat.startStream"
    assert slack.made()[-1] == "chat.stopStream"
    assert set(slack.made()) == set(METHODS)
    assert len(slack.calls) <= 8
    assert _reads(slack) == LONG
    assert [each["type"] for each in slack.calls[-1][1]["blocks"]] == ["context", "context_actions"]
    assert "recipient_user_id" not in slack.calls[0][1]
    assert await _found(sender, row) == sent


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Short"},
        {"thread": ""},
        {"role": Role.HUMAN_AGENT},
        {"address": ROW.address and ROW.address.model_copy(update={"recipient": "C0123ABC"})},
    ],
)
async def test_what_may_not_stream_is_posted(
    sender: SlackSender, slack: MemorySlack, changed: dict[str, str | Role | ChannelAddress]
) -> None:
    """Short ones, people's, and wherever Slack wants the reader's name."""
    await sender.send(delivery(**{"text": LONG, **changed}))  # type: ignore[arg-type]

    assert slack.made() == ["chat.postMessage"]


@pytest.mark.parametrize(
    "error", ["channel_type_not_supported", "missing_recipient_user_id", "not_allowed_token_type"]
)
async def test_a_stream_that_is_refused_is_posted(
    sender: SlackSender, slack: MemorySlack, error: str
) -> None:
    """Nothing is to be seen of it yet."""
    slack.refuse("chat.startStream", error)
    await sender.send(ROW)

    assert slack.made() == ["chat.startStream", "chat.postMessage"]
    assert _reads(slack) == LONG


async def test_a_start_without_an_answer_is_looked_up_and_not_posted(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """It may have begun."""
    slack.fail("chat.startStream", OutcomeUnknown("reset"), after=True)
    with pytest.raises(OutcomeUnknown):
        await sender.send(ROW)
    assert slack.made() == ["chat.startStream"]

    assert await _found(sender, ROW) is not None
    assert _reads(slack) == LONG


async def test_over_the_budget_it_is_posted(sender: SlackSender, slack: MemorySlack) -> None:
    """Slack allows about twenty starts a minute."""
    for n in range(17):
        await sender.send(delivery(LONG, delivery_id=f"acme/slack-1/t{n}/0"))

    assert slack.made().count("chat.startStream") == 15
    assert slack.made().count("chat.postMessage") == 2


@pytest.mark.parametrize("method", ["chat.appendStream", "chat.stopStream"])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    "failure", [OutcomeUnknown("reset"), DependencyUnavailable("429")], ids=str
)
async def test_a_stream_that_dies_ends_as_one_whole_message(
    sender: SlackSender, slack: MemorySlack, method: str, failure: DuralogueError, *, after: bool
) -> None:
    """Whether the call that failed was carried out or not."""
    slack.fail(method, failure, after=after)
    await sender.send(ROW)

    assert "chat.postMessage" not in slack.made()
    assert slack.made()[-1] == "chat.update"
    assert slack.calls[-1][1]["parse"] == "none"
    assert _reads(slack) == LONG


async def test_a_stream_that_slack_has_ended_ends_as_one_whole_message(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """They do, after minutes."""
    slack.refuse("chat.appendStream", "message_not_in_streaming_state")
    await sender.send(ROW)

    assert _reads(slack) == LONG


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("after", [False, True])
async def test_a_worker_that_dies_in_the_middle_leaves_one_message(
    sender: SlackSender, slack: MemorySlack, method: str, *, after: bool
) -> None:
    """The look-up of the next attempt completes what was begun; nothing is said twice."""
    slack.fail(method, KeyboardInterrupt(), after=after)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        await sender.send(ROW)

    found = await _found(sender, ROW) or await sender.send(ROW)

    assert _reads(slack) == LONG
    assert found.provider_message_id.endswith(slack.messages[0]["ts"])
    assert await _found(sender, ROW) == found


async def test_blocks_that_are_refused_are_no_reason_to_lose_words(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """The text stays whole, and what can be pressed is numbered."""
    slack.refuse("chat.stopStream", "invalid_blocks")
    slack.refuse("chat.update", "block_mismatch")
    await sender.send(ROW.model_copy(update={"quick_replies": ("Yes",)}))

    assert _reads(slack) == f"{LONG} 1. Yes"


async def test_what_cannot_be_completed_yet_is_tried_again(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """It is never said twice meanwhile."""
    slack.fail("chat.stopStream", OutcomeUnknown("reset"))
    slack.fail("chat.update", DependencyUnavailable("429"))
    with pytest.raises(OutcomeUnknown):
        await sender.send(ROW)
    slack.fail("chat.update", OutcomeUnknown("reset"), after=True)
    with pytest.raises(OutcomeUnknown):
        await _found(sender, ROW)

    assert await _found(sender, ROW) is not None
    assert _reads(slack) == LONG


async def test_a_stream_that_was_deleted_is_posted_anew(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """There is nothing to complete."""
    slack.refuse("chat.stopStream", "message_not_found")
    slack.refuse("chat.update", "message_not_found")
    await sender.send(ROW)

    assert slack.made()[-1] == "chat.postMessage"


async def test_others_words_are_never_taken_for_a_stream_of_ours(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """Neither another app's, nor what was sent before, nor other words."""
    slack.fail("chat.startStream", KeyboardInterrupt(), after=True)  # type: ignore[arg-type]
    with pytest.raises(KeyboardInterrupt):
        await sender.send(ROW)
    [message] = slack.messages
    place = f"{ROW.address.recipient if ROW.address else ''}:{message['ts']}"

    assert await _found(sender, ROW, place) is None
    assert await _found(sender, delivery("Something else " * 60)) is None
    assert await _found(sender, delivery("Sentence 0")) is None
    message["bot_id"] = "B0THER"
    assert await _found(sender, ROW) is None


async def test_in_an_organisation_the_reader_is_named(
    connections: MemoryChannelConnections, sender: SlackSender, slack: MemorySlack
) -> None:
    """By the organisation's own id; the workspace alone is not connected."""
    await connections.remove("acme", ROW.channel, TEAM)
    await connections.connect(
        "acme",
        new_workspace(
            "E0123ABC", app="support", bot="xoxb-org-token", bot_id=BOT_ID, enterprise="E0123ABC"
        ),
    )
    await sender.send(ROW)

    assert slack.made()[:2] == ["conversations.info", "chat.startStream"]
    assert slack.calls[1][1]["recipient_team_id"] == "E0123ABC"
    assert slack.calls[1][1]["recipient_user_id"] == "U7"
    assert set(slack.tokens) == {"xoxb-org-token"}
