"""The scenes of the demo, and their expectations."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from rich.console import Console

from duralogue.chat_client import open_http
from duralogue.demo import desk_scenes, hosted_scenes
from duralogue.demo.cast import FORBIDDEN, Day, Seat
from duralogue.demo.customer import visiting
from duralogue.demo.desk import open_desk
from duralogue.demo.expectations import play_scenes
from duralogue.demo.staff import Colleague, ShopOffice
from duralogue.embedded.stack import Stack

TENANT = "acme"
CONVERSATIONS_WORKER = "worker-conversations"


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
    answer = await day.ada.ask("Who pays for the return?")
    day.expect("the digression is answered with a source", answer["citations"])
    await day.ada.ask("It arrived damaged")
    day.expect("the corrected order is the one to confirm", day.ada.was_told("129.90"))
    answer = await day.ada.ask("Yes, but not yet")
    waiting = await day.supervisor.acts.approvals_of(day.conversation)
    day.expect("a yes that takes itself back is asked about", "yes or no" in answer["text"])
    day.expect("and sets nothing in motion", not waiting)
    await day.ada.ask("yes")
    approval = await day.supervisor.acts.waiting_approval(day.conversation)
    day.expect("nothing was refunded before the approval", not await day.shop.refunds_of("A100001"))
    before = day.ada.last_seq
    refused = await day.agent.acts.approve(approval)
    day.expect("an agent may not approve", refused.status_code == FORBIDDEN)
    granted = await day.supervisor.acts.approve(approval)
    day.expect("the supervisor may", granted.is_success)
    decided = await day.supervisor.acts.decided_approval(approval["approval_id"])
    by_whom = (decided["decided_by"], decided["note"]) == (day.supervisor.name, "fine")
    day.expect("under their name, with their note", by_whom)
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


async def kill_the_worker(day: Day) -> None:
    day.scene("kill -9 in the middle of a turn")
    await day.shop.fault("slow", delay_ms=2_000)
    message_id = await day.ada.say("Where is my order A100003?")
    await asyncio.sleep(0.5)  # into the turn, while the shop makes us wait
    killed = day.stack.pids[CONVERSATIONS_WORKER]
    os.kill(killed, signal.SIGKILL)
    day.note(f"killed the conversations worker, process {killed}")

    def is_answer(said: dict[str, Any]) -> bool:
        is_reply = said.get("role") == "bot" and said.get("in_reply_to") == message_id
        return is_reply and "A100003" in said["text"]

    # On a slow machine a holding notice comes first.
    await day.ada.hears(lambda event: is_answer(event.data), within_s=90)
    await day.shop.fault("none")
    await day.ada.ask("Thank you")
    answers = [event for event in day.ada.heard if is_answer(event.data)]
    day.expect("the answer still comes, once", len(answers) == 1)
    day.expect("in a conversation without gaps", day.ada.has_no_gaps())


SCENES: tuple[Callable[[Day], Awaitable[None]], ...] = (
    track_an_order,
    ask_the_policy,
    return_an_item,
    send_twice,
    desk_scenes.ask_for_a_human,
    kill_the_worker,
    desk_scenes.take_over_from_the_bot,
    desk_scenes.pass_on_and_resolve,
    hosted_scenes.be_answered_by_a_model,
)


async def play(stack: Stack, console: Console) -> int:
    """Play every scene against a running stack; 0 when every expectation was met."""
    tokens = stack.tokens[TENANT]
    async with (
        open_http(stack.ports.gateway_url) as http,
        open_http(stack.ports.shop_url) as shop,
        visiting(http, TENANT, console) as ada,
        open_desk(http, TENANT, tokens["agent"]) as sams,
        open_desk(http, TENANT, tokens["supervisor"]) as sues,
    ):
        day = Day(
            console,
            stack,
            ada,
            agent=Seat(Colleague(http, TENANT, tokens["agent"]), sams),
            supervisor=Seat(Colleague(http, TENANT, tokens["supervisor"]), sues),
            shop=ShopOffice(shop, stack.home.secrets().shop_admin_key),
        )
        return await play_scenes(day, SCENES)
