"""The opening of a chat: a greeting and starters, by locale, and what comes by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from domain.bot.model import Bot
from domain.channel_addresses import (
    Channel,
)
from domain.dialogue.commands import Say
from domain.dialogue.state import DialogueState
from domain.dialogue.text.rendering import in_locale, render, title
from domain.messages import Reply

_GREETING: Final = "greeting"
_MOST: Final = 6


@dataclass(frozen=True)
class Welcome:
    greetings: Mapping[str, str] = field(default_factory=dict)
    starters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pre_chat: Mapping[str, Reply] = field(default_factory=dict)
    """Where the flow with which a conversation begins is a form."""
    buttons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Of proactive rules, by their names and the locale."""


def welcome_of(bot: Bot) -> Welcome:
    """In each of the tenant's locales: its own greeting, else the bot's; the greeting's quick
    replies, else what the bot can do."""
    locales = bot.tenant.branding.locales
    return Welcome(
        greetings={locale: _greeting(bot, locale) for locale in locales if _greeting(bot, locale)},
        starters={locale: _starters(bot, locale) for locale in locales},
        pre_chat={locale: asked for locale in locales if (asked := _pre_chat(bot, locale))},
        buttons={
            rule.name: {locale: title(bot, _state(locale), flow) for locale in locales}
            for rule in bot.tenant.channels.web.proactive
            if (flow := bot.flows.get(rule.flow or ""))
        },
    )


def _pre_chat(bot: Bot, locale: str) -> Reply | None:
    """The form as the flow would send it; None where it asks question by question."""
    if bot.tenant.channels.web.pre_chat is None:
        return None
    # Flows, and all that understands what customers say: a tenth of the start, for few bots.
    from domain.dialogue.draft import Draft  # noqa: PLC0415
    from domain.dialogue.flows.flow_starts import start_flow  # noqa: PLC0415
    from domain.dialogue.reactions import pre_chat  # noqa: PLC0415

    flow = pre_chat.flow_of(bot)
    if flow is None:
        return None
    asking = Draft(bot, _state(locale), datetime.now(UTC))
    start_flow(asking, flow)
    said = [command.reply for command in asking.commands if isinstance(command, Say)]
    return said[-1] if said and said[-1].form is not None else None


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
