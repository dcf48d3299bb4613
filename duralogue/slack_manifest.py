"""The manifest of a Slack app: pasted once, it sets up scopes, events and every address."""

from typing import Any, Final

from channels.slack.connection import BOT_SCOPES

SCOPES_IN_WORDS: Final = {
    "app_mentions:read": "mentions of the bot are not heard",
    "assistant:write": "its status and suggested questions are not shown",
    "channels:history": "threads in public channels are not heard, nor looked up after an outage",
    "chat:write": "no reply goes out",
    "commands": "the slash command does nothing",
    "groups:history": "threads in private channels are not heard",
    "im:history": "direct messages are not heard",
    "im:read": "the app home cannot tell whose direct messages are whose",
    "im:write": "nobody can be written to first",
    "mpim:history": "group messages are not heard",
}
EVENTS: Final = (
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
_LONGEST_NAME = 35


def addresses_of(public_url: str, tenant_id: str, app: str) -> dict[str, str]:
    """Of events, interactions, commands, install and oauth, by these names."""
    base = f"{public_url.rstrip('/')}/v1/tenants/{tenant_id}/channels/slack/{app}"
    names = ("events", "interactions", "commands", "install", "oauth")
    return {name: f"{base}/{name}" for name in names}


def manifest_of(
    public_url: str,
    tenant_id: str,
    app: str,
    *,
    name: str = "",
    command: str = "",
    socket_mode: bool = False,
) -> dict[str, Any]:
    """`name` is the bot's, as people see it; `command` begins with a slash."""
    addresses = addresses_of(public_url, tenant_id, app)
    shown = (name or app.replace("-", " ").replace("_", " ").capitalize())[:_LONGEST_NAME]
    return {
        "display_information": {"name": shown},
        "features": _features(shown, command or f"/{app}", addresses["commands"]),
        "oauth_config": {
            "redirect_urls": [addresses["oauth"]],
            "scopes": {"bot": list(BOT_SCOPES)},
        },
        "settings": {
            "event_subscriptions": {
                "request_url": addresses["events"],
                "bot_events": list(EVENTS),
            },
            "interactivity": {"is_enabled": True, "request_url": addresses["interactions"]},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _features(shown: str, command: str, url: str) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "assistant_view": {"assistant_description": f"Ask {shown}"},
        "bot_user": {"display_name": shown, "always_online": True},
        "slash_commands": [
            {
                "command": command,
                "url": url,
                "description": f"Ask {shown}",
                "usage_hint": "your question",
                "should_escape": True,
            }
        ],
    }
