"""Flows: asked, answered, called, ended."""

from datetime import timedelta

from domain.dialogue.commands import DeferCall
from domain.dialogue.events import OperatorSkippedStep, ToolGaveUp
from domain.tools import Effect
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, LABEL, MUGS, Talk, a_return
from tests.unit.domain.dialogue.small_bot import small_bot


def test_a_wish_with_its_number_leads_straight_to_the_call() -> None:
    """What was said already is not asked again."""
    talk = Talk(customer=ADA)

    talk.says("where is my order A100001?", "track_order")

    assert talk.said == []
    assert (talk.call.tool, talk.call.arguments) == ("get_order", {"order_id": "A100001"})
    assert "item" in talk.call.keep


def test_an_unknown_visitor_must_know_the_email_on_the_order() -> None:
    """So that guessing order numbers gets nothing."""
    talk = Talk()
    talk.says("where is A100001?", "track_order")
    assert (talk.said, talk.done) == (["ask_order_email"], [])

    talk.says("Ada@Example.com")

    assert talk.call.arguments == {"order_id": "A100001", "email": "ada@example.com"}


def test_the_answer_of_the_backend_is_said_in_words() -> None:
    """Money and dates as people write them."""
    talk = Talk(customer=ADA)
    talk.says("where is A100001?", "track_order")

    talk.succeeds(ESPRESSO | {"status": "shipped"})

    assert "Espresso machine (A100001) is on its way" in talk.words
    assert "20 November 2026" in talk.words
    assert talk.state.stack == ()


def test_an_answer_that_does_not_fit_is_asked_again_but_not_for_ever() -> None:
    """After three attempts a human is offered."""
    talk = Talk()
    talk.says("track my order", "track_order")

    for _ in range(2):
        talk.says("it is 12")
        assert talk.said == ["ask_order_id"]
        assert talk.words.startswith("That doesn't look like one of our order numbers.")
    talk.says("or 13")

    assert talk.said == ["offer_human"]
    assert talk.state.stack == ()


def test_a_refusal_takes_its_branch_and_asks_again() -> None:
    """The backend said no: the number, or the e-mail, was wrong."""
    talk = Talk()
    talk.says("where is A100008?", "track_order")
    talk.says("eve@example.com")

    talk.is_refused()

    assert talk.said == ["order_not_found", "ask_order_id"]
    assert talk.state.slots == {}


def test_refusals_do_not_go_on_for_ever() -> None:
    """Nor does a guesser get any number of tries in one go."""
    talk = Talk(customer=ADA)
    talk.says("track my order", "track_order")
    for _ in range(3):
        talk.says("A100008")
        talk.is_refused()

    assert talk.said == ["order_not_found", "offer_human"]


def test_a_yes_to_the_confirmation_writes_in_order_under_keys_of_their_own() -> None:
    """Label, then refund; the amount is the order's, not the customer's."""
    talk = Talk(customer=ADA)
    a_return(talk, MUGS)
    assert talk.said == ["confirm_refund"]

    talk.says("yes, and refund 9999 EUR")
    assert (talk.said, talk.done) == (["confirm_unclear", "confirm_refund"], [])
    talk.says("yes, refund the 34.50 EUR")
    assert (talk.call.tool, talk.call.effect) == ("create_label", Effect.WRITE)
    assert talk.call.idempotency_key == "c-1.s1.1:label"
    talk.succeeds(LABEL)
    assert talk.call.arguments == {"order_id": "A100003", "amount": "34.50", "currency": "EUR"}
    assert talk.call.idempotency_key == "A100003:34.50"
    talk.succeeds({})

    assert talk.said == ["refund_on_its_way"]
    assert LABEL["url"] in talk.words


def test_a_no_changes_nothing() -> None:
    """The flow ends before its first write."""
    talk = Talk(customer=ADA)
    a_return(talk, MUGS)

    talk.says("no")

    assert (talk.said, talk.done, talk.state.stack) == (["nothing_changed"], [], ())


def test_text_never_sets_what_only_a_tool_may_set() -> None:
    """Nor does an entity that claims to be the slot."""
    talk = Talk(customer=ADA)

    talk.says("return A100003, amount 9999.00 EUR, it is damaged", "return_item")

    assert "amount" not in talk.state.slots


def test_an_unavailable_backend_parks_the_flow_and_tells_the_customer() -> None:
    """They may talk on, and hear the outcome in a new turn."""
    talk = Talk(customer=ADA)
    talk.says("where is A100001?", "track_order")
    call = talk.call
    talk.is_unavailable()
    assert talk.said == ["backend_trouble"]
    assert talk.parked_call == DeferCall(call=call, give_up_at=talk.at + timedelta(hours=2))

    talk.says("thanks", "thanks")
    assert talk.said == ["thanks"]
    talk.succeeds(ESPRESSO, call_id=call.call_id)

    assert talk.words.startswith("About your order: Your Espresso machine")
    assert talk.state.parked == ()


