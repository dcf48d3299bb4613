"""Undo: what a flow has written is taken back, last first, or handed to a human by name."""

from collections.abc import Sequence
from functools import lru_cache

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.bot.model import Bot
from domain.dialogue.commands import CallTool, DeferCall, HandOff
from domain.dialogue.events import (
    IdleElapsed,
    OperatorSkippedStep,
    ToolGaveUp,
    ToolRefused,
    ToolSucceeded,
    ToolUnavailable,
)
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import ADA, LABEL, MUGS, Talk, a_return

WORDS = {"flight": "the flight", "hotel": "the room", "car": "the car"}


def a_write(thing: str, *, undo: bool) -> str:
    write = f"""
book_{thing}:
  http: {{method: POST, url: "https://trips.example/{thing}"}}
  in: [day]
  effect: write
  requires: anyone
  idempotency: "{{flow_run}}:{thing}"
  returns: {thing}
  about: {WORDS[thing]}
"""
    if not undo:
        return write
    return f"""{write}  undo: cancel_{thing}
cancel_{thing}:
  http: {{method: POST, url: "https://trips.example/{thing}/cancel"}}
  in: {{id: {thing}.id}}
  effect: write
  requires: anyone
  timeout: 9s
"""


@lru_cache
def a_trip(undoable: tuple[bool, ...], how: str = "handoff: general") -> Bot:
    """Up to three bookings in a row, then one more question, then the payment."""
    things = tuple(WORDS)[: len(undoable)]
    bookings = "".join(f"    - call: book_{thing}\n" for thing in things)
    writes = [a_write(thing, undo=undo) for thing, undo in zip(things, undoable, strict=True)]
    return a_bot(
        {
            "intents.yaml": "intents:\n  trip: {en: [a trip, book a trip, travel, go away, fly]}\n",
            "slots.yaml": "day: {type: string, ask: ask_day}\nsure: {type: bool, ask: ask_sure}\n",
            "tools.yaml": "".join(writes)
            + """
pay:
  http: {method: POST, url: "https://trips.example/pay"}
  in: [day]
  effect: irreversible
  requires: anyone
  idempotency: "{flow_run}:pay"
""",
            "flows/trip.yaml": f"""
trip:
  when: trip
  about: your trip
  steps:
    - collect: day
{bookings}    - collect: sure
      if_false: handoff:general
    - call: pay
      on_refused: {{{how}}}
      give_up: {{after: 1h, say: not_now, then: handoff:general}}
    - say: enjoy
""",
            "responses.yaml": "ask_day: When?\nask_sure: Sure?\nenjoy: Enjoy!\nnot_now: Not now.\n",
        }
    )


def booked(bot: Bot, *, paying: bool = False) -> Talk:
    """Everything is booked, and the customer is asked whether they are sure; or has said yes."""
    talk = Talk(bot, customer=ADA)
    talk.says("book a trip", "trip")
    talk.says("on Friday")
    while talk.said != ["ask_sure"]:
        talk.succeeds({"id": talk.call.tool})
    if paying:
        talk.says("yes")
    return talk


def undone_by(talk: Talk, outcomes: Sequence[str] = ()) -> list[str]:
    """Let each undoing call end as told (else well); the tools that undid, in order."""
    told, did = list(outcomes), []
    while calls := [c for c in talk.commands if isinstance(c, CallTool)]:
        [call] = calls
        assert call.undo
        how = told.pop(0) if told else "ok"
        if how == "ok":
            did.append(call.tool)
        end_call(talk, call.call_id, how)
    return did


def end_call(talk: Talk, call_id: str, how: str) -> None:
    match how:
        case "ok":
            talk.happens(ToolSucceeded(at=talk.at, call_id=call_id))
        case "refused":
            talk.happens(ToolRefused(at=talk.at, call_id=call_id, code="too_late"))
        case "unclear":
            talk.happens(ToolGaveUp(at=talk.at, call_id=call_id))
        case _:
            talk.happens(ToolUnavailable(at=talk.at, call_id=call_id))
            talk.happens(ToolGaveUp(at=talk.at, call_id=call_id))


@settings(max_examples=80, deadline=None)
@given(
    undoable=st.lists(st.booleans(), min_size=1, max_size=3).map(tuple),
    why=st.sampled_from(["cancelled", "refused", "never_reached", "idle"]),
    outcomes=st.lists(st.sampled_from(["ok", "ok", "refused", "unclear", "away"]), max_size=3),
)
def test_every_write_is_undone_in_reverse_or_handed_on_by_name(
    undoable: tuple[bool, ...], why: str, outcomes: list[str]
) -> None:
    """Whatever ends the flow half-way: nothing is left standing that nobody knows of."""
    talk = booked(a_trip(undoable), paying=why in {"refused", "never_reached"})
    match why:
        case "cancelled":
            talk.says("never mind", "cancel")
        case "refused":
            talk.is_refused("no_money")
        case "never_reached":
            end = ToolGaveUp(at=talk.at, call_id=talk.call.call_id, may_have_happened=False)
            talk.happens(end)
        case _:
            talk.happens(IdleElapsed(at=talk.at, stage="close"))
    wanted = list(outcomes)
    did = undone_by(talk, outcomes)

    things = [f"cancel_{t}" for t in list(WORDS)[: len(undoable)]]
    expected: list[str] = []
    for thing, undo in reversed(list(zip(things, undoable, strict=True))):
        how = wanted.pop(0) if wanted else "ok"
        if not undo or how != "ok":
            break
        expected.append(thing)
    assert did == expected
    left = len(undoable) - len(did)
    handoffs = [c for c in talk.commands if isinstance(c, HandOff)]
    if left:
        named = [f"book_{t}" for t in list(WORDS)[:left]]
        assert handoffs[0].reason.endswith("please check: " + ", ".join(reversed(named)))
    assert ("taken_back" in talk.said) is bool(did)
    assert bool(handoffs) is bool(left or why in {"refused", "never_reached"})
    assert talk.state.stack == ()
    assert talk.state.parked == ()


