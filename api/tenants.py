"""Which tenants there are and what they set, remembered for a few seconds."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from pydantic import TypeAdapter, ValidationError

from domain.errors import DependencyUnavailable, NotFound
from domain.identifiers import TenantId
from domain.ports import Bots
from domain.tenants import TenantConfig

_FRESH_FOR: Final = timedelta(seconds=5)
_TENANT_ID: Final[TypeAdapter[str]] = TypeAdapter(TenantId)


class TenantDirectory:
    """The current settings of tenants, at most five seconds old.

    Settings that cannot be read again because the store is down stay in use: limits and origins
    change rarely, and a message must not be refused for want of them.
    """

    def __init__(
        self,
        bots: Bots,
        *,
        fresh_for: timedelta = _FRESH_FOR,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bots = bots
        self._fresh_for = fresh_for.total_seconds()
        self._clock = clock
        self._known: dict[str, tuple[float, TenantConfig]] = {}

    async def get(self, tenant_id: str) -> TenantConfig:
        """Raise NotFound for a tenant that has published nothing."""
        if not _is_tenant_id(tenant_id):
            raise NotFound("There is no such tenant.")
        read_at, known = self._known.get(tenant_id, (0.0, None))
        if known is not None and self._is_fresh(read_at):
            return known
        try:
            current = (await self._bots.current(tenant_id)).tenant
        except NotFound:
            self._known.pop(tenant_id, None)
            raise NotFound("There is no such tenant.") from None
        except DependencyUnavailable:
            if known is None:
                raise
            return known
        self._known[tenant_id] = (self._clock(), current)
        return current

    def _is_fresh(self, read_at: float) -> bool:
        return self._clock() - read_at < self._fresh_for

    def forget(self, tenant_id: str) -> None:
        """Read it anew next time: something was published."""
        self._known.pop(tenant_id, None)

    def knows(self, tenant_id: str) -> bool:
        """Whether it is a tenant of ours, as far as this replica has seen."""
        return tenant_id in self._known


def _is_tenant_id(text: str) -> bool:
    try:
        _TENANT_ID.validate_python(text)
    except ValidationError:
        return False
    return True
