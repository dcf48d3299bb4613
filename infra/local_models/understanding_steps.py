"""The steps of understanding that the product has, by the names that tenant.yaml uses."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.bot.model import Bot
from domain.understanding.context import Resolution, resolve, resolve_answer
from domain.understanding.entities import find_entities
from domain.understanding.gathered_needs import as_listed, as_needs, asked_beside_talk
from domain.understanding.language.detection import Tongue, tongue_of
from domain.understanding.model import (
    DialogueContext,
    Entity,
    Heard,
    IntentScore,
    Understanding,
)
from domain.understanding.needs import parts_of
from domain.understanding.preprocess import clean
from domain.understanding.steps import (
    ConfidenceStep,
    ContextStep,
    EntityStep,
    NeedsStep,
    OutOfScopeStep,
    Preprocess,
)
from domain.understanding.vocabulary_spelling import respelled
from infra.local_models.common_words import common_words
from infra.local_models.entities_festivals import festival_days
from infra.local_models.entities_phones import find_phones

OUT_OF_SCOPE_BELOW = 0.6
"""No intent is meant when all together are less probable than this. That is where a text is as
familiar as all but a few of the bot's own examples are when they are held out."""


class Unspelled:
    """Unicode and language; the spelling stays as it is."""

    def heard(self, bot: Bot, text: str, context: DialogueContext) -> Heard:
        """The language that this message is in decides how its dates and phones are read."""
        del bot
        plain = clean(text)
        so_far = Tongue(locale=context.locale, is_shown=context.tongue_is_shown)
        tongue = tongue_of(plain, so_far, context.locales, context.preferred)
        return Heard(text=plain, locale=tongue.locale, now=context.now)

    def respelled(self, bot: Bot, text: str, language: str) -> str:
        """As it was."""
        del bot, language
        return text


class Standard(Unspelled):
    """Unicode, language, and spelling against the tenant's own words."""

    def respelled(self, bot: Bot, text: str, language: str) -> str:
        """With slips of the finger mended."""
        return respelled(bot, text, common_words(language))


class SeveralNeeds:
    """Up to four needs in a message."""

    def parts(self, bot: Bot, text: str, context: DialogueContext) -> tuple[str, ...]:
        """Parted generously."""
        return parts_of(text, bot, context)

    def joined(
        self, bot: Bot, parts: Sequence[str], understood: Sequence[Understanding]
    ) -> Understanding | None:
        """By what was understood of each part."""
        return as_needs(bot, parts, understood)

    def asked(
        self,
        bot: Bot,
        parts: Sequence[str],
        understood: Sequence[Understanding],
        whole: Understanding,
    ) -> Understanding | None:
        """ "Hello, who pays the postage, thanks" greets, and asks."""
        return asked_beside_talk(bot, parts, understood, whole)

    def listed(self, bot: Bot, text: str, one: Understanding) -> Understanding:
        """ "A100002 and A100004"."""
        return as_listed(bot, text, one)


class OneNeed:
    """Every message is one need."""

    def parts(self, bot: Bot, text: str, context: DialogueContext) -> tuple[str, ...]:
        """The text."""
        del bot, context
        return (text,)

    def joined(
        self, bot: Bot, parts: Sequence[str], understood: Sequence[Understanding]
    ) -> Understanding | None:
        """There is nothing to join."""
        del bot, parts, understood
        return None

    def asked(
        self,
        bot: Bot,
        parts: Sequence[str],
        understood: Sequence[Understanding],
        whole: Understanding,
    ) -> Understanding | None:
        """There are no parts."""
        del bot, parts, understood, whole
        return None

    def listed(self, bot: Bot, text: str, one: Understanding) -> Understanding:
        """As it was understood."""
        del bot, text
        return one


class AllEntities:
    """The tenant's patterns, dates, times, money, phones, e-mail addresses, numbers, names."""

    def entities(self, bot: Bot, heard: Heard, today: date) -> tuple[Entity, ...]:
        """In the order of the text."""
        phones = find_phones(bot, heard.text, heard.locale)
        return tuple(
            find_entities(
                bot,
                heard.text,
                today,
                locale=heard.locale,
                phones=phones,
                now=heard.now,
                festivals=festival_days,
            )
        )


class OwnEntities(AllEntities):
    """What the tenant's patterns and lists match, yes and no."""

    def entities(self, bot: Bot, heard: Heard, today: date) -> tuple[Entity, ...]:
        """In the order of the text."""
        own = {*bot.slots, *bot.entities, "yes_no"}
        return tuple(one for one in super().entities(bot, heard, today) if one.kind in own)


class InConversation:
    """Answers, choices, "the second one" and "it"."""

    def resolved(
        self, bot: Bot, heard: Heard, context: DialogueContext, entities: Sequence[Entity]
    ) -> Resolution:
        """First what was asked, then what was offered or listed, then what was mentioned."""
        return resolve(bot, heard.text, context, entities)


class OfTheQuestion:
    """Answers and choices alone."""

    def resolved(
        self, bot: Bot, heard: Heard, context: DialogueContext, entities: Sequence[Entity]
    ) -> Resolution:
        """First what was asked, then what was offered."""
        return resolve_answer(bot, heard.text, context, entities)


class FixedThreshold:
    """The same for every bot."""

    def threshold(self, bot: Bot) -> float:
        """However many intents and examples it has."""
        del bot
        return OUT_OF_SCOPE_BELOW


class NeverOutOfScope:
    """For bots that would rather ask twice than not try."""

    def threshold(self, bot: Bot) -> float:
        """No text is out of scope."""
        del bot
        return 0.0


class Calibrated:
    """The classifier's own probabilities."""

    def calibrated(self, scores: Sequence[IntentScore]) -> tuple[IntentScore, ...]:
        """As they are."""
        return tuple(scores)


class Shares:
    """Divides 1 among the intents, so that they are compared with one another alone."""

    def calibrated(self, scores: Sequence[IntentScore]) -> tuple[IntentScore, ...]:
        """Their order stays."""
        total = sum(score.confidence for score in scores)
        if not total:
            return tuple(scores)
        return tuple(
            score.model_copy(update={"confidence": score.confidence / total}) for score in scores
        )


PREPROCESS: Mapping[str, type[Preprocess]] = {"standard": Standard, "unspelled": Unspelled}
NEEDS: Mapping[str, type[NeedsStep]] = {"several": SeveralNeeds, "one": OneNeed}
OUT_OF_SCOPE: Mapping[str, type[OutOfScopeStep]] = {
    "fixed": FixedThreshold,
    "never": NeverOutOfScope,
}
ENTITIES: Mapping[str, type[EntityStep]] = {"standard": AllEntities, "own": OwnEntities}
CONTEXT: Mapping[str, type[ContextStep]] = {
    "conversation": InConversation,
    "question": OfTheQuestion,
}
CONFIDENCE: Mapping[str, type[ConfidenceStep]] = {"calibrated": Calibrated, "shares": Shares}
