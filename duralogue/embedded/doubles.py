"""Doubles of providers beside the stack, connected to a tenant."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from duralogue.embedded.endpoints import LOOPBACK
from duralogue.embedded.own_commands import run_command
from duralogue.embedded.played_models import MODELS, asking_models, connections
from duralogue.embedded.process_spec import ProcessSpec
from duralogue.embedded.service_processes import double_part
from duralogue.embedded.state_directory import StateDirectory, write_private
from infra.settings import inherited_environment

_ACCOUNT = "support"
_WITHIN_S = 60


class Played(StrEnum):
    """A channel, or a vendor of models, that works without an account there."""

    SLACK = "slack"
    SMS = "sms"
    COHERE = "cohere"
    OPENAI = "openai"
    """A server that is compatible with OpenAI's."""

    @property
    def usual_port(self) -> int:
        return 8095 + list(Played).index(self)

    @property
    def double(self) -> str:
        """The provider that is doubled."""
        return "twilio" if self is Played.SMS else self.value

    @property
    def is_model(self) -> bool:
        """Whether it is a vendor of models, with no page to play on."""
        return self.value in MODELS


@dataclass(frozen=True)
class PlayedProvider:
    """One double: its process, its throw-away secrets, and its connection to the tenant."""

    channel: Played
    tenant: str
    port: int
    gateway_url: str
    home: StateDirectory
    settings: Mapping[str, Any]
    """The double's own, secrets among them: made anew at each start, as it forgets everything."""

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def part(self) -> ProcessSpec:
        """The secrets go by a file that only its owner reads: arguments are seen by everybody."""
        file = self.home.folder / f"double-{self.channel}.json"
        write_private(file, self.settings)
        return double_part(
            self.channel.double, self.url, self.port, str(file), inherited_environment()
        )

    async def connect(self, environment: Mapping[str, str]) -> None:
        """As an operator would: `duralogue connect slack`, `connect sms` or `connect model`."""
        for arguments, held in self._commands():
            await run_command(
                *arguments,
                environment={**environment, **held},
                within_s=_WITHIN_S,
                purpose=f"connecting the double of {self.channel.double}",
            )

    def _commands(self) -> Sequence[tuple[Sequence[str], Mapping[str, str]]]:
        if self.channel.is_model:
            return connections(self.channel.value, self.tenant, self.url, self.settings)
        arguments, held = self._given()
        account = (self.channel.value, _ACCOUNT, "--tenant", self.tenant)
        return [(("connect", *account, "--public-url", self.gateway_url, *arguments), held)]

    def _given(self) -> tuple[Sequence[str], Mapping[str, str]]:
        """Arguments, and secrets by their environment variables."""
        settings = self.settings
        if self.channel is Played.SLACK:
            return (
                ("--app-id", settings["app_id"], "--api-url", f"{self.url}/api/"),
                {
                    "SLACK_SIGNING_SECRET": settings["signing_secret"],
                    "SLACK_BOT_TOKEN": settings["bot_token"],
                },
            )
        return (
            (
                *("--account-sid", settings["account_sid"], "--number", settings["numbers"][0]),
                *("--api-url", self.url),
            ),
            {"TWILIO_AUTH_TOKEN": settings["auth_token"]},
        )


def played_provider(
    channel: Played, *, tenant: str, port: int, gateway_url: str, home: StateDirectory
) -> PlayedProvider:
    """With secrets of its own."""
    base = f"{gateway_url}/v1/tenants/{tenant}/channels/{channel}/{_ACCOUNT}"
    if channel is Played.SLACK:
        settings: dict[str, Any] = {
            "request_url": base,
            "app_id": "A0DOUBLE01",
            "team_id": f"T0{secrets.token_hex(4).upper()}",
            "team_name": "Double of Slack",
            "bot_name": _ACCOUNT,
            "command": f"/{_ACCOUNT}",
            "signing_secret": secrets.token_hex(16),
            "bot_token": f"xoxb-{secrets.token_hex(24)}",
            "trigger_lasts_s": 10,
        }
    elif channel.is_model:
        settings = {"key": secrets.token_hex(24), "chunking": "words", "pace_s": 0.04}
    else:
        settings = {
            "request_url": f"{base}/messages",
            "account_sid": f"AC{secrets.token_hex(16)}",
            "auth_token": secrets.token_hex(16),
            "numbers": ["+15550100000", "whatsapp:+15550100000"],
            "step_s": 0.5,
        }
    return PlayedProvider(channel, tenant, port, gateway_url, home, settings)


def wished(words: str) -> tuple[Played, ...]:
    """By their names, such as "slack,cohere". Raise ValueError, saying what is allowed."""
    known = [each.value for each in Played]
    names: Collection[str] = [each for each in words.replace(" ", "").split(",") if each]
    for name in names:
        if name not in known:
            raise ValueError(f"{name!r} has no double; choose from {', '.join(known)}")
    return tuple(each for each in Played if each.value in names)


def asking(
    tenants: Sequence[Path], played: Collection[Played], home: StateDirectory
) -> Sequence[Path]:
    """The tenants to publish: the first one asks the models that are played."""
    kinds = [each.value for each in played if each.is_model]
    if not kinds or not tenants:
        return tenants
    first, *others = tenants
    return [asking_models(first, kinds, home.folder / "asking-models"), *others]
