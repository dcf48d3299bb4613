"""Doubles beside the stack: which are wished for, and where their secrets go."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from duralogue.embedded.doubles import Played, played_channel, wished
from duralogue.embedded.state_directory import StateDirectory
from provider_doubles.slack import SlackSettings
from provider_doubles.twilio import TwilioSettings

SETTINGS: dict[Played, type[BaseModel]] = {Played.SLACK: SlackSettings, Played.SMS: TwilioSettings}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", ()),
        ("sms", (Played.SMS,)),
        ("sms, slack,", (Played.SLACK, Played.SMS)),
    ],
)
def test_wishes(words: str, expected: tuple[Played, ...]) -> None:
    assert wished(words) == expected


def test_a_wish_that_nobody_can_grant() -> None:
    with pytest.raises(ValueError, match="'voice' has no double; choose from slack, sms"):
        wished("slack,voice")


@pytest.mark.parametrize("channel", list(Played))
def test_secrets_are_new_and_in_no_argument(channel: Played, tmp_path: Path) -> None:
    doubles = [
        played_channel(
            channel,
            tenant="acme",
            port=1,
            gateway_url="http://127.0.0.1:8080",
            home=StateDirectory(tmp_path),
        )
        for _ in range(2)
    ]
    names = ("signing_secret", "bot_token", "auth_token")
    secrets = [
        {double.settings[name] for name in names if name in double.settings} for double in doubles
    ]
    assert secrets[0]
    assert not secrets[0] & secrets[1]
    command = " ".join(doubles[0].part().command)
    assert not any(secret in command for secret in secrets[0])
    file = tmp_path / f"double-{channel}.json"
    assert file.stat().st_mode & 0o077 == 0
    SETTINGS[channel].model_validate_json(file.read_text())
