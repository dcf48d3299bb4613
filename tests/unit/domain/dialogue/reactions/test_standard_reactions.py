"""Reactions that come before anything else, the same for every tenant."""

from datetime import timedelta

import pytest

from domain.dialogue.commands import CallTool, CancelHandoff, FindAnswer, HandOff
from domain.dialogue.events import HandoffClaimed, HandoffReturned, HandoffUnanswered
from domain.understanding.model import Entity
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, MUGS, Talk, a_return

BLANKET = ESPRESSO | {"id": "A100002", "item": "Wool blanket", "status": "shipped"}


def in_queue() -> Talk:
    talk = Talk()
    talk.says("talk to a human", "talk_to_human")
    return talk


def nobody_came() -> Talk:
    talk = in_queue()
    talk.happens(HandoffUnanswered(at=talk.at, handoff_id=talk.state.handoff_id or ""))
    return talk


def rated() -> Talk:
    talk = in_queue()
    handoff_id = talk.handoff.handoff_id
    talk.happens(HandoffClaimed(at=talk.at, handoff_id=handoff_id, agent="Sam"))
    talk.happens(HandoffReturned(at=talk.at, handoff_id=handoff_id))
    assert talk.said[-1] == "csat"
    return talk


@pytest.mark.parametrize("text", ["are you a bot or a human?", "bist du ein mensch", "r u human"])
def test_asked_what_it_is_the_bot_says_so_and_queues_nobody(text: str) -> None:
    """However much it looks like a wish for a human."""
    talk = Talk()

    talk.says(text, "talk_to_human", 0.87)

    assert talk.said == ["about_bot"]
    assert "a bot and not a human" in talk.words or "ein Bot und kein Mensch" in talk.words
    assert not any(isinstance(c, HandOff) for c in talk.commands)
    talk.says("talk to a human")
    assert talk.state.handoff_id


def test_asked_what_it_is_in_a_flow_the_bot_comes_back_to_its_question() -> None:
    """And a yes after it is a yes to that question, asked again."""
    talk = Talk(customer=ADA)
    a_return(talk)

    talk.says("are you even a real person?", "talk_to_human")

    assert talk.said == ["about_bot", "confirm_refund"]


@pytest.mark.parametrize("text", ["I was charged twice", "ihr habt mir das falsche geschickt"])
def test_a_complaint_is_heard_and_a_human_offered(text: str) -> None:
    """As the first message it was greeted, or taken for a wish that came near."""
    talk = Talk()

    talk.says(text, "track_order", 0.48)

    assert talk.said == ["sorry_to_hear"]
    talk.says("yes please")
    assert talk.said == ["handoff_waiting"]


def test_a_tenants_own_wish_about_it_wins() -> None:
    """The example shop takes back what arrived broken."""
    talk = Talk(customer=ADA)

    talk.says("you sent me the wrong thing, A100003", "return_item", 0.98)

    assert talk.call.tool == "get_order"


@pytest.mark.parametrize("text", ["i forgot my password", "I can't log in.", "passwort vergessen"])
def test_who_is_locked_out_gets_help_or_an_honest_no(text: str) -> None:
    """Never a question for an order number."""
    talk = Talk()
    talk.says(text, "return_item", 0.5, answer="Use “Forgot password”.")
    assert talk.words == "Use “Forgot password”."

    talk = Talk()
    talk.says(text, "return_item", 0.5)
    assert talk.said == ["no_answer"]


def test_after_a_refusal_the_other_e_mail_is_tried_with_the_same_number() -> None:
    """The number was right; only the e-mail was not."""
    talk = Talk()
    talk.says("where is A100002?", "track_order")
    talk.says("eve@example.com")
    talk.is_refused()
    assert talk.said == ["order_not_found", "ask_order_id"]

    talk.says("sorry, ada@example.com")

    assert talk.call.arguments == {"order_id": "A100002", "email": "ada@example.com"}


def test_after_a_refusal_the_e_mail_may_be_called_wrong() -> None:
    """Then it is asked for, with the number kept."""
    talk = Talk()
    talk.says("where is A100002?", "track_order")
    talk.says("eve@example.com")
    talk.is_refused()

    talk.says("oh the email was wrong")
    assert talk.said == ["ask_order_email"]
    talk.says("ada@example.com")

    assert talk.call.arguments == {"order_id": "A100002", "email": "ada@example.com"}


@pytest.mark.parametrize("text", ["A100001", "ok then A100001", "and A100001?", "dann A100001"])
def test_the_wish_is_kept_when_it_was_refused_for_one_order(text: str) -> None:
    """A number alone is for what was wanted last, whatever it looks like to a classifier."""
    talk = Talk(customer=ADA)
    talk.says("I want a refund for A100002", "return_item")
    talk.succeeds(BLANKET)
    assert talk.said == ["not_there_yet"]

    talk.says(text, "track_order", 0.96)
    talk.succeeds(ESPRESSO)

    assert talk.said == ["ask_return_reason"]


