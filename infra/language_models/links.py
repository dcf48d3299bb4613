"""One model of a chain, and what became of asking it."""

from dataclasses import dataclass
from typing import Protocol

from domain.errors import DependencyError
from domain.language_models.budgets import BudgetRefusal
from domain.language_models.chain_policy import Failure
from domain.language_models.usage import TokenPrice
from domain.ports.language_models import LanguageModel


class Connection(Protocol):
    """A connected model as it is accounted for and watched."""

    @property
    def connection(self) -> str:
        """The tenant's name for it."""
        ...

    @property
    def model_name(self) -> str:
        """Vendor and model id."""
        ...

    @property
    def price(self) -> TokenPrice | None:
        """Of its tokens; None where nobody has said."""
        ...

    @property
    def server(self) -> str:
        """What a circuit breaker watches."""
        ...


@dataclass(frozen=True)
class ChainLink:
    """A connected model under its tenant's name for it."""

    connection: str
    model: LanguageModel
    price: TokenPrice | None
    """None where nobody has said: such a model is not asked where a budget is in dollars."""

    @property
    def model_name(self) -> str:
        """Vendor and model id."""
        return self.model.name

    @property
    def server(self) -> str:
        """What a circuit breaker watches: another model id under the same name begins anew."""
        return f"{self.connection} ({self.model.name})"


class PassedOver(DependencyError):
    """No request went out to a model: it is left in peace, or its budget is spent."""

    def __init__(self, reason: str, refusal: BudgetRefusal | None = None) -> None:
        super().__init__(reason)
        self.refusal = refusal


class AttemptFailed(DependencyError):
    """A request went out and came to nothing."""

    def __init__(self, reason: str, failure: Failure) -> None:
        super().__init__(reason)
        self.failure = failure
