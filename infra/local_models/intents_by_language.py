"""Recognises intents by the examples of the language that a text is in.

The embedding was trained on English: texts in another language lie near each other, whatever they
say. Examples of both in one classifier blur each other, so each language has one of its own.
"""

from collections import OrderedDict

from domain.bot.model import Bot, Intent
from domain.ports import Vector
from domain.understanding.language.detection import language_of, signs_of
from domain.understanding.model import Heard, Recognised
from domain.understanding.steps import IntentStep, Preprocess

_VIEWS = 256
_SURE = 0.6
"""A mixed text whose intent is as probable as this is not read in its other language."""


class RecogniserByLanguage:
    """Implements `IntentStep` around another one, which gets the bot as one language has it."""

    def __init__(self, inner: IntentStep) -> None:
        self._inner = inner
        self._views: OrderedDict[tuple[str, str], Bot] = OrderedDict()

    async def prepare(self, bot: Bot) -> None:
        """Learn the languages that the tenant speaks."""
        for language in _spoken(bot):
            await self._inner.prepare(self._view(bot, language))

    async def recognised(
        self, bot: Bot, heard: Heard, vector: Vector | None, spelling: Preprocess
    ) -> Recognised:
        """In the language of the text; where it is mixed ("order tracken please") and that does
        not do, in the other one as well."""
        spoken = _spoken(bot)
        first = heard.language if heard.language in spoken else spoken[0]
        best = await self._inner.recognised(self._view(bot, first), heard, vector, spelling)
        signs = signs_of(heard.text) if len(spoken) > 1 and _top(best) < _SURE else {}
        for language in spoken:
            if language != first and signs.get(language):
                other = await self._inner.recognised(
                    self._view(bot, language), heard, vector, spelling
                )
                best = max(best, other, key=_top)
        return best

    def _view(self, bot: Bot, language: str) -> Bot:
        key = (bot.revision, language)
        if key not in self._views:
            self._views[key] = in_one_language(bot, language)
            if len(self._views) > _VIEWS:
                self._views.popitem(last=False)
        self._views.move_to_end(key)
        return self._views[key]


def in_one_language(bot: Bot, language: str) -> Bot:
    """The bot with the examples of one language; an intent that has none keeps those it has."""
    if len(_spoken(bot)) == 1 and _languages(bot) <= {language}:
        return bot
    intents = {name: _own(intent, language) for name, intent in bot.intents.items()}
    return bot.model_copy(update={"intents": intents, "revision": f"{bot.revision}/{language}"})


def _own(intent: Intent, language: str) -> Intent:
    own = {
        locale: texts
        for locale, texts in intent.examples.items()
        if language_of(locale) == language and texts
    }
    return intent.model_copy(update={"examples": own}) if own else intent


def _spoken(bot: Bot) -> tuple[str, ...]:
    """The tenant's languages, first things first."""
    locales = bot.tenant.branding.locales or ("en",)
    return tuple(dict.fromkeys(language_of(locale) for locale in locales))


def _languages(bot: Bot) -> set[str]:
    return {language_of(locale) for one in bot.intents.values() for locale in one.examples}


def _top(one: Recognised) -> float:
    return one.scores[0].confidence if one.scores else 0.0
