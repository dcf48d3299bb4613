"""Repair in the middle of any flow: correct, cancel, digress, repeat, clarify."""

from domain.dialogue.commands import CancelApproval, CancelCall
from domain.understanding.model import IntentScore
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, LABEL, MUGS, Talk, a_return


def test_a_question_in_the_middle_is_answered_and_the_flow_goes_on() -> None:
    """Digression and return, in one turn."""
    talk = Talk(customer=ADA)
    talk.says("I want to return A100003", "return_item")
    talk.succeeds(MUGS)

    talk.says("how long does that take?", answer="Five days.")

    assert talk.words.startswith("Five days.\nBack to your return: Sorry that the Ceramic mug set")


def test_another_wish_in_the_middle_is_served_with_values_of_its_own() -> None:
    """And the first flow keeps its own."""
    talk = Talk(customer=ADA)
    talk.says("I want to return A100003", "return_item")
    talk.succeeds(MUGS)

    talk.says("where is A100001?", "track_order")
    assert talk.call.arguments == {"order_id": "A100001"}
    talk.succeeds(ESPRESSO)

    assert talk.said == ["order_delivered", "ask_return_reason"]
    assert talk.state.slots["order_id"] == "A100003"


def test_a_correction_goes_back_to_that_question_and_keeps_the_rest() -> None:
    """The reason stays, the order and what was read of it do not."""
    talk = Talk(customer=ADA)
    a_return(talk)

    talk.says("no, the order is A100003")
    assert talk.said == ["corrected"]
    assert talk.call.arguments == {"order_id": "A100003"}
    assert "order" not in talk.state.results
    assert "amount" not in talk.state.slots
    talk.succeeds(MUGS)

    assert talk.said == ["confirm_refund"]
    assert "€34.50" in talk.words


def test_a_correction_begins_a_new_run() -> None:
    """What is written for the other order has keys of its own."""
    talk = Talk(customer=ADA)
    a_return(talk, MUGS)
    run = talk.state.stack[0].run

    talk.says("sorry, I meant A100001")

    assert talk.state.stack[0].run != run


def test_what_it_stands_for_is_no_correction() -> None:
    """Only an order named in so many words replaces the one of the flow."""
    talk = Talk(customer=ADA)
    a_return(talk)

    talk.says("is it A100001 that we talk about?")

    assert talk.state.slots["order_id"] == "A100001"


def test_a_correction_while_an_approval_is_asked_withdraws_it() -> None:
    """The supervisor would decide about something else."""
    talk = Talk(customer=ADA)
    a_return(talk)
    talk.says("yes")
    asked = talk.approval

    talk.says("sorry, I meant A100003")
    assert CancelApproval(approval_id=asked.approval_id) in talk.commands
    talk.succeeds(MUGS)
    assert talk.said == ["confirm_refund"]
    talk.decides(asked, approved=True)

    assert talk.commands == ()


def test_after_a_write_nothing_is_corrected_silently() -> None:
    """The customer is told, and a human is offered."""
    talk = Talk(customer=ADA)
    a_return(talk, MUGS)
    talk.says("yes")
    talk.succeeds(LABEL)
    talk.is_unavailable()

    talk.says("sorry, I meant A100001")

    assert "corrected" not in talk.said


def test_cancel_ends_the_flow() -> None:
    """And says which."""
    talk = Talk(customer=ADA)
    a_return(talk)

    talk.says("never mind", "cancel")

    assert "stopped your return" in talk.words
    assert talk.state.stack == ()


def test_cancel_comes_back_to_what_was_below() -> None:
    """Only the flow that is being talked about ends."""
    talk = Talk()
    talk.says("I want to return an item", "return_item")
    talk.says("where is my package?", "track_order")

    talk.says("forget it", "cancel")

    assert talk.said == ["cancelled", "ask_order_id"]
    assert "Back to your return:" in talk.words


def test_a_parked_read_can_be_cancelled() -> None:
    """Nothing has changed in the backend."""
    talk = Talk(customer=ADA)
    talk.says("where is A100001?", "track_order")
    call = talk.call
    talk.is_unavailable()

    talk.says("never mind", "cancel")

    assert CancelCall(call_id=call.call_id) in talk.commands
    assert talk.state.parked == ()


def test_a_parked_write_is_not_pretended_away() -> None:
    """It may have happened, so the bot does not promise that it has not."""
    talk = Talk(customer=ADA)
    a_return(talk, MUGS)
    talk.says("yes")
    talk.is_unavailable()

    talk.says("cancel that", "cancel")

    assert (talk.said, talk.done) == (["cannot_cancel_now"], [])
    assert len(talk.state.parked) == 1


def test_an_approval_that_is_no_longer_wanted_is_withdrawn() -> None:
    """Nobody has to decide about nothing."""
    talk = Talk(customer=ADA)
    a_return(talk)
    talk.says("yes")

    talk.says("stop", "cancel")

    assert talk.done == ["cancel_approval"]
    assert talk.said == ["cancelled"]


def test_repeat_asks_the_open_question_again() -> None:
    """Word for word."""
    talk = Talk()
    talk.says("track my order", "track_order")
    asked = talk.words

    talk.says("pardon?", "repeat")

    assert talk.words == asked


def test_who_allows_text_messages_again_is_asked_the_open_question_again() -> None:
    """Their START is no order number. Elsewhere it is a word like others."""
    for channel, is_asked_alone in (("sms", True), ("web", False)):
        talk = Talk()
        talk.state = talk.state.model_copy(update={"channel": channel})
        talk.says("track my order", "track_order")
        asked = talk.words

        talk.says("START")

        assert (talk.words == asked) is is_asked_alone


def test_repeat_without_a_question_says_the_last_words() -> None:
    """And before anything was said, says so."""
    talk = Talk()
    talk.says("what did you say?", "repeat")
    assert talk.said == ["nothing_to_repeat"]

    talk.says("bye", "goodbye")
    talk.says("what did you say?", "repeat")

    assert "enjoy your day" in talk.words


def test_two_close_wishes_are_offered_to_choose_from() -> None:
    """And the choice is taken up."""
    talk = Talk()
    scores = (
        IntentScore(intent="track_order", confidence=0.42),
        IntentScore(intent="return_item", confidence=0.40),
    )
    talk.says("something with my order", "track_order", 0.42, alternatives=scores)
    assert talk.said == ["which_one"]
    assert talk.state.question is not None
    assert talk.state.question.choices == ("Track an order", "Return an item", "None of these")

    talk.says("the second one")

    assert talk.state.stack[0].flow == "return_item"


def test_a_bare_number_after_a_flow_means_the_same_again() -> None:
    """ "And A100003?" """
    talk = Talk(customer=ADA)
    talk.says("where is A100001?", "track_order")
    talk.succeeds(ESPRESSO)

    talk.says("and A100003?")

    assert talk.call.arguments == {"order_id": "A100003"}


def test_the_same_wish_again_is_told_how_it_stands() -> None:
    """Instead of a second return of the same order."""
    talk = Talk(customer=ADA)
    a_return(talk)
    talk.says("yes")

    talk.says("what about my return of A100001?", "return_item")

    assert talk.said == ["still_waiting"]


def test_misses_lead_to_a_human() -> None:
    """The second message in a row that nobody understands."""
    talk = Talk()
    talk.says("asdf")
    assert talk.said == ["greeting"]

    talk.says("qwer")
    assert talk.said == ["offer_human"]
    talk.says("yes please")

    assert talk.handoff.queue == "support"
