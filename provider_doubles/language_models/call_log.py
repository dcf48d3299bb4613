"""Every call that came in: attempts are what a caller's policy is measured by."""

import asyncio
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

_KEPT = 500


@dataclass
class Call:
    """One request, whatever became of it."""

    method: str
    port: int = 0
    """Of the caller: the same for calls over one connection."""
    model: str = ""
    status: int = 0
    """0 as long as there is no answer."""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once its answer has ended, well or not."""
    is_complete: bool = False
    """Its answer was sent to its end; else it failed, or the caller closed it."""

    def as_json(self) -> dict[str, Any]:
        """As control answers it."""
        return {
            "method": self.method,
            "port": self.port,
            "model": self.model,
            "status": self.status,
            "is_over": self.over.is_set(),
            "is_complete": self.is_complete,
        }


class CallLog:
    """Counts by method, and by method and model, and the latest calls."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.by_model: Counter[str] = Counter()
        self.latest: deque[Call] = deque(maxlen=_KEPT)

    def begin(self, method: str, request: Request) -> Call:
        """A call has come, before anything is done with it."""
        call = Call(method, request.client.port if request.client else 0)
        self.counts[method] += 1
        self.latest.append(call)
        return call

    def name_model(self, call: Call, model: str) -> None:
        """Once the body was read."""
        call.model = model
        self.by_model[f"{call.method} {model}"] += 1

    def clear(self) -> None:
        """Forget all of them."""
        self.counts.clear()
        self.by_model.clear()
        self.latest.clear()

    def as_json(self) -> dict[str, Any]:
        """As control answers it."""
        return {
            "calls": dict(self.counts),
            "by_model": dict(self.by_model),
            "latest": [call.as_json() for call in self.latest],
        }
