"""Settings of a tenant's human agents: `desk` in tenant.yaml."""

from typing import Annotated

from pydantic import Field

from domain.values import Strict


class MessengerDesk(Strict):
    """A channel of a messenger in which handoffs appear, and agents take them."""

    account: Annotated[str, Field(pattern=r"^[TE][A-Z0-9]{2,30}$")]
    """The connected workspace."""
    channel: Annotated[str, Field(pattern=r"^[CG][A-Z0-9]{2,30}$")]


class DeskSettings(Strict):
    """Where and how agents work."""

    slack: MessengerDesk | None = None
    """None: handoffs do not appear in Slack."""
