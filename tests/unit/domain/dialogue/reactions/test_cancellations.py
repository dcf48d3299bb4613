"""Cancelled by name, begun anew, turned down: in every state."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dialogue.commands import CancelApproval
from domain.understanding.model import IntentScore
from tests.unit.domain.bots import acme
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, LABEL, MUGS, Talk, a_return

STATES = ("order", "reason", "confirmation", "approval")


def at(state: str) -> Talk:
    """A return that waits for its order, for its reason, for a yes or for a supervisor."""
    talk = Talk(customer=ADA)
    if state == "nothing":
        return talk
    if state == "order":
        talk.says("return an item", "return_item")
    elif state == "reason":
        talk.says("return A100001", "return_item")
        talk.succeeds(ESPRESSO)
    else:
        a_return(talk)
        if state == "approval":
            talk.says("yes")
    return talk


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("cancel my return", "return_item"),
        ("cancel the return", None),
        ("sorry I meant cancel my return", "cancel"),
        ("please stop the return", "shop_question"),
        ("I don't want to return it anymore", "return_item"),
        ("I do NOT want to return it", None),
        ("forget the refund", "return_item"),
        ("never mind", None),
        ("Rückgabe abbrechen", None),
        ("bitte keine Rückgabe", "return_item"),
        ("doch nicht", None),
    ],
)
def test_cancelling_by_name_cancels_in_every_state(
    state: str, text: str, intent: str | None
) -> None:
    """Whatever intent the words resemble, the return is over and nothing is asked of anybody."""
    talk = at(state)

    talk.says(text, intent)

    assert talk.state.stack == talk.state.parked == ()
    assert talk.done == (["cancel_approval"] if state == "approval" else [])
    assert talk.said in (["cancelled"], ["nothing_changed"])


@pytest.mark.parametrize("state", ["nothing", *STATES])
@pytest.mark.parametrize("intent", ["cancel", "shop_question", "return_item", None])
@pytest.mark.parametrize(
    "text",
    [
        "I want to cancel order A100004, email ada@example.com",
        "I want to cancel A100004",
        "cancel order a100004 please",
        "cancel my order",
    ],
)
def test_one_wish_has_one_reaction(state: str, intent: str | None, text: str) -> None:
    """The shop's own answer about cancelling orders, and never the end of a return."""
    talk = at(state)
    before = talk.state.stack, len(talk.state.parked)

    talk.says(text, intent, answer="Write to us before it is packed.")

    assert talk.words.startswith("Write to us before it is packed.")
    assert [frame.flow for frame in talk.state.stack] == [frame.flow for frame in before[0]]
    assert len(talk.state.parked) == before[1]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("text", ["don't cancel", "please don't cancel my return"])
def test_what_shall_not_be_cancelled_goes_on(state: str, text: str) -> None:
    """The question is asked again, or it is said again what is waited for."""
    talk = at(state)
    before = [frame.flow for frame in (*talk.state.stack, *talk.state.parked)]

    talk.says(text, "cancel")

    assert [frame.flow for frame in (*talk.state.stack, *talk.state.parked)] == before
    assert talk.done == []


@pytest.mark.parametrize("state", STATES)
def test_starting_over_asks_everything_again(state: str) -> None:
    """Also the order's number, which outlives its flow; what a supervisor had is withdrawn."""
    talk = at(state)

    talk.says("start over")

    assert talk.said == ["ask_order_id"]
    assert talk.words.startswith("All right, from the beginning.")
    assert talk.state.slots == {}
    assert talk.done == (["cancel_approval"] if state == "approval" else [])


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        ("order", "ask_order_id"),
        ("reason", "ask_order_id"),
        ("confirmation", "ask_return_reason"),
        ("approval", "confirm_refund"),
    ],
)
def test_going_back_asks_the_question_before(state: str, asked: str) -> None:
    """ "Back" is in the question about the return, too: it is no yes to it."""
    talk = at(state)

    talk.says("go back")

    assert talk.said == [asked]


