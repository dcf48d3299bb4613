"""The agents' half of the day: what happens at the desk while a customer talks to a person."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from duralogue.chat_client import StreamEvent
from duralogue.demo.cast import CONFLICT, INVALID, OK, Day, Seat, detail_of

_WHISPER = "Fish again: the third parcel this week."


async def ask_for_a_human(day: Day) -> None:
    day.scene("Ask for a human: two desks, one customer")
    await day.agent.desk.be_available()
    presence = await day.agent.desk.presence_of(day.agent.name)
    day.expect("whoever sits at an open desk is available", presence == "available")
    await day.ada.ask("I want to talk to a human")
    waiting = await day.supervisor.desk.hears(_is_handoff(day, "waiting"))
    handoff_id = waiting.data["handoff_id"]
    day.expect("the desk hears of her without asking", waiting.data["queue"] == "support")
    winner, loser = await _both_claim(day, handoff_id)
    await day.ada.hears(lambda e: e.kind == "handoff" and e.data["status"] == "claimed")
    before = day.ada.last_seq
    await day.ada.say("My parcel smells of fish, is that normal?")
    await _whisper(day, loser, to=winner)
    await day.supervisor.desk.keep_reply(
        "replaced", "Hello, this is {agent}. It is not. I have put a new one in the post for you."
    )
    reply = await winner.desk.canned_reply("replaced", day.conversation)
    await winner.acts.write(handoff_id, reply)
    said = await day.ada.hears(lambda e: e.data.get("role") == "human_agent", after=before)
    day.expect(
        "the canned reply bears the agent's name", f"this is {winner.name}" in said.data["text"]
    )
    spoken = [e for e in day.ada.heard if e.seq > before and e.data.get("role") == "bot"]
    day.expect("the bot did not talk over the human", not spoken)
    day.expect(
        "the customer never sees the note", not any(_WHISPER in str(e) for e in day.ada.heard)
    )
    await winner.acts.give_back(handoff_id)
    await day.ada.hears(lambda e: e.data.get("role") == "bot", after=before)
    answer = await day.ada.ask("How long is a gift card valid?")
    day.expect("the bot is back and answers", answer["citations"])


async def take_over_from_the_bot(day: Day) -> None:
    day.scene("Take over from the bot: a suggested reply, and one that is held back")
    sam = day.agent
    taken = await sam.acts.take_over(day.conversation)
    day.expect("an agent takes a conversation that nobody handed off", taken.status_code == OK)
    handoff_id = taken.json()["handoff_id"]
    before = day.ada.last_seq
    await _hears_herself(day, "Who pays for the return?")
    suggested = await sam.desk.suggestion(day.conversation)
    day.expect("the bot's engine suggests a reply, with its source", suggested["citations"])
    seen = (await sam.desk.opened(day.conversation))["conversation"]["last_seq"]
    await _hears_herself(day, "And for a broken one?")
    body = {
        "message_id": uuid4().hex,
        "text": suggested["text"],
        "suggestion_id": suggested["suggestion_id"],
        "seen": seen,
    }
    held = await sam.acts.act_on(handoff_id, "messages", body)
    newer = [each["text"] for each in held.json().get("newer", ())]
    is_held = held.status_code == CONFLICT and newer == ["And for a broken one?"]
    day.expect("a reply to words that are not the last is held back, with those words", is_held)
    sent = await sam.acts.act_on(handoff_id, "messages", {**body, "anyway": True})
    day.expect("and sent once the agent says so", sent.is_success)
    said = await day.ada.hears(lambda e: e.data.get("role") == "human_agent", after=before)
    day.expect("as a person's words", said.data["sent_by"] == sam.name)


async def pass_on_and_resolve(day: Day) -> None:
    day.scene("Pass her on with a note, put her off, resolve")
    sam, sue = day.agent, day.supervisor
    handoff_id = (await sam.desk.opened(day.conversation))["handoff"]["handoff_id"]
    before = day.ada.last_seq
    warm = {"to_agent": sue.name, "warm": True, "note": "asks about a broken one"}
    passed = await sam.acts.act_on(handoff_id, "transfer", warm)
    day.expect("a warm transfer offers her to a colleague", passed.is_success)
    day.expect("who claims her", (await sue.acts.claim(handoff_id)).status_code == OK)
    refused = await sam.acts.write(handoff_id, "One more thing")
    day.expect("from then on only the colleague may write", not refused.is_success)
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    await sue.acts.act_on(handoff_id, "snooze", {"until": until})
    await sue.desk.hears(_is_handoff(day, "claimed", lambda row: row["snoozed_until"] is not None))
    is_put_off = day.conversation in await sue.desk.listed("snoozed")
    day.expect("snoozed, she is out of the list", is_put_off)
    asleep = sue.desk.last_seq
    await day.ada.say("Are you still there?")
    await sue.desk.hears(
        _is_handoff(day, "claimed", lambda row: row["snoozed_until"] is None), after=asleep
    )
    day.expect("and back when she writes", day.conversation in await sue.desk.listed("mine"))
    await sue.acts.write(handoff_id, "I am. Broken ones travel at our expense.")
    unknown = await sue.acts.act_on(handoff_id, "resolve", {"disposition": "sovled"})
    named = unknown.status_code == INVALID and "solved" in detail_of(unknown)
    day.expect("a disposition that the shop has not named is refused", named)
    await sue.acts.act_on(handoff_id, "resolve", {"disposition": "solved", "note": "who pays"})
    await day.ada.hears(lambda e: bool(e.data.get("asks_rating")), after=before)
    thanks = await day.ada.ask("5")
    day.expect("she is asked how it was, and thanked", "Thank you" in thanks["text"])
    over = await sue.acts.handoff(handoff_id)
    told = (over["status"], over["disposition"], over["note"]) == ("resolved", "solved", "who pays")
    day.expect("how it ended is on record", told)
    day.expect("in a conversation without gaps", day.ada.has_no_gaps())


async def _both_claim(day: Day, handoff_id: str) -> tuple[Seat, Seat]:
    claims = await asyncio.gather(
        day.agent.acts.claim(handoff_id), day.supervisor.acts.claim(handoff_id)
    )
    statuses = sorted(claim.status_code for claim in claims)
    day.expect("of two claims at once one wins", statuses == [OK, CONFLICT])
    has_won = claims[0].is_success
    winner, loser = (day.agent, day.supervisor) if has_won else (day.supervisor, day.agent)
    day.expect("the other is told who did", winner.name in detail_of(claims[1 if has_won else 0]))
    return winner, loser


async def _whisper(day: Day, author: Seat, *, to: Seat) -> None:
    await author.desk.note(day.conversation, _WHISPER, mentions=[to.name])
    note = await to.desk.hears(lambda e: e.kind == "note")
    day.expect("a note reaches the colleague whom it mentions", note.data["text"] == _WHISPER)


async def _hears_herself(day: Day, text: str) -> None:
    """Said, and stored: she sees it in her own chat."""
    before = day.ada.last_seq
    await day.ada.say(text)
    await day.ada.hears(lambda e: e.data.get("text") == text, after=before)


def _is_handoff(
    day: Day, status: str, matches: Callable[[dict[str, object]], bool] = lambda _: True
) -> Callable[[StreamEvent], bool]:
    """A row of the list that is about her."""
    return lambda e: (
        e.kind == "handoff"
        and e.data.get("conversation_id") == day.conversation
        and e.data.get("status") == status
        and matches(e.data)
    )
