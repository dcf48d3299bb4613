"""A tenant's backends: where their servers are, and which secrets they are shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx
from pydantic import SecretStr

from domain.bot.model import Tool
from domain.bot.tool_operations import HttpOperation
from domain.errors import ConfigurationError

_SECRET = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True)
class TenantBackends:
    """By the names that the tenant's tools use: base URLs, and secrets."""

    servers: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, SecretStr] = field(default_factory=dict)

    def secret(self, tool: Tool, operation: HttpOperation) -> SecretStr | None:
        """None for a tool without one. Raise ConfigurationError where it is not set."""
        if operation.secret is None:
            return None
        secret = self.secrets.get(operation.secret)
        if secret is None:
            raise ConfigurationError(
                f"{tool.name}: no secret named {operation.secret!r} is set for this tenant"
            )
        if not _SECRET.fullmatch(secret.get_secret_value()):
            raise ConfigurationError(
                f"{tool.name}: the secret {operation.secret!r} is empty or not printable ASCII"
            )
        return secret

    def address(self, tool: Tool, operation: HttpOperation) -> str:
        """Find the URL template of an operation; all before its path is the tenant's own text."""
        if operation.openapi is None and (operation.url or "").startswith(("http:", "https:")):
            address = str(operation.url)
        else:
            path = operation.path_resolved if operation.openapi else operation.url
            address = self._base_url(tool, operation).rstrip("/") + "/" + (path or "").lstrip("/")
        if "{" in _origin(address):
            raise ConfigurationError(f"{tool.name}: a URL's host cannot hold an argument")
        return address

    def _base_url(self, tool: Tool, operation: HttpOperation) -> str:
        name = operation.server or operation.openapi or ""
        base = self.servers.get(name)
        if base is None:
            raise ConfigurationError(f"{tool.name}: no address is set for the server {name!r}")
        if httpx.URL(base).scheme not in {"http", "https"}:
            raise ConfigurationError(f"{tool.name}: the server {name!r} must be at http(s)://…")
        return base


class BackendSource(Protocol):
    """Whoever knows where a tenant's tools call just now."""

    async def of(self, tenant_id: str) -> TenantBackends:
        """None at all for a tenant that has none. Raise DependencyUnavailable."""
        ...


class FixedBackends:
    """Those of the settings, for as long as the process lasts."""

    def __init__(self, backends: Mapping[str, TenantBackends]) -> None:
        self._backends = backends

    async def of(self, tenant_id: str) -> TenantBackends:
        return self._backends.get(tenant_id, TenantBackends())


def server_name(operation: HttpOperation) -> str:
    """Name what a circuit breaker watches: the named server, else the host of the URL."""
    return operation.server or operation.openapi or _origin(operation.url or "")


def _origin(address: str) -> str:
    scheme, _, rest = address.partition("://")
    host = rest.split("/")[0].split("?")[0].rpartition("@")[2]
    return f"{scheme}://{host}"
