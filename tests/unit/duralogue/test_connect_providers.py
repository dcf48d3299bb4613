"""The manifest that is printed, and how secrets are given."""

import json

import pytest
from typer.testing import CliRunner

from channels.slack.connection import BOT_SCOPES
from domain.errors import ConfigurationError
from duralogue.cli import app
from duralogue.round_trips import base_url, reachable_by_provider
from duralogue.slack_manifest import EVENTS, SCOPES_IN_WORDS, manifest_of

BASE = "https://bots.example/v1/tenants/acme/channels/slack/support"


def test_the_manifest_names_every_address() -> None:
    manifest = manifest_of("https://bots.example/", "acme", "support", command="/help-me")
    settings = manifest["settings"]
    assert settings["event_subscriptions"]["request_url"] == f"{BASE}/events"
    assert settings["interactivity"]["request_url"] == f"{BASE}/interactions"
    command = manifest["features"]["slash_commands"][0]
    assert (command["command"], command["url"]) == ("/help-me", f"{BASE}/commands")
    assert not settings["socket_mode_enabled"]
    assert manifest["oauth_config"]["redirect_urls"] == [f"{BASE}/oauth"]
    assert manifest["oauth_config"]["scopes"]["bot"] == list(BOT_SCOPES)


def test_every_event_has_the_scope_that_slack_asks_for() -> None:
    """A manifest whose events lack their scopes is refused when it is pasted."""
    needed = {
        "app_mention": "app_mentions:read",
        "assistant_thread_started": "assistant:write",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
        "message.mpim": "mpim:history",
    }
    assert {needed[event] for event in EVENTS if event in needed} <= set(BOT_SCOPES)
    assert set(SCOPES_IN_WORDS) == set(BOT_SCOPES)


def test_the_command_prints_the_manifest_alone() -> None:
    words = ["connect", "slack", "support", "--tenant", "acme", "--manifest"]
    printed = CliRunner().invoke(app, [*words, "--public-url", "https://bots.example"])
    assert json.loads(printed.stdout)["display_information"] == {"name": "Support"}


@pytest.mark.parametrize("url", ["bots.example", "https://bots.example?x=1", "ftp://a", "https://"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(ConfigurationError, match="public-url"):
        base_url(url)


@pytest.mark.parametrize(
    ("url", "is_fine"),
    [
        ("https://bots.example", True),
        ("http://bots.example", False),
        ("http://127.0.0.1:8080", False),
        ("https://localhost", False),
    ],
)
def test_what_a_provider_can_call(url: str, *, is_fine: bool) -> None:
    assert reachable_by_provider("Slack", url, is_double=False).is_fine is is_fine
    assert reachable_by_provider("Slack", url, is_double=True).is_fine
