"""Customer tokens: the JWT with which a tenant's own site vouches for its customer."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from pydantic import ValidationError

from api.customer_key_sets import CustomerKeySets
from api.visitor_sessions import SHORTEST_SECRET
from domain.errors import ConfigurationError, InvalidInput, NotAuthenticated
from domain.messages import VerifiedCustomer
from domain.tenant_settings import SYMMETRIC, CustomerTokens, TenantConfig
from domain.time_zones import zone_named

LONGEST_CUSTOMER_TOKEN: Final = 8_192
"""In characters."""
_UNSEEN: Final = re.compile(
    "^\\s|\\s\\Z|[^\\S ]|[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164"
    "\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Blanks that no reader sees, or takes for another, and letters and marks without a shape."""
_CLOCKS_DIFFER: Final = timedelta(seconds=60)


class CustomerTokenVerifier:
    """Checks them. Algorithms are the tenant's setting, never the token's: a public key is never
    taken for a shared secret, and `none` is no algorithm."""

    def __init__(
        self,
        secrets: Mapping[str, Mapping[str, str]],
        key_sets: CustomerKeySets | None = None,
    ) -> None:
        """Take tenant -> name -> secret: no tenant can name another's."""
        self._secrets = secrets
        self._key_sets = key_sets

    async def verify(self, tenant: TenantConfig, token: str) -> VerifiedCustomer:
        """Raise NotAuthenticated, InvalidInput where the tenant vouches for nobody,
        ConfigurationError for what is set up wrongly, DependencyUnavailable where its keys cannot
        be fetched."""
        expected = tenant.customer_tokens
        if expected is None:
            raise InvalidInput("customer_token", "this tenant does not vouch for its customers")
        if expected.algorithm == SYMMETRIC:
            self._shared_secret(tenant.tenant, expected)  # before the customer is blamed
        header = _header(token)
        algorithm = str(header.get("alg"))
        if algorithm not in expected.accepted:
            raise NotAuthenticated(
                "The customer token is not valid: its algorithm is not one that the tenant signs "
                "with."
            )
        key = await self._key(tenant.tenant, expected, algorithm, header)
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=expected.audience,
                issuer=expected.issuer,
                leeway=_CLOCKS_DIFFER,
                options={"require": ["iss", "aud", "exp", "sub"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise NotAuthenticated("The customer token has expired.") from error
        except jwt.InvalidTokenError as error:
            raise NotAuthenticated(f"The customer token is not valid: {error}.") from error
        except (jwt.InvalidKeyError, TypeError) as error:
            raise ConfigurationError("customer_tokens: public_key is no key of its kind") from error
        _require_young(claims, expected.longest)
        return _customer(claims)

    async def _key(
        self, tenant_id: str, expected: CustomerTokens, algorithm: str, header: Mapping[str, Any]
    ) -> Any:
        if algorithm == SYMMETRIC:
            return self._shared_secret(tenant_id, expected)
        if expected.public_key:
            return expected.public_key
        if expected.jwks_url and self._key_sets is not None:
            key_id = header.get("kid")
            return await self._key_sets.key(tenant_id, expected.jwks_url, algorithm, key_id)
        raise ConfigurationError(f"customer_tokens: {algorithm} needs a public key")

    def _shared_secret(self, tenant_id: str, expected: CustomerTokens) -> str:
        secret = self._secrets.get(tenant_id, {}).get(expected.secret or "", "")
        if len(secret.encode()) < SHORTEST_SECRET:
            raise ConfigurationError(
                f"customer_tokens: {tenant_id} needs a secret named {expected.secret!r} "
                f"of at least {SHORTEST_SECRET} bytes"
            )
        return secret


def _header(token: str) -> Mapping[str, Any]:
    """What the token says of itself, before anything of it is believed."""
    if len(token) > LONGEST_CUSTOMER_TOKEN:
        raise NotAuthenticated("The customer token is not valid: it is too long.")
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError as error:
        raise NotAuthenticated(f"The customer token is not valid: {error}.") from error
    if "crit" in header:  # it names what a reader must understand, and we understand nothing such
        raise NotAuthenticated("The customer token is not valid: it has critical extensions.")
    return header


def _require_young(claims: Mapping[str, Any], longest: timedelta) -> None:
    """One that leaks must be of little use."""
    now = datetime.now(UTC)
    latest = (now + longest + _CLOCKS_DIFFER).timestamp()
    earliest = (now - longest - _CLOCKS_DIFFER).timestamp()
    made_at = claims.get("iat")
    if int(claims["exp"]) > latest or (made_at is not None and int(made_at) < earliest):
        minutes = longest / timedelta(minutes=1)
        raise NotAuthenticated(
            f"The customer token is valid for more than {minutes:g} minutes; make it shorter."
        )


def _customer(claims: Mapping[str, Any]) -> VerifiedCustomer:
    zone = claims.get("zoneinfo")
    try:
        customer = VerifiedCustomer(
            customer_id=claims["sub"],
            email=claims.get("email"),
            name=claims.get("name"),
            zone=zone if zone_named(zone) else None,
        )
    except ValidationError as error:
        failure = error.errors()[0]
        wrong = {"customer_id": "sub"}.get(field := str(failure["loc"][0]), field)
        why = failure["msg"].removeprefix("Value error, ")
        raise NotAuthenticated(f"The customer token's {wrong} is not acceptable: {why}.") from error
    # Else the next customer to be called so would get this one's conversations.
    if _UNSEEN.search(customer.customer_id) is not None:
        raise NotAuthenticated(
            "The customer token's sub is not acceptable: must neither begin nor end with a blank, "
            "nor hold what cannot be seen."
        )
    return customer
