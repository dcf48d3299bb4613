"""A customer's message as the engine reads it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.bot.model import Bot, Flow, Slot, SlotType
from domain.dialogue.context import day_at
from domain.dialogue.events import MessageUnderstood
from domain.dialogue.text.composite_values import said_in, within_limits
from domain.dialogue.text.slot_values import fitted
from domain.dialogue.text.value_errors import Misfit, beyond
from domain.understanding.acts.negation import Kind, negations
from domain.understanding.acts.refusals import telling_words
from domain.understanding.acts.refused_wishes import refuses
from domain.understanding.acts.small_talk import CANCEL, SURE_TO_CANCEL, only_resembles
from domain.understanding.acts.yes_no import whole_answer, without_yes
from domain.understanding.answers import KIND_OF, answers_to, counted_heads, is_unclear
from domain.understanding.candidates import meant
from domain.understanding.composite_reading import Reading
from domain.understanding.composite_values import read_composite
from domain.understanding.context import OPTION, is_number
from domain.understanding.language.registry import fragment
from domain.understanding.model import Entity, Understanding
from domain.understanding.preprocess import clean, match_key
from domain.understanding.values.opening_times import opening_times


def _said(name: str) -> str:
    """What any language says there."""
    return f"(?:{fragment('dialogue', name)})"


_SUBORDINATE = re.compile(rf"^(?:{_said('LEADS_IN')} )?{_said('SUBORDINATE')}")
"""A clause that comes before the main one: "When I opened the box it was broken"."""
_QUESTION = re.compile(rf"^(?:{_said('LEADS_IN')} )?{_said('QUESTION')}\b")
_SURE_QUESTION = re.compile(rf"^{_said('SURE_QUESTION')}")
"""Without its mark: "when I opened it" and "is broken" begin like questions and are none."""
_PLAIN_CORRECTION = re.compile(rf"\b{_said('PLAIN_CORRECTION')}\b")
_CORRECTION = re.compile(rf"^{_said('BEGINS_CORRECTION')}\b|\b{_said('CORRECTION')}\b")
_QUESTION_WORDS = 3
SURE = 0.5
"""From this confidence on a recognised wish counts in the middle of something else."""


def _numbered(text: str, understanding: Understanding) -> str | None:
    """The "Yes" that a bare "1" means where the answers are numbered: as if it had been pressed.
    "First tell me what it costs" has a place in it too, and confirms nothing."""
    if not is_number(text):
        return None
    picked = (str(entity.value) for entity in understanding.entities if entity.kind == OPTION)
    return next((option for option in picked if whole_answer(option) is not None), None)


@dataclass(frozen=True)
class Heard:
    """What a message says, with the list it may point into already resolved."""

    bot: Bot
    text: str
    understanding: Understanding
    said: str
    """The customer's own words, in which the entities have their places."""
    today: date
    refuses: bool = False
    """Whether the message turns down what it was understood to want."""
    resembles: bool = False
    """Whether it was taken for small talk and says something else."""

    @classmethod
    def of(cls, bot: Bot, event: MessageUnderstood, options: tuple[str, ...]) -> "Heard":
        """Read a message; `options` are what was last offered, for "the second one"."""
        said = text = clean(event.understanding.said or event.text)
        if (pressed := _numbered(text, event.understanding)) is not None:
            said = text = pressed
        today = day_at(bot, event.at)
        wish = event.understanding.intent
        if wish is not None and refuses(bot, wish, text):
            return cls(bot, text, event.understanding, said, today, refuses=True)
        if wish is not None and _only_resembles(bot, wish, event.understanding, text):
            return cls(bot, text, event.understanding, said, today, resembles=True)
        if len(match_key(text).split()) > _QUESTION_WORDS:
            return cls(bot, text, event.understanding, said, today)
        for entity in event.understanding.entities:
            if entity.kind == "ordinal" and isinstance(entity.value, int):
                position = entity.value - 1 if entity.value > 0 else entity.value
                if -len(options) <= position < len(options):
                    text = options[position]
        return cls(bot, text, event.understanding, said, today)

    @property
    def intent(self) -> str | None:
        """What is wanted; None where that is just what is not wanted."""
        return None if self.refuses or self.resembles else self.understanding.intent

    @property
    def key(self) -> str:
        """The words as they are compared: without case, accents and punctuation."""
        return match_key(self.text)

    @property
    def flow(self) -> Flow | None:
        """The flow that the recognised intent starts."""
        return self.bot.flow_for(self.intent)

    @property
    def yes_no(self) -> bool | None:
        """None where the message is neither."""
        for entity in self.entities("yes_no"):
            if isinstance(entity.value, bool):
                return entity.value
        return None

    @property
    def is_question(self) -> bool:
        """Whether it reads as a question, with or without its mark."""
        return self.understanding.asks or reads_as_question(self.text)

    @property
    def asks_for_sure(self) -> bool:
        """Whether nothing but a question is written like this."""
        asks = self.understanding.asks or self.text.endswith("?")
        return asks or _SURE_QUESTION.search(self.key) is not None

    @property
    def is_command(self) -> bool:
        """Whether the message is nothing but what was understood, as a button's or an example's
        words are; where any words are an answer, only that is none."""
        intent = self.bot.intents.get(self.intent or "")
        said = telling_words(self.text)
        if intent is None or not self.wants(intent.name):
            return False
        if self.text.endswith("?"):
            return True
        examples = [text for texts in intent.examples.values() for text in texts]
        flow = self.flow
        titles = [*flow.title.values()] if flow else []
        known = {match_key(text) for text in (*examples, *titles)}
        return self.key in known or (
            bool(said) and any(said <= telling_words(text) for text in (*examples, *titles))
        )

    @property
    def corrects(self) -> bool:
        """Whether it says that something said before was otherwise."""
        contrasts = (one.kind is Kind.CONTRAST for one in negations(self.said))
        return _CORRECTION.search(self.key) is not None or any(contrasts)

    @property
    def corrects_plainly(self) -> bool:
        """In words that are for nothing else."""
        return _PLAIN_CORRECTION.search(self.key) is not None

    def entities(self, *kinds: str) -> list[Entity]:
        """Those of these kinds, in the order of the text."""
        return [entity for entity in self.understanding.entities if entity.kind in kinds]

    def wants(self, intent: str) -> bool:
        """Whether this intent was understood for sure."""
        return self.intent == intent and self.understanding.confidence >= SURE

    def values_for(self, slot: Slot, *, spoken: bool = False, asked: bool = False) -> list[Any]:
        """Every value in the message that surely belongs into this slot, in order; two where the
        message leaves it open. Never what it denies, and nothing beyond the slot's limits.

        With `spoken` only what stands there in so many words, not what "it" was taken to mean. With
        `asked` also what is a value only as the answer to the question for it.
        """
        found = self._readings(slot, spoken=spoken, asked=asked)
        return [one for one in found if beyond(slot, one, self.today) is None]

    def parts_of(self, slot: Slot, *, asked: str = "") -> Reading:
        """What is said of a composite value's parts, of which one may have been asked for. Nothing
        that lies beyond the limits of its slot."""
        entities = self.understanding.entities if self.text == self.said else ()
        reading = read_composite(slot, self.text, entities, asked=asked)
        return within_limits(slot, reading, self.today)

    def misfit(self, slot: Slot) -> Misfit | None:
        """What is to be said of an answer that gives no value, where that is known."""
        for value in self._readings(slot, spoken=False, asked=True):
            return beyond(slot, value, self.today)
        vague = slot.type is SlotType.DATE and is_unclear(slot, self.understanding.entities)
        return Misfit("which_day", {}) if vague else None

    def _readings(self, slot: Slot, *, spoken: bool, asked: bool) -> list[Any]:
        if slot.source != "customer":
            return []
        if slot.type is SlotType.BOOL:
            return [] if self.yes_no is None else [self.yes_no]
        if slot.type is SlotType.COMPOSITE:
            return said_in(slot, self.parts_of(slot))
        if asked and (heads := counted_heads(slot, self.text)) is not None:
            return [one.value for one in heads]
        kinds = {slot.name, KIND_OF.get(slot.type, "")} | self._patterns_of(slot)
        named = [e for e in self.entities(*kinds) if not spoken or _is_spoken(slot, e)]
        fitting = [e for e in named if fitted(slot, e.value) is not None]
        found = [fitted(slot, entity.value) for entity in meant(slot, self.said, fitting)]
        if asked and not slot.is_free_text and (not named or slot.type is SlotType.TIME):
            usual = opening_times(self.bot)
            entities = self.understanding.entities if self.text == self.said else ()
            anew = answers_to(slot, self.text, entities, usual)
            found = [fitted(slot, entity.value) for entity in anew]
        if not slot.is_free_text and not found and slot.type is not SlotType.NAME:
            found += [fitted(slot, self.text), self._labelled(slot)]
        return list({repr(value): value for value in found if value is not None}.values())

    def words_for(self, slot: Slot) -> Any:
        """The whole message as the answer, for a slot that takes any words."""
        is_free = slot.is_free_text and slot.source == "customer"
        return fitted(slot, self.text) if is_free else None

    def _labelled(self, slot: Slot) -> str | None:
        """The value of a list whose words on a button these are: `value_damaged: It's damaged`."""
        for value in slot.values:
            response = self.bot.responses.get(f"value_{value}")
            texts = response.texts.values() if response else ()
            if self.key and self.key in {match_key(text) for text in texts}:
                return value
        return None

    def _patterns_of(self, slot: Slot) -> set[str]:
        """The tenant's entities whose values may go into a slot with a pattern."""
        return set(self.bot.entities) if slot.pattern else set()


