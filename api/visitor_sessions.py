"""Signed sessions of web visitors."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import jwt
from pydantic import AwareDatetime, Field, ValidationError

from domain.errors import ConfigurationError, NotAuthenticated
from domain.identifiers import ConversationId, TenantId
from domain.identities import SessionProof
from domain.messages import (
    VerifiedCustomer,
)
from domain.signing_keys import SigningKey, signing_keys
from domain.values import (
    Frozen,
)

SHORTEST_SECRET: Final = 32
MOST_OTHERS: Final = 19
_OUR_ALGORITHM: Final = "HS256"
_OUR_AUDIENCE: Final = "duralogue-visitor"


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
