"""Signing in by a tenant's identity provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.staff import StaffMember, StaffRole


class PendingSignIn(NamedTuple):
    """What was made when somebody went to the provider, and is needed when they come back."""

    nonce: str
    verifier: str


class ProviderSignIns(Protocol):
    """Sign-ins that are under way, and who came by a provider. Secrets are stored as hashes."""

    async def begin(self, tenant_id: str, state: str, browser: str, pending: PendingSignIn) -> None:
        """Kept for ten minutes."""
        ...

    async def take(self, tenant_id: str, state: str, browser: str) -> PendingSignIn | None:
        """Once, and to the browser that began it; None for any other and for one that is over."""
        ...

    async def admit(
        self, tenant_id: str, issuer: str, subject: str, *, name: str, role: StaffRole
    ) -> StaffMember:
        """Whoever this is at the provider, with this role from now on; added where they are new.

        Raise NotAllowed where they were revoked here, Conflict where somebody else has the name.
        """
        ...

    async def end_sessions(
        self, tenant_id: str, issuer: str, *, subject: str | None, provider_session: str | None
    ) -> int:
        """Those that began by this provider: of one of its sessions, or of a subject."""
        ...

    async def is_first(self, tenant_id: str, logout_token: str) -> bool:
        """Whether a logout token, by its issuer and id, was not obeyed before."""
        ...


class IdentityProviders(Protocol):
    """Calls of identity providers; the operator decides which may be called at all."""

    async def fetch(self, tenant_id: str, url: str) -> bytes:
        """A document. Raise DependencyUnavailable, ConfigurationError."""
        ...

    async def post(
        self, tenant_id: str, url: str, form: Mapping[str, str], *, basic: tuple[str, str] | None
    ) -> bytes:
        """The answer to a form; `basic` is the client's id and secret. Raise
        DependencyUnavailable, DependencyRejected for an answer 4xx, ConfigurationError."""
        ...
