"""The way out to Slack: what is posted, what each failure means, and what a look-up finds."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.slack.refusals import SlackRefused
from channels.slack.sender import SlackSender
from domain.channel_addresses import Channel
from domain.deliveries import Delivery, Sent
from domain.errors import (
    DependencyRejected,
    DependencyUnavailable,
    DuralogueError,
    NotFound,
    OutcomeUnknown,
    UndeliverableMessage,
)
from infra.memory.channel_connections import MemoryChannelConnections
from tests.unit.channels.slack.deliveries import DM, TEAM, THREAD, delivery
from tests.unit.channels.slack.memory_slack import MemorySlack

SINCE = datetime(2026, 12, 1, 11, 59, tzinfo=UTC)
OURS = delivery()


async def _found(sender: SlackSender, row: Delivery, *known: str) -> Sent | None:
    return await sender.find(row, since=SINCE, known=frozenset(known))


async def test_a_reply_is_posted_into_its_thread_with_our_id(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """And nowhere else; links are not unfolded."""
    sent = await sender.send(OURS)

    [(method, body)] = slack.calls
    assert method == "chat.postMessage"
    assert (body["channel"], body["thread_ts"], body["text"]) == (DM, THREAD, "Hello")
    assert body["metadata"] == {
        "event_type": "duralogue_delivery",
        "event_payload": {"delivery": OURS.delivery_id},
    }
    assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)
    assert sent.provider_message_id == f"{DM}:{slack.messages[0]['ts']}"


async def test_outside_threads_none_is_named(sender: SlackSender, slack: MemorySlack) -> None:
    """In a direct message."""
    await sender.send(delivery(thread=""))

    assert "thread_ts" not in slack.calls[0][1]


async def test_blocks_that_are_refused_are_said_in_words(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """A picture that Slack cannot fetch keeps nobody from reading the answer."""
    slack.refuse("chat.postMessage", "invalid_blocks")
    text = "long " * 1_000
    await sender.send(delivery(text, thread="", quick_replies=("Yes",)))

    [message] = slack.messages
    assert message["blocks"] == []
    assert message["text"].startswith("long long")
    assert len(message["text"]) > 4_900
    assert message["text"].endswith("1. Yes")


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (DependencyUnavailable("429", retry_after=timedelta(seconds=30)), DependencyUnavailable),
        (OutcomeUnknown("reset"), OutcomeUnknown),
        (SlackRefused("chat.postMessage", "is_archived"), DependencyRejected),
    ],
)
async def test_failures_are_the_ledgers_to_judge(
    sender: SlackSender,
    slack: MemorySlack,
    failure: DuralogueError,
    expected: type[DuralogueError],
) -> None:
    """One call each, never repeated here."""
    slack.fail("chat.postMessage", failure)

    with pytest.raises(expected) as raised:
        await sender.send(OURS)

    assert raised.value is failure
    assert slack.made() == ["chat.postMessage"]


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked", "invalid_auth"])
async def test_a_token_that_is_no_good_ends_the_connection(
    sender: SlackSender, slack: MemorySlack, connections: MemoryChannelConnections, error: str
) -> None:
    """And says why."""
    slack.refuse("chat.postMessage", error)

    with pytest.raises(UndeliverableMessage, match="ended"):
        await sender.send(OURS)

    with pytest.raises(NotFound):
        await connections.get("acme", Channel.SLACK, TEAM)
    [ended] = [each for each in await connections.listed("acme") if each.account == TEAM]
    assert ended.end_reason
    with pytest.raises(UndeliverableMessage, match="not connected"):
        await sender.send(OURS)


@pytest.mark.parametrize("thread", [THREAD, ""])
async def test_a_look_up_finds_it_by_our_id_alone(
    sender: SlackSender, slack: MemorySlack, thread: str
) -> None:
    """The same words under another id are another message."""
    row, other = delivery(thread=thread), delivery(thread=thread, delivery_id="acme/slack-1/t2/0")
    sent = await sender.send(row)

    assert await _found(sender, row) == sent
    assert await _found(sender, other) is None
    [_, first, _] = slack.calls
    assert first[0] == ("conversations.replies" if thread else "conversations.history")
    assert first[1]["include_all_metadata"]
    assert float(first[1]["oldest"]) == SINCE.timestamp()


async def test_what_a_person_was_sent_is_in_their_direct_channel(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """A command is answered to whoever has given it."""
    row = delivery(thread="")
    assert row.address is not None
    address = row.address.model_copy(update={"recipient": "U0123ABC"})
    row = row.model_copy(update={"address": address})
    sent = await sender.send(row)

    assert sent.provider_message_id.startswith("U0123ABC:")
    assert await _found(sender, row) == sent
    assert slack.made()[1:] == ["conversations.open", "conversations.history"]
    assert slack.calls[2][1]["channel"] == "D0123ABC"


async def test_what_was_said_before_is_not_looked_at(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """A thread's first message comes with every page."""
    await sender.send(OURS)
    slack.messages[0]["ts"] = THREAD

    assert await _found(sender, OURS) is None


async def test_a_look_up_reads_a_few_pages_and_no_more(
    sender: SlackSender, slack: MemorySlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then nobody can tell: it is not sent again."""
    monkeypatch.setattr(
        slack,
        "_conversations_replies",
        lambda params: {"messages": [], "response_metadata": {"next_cursor": "more"}},
    )

    with pytest.raises(DependencyRejected, match="pages"):
        await _found(sender, OURS)

    assert slack.made() == ["conversations.replies"] * 5
    assert slack.calls[1][1]["cursor"] == "more"


async def test_a_limited_look_up_says_when_to_ask_again(
    sender: SlackSender, slack: MemorySlack
) -> None:
    """Once a minute for apps that are handed out."""
    slack.fail("conversations.replies", DependencyUnavailable("429", retry_after=timedelta(60)))

    with pytest.raises(DependencyUnavailable) as raised:
        await _found(sender, OURS)

    assert raised.value.retry_after == timedelta(60)


async def test_without_an_address_nothing_is_sent(sender: SlackSender, slack: MemorySlack) -> None:
    """Its key was shredded."""
    with pytest.raises(UndeliverableMessage):
        await sender.send(OURS.model_copy(update={"address": None}))
    with pytest.raises(DependencyRejected):
        await _found(sender, OURS.model_copy(update={"address": None}))
    assert slack.calls == []
