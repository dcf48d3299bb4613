"""Waiting times, by the clock on the wall or in business hours."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator

from domain.durations import YEAR, lasting, parse_duration, written
from domain.values import Strict


class Patience(Strict):
    """A duration that may be counted in the tenant's business hours: "24h business"."""

    lasts: Annotated[timedelta, lasting(timedelta(0), YEAR)]
    business: bool = False

    @property
    def written(self) -> str:
        """As tenants write it: "24h business"."""
        return written(self.lasts) + (" business" if self.business else "")


def parse_patience(value: Any) -> Any:
    """Read "24h business" as a duration of business time; anything else goes on to pydantic."""
    if isinstance(value, str):
        text = value.strip()
        business = text.endswith(" business")
        return {"lasts": parse_duration(text.removesuffix(" business")), "business": business}
    return value


WaitingTime = Annotated[Patience, BeforeValidator(parse_patience)]
