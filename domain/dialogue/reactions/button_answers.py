"""The answer to a question with buttons out of a tool's result, and to one that may be skipped."""

from typing import Any

from domain.bot.cards import Buttons
from domain.bot.model import Slot, SlotType, Step
from domain.dialogue.context import day_at
from domain.dialogue.draft import Draft
from domain.dialogue.flows import slot_filling
from domain.dialogue.flows.flow_runner import run
from domain.dialogue.message_reading import Heard
from domain.dialogue.state import FlowFrame
from domain.dialogue.text import buttons as offering
from domain.dialogue.text import skip_phrases
from domain.dialogue.text.choice_matching import Picked, pick, tapped
from domain.dialogue.text.value_errors import Misfit
from domain.understanding.model import OpenQuestion
from domain.understanding.preprocess import match_key


def take_tap(draft: Draft, heard: Heard) -> bool:
    """A button is an answer, whatever its words would mean elsewhere."""
    slot = slot_filling.asked_slot(draft)
    if slot is None:
        return False
    text = match_key(draft.text)
    if slot.optional and text == match_key(draft.words(offering.SKIP)):
        return _skip(draft, slot)
    buttons, offers = _offered(draft, slot)
    position = tapped(draft.text, [(offer.label, offer.value) for offer in offers])
    if position is not None:
        return _take(draft, slot, offers[position].value)
    if buttons is not None and offers and text == match_key(draft.words(offering.MORE)):
        return _turn_page(draft, slot, buttons, offers)
    may_turn = buttons is not None and _page(draft, buttons, offers).more
    if may_turn and skip_phrases.wants_more(draft.text):
        return False
    return slot.optional and _may_skip(slot, heard) and _skip(draft, slot)


def take_choice(draft: Draft, heard: Heard, slot: Slot) -> bool:
    """The choice that a message makes in other words; False where it makes none."""
    buttons, offers = _offered(draft, slot)
    if buttons is None or not offers or _says_something_else(draft, heard, buttons, offers):
        return False
    picked = _picked(draft, offers, buttons)
    if len(offers) == 1 and not picked.named and heard.yes_no:
        picked = Picked((0,), named=True)
    if len(picked.places) == 1:
        return _take(draft, slot, offers[picked.places[0]].value)
    if len(picked.places) > 1 and len(picked.places) < len(offers):
        return _narrow(draft, slot, [offers[position] for position in picked.places])
    if not picked.named and skip_phrases.wants_more(draft.text):
        return _turn_page(draft, slot, buttons, offers)
    if buttons.only and picked.named and not _wishes_something_else(draft, heard):
        slot_filling.take_misfit(draft, slot, Misfit("not_offered", {}))
        run(draft)
        return True
    return False


def read_choice(draft: Draft, heard: Heard, slot: Slot) -> list[Any] | Misfit | None:
    """What an answer that was written into a field chooses; None where it is no choice."""
    buttons, offers = _offered(draft, slot)
    if buttons is None or not offers:
        return None
    place = tapped(draft.text, [(offer.label, offer.value) for offer in offers])
    if place is not None:
        return [offers[place].value]
    if not buttons.only and _says_something_else(draft, heard, buttons, offers):
        return None
    places = _picked(draft, offers, buttons).places
    if len(places) == 1:
        return [offers[places[0]].value]
    return Misfit("not_offered", {}) if buttons.only else None


def leaves_empty(draft: Draft, heard: Heard, slot: Slot) -> bool:
    """Whether an answer says that there is none, where there need be none."""
    is_skip = match_key(draft.text) == match_key(draft.words(offering.SKIP))
    return slot.optional and (is_skip or _may_skip(slot, heard))


def accepts(draft: Draft, slot: Slot) -> bool:
    """Whether the open question takes answers beside those offered."""
    buttons = draft.asked_buttons(slot)
    return buttons is None or not buttons.only


def other_choice(draft: Draft, frame: FlowFrame, slot: Slot) -> list[Any] | None:
    """What a correction changes a chosen value to; None where the slot is no choice of offers."""
    step = _step_for(draft, frame, slot)
    if step is None or step.buttons is None or not step.buttons.only:
        return None
    state = draft.state if frame is draft.front else None
    offers = offering.offers_of(draft.bot, state, step, slot) if state else ()
    picked = _picked(draft, offers, step.buttons) if offers else Picked()
    return [offers[position].value for position in picked.places] if len(picked.places) == 1 else []


def _step_for(draft: Draft, frame: FlowFrame, slot: Slot) -> Step | None:
    return next((s for s in draft.steps_of(frame) if s.collect == slot.name), None)


def _offered(draft: Draft, slot: Slot) -> tuple[Buttons | None, tuple[offering.Offer, ...]]:
    return draft.asked_buttons(slot), draft.offers(slot)


def _page(draft: Draft, buttons: Buttons, offers: tuple[offering.Offer, ...]) -> offering.Page:
    return offering.page_of(offers, buttons, draft.front.page if draft.front else 0)


def _picked(draft: Draft, offers: tuple[offering.Offer, ...], buttons: Buttons) -> Picked:
    page = _page(draft, buttons, offers)
    shown = [offers.index(offer) for offer in page.offers]
    choices = [(offer.label, offer.value) for offer in offers]
    return pick(draft.text, choices, today=day_at(draft.bot, draft.at), shown=shown)


def _take(draft: Draft, slot: Slot, value: Any) -> bool:
    draft.change(misunderstandings=0)
    slot_filling.take_answer(draft, slot, value)
    run(draft)
    return True


def _narrow(draft: Draft, slot: Slot, offers: list[offering.Offer]) -> bool:
    draft.say("which_one", quick_replies=[offer.label for offer in offers])
    draft.change(question=OpenQuestion(slot=slot.name))
    return True


def _turn_page(
    draft: Draft, slot: Slot, buttons: Buttons, offers: tuple[offering.Offer, ...]
) -> bool:
    front = draft.front
    if front is not None and _page(draft, buttons, offers).more:
        draft.change_front(page=front.page + 1)
        draft.ask_slot(slot)
        return True
    if not buttons.only:
        draft.change_front(page=0)
        draft.set_prefix("no_more_choices")
        draft.ask_slot(slot)
        return True
    draft.change_front(page=0)
    slot_filling.take_misfit(draft, slot, Misfit("no_more_choices", {}))
    run(draft)
    return True


def _says_something_else(
    draft: Draft, heard: Heard, buttons: Buttons, offers: tuple[offering.Offer, ...]
) -> bool:
    """A question, or an answer in other words, in which more is said than which one is meant."""
    labels = [offer.label for offer in offers]
    may_be = heard.is_question or not buttons.only
    return may_be and not skip_phrases.asks_for_choice(draft.text, labels)


def _wishes_something_else(draft: Draft, heard: Heard) -> bool:
    current = draft.front.flow if draft.front else ""
    return heard.flow is not None and heard.flow.name != current and heard.wants(heard.intent or "")


def _may_skip(slot: Slot, heard: Heard) -> bool:
    """ "No" answers a question for yes or no; and a value of the slot is no skipping."""
    if slot.type is SlotType.BOOL and heard.yes_no is not None:
        return False
    return skip_phrases.is_skip(heard.text) and not heard.values_for(slot)


def _skip(draft: Draft, slot: Slot) -> bool:
    front = draft.front
    if front is not None:
        draft.change(misunderstandings=0)
        draft.change_front(waiting=None, attempts=0, page=0, skipped=(*front.skipped, slot.name))
    run(draft)
    return True
