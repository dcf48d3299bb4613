"""A day at the dentist's: booked, reminded, cancelled, and an emergency. Nothing is skipped in it.

The reminder comes a day before the visit. So the practice offers a time that is a day and some
seconds ahead, and the real timer fires while the demo is watched.
"""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console

from domain.dialogue.text.formatting import appointment
from duralogue.chat_client import StreamEvent, open_http
from duralogue.demo.customer import Customer, visiting
from duralogue.demo.desk import Desk, open_desk
from duralogue.demo.expectations import Expectations, play_scenes
from duralogue.demo.practice import PracticeOffice
from duralogue.demo.staff import Colleague
from duralogue.embedded.stack import Stack
from duralogue.polling import eventually

TENANT = "dentist"
ZONE = ZoneInfo("Europe/Berlin")
NAME, PHONE = "Grace Hopper", "030 1234567"
OK = 200
CONVERSATIONS_WORKER = "worker-conversations"
_LEAST_AHEAD_S = 12.0
_RESTARTED_WITHIN_S = 90.0
_MORE = "More"


@dataclass
class DentistsDay(Expectations):
    """Everyone in it."""

    grace: Customer
    linus: Customer
    on_call: Colleague
    desk: Desk
    practice: PracticeOffice
    booking_took_s: float = 0.0
    """How long the first booking took on this machine."""

    async def booked(self) -> list[dict[str, Any]]:
        visits = await self.practice.visits_of(NAME)
        return [visit for visit in visits if visit["status"] == "booked"]


async def book_and_call_off(day: DentistsDay) -> None:
    day.scene("Book a visit with the buttons of what is free; call it off by its name")
    clock = asyncio.get_running_loop().time
    began, free = clock(), await day.practice.free_times()
    answer = await day.grace.ask("I need an appointment")
    first = appointment(free[0], "en")
    day.expect("the practice's free times are buttons", first in answer["quick_replies"])
    answer = await _tell_all(day.grace, first)
    day.expect("all of it is read back before it is booked", first in answer["text"])
    day.booking_took_s = clock() - began
    answer = await day.grace.ask("yes, but not yet")
    day.expect("a yes that takes itself back is asked about", "yes or no" in answer["text"])
    day.expect("and books nothing", not await day.booked())
    before = day.grace.last_seq
    await day.grace.say("yes")
    await day.grace.hears(_says("It's booked"), after=before)
    booked = [datetime.fromisoformat(visit["starts_at"]) for visit in await day.booked()]
    day.expect("a whole yes books exactly this time", booked == [free[0]])
    await _cancel_by_name(day, free[0])


async def remind(day: DentistsDay) -> None:
    day.scene("The reminder comes the day before, over a kill -9")
    ahead = timedelta(seconds=max(_LEAST_AHEAD_S, 5 + 3 * day.booking_took_s))
    visit = (datetime.now(UTC) + timedelta(days=1) + ahead).astimezone(ZONE)
    await day.practice.offer(visit)
    day.note(f"the practice offers a time in a day and {ahead.total_seconds():.0f} seconds")
    words = appointment(visit, "en")
    answer = await day.grace.ask("book a visit")
    while words not in answer["quick_replies"] and _MORE in answer["quick_replies"]:
        answer = await day.grace.ask(_MORE)
    day.expect("the new time is among the buttons", words in answer["quick_replies"])
    await _tell_all(day.grace, words)
    booked_after = day.grace.last_seq
    await day.grace.say("yes")
    await day.grace.hears(_says("It's booked"), after=booked_after)
    killed = day.stack.pids[CONVERSATIONS_WORKER]
    os.kill(killed, signal.SIGKILL)
    day.note(f"killed the conversations worker, process {killed}, while the reminder waits")
    is_early = datetime.now(UTC) < visit - timedelta(days=1)
    day.expect("nothing is said before its time", is_early and not day.grace.was_told("A reminder"))
    await day.grace.hears(_says("A reminder"), after=booked_after, within_s=_RESTARTED_WITHIN_S)
    is_due = datetime.now(UTC) >= visit - timedelta(days=1)
    day.expect("the reminder comes, and not before it is due", is_due)
    await day.grace.hears(_says("Will you come?"), after=booked_after)
    answer = await day.grace.ask("Yes")
    day.expect("who will come is wished well", "see you then" in answer["text"])
    reminders = [said for said in day.grace.said_by_bot() if "A reminder" in said["text"]]
    day.expect("it was sent once", len(reminders) == 1)
    day.expect("in a conversation without gaps", day.grace.has_no_gaps())


