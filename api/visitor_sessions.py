"""Signed sessions of web visitors, and customer tokens signed by tenants."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import jwt
from pydantic import AwareDatetime, Field, ValidationError

from domain.errors import ConfigurationError, DependencyUnavailable, InvalidInput, NotAuthenticated
from domain.identifiers import ConversationId, TenantId
from domain.identities import SessionProof
from domain.messages import (
    VerifiedCustomer,
)
from domain.signing_keys import SigningKey, signing_keys
from domain.tenant_settings import CustomerTokens, TenantConfig
from domain.time_zones import zone_named
from domain.values import (
    Frozen,
)

LONGEST_CUSTOMER_TOKEN: Final = timedelta(hours=1)
SHORTEST_SECRET: Final = 32
MOST_OTHERS: Final = 19
_OUR_ALGORITHM: Final = "HS256"
_OUR_AUDIENCE: Final = "duralogue-visitor"
_CLOCKS_DIFFER: Final = timedelta(seconds=30)
_JWKS_TIMEOUT: Final = timedelta(seconds=3)
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


class VisitorSession(Frozen):
    """What lets one visitor into one conversation."""

    tenant_id: TenantId
    conversation_id: ConversationId
    visitor_id: str
    expires_at: AwareDatetime
    customer: VerifiedCustomer | None = None
    others: tuple[ConversationId, ...] = Field(default=(), max_length=MOST_OTHERS)
    """The same visitor's other conversations, the latest first: a session for each may be asked
    for, and all end with this one."""

    @property
    def proof(self) -> SessionProof:
        """Whether it still opens the conversation follows from this, and from whose that is."""
        return SessionProof(self.customer.customer_id if self.customer else None)


class VisitorSessions:
    """Signs sessions with the first key and reads those of every key. All gateways share them."""

    def __init__(self, secrets: str) -> None:
        """Take one secret, or several with their ids, as `signing_keys` reads them."""
        try:
            self._keys = signing_keys(secrets)
        except ValueError as error:
            raise ConfigurationError(f"session secret: {error}") from error
        if any(len(key.secret) < SHORTEST_SECRET for key in self._keys):
            raise ConfigurationError(f"session secret: at least {SHORTEST_SECRET} characters")

    def sign(self, session: VisitorSession) -> str:
        claims: dict[str, Any] = {
            "aud": _OUR_AUDIENCE,
            "tenant": session.tenant_id,
            "conversation": session.conversation_id,
            "visitor": session.visitor_id,
            "exp": session.expires_at,
        }
        if session.others:
            claims["others"] = list(session.others)
        if session.customer:
            claims["customer"] = session.customer.model_dump(exclude_none=True)
        key_id, secret = self._keys[0]
        headers = {"kid": key_id} if key_id else None
        return jwt.encode(claims, secret, algorithm=_OUR_ALGORITHM, headers=headers)

    def read(self, token: str, *, tenant_id: str) -> VisitorSession:
        """Raise NotAuthenticated for a session that is over, forged or of another tenant."""
        try:
            claims = self._verified(token)
            session = VisitorSession(
                tenant_id=claims["tenant"],
                conversation_id=claims["conversation"],
                visitor_id=claims["visitor"],
                expires_at=datetime.fromtimestamp(claims["exp"], UTC),
                customer=claims.get("customer"),
                others=claims.get("others", ()),
            )
        except jwt.ExpiredSignatureError as error:
            raise NotAuthenticated("This session has expired. Create a new one.") from error
        except (jwt.InvalidTokenError, KeyError, ValidationError) as error:
            raise NotAuthenticated("Invalid session. Create a new one.") from error
        if session.tenant_id != tenant_id:
            raise NotAuthenticated("This session belongs to another tenant. Create a new one.")
        return session

    def _verified(self, token: str) -> dict[str, Any]:
        """The claims, where one of the keys signed them. Raise InvalidTokenError."""
        for key in self._candidates(jwt.get_unverified_header(token).get("kid")):
            with suppress(jwt.InvalidSignatureError):
                return jwt.decode(
                    token,
                    key.secret,
                    algorithms=[_OUR_ALGORITHM],
                    audience=_OUR_AUDIENCE,
                    options={"require": ["exp", "aud"]},
                )
        raise jwt.InvalidSignatureError("none of our keys signed it")

    def _candidates(self, key_id: object) -> tuple[SigningKey, ...]:
        """The key that is named; all of them where none is, as under a bare secret."""
        if key_id is None:
            return self._keys
        return tuple(key for key in self._keys if key.key_id == key_id)


class CustomerTokenVerifier:
    """Checks the JWT with which a tenant's own site vouches for its customer."""

    def __init__(self, secrets: Mapping[str, Mapping[str, str]]) -> None:
        """Take tenant -> name -> secret: no tenant can name another's."""
        self._secrets = secrets
        self._key_sets: dict[str, jwt.PyJWKClient] = {}

    async def verify(self, tenant: TenantConfig, token: str) -> VerifiedCustomer:
        expected = tenant.customer_tokens
        if expected is None:
            raise InvalidInput("customer_token", "this tenant does not vouch for its customers")
        if expected.algorithm == "HS256":
            key = self._shared_secret(tenant.tenant, expected)
        else:
            key = await self._public_key(expected, token)
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=[expected.algorithm],
                audience=expected.audience,
                issuer=expected.issuer,
                leeway=_CLOCKS_DIFFER,
                options={"require": ["iss", "aud", "exp", "sub"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise NotAuthenticated("The customer token has expired.") from error
        except jwt.InvalidTokenError as error:
            raise NotAuthenticated(f"The customer token is not valid: {error}.") from error
        except jwt.InvalidKeyError as error:
            raise ConfigurationError("customer_tokens: public_key is no key of its kind") from error
        return _customer(claims)

    async def _public_key(self, expected: CustomerTokens, token: str) -> Any:
        if expected.public_key:
            return expected.public_key
        if expected.jwks_url:
            return await asyncio.to_thread(self._published_key, expected.jwks_url, token)
        raise ConfigurationError(f"customer_tokens: {expected.algorithm} needs a public key")

    def _shared_secret(self, tenant_id: str, expected: CustomerTokens) -> str:
        secret = self._secrets.get(tenant_id, {}).get(expected.secret or "", "")
        if len(secret.encode()) < SHORTEST_SECRET:
            raise ConfigurationError(
                f"customer_tokens: {tenant_id} needs a secret named {expected.secret!r} "
                f"of at least {SHORTEST_SECRET} bytes"
            )
        return secret

    def _published_key(self, url: str, token: str) -> Any:
        """Blocking: the client fetches the tenant's key set where it has not got it yet."""
        address = urlsplit(url)
        if address.scheme != "https" and address.hostname not in _LOOPBACK:
            raise ConfigurationError("customer_tokens: jwks_url must begin with https://")
        key_set = self._key_sets.setdefault(
            url, jwt.PyJWKClient(url, timeout=_JWKS_TIMEOUT.total_seconds())
        )
        try:
            return key_set.get_signing_key_from_jwt(token).key
        except jwt.PyJWKClientConnectionError as error:
            raise DependencyUnavailable("The tenant's public keys cannot be fetched.") from error
        except (jwt.PyJWKClientError, jwt.InvalidTokenError) as error:
            raise NotAuthenticated("The customer token is signed with an unknown key.") from error


def _customer(claims: Mapping[str, Any]) -> VerifiedCustomer:
    if (
        int(claims["exp"])
        > (datetime.now(UTC) + LONGEST_CUSTOMER_TOKEN + _CLOCKS_DIFFER).timestamp()
    ):
        raise NotAuthenticated(
            "The customer token is valid for more than an hour; make it shorter."
        )
    zone = claims.get("zoneinfo")
    try:
        return VerifiedCustomer(
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
