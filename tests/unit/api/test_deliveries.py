"""Dead letters over HTTP: who may see and replay them, and what a replay asks for."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.api_keys import ApiKeyScope
from domain.channel_addresses import Channel
from domain.channels import MOST_REPLAYED
from domain.dead_letters import replays_of
from domain.deliveries import DeadLetter, DeliveryStatus
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.test_server_messages import a_key

DEAD = "/v1/tenants/acme/deliveries/dead"
REPLAY = "/v1/tenants/acme/deliveries/replay"
AT = datetime(2026, 3, 1, tzinfo=UTC)


def a_letter(delivery_id: str, **changed: Any) -> DeadLetter:
    conversation_id = delivery_id.partition("/")[0]
    letter = DeadLetter(
        tenant_id="acme",
        delivery_id=delivery_id,
        conversation_id=conversation_id,
        channel=Channel.WEBHOOK,
        status=DeliveryStatus.UNKNOWN,
        reason="the tenant's server answered 500",
        attempts=80,
        said_at=AT,
        ended_at=AT,
    )
    return letter.model_copy(update=changed)


LETTERS = [
    a_letter("c-1/bot/1"),
    a_letter("c-2/bot/1"),
    a_letter("c-1/bot/2"),
    a_letter("c-3/bot/1", channel=Channel.SMS),
    a_letter("c-4/bot/1", channel=Channel.SMS, status=DeliveryStatus.FAILED),
]


@pytest.fixture(autouse=True)
def _letters(doubles: Doubles, monkeypatch: pytest.MonkeyPatch) -> None:
    async def listed(_: str, *, channel: Channel | None = None, limit: int) -> list[DeadLetter]:
        return [each for each in LETTERS if channel in {None, each.channel}][:limit]

    async def found(_: str, ids: tuple[str, ...]) -> list[DeadLetter]:
        return [each for each in LETTERS if each.delivery_id in ids]

    monkeypatch.setattr(doubles.dead_letters, "listed", listed)
    monkeypatch.setattr(doubles.dead_letters, "found", found)


def replayed(doubles: Doubles) -> list[Any]:
    return [what for name, what in doubles.conversations.calls if name == "replay_deliveries"]


def test_they_are_listed_with_their_reasons(client: TestClient) -> None:
    answer = client.get(DEAD, params={"channel": "webhook"}, headers=staff("operator"))

    found = answer.json()["deliveries"]
    assert [each["delivery_id"] for each in found] == ["c-1/bot/1", "c-2/bot/1", "c-1/bot/2"]
    assert (found[0]["reason"], found[0]["attempts"]) == ("the tenant's server answered 500", 80)


def test_each_conversation_gets_its_own_in_order(client: TestClient, doubles: Doubles) -> None:
    wanted = {"delivery_ids": ["c-1/bot/2", "c-1/bot/1", "c-2/bot/1", "none of ours"]}

    answer = client.post(REPLAY, json=wanted, headers=staff("operator"))

    assert answer.status_code == 202
    assert replayed(doubles) == [
        ("acme", "c-1", Channel.WEBHOOK, ("c-1/bot/1", "c-1/bot/2")),
        ("acme", "c-2", Channel.WEBHOOK, ("c-2/bot/1",)),
    ]
    assert "none of ours" not in answer.json()["delivery_ids"]


def test_all_is_all_that_nobody_would_see_twice(client: TestClient, doubles: Doubles) -> None:
    """
    A text message that may have gone out is sent again only where somebody names it.
    """
    client.post(REPLAY, json={"all": True}, headers=staff("operator"))
    assert {conversation for _, conversation, *_ in replayed(doubles)} == {"c-1", "c-2", "c-4"}

    client.post(REPLAY, json={"delivery_ids": ["c-3/bot/1"]}, headers=staff("operator"))
    assert replayed(doubles)[-1][1] == "c-3"


@pytest.mark.parametrize(
    "body",
    [{}, {"all": True, "delivery_ids": ["x"]}, {"delivery_ids": []}, {"delivery_ids": ["x"] * 101}],
)
def test_a_replay_says_which(client: TestClient, body: dict[str, Any]) -> None:
    assert client.post(REPLAY, json=body, headers=staff("operator")).status_code == 422


async def test_only_operators_and_keys_that_may(client: TestClient, doubles: Doubles) -> None:
    for role in ("agent", "supervisor"):
        assert client.get(DEAD, headers=staff(role)).status_code == 403
    reader = await a_key(doubles, ApiKeyScope.DELIVERIES_READ)
    assert client.get(DEAD, headers=reader).status_code == 200
    assert client.post(REPLAY, json={"all": True}, headers=reader).status_code == 403
    replayer = await a_key(doubles, ApiKeyScope.DELIVERIES_REPLAY)
    assert client.post(REPLAY, json={"all": True}, headers=replayer).status_code == 202
    assert client.get(DEAD).status_code == 401


def test_more_than_a_conversation_may_be_handed_at_once_stays_in_order() -> None:
    """
    What comes later is put behind it.
    """
    letters = [a_letter(f"c-1/bot/{n:03}") for n in range(MOST_REPLAYED + 20)]

    waiting: list[str] = []
    for _, _, replay in replays_of(letters):
        waiting += replay.delivery_ids

    assert waiting == [letter.delivery_id for letter in letters]
