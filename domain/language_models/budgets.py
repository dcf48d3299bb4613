"""Budgets of hosted models: what one request may take at most, and what it took."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from domain.language_models.requests import ModelRequest, Purpose
from domain.language_models.usage import TokenPrice, TokenUsage
from domain.values import Frozen

RESERVED_FOR = timedelta(minutes=2)
"""Longer than any request lasts; what is not settled by then no longer counts."""
_CHARS_PER_TOKEN = 3
"""Fewer than vendors count in English or German, so that a reservation is rather too large."""
_TOKENS_PER_MESSAGE = 8
_PLAUSIBLE_TIMES, _PLAUSIBLE_MORE = 10, 10_000
"""What a vendor counts beside our words, such as a preamble of its own or thinking, stays below."""


class BudgetScope(StrEnum):
    """Over what is summed."""

    CONVERSATION = "conversation"
    DAY = "day"
    MONTH = "month"


class BudgetLimit(Frozen):
    """The most of one scope; None for no limit."""

    scope: BudgetScope
    tokens: int | None = None
    dollars: Decimal | None = None


class BudgetUnit(StrEnum):
    """In what a limit is said."""

    TOKENS = "tokens"
    DOLLARS = "dollars"


class BudgetRefusal(Frozen):
    """The limit that a request would pass."""

    scope: BudgetScope
    unit: BudgetUnit

    def __str__(self) -> str:
        return f"the budget of the {self.scope} in {self.unit} is spent"


class CallOutcome(StrEnum):
    """What became of one request to a model."""

    ANSWERED = "answered"
    UNAVAILABLE = "unavailable"
    """429, 5xx, a time-out, a stream that was cut."""
    RETIRED = "retired"
    REJECTED = "rejected"
    GIVEN_UP = "given_up"
    """Whoever asked closed the stream: a takeover, or a stop of the process."""
    WITHHELD = "withheld"
    """No request went out: the model's circuit breaker was open."""
    LOST = "lost"
    """Never settled: the process died."""


class ModelCall(Frozen):
    """One request to one model, as it is reserved."""

    tenant_id: str
    call_id: UUID
    conversation_id: str
    turn: str
    purpose: Purpose
    connection: str
    model: str
    tokens: int = Field(ge=0)
    """The most that it can take."""
    cost: Decimal = Field(ge=0)


class SettledCall(Frozen):
    """What it took."""

    call: ModelCall
    outcome: CallOutcome
    usage: TokenUsage = TokenUsage()
    cost: Decimal = Decimal(0)
    first_word: timedelta | None = None
    lasted: timedelta = timedelta(0)


def estimated_tokens(text: str) -> int:
    """Rather too many than too few."""
    return -(-len(text) // _CHARS_PER_TOKEN)


def input_estimate(request: ModelRequest) -> int:
    """Tokens of all that is sent."""
    texts = [message.text for message in request.messages]
    texts += [text for one in request.documents for text in (one.title, one.text)]
    texts += [str(request.answer_schema)] if request.answer_schema else []
    return sum(estimated_tokens(text) + _TOKENS_PER_MESSAGE for text in texts)


def most_usage(request: ModelRequest) -> TokenUsage:
    """The most that a request can take."""
    return TokenUsage(
        input_tokens=input_estimate(request), output_tokens=request.most_tokens, is_estimated=True
    )


def plausible_usage(request: ModelRequest, counted: TokenUsage) -> TokenUsage:
    """As it was counted; the most that the request can take where that cannot be its count. One
    wrong number must not use up a tenant's month."""
    most = most_usage(request)
    pairs = (
        (counted.input_tokens, most.input_tokens),
        (counted.output_tokens, most.output_tokens),
    )
    is_plausible = all(
        count <= limit * _PLAUSIBLE_TIMES + _PLAUSIBLE_MORE for count, limit in pairs
    )
    return counted if is_plausible else most


def usage_of_cut_stream(request: ModelRequest, text: str) -> TokenUsage:
    """What a stream took that never said so; nothing where no word came, as vendors bill."""
    if not text:
        return TokenUsage()
    return TokenUsage(
        input_tokens=input_estimate(request),
        output_tokens=estimated_tokens(text),
        is_estimated=True,
    )


def cost_of(price: TokenPrice | None, usage: TokenUsage) -> Decimal:
    """In US dollars, as exactly as it is stored; 0 without a price."""
    return (price or TokenPrice()).of(usage).quantize(Decimal("0.000000001"))
