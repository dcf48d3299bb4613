"""Words of a desk within a messenger, in the language of whoever works there."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from domain.tenant_settings import TenantConfig
from domain.understanding.language.registry import by_language

_FALLBACK: Final = "en"
_FILE: Final = "messenger_desk"


def messenger_words(language: str) -> Mapping[str, str]:
    """By their names; those in English that a language does not have."""
    words = _table("WORDS")
    return {**words[_FALLBACK], **words.get(language, {})}


def messenger_refusals(language: str) -> Mapping[str, str]:
    """By the reason's code; none in English, where each refusal has a sentence of its own."""
    return _table("REFUSALS").get(language, {})


def messenger_language(tenant: TenantConfig) -> str:
    """Such as "de": what the tenant says of its channel, else its first language."""
    place = tenant.desk.slack
    said = place.language if place else ""
    return said or tenant.branding.locales[0].partition("-")[0]


@cache
def _table(name: str) -> Mapping[str, Mapping[str, str]]:
    """With its first use: most gateways have no desk in a messenger."""
    return by_language(_FILE, name)
