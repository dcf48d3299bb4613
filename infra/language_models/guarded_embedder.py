"""A hosted embedding model: on account, left alone while it fails, asked for many at once."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from domain.errors import (
    ConfigurationError,
    DependencyError,
    DependencyRejected,
    DependencyUnavailable,
    UnusableAnswer,
)
from domain.language_models.budgets import CallOutcome, ModelCall, estimated_tokens
from domain.language_models.chain_policy import Failure
from domain.language_models.requests import Purpose
from domain.language_models.service_levels import Level, ServiceLevel
from domain.language_models.usage import TokenPrice, TokenUsage
from domain.ports import Vector
from domain.ports.hosted_embedding import TEXTS_PER_CALL, EmbeddingAdapter, TextKind
from infra.language_models.account import RequestAccount
from infra.language_models.attempt import outcome_of
from infra.language_models.chain import ChainRooms
from infra.language_models.embedding_batches import BatchingEmbedder
from infra.language_models.links import PassedOver

QUESTION_WITHIN = timedelta(seconds=2)
"""With the wait for others and the budget; after that the local vectors find what there is."""
_PLAUSIBLE_TIMES = 10
"""A vendor's count that is larger than this times ours is a mistake."""
_SPENT_FOR = timedelta(minutes=5)
"""Until a sync looks whether a budget is there again."""

_REFUSALS, _REFUSED_FOR = 5, timedelta(seconds=60)
"""One question may be refused; a key that is refused is not to be tried with each of them."""


class AdapterPair(NamedTuple):
    """The same model twice: for a customer who waits, and for an index that can."""

    questions: EmbeddingAdapter
    passages: EmbeddingAdapter


@dataclass(frozen=True)
class EmbeddingConnection:
    """Implements `infra.language_models.links.Connection`."""

    connection: str
    model_name: str
    price: TokenPrice | None

    @property
    def server(self) -> str:
        """Apart from what watches a chat model of the same name."""
        return f"{self.connection} ({self.model_name})"


class GuardedEmbedder:
    """Implements `domain.ports.hosted_embedding.HostedEmbedder`."""

    def __init__(
        self,
        tenant_id: str,
        connection: EmbeddingConnection,
        adapters: AdapterPair,
        account: RequestAccount,
        shared: ChainRooms,
        *,
        within: timedelta = QUESTION_WITHIN,
    ) -> None:
        self._within_s = within.total_seconds()
        self._tenant_id = tenant_id
        self._connection = connection
        self._adapters = adapters
        self._account = account
        self._shared = shared
        self._together = BatchingEmbedder(_Questions(self))
        self._refusals = 0
        """Of questions, in a row."""

    @property
    def model(self) -> str:
        return self._adapters.questions.model

    @property
    def dimension(self) -> int:
        return self._adapters.questions.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Questions, sent together with those of other conversations of the same tenant."""
        try:
            async with asyncio.timeout(self._within_s):
                vectors = await self._together.embed(texts)
        except TimeoutError:
            reason = f"{self.model} did not answer within {self._within_s:g} s"
            await self._note(Level.EXTRACTIVE, reason)
            raise DependencyUnavailable(reason) from None
        except DependencyError as error:
            await self._note(Level.EXTRACTIVE, str(error))
            raise
        await self._note(Level.HOSTED)
        return vectors

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        found: list[Vector] = []
        for start in range(0, len(texts), TEXTS_PER_CALL):
            portion = texts[start : start + TEXTS_PER_CALL]
            found += await self.ask(self._adapters.passages, portion, TextKind.PASSAGE)
        return found

    async def ask_questions(self, texts: Sequence[str]) -> list[Vector]:
        """One request for all of them."""
        return await self.ask(self._adapters.questions, texts, TextKind.QUESTION)

    async def ask(
        self, adapter: EmbeddingAdapter, texts: Sequence[str], kind: TextKind
    ) -> list[Vector]:
        """One request, unless the model is left in peace or a budget would be passed."""
        if not texts:
            return []
        if (resting := self._shared.quiet.reason(self._tenant_id, self._connection)) is not None:
            raise DependencyUnavailable(resting)
        most = TokenUsage(input_tokens=sum(map(estimated_tokens, texts)), is_estimated=True)
        try:
            call = await self._account.reserve_tokens(self._connection, most)
        except PassedOver as error:
            raise DependencyUnavailable(str(error), retry_after=_SPENT_FOR) from error
        async with self._settled(call, kind) as taken:
            async with self._shared.guards.guard(self._tenant_id, self._connection.server):
                taken.began = True
                try:
                    embedded = await adapter.embed_texts(texts, kind)
                except UnusableAnswer as error:
                    # Else a sync with a wrong `dimension` would be billed again and again, and no
                    # budget would end it.
                    taken.usage = _usage(error.tokens, most)
                    raise
            taken.usage = _usage(embedded.tokens, most)
        return embedded.vectors

    @asynccontextmanager
    async def _settled(self, call: ModelCall, kind: TextKind) -> AsyncGenerator["_Taken"]:
        """However it ends. What failed tells the next requests whether to go out."""
        taken, began = _Taken(), self._shared.now()
        outcome = CallOutcome.GIVEN_UP
        try:
            yield taken
            outcome = CallOutcome.ANSWERED
            if kind is TextKind.QUESTION:
                self._refusals = 0
        except (DependencyError, ConfigurationError) as error:
            outcome = outcome_of(error) if taken.began else CallOutcome.WITHHELD
            self._remember(error, outcome, kind)
            if isinstance(error, ConfigurationError):
                raise DependencyRejected(str(error)) from error
            raise
        finally:
            await self._account.settle(
                call,
                self._connection,
                outcome,
                taken.usage,
                first_word=None,
                lasted=timedelta(seconds=self._shared.now() - began),
            )

    def _remember(self, error: Exception, outcome: CallOutcome, kind: TextKind) -> None:
        rests = getattr(error, "retry_after", None)
        # Whoever indexes finds out by itself whether a document is to blame: a rest would have a
        # sync try the same documents for ever.
        if outcome is CallOutcome.REJECTED and kind is TextKind.QUESTION:
            self._refusals += 1
            rests = _REFUSED_FOR if self._refusals >= _REFUSALS else None
        failure = Failure(outcome, retry_after=rests)
        self._shared.quiet.remember(self._tenant_id, self._connection, failure, str(error))

    async def _note(self, level: Level, reason: str = "") -> None:
        seen = ServiceLevel(purpose=Purpose.EMBED, level=level, reason=reason)
        await self._shared.levels.note(self._tenant_id, seen)


@dataclass
class _Taken:
    began: bool = False
    """Whether the request went out."""
    usage: TokenUsage = field(default_factory=TokenUsage)


class _Questions:
    """Implements `domain.ports.Embedder`: what the batches go out by."""

    def __init__(self, embedder: GuardedEmbedder) -> None:
        self._embedder = embedder

    @property
    def model(self) -> str:
        return self._embedder.model

    @property
    def dimension(self) -> int:
        return self._embedder.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return await self._embedder.ask_questions(texts)


def _usage(counted: int | None, most: TokenUsage) -> TokenUsage:
    """As the vendor counted, where that can be."""
    if counted is None or counted > most.input_tokens * _PLAUSIBLE_TIMES + 1_000:
        return most
    return TokenUsage(input_tokens=counted)