async def cancel_after_the_reminder(day: DentistsDay) -> None:
    day.scene("Cancel it after all, by its name")
    [visit] = await day.booked()
    await _cancel_by_name(day, datetime.fromisoformat(visit["starts_at"]))


async def emergency(day: DentistsDay) -> None:
    day.scene("An emergency, at whatever hour this is")
    day.note(f"it is {datetime.now(ZONE):%A %H:%M} at the practice")
    await day.desk.be_available()
    await day.linus.say("I have terrible toothache, my cheek is swollen")
    conversation = day.linus.chat.visit.conversation_id
    await day.desk.hears(_is_offered(conversation, day.desk.name))
    handoff = await day.on_call.waiting_handoff(conversation)
    offered_to = handoff["offered_to"]
    day.expect("it is offered to whoever is available at the desk", offered_to == day.desk.name)
    day.expect("it is put to those on call", handoff["queue"] == "emergency")
    claim = await day.on_call.claim(handoff["handoff_id"])
    day.expect("somebody takes it", claim.status_code == OK)
    before = day.linus.last_seq
    await day.on_call.write(handoff["handoff_id"], "Come to the back door, I'll open for you.")
    await day.linus.hears(lambda e: e.data.get("role") == "human_agent", after=before)
    day.expect("and nobody was sent away until morning", not day.linus.was_told("back at"))
    day.note("days are skipped in `duralogue test tenants/dentist`: nights, Christmas, reminders")


SCENES: tuple[Callable[[DentistsDay], Awaitable[None]], ...] = (
    book_and_call_off,
    remind,
    cancel_after_the_reminder,
    emergency,
)


async def play(stack: Stack, console: Console) -> int:
    """Play every scene against a running stack that serves the dentist; 0 when all was met."""
    if stack.practice is None:
        raise RuntimeError("this stack does not serve the dentist")
    secrets = stack.home.secrets()
    async with (
        open_http(stack.ports.gateway_url) as http,
        open_http(stack.practice.url) as practice,
        visiting(http, TENANT, console, called="Grace", bot="Mila") as grace,
        visiting(http, TENANT, console, called="Linus", bot="Mila") as linus,
        open_desk(http, TENANT, stack.tokens[TENANT]["agent"]) as desk,
    ):
        day = DentistsDay(
            console,
            stack,
            grace,
            linus,
            on_call=Colleague(http, TENANT, stack.tokens[TENANT]["agent"]),
            desk=desk,
            practice=PracticeOffice(
                practice, api_key=secrets.practice_api_key, admin_key=secrets.practice_admin_key
            ),
        )
        return await play_scenes(day, SCENES)


async def _tell_all(customer: Customer, time: str) -> dict[str, Any]:
    """From the button to the last question, which says it all again."""
    await customer.ask(time)
    await customer.ask(f"my name is {NAME.lower()}")
    await customer.ask(PHONE)
    return await customer.ask("Skip")


async def _cancel_by_name(day: DentistsDay, moment: datetime) -> None:
    before = day.grace.last_seq
    await day.grace.say("please cancel my appointment")
    await day.grace.hears(_says("The time is free again"), after=before)
    day.expect("the practice has the visit no more", not await day.booked())

    async def is_free() -> bool | None:
        return moment in await day.practice.free_times() or None

    day.expect("and shows the time as free", await eventually(is_free))


def _says(words: str) -> Callable[[StreamEvent], bool]:
    return lambda event: event.data.get("role") == "bot" and words in event.data["text"]


def _is_offered(conversation: str, name: str) -> Callable[[StreamEvent], bool]:
    return lambda event: (
        event.kind == "handoff"
        and event.data.get("conversation_id") == conversation
        and event.data.get("offered_to") == name
    )
