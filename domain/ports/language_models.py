"""Ports of hosted language models: one that is asked, and those that a tenant has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import timedelta

    from domain.language_models.account_views import ModelUsage, TurnUsage
    from domain.language_models.budgets import BudgetLimit, BudgetRefusal, ModelCall, SettledCall
    from domain.language_models.callers import Difficulty, ModelCaller
    from domain.language_models.connections import ConnectedModel
    from domain.language_models.requests import ModelRequest, Purpose
    from domain.language_models.service_levels import ServiceLevel
    from domain.language_models.stream import ModelEvent


class LanguageModel(Protocol):
    """One model of one vendor, with a key of one tenant; or several of them, one after the other.

    It does not try again by itself: whoever asks has the policy.
    """

    @property
    def name(self) -> str:
        """Vendor and model id, such as "cohere/command-a-03-2025"; for traces and metrics."""
        ...

    def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        """Its words as they come, ending with ModelFinished. Closing it ends the call.

        Raise, also while iterating: DependencyUnavailable (with `retry_after` where the vendor
        named it) for 429, 5xx, time-outs and streams that are cut; ModelRetired for an id that the
        vendor no longer serves; DependencyRejected for a key that is not accepted, or a request
        that is refused.
        """
        ...


class LanguageModels(Protocol):
    """The models that a tenant has, as it has chained them and as its budget still allows."""

    async def for_tenant(
        self,
        tenant_id: str,
        purpose: Purpose,
        *,
        caller: ModelCaller,
        difficulty: Difficulty = ...,
        revision: str = "",
    ) -> LanguageModel | None:
        """A chain of its models, for one request; None where it has none for this purpose: go on
        without. `revision` names the bot's; the current one by default.

        Its stream tries one model after the other and keeps account. It raises NoModelAnswered
        once none has answered, or where the budget is spent: answer locally. It sends StartAgain
        where a model failed after words were passed on, and goes on with the next one.
        """
        ...


class ConnectedModels(Protocol):
    """The models that an operator has connected to a tenant."""

    async def of(self, tenant_id: str) -> list[ConnectedModel]:
        """With their keys. Raise DependencyUnavailable."""
        ...


class ModelAccounts(Protocol):
    """The budgets of tenants' models, kept by every worker together."""

    async def reserve(
        self, call: ModelCall, limits: Sequence[BudgetLimit], *, lasts: timedelta
    ) -> BudgetRefusal | None:
        """Reserve the most that a request can take, or say which limit it would pass.

        A reservation stops counting after `lasts`. Raise DependencyUnavailable.
        """
        ...

    async def settle(self, settled: SettledCall) -> None:
        """Write down what a reserved request took; once, however often. Raise
        DependencyUnavailable."""
        ...

    async def note_level(self, tenant_id: str, level: ServiceLevel) -> None:
        """How a tenant's customers are served. Raise DependencyUnavailable."""
        ...


class ModelUsageReads(Protocol):
    """What was used of a tenant's models, for operators and for explanations of turns."""

    async def usage(self, tenant_id: str, *, days: int) -> ModelUsage:
        """Of the last days, today included, with the present budgets and levels."""
        ...

    async def turns(self, tenant_id: str, conversation_id: str) -> list[TurnUsage]:
        """Of each turn of a conversation, in their order."""
        ...


class ModelGuards(Protocol):
    """A circuit breaker for each model of each tenant."""

    def guard(self, tenant_id: str, server: str) -> AbstractAsyncContextManager[None]:
        """Raise DependencyUnavailable at once while the circuit is open; count what is raised
        within."""
        ...


class ModelMeter(Protocol):
    """Metrics of hosted models."""

    def settled(self, call: SettledCall) -> None:
        """One request, with its tokens and its time to the first word."""
        ...

    def fell_back(self, tenant_id: str, purpose: Purpose, reason: str) -> None:
        """A chain went on to its next model, or to none."""
        ...

    def level(self, tenant_id: str, level: ServiceLevel) -> None:
        """How a tenant's customers are served."""
        ...

    def breaker(self, tenant_id: str, server: str, *, is_open: bool) -> None:
        """Whether a model is left in peace."""
        ...
