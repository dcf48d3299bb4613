"""The pipeline of understanding: one step after the other, each given from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.bot.model import Bot, SlotType
from domain.ports.content import Vector
from domain.understanding.context import Resolution
from domain.understanding.explanation import MOST_NEEDS, explained, language_signs
from domain.understanding.model import (
    DialogueContext,
    Explanation,
    Heard,
    IntentScore,
    Mention,
    NeedExplained,
    Recognised,
    Understanding,
)
from domain.understanding.steps import (
    ConfidenceStep,
    ContextStep,
    EntityStep,
    IntentStep,
    NeedsStep,
    OutOfScopeStep,
    Preprocess,
)

_NOT_MEANT = {"yes_no", "number", "ordinal"}
_ALTERNATIVES = 3
CERTAIN = 0.6
"""An intent as probable as this is not taken for the free text that was asked for."""


@dataclass(frozen=True)
class Pipeline:
    """Implements `domain.ports.Understander`."""

    preprocess: Preprocess
    needs: NeedsStep
    intent: IntentStep
    out_of_scope: OutOfScopeStep
    entities: EntityStep
    context: ContextStep
    confidence: ConfidenceStep
    today: Callable[[], date]
    """Where the conversation does not say its own."""

    async def understand(
        self, bot: Bot, text: str, context: DialogueContext, vector: Vector | None = None
    ) -> Understanding:
        """Where the text may hold several needs, each part is looked at, and only then more than
        one sentence embedded."""
        if context.asked:
            asked = {slot.name: slot for slot in context.asked}
            bot = bot.model_copy(update={"slots": {**bot.slots, **asked}})
        parts = self.needs.parts(bot, text, context)
        understood: list[Understanding] = []
        if len(parts) > 1:
            seen = context
            for part in parts:
                understood.append(await self._one(bot, part, seen))
                seen = _after(seen, understood[-1])
            if (several := self.needs.joined(bot, parts, understood)) is not None:
                return _explained_by(several, understood)
        whole = await self._one(bot, text, context, vector)
        question = self.needs.asked(bot, parts, understood, whole) if understood else None
        if question is not None:
            return _explained_by(question, understood)
        return self.needs.listed(bot, self.preprocess.heard(bot, text, context).text, whole)

    async def _one(
        self, bot: Bot, text: str, context: DialogueContext, vector: Vector | None = None
    ) -> Understanding:
        heard = self.preprocess.heard(bot, text, context)
        entities = self.entities.entities(bot, heard, context.today or self.today())
        resolution = self.context.resolved(bot, heard, context, entities)
        names = _asks_for_name(bot, context)
        recognised = Recognised()
        if names or not resolution.complete:
            known = vector if heard.text == text else None
            recognised = await self.intent.recognised(bot, heard, known, self.preprocess)
        scores = self.confidence.calibrated(recognised.scores)
        is_certain = bool(scores) and scores[0].confidence >= CERTAIN
        if is_certain and (names or _is_free_text(bot, context)):
            resolution = Resolution()
        elif names and resolution.complete:
            scores = ()
        best = scores[:_ALTERNATIVES]
        threshold = self.out_of_scope.threshold(bot)
        intent, confidence = _judged(scores, threshold)
        why = explained(
            heard.text,
            intent,
            best,
            recognised,
            is_answer=resolution.complete,
            threshold=threshold,
        )
        return Understanding(
            intent=intent,
            confidence=confidence,
            alternatives=best,
            entities=(*entities, *resolution.entities),
            language=heard.language,
            resolved=resolution.resolved,
            explanation=_explanation(heard, context, why),
        )


def _explanation(heard: Heard, context: DialogueContext, why: NeedExplained) -> Explanation:
    signs = language_signs(heard.text, context.locales)
    return Explanation(locale=heard.locale, signs=signs, needs=(why,))


def _judged(scores: Sequence[IntentScore], threshold: float) -> tuple[str | None, float]:
    """The intent that is meant, or None, and how probable that is."""
    in_scope = min(sum(score.confidence for score in scores), 1.0)
    if not scores or in_scope < threshold:
        return None, 1.0 - in_scope
    return scores[0].intent, scores[0].confidence


def _explained_by(one: Understanding, parts: Sequence[Understanding]) -> Understanding:
    """With the explanation of every part, in the order of the message."""
    needs = tuple(need for part in parts if part.explanation for need in part.explanation.needs)
    if one.explanation is None:
        return one
    explanation = one.explanation.model_copy(update={"needs": needs[:MOST_NEEDS]})
    return one.model_copy(update={"explanation": explanation})


def _is_free_text(bot: Bot, context: DialogueContext) -> bool:
    slot = bot.slots.get(context.question.slot or "") if context.question else None
    return slot is not None and slot.is_free_text


def _asks_for_name(bot: Bot, context: DialogueContext) -> bool:
    """Whether nearly any two words are an answer, so that an emergency might be taken for one."""
    slot = bot.slots.get(context.question.slot or "") if context.question else None
    return slot is not None and slot.type is SlotType.NAME


def _after(context: DialogueContext, one: Understanding) -> DialogueContext:
    """What the next part of the same message may refer to. It answers nothing that was asked."""
    named = tuple(
        Mention(kind=entity.kind, value=entity.value)
        for entity in reversed(one.entities)
        if entity.kind not in _NOT_MEANT
    )
    return context.model_copy(update={"question": None, "mentions": (*named, *context.mentions)})
