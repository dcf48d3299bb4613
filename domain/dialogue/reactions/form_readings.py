"""One field of a form, read as the answer to its question."""

from dataclasses import dataclass
from typing import Any

from domain.bot.model import Slot, SlotType
from domain.dialogue.draft import Draft
from domain.dialogue.events import FormSubmitted, MessageUnderstood
from domain.dialogue.flows import confirmations
from domain.dialogue.flows.confirmers import refusal_of
from domain.dialogue.message_reading import Heard
from domain.dialogue.positions import Position
from domain.dialogue.reactions import button_answers
from domain.dialogue.state import Waiting
from domain.dialogue.text.value_errors import Misfit
from domain.messages import is_visible


@dataclass(frozen=True)
class FieldReading:
    """What a field says of its slot."""

    place: Position
    slot: Slot
    is_given: bool = False
    """Whether anything was written into it, and not that there is no answer."""
    values: tuple[Any, ...] = ()
    """None for what does not fit; several where the answer leaves the choice."""
    misfit: Misfit | None = None
    """Why it does not fit, where that is known."""

    @property
    def value(self) -> Any:
        """The one value that it gives, else None."""
        return self.values[0] if len(self.values) == 1 else None


def read_field(draft: Draft, event: FormSubmitted, place: Position) -> FieldReading:
    """Read one field; the flow in front is then at its question."""
    slot = draft.bot.slots[place.step.collect or ""]
    text = event.form.values.get(slot.name, "")
    understanding = event.understood.get(slot.name)
    if not is_visible(text) or understanding is None:
        return FieldReading(place, slot)
    draft.change_front(path=place.path, waiting=Waiting(on="slot", ref=slot.name), page=0)
    draft.text = text
    said = MessageUnderstood(at=event.at, text=text, understanding=understanding)
    heard = Heard.of(draft.bot, said, ())
    if button_answers.leaves_empty(draft, heard, slot):
        return FieldReading(place, slot)
    found = button_answers.read_choice(draft, heard, slot)
    if isinstance(found, Misfit):
        return FieldReading(place, slot, is_given=True, misfit=found)
    values = found or _values(draft, heard, slot)
    misfit = None if values else heard.misfit(slot)
    return FieldReading(place, slot, is_given=True, values=tuple(values), misfit=misfit)


def _values(draft: Draft, heard: Heard, slot: Slot) -> list[Any]:
    if slot.type is SlotType.BOOL:
        said = confirmations.answers(draft, heard, slot)
        return [value for value in said if refusal_of(draft, slot, value) is None]
    if not button_answers.accepts(draft, slot):
        return []
    words = heard.words_for(slot)
    return heard.values_for(slot, asked=True) or ([] if words is None else [words])
