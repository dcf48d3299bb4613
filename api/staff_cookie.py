"""The cookie of a browser in which somebody of the staff has signed in, and its CSRF token."""

import base64
import hashlib
import hmac
from typing import Annotated, Final

from fastapi import Depends, Request, Response

from domain.errors import NotAllowed
from domain.staff import SESSION_LIFE

COOKIE: Final = "duralogue_staff"
_OVER_TLS: Final = f"__Host-{COOKIE}"
"""Browsers take this one from our own host alone, over TLS, for every path."""
CSRF_HEADER: Final = "X-CSRF-Token"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_PURPOSE: Final = b"csrf token of a staff session"
_EARLIER_PATHS: Final = ("/codec", "/v1/tenants/{}/staff")


def keep_signed_in(request: Request, response: Response, tenant_id: str, session: str) -> None:
    """Set it, for twelve more hours."""
    response.set_cookie(
        _name(request),
        f"{tenant_id}.{session}",
        max_age=int(SESSION_LIFE.total_seconds()),
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="strict",
    )


def forget(request: Request, response: Response, tenant_id: str) -> None:
    secure = _is_secure(request)
    response.delete_cookie(
        _name(request), path="/", secure=secure, httponly=True, samesite="strict"
    )
    for path in _EARLIER_PATHS:
        response.delete_cookie(
            COOKIE, path=path.format(tenant_id), httponly=True, samesite="strict"
        )


def signed_in_cookie(request: Request) -> tuple[str, str]:
    """(tenant, session) as the browser says; empty where it says nothing."""
    tenant_id, _, session = request.cookies.get(_name(request), "").partition(".")
    return tenant_id, session


def csrf_token(session: str) -> str:
    """Whoever cannot read the cookie cannot make it, and it tells nothing of the cookie."""
    digest = hmac.digest(session.encode(errors="replace"), _PURPOSE, hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def require_csrf(request: Request, session: str, shown: str | None = None) -> None:
    """Raise NotAllowed for an unsafe request that another site may have made this browser send."""
    if request.method in _SAFE:
        return
    given = shown if shown is not None else request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode(errors="replace"), csrf_token(session).encode()):
        raise NotAllowed(f"Send the header {CSRF_HEADER} with the token of this session.")


def _csrf_of(request: Request) -> str | None:
    """None for whoever shows a bearer token: they need none."""
    if "authorization" in request.headers:
        return None
    _, session = signed_in_cookie(request)
    return csrf_token(session) if session else None


CsrfToken = Annotated[str | None, Depends(_csrf_of)]
"""What this browser must send as X-CSRF-Token with everything but reads."""


def _name(request: Request) -> str:
    return _OVER_TLS if _is_secure(request) else COOKIE


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
