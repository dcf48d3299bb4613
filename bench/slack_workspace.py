"""A workspace of Slack's for the benchmark: a double beside the product, connected to the tenant,
with people who each write to the bot in a DM."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

import httpx

from bench.load_generator import NUMBER
from bench.stack import TENANT, BenchStack
from bench.talkers import TurnFailed
from channels.slack.scene import Scene
from channels.slack.signature import signed
from duralogue.chat_client import open_http
from duralogue.demo.staff import Colleague
from duralogue.embedded.doubles import Played, PlayedProvider, played_provider
from duralogue.embedded.endpoints import choose_port
from infra.postgres.key_wrapping import address_key
from provider_doubles.slack.settings import SlackSettings

_TS = f"1700000000.{NUMBER}"
_ASKS = "I want to talk to a human"
_SAYS = "Are you still there?"
_WITHIN_S = 30.0


@dataclass
class SlackWorkspace:
    """What is sent is made here, as Slack makes it."""

    double: PlayedProvider
    stack: BenchStack
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def secret(self) -> str:
        return str(self.double.settings["signing_secret"])

    @property
    def path(self) -> str:
        """Where the gateway takes events."""
        return f"/v1/tenants/{TENANT}/channels/slack/support/events"

    def event(self, user: str, text: str) -> str:
        """The body of a message in the person's DM; `NUMBER` makes it one of its own."""
        settings = self.double.settings
        team, bot_user = settings["team_id"], SlackSettings().bot_user
        said = {
            "type": "message",
            "channel": _channel(user),
            "channel_type": "im",
            "user": user,
            "text": text,
            "ts": _TS,
            "event_ts": _TS,
            "team": team,
            "blocks": [{"type": "rich_text", "block_id": "b1", "elements": _elements(text)}],
        }
        bot = {"enterprise_id": None, "team_id": team, "user_id": bot_user, "is_bot": True}
        envelope = {
            "token": "none",
            "team_id": team,
            "api_app_id": settings["app_id"],
            "event": said,
            "type": "event_callback",
            "event_id": f"Ev{NUMBER}",
            "event_time": 1700000000,
            "authorizations": [{**bot, "is_enterprise_install": False}],
            "is_ext_shared_channel": False,
            "event_context": "4-bench",
        }
        return json.dumps(envelope)

    def message(self, user: str, text: str) -> str:
        """What the product makes of such an event, for the bare route."""
        scene = self._scene()
        address = scene.address(_channel(user), "")
        return scene.message(f"bare-{NUMBER}", address, user, text=text).model_dump_json()

    async def people_with_a_human(self, people: int) -> Sequence[str]:
        """Each asks for a human by a signed event, and is claimed at once: what they write after it
        is forwarded, and nothing is sent."""
        users = [f"U0BENCH{next(self._numbers):05}" for _ in range(people)]
        scene = self._scene()
        token = self.stack.product.tokens[TENANT]["agent"]
        async with (
            httpx.AsyncClient(base_url=self.double.url, timeout=_WITHIN_S) as double,
            open_http(self.stack.product.ports.gateway_url) as http,
        ):
            agent = Colleague(http, TENANT, token)
            for user in users:
                told = await double.post("/_double/say", json={"user": user, "text": _ASKS})
                told.raise_for_status()  # the double makes the DM, and sends no event
                await self._post(http, self.event(user, _ASKS))
                conversation = scene.conversation_id(scene.address(_channel(user), ""))
                waiting = await agent.waiting_handoff(conversation)
                claimed = await agent.claim(waiting["handoff_id"])
                if not claimed.is_success:
                    raise TurnFailed(f"a claim was refused: {claimed.status_code}")
        return users

    def events_of(self, users: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.event(user, _SAYS) for user in users)

    def messages_of(self, users: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.message(user, _SAYS) for user in users)

    async def _post(self, http: httpx.AsyncClient, template: str) -> None:
        body = template.replace(NUMBER, f"{next(self._numbers):09}").encode()
        headers = signed(self.secret, at=datetime.now(UTC), body=body)
        json_type = {"Content-Type": "application/json"}
        taken = await http.post(self.path, content=body, headers={**headers, **json_type})
        if not taken.is_success:
            raise TurnFailed(f"an event was refused: {taken.status_code}: {taken.text[:200]}")

    def _scene(self) -> Scene:
        settings = self.double.settings
        return Scene(
            tenant_id=TENANT,
            account=str(settings["team_id"]),
            key=address_key(self.stack.product.settings.require_master_key()),
            received_at=datetime.now(UTC),
            app_id=str(settings["app_id"]),
            bot_user=SlackSettings().bot_user,
        )


async def connected_workspace(stack: BenchStack) -> SlackWorkspace:
    """Start the double, and connect it by the command that an operator uses."""
    product = stack.product
    played = played_provider(
        Played.SLACK,
        tenant=TENANT,
        port=choose_port(0, avoid=tuple(product.ports.noted().values())),
        gateway_url=product.ports.gateway_url,
        home=product.home,
    )
    await product.supervisor.start(played.part())
    await played.connect(product.environment_of("seed"))
    async with httpx.AsyncClient(base_url=played.url, timeout=_WITHIN_S) as double:
        silent = await double.put("/_double/settings", json={"request_url": ""})
        silent.raise_for_status()
    return SlackWorkspace(played, stack)


def _channel(user: str) -> str:
    """As the double names it."""
    return f"D{user[1:]}"


def _elements(text: str) -> list[dict[str, object]]:
    words = {"type": "text", "text": text}
    return [{"type": "rich_text_section", "elements": [words]}]
