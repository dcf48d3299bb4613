"""The models of each tenant: its connections, chained as its tenant.yaml says."""

from collections.abc import Awaitable, Callable

import structlog

from domain.errors import ConfigurationError
from domain.language_models.callers import Difficulty, ModelCaller
from domain.language_models.connections import ConnectedModel
from domain.language_models.requests import Purpose
from domain.ports.language_models import (
    ConnectedModels,
    LanguageModel,
    ModelAccounts,
    ModelMeter,
)
from domain.tenant_settings import TenantConfig
from infra.language_models.account import RequestAccount
from infra.language_models.chain import ChainRooms, ModelChain
from infra.language_models.links import ChainLink

_log = structlog.get_logger(__name__)
ModelFactory = Callable[[str, ConnectedModel], LanguageModel]
"""Makes the adapter of a connection, for a tenant."""
SettingsOf = Callable[[str, str], Awaitable[TenantConfig]]
"""A tenant's settings by its id and a revision; '' for the current one."""


class TenantModels:
    """Implements `LanguageModels`."""

    def __init__(
        self,
        connections: ConnectedModels,
        settings_of: SettingsOf,
        make: ModelFactory,
        *,
        accounts: ModelAccounts,
        meter: ModelMeter,
        shared: ChainRooms,
    ) -> None:
        self._connections = connections
        self._settings_of = settings_of
        self._make = make
        self._accounts = accounts
        self._meter = meter
        self._shared = shared
        self._made: dict[tuple[str, str], tuple[ConnectedModel, LanguageModel]] = {}

    async def for_tenant(
        self,
        tenant_id: str,
        purpose: Purpose,
        *,
        caller: ModelCaller,
        difficulty: Difficulty = Difficulty.SIMPLE,
        revision: str = "",
    ) -> LanguageModel | None:
        settings = await self._settings_of(tenant_id, revision)
        chain = settings.models.chain(purpose)
        if chain is None:
            return None
        connected = {model.name: model for model in await self._connections.of(tenant_id)}
        named = [connected[name] for name in chain.order(difficulty) if name in connected]
        links = [link for each in named if (link := self._link(tenant_id, each)) is not None]
        if not links:
            return None
        budgets = settings.models.budgets
        limits = budgets.limits(tokens_per_conversation=settings.limits.tokens_per_conversation)
        account = RequestAccount(
            tenant_id, purpose, caller, limits, accounts=self._accounts, meter=self._meter
        )
        return ModelChain(
            tenant_id,
            purpose,
            links,
            account,
            self._shared,
            within=caller.within,
            beyond=budgets.beyond,
        )

    def _link(self, tenant_id: str, connected: ConnectedModel) -> ChainLink | None:
        """One adapter for as long as its connection stays as it is; None where it makes none."""
        known = self._made.get((tenant_id, connected.name))
        if known is None or known[0] != connected:
            try:
                known = (connected, self._make(tenant_id, connected))
            except ConfigurationError as error:
                reason = str(error)
                _log.warning("model_unusable", tenant_id=tenant_id, reason=reason)
                return None
            self._made[tenant_id, connected.name] = known
        return ChainLink(connected.name, known[1], connected.price)
