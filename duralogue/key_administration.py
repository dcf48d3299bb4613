"""Keys of tenants' servers, as the command line sees to them."""

from datetime import timedelta

from domain.api_keys import ApiKeyRecord, NewApiKey
from duralogue.wiring.foundation import open_database
from infra.postgres.api_keys import PostgresApiKeys
from infra.postgres.bots import PostgresBots
from infra.settings import Settings


async def make_key(settings: Settings, tenant_id: str, wanted: NewApiKey) -> str:
    """The new key: shown here and never again. Raise NotFound for an unknown tenant."""
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        return (await PostgresApiKeys(engine).make(tenant_id, wanted)).written()


async def list_keys(settings: Settings, tenant_id: str) -> list[ApiKeyRecord]:
    """Never a key, only what is known of it."""
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        return await PostgresApiKeys(engine).listed(tenant_id)


async def rotate_key(
    settings: Settings,
    tenant_id: str,
    key_id: str,
    *,
    overlap: timedelta,
    valid_for: timedelta,
    by: str,
) -> str:
    """The key that takes its place: shown here and never again."""
    async with open_database(settings) as engine:
        made = await PostgresApiKeys(engine).rotate(
            tenant_id, key_id, overlap=overlap, valid_for=valid_for, by=by
        )
        return made.written()


async def revoke_key(settings: Settings, tenant_id: str, key_id: str, *, by: str) -> None:
    """At once and for good."""
    async with open_database(settings) as engine:
        await PostgresApiKeys(engine).revoke(tenant_id, key_id, by=by)
