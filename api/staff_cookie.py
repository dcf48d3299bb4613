"""The cookie of a browser in which somebody of the staff has signed in."""

from typing import Final

from fastapi import Request, Response

from domain.staff import SESSION_LIFE

COOKIE: Final = "duralogue_staff"
_CODEC: Final = "/codec"


def keep_signed_in(request: Request, response: Response, tenant_id: str, session: str) -> None:
    """Set it for the two places that read it: the codec endpoint, and signing out."""
    for path in _paths(tenant_id):
        response.set_cookie(
            COOKIE,
            f"{tenant_id}.{session}",
            max_age=int(SESSION_LIFE.total_seconds()),
            path=path,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )


def forget(response: Response, tenant_id: str) -> None:
    for path in _paths(tenant_id):
        response.delete_cookie(COOKIE, path=path, httponly=True, samesite="strict")


def read_cookie(cookie: str) -> tuple[str, str]:
    """(tenant, session), as the browser says."""
    tenant_id, _, session = cookie.partition(".")
    return tenant_id, session


def _paths(tenant_id: str) -> tuple[str, str]:
    return _CODEC, f"/v1/tenants/{tenant_id}/staff"
