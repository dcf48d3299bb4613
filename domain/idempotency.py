"""Requests that may be sent again: which are the same, and what was answered."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

KEPT_FOR: Final = timedelta(hours=24)
LEASE: Final = timedelta(seconds=60)
"""How long one may carry a request out: longer than any takes. Whoever was killed meanwhile has
answered nobody, and the next one may try."""
LONGEST_KEY: Final = 255
LARGEST_ANSWER: Final = 64 * 1024
"""In bytes; what is larger is not kept, and the request is carried out again."""


@dataclass(frozen=True)
class RequestKey:
    """One caller's key for one route. Another caller's same key is another key."""

    tenant_id: str
    caller: str
    """Never a secret: a hash of it."""
    route: str
    key: str = field(repr=False)

    @property
    def digest(self) -> bytes:
        parts = [self.tenant_id, self.caller, self.route, self.key]
        return hashlib.sha256(json.dumps(parts).encode()).digest()


@dataclass(frozen=True)
class Claimed:
    """A request that is ours to carry out."""

    tenant_id: str
    digest: bytes
    lease_id: str


@dataclass(frozen=True)
class KeptAnswer:
    """What was answered, to be said again."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)


def fingerprint_of(method: str, path: str, body: bytes) -> bytes:
    """The same for the same request, to the byte."""
    told = b"\0".join((method.encode(), path.encode(), body))
    return hashlib.sha256(told).digest()
