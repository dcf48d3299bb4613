"""The embedding model of each tenant, under the guards and budgets of its other models."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import structlog

from domain.errors import ConfigurationError
from domain.language_models.budgets import BudgetScope
from domain.language_models.callers import ModelCaller
from domain.language_models.connections import ConnectedModel
from domain.language_models.requests import Purpose
from domain.language_models.settings import EmbeddingSettings, ModelSettings
from domain.ports.hosted_embedding import HostedEmbedder
from domain.ports.language_models import ConnectedModels, ModelAccounts, ModelMeter
from infra.language_models.account import RequestAccount
from infra.language_models.chain import ChainRooms
from infra.language_models.guarded_embedder import (
    QUESTION_WITHIN,
    AdapterPair,
    EmbeddingConnection,
    GuardedEmbedder,
)
from infra.language_models.tenant_models import SettingsOf

_log = structlog.get_logger(__name__)
EmbedderFactory = Callable[[str, ConnectedModel, EmbeddingSettings], AdapterPair]
"""Makes the adapters of a connection, for a tenant. Raises ConfigurationError."""
_NO_TURN = ModelCaller(conversation_id="", turn="")
"""A request holds questions of several conversations: the tenant pays for it, none of them."""


class _Made(NamedTuple):
    connected: ConnectedModel
    settings: ModelSettings
    embedder: GuardedEmbedder


class TenantEmbedders:
    """Implements `domain.ports.hosted_embedding.HostedEmbedders`.

    One embedder for each connection of each tenant, so that only questions of one account go out
    together.
    """

    def __init__(
        self,
        connections: ConnectedModels,
        settings_of: SettingsOf,
        make: EmbedderFactory,
        *,
        accounts: ModelAccounts,
        meter: ModelMeter,
        shared: ChainRooms,
        question_within: timedelta = QUESTION_WITHIN,
    ) -> None:
        self._question_within = question_within
        self._connections = connections
        self._settings_of = settings_of
        self._make = make
        self._accounts = accounts
        self._meter = meter
        self._shared = shared
        self._made: dict[tuple[str, EmbeddingSettings], _Made] = {}

    async def chosen(self, tenant_id: str) -> HostedEmbedder | None:
        settings = (await self._settings_of(tenant_id, "")).models
        if settings.embed is None:
            return None
        for connected in await self._connections.of(tenant_id):
            if connected.name == settings.embed.model:
                return self._embedder(tenant_id, connected, settings, settings.embed)
        raise ConfigurationError(
            f"the model `{settings.embed.model}` is not connected: passages are found by the local "
            f"model alone; run `duralogue connect model {tenant_id} {settings.embed.model} …`"
        )

    async def of_index(self, tenant_id: str, model: str) -> HostedEmbedder | None:
        settings = (await self._settings_of(tenant_id, "")).models
        if settings.embed is None:
            return None
        label, _, made_with = model.rpartition("@")
        dimension = made_with.partition("+")[0]
        for connected in await self._connections.of(tenant_id):
            if connected.label != label or not dimension.isdecimal():
                continue
            used = settings.embed.model_copy(
                update={"model": connected.name, "dimension": int(dimension)}
            )
            # With today's prefixes, or as it was made without any.
            for one in (used, EmbeddingSettings(model=used.model, dimension=used.dimension)):
                found = self._usable(tenant_id, connected, settings, one)
                if found is not None and found.model == model:
                    return found
        return None

    def _usable(
        self,
        tenant_id: str,
        connected: ConnectedModel,
        settings: ModelSettings,
        embed: EmbeddingSettings,
    ) -> GuardedEmbedder | None:
        try:
            return self._embedder(tenant_id, connected, settings, embed)
        except ConfigurationError as error:
            _log.warning("embedder_unusable", tenant_id=tenant_id, reason=str(error))
            return None

    def _embedder(
        self,
        tenant_id: str,
        connected: ConnectedModel,
        settings: ModelSettings,
        embed: EmbeddingSettings,
    ) -> GuardedEmbedder:
        """One for as long as its connection and its budgets stay as they are."""
        known = self._made.get((tenant_id, embed))
        if known is not None and (known.connected, known.settings) == (connected, settings):
            return known.embedder
        adapters = self._make(tenant_id, connected, embed)
        limits = settings.budgets.limits(tokens_per_conversation=0)
        account = RequestAccount(
            tenant_id,
            Purpose.EMBED,
            _NO_TURN,
            [limit for limit in limits if limit.scope is not BudgetScope.CONVERSATION],
            accounts=self._accounts,
            meter=self._meter,
        )
        connection = EmbeddingConnection(connected.name, adapters.questions.model, connected.price)
        made = GuardedEmbedder(
            tenant_id, connection, adapters, account, self._shared, within=self._question_within
        )
        self._made[tenant_id, embed] = _Made(connected, settings, made)
        return made
