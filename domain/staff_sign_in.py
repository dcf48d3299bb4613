"""Sign-in by a tenant's identity provider: `staff_sign_in` in tenant.yaml."""

from collections.abc import Collection
from typing import Annotated, Final

from pydantic import Field

from domain.staff import StaffRole
from domain.values import Strict

_Name = Annotated[str, Field(min_length=1, max_length=200)]
SIGN_IN_LIFE_SECONDS: Final = 600
"""How long somebody may take at the provider."""


class StaffSignIn(Strict):
    """An OpenID provider, and which of its groups has which role here."""

    issuer: Annotated[str, Field(min_length=1, max_length=500)]
    """Its address as its own configuration names it, https."""
    client_id: _Name
    secret: _Name | None = None
    """The *name* of a secret in the settings, never the secret itself; none for a public client."""
    groups: Annotated[dict[_Name, StaffRole], Field(min_length=1, max_length=100)]
    """Group → role. Of several that somebody is in, the one that is written first counts."""
    groups_claim: _Name = "groups"
    """Where its ID tokens list them."""
    label: Annotated[str, Field(max_length=60)] = ""
    """What the button says after "Sign in with"; the issuer's host, unless said."""

    def role_of(self, groups: Collection[str]) -> StaffRole | None:
        """None where no group gives one."""
        return next((role for group, role in self.groups.items() if group in groups), None)
