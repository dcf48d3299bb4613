"""Chains over scripted models, on account in memory, with a clock that only sleeps move."""

from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from domain.language_models.budgets import BudgetLimit, SettledCall
from domain.language_models.callers import ModelCaller
from domain.language_models.chain_policy import ChainPolicy
from domain.language_models.requests import ModelMessage, ModelRequest, Purpose, Speaker
from domain.language_models.service_levels import ServiceLevel
from domain.language_models.settings import Beyond
from domain.language_models.stream import ModelEvent
from domain.language_models.usage import TokenPrice
from domain.ports.language_models import LanguageModel
from infra.http.circuit_breakers import CircuitBreakers
from infra.language_models.account import RequestAccount
from infra.language_models.chain import ChainRooms, ModelChain
from infra.language_models.levels import LevelBook
from infra.language_models.links import ChainLink
from infra.language_models.quiet_times import QuietTimes
from infra.memory.model_accounts import MemoryModelAccounts

REQUEST = ModelRequest(
    purpose=Purpose.ANSWER,
    prompt="answer@1/en",
    messages=(ModelMessage(speaker=Speaker.CUSTOMER, text="When do you open?"),),
)


@dataclass
class Meter:
    """Implements `ModelMeter`; keeps all that it is told."""

    calls: list[SettledCall] = field(default_factory=list)
    fallbacks: list[str] = field(default_factory=list)
    levels: list[ServiceLevel] = field(default_factory=list)
    open_breakers: set[str] = field(default_factory=set)

    def settled(self, call: SettledCall) -> None:
        self.calls.append(call)

    def fell_back(self, tenant_id: str, purpose: Purpose, reason: str) -> None:
        self.fallbacks.append(reason)

    def level(self, tenant_id: str, level: ServiceLevel) -> None:
        self.levels.append(level)

    def breaker(self, tenant_id: str, server: str, *, is_open: bool) -> None:
        (self.open_breakers.add if is_open else self.open_breakers.discard)(server)


class World:
    """What the chains of one process share."""

    def __init__(
        self, policy: ChainPolicy | None = None, *, rest: timedelta = timedelta(seconds=60)
    ) -> None:
        self.time = 100.0
        self.slept: list[float] = []
        self.accounts = MemoryModelAccounts()
        self.meter = Meter()
        self.breakers = CircuitBreakers(threshold=5, rest=rest, on_change=self.meter.breaker)
        self.shared = ChainRooms(
            guards=self.breakers,
            quiet=QuietTimes(lambda: self.time),
            levels=LevelBook(self.accounts, self.meter, lambda: self.time),
            policy=policy or ChainPolicy(),
            now=lambda: self.time,
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def chain(
        self,
        *models: LanguageModel,
        prices: tuple[str | None, ...] = (),
        limits: tuple[BudgetLimit, ...] = (),
        beyond: Beyond = Beyond.CHEAPER,
        within: timedelta | None = None,
    ) -> ModelChain:
        """Connected as m0, m1 and so on; a price is for input and output alike, None unknown."""
        given = (*prices, *["0"] * len(models))
        links = [
            ChainLink(
                f"m{n}", model, TokenPrice(input=Decimal(p), output=Decimal(p)) if p else None
            )
            for n, (model, p) in enumerate(zip(models, given, strict=False))
        ]
        caller = ModelCaller(conversation_id="c1", turn=f"turn-{uuid4().hex[:6]}")
        account = RequestAccount(
            "acme", Purpose.ANSWER, caller, limits, accounts=self.accounts, meter=self.meter
        )
        return ModelChain(
            "acme", Purpose.ANSWER, links, account, self.shared, within=within, beyond=beyond
        )


async def heard(chain: ModelChain) -> list[ModelEvent]:
    """All its events."""
    async with aclosing(chain.stream(REQUEST)) as events:
        return [event async for event in events]