def test_after_a_write_nothing_is_begun_anew() -> None:
    """What was done would be done twice."""
    talk = Talk(customer=ADA)
    a_return(talk, MUGS)
    talk.says("yes")
    talk.succeeds(LABEL)
    talk.is_unavailable()

    talk.says("start over")

    assert talk.done == []
    assert len(talk.state.parked) == 1


def test_a_flow_below_is_cancelled_by_its_name() -> None:
    """The one in front goes on."""
    talk = at("order")
    talk.says("where is my package?", "track_order")

    talk.says("cancel the return")

    assert talk.said == ["cancelled", "ask_order_id"]
    assert [frame.flow for frame in talk.state.stack] == ["track_order"]


def test_to_cancel_a_return_begins_none() -> None:
    """Where there is none."""
    talk = Talk()

    talk.says("cancel my return", "return_item")

    assert talk.said == ["nothing_to_cancel"]


def test_no_thanks_declines_a_question_that_is_not_for_yes_or_no() -> None:
    """The flow ends."""
    talk = at("reason")

    talk.says("no thanks", "thanks")

    assert talk.said == ["cancelled"]


def test_the_return_ends_and_the_other_wish_begins() -> None:
    """ "I don't want a refund, where is my order?" """
    talk = at("reason")

    talk.says("I don't want a refund, where is A100003?", "track_order")

    assert talk.said == ["cancelled"]
    assert talk.call.arguments == {"order_id": "A100003"}


def test_who_wants_no_human_is_not_queued_and_leaves_the_queue() -> None:
    """And who wants no bot is queued."""
    talk = Talk()
    talk.says("I don't want to talk to a human", "talk_to_human")
    assert (talk.said, talk.done) == (["will_not_do"], [])
    talk.says("I don't want to talk to a bot", "talk_to_human")
    assert talk.done == ["hand_off"]

    talk.says("no, I don't want to talk to a human", "talk_to_human")

    assert (talk.said, talk.done) == (["handoff_cancelled"], ["cancel_handoff"])


def test_a_supervisor_is_not_asked_about_what_is_cancelled() -> None:
    """By name, while something else is in front."""
    talk = at("approval")
    asked = talk.approval
    talk.says("where is my package?", "track_order")

    talk.says("cancel my return please")

    assert CancelApproval(approval_id=asked.approval_id) in talk.commands
    open_ = (*talk.state.stack, *talk.state.parked)
    assert [frame.flow for frame in open_] == ["track_order"]


WISHES = {
    "return_item": ["return it", "return my order", "send it back", "get a refund"],
    "track_order": ["track my order", "track my package"],
    "talk_to_human": ["talk to a human", "speak with an agent", "talk to somebody"],
}
FORMS = [
    "I don't want to {}", "i do NOT want to {}", "I dont wanna {} anymore", "please don't {}",
    "do not {}", "I no longer want to {}", "no, I don't want to {}", "I would rather not {}",
    "I won't {}", "never {}", "I don't need to {}", "you don't have to {}", "I never wanted to {}",
    "ok but I don't want to {}", "I don't think I want to {}, thanks", "hi, I don't want to {}",
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(WISHES)).flatmap(
        lambda intent: st.tuples(st.just(intent), st.sampled_from(WISHES[intent]))
    ),
    st.sampled_from(FORMS),
    st.sampled_from(["nothing", "order", "confirmation"]),
    st.floats(0.4, 1.0),
)
def test_a_negation_never_starts_the_flow_it_negates(
    wish: tuple[str, str], form: str, state: str, confidence: float
) -> None:
    """Nor puts anybody into a queue, however sure the understanding is of the words."""
    intent, words = wish
    talk = at(state)
    under_way = {frame.flow for frame in talk.state.stack}
    scores = (IntentScore(intent=intent, confidence=confidence),)

    talk.says(form.format(words), intent, confidence, alternatives=scores)

    started = {frame.flow for frame in talk.state.stack} - under_way
    assert started == set()
    assert not {"hand_off", "call_tool", "ask_approval"} & set(talk.done)
    assert intent in acme().intents
