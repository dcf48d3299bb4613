"""Accounts that are connected on a page of their provider's, and how long that may take."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from domain.channel_addresses import AccountName, Channel
from domain.values import Frozen

INSTALL_WITHIN = timedelta(minutes=10)
"""From the first page until the provider sends the browser back."""
MOST_PENDING = 1_000
"""Installs of one tenant that have begun and not ended; the oldest are forgotten first."""

_Secret = Annotated[str, Field(min_length=32, max_length=200, repr=False)]


class PendingInstall(Frozen):
    """An install that has begun. Both secrets are stored as hashes."""

    channel: Channel
    account: AccountName
    """The connection of the app that is installed."""
    state: _Secret
    """Goes to the provider and comes back, once."""
    browser: _Secret
    """Stays with the browser that has begun it, as a cookie: nobody can send their link to somebody
    else to have it finished."""
