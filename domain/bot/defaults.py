"""Defaults that every bot has; a tenant's own of the same name wins."""

from datetime import timedelta

from domain.bot.default_intents import DEFAULT_INTENTS
from domain.bot.default_responses import DEFAULT_RESPONSES
from domain.bot.model import (
    Flow,
    HandoffRule,
    Intent,
    Response,
    Slot,
    SlotType,
    Step,
    Tool,
)
from domain.patience import Patience
from domain.tools import Effect
from domain.understanding.language.registry import by_language

ORDER_EMAIL = "order_email"
"""The second fact that only the owner of an order knows."""

GENERAL = "general"
LEAVE_TICKET = "leave_ticket"
LEAVE_CALLBACK = "leave_callback"
TALK_TO_HUMAN = "talk_to_human"
CANCEL, REPEAT = "cancel", "repeat"
REFUSED = "refused"
"""Under this name a branch `on_refused` reads the backend's code: refused.code."""

MAX_EMAIL = 120


def default_responses() -> dict[str, Response]:
    """By name."""
    return {response.name: response for response in DEFAULT_RESPONSES}


def default_intents() -> dict[str, Intent]:
    """By name."""
    return {intent.name: intent for intent in DEFAULT_INTENTS}


def default_slots() -> dict[str, Slot]:
    """By name."""
    slots = (
        Slot(
            name=ORDER_EMAIL,
            type=SlotType.EMAIL,
            ask="ask_order_email",
            invalid="invalid_email",
            keep=True,
        ),
        Slot(
            name="contact_email",
            type=SlotType.EMAIL,
            ask="ask_contact_email",
            invalid="invalid_email",
        ),
        Slot(
            name="contact_phone",
            type=SlotType.PHONE,
            ask="ask_contact_phone",
            invalid="invalid_phone",
        ),
        Slot(name="csat", type=SlotType.INTEGER, ask="csat", source="tool", keep=True),
        Slot(name="csat_comment", type=SlotType.STRING, source="tool", keep=True),
    )
    return {slot.name: slot for slot in slots}


def default_tools() -> dict[str, Tool]:
    """By name."""
    ticket = Tool(
        name="ticket",
        builtin="ticket",
        returns="ticket",
        inputs={"kind": "'ticket'", "contact": "contact_email", "about": "'the chat'"},
        effect=Effect.WRITE,
        idempotency="{flow_run}:ticket",
    )
    return {ticket.name: ticket}


def default_flows() -> dict[str, Flow]:
    """By name."""
    flows = (
        _small_talk("greet", "greeting"),
        _small_talk("thanks", "thanks"),
        _small_talk("goodbye", "goodbye"),
        _small_talk("what_can_you_do", "what_can_you_do"),
        Flow(
            name=TALK_TO_HUMAN,
            when=TALK_TO_HUMAN,
            steps=(Step(id="handoff", handoff=GENERAL),),
            title=_in_each_language("FLOW_TITLES", TALK_TO_HUMAN),
        ),
        _leave(LEAVE_TICKET, "ticket", "contact_email", "ticket_made"),
        _leave(LEAVE_CALLBACK, "callback", "contact_phone", "callback_made"),
    )
    return {flow.name: flow for flow in flows}


def default_handoffs() -> dict[str, HandoffRule]:
    """By name."""
    first_reply = Patience(lasts=timedelta(minutes=5))
    return {GENERAL: HandoffRule(name=GENERAL, queue="support", first_reply=first_reply)}


def _small_talk(intent: str, response: str) -> Flow:
    return Flow(name=intent, when=intent, steps=(Step(id="say", say=response),))


def _leave(name: str, kind: str, contact: str, thanks: str) -> Flow:
    """Take down how to reach the customer, after nobody came."""
    return Flow(
        name=name,
        about=_in_each_language("FLOWS_ABOUT", "leave"),
        steps=(
            Step(id="contact", collect=contact),
            Step(id="ticket", call="ticket", inputs={"kind": f"'{kind}'", "contact": contact}),
            Step(id="thanks", say=thanks),
        ),
    )


def _in_each_language(table: str, name: str) -> dict[str, str]:
    texts: dict[str, dict[str, str]] = by_language("responses", table)
    return {language: known[name] for language, known in texts.items() if name in known}
