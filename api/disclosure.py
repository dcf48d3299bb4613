"""Disclosure of an installation's details: to everyone, or to holders of its token."""

import secrets
from typing import Annotated

from fastapi import Depends, Request

from api.dependencies import TheGateway
from domain.errors import NotAuthenticated


async def _sees_details(gateway: TheGateway, request: Request) -> bool:
    expected = gateway.settings.details_token
    if expected is None:
        return True
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    is_it = secrets.compare_digest(shown.strip().encode(errors="replace"), expected.encode())
    return scheme.lower() == "bearer" and is_it


SeesDetails = Annotated[bool, Depends(_sees_details)]


def require_details(*, may_see: bool) -> None:
    """Raise NotAuthenticated for who may not."""
    if not may_see:
        raise NotAuthenticated("Send the installation's own token: Authorization: Bearer <token>.")
