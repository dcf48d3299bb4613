"""A tenant's OpenID provider: where it is, what it says, and whether it was it that said so."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import jwt
import structlog

from api.customer_key_sets import CustomerKeySets
from domain.errors import (
    ConfigurationError,
    DependencyRejected,
    DependencyUnavailable,
    NotAuthenticated,
)
from domain.ports import IdentityProviders
from domain.ports.provider_sign_ins import PendingSignIn
from domain.staff_sign_in import StaffSignIn

_log = structlog.get_logger(__name__)
_ALGORITHMS: Final = ("RS256", "ES256", "EdDSA")
_LEEWAY_SECONDS: Final = 60
_OLDEST_SECONDS: Final = 600
"""Of a logout token, and of an ID token since it was made."""
_LOGOUT_EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
_FRESH_SECONDS: Final = 600
_MOST_KNOWN: Final = 1_000
_LONGEST: Final = 16_000
_MOST_GROUPS: Final = 2_000
_NO: Final = "The identity provider's answer does not check out. Begin again."


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for."""

    subject: str
    session: str | None
    names: tuple[str, ...]
    """What they may be called, the best first."""
    groups: frozenset[str]


@dataclass(frozen=True)
class _Addresses:
    authorize: str
    token: str
    keys: str
    known_at: float


def new_pending() -> PendingSignIn:
    """The verifier is of PKCE (RFC 7636), the nonce of the ID token that will come."""
    return PendingSignIn(secrets.token_urlsafe(32), secrets.token_urlsafe(48))


