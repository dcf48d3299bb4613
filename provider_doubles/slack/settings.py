"""Settings of the double of Slack, for tests and the development page."""

from pydantic import BaseModel, ConfigDict, Field

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "users:read",
)
"""All that a method of the double asks for."""

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "assistant_thread_started",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "tokens_revoked",
)


class SlackSettings(BaseModel):
    """One app, installed in one workspace. The secrets are throw-away ones."""

    model_config = ConfigDict(extra="forbid")

    request_url: str = ""
    """Where the app takes calls, without the last part: `…/channels/slack/support`. The double adds
    `/events`, `/interactions` and `/commands`. "" sends nothing."""
    signing_secret: str = "double-signing-secret"  # noqa: S105 - throw-away
    bot_token: str = "xoxb-double-bot-token"  # noqa: S105 - throw-away
    app_token: str = "xapp-double-app-token"  # noqa: S105 - throw-away
    app_id: str = "A0DOUBLE01"
    client_id: str = "1000000001.2000000002"
    client_secret: str = "double-client-secret"  # noqa: S105 - throw-away
    team_id: str = "T0DOUBLE01"
    team_name: str = "Double Workspace"
    enterprise_id: str = ""
    bot_user: str = "U0DOUBLEBT"
    bot_id: str = "B0DOUBLE01"
    bot_name: str = "assistant"
    command: str = "/support"
    scopes: tuple[str, ...] = SCOPES
    events: tuple[str, ...] = EVENTS
    """To which the app is subscribed."""
    rotates_tokens: bool = False
    """Whether a token that OAuth gives ends after twelve hours."""
    retry_delays_s: tuple[float, ...] = (0.0, 60.0, 300.0)
    """Before each repeat of an event that got no 2xx: at once, after a minute, after five."""
    answer_within_s: float = Field(default=3.0, gt=0)
    stream_lasts_s: float = Field(default=300.0, gt=0)
    """So long a stream takes more after the last append."""
    streams_in: tuple[str, ...] = ("im", "channel", "group")
    trigger_lasts_s: float = Field(default=3.0, gt=0)
    seed: int | None = None
