"""Laying a tenant's overrides over a published bot: the one place where both meet.

A pure function. Everything that reads queues, hours or targets reads them of a bot, so that what
is laid over the bot holds for all of it.
"""

from collections.abc import Mapping

from domain.bot.defaults import GENERAL, default_handoffs
from domain.bot.model import Bot, HandoffRule
from domain.bot.overrides import DeskOverride, Overlay, Overrides, QueueOverride
from domain.desk.settings import DeskSettings
from domain.tenant_settings import Queue, TenantConfig

_OF_THE_DESK = frozenset({"assignment", "capacity", "offer_for"})
_OF_ITS_TARGETS = frozenset({"next_reply", "resolution", "warn_before"})


def with_overrides(bot: Bot, overrides: Overrides) -> Bot:
    """The bot as it holds now; the very bot where nothing was ever edited."""
    if not overrides.versions:
        return bot
    tenant = _tenant(bot.tenant, overrides.desk)
    is_own = overrides.desk is not None and overrides.desk.business_hours is not None
    overlay = Overlay(
        version=overrides.version,
        changed_at={name: each.written_at for name, each in overrides.versions.items()},
        published=bot,
    )
    queues = _queues(tenant.queues, overrides.queues)
    return bot.model_copy(
        update={
            "tenant": tenant.model_copy(update={"queues": queues}),
            "handoffs": _handoffs(bot.handoffs, overrides.queues),
            "holidays": overrides.desk.holidays if is_own and overrides.desk else bot.holidays,
            "laid_over": overlay,
        }
    )


def _tenant(tenant: TenantConfig, desk: DeskOverride | None) -> TenantConfig:
    if desk is None:
        return tenant
    calendar = tenant.business_hours.holidays
    # By which habits numbers and dates are read belongs to the bot, not to its opening hours.
    country = tenant.country or (calendar.partition("-")[0].upper() if calendar else None)
    return tenant.model_copy(
        update={
            "business_hours": desk.business_hours or tenant.business_hours,
            "country": country,
            "desk": _desk(tenant.desk, desk),
        }
    )


def _desk(settings: DeskSettings, desk: DeskOverride) -> DeskSettings:
    said = {name: getattr(desk, name) for name in desk.model_fields_set}
    targets = {name: value for name, value in said.items() if name in _OF_ITS_TARGETS}
    own = {name: value for name, value in said.items() if name in _OF_THE_DESK}
    service = settings.service.model_copy(update=targets)
    return settings.model_copy(update={**own, "service": service})


def _queues(
    queues: Mapping[str, Queue], overrides: Mapping[str, QueueOverride]
) -> dict[str, Queue]:
    """With hours of their own: what is not among them keeps the tenant's, as they hold now."""
    found = dict(queues)
    for name, override in overrides.items():
        if override.hours is not None:
            found[name] = override.hours
        elif "hours" in override.model_fields_set:
            found.pop(name, None)
    return found


def _handoffs(
    rules: Mapping[str, HandoffRule], overrides: Mapping[str, QueueOverride]
) -> dict[str, HandoffRule]:
    led_to = {rule.queue for rule in rules.values()}
    found = {name: _rule(rule, overrides.get(rule.queue)) for name, rule in rules.items()}
    for queue, override in overrides.items():
        if queue not in led_to:
            # No flow can name it, since names have no colon; a transfer finds it by its queue.
            name = f"queue:{queue}"
            alike = {"name": name, "queue": queue, "skills": ()}
            general = rules.get(GENERAL) or default_handoffs()[GENERAL]
            found[name] = _rule(general.model_copy(update=alike), override)
    return found


def _rule(rule: HandoffRule, override: QueueOverride | None) -> HandoffRule:
    if override is None:
        return rule
    said = override.model_fields_set
    update: dict[str, object] = {
        name: getattr(override, name) for name in ("next_reply", "resolution") if name in said
    }
    if override.first_reply is not None:
        update["first_reply"] = override.first_reply
    if override.nobody is not None:
        update["nobody"] = override.nobody
    return rule.model_copy(update=update)
