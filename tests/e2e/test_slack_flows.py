"""Acme's flows as its customers live them in Slack, and its people behind."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from duralogue.embedded.stack import Stack
from infra.postgres.engine import create_engine
from infra.postgres.raw_queries import tenant_rows
from tests.e2e.office import Office, office_of
from tests.e2e.slack_people import BOT, CHANNEL, NOTHING_TWICE, Slack, slack_of

WHICH_ORDER, WHOSE_ORDER = "Which order is it?", "Which e-mail address is on the order?"
LATEST_S = 8.0
LAST_SLOT = """
SELECT result -> 'state' -> 'slots' ->> %(slot)s AS value FROM turn_steps
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s ORDER BY at DESC LIMIT 1
"""
FISH = "My parcel smells of fish, is that normal?"


@pytest.fixture(scope="module")
async def office(stack: Stack) -> AsyncIterator[Office]:
    async with office_of(stack) as office:
        yield office


@pytest.fixture
async def slack(stack: Stack) -> AsyncIterator[Slack]:
    async with slack_of(stack, "acme") as slack:
        yield slack


async def tracked(slack: Slack, order_id: str) -> None:
    """From the first question on."""
    await slack.says("Where is my order?")
    await slack.answered(WHICH_ORDER)
    await slack.says(order_id)
    await slack.answered(WHOSE_ORDER)
    await slack.says("ada@example.com")
    await slack.answered(f"({order_id})")


async def kept(slack: Slack, conversation_id: str, slot: str) -> str | None:
    """The slot's value after the last step."""
    engine = create_engine(slack.stack.settings.require_database_url(), pool_size=1)
    values = {"tenant": slack.tenant, "conversation": conversation_id, "slot": slot}
    try:
        [row] = await tenant_rows(engine, slack.tenant, LAST_SLOT, values)
    finally:
        await engine.dispose()
    found: str | None = row["value"]
    return found


async def test_an_order_is_tracked_slot_by_slot(slack: Slack) -> None:
    """Each question once, in order, in the direct messages in which it began."""
    await tracked(slack, "A100002")

    asked, whose, told = await slack.seen()
    assert WHICH_ORDER in asked["text"]
    assert WHOSE_ORDER in whose["text"]
    assert "Wool blanket" in told["text"]
    assert {each["channel"][0] for each in (asked, whose, told)} == {"D"}
    assert await slack.repeated() == NOTHING_TWICE


async def test_an_answer_shows_its_sources_and_is_rated(slack: Slack) -> None:
    """In the thread that began with the question; a thumb counts as a rating."""
    asked = await slack.says(
        f"<@{BOT}> How many days do I have to send something back?", channel=CHANNEL
    )
    answer = await slack.answered("30 days", asked["ts"])

    [sources] = [block for block in answer["blocks"] if block["type"] == "context"]
    page = f"{slack.stack.ports.gateway_url}/help/acme/returns"
    assert sources["elements"][0]["text"].startswith(f"[1] <{page}|")
    await slack.rates(answer, "up")
    thanks = await slack.answered("Thank you for telling us", asked["ts"])
    assert [each["ts"] for each in await slack.seen()] == [answer["ts"], thanks["ts"]]
    assert await kept(slack, slack.conversation_id(CHANNEL, asked["ts"]), "csat") == "5"


async def a_press_is_one_press() -> None:
    """What is doubled within ten seconds of Slack's clock counts once: not at their very end."""
    gone = time.time() % 10
    await asyncio.sleep(10 - gone if gone > LATEST_S else 0)


async def test_a_refund_waits_for_a_supervisor(slack: Slack, office: Office) -> None:
    """With buttons. One that is pressed twice says it once; the shop pays back once."""
    order_id, email = await office.order("180.00")
    asked = await slack.says(f"I want to return my order {order_id}")
    await slack.answered(WHOSE_ORDER)
    await slack.says(email)
    reasons = await slack.answered("What's wrong with it?")
    await slack.presses(reasons, "It's damaged")
    confirming = await slack.answered("Shall I go ahead?")
    await a_press_is_one_press()
    await asyncio.gather(*(slack.presses(confirming, "Yes, please") for _ in range(2)))
    waiting = await slack.answered("asked a supervisor")
    approval = await office.supervisor.waiting_approval(slack.conversation_id(asked["channel"]))
    assert await office.shop.refunds_of(order_id) == []
    assert (await office.supervisor.approve(approval)).is_success
    done = await slack.answered("on its way back to you")

    refunds = await office.shop.refunds_of(order_id)
    assert [each["amount"] for each in refunds] == ["180.00"]
    approved = "refund has been approved"
    words = (WHOSE_ORDER, "What's wrong", "Shall I go", "asked a supervisor", approved, "All done!")
    texts = await slack.texts()
    assert len(texts) == len(words)
    assert all(each in text for each, text in zip(words, texts, strict=True)), texts
    assert waiting["ts"] < done["ts"]
    assert await slack.repeated() == NOTHING_TWICE


async def test_a_human_takes_over_and_gives_back(slack: Slack, office: Office) -> None:
    """All in the thread; while the human has it the bot says nothing."""
    asked = await slack.says(f"<@{BOT}> I want to talk to a human", channel=CHANNEL)
    thread = asked["ts"]
    await slack.answered("", thread)
    conversation_id = slack.conversation_id(CHANNEL, thread)
    handoff = (await office.agent.waiting_handoff(conversation_id))["handoff_id"]
    assert (await office.agent.claim(handoff)).is_success
    before = len(await slack.seen())
    await slack.says(FISH, channel=CHANNEL, thread_ts=thread)
    assert (await office.agent.write(handoff, "It is not. A new one is on its way.")).is_success
    told = await slack.answered("It is not.", thread)
    assert (await office.agent.give_back(handoff)).is_success
    await slack.answered("I'm back!", thread)
    await slack.says("How long is a gift card valid?", channel=CHANNEL, thread_ts=thread)
    await slack.answered("[1]", thread)

    first, second, *_ = (await slack.seen())[before:]
    assert first["ts"] == told["ts"]
    assert first["blocks"][0]["type"] == "context"
    assert "I'm back!" in second["text"]
    assert {each["thread_ts"] for each in await slack.seen()} == {thread}
    assert await slack.repeated() == NOTHING_TWICE


async def test_what_is_edited_before_it_is_answered_is_answered_as_edited(
    slack: Slack, office: Office
) -> None:
    """What was answered stays answered: an edit of it says nothing anew."""
    await tracked(slack, "A100002")
    await office.shop.fault("slow", delay_ms=1_500)
    try:
        slow = await slack.says("Where is my order A100003?")
        said = await slack.says("Do you ship to Norway?")
        await slack.plays(
            "edit",
            channel=said["channel"],
            ts=said["ts"],
            text="How long is a gift card valid?",
            wait=True,
        )
        await slack.answered("(A100003)")
    finally:
        await office.shop.fault("none")
    answer = await slack.answered("ift card")
    await slack.plays(
        "edit", channel=slow["channel"], ts=slow["ts"], text="Where is my order A100004?", wait=True
    )
    await slack.says("thanks")
    await slack.answered("welcome", after=answer["ts"])

    texts = await slack.texts()
    assert len(texts) == 6
    assert not [text for text in texts if "Norway" in text or "A100004" in text]
    assert await slack.repeated() == NOTHING_TWICE
