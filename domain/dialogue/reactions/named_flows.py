"""Finds the flow that a customer names who wants something stopped."""

from domain.bot.defaults import CANCEL
from domain.bot.model import Flow
from domain.dialogue.draft import Draft
from domain.dialogue.flows import frames
from domain.dialogue.positions import walk
from domain.dialogue.state import FlowFrame
from domain.understanding.acts.directives import Directive, Order, directive
from domain.understanding.acts.refusals import telling_words
from domain.understanding.acts.refused_wishes import telling_of
from domain.understanding.preprocess import words_of

_ROOT = 6
"""Letters by which two words are known as of one family: "erstatten", "Erstattung"."""


def under_way(draft: Draft) -> list[FlowFrame]:
    """The flow in front, those that wait, those below: in this order the customer means them."""
    *below, front = draft.state.stack or (None,)
    found = [front, *reversed(draft.state.parked), *reversed(below)]
    return [frame for frame in found if frame is not None]


def named(draft: Draft, about: frozenset[str]) -> FlowFrame | None:
    """The flow under way that these words name, by what it is called or about."""
    for frame in under_way(draft):
        flow = draft.flow_of(frame)
        if flow is not None and not about.isdisjoint(names_of(draft, flow)):
            return frame
    return None


def spoken_of(draft: Draft, about: frozenset[str]) -> FlowFrame | None:
    """The one flow under way in whose questions and remarks these words stand: "Erstattung" where
    it was asked "Soll ich dir 20 Euro erstatten?"."""
    frames_ = [frame for frame in under_way(draft) if _says(draft, frame, about)]
    return frames_[0] if len(frames_) == 1 else None


def _says(draft: Draft, frame: FlowFrame, about: frozenset[str]) -> bool:
    flow = draft.flow_of(frame)
    steps = [position.step for position in walk(flow)] if flow else []
    slots = [draft.bot.slots[step.collect] for step in steps if step.collect in draft.bot.slots]
    names = [slot.ask for slot in slots] + [step.say for step in steps]
    responses = [draft.bot.responses[name] for name in names if name in draft.bot.responses]
    texts = (text for response in responses for text in response.texts.values())
    said = {word[:_ROOT] for text in texts for word in words_of(text)}
    return any(len(word) >= _ROOT and word[:_ROOT] in said for word in about)


def names_of(draft: Draft, flow: Flow) -> frozenset[str]:
    """Words that tell this flow from the others."""
    own = telling_of(draft.bot, flow.when) if flow.when else frozenset[str]()
    texts = (flow.name.replace("_", " "), *flow.title.values(), *flow.about.values())
    return own | telling_words(" ".join(texts))


def stops_of(draft: Draft, flow: Flow) -> list[Directive]:
    """What this flow is for stopping, by the examples of its intent and by its title."""
    intent = draft.bot.intents.get(flow.when or "")
    examples = [text for texts in intent.examples.values() for text in texts] if intent else []
    meant = [directive(text) for text in (*examples, *flow.title.values())]
    return [one for one in meant if one is not None and one.order is Order.STOP]


def only_flow_for_stopping(draft: Draft) -> Flow | None:
    """The one that writes and is for nothing else, where the tenant has one."""
    flows = (draft.bot.flow_for(name) for name in draft.bot.intents if name != CANCEL)
    found = [
        flow
        for flow in flows
        if flow is not None
        and any(draft.bot.writes(position.step) for position in walk(flow))
        and any(one.is_certain and one.about for one in stops_of(draft, flow))
    ]
    return found[0] if len(found) == 1 else None


def flow_for_stopping(draft: Draft, about: frozenset[str], valued: set[str]) -> Flow | None:
    """A tenant's own flow for cancelling just that: an example of its intent says so. Where only
    a value is named, a flow that asks for it, or the tenant's only one for cancelling."""
    stopping = list[Flow]()
    for name in draft.bot.intents:
        flow = draft.bot.flow_for(name)
        if flow is None or name == CANCEL:
            continue
        stops = stops_of(draft, flow)
        asks = bool(valued & frames.slots_of(draft, flow))
        if stops and (asks or any(about <= one.about for one in stops)):
            return flow
        stopping += [flow] if any(one.is_certain and one.about for one in stops) else []
    is_value = bool(valued) and not under_way(draft)
    return stopping[0] if is_value and len(stopping) == 1 else None
