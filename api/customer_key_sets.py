"""Key sets (JWKS) that tenants publish, remembered; keys rotate without a restart."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import jwt
import structlog

from domain.errors import DependencyUnavailable, NotAuthenticated
from domain.ports import PublishedKeySets

_log = structlog.get_logger(__name__)

FRESH_FOR: Final = timedelta(minutes=10)
ASKED_AGAIN_AFTER: Final = timedelta(seconds=30)
"""For an unknown key id, and while the server is down: whoever invents ids must not have us call
the tenant's server at each request."""
STALE_FOR: Final = timedelta(hours=24)
"""So long the keys stay in use while they cannot be fetched."""
_MOST_SETS: Final = 1_000
_MOST_KEYS: Final = 50
_LEAST_RSA_BITS: Final = 2_048
_KINDS: Final = {
    "RS256": ("RSA", None),
    "ES256": ("EC", "P-256"),
    "EdDSA": ("OKP", "Ed25519"),
}
"""By algorithm, what kind of key may be used with it."""
_Jwk = Mapping[str, Any]


@dataclass
class _KeySet:
    """One tenant's, as it was fetched last."""

    keys: tuple[_Jwk, ...] = ()
    fetched_at: float | None = None
    asked_at: float | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class CustomerKeySets:
    """Finds the key by which a token is checked."""

    def __init__(
        self,
        published: PublishedKeySets,
        *,
        what: str = "customer token",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`what` is what the keys sign, as refusals call it."""
        self._published = published
        self._what = what
        self._clock = clock
        self._sets: dict[tuple[str, str], _KeySet] = {}

    async def key(self, tenant_id: str, url: str, algorithm: str, key_id: object) -> Any:
        """A public key of the algorithm's kind.

        Raise NotAuthenticated for an unknown one, DependencyUnavailable where the set cannot be
        fetched and none is known that is young enough, ConfigurationError for an address that may
        not be called.
        """
        known = self._of(tenant_id, url)
        if not self._is_younger(known.fetched_at, FRESH_FOR):
            await self._fetch(known, tenant_id, url)
        found = _chosen(known.keys, algorithm, key_id)
        if found is None and not self._is_younger(known.asked_at, ASKED_AGAIN_AFTER):
            await self._fetch(known, tenant_id, url)
            found = _chosen(known.keys, algorithm, key_id)
        if found is None:
            raise NotAuthenticated(f"The {self._what} is signed with an unknown key.")
        return _public_key(found, algorithm, self._what)

    def _of(self, tenant_id: str, url: str) -> _KeySet:
        place = (tenant_id, url)
        if place not in self._sets and len(self._sets) >= _MOST_SETS:
            del self._sets[next(iter(self._sets))]
        return self._sets.setdefault(place, _KeySet())

    async def _fetch(self, known: _KeySet, tenant_id: str, url: str) -> None:
        """Once for all who wait, and not again within half a minute."""
        async with known.lock:
            if not self._is_younger(known.asked_at, ASKED_AGAIN_AFTER):
                known.asked_at = self._clock()
                try:
                    keys = _keys_in(await self._published.fetch(tenant_id, url))
                except DependencyUnavailable as error:
                    _log.warning("key_set_unavailable", tenant_id=tenant_id, reason=str(error))
                else:
                    known.keys, known.fetched_at = keys, self._clock()
        if not self._is_younger(known.fetched_at, STALE_FOR):
            raise DependencyUnavailable(
                "the tenant's public keys cannot be fetched", retry_after=ASKED_AGAIN_AFTER
            )

    def _is_younger(self, moment: float | None, age: timedelta) -> bool:
        return moment is not None and self._clock() - moment < age.total_seconds()


def _keys_in(body: bytes) -> tuple[_Jwk, ...]:
    """Raise DependencyUnavailable for what is no key set: the one that is known stays in use."""
    try:
        document = json.loads(body)
        keys = document["keys"]
        found = tuple(key for key in keys if isinstance(key, dict))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DependencyUnavailable("what was fetched is no key set") from error
    if len(found) > _MOST_KEYS:
        raise DependencyUnavailable(f"the key set holds more than {_MOST_KEYS} keys")
    return found


def _chosen(keys: tuple[_Jwk, ...], algorithm: str, key_id: object) -> _Jwk | None:
    """The one that is named; where the token names none, the only one of its kind."""
    fitting = [key for key in keys if _fits(key, algorithm)]
    if key_id is None:
        return fitting[0] if len(fitting) == 1 else None
    return next((key for key in fitting if key.get("kid") == key_id), None)


def _fits(key: _Jwk, algorithm: str) -> bool:
    """A secret among public keys is never used, nor a key that is for something else."""
    kind, curve = _KINDS[algorithm]
    uses = key.get("key_ops", ["verify"])
    may_verify = key.get("use", "sig") == "sig" and isinstance(uses, list) and "verify" in uses
    is_of_kind = key.get("kty") == kind and key.get("crv") == curve
    return is_of_kind and may_verify and key.get("alg", algorithm) == algorithm


def _public_key(found: _Jwk, algorithm: str, what: str) -> Any:
    try:
        key = jwt.PyJWK(dict(found), algorithm=algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise NotAuthenticated(f"The {what} is signed with a key that is none.") from error
    if algorithm == "RS256" and key.key_size < _LEAST_RSA_BITS:
        raise NotAuthenticated(f"The {what} is signed with a key that is too short.")
    return key
