"""A channel's way in, and the accounts through which tenants use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from domain.channel_addresses import Channel
    from domain.channels import (
        ChannelAnswer,
        ChannelCall,
        ChannelConnection,
        ConnectionListing,
        ConsentChange,
        ConversationGlimpse,
        FollowUp,
        ParsedWebhook,
        WebhookRequest,
    )
    from domain.conversation_reach import ConversationReach


class ChannelReceiver(Protocol):
    """One channel's way in. A receiver is pure: it reads no clock, network or database. That
    `parse` is awaited is for vendors' libraries that dispatch that way."""

    @property
    def content_types(self) -> frozenset[str]:
        """The media types that its provider sends, such as "application/json"."""
        ...

    @property
    def largest_body(self) -> int:
        """In bytes."""
        ...

    def account_of(self, request: WebhookRequest) -> str:
        """Whose call it claims to be, an AccountName: nothing of it is to be believed before
        `verify`.

        Raise NotFound where the path is none of this channel's, InvalidInput where the call names
        no account.
        """
        ...

    def verify(self, request: WebhookRequest, connection: ChannelConnection) -> None:
        """Raise UnverifiedRequest unless the call proves by the connection's secret that it comes
        from the provider, unchanged and lately. The body is not parsed before.

        A connection without secrets is nobody's: do the same work and refuse, so that nobody
        finds out by the time it takes which accounts there are.
        """
        ...

    async def parse(
        self, request: WebhookRequest, connection: ChannelConnection, *, tenant_id: str, key: bytes
    ) -> ParsedWebhook:
        """What the verified call brings. `key` makes conversation ids of addresses.

        Raise InvalidInput, naming the field, for what cannot be read.
        """
        ...


class ChannelFollowUps(Protocol):
    """What a channel does at its provider beside messages."""

    async def follow(self, tenant_id: str, connection: ChannelConnection, step: FollowUp) -> None:
        """Within seconds, once the provider's call was answered. Whatever is raised is logged by
        its name, and the conversation goes on."""
        ...


class ConversationPeople(Protocol):
    """Who has written in which conversations, and who wants no messages. People are known by their
    keys."""

    async def conversations_of(self, tenant_id: str, person: str) -> list[ConversationGlimpse]:
        """The latest first, at most 20."""
        ...

    async def record_consent(self, tenant_id: str, change: ConsentChange) -> bool:
        """False where a later one is known: changes may come in any order."""
        ...

    async def is_opted_out(self, tenant_id: str, conversation_id: str) -> bool:
        """Whether somebody who has written in the conversation wants no messages any more."""
        ...

    async def reach_of(self, tenant_id: str, conversation_id: str) -> ConversationReach:
        """Empty where nobody is known to have written."""
        ...


class ChannelCalls(Protocol):
    """The way out to providers' servers and tenants' own: addresses are checked, redirects are not
    followed, and each call ends within seconds. Senders go no other way."""

    async def post(self, call: ChannelCall) -> ChannelAnswer:
        """The answer, whatever its status.

        Raise DependencyUnavailable where surely nothing went out (no connection), OutcomeUnknown
        where it may have (no answer in time, or a broken one), ConfigurationError for an address
        that may not be called.
        """
        ...


class ChannelConnections(Protocol):
    """Accounts of tenants on channels; their secrets are sealed with the tenant's key."""

    async def connect(self, tenant_id: str, connection: ChannelConnection) -> None:
        """In place of one of the same channel and account, ended or not. Raise Conflict for more
        than MOST_CONNECTIONS."""
        ...

    async def get(self, tenant_id: str, channel: Channel, account: str) -> ChannelConnection:
        """Raise NotFound where the tenant has no such account on the channel, or its provider has
        ended it; ConfigurationError where it cannot be opened."""
        ...

    async def listed(self, tenant_id: str) -> list[ConnectionListing]:
        """What may be shown, by channel and account; of what cannot be opened only that."""
        ...

    async def end(
        self,
        tenant_id: str,
        channel: Channel,
        account: str,
        reason: str,
        *,
        settings: Mapping[str, str] | None = None,
        connected_by: datetime | None = None,
    ) -> bool:
        """The provider has ended it, for `reason` (cut to LONGEST_REASON characters): from now on
        it is listed only. The first reason stays; nothing happens where there is none, or where it
        was connected anew after `connected_by`.

        `settings` are those with which it was used. False where it has others by now: whoever has
        ended was somebody else, and it goes on.
        """
        ...

    async def remove(self, tenant_id: str, channel: Channel, account: str) -> None:
        """Raise NotFound where there is none."""
        ...
