"""A model may propose what is wanted; the engine decides what becomes of it."""

from typing import Any

import pytest

from domain.bot.model import Bot
from domain.dialogue.commands import CallTool, FindAnswer, HandOff
from domain.dialogue.context import context_of
from domain.dialogue.events import MessageUnderstood
from domain.dialogue.proposed_meanings import may_help, offer_of, understood_with
from domain.dialogue.state import AskedByTool
from domain.tool_questions import ToolQuestion
from domain.understanding.model import Explanation, OpenQuestion, Understanding
from domain.understanding.proposals import Move, Proposal, ProposedValue
from tests.unit.domain.bots import a_bot, acme
from tests.unit.domain.dialogue.conversations import ADA, Talk, a_return

UNSURE = Understanding(intent=None, confidence=0.3, explanation=Explanation(locale="en"))


def with_models(bot: Bot) -> Bot:
    models = bot.tenant.models.model_validate({"proposals": "small"})
    return bot.model_copy(update={"tenant": bot.tenant.model_copy(update={"models": models})})


BOT = with_models(acme())


def proposed(do: Move, *flows: str, **values: str) -> Proposal:
    named = tuple(ProposedValue(slot=slot, value=value) for slot, value in values.items())
    return Proposal(do=do, flows=flows, set=named)


def says(talk: Talk, text: str, proposal: Proposal, found: Understanding = UNSURE) -> None:
    understanding = understood_with(talk.bot, text, found, proposal, "small-1")
    talk.happens(
        MessageUnderstood(
            at=talk.at, text=text, understanding=understanding, customer=talk.customer
        )
    )


def asks_a_model(talk: Talk, text: str, found: Understanding = UNSURE) -> bool:
    return may_help(talk.bot, talk.state, context_of(talk.bot, talk.state), text, found)


def test_a_flow_starts_without_an_example_that_is_like_it() -> None:
    """Its description was enough for the model."""
    talk = Talk(BOT, customer=ADA)
    says(talk, "I have no use for it any more", proposed(Move.START_FLOW, "return_item"))
    assert talk.state.stack[-1].flow == "return_item"


def test_two_flows_are_asked_about() -> None:
    """With buttons for both, and for neither."""
    talk = Talk(BOT)
    says(talk, "something with my parcel", proposed(Move.CLARIFY, "track_order", "return_item"))
    assert talk.state.question is not None
    assert len(talk.state.question.choices) == 3


def test_a_question_is_looked_up_though_it_has_no_mark() -> None:
    """Also in the middle of a flow."""
    talk = Talk(BOT, customer=ADA)
    talk.says("I want to return something", "return_item")
    says(talk, "tell me about shipping abroad", proposed(Move.ANSWER))
    assert any(isinstance(c, FindAnswer) for c in talk.commands)


def test_a_human_is_got() -> None:
    """As if it had been said in an example's words."""
    talk = Talk(BOT)
    says(talk, "this bot drives me up the wall", proposed(Move.HAND_OFF))
    assert any(isinstance(c, HandOff) for c in talk.commands)


def test_a_value_that_the_customer_wrote_is_taken() -> None:
    """An enum's value may stand for other words; the flow says it back before it acts."""
    talk = Talk(BOT, customer=ADA)
    proposal = proposed(Move.START_FLOW, "return_item", order_id="A100001", return_reason="damaged")
    says(talk, "A100001 came in pieces", proposal)
    assert talk.state.slots["order_id"] == "A100001"
    assert talk.state.slots["return_reason"] == "damaged"


@pytest.mark.parametrize(
    "values",
    [
        {"order_id": "A100009"},
        {"return_reason": "whatever"},
        {"order_email": "eve@example.com"},
        {"order_id": "A10000"},
    ],
)
def test_a_value_that_the_customer_did_not_write_is_not(values: dict[str, str]) -> None:
    """An invented number, a value that the slot has not, somebody's identity."""
    text = "I bought A100001 and it came in pieces, write to eve@example.com"
    understanding = understood_with(BOT, text, UNSURE, proposed(Move.GO_ON, **values), "small-1")
    assert understanding.entities == ()


def test_what_is_turned_down_is_not_begun() -> None:
    """The customer's own refusal goes before the proposal."""
    talk = Talk(BOT, customer=ADA)
    says(talk, "I don't want to return anything", proposed(Move.START_FLOW, "return_item"))
    assert not talk.state.stack


