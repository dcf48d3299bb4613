"""The dialogue's context, as far as the understanding may know it."""

from datetime import date, datetime

from domain.bot.model import Bot
from domain.business_hours import zone_of
from domain.dialogue.asked_slots import slots_of
from domain.dialogue.state import DialogueState
from domain.understanding.model import DialogueContext


def context_of(
    bot: Bot,
    state: DialogueState,
    at: datetime | None = None,
    preferred: tuple[str, ...] = (),
) -> DialogueContext:
    """`at` says what "tomorrow" is, in the tenant's time zone; `preferred` are the locales that
    the customer's browser asks for."""
    front = state.stack[-1] if state.stack else None
    return DialogueContext(
        question=state.question,
        flow=front.flow if front and front.flow in bot.flows else None,
        mentions=state.mentions,
        options=state.options,
        locale=state.locale,
        tongue_is_shown=state.tongue_is_shown,
        locales=bot.tenant.branding.locales,
        preferred=preferred,
        today=day_at(bot, at) if at else None,
        asked=slots_of(state),
        now=at.astimezone(zone_of(bot.tenant.business_hours)) if at else None,
    )


def day_at(bot: Bot, at: datetime) -> date:
    """The day it is then where the tenant is."""
    return at.astimezone(zone_of(bot.tenant.business_hours)).date()
