"""The reranking model of each tenant: one of its connections, left alone for a while when down."""

from collections.abc import Callable, Sequence

import structlog

from domain.errors import ConfigurationError
from domain.language_models.connections import ConnectedModel
from domain.ports.language_models import ConnectedModels, ModelGuards
from domain.ports.reranking import Reranker
from infra.language_models.tenant_models import SettingsOf

_log = structlog.get_logger(__name__)
RerankerFactory = Callable[[str, ConnectedModel], Reranker]


class TenantRerankers:
    """Implements `Rerankers`."""

    def __init__(
        self,
        connections: ConnectedModels,
        settings_of: SettingsOf,
        make: RerankerFactory,
        guards: ModelGuards,
    ) -> None:
        self._connections = connections
        self._settings_of = settings_of
        self._make = make
        self._guards = guards

    async def for_tenant(self, tenant_id: str, revision: str) -> Reranker | None:
        name = (await self._settings_of(tenant_id, revision)).models.rerank
        if name is None:
            return None
        found = next((m for m in await self._connections.of(tenant_id) if m.name == name), None)
        if found is None:
            _log.warning("reranker_not_connected", tenant_id=tenant_id, model=name)
            return None
        try:
            made = self._make(tenant_id, found)
        except ConfigurationError as error:
            _log.warning("reranker_unusable", tenant_id=tenant_id, reason=str(error))
            return None
        return GuardedReranker(tenant_id, made, self._guards)


class GuardedReranker:
    """Implements `Reranker`; what failed five times in a row is not asked for a minute."""

    def __init__(self, tenant_id: str, reranker: Reranker, guards: ModelGuards) -> None:
        self._tenant_id = tenant_id
        self._reranker = reranker
        self._guards = guards

    @property
    def model(self) -> str:
        return self._reranker.model

    async def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        async with self._guards.guard(self._tenant_id, self.model):
            return await self._reranker.rerank(query, texts)