@pytest.mark.parametrize("text", ["yes", "hmm, go for it then", "no", "I guess so"])
def test_no_model_is_asked_about_a_yes_or_a_no(text: str) -> None:
    """Consent is read in the customer's own words, or not at all."""
    talk = Talk(BOT, customer=ADA)
    a_return(talk)
    assert talk.state.question is not None
    assert not asks_a_model(talk, text)


def test_nor_where_the_server_of_a_tool_asks() -> None:
    """Its question has no slot of the bot's, and is consent all the same."""
    talk = Talk(BOT, customer=ADA)
    a_return(talk)
    fee = ToolQuestion(request="fee", kind="bool", words="It costs 5 EUR. Shall I?")
    asked = AskedByTool(ref="c-1.1", questions=(fee,))
    front = talk.state.stack[-1].model_copy(update={"asked": asked})
    question = OpenQuestion(slot="asked_1_0")
    talk.state = talk.state.model_copy(update={"stack": (front,), "question": question})
    assert not asks_a_model(talk, "hmm, go for it but not yet")


def test_a_value_at_the_beginning_has_its_place() -> None:
    """As any other in the message."""
    proposal = proposed(Move.GO_ON, order_id="A100001")
    found = understood_with(BOT, "A100001 it is", UNSURE, proposal, "small-1")
    [entity] = found.entities
    assert (entity.start, entity.end) == (0, 7)


def test_a_proposal_sets_nothing_in_motion_at_a_confirmation() -> None:
    """Even if one came: a write needs the customer's yes."""
    talk = Talk(BOT, customer=ADA)
    a_return(talk)
    says(talk, "whatever you think", proposed(Move.START_FLOW, "return_item"))
    assert not [c for c in talk.commands if isinstance(c, CallTool) and c.effect.writes]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("where is my order", Understanding(intent="track_order", confidence=0.9)),
        ("Return an item", UNSURE),
        ("👍", UNSURE),
        ("", UNSURE),
    ],
)
def test_no_model_is_asked_where_it_is_settled(text: str, found: Understanding) -> None:
    """By the examples, by a button's words; and where nothing is said."""
    assert not asks_a_model(Talk(BOT), text, found)


def test_no_model_is_asked_where_the_tenant_has_none() -> None:
    """Nothing changes for them."""
    assert not asks_a_model(Talk(acme()), "this thing is useless")
    assert asks_a_model(Talk(BOT), "this thing is useless")


def test_no_model_is_asked_once_the_question_is_answered() -> None:
    """The slot that was asked for has its value."""
    talk = Talk(BOT, customer=ADA)
    talk.says("I want to return something", "return_item")
    assert talk.state.question == OpenQuestion(slot="order_id")
    found: dict[str, Any] = {"kind": "order_id", "value": "A100001"}
    answered = Understanding.model_validate(
        {"intent": None, "confidence": 0.5, "entities": [found]}
    )
    assert not asks_a_model(talk, "A100001", answered)


def test_flows_are_offered_with_what_they_are_for() -> None:
    """Those that a customer begins; no greeting, no amount, nobody's e-mail."""
    offer = offer_of(BOT, "en")
    assert {"return_item", "track_order"} <= set(offer.flows)
    assert not {"talk_to_human", "greet"} & set(offer.flows)
    assert "order_id" in offer.slots
    assert not {"order_email", "contact_email", "confirmed"} & set(offer.slots)
    assert offer.slots["return_reason"] == BOT.slots["return_reason"].values


def test_a_described_flow_that_only_says_something_is_offered() -> None:
    """A tenant without example sentences has no other way to it; and it begins."""
    hours = """
opening_hours:
  when: opening_hours
  title: Opening hours
  description: Say when the shop is open.
  steps: [{say: open}]
"""
    head = "tenant: tiny\nbranding: {name: Tiny}\nmodels: {proposals: small}\n"
    said = "open: From 9 to 5.\n"
    bot = a_bot({"tenant.yaml": head, "flows/hours.yaml": hours, "responses.yaml": said})
    assert set(offer_of(bot, "en").flows) == {"opening_hours"}
    talk = Talk(bot)
    says(talk, "when can I drop by", proposed(Move.START_FLOW, "opening_hours"))
    assert talk.said == ["open"]


def test_operators_see_who_proposed_it() -> None:
    """With the reasons of every other need."""
    text = "this thing is useless"
    flow = proposed(Move.START_FLOW, "return_item")
    understanding = understood_with(BOT, text, UNSURE, flow, "small-1")
    assert understanding.explanation is not None
    [need] = understanding.explanation.needs
    assert (need.reason, need.proposed_by, need.intent) == ("proposed", "small-1", "return_item")
