"""A tenant's `models:` in tenant.yaml: which connected models answer, in which order, for how much.

The models themselves are connected by the operator, under the names that are used here.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from domain.bot.short_forms import STRING, STRINGS, OrShort
from domain.durations import KeepTime
from domain.language_models.budgets import BudgetLimit, BudgetScope
from domain.language_models.callers import Difficulty
from domain.language_models.connections import ModelName
from domain.language_models.requests import Purpose
from domain.values import Strict

MOST_IN_A_CHAIN = 5
_MOST_DOLLARS = 1_000_000


class ModelChainSettings(Strict):
    """Which model is asked for simple and for complex questions, and which ones after that."""

    simple: ModelName | None = None
    complex: ModelName | None = None
    then: Annotated[tuple[ModelName, ...], Field(max_length=MOST_IN_A_CHAIN)] = ()

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if self.simple is None and self.complex is None:
            raise ValueError("name a model: `small`, or {simple: small, complex: large}")
        return self

    def order(self, difficulty: Difficulty) -> tuple[str, ...]:
        """Each once: the one for such questions, the other one, then the rest."""
        own = (self.simple, self.complex)
        first = own if difficulty is Difficulty.SIMPLE else own[::-1]
        named = (name for name in (*first, *self.then) if name is not None)
        return tuple(dict.fromkeys(named))

    def names(self) -> tuple[str, ...]:
        """All of them."""
        return self.order(Difficulty.SIMPLE)


def _as_chain(value: Any) -> Any:
    """`small` is one model for everything; `[small, other]` is one with another behind it."""
    if isinstance(value, str):
        return {"simple": value}
    if isinstance(value, list | tuple):
        return {"simple": value[0], "then": list(value[1:])} if value else {}
    if isinstance(value, Mapping) and isinstance(value.get("then"), str):
        return {**value, "then": [value["then"]]}
    return value


def _as_dollars(value: Any) -> Any:
    """As YAML and JSON write numbers, and as they are stored."""
    if value is None or isinstance(value, Decimal):
        return value
    is_number = isinstance(value, int | float | str) and not isinstance(value, bool)
    try:
        dollars = Decimal(str(value)) if is_number else None
    except InvalidOperation:
        dollars = None
    if dollars is None or not dollars.is_finite() or not 0 <= dollars <= _MOST_DOLLARS:
        raise ValueError(f"must be dollars from 0 to {_MOST_DOLLARS}, such as 20 or 0.50")
    return dollars


Chain = Annotated[ModelChainSettings, BeforeValidator(_as_chain), OrShort((STRING, STRINGS))]


class Beyond(StrEnum):
    """What happens once a budget in dollars would be passed."""

    CHEAPER = "cheaper"
    """The next model of the chain that still fits; without one, none."""
    LOCAL = "local"
    """No model at once."""


class Allowance(Strict):
    """The most that may be spent; without a figure there is no limit."""

    tokens: int | None = Field(default=None, ge=0, le=10_000_000_000)
    dollars: Annotated[Decimal | None, BeforeValidator(_as_dollars)] = None


class ModelBudgets(Strict):
    """Of one conversation, and of the tenant in a day and in a month (by the clock in UTC).

    Tokens are those sent and received together. What a conversation may use in tokens is
    `limits.tokens_per_conversation` unless it is said here.
    """

    conversation: Allowance = Allowance()
    day: Allowance = Allowance()
    month: Allowance = Allowance()
    beyond: Beyond = Beyond.CHEAPER

    def limits(self, *, tokens_per_conversation: int) -> tuple[BudgetLimit, ...]:
        """Those that are set."""
        tokens = self.conversation.tokens
        by_scope = {
            BudgetScope.CONVERSATION: self.conversation.model_copy(
                update={"tokens": tokens_per_conversation if tokens is None else tokens}
            ),
            BudgetScope.DAY: self.day,
            BudgetScope.MONTH: self.month,
        }
        return tuple(
            BudgetLimit(scope=scope, tokens=most.tokens, dollars=most.dollars)
            for scope, most in by_scope.items()
            if most != Allowance()
        )


class AnswerCacheSettings(Strict):
    """Whether an answer is said again to whoever asks the same."""

    enabled: bool = False
    keep: KeepTime = timedelta(days=7)
    """No longer, and never beyond the next change of the knowledge."""


class EmbeddingSettings(Strict):
    """The model that finds passages by meaning, beside the local one. Another model, another
    `dimension` or other prefixes make another index: the next sync embeds all passages again."""

    model: ModelName
    dimension: int = Field(default=1024, ge=1, le=2_000)
    """How many numbers its vectors have; of Cohere's, one of 256, 512, 1024 and 1536."""
    question_prefix: str = Field(default="", max_length=200)
    passage_prefix: str = Field(default="", max_length=200)
    """What goes before each text, for models of a compatible server that were trained so."""


def _as_embedding(value: Any) -> Any:
    """`vectors` is `{model: vectors}`."""
    return {"model": value} if isinstance(value, str) else value


Embedding = Annotated[EmbeddingSettings, BeforeValidator(_as_embedding), OrShort((STRING,))]


class ModelSettings(Strict):
    """Without any of them the tenant has no hosted model, and loses nothing."""

    answers: Chain | None = None
    """Words for customers, out of passages of the knowledge."""
    proposals: Chain | None = None
    """What a customer wants, where the tenant's own examples leave it open."""
    summaries: Chain | None = None
    """A handoff's summary, for people."""
    rerank: ModelName | None = None
    """Which passages answer a question best, of those that the search has found. Its price is the
    vendor's for a search, and in no budget."""
    embed: Embedding | None = None
    """Which passages are near a question in meaning. The texts of all documents and of every
    question that is looked up are sent to its server."""
    budgets: ModelBudgets = ModelBudgets()
    cache: AnswerCacheSettings = AnswerCacheSettings()

    def chain(self, purpose: Purpose) -> ModelChainSettings | None:
        """The one for a purpose."""
        return self._chains().get(purpose)

    def named(self) -> Iterable[tuple[tuple[str, ...], str]]:
        """Every model that is named, with the path of its key."""
        for key in ("answers", "proposals", "summaries"):
            chain: ModelChainSettings | None = getattr(self, key)
            for name in chain.names() if chain else ():
                yield ("models", key), name
        if self.rerank is not None:
            yield ("models", "rerank"), self.rerank
        if self.embed is not None:
            yield ("models", "embed"), self.embed.model

    @property
    def find_answers(self) -> bool:
        """Whether a hosted model takes part in finding an answer: a turn's step is too short."""
        return any(one is not None for one in (self.answers, self.rerank, self.embed))

    def _chains(self) -> Mapping[Purpose, ModelChainSettings | None]:
        return {
            Purpose.ANSWER: self.answers,
            Purpose.PROPOSE: self.proposals,
            Purpose.SUMMARISE: self.summaries,
        }
