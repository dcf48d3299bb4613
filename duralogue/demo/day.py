"""The scenes of the demo, and their expectations."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import uuid4

from rich.console import Console

from duralogue.chat_client import open_http
from duralogue.demo.customer import Customer, visiting
from duralogue.demo.expectations import Expectations, play_scenes
from duralogue.demo.staff import Colleague, ShopOffice
from duralogue.embedded.stack import Stack

TENANT = "acme"
OK, FORBIDDEN, CONFLICT = 200, 403, 409
CONVERSATIONS_WORKER = "worker-conversations"


@dataclass
class Day(Expectations):
    """Everyone in it."""

    ada: Customer
    agent: Colleague
    supervisor: Colleague
    shop: ShopOffice


async def track_an_order(day: Day) -> None:
    day.scene("Track an order")
    answer = await day.ada.ask("Where is my order A100002?")
    day.expect("a stranger is asked for the e-mail on the order", "mail" in answer["text"].lower())
    answer = await day.ada.ask("ada@example.com")
    day.expect("the owner is told about the order", "A100002" in answer["text"])


async def ask_the_policy(day: Day) -> None:
    day.scene("Ask a question, get an answer that cites its source")
    answer = await day.ada.ask("How many days do I have to send something back?")
    day.expect("the answer quotes the policy", "30 days" in answer["text"])
    day.expect("it says where that stands", answer["citations"])


async def return_an_item(day: Day) -> None:
    day.scene("Return an item, digress, correct the number, over the limit")
    await day.ada.ask("I want to return my order A100006")
    await day.ada.ask("Sorry, I meant order A100001")
    answer = await day.ada.ask("Who pays for the return shipping?")
    day.expect("the digression is answered with a source", answer["citations"])
    await day.ada.ask("It arrived damaged")
    day.expect("the corrected order is the one to confirm", day.ada.was_told("129.90"))
    answer = await day.ada.ask("Yes, but not yet")
    waiting = await day.supervisor.approvals_of(day.ada.chat.visit.conversation_id)
    day.expect("a yes that takes itself back is asked about", "yes or no" in answer["text"])
    day.expect("and sets nothing in motion", not waiting)
    await day.ada.ask("yes")
    approval = await day.supervisor.waiting_approval(day.ada.chat.visit.conversation_id)
    day.expect("nothing was refunded before the approval", not await day.shop.refunds_of("A100001"))
    before = day.ada.last_seq
    refused = await day.agent.approve(approval)
    day.expect("an agent may not approve", refused.status_code == FORBIDDEN)
    granted = await day.supervisor.approve(approval)
    day.expect("the supervisor may", granted.is_success)
    await day.ada.hears(lambda e: "129.90" in e.data.get("text", ""), after=before)
    refunds = await day.shop.refunds_of("A100001")
    day.expect("the shop refunded exactly once", [r["amount"] for r in refunds] == ["129.90"])
    day.expect("and not the other order", not await day.shop.refunds_of("A100006"))


async def send_twice(day: Day) -> None:
    day.scene("The same message id, sent twice")
    message_id = uuid4().hex
    await asyncio.gather(
        day.ada.say("What can you do for me?", message_id=message_id),
        day.ada.say("What can you do for me?", message_id=message_id),
    )
    await day.ada.answer_to(message_id)
    await day.ada.ask("Thanks!")
    answers = [said for said in day.ada.said_by_bot() if said["in_reply_to"] == message_id]
    day.expect(
        "it was answered in one turn",
        len({said["message_id"].rsplit(".", 2)[0] for said in answers}) == 1,
    )


async def ask_for_a_human(day: Day) -> None:
    day.scene("Ask for a human")
    await day.ada.ask("I want to talk to a human")
    handoff = await day.agent.waiting_handoff(day.ada.chat.visit.conversation_id)
    handoff_id = handoff["handoff_id"]
    claims = await asyncio.gather(day.agent.claim(handoff_id), day.supervisor.claim(handoff_id))
    statuses = sorted(claim.status_code for claim in claims)
    day.expect("of two claims at once one wins", statuses == [OK, CONFLICT])
    winner = day.agent if claims[0].is_success else day.supervisor
    await day.ada.hears(lambda e: e.kind == "handoff" and e.data["status"] == "claimed")
    before = day.ada.last_seq
    await day.ada.say("My parcel smells of fish, is that normal?")
    await winner.write(handoff_id, "It is not. I have put a new one in the post for you.")
    await day.ada.hears(lambda e: e.data.get("role") == "human_agent", after=before)
    spoken = [e for e in day.ada.heard if e.seq > before and e.data.get("role") == "bot"]
    day.expect("the bot did not talk over the human", not spoken)
    await winner.give_back(handoff_id)
    await day.ada.hears(lambda e: e.data.get("role") == "bot", after=before)
    answer = await day.ada.ask("How long is a gift card valid?")
    day.expect("the bot is back and answers", answer["citations"])


async def kill_the_worker(day: Day) -> None:
    day.scene("kill -9 in the middle of a turn")
    await day.shop.fault("slow", delay_ms=2_000)
    message_id = await day.ada.say("Where is my order A100003?")
    await asyncio.sleep(0.5)  # into the turn, while the shop makes us wait
    killed = day.stack.pids[CONVERSATIONS_WORKER]
    os.kill(killed, signal.SIGKILL)
    day.note(f"killed the conversations worker, process {killed}")
    answer = await day.ada.answer_to(message_id)
    await day.shop.fault("none")
    await day.ada.ask("Thank you")
    day.expect("the answer still comes", "A100003" in answer["text"])
    replies = [said for said in day.ada.said_by_bot() if said["in_reply_to"] == message_id]
    day.expect("once", len([said for said in replies if "A100003" in said["text"]]) == 1)
    day.expect("in a conversation without gaps", day.ada.has_no_gaps())


SCENES: tuple[Callable[[Day], Awaitable[None]], ...] = (
    track_an_order,
    ask_the_policy,
    return_an_item,
    send_twice,
    ask_for_a_human,
    kill_the_worker,
)


async def play(stack: Stack, console: Console) -> int:
    """Play every scene against a running stack; 0 when every expectation was met."""
    tokens = stack.tokens[TENANT]
    async with (
        open_http(stack.ports.gateway_url) as http,
        open_http(stack.ports.shop_url) as shop,
        visiting(http, TENANT, console) as ada,
    ):
        day = Day(
            console,
            stack,
            ada,
            agent=Colleague(http, TENANT, tokens["agent"]),
            supervisor=Colleague(http, TENANT, tokens["supervisor"]),
            shop=ShopOffice(shop, stack.home.secrets().shop_admin_key),
        )
        return await play_scenes(day, SCENES)
