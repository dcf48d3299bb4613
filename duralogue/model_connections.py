"""Connecting a tenant's language models, as the command line sees to it."""

from typing import Final

from pydantic import SecretStr, TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import ConfigurationError
from domain.identifiers import TenantId
from domain.language_models.connections import ConnectedModel, ModelKind, ModelListing
from duralogue.wiring.foundation import open_database
from infra.postgres.model_connections import PostgresModelConnections, connected_names
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.settings import Settings

_TENANT: Final = TypeAdapter(TenantId)
_FIELDS = {"price_in": "--price-in", "price_out": "--price-out"}


async def connect_model(
    settings: Settings, tenant_id: str, given: dict[str, str | None], key: str | None
) -> str:
    """Seal and store it; a sentence about it, without the key. Raise ConfigurationError."""
    _check_tenant(tenant_id)
    model = checked_model(given, key)
    async with open_database(settings) as engine:
        await _models(settings, engine).connect(tenant_id, model)
    with_key = "with a key" if model.key else "without a key"
    return f"{tenant_id}: {model.name} is {model.label} at {model.url}, {with_key}"


def checked_model(given: dict[str, str | None], key: str | None) -> ConnectedModel:
    """Raise ConfigurationError, which names the option and what is allowed; never the key."""
    kinds = " or ".join(ModelKind)
    if given.get("kind") not in {kind.value for kind in ModelKind}:
        raise ConfigurationError(f"--kind: must be {kinds}")
    said = {name: value for name, value in given.items() if value is not None}
    secret = SecretStr(key) if key is not None else None
    try:
        return ConnectedModel.model_validate({**said, "key": secret})
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        message = found["msg"].removeprefix("Value error, ")
        where = str(found["loc"][0]) if found["loc"] else ""
        option = "NAME" if where == "name" else _FIELDS.get(where, f"--{where}")
        raise ConfigurationError(f"{option}: {message}" if where else f"--{message}") from None


async def list_models(settings: Settings, tenant_id: str) -> list[ModelListing]:
    _check_tenant(tenant_id)
    async with open_database(settings) as engine:
        return await _models(settings, engine).listed(tenant_id)


async def remove_model(settings: Settings, tenant_id: str, name: str) -> None:
    _check_tenant(tenant_id)
    async with open_database(settings) as engine:
        await _models(settings, engine).remove(tenant_id, name)


async def connected_model_names(settings: Settings, tenant_id: str) -> tuple[str, ...]:
    """What the tenant's chains may name. Raise DependencyUnavailable."""
    async with open_database(settings) as engine:
        return await connected_names(engine, tenant_id)


def _check_tenant(tenant_id: str) -> None:
    try:
        _TENANT.validate_python(tenant_id)
    except ValidationError:
        raise ConfigurationError(
            f"{tenant_id!r} is no tenant: small letters, digits and -, such as acme"
        ) from None


def _models(settings: Settings, engine: AsyncEngine) -> PostgresModelConnections:
    return PostgresModelConnections(
        engine, PostgresTenantKeys(engine, settings.require_master_key())
    )
