"""A tenant's rule for handoffs that no human agent claims."""

from typing import Literal

from pydantic import Field

from domain.patience import WaitingTime
from domain.values import Strict


class Nobody(Strict):
    """What the customer is offered when nobody comes in time."""

    after: WaitingTime | None = None
    """Unless said, the time of `first_reply`."""
    offer: tuple[Literal["wait", "callback", "ticket"], ...] = ("wait", "ticket")
    times: int = Field(default=3, ge=1, le=10)
    """How often they are asked; each pause is twice the one before."""
    at_last: Literal["keep", "release"] = "keep"
    """Whether they keep their place in the queue after that, or are taken out of it."""
