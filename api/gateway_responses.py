"""The tenant's sentences that the gateway may have to say by itself, in every language it has."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from domain.bot.defaults import default_responses
from domain.bot.model import Bot
from domain.channel_addresses import (
    Channel,
)
from domain.dialogue.state import DialogueState
from domain.dialogue.text.rendering import render

HOLDING: Final = "holding"
MESSAGE_KEPT: Final = "message_kept"
_BUILT_IN: Final = {name: default_responses()[name].texts for name in (HOLDING, MESSAGE_KEPT)}


@dataclass(frozen=True)
class Sentences:
    """By name and locale; the tenant's first locale stands in for one that it does not speak."""

    texts: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _BUILT_IN)
    locales: tuple[str, ...] = ()

    def get(self, name: str, languages: Sequence[str]) -> str:
        texts = self.texts[name]
        for wanted in (*_spoken(languages, self.locales), *self.locales):
            for locale in (wanted, wanted.split("-", maxsplit=1)[0]):
                if locale in texts:
                    return texts[locale]
        return next(iter(texts.values()))


def sentences_of(bot: Bot) -> Sentences:
    return Sentences(
        {name: _rendered(bot, name) for name in _BUILT_IN}, tuple(bot.tenant.branding.locales)
    )


def languages_in(accept_language: str) -> tuple[str, ...]:
    """What `Accept-Language` names, in its order, which browsers make that of preference."""
    named = (part.partition(";")[0].strip() for part in accept_language.split(","))
    return tuple(name for name in named if name and name != "*")


def _rendered(bot: Bot, name: str) -> Mapping[str, str]:
    response = bot.responses.get(name)
    if response is None:  # published by a release that did not know it
        return _BUILT_IN[name]
    return {
        locale: render(bot, DialogueState(locale=locale, channel=Channel.WEB), name).text
        for locale in response.texts
    }


def _spoken(wanted: Sequence[str], spoken: Sequence[str]) -> Iterator[str]:
    """Of the wanted locales, those that the tenant speaks; it may say fewer than we could."""
    languages = {_language(locale) for locale in spoken}
    return (locale for locale in wanted if not spoken or _language(locale) in languages)


def _language(locale: str) -> str:
    return locale.split("-", maxsplit=1)[0].casefold()
