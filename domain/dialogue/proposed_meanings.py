"""A model's proposal, as the engine takes it: it may say what is wanted, and decides nothing.

Whether a model is asked at all, what it may choose from, and what of its proposal counts are said
here. A proposal becomes an understanding like any other: what is turned down, confirmed, approved
or required stays with the engine, and so does every yes and no.
"""

from domain.bot.defaults import TALK_TO_HUMAN
from domain.bot.model import Bot, Flow, Slot, SlotType
from domain.dialogue.asked_slots import with_asked
from domain.dialogue.message_reading import flow_titled, is_small_talk
from domain.dialogue.state import DialogueState
from domain.dialogue.text.slot_values import fitted
from domain.understanding.acts.yes_no import whole_answer
from domain.understanding.explanation import Reason
from domain.understanding.model import (
    DialogueContext,
    Entity,
    Explanation,
    IntentScore,
    NeedExplained,
    Understanding,
)
from domain.understanding.preprocess import match_key
from domain.understanding.proposals import Move, Offer, Proposal, ProposedValue

_NEVER_PROPOSED = frozenset(
    {SlotType.BOOL, SlotType.MONEY, SlotType.EMAIL, SlotType.PHONE, SlotType.COMPOSITE}
)
"""Consent, amounts, and what people are known by: only the customer's own words give those."""
_SURE = 0.75
"""From this confidence on the tenant's own examples have settled it."""
_PROPOSED = 0.7
"""How sure a proposal counts: enough to begin, and not enough to pass for the examples' own."""
_BETWEEN = 0.5
_MOST_OFFERED, _MOST_DESCRIBED = 60, 200


def may_help(
    bot: Bot, state: DialogueState, context: DialogueContext, text: str, found: Understanding
) -> bool:
    """Whether a model is to be asked what this message means."""
    if not bot.tenant.models.proposals or state.handoff_claimed or not match_key(text):
        return False
    question = context.question
    slots = with_asked(bot, state).slots
    slot = slots.get(question.slot) if question and question.slot else None
    if slot is not None and (slot.type is SlotType.BOOL or _answers(slot, found)):
        return False
    if question is not None and match_key(text) in {match_key(one) for one in question.choices}:
        return False
    is_settled = found.intent is not None and found.confidence >= _SURE
    return not (
        is_settled
        or found.resolved is not None
        or found.also
        or whole_answer(text) is not None
        or flow_titled(bot, text) is not None
    )


def offer_of(bot: Bot, locale: str) -> Offer:
    """The flows that a customer may begin, and the slots that their words may fill here. Small talk
    is none of them, but a flow that only says something is, where it is described."""
    begun = [
        flow
        for flow in bot.flows.values()
        if flow.when and (flow.description or not is_small_talk(flow))
    ]
    flows = {
        flow.name: _described(flow, locale)
        for flow in begun[:_MOST_OFFERED]
        if flow.name != TALK_TO_HUMAN
    }
    slots = {slot.name: slot.values for slot in bot.slots.values() if _may_be_set(slot)}
    return Offer(flows=flows, slots=dict(list(slots.items())[:_MOST_OFFERED]))


def understood_with(
    bot: Bot, text: str, found: Understanding, proposal: Proposal, model: str
) -> Understanding:
    """What was understood, with what of the proposal holds. The customer's own words go first: a
    value that was read in them is not replaced."""
    named = {entity.kind for entity in found.entities}
    values = [
        entity
        for one in proposal.set
        if one.slot not in named and (entity := _entity(bot, text, one)) is not None
    ]
    intents = _intents(bot, proposal)
    changes: dict[str, object] = {
        "entities": (*found.entities, *values),
        "asks": proposal.do is Move.ANSWER,
        "explanation": _explained(found.explanation, text, intents, model),
    }
    if proposal.do in {Move.ANSWER, Move.GO_ON} or not intents:
        keeps = proposal.do is Move.GO_ON and not values
        changes |= {} if keeps else {"intent": None, "confidence": _PROPOSED, "alternatives": ()}
    else:
        sure = _PROPOSED if len(intents) == 1 else _BETWEEN
        scores = tuple(IntentScore(intent=intent, confidence=sure) for intent in intents)
        changes |= {"intent": intents[0], "confidence": sure, "alternatives": scores}
    return found.model_copy(update=changes)


def _answers(slot: Slot, found: Understanding) -> bool:
    return any(entity.kind == slot.name for entity in found.entities)


def _may_be_set(slot: Slot) -> bool:
    return slot.source == "customer" and slot.type not in _NEVER_PROPOSED


def _described(flow: Flow, locale: str) -> str:
    language = locale.split("-", maxsplit=1)[0]
    title = (
        flow.title.get(locale) or flow.title.get(language) or next(iter(flow.title.values()), "")
    )
    return ": ".join(part for part in (title, flow.description) if part)[:_MOST_DESCRIBED]


def _intents(bot: Bot, proposal: Proposal) -> tuple[str, ...]:
    names = (TALK_TO_HUMAN,) if proposal.do is Move.HAND_OFF else proposal.flows
    if proposal.do in {Move.ANSWER, Move.GO_ON}:
        names = ()
    flows = (bot.flows.get(name) for name in names)
    return tuple(dict.fromkeys(flow.when for flow in flows if flow is not None and flow.when))


def _entity(bot: Bot, text: str, proposed: ProposedValue) -> Entity | None:
    """None for a value that is not the slot's, or that the customer has not written.

    One of an enum's own names may stand for other words ("it arrived in pieces"): the flow shows it
    before anything is done. Everything else must stand in the message, word for word."""
    slot = bot.slots.get(proposed.slot)
    if slot is None or not _may_be_set(slot):
        return None
    if slot.type is not SlotType.ENUM:
        said, wanted = f" {match_key(text)} ", match_key(proposed.value)
        if not wanted or f" {wanted} " not in said:
            return None
    value = fitted(slot, proposed.value)
    if value is None:
        return None
    start = text.lower().find(proposed.value.lower())
    end = start + len(proposed.value) if start >= 0 else 0
    return Entity(kind=slot.name, value=value, text=proposed.value, start=max(start, 0), end=end)


def _explained(
    before: Explanation | None, text: str, intents: tuple[str, ...], model: str
) -> Explanation | None:
    """The operator sees that a model has proposed it, and which."""
    if before is None:
        return None
    need = NeedExplained(
        text=text[:80],
        intent=intents[0] if intents else None,
        reason=Reason.PROPOSED,
        scores=tuple(IntentScore(intent=one, confidence=_PROPOSED) for one in intents),
        proposed_by=model,
    )
    return before.model_copy(update={"needs": (*before.needs[:3], need)})
