"""Kept answers of a tenant, as the command line shows and purges them."""

from typing import Final

from pydantic import TypeAdapter, ValidationError

from domain.errors import ConfigurationError, NotFound
from domain.generated_answers.kept_answers import KeptListing
from domain.identifiers import TenantId
from duralogue.tables import aligned
from duralogue.wiring.foundation import open_database
from infra.postgres.answer_cache import PostgresAnswerCache
from infra.settings import Settings

_TENANT: Final = TypeAdapter(TenantId)
_COLUMNS = ("entry", "locale", "used", "last used", "made", "documents", "question")
_LONGEST = 80


async def list_kept(settings: Settings, tenant_id: str, *, most: int) -> list[str]:
    """Lines for people, those used last first."""
    _check(tenant_id)
    async with open_database(settings) as engine:
        found = await PostgresAnswerCache(engine).listed(tenant_id, most=most)
    return aligned([_COLUMNS, *(_row(one) for one in found)]) if found else []


async def purge_kept(
    settings: Settings, tenant_id: str, *, entry_id: str = "", document_id: str = ""
) -> int:
    """How many went. Raise NotFound for an entry that there is not."""
    _check(tenant_id)
    async with open_database(settings) as engine:
        cache = PostgresAnswerCache(engine)
        gone = await cache.purge(tenant_id, entry_id=entry_id, document_id=document_id)
    if entry_id and not gone:
        raise NotFound(f"{tenant_id} keeps no answer {entry_id}")
    return gone


def _row(one: KeptListing) -> tuple[str, ...]:
    question = " ".join(one.question.split())
    return (
        one.entry_id,
        one.locale,
        f"{one.hits} times",
        f"{one.used_at:%Y-%m-%d %H:%M}",
        f"{one.made_at:%Y-%m-%d %H:%M}",
        ", ".join(one.document_ids),
        question if len(question) <= _LONGEST else f"{question[:_LONGEST]}…",
    )


def _check(tenant_id: str) -> None:
    try:
        _TENANT.validate_python(tenant_id)
    except ValidationError:
        raise ConfigurationError(
            f"{tenant_id!r} is no tenant: small letters, digits and -, such as acme"
        ) from None
