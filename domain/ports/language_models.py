"""Ports of hosted language models: one that is asked, and those that a tenant has."""

from collections.abc import AsyncIterator
from typing import Protocol

from domain.language_models.callers import Difficulty, ModelCaller
from domain.language_models.connections import ConnectedModel
from domain.language_models.requests import ModelRequest, Purpose
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
        difficulty: Difficulty = Difficulty.SIMPLE,
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