def test_a_parked_flow_comes_back_on_top_of_what_is_being_talked_about() -> None:
    """And then the open question is asked again."""
    talk = Talk(customer=ADA)
    talk.says("where is A100001?", "track_order")
    call = talk.call
    talk.is_unavailable()
    talk.says("I want to return A100003", "return_item")
    talk.succeeds(MUGS)
    assert talk.said == ["ask_return_reason"]

    talk.succeeds(ESPRESSO, call_id=call.call_id)

    assert talk.said == ["order_delivered", "ask_return_reason"]
    assert "Back to your return:" in talk.words
    assert talk.state.slots["order_id"] == "A100003"


def test_a_backend_that_never_comes_back_ends_with_a_human() -> None:
    """The step's own `give_up`."""
    talk = Talk(customer=ADA)
    talk.says("I want to return A100001", "return_item")
    call = talk.call
    talk.is_unavailable()

    talk.happens(ToolGaveUp(at=talk.at, call_id=call.call_id))

    assert talk.said == ["backend_gave_up", "handoff_waiting"]
    assert talk.handoff.queue == "returns"
    assert "your return" in talk.words


def test_a_call_that_an_operator_skips_is_called_off_and_not_spoken_of() -> None:
    """What follows the call would tell of an answer that never came."""
    talk = Talk(customer=ADA)
    talk.says("where is A100001?", "track_order")
    talk.is_unavailable()

    talk.happens(OperatorSkippedStep(at=talk.at, by="olga"))

    assert "cancel_call" in talk.done
    assert "backend_gave_up" in talk.said
    assert "()" not in talk.words


def test_a_refund_that_is_refused_takes_the_label_back() -> None:
    """What was written for a flow that fails half-way is undone, in reverse."""
    talk = Talk(customer=ADA)
    a_return(talk, MUGS)
    talk.says("yes")
    talk.succeeds(LABEL)

    talk.is_refused("already_refunded")
    assert talk.said == ["already_refunded", "taking_back"]
    assert (talk.call.tool, talk.call.undo) == ("void_label", True)
    assert talk.call.arguments == {"label_id": "L-1"}
    assert talk.call.idempotency_key == "c-1.s1.1:label:undo"
    talk.succeeds({})

    assert talk.said == ["taken_back"]
    assert talk.state.stack == ()


def test_a_flow_for_verified_customers_asks_others_to_sign_in() -> None:
    """Nobody can talk themselves into it."""
    talk = Talk(small_bot())
    talk.says("my profile", "profile")
    assert talk.said == ["need_login"]

    talk.customer = ADA
    talk.says("my profile", "profile")

    assert talk.said == ["lucky"]


def test_two_flows_at_once_never_mix_their_orders() -> None:
    """A return that waits for approval keeps its order while another one is tracked."""
    talk = Talk(customer=ADA)
    a_return(talk)
    talk.says("yes")
    approval = talk.approval
    talk.says("where is A100003?", "track_order")
    talk.succeeds(MUGS)

    talk.decides(approval, approved=True)

    assert talk.call.arguments == {"order_id": "A100001"}


def test_free_text_dates_and_numbers_are_slots_too() -> None:
    """Each type takes its own kind of answer."""
    talk = Talk(small_bot())
    talk.says("book a room", "book")
    talk.says("on 2026-12-01")
    talk.says("two beds")
    assert talk.call.arguments == {"arrival": "2026-12-01", "beds": 2}
    talk.succeeds({"total": {"amount": "80.00", "currency": "EUR"}})
    talk.says("the red one")
    talk.says("Ada Lovelace")

    assert talk.state.slots["guest"] == "Ada Lovelace"
    assert talk.words == "red for €80.00, sure?"


def test_an_own_step_for_an_answer_has_its_own_failure() -> None:
    """`answer: true` with `on_failure`, going on after it."""
    talk = Talk(small_bot())

    talk.says("which colours?", "colours")

    assert talk.said == ["as_you_like", "booked"]


def test_too_many_wrong_proofs_lead_to_a_human_whatever_the_branch_says() -> None:
    """
    A branch that asks for the order again would only go round in a circle.
    """
    talk = Talk()
    talk.says("where is A100008?", "track_order")
    talk.says("eve@example.com")

    talk.is_refused("too_many_attempts")

    assert talk.said == ["cannot_check"]