def reads_as_question(text: str) -> bool:
    """By its mark, or by how it begins."""
    said = without_yes(text)
    asks = _QUESTION.match(said) and len(said.split()) >= _QUESTION_WORDS
    return text.endswith("?") or bool(asks and not _SUBORDINATE.match(said))


def flow_titled(bot: Bot, text: str) -> Flow | None:
    """The flow whose button this is, in any language: a tap needs no guessing."""
    key = match_key(text)
    for flow in bot.flows.values():
        if flow.when and key and key in {match_key(title) for title in flow.title.values()}:
            return flow
    return None


def _is_spoken(slot: Slot, entity: Entity) -> bool:
    return slot.pattern is None or fitted(slot, entity.text) is not None


def is_small_talk(flow: Flow) -> bool:
    """Whether the flow only says something: it needs no room and interrupts nothing."""
    return all(step.say or step.end is not None for step in flow.steps)


def _only_resembles(bot: Bot, wish: str, understood: Understanding, text: str) -> bool:
    """ "No, let me think about it" is a no, and not more: it calls off nothing else."""
    says_no = any(one.kind == "yes_no" and one.value is False for one in understood.entities)
    if wish == CANCEL and says_no and understood.confidence < SURE_TO_CANCEL:
        return True
    return only_resembles(bot, wish, understood.confidence, text)
