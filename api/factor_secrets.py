"""A second factor that was begun, as a page shows it: a link for its device, a key to type."""

from typing import Any

from api.desk_pages import Page
from domain.errors import NotAuthenticated
from domain.one_time_codes import otpauth_link, typed


def secret_fields(page: Page, secret: bytes) -> dict[str, Any]:
    """Values for `factor_setup.html`. Raise NotAuthenticated where nobody is signed in."""
    if page.member is None:
        raise NotAuthenticated("Sign in first.")
    link = otpauth_link(secret, name=page.member.name, issuer=page.tenant.branding.name)
    return {"link": link, "secret": typed(secret)}
