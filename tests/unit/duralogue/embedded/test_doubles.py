"""Doubles beside the stack: which are wished for, and where their secrets go."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from duralogue.embedded.doubles import Played, asking, played_provider, wished
from duralogue.embedded.state_directory import StateDirectory
from provider_doubles.cohere import CohereSettings
from provider_doubles.openai_compatible import OpenAISettings
from provider_doubles.slack import SlackSettings
from provider_doubles.twilio import TwilioSettings

SETTINGS: dict[Played, type[BaseModel]] = {
    Played.SLACK: SlackSettings,
    Played.SMS: TwilioSettings,
    Played.COHERE: CohereSettings,
    Played.OPENAI: OpenAISettings,
}


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
    with pytest.raises(
        ValueError, match="'voice' has no double; choose from slack, sms, cohere, openai"
    ):
        wished("slack,voice")


@pytest.mark.parametrize("channel", list(Played))
def test_secrets_are_new_and_in_no_argument(channel: Played, tmp_path: Path) -> None:
    doubles = [
        played_provider(
            channel,
            tenant="acme",
            port=1,
            gateway_url="http://127.0.0.1:8080",
            home=StateDirectory(tmp_path),
        )
        for _ in range(2)
    ]
    names = ("signing_secret", "bot_token", "auth_token", "key")
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


def test_a_tenant_asks_the_models_that_are_played(tmp_path: Path) -> None:
    """In a copy: the folder of whoever plays stays as it is."""
    tenant = tmp_path / "acme"
    tenant.mkdir()
    (tenant / "tenant.yaml").write_text("tenant: acme\n")
    home = StateDirectory(tmp_path / "home")
    (copy,) = asking([tenant], (Played.SLACK, Played.COHERE, Played.OPENAI), home)
    assert copy.name == "acme"
    asks = (copy / "tenant.yaml").read_text()
    assert asks == "tenant: acme\n\nmodels:\n  answers: [small, large, own]\n"
    assert (tenant / "tenant.yaml").read_text() == "tenant: acme\n"
    assert asking([copy], (Played.COHERE,), home) == [copy]
    assert asking([tenant], (Played.SLACK,), home) == [tenant]


def test_a_models_key_is_in_no_argument(tmp_path: Path) -> None:
    """It goes by the environment of `duralogue connect model`."""
    double = played_provider(
        Played.COHERE, tenant="acme", port=1, gateway_url="", home=StateDirectory(tmp_path)
    )
    for arguments, held in double._commands():
        assert arguments[:3] == ("connect", "model", "acme")
        assert double.settings["key"] in held.values()
        assert double.settings["key"] not in arguments
