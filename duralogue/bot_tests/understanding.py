"""Understanding in bot tests: the real local one, or the examples word for word."""

from pathlib import Path

from domain.bot.model import Bot
from domain.ports import Understander
from domain.understanding.entities import find_entities
from domain.understanding.model import DialogueContext, Entity, Understanding
from domain.understanding.preprocess import clean, match_key
from duralogue.bot_tests.simulator import Understand
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.entities_phones import find_phones
from infra.local_models.understander import LocalUnderstander


def local_understanding(bot: Bot, cache: Path) -> Understand:
    """MiniLM and the classifier trained on the bot's examples; nothing leaves the machine."""
    understander: Understander = LocalUnderstander(MiniLMEmbedder(), cache)

    async def understand(text: str, context: DialogueContext) -> Understanding:
        return await understander.understand(bot, text, context)

    return understand


def literal_understanding(bot: Bot) -> Understand:
    """Only examples, word for word: for tests of flows that need no model."""
    intents = {
        match_key(example): intent.name
        for intent in bot.intents.values()
        for examples in intent.examples.values()
        for example in examples
    }

    async def understand(text: str, context: DialogueContext) -> Understanding:
        intent = intents.get(match_key(text))
        return Understanding(
            intent=intent,
            confidence=1.0 if intent else 0.0,
            entities=_entities(bot, clean(text), context),
        )

    return understand


def _entities(bot: Bot, text: str, context: DialogueContext) -> tuple[Entity, ...]:
    if context.today is None:
        return ()
    phones = find_phones(bot, text, context.locale)
    return find_entities(bot, text, context.today, locale=context.locale, phones=phones)
