"""Further needs of a message: taken up in order once there is nothing else to do."""

from domain.bot.model import Flow, Slot, SlotType
from domain.dialogue.context import day_at
from domain.dialogue.draft import Draft
from domain.dialogue.events import AnswerFound, MessageUnderstood, NoAnswerFound
from domain.dialogue.flows.flow_starts import early_slots, start_flow
from domain.dialogue.flows.slot_filling import asked_slot
from domain.dialogue.message_reading import Heard
from domain.dialogue.positions import walk
from domain.dialogue.reactions import knowledge_answers
from domain.dialogue.state import OpenNeed
from domain.dialogue.text.rendering import render, title
from domain.understanding.acts.action_questions import action_question, asks_about_stopping
from domain.understanding.language.detection import language_of
from domain.understanding.model import Entity, Need, Understanding

MOST = 3
_LONGEST_TEXT = 160
_MOST_ENTITIES, _LONGEST_VALUE = 3, 60


def remember(draft: Draft, event: MessageUnderstood) -> None:
    """Keep what is wanted beside the first, before what was wanted earlier."""
    if not event.understanding.also:
        return
    new = [_kept(need, verified=event.customer is not None) for need in event.understanding.also]
    draft.change(needs=tuple([*new, *draft.state.needs][:MOST]))
    if not all(_only_asks(_heard(draft, need)) for need in new):
        draft.set_prefix("first_things_first")


def put_off(draft: Draft, event: MessageUnderstood) -> None:
    """Keep what the message wants until what comes before it is done."""
    one = event.understanding
    wanted = Need(
        text=event.text, intent=one.intent, confidence=one.confidence, entities=one.entities
    )
    kept = _kept(wanted, verified=event.customer is not None)
    draft.change(needs=(kept, *draft.state.needs)[:MOST])


def take_up(draft: Draft) -> None:
    """Begin with the next ones, until one has to wait for somebody.

    What waits for an answer of the customer's need not wait for the documents: a question to them
    is answered before the flow in front asks its own.
    """
    for _ in range(MOST):
        if not draft.state.needs or draft.state.handoff_claimed:
            return
        if draft.hands_over:
            return
        if draft.front is not None:
            _ask_meanwhile(draft)
            return
        need = draft.state.needs[0]
        heard = _heard(draft, need)
        if draft.state.question is not None and not _only_asks(heard):
            return
        _begin(draft, need, heard)


def _ask_meanwhile(draft: Draft) -> None:
    if asked_slot(draft) is None or not draft.may_put_off_question:
        return
    for position, need in enumerate(draft.state.needs):
        if _only_asks(heard := _heard(draft, need)):
            draft.put_off_question()
            kept = (*draft.state.needs[:position], *draft.state.needs[position + 1 :])
            draft.change(needs=kept)
            knowledge_answers.look_up(draft, heard, asks=True, is_first=False)
            return


def asks_first(draft: Draft, heard: Heard, flow: Flow) -> bool:
    """Look up what is asked about an action; without an answer `settle` offers the action."""
    if draft.front is not None or not _asks_how(draft, heard, flow):
        return False
    one = heard.understanding
    asked = Need(
        text=heard.text, intent=one.intent, confidence=one.confidence, entities=one.entities
    )
    need = _kept(asked, verified=draft.customer is not None)
    looked_up = need.model_copy(update={"looked_up": True})
    draft.change(needs=(looked_up, *draft.state.needs)[:MOST])
    knowledge_answers.look_up(draft, heard, asks=True)
    return True


def settle(draft: Draft, event: AnswerFound | NoAnswerFound) -> bool:
    """What was looked up for a need: an answer settles it; without one its flow is begun.

    True where nothing else is to be said of the event.
    """
    need = draft.state.needs[0] if draft.state.needs else None
    if need is None or not need.looked_up or draft.front is not None:
        return False
    if isinstance(event, AnswerFound):
        draft.change(needs=draft.state.needs[1:])
        return False
    _begin(draft, need, _heard(draft, need))
    return True


def forget(draft: Draft) -> None:
    """What else was wanted is not wanted any more."""
    draft.change(needs=())


def _begin(draft: Draft, need: OpenNeed, heard: Heard) -> None:
    draft.change(needs=draft.state.needs[1:])
    draft.hear(need.text, draft.state.customer if need.verified else None)
    flow = heard.flow
    if flow is None or _only_asks(heard):
        knowledge_answers.look_up(draft, heard, asks=True, is_first=False)
    elif _asks_how(draft, heard, flow) and not need.looked_up:
        looked_up = need.model_copy(update={"looked_up": True})
        draft.change(needs=(looked_up, *draft.state.needs))
        knowledge_answers.look_up(draft, heard, asks=True, is_first=False)
    elif writes_unasked(draft, flow):
        no = render(draft.bot, draft.state, "no").text
        named = title(draft.bot, draft.state, flow)
        draft.ask_choice("take_up_next", {named: f"flow:{flow.name}", no: "no"}, what=named)
    else:
        if flow.about:
            draft.set_flow_prefix("about_flow", flow)
        start_flow(draft, flow, heard)


def _asks_how(draft: Draft, heard: Heard, flow: Flow) -> bool:
    """Whether the message asks about what the flow would do instead."""
    asks = action_question(heard.text, language_of(draft.state.locale)) is not None
    if not asks and not asks_about_stopping(heard.text):
        return False
    if any(slot.pattern and _is_said(heard, slot) for slot in early_slots(draft, flow)):
        return False  # "how can I return A100003?" is about that one
    return any(draft.bot.writes(position.step) for position in walk(flow))


def _is_said(heard: Heard, slot: Slot) -> bool:
    named = heard.entities(slot.name, *heard.bot.entities)
    return any(one.text.casefold() in heard.text.casefold() for one in named)


def _only_asks(heard: Heard) -> bool:
    return heard.flow is None or any(step.answer for step in heard.flow.steps)


def writes_unasked(draft: Draft, flow: Flow) -> bool:
    """Whether the flow would write without asking the customer first: later that needs a yes."""
    for position in walk(flow):
        slot = draft.bot.slots.get(position.step.collect or "")
        if slot is not None and slot.type is SlotType.BOOL:
            return False
        if draft.bot.writes(position.step):
            return True
    return False


def _heard(draft: Draft, need: OpenNeed) -> Heard:
    entities = tuple(
        Entity(kind=kind, value=value, text=str(value)) for kind, value in need.values.items()
    )
    understanding = Understanding(intent=need.intent, confidence=need.confidence, entities=entities)
    return Heard(draft.bot, need.text, understanding, need.text, day_at(draft.bot, draft.at))


def _kept(need: Need, *, verified: bool) -> OpenNeed:
    short = [e for e in need.entities if len(str(e.value)) <= _LONGEST_VALUE]
    return OpenNeed(
        text=need.text[:_LONGEST_TEXT],
        intent=need.intent,
        confidence=round(need.confidence, 2),
        values={entity.kind: entity.value for entity in short[:_MOST_ENTITIES]},
        verified=verified,
    )
