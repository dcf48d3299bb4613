"""What else a message wanted: taken up, in order, once there is nothing else to do."""

from domain.bot.model import Flow, SlotType
from domain.dialogue import answers
from domain.dialogue.commands import CallTool, CloseConversation, FindAnswer
from domain.dialogue.context import day_at
from domain.dialogue.draft import Draft
from domain.dialogue.events import AnswerFound, MessageUnderstood, NoAnswerFound
from domain.dialogue.hearing import Heard
from domain.dialogue.places import walk
from domain.dialogue.rendering import render, title
from domain.dialogue.starting import start_flow
from domain.dialogue.state import OpenNeed
from domain.tools import Effect
from domain.understanding.model import Entity, Need, Understanding

MOST = 3
_LONGEST_TEXT = 160
_ASKS_HOW = frozenset({"how", "what", "whats", "which", "wie", "was", "welche"})
_MOST_ENTITIES, _LONGEST_VALUE = 3, 60


def remember(draft: Draft, event: MessageUnderstood) -> None:
    """Keep what is wanted beside the first, before what was wanted earlier."""
    if not event.understanding.also:
        return
    new = [_kept(need, verified=event.customer is not None) for need in event.understanding.also]
    draft.change(needs=tuple([*new, *draft.state.needs][:MOST]))
    draft.lead("first_things_first")


def take_up(draft: Draft) -> None:
    """Begin with the next ones, until one has to wait for somebody."""
    for _ in range(MOST):
        if not draft.state.needs or draft.front is not None or draft.state.handoff_claimed:
            return
        if any(isinstance(c, CallTool | FindAnswer | CloseConversation) for c in draft.commands):
            return
        need = draft.state.needs[0]
        heard = _heard(draft, need)
        if draft.state.question is not None and not _only_asks(heard):
            return
        _begin(draft, need, heard)


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
    draft.change(needs=())


def _begin(draft: Draft, need: OpenNeed, heard: Heard) -> None:
    draft.change(needs=draft.state.needs[1:])
    draft.hear(need.text, draft.state.customer if need.verified else None)
    flow = heard.flow
    if flow is None or _only_asks(heard):
        answers.look_up(draft, heard)
    elif heard.key.partition(" ")[0] in _ASKS_HOW and not need.looked_up:
        looked_up = need.model_copy(update={"looked_up": True})
        draft.change(needs=(looked_up, *draft.state.needs))
        answers.look_up(draft, heard)
    elif _writes_unasked(draft, flow):
        no = render(draft.bot, draft.state, "no").text
        named = title(draft.bot, draft.state, flow)
        draft.ask_choice("take_up_next", {named: f"flow:{flow.name}", no: "no"}, what=named)
    else:
        if flow.about:
            draft.lead_with("about_flow", flow)
        start_flow(draft, flow, heard)


def _only_asks(heard: Heard) -> bool:
    return heard.flow is None or any(step.answer for step in heard.flow.steps)


def _writes_unasked(draft: Draft, flow: Flow) -> bool:
    """Whether the flow would write without asking the customer first: later that needs a yes."""
    for place in walk(flow):
        slot = draft.bot.slots.get(place.step.collect or "")
        if slot is not None and slot.type is SlotType.BOOL:
            return False
        tool = draft.bot.tools.get(place.step.call or "")
        if tool is not None and tool.effect is not Effect.READ:
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
