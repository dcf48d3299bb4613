"""Refusals of what agents do in a messenger, in the language of its desk."""

from typing import Final

from api.dependencies import Gateway
from api.refusal_reasons import refusal_of
from domain.desk.messenger import DeskThread
from domain.desk.messenger_words import messenger_language, messenger_refusals
from domain.errors import DuralogueError, InvalidInput
from domain.tenant_settings import TenantConfig

_FIELD: Final = "field"


async def said_there(
    gateway: Gateway, tenant: TenantConfig, thread: DeskThread, agent: str, error: DuralogueError
) -> str:
    """By its reason; the refusal's own sentence in English. `agent` is "" for a stranger."""
    words = messenger_refusals(messenger_language(tenant))
    if not words:
        return error.allowed if isinstance(error, InvalidInput) else str(error)
    if isinstance(error, InvalidInput):
        return words[_FIELD]
    code, who = await refusal_of(gateway, tenant.tenant, agent, thread.handoff_id, error)
    return words.get(code, words["conflict"]).replace("{agent}", who)


def said_in_words(tenant: TenantConfig, name: str, in_english: str) -> str:
    """What has no error: by its name, where the desk's language is not English."""
    return messenger_refusals(messenger_language(tenant)).get(name, in_english)
