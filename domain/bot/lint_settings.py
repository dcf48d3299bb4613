"""Warns of settings of tenant.yaml that have no effect yet, so that nobody relies on them."""

from collections.abc import Collection, Iterator
from inspect import isclass

from pydantic import BaseModel

from domain.bot.problems import Problems, nearest
from domain.bot.yaml_values import TENANT, Parsed
from domain.channel_addresses import Channel
from domain.rate_limits import Plan
from domain.tenant_settings import NO_EFFECT_YET, TenantConfig


def settings_without_effect(model: type[BaseModel] = TenantConfig) -> Iterator[tuple[str, ...]]:
    """The paths of the settings that are described so: ("limits", "plan")."""
    for name, field in model.model_fields.items():
        if field.description == NO_EFFECT_YET:
            yield (name,)
        elif isclass(field.annotation) and issubclass(field.annotation, BaseModel):
            yield from ((name, *path) for path in settings_without_effect(field.annotation))


_WITHOUT_EFFECT = tuple(sorted(settings_without_effect()))


_CHANNELS = frozenset(channel.value for channel in Channel)
_PLANS = frozenset(plan.value for plan in Plan) | {"standard"}
"""With the name that the default one had."""


def lint_settings_without_effect(parsed: Parsed, problems: Problems) -> None:
    """Warn of each that the tenant's file sets."""
    for path in _WITHOUT_EFFECT:
        if _is_written(parsed.tenant, path):
            problems.warn(TENANT, path, f"{'.'.join(path)} has no effect yet")


def lint_plan(parsed: Parsed, problems: Problems) -> None:
    """Warn of a plan that is none: it counts as the default one."""
    limits = parsed.tenant.limits if parsed.tenant else None
    if limits and limits.plan not in _PLANS:
        allowed = "default, authenticated or premium"
        problems.warn(TENANT, ("limits", "plan"), f"limits.plan: must be {allowed}")


def lint_desk(parsed: Parsed, problems: Problems) -> None:
    """Name a weight of no channel, and one that nobody could ever take beside anything else."""
    desk = parsed.tenant.desk if parsed.tenant else None
    for channel, weight in desk.weights.items() if desk else ():
        path = ("desk", "weights", channel)
        if channel not in _CHANNELS:
            problems.unknown(TENANT, path, "channel", channel, _CHANNELS)
        elif desk and weight > desk.capacity:
            said = f"weighs more than an agent's capacity of {desk.capacity}: it takes all of it"
            problems.warn(TENANT, path, f"{channel} {said}")


def lint_models(parsed: Parsed, problems: Problems, connected: Collection[str]) -> None:
    """Name a model that is not connected: its chain would go on without it, unnoticed."""
    for path, name in parsed.tenant.models.named() if parsed.tenant else ():
        if name not in connected:
            near = nearest(name, connected) or "; none is: see `duralogue connect model`"
            problems.warn(TENANT, path, f"no model {name!r} is connected to this tenant{near}")


def _is_written(model: BaseModel | None, path: tuple[str, ...]) -> bool:
    """Whether the file says it itself, and not only the default."""
    for field in path:
        if model is None or field not in model.model_fields_set:
            return False
        inner = getattr(model, field)
        model = inner if isinstance(inner, BaseModel) else None
    return True
