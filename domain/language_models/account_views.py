"""Views for operators of a tenant's models: usage by day and model, budgets, service levels."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from domain.language_models.service_levels import SeenLevel


class DailyUsage(BaseModel):
    """One model on one day (UTC). Tokens and cost are those that were settled."""

    day: date
    connection: str
    model: str
    purpose: str
    calls: int
    answered: int
    failed: int
    """Outages, retired ids and refusals; not what was given up, or withheld by a breaker."""
    lost: int
    """Never settled, as a process died: what they took is not known."""
    input_tokens: int
    output_tokens: int
    cost: Decimal
    first_word_ms: float | None
    """The median; None where no word came."""


class SpentBudget(BaseModel):
    """What the tenant has used of its present day or month."""

    scope: str
    key: str
    """2026-11-30, or 2026-11."""
    tokens: int
    cost: Decimal


class ModelUsage(BaseModel):
    """All of it."""

    levels: tuple[SeenLevel, ...] = ()
    spent: tuple[SpentBudget, ...] = ()
    days: tuple[DailyUsage, ...] = ()


class TurnUsage(BaseModel):
    """What the models took for one turn, attempts that failed included."""

    turn: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost: Decimal
