"""Slack on the running product: signed calls in, and what people would have seen in Slack."""

from collections.abc import AsyncIterator

import pytest

from duralogue.channel_connections import list_accounts
from duralogue.embedded.stack import Stack
from tests.e2e.slack_people import ADA, BOB, BOT, CHANNEL, NOTHING_TWICE, Slack, slack_of
from tests.support import eventually


@pytest.fixture
async def slack(stack: Stack) -> AsyncIterator[Slack]:
    async with slack_of(stack, "acme") as slack:
        yield slack


async def test_a_direct_message_is_answered_once(slack: Slack) -> None:
    """Though Slack sends it three times."""
    await slack.says("What can you do?", copies=3)
    await slack.answered("")
    first = len(await slack.seen())
    await slack.says("Talk to a human")

    async def goes_on() -> bool:
        return len(await slack.seen()) > first

    await eventually(goes_on)
    assert await slack.repeated() == NOTHING_TWICE


async def test_a_mention_begins_a_thread_that_goes_on_without_one(slack: Slack) -> None:
    """What others say to each other there, and outside it, is theirs."""
    talk = await slack.says("Who is for lunch?", channel=CHANNEL)
    await slack.says("Me!", channel=CHANNEL, thread_ts=talk["ts"], user=BOB)
    asked = await slack.says(f"<@{BOT}> hello", channel=CHANNEL)
    await slack.answered("", asked["ts"])
    before = len(await slack.seen(asked["ts"]))
    await slack.says("What can you do?", channel=CHANNEL, thread_ts=asked["ts"])
    await slack.says(f"<@{BOB}> look", channel=CHANNEL, thread_ts=asked["ts"])

    async def goes_on() -> bool:
        return len(await slack.seen(asked["ts"])) > before

    await eventually(goes_on)
    assert {each["thread_ts"] for each in await slack.seen()} == {asked["ts"]}


async def test_a_command_is_answered_in_direct_messages(slack: Slack) -> None:
    """And quoted for the person alone."""
    await slack.plays("command", text="hello", channel=CHANNEL)
    reply = await slack.answered("")
    assert reply["channel"].startswith("D")
    seen = (await slack.http.get("/_double/seen")).json()["messages"]
    assert [each["text"] for each in seen if each["only_for"] == ADA] == ["> hello"]


async def test_the_home_shows_what_is_open(slack: Slack) -> None:
    """To the person whose it is."""
    await slack.says("hello")
    await slack.answered("")
    await slack.plays("open-home")

    async def shows_it() -> bool:
        home = (await slack.state())["home"]
        return home is not None and "Your open conversations" in str(home)

    await eventually(shows_it)
    await slack.plays("open-home", user=BOB)

    async def shows_nothing() -> bool:
        return "Nothing is open" in str((await slack.state(BOB))["home"])

    await eventually(shows_nothing)


async def test_a_workspace_that_throws_the_app_out_has_ended(slack: Slack) -> None:
    """It is listed with the reason."""
    await slack.plays("uninstall")

    async def has_ended() -> bool:
        listed = await list_accounts(slack.stack.settings, "acme")
        [one] = [each for each in listed if each.account == slack.team]
        return one.end_reason is not None

    await eventually(has_ended)
