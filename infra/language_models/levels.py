"""Service levels of tenants, written down when they change and now and then."""

import time
from collections.abc import Callable
from datetime import timedelta

import structlog

from domain.errors import DependencyError
from domain.language_models.requests import Purpose
from domain.language_models.service_levels import Level, ServiceLevel
from domain.ports.language_models import ModelAccounts, ModelMeter

_log = structlog.get_logger(__name__)
_CONFIRMED_EVERY = timedelta(seconds=60)
_MOST = 10_000


class LevelBook:
    """One for each process; what several processes write last is what operators see."""

    def __init__(
        self,
        accounts: ModelAccounts,
        meter: ModelMeter,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._accounts = accounts
        self._meter = meter
        self._clock = clock
        self._written: dict[tuple[str, Purpose], tuple[Level, float]] = {}

    async def note(self, tenant_id: str, level: ServiceLevel) -> None:
        """Never raises: a customer's answer does not depend on it."""
        self._meter.level(tenant_id, level)
        key, now = (tenant_id, level.purpose), self._clock()
        known = self._written.get(key)
        if known is not None and known[0] is level.level and known[1] > now:
            return
        if known is None or known[0] is not level.level:
            _log.warning(
                "model_service_level",
                tenant_id=tenant_id,
                purpose=level.purpose,
                level=level.level,
                reason=level.reason,
            )
        try:
            await self._accounts.note_level(tenant_id, level)
        except DependencyError:
            return
        if len(self._written) >= _MOST:
            self._written.clear()
        self._written[key] = (level.level, now + _CONFIRMED_EVERY.total_seconds())
