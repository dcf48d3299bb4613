"""The opening of a chat: a greeting and starters, by locale."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.bot.model import Bot
from domain.channel_addresses import (
    Channel,
)
from domain.dialogue.state import DialogueState
from domain.dialogue.text.rendering import in_locale, render, title

_GREETING: Final = "greeting"
_MOST: Final = 6


@dataclass(frozen=True)
class Welcome:
    greetings: Mapping[str, str] = field(default_factory=dict)
    starters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def welcome_of(bot: Bot) -> Welcome:
    """In each of the tenant's locales: its own greeting, else the bot's; the greeting's quick
    replies, else what the bot can do."""
    locales = bot.tenant.branding.locales
    return Welcome(
        greetings={locale: _greeting(bot, locale) for locale in locales if _greeting(bot, locale)},
        starters={locale: _starters(bot, locale) for locale in locales},
    )


def _greeting(bot: Bot, locale: str) -> str:
    """The tenant writes one greeting for its chat, in its first locale."""
    look, response = bot.tenant.branding, bot.responses.get(_GREETING)
    is_spoken = response is not None and _language(locale) in map(_language, response.texts)
    if look.greeting and (locale == look.locales[0] or not is_spoken):
        return look.greeting
    return render(bot, _state(locale), _GREETING).text if response is not None else ""


def _starters(bot: Bot, locale: str) -> tuple[str, ...]:
    state, response = _state(locale), bot.responses.get(_GREETING)
    own = in_locale(bot, state, response.quick_replies) if response is not None else None
    flows = (flow for flow in bot.flows.values() if flow.title and flow.when)
    return tuple(own or (title(bot, state, flow) for flow in flows))[:_MOST]


def _state(locale: str) -> DialogueState:
    return DialogueState(locale=locale, channel=Channel.WEB)


def _language(locale: str) -> str:
    return locale.split("-", maxsplit=1)[0]