class ProviderClients:
    """Talks to the providers of all tenants, and remembers for a while where each one is."""

    def __init__(
        self,
        providers: IdentityProviders,
        keys: CustomerKeySets,
        tenant_secrets: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._providers = providers
        self._keys = keys
        self._secrets = tenant_secrets
        self._known: dict[tuple[str, str], _Addresses] = {}

    async def address(
        self, tenant_id: str, settings: StaffSignIn, pending: PendingSignIn, state: str, back: str
    ) -> str:
        """Where the browser goes to sign in."""
        found = await self._addresses(tenant_id, settings)
        challenge = hashlib.sha256(pending.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": settings.client_id,
            "redirect_uri": back,
            "scope": "openid profile email",
            "state": state,
            "nonce": pending.nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).decode().rstrip("="),
            "code_challenge_method": "S256",
        }
        return f"{found.authorize}{'&' if '?' in found.authorize else '?'}{urlencode(asked)}"

    async def identity(
        self, tenant_id: str, settings: StaffSignIn, pending: PendingSignIn, code: str, back: str
    ) -> Identity:
        """Who has signed in there. Raise NotAuthenticated for what does not check out."""
        found = await self._addresses(tenant_id, settings)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": pending.verifier,
        }
        basic = None
        if settings.secret is None:
            form["client_id"] = settings.client_id
        else:
            basic = (settings.client_id, self._secret(tenant_id, settings.secret))
        try:
            answer = await self._providers.post(tenant_id, found.token, form, basic=basic)
        except DependencyRejected as error:
            _log.warning("provider_refused_code", tenant_id=tenant_id, reason=str(error))
            raise NotAuthenticated(_NO) from None
        token = _document(answer).get("id_token")
        claims = await self._claims(tenant_id, settings, token, found, ("exp", "sub", "nonce"))
        if not secrets.compare_digest(str(claims["nonce"]).encode(), pending.nonce.encode()):
            raise NotAuthenticated(_NO)
        return _identity(claims, settings)

    async def logout(
        self, tenant_id: str, settings: StaffSignIn, token: str
    ) -> tuple[str, str | None, str | None]:
        """(id, subject, session) of a logout token. Raise NotAuthenticated."""
        found = await self._addresses(tenant_id, settings)
        claims = await self._claims(tenant_id, settings, token, found, ("jti",))
        events = claims.get("events")
        subject, session = _text(claims.get("sub")), _text(claims.get("sid"))
        is_logout = isinstance(events, dict) and isinstance(events.get(_LOGOUT_EVENT), dict)
        if not is_logout or "nonce" in claims or (subject is None and session is None):
            raise NotAuthenticated(_NO)
        return str(claims["jti"]), subject, session

    async def _claims(
        self,
        tenant_id: str,
        settings: StaffSignIn,
        token: object,
        found: _Addresses,
        needed: tuple[str, ...],
    ) -> dict[str, Any]:
        """Of a token that this provider has signed for this client, a moment ago."""
        if not isinstance(token, str) or len(token) > _LONGEST:
            raise NotAuthenticated(_NO)
        try:
            header = jwt.get_unverified_header(token)
            algorithm = header.get("alg")
            if algorithm not in _ALGORITHMS:
                raise NotAuthenticated(_NO)
            key = await self._keys.key(tenant_id, found.keys, algorithm, header.get("kid"))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=settings.issuer,
                audience=settings.client_id,
                leeway=_LEEWAY_SECONDS,
                options={"require": ["iss", "aud", "iat", *needed]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            _log.warning("provider_token_refused", tenant_id=tenant_id, reason=str(error))
            raise NotAuthenticated(_NO) from None
        others = claims["aud"] if isinstance(claims["aud"], list) else []
        is_ours = claims.get("azp", settings.client_id) == settings.client_id
        is_old = time.time() - float(claims["iat"]) > _OLDEST_SECONDS + _LEEWAY_SECONDS
        if not is_ours or is_old or (len(others) > 1 and "azp" not in claims):
            raise NotAuthenticated(_NO)
        return claims

    async def _addresses(self, tenant_id: str, settings: StaffSignIn) -> _Addresses:
        place, now = (tenant_id, settings.issuer), time.monotonic()
        known = self._known.get(place)
        if known and now - known.known_at < _FRESH_SECONDS:
            return known
        url = settings.issuer.rstrip("/") + "/.well-known/openid-configuration"
        found = _document(await self._providers.fetch(tenant_id, url))
        if found.get("issuer") != settings.issuer:
            raise ConfigurationError("staff_sign_in: the provider calls itself by another issuer")
        addresses = _Addresses(
            authorize=_address(found, "authorization_endpoint"),
            token=_address(found, "token_endpoint"),
            keys=_address(found, "jwks_uri"),
            known_at=now,
        )
        if place not in self._known and len(self._known) >= _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[place] = addresses
        return addresses

    def _secret(self, tenant_id: str, name: str) -> str:
        found = self._secrets.get(tenant_id, {}).get(name)
        if found is None:
            raise ConfigurationError(f"staff_sign_in: the settings hold no secret {name}")
        return found


def _identity(claims: Mapping[str, Any], settings: StaffSignIn) -> Identity:
    subject = _text(claims["sub"])
    if subject is None:
        raise NotAuthenticated(_NO)
    listed = claims.get(settings.groups_claim, [])
    groups = [listed] if isinstance(listed, str) else listed
    names = (_text(claims.get(name)) for name in ("name", "preferred_username", "email"))
    return Identity(
        subject=subject,
        session=_text(claims.get("sid")),
        names=tuple(name for name in names if name),
        groups=frozenset(str(one) for one in groups[:_MOST_GROUPS])
        if isinstance(groups, list)
        else frozenset(),
    )


def _text(value: object) -> str | None:
    is_one = isinstance(value, str) and 0 < len(value) <= 255 and value.isprintable()  # noqa: PLR2004 - as OpenID has it
    return str(value) if is_one else None


def _address(found: Mapping[str, Any], name: str) -> str:
    """Raise DependencyUnavailable for what is none; whether it may be called is asked later."""
    value = found.get(name)
    if not isinstance(value, str) or urlsplit(value).scheme not in {"https", "http"}:
        raise DependencyUnavailable(f"the provider's configuration has no {name}")
    return value


def _document(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise DependencyUnavailable("what the provider answered is no JSON object")
    return found
