"""Connections of Slack: what an app and a workspace hold, and what is refused by name."""

from datetime import UTC, datetime
from typing import Any

import pytest

from channels.slack.connection import (
    checked_api_url,
    expires_at,
    is_app,
    is_workspace,
    new_connection,
    new_workspace,
    secret_of,
)
from domain.errors import ConfigurationError

APP: dict[str, Any] = {
    "app_id": "A0123ABC",
    "signing": "8f742231b10e8888abcd99yyyzzz85a5",
    "client_id": "123.456",
    "client": "client-secret",
}
TEAM: dict[str, Any] = {"app": "support", "bot": "xoxb-1-2-abc"}


def test_an_app_shows_its_ids_and_hides_its_secrets() -> None:
    """Nothing secret among the settings, which are listed."""
    made = new_connection("support", **APP, app_token="xapp-1-2-abc")

    assert is_app(made)
    assert made.settings == {
        "kind": "app",
        "app_id": "A0123ABC",
        "client_id": "123.456",
        "api_url": "https://slack.com/api/",
    }
    assert set(made.secrets) == {"signing", "client", "app_token"}
    assert "client-secret" not in repr(made)


def test_a_workspace_knows_its_app_and_when_its_token_ends() -> None:
    """Where tokens rotate."""
    end = datetime(2026, 12, 1, 12, tzinfo=UTC)
    made = new_workspace(
        "T0123ABC", **TEAM, scopes=("im:write", "chat:write"), refresh="xoxe-1-abc", expires_at=end
    )

    assert is_workspace(made)
    assert made.settings["scopes"] == "chat:write,im:write"
    assert expires_at(made) == end
    assert secret_of(made, "refresh") == "xoxe-1-abc"
    assert expires_at(new_workspace("T0123ABC", **TEAM)) is None


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"app_id": "x"}, "app_id"),
        ({"signing": "a b"}, "signing secret"),
        ({"client_id": ""}, "client_id and client secret"),
        ({"client_id": "abc"}, "client_id"),
        ({"app_token": "xoxb-1-2"}, "app token"),
        ({"api_url": "http://slack.example/api/"}, "api_url"),
    ],
)
def test_what_is_wrong_with_an_app_is_named(changed: dict[str, str], named: str) -> None:
    """And a secret is not shown."""
    with pytest.raises(ConfigurationError, match=named) as refused:
        new_connection("support", **{**APP, **changed})

    assert APP["signing"] not in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"bot": "xoxp-secret-of-a-user"}, "bot token"),
        ({"refresh": "xoxe-1-abc"}, "refresh token and expires_at"),
        ({"bot_user": "me"}, "bot_user"),
        ({"app": "Support"}, "app"),
        ({"enterprise": "?"}, "enterprise"),
    ],
)
def test_what_is_wrong_with_a_workspace_is_named(changed: dict[str, str], named: str) -> None:
    """And a token is not shown."""
    with pytest.raises(ConfigurationError, match=named) as refused:
        new_workspace("T0123ABC", **{**TEAM, **changed})

    assert "secret-of-a-user" not in str(refused.value)


def test_tokens_go_only_to_a_safe_address() -> None:
    """Or to a double on this very machine."""
    assert checked_api_url("http://127.0.0.1:8910/api") == "http://127.0.0.1:8910/api/"
    assert checked_api_url("http://localhost:8910/api/") == "http://localhost:8910/api/"
    for url in ("https://169.254.169.254/", "https://a:b@slack.com/", "http://10.0.0.1/", "", "x"):
        with pytest.raises(ConfigurationError, match="api_url"):
            checked_api_url(url)