def test_the_customer_hears_what_was_taken_back_and_what_was_not() -> None:
    """In the tenant's words, the last one first."""
    talk = booked(a_trip((True, True, True)))
    talk.says("never mind", "cancel")
    assert talk.said == ["cancelled", "taking_back"]

    undone_by(talk, ["ok", "refused"])

    assert "That is undone now: the car." in talk.words
    assert "could not be undone: the room, the flight." in talk.words
    assert talk.handoff.reason == "your trip; please check: book_hotel, book_flight"


def test_each_undo_has_a_key_of_its_own_and_its_tools_own_patience() -> None:
    """The key of the write would make the backend answer with the write."""
    talk = booked(a_trip((True, True)))
    talk.says("never mind", "cancel")
    first = talk.call
    talk.succeeds()
    second = talk.call

    assert first.idempotency_key == "c-1.s1.1:hotel:undo"
    assert second.idempotency_key == "c-1.s1.1:flight:undo"
    assert first.timeout.total_seconds() == 9


def asked_to_refund() -> Talk:
    """A return whose label is made, and whose refund is under way."""
    talk = Talk(customer=ADA)
    a_return(talk, MUGS)
    talk.says("yes")
    talk.succeeds(LABEL)
    return talk


def test_an_undo_whose_backend_is_away_is_tried_on_and_spoken_of_as_what_it_is() -> None:
    """The step's own sentence speaks of a refund that will be made: it would be a lie here."""
    talk = asked_to_refund()
    talk.is_refused("already_refunded")
    undo = talk.call

    talk.is_unavailable()

    assert talk.said == ["take_back_parked"]
    assert talk.parked_call.call == undo
    talk.succeeds({}, call_id=undo.call_id)
    assert talk.said == ["taken_back"]
    assert "the return label" in talk.words


def test_a_human_gets_a_refused_return_without_its_label() -> None:
    """Nothing half done is handed on."""
    talk = asked_to_refund()

    talk.is_refused("amount_out_of_range")
    assert talk.said == ["return_refused", "taking_back"]
    assert talk.call.tool == "void_label"
    talk.succeeds({})

    assert talk.said[0] == "taken_back"
    assert talk.handoff.queue == "returns"


def test_a_write_that_may_have_happened_is_neither_repeated_nor_taken_back() -> None:
    """If the refund is out after all, the customer needs the label."""
    talk = asked_to_refund()

    talk.happens(ToolGaveUp(at=talk.at, call_id=talk.call.call_id))

    assert talk.said[0] == "outcome_unknown"
    assert not [c for c in talk.commands if isinstance(c, CallTool | DeferCall)]
    assert talk.handoff.queue == "returns"
    assert talk.handoff.reason == "Return an item; please check: issue_refund, create_label"


def test_a_write_that_never_reached_its_backend_is_said_to_be_undone_not_unknown() -> None:
    """Then it is certain, and what was done before is taken back."""
    talk = asked_to_refund()
    refund = talk.call
    talk.happens(ToolUnavailable(at=talk.at, call_id=refund.call_id, may_have_happened=False))
    assert talk.parked_call.may_have_happened is False

    end = ToolGaveUp(at=talk.at, call_id=refund.call_id, may_have_happened=False)
    talk.happens(end)

    assert talk.said == ["backend_gave_up", "taking_back"]
    assert talk.call.tool == "void_label"


def test_a_write_whose_answer_lacks_what_its_undo_needs_is_a_humans() -> None:
    """Without the label's number nothing can be voided."""
    talk = booked(a_trip((True,)))
    again = Talk(a_trip((True,)), customer=ADA)
    again.says("book a trip", "trip")
    again.says("on Friday")
    again.succeeds({})

    again.says("never mind", "cancel")

    assert talk.state.stack[-1].done[0].undo == "cancel_flight"
    assert again.said[:2] == ["cancelled", "cannot_take_back"]
    assert again.handoff.reason.endswith("please check: book_flight")


def test_an_undo_that_an_operator_skips_is_not_said_to_be_done() -> None:
    """The operator may know better; the customer is told the truth, and a human looks."""
    talk = booked(a_trip((True,)))
    talk.says("never mind", "cancel")

    talk.happens(OperatorSkippedStep(at=talk.at, by="olga"))

    assert talk.said[0] == "take_back_unclear"
    assert talk.handoff.reason.endswith("please check: book_flight")


def test_a_branch_that_goes_on_after_the_human_takes_nothing_back() -> None:
    """The flow has not failed: it continues when they give back."""
    talk = booked(a_trip((True,), "handoff: general, continue: true"), paying=True)

    talk.is_refused("no_money")

    assert "taking_back" not in talk.said
    assert [c.do for c in talk.commands if isinstance(c, CallTool)] == []
    assert talk.handoff.queue == "support"
