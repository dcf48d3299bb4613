"""Finding a published revision by the beginning of its name, as people write it."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError, NotFound
from infra.postgres.engine import tenant_transaction

_SHORTEST = 6


async def full_revision(engine: AsyncEngine, tenant_id: str, beginning: str) -> str:
    """Raise NotFound where no revision begins so, ConfigurationError where several do."""
    if len(beginning) < _SHORTEST:
        raise ConfigurationError(f"{beginning}: write at least {_SHORTEST} letters of a revision")
    async with tenant_transaction(engine, tenant_id) as connection:
        found = await connection.exec_driver_sql(
            "SELECT revision FROM bot_revisions"
            " WHERE tenant_id = %(tenant)s AND starts_with(revision, %(beginning)s) LIMIT 2",
            {"tenant": tenant_id, "beginning": beginning},
        )
        revisions = list(found.scalars())
    if not revisions:
        raise NotFound(f"the tenant {tenant_id} has no bot revision {beginning}")
    if len(revisions) > 1:
        raise ConfigurationError(f"{beginning} begins several revisions: write more of it")
    return str(revisions[0])
