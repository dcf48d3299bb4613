"""Tokens, and what they cost."""

from decimal import Decimal

from pydantic import Field

from domain.values import Frozen

_MILLION = 1_000_000


class TokenUsage(Frozen):
    """As the vendor counted; `is_estimated` where it did not say and we counted characters."""

    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    is_estimated: bool = False

    def __add__(self, other: "TokenUsage") -> "TokenUsage":
        return TokenUsage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            is_estimated=self.is_estimated or other.is_estimated,
        )


class TokenPrice(Frozen):
    """In US dollars for a million tokens, as the operator wrote them down; vendors change them."""

    input: Decimal = Field(default=Decimal(0), ge=0)
    output: Decimal = Field(default=Decimal(0), ge=0)

    def of(self, usage: TokenUsage) -> Decimal:
        """What these tokens cost, in US dollars."""
        return (self.input * usage.input_tokens + self.output * usage.output_tokens) / _MILLION