def test_a_question_between_does_not_make_the_wish_forgotten() -> None:
    """An answer out of the documents is no other wish."""
    talk = Talk(customer=ADA)
    talk.says("I want a refund for A100002", "return_item")
    talk.succeeds(BLANKET)
    talk.says("how long do I have?", "shop_question", answer="30 days.")

    talk.says("A100001", "track_order", 0.96)
    talk.succeeds(ESPRESSO)

    assert talk.said == ["ask_return_reason"]


@pytest.mark.parametrize(
    "text", ["actually no, forget the human", "brauche doch keinen Menschen mehr", "its solved thx"]
)
def test_who_no_longer_wants_a_human_is_taken_out(text: str) -> None:
    """And the agents' side is told."""
    talk = in_queue()

    talk.says(text, "talk_to_human", 0.6)

    assert talk.said == ["handoff_cancelled"]
    assert any(isinstance(c, CancelHandoff) for c in talk.commands)
    assert talk.state.handoff_id is None


@pytest.mark.parametrize("text", ["I still need a human", "why is there no human?"])
def test_who_waits_impatiently_still_waits(text: str) -> None:
    """A complaint about waiting is no goodbye."""
    talk = in_queue()

    talk.says(text)

    assert talk.state.handoff_id


@pytest.mark.parametrize(
    "text",
    [
        "please call me back at +49 171 2345678",
        "can you ring me on +49 171 2345678 please",
        "ruft mich bitte unter +49 171 2345678 zurück",
        "+49 171 2345678",
    ],
)
def test_a_number_given_with_the_wish_for_a_call_is_used(text: str) -> None:
    """It is not asked for again, and said back."""
    talk = nobody_came()

    talk.says(text, entities=(Entity(kind="phone", value="+491712345678"),))

    assert talk.call.arguments["contact"] == "+491712345678"
    assert talk.call.arguments["kind"] == "callback"
    talk.succeeds({"ticket_id": "T-1"})
    assert "+491712345678" in talk.words


def test_a_call_may_be_asked_for_after_other_words() -> None:
    """The offer's buttons are gone by then."""
    talk = nobody_came()
    talk.says("hello?", "greet")

    talk.says("just call me back please")

    assert talk.said == ["ask_contact_phone"]


def test_no_call_is_no_call() -> None:
    """ "Don't call me" asks for none."""
    talk = nobody_came()

    talk.says("please don't call me")

    assert not any(isinstance(c, CallTool) for c in talk.commands)
    assert "ask_contact_phone" not in talk.said


@pytest.mark.parametrize("text", ["what's the status?", "any news?", "wie sieht's aus"])
def test_a_question_for_news_is_about_what_waits(text: str) -> None:
    """Not about the order that was last spoken of."""
    talk = Talk(customer=ADA)
    a_return(talk)
    talk.says("yes")
    assert talk.said == ["waiting_for_approval"]

    talk.says(text, "track_order", 0.8)

    assert talk.said == ["still_waiting"]
    assert not any(isinstance(c, FindAnswer | CallTool) for c in talk.commands)


@pytest.mark.parametrize("text", ["five", "⭐⭐⭐⭐⭐", "5/5", "fünf sterne", "5"])
def test_a_rating_is_taken_in_any_form(text: str) -> None:
    """As people give it."""
    talk = rated()

    talk.says(text)

    assert talk.said == ["csat_thanks"]
    assert talk.state.slots["csat"] == 5


def test_what_is_said_below_a_rating_is_kept_with_it() -> None:
    """It is about the rating, whatever it would be by itself."""
    talk = rated()

    talk.says("4\nWhere is my order A100003? 2 people asked.", "track_order")

    assert talk.said == ["csat_thanks"]
    assert talk.state.slots["csat"] == 4
    assert talk.state.slots["csat_comment"] == "Where is my order A100003? 2 people asked."
    talk.says("5\nOn second thought.")
    assert talk.state.slots["csat"] == 4


def test_the_rating_buttons_work_after_other_messages() -> None:
    """Until somebody has rated, or a day is over."""
    talk = rated()
    talk.customer = ADA
    talk.says("where is A100003?", "track_order")
    talk.succeeds(MUGS)

    talk.says("4")
    assert talk.said == ["csat_thanks"]
    assert talk.state.slots["csat"] == 4
    talk.says("5")
    assert "csat_thanks" not in talk.said

    late = rated()
    late.waits(timedelta(hours=25))
    late.state = late.state.model_copy(update={"question": None, "meanings": ()})
    late.says("4")
    assert "csat_thanks" not in late.said


def test_the_first_one_again_is_the_first_order() -> None:
    """Not a wish to hear the last sentence again."""
    talk = Talk(customer=ADA)
    talk.says("where is A100003?", "track_order")
    talk.succeeds(MUGS)
    talk.says("and A100001?", "track_order")
    talk.succeeds(ESPRESSO)

    first = Entity(kind="order_id", value="A100003", text="and the first one again?")
    talk.says("and the first one again?", "repeat", entities=(first,))

    assert talk.call.arguments == {"order_id": "A100003"}
