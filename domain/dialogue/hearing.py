"""A customer's message as the engine reads it."""

import re
from dataclasses import dataclass
from typing import Any

from domain.bot.model import Bot, Flow, Slot, SlotType
from domain.dialogue.events import MessageUnderstood
from domain.dialogue.values import fitted
from domain.understanding.model import Entity, Understanding
from domain.understanding.preprocess import clean, match_key

_QUESTION = re.compile(
    r"^(?:and |but |so |also |und |aber )?(?:what|whats|how|when|where|who|why|which|can|could|do|"
    r"does|did|is|are|may|will|would|should|has|have|was|wie|wann|wo|wer|warum|wieso|welche|"
    r"welcher|"
    r"kann|könnt|darf|gibt|ist|sind|habt|hat|muss)\b"
)
_CORRECTION = re.compile(
    r"^(?:no|nope|wait|sorry|oops|actually|nein|halt|stopp|moment)\b"
    r"|\b(?:i meant|i mean|i said|not .{0,200} but|instead|wrong|mistake|correction|"
    r"change (?:it|that|the)|"
    r"ich meinte|ich meine|sondern|stattdessen|falsch|ändere)\b"
)
_TYPE_KINDS = {
    SlotType.EMAIL: "email",
    SlotType.PHONE: "phone",
    SlotType.MONEY: "money",
    SlotType.DATE: "date",
    SlotType.INTEGER: "number",
}
_QUESTION_WORDS = 3
SURE = 0.5
"""From this confidence on a recognised wish counts in the middle of something else."""


@dataclass(frozen=True)
class Heard:
    """What a message says, with the list it may point into already resolved."""

    bot: Bot
    text: str
    understanding: Understanding

    @classmethod
    def of(cls, bot: Bot, event: MessageUnderstood, options: tuple[str, ...]) -> "Heard":
        text = clean(event.understanding.said or event.text)
        if len(match_key(text).split()) > _QUESTION_WORDS:
            return cls(bot, text, event.understanding)
        for entity in event.understanding.entities:
            if entity.kind == "ordinal" and isinstance(entity.value, int):
                position = entity.value - 1 if entity.value > 0 else entity.value
                if -len(options) <= position < len(options):
                    text = options[position]
        return cls(bot, text, event.understanding)

    @property
    def intent(self) -> str | None:
        return self.understanding.intent

    @property
    def key(self) -> str:
        return match_key(self.text)

    @property
    def flow(self) -> Flow | None:
        """The flow that the recognised intent starts."""
        return flow_for(self.bot, self.intent)

    @property
    def yes_no(self) -> bool | None:
        for entity in self.entities("yes_no"):
            if isinstance(entity.value, bool):
                return entity.value
        return None

    @property
    def is_question(self) -> bool:
        asks = _QUESTION.match(self.key) and len(self.key.split()) >= _QUESTION_WORDS
        return self.text.endswith("?") or bool(asks)

    @property
    def corrects(self) -> bool:
        return _CORRECTION.search(self.key) is not None

    def entities(self, *kinds: str) -> list[Entity]:
        return [entity for entity in self.understanding.entities if entity.kind in kinds]

    def wants(self, intent: str) -> bool:
        return self.intent == intent and self.understanding.confidence >= SURE

    def values_for(self, slot: Slot, *, spoken: bool = False) -> list[Any]:
        """Every value in the message that surely belongs into this slot, in order.

        With `spoken` only what stands there in so many words, not what "it" was taken to mean.
        """
        if slot.source != "customer":
            return []
        if slot.type is SlotType.BOOL:
            return [] if self.yes_no is None else [self.yes_no]
        kinds = {slot.name, _TYPE_KINDS.get(slot.type, "")} | self._patterns_of(slot)
        named = [e for e in self.entities(*kinds) if not spoken or _is_spoken(slot, e)]
        found = [fitted(slot, entity.value) for entity in named]
        if slot.type is not SlotType.STRING or slot.pattern is not None:
            found.append(fitted(slot, self.text))
        return list({repr(value): value for value in found if value is not None}.values())

    def words_for(self, slot: Slot) -> Any:
        """The whole message as the answer, for a slot that takes any words."""
        free = slot.type is SlotType.STRING and slot.pattern is None and slot.source == "customer"
        return fitted(slot, self.text) if free else None

    def _patterns_of(self, slot: Slot) -> set[str]:
        """The tenant's entities whose values may go into a slot with a pattern."""
        return set(self.bot.entities) if slot.pattern else set()


def flow_for(bot: Bot, intent: str | None) -> Flow | None:
    if intent is None:
        return None
    return next((flow for flow in bot.flows.values() if flow.when == intent), None)


def _is_spoken(slot: Slot, entity: Entity) -> bool:
    return slot.pattern is None or fitted(slot, entity.text) is not None


def is_small_talk(flow: Flow) -> bool:
    """Whether the flow only says something: it needs no room and interrupts nothing."""
    return all(step.say or step.end is not None for step in flow.steps)
