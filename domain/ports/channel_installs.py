"""Connecting an account on its provider's own page, and keeping its tokens fresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import timedelta

    from domain.channel_addresses import Channel
    from domain.channel_installs import PendingInstall
    from domain.channels import ChannelConnection


class ChannelInstaller(Protocol):
    """One channel's way to connect accounts by its provider's own page (OAuth)."""

    def address(self, app: ChannelConnection, *, state: str, back_to: str) -> str:
        """The provider's page on which somebody agrees; then it sends the browser to `back_to`
        with `state`. Raise ConfigurationError where the app cannot be installed like this."""
        ...

    async def complete(
        self, app: ChannelConnection, *, code: str, back_to: str
    ) -> ChannelConnection:
        """What to connect, for the code that the browser brought back.

        Raise DependencyRejected where the provider refuses the code, DependencyUnavailable where
        it is down (the code is spent: begin anew), ConfigurationError for an app that cannot.
        """
        ...


class ChannelInstalls(Protocol):
    """Installs under way, and who exchanges an account's token just now."""

    async def begin(self, tenant_id: str, install: PendingInstall) -> None:
        """It holds for INSTALL_WITHIN; more than MOST_PENDING of a tenant's push out the oldest."""
        ...

    async def take(self, tenant_id: str, install: PendingInstall) -> bool:
        """Whether such an install has begun, for the same account and in the same browser, and not
        too long ago. Whatever the answer, its state is spent."""
        ...

    async def claim_refresh(
        self, tenant_id: str, channel: Channel, account: str, *, lasts: timedelta
    ) -> bool:
        """Whether the caller may exchange the account's token. For as long as `lasts` nobody else
        may, in any process."""
        ...
