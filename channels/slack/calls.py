"""Calls of Slack's Web API as the rest of the channel sees them."""

from collections.abc import Mapping
from typing import Any, Protocol

from domain.channels import ChannelConnection


class SlackCalls(Protocol):
    """One call each, never repeated, within seconds.

    Raise SlackRefused; DependencyUnavailable where surely nothing was done (no connection, a rate
    limit: then no call of this method of the workspace goes out until that is over);
    OutcomeUnknown where something may have been done.
    """

    async def post(
        self, connection: ChannelConnection, method: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        """With the bot's token of a workspace's connection; `body` goes as JSON."""
        ...

    async def get(
        self, connection: ChannelConnection, method: str, params: Mapping[str, Any]
    ) -> dict[str, Any]:
        """A read, with the bot's token of a workspace's connection."""
        ...

    async def exchange(self, app: ChannelConnection, form: Mapping[str, str]) -> dict[str, Any]:
        """oauth.v2.access with the client id and secret of an app's connection."""
        ...


def new_calls() -> SlackCalls:
    """Over the vendor's SDK."""
    # The SDK and aiohttp take longer to import than the gateway may take to be ready.
    from channels.slack.client import SlackClient

    return SlackClient()
