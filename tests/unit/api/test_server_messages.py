"""A tenant's own server: what it may do with an API key, and what not."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from channels.webhook.connection import new_connection
from domain.api_keys import ApiKeyScope, NewApiKey
from domain.channel_addresses import Channel
from domain.channel_settings import ChannelSettings, WebhookChannel
from domain.errors import DependencyUnavailable
from domain.rate_limits import Plan
from tests.unit.api.doubles import Doubles, a_bot

PATH = "/v1/tenants/acme/server/messages"
HELLO: dict[str, Any] = {"account": "support", "id": "m-1", "sender": "c-7", "text": "Hello"}


@pytest.fixture(autouse=True)
async def _connected(doubles: Doubles) -> None:
    await doubles.connections.connect(
        "acme", new_connection("support", "https://chat.acme.example/replies")
    )


async def a_key(
    doubles: Doubles,
    *scopes: ApiKeyScope,
    plan: Plan = Plan.AUTHENTICATED,
    valid_for: timedelta = timedelta(days=1),
) -> dict[str, str]:
    wanted = NewApiKey(
        name=f"key {len(await doubles.api_keys.listed('acme'))}",
        scopes=frozenset(scopes or {ApiKeyScope.MESSAGES_WRITE}),
        plan=plan,
        valid_for=valid_for,
        made_by="olga",
    )
    made = await doubles.api_keys.make("acme", wanted)
    return {"Authorization": f"Bearer {made.written()}"}


async def test_a_message_is_kept_with_the_address_of_its_customer(
    client: TestClient, doubles: Doubles
) -> None:
    """The conversation is the one that the account's signed webhook would have made."""
    answer = client.post(PATH, json=HELLO, headers=await a_key(doubles))

    assert answer.status_code == 202
    [message] = doubles.conversations.delivered
    assert answer.json() == {"conversation_id": message.conversation_id, "message_id": "m-1"}
    assert message.address is not None
    assert (message.address.account, message.address.recipient) == ("support", "c-7")
    assert (message.channel, message.text) == (Channel.WEBHOOK, "Hello")


async def test_edits_and_deletions_come_the_same_way(client: TestClient, doubles: Doubles) -> None:
    headers = await a_key(doubles)
    edit = HELLO | {"id": "e-1", "edited": "m-1"}

    assert client.post(PATH, json=edit, headers=headers).status_code == 202
    deletion = {"account": "support", "id": "e-2", "sender": "c-7", "deleted": "m-1"}
    assert client.post(PATH, json=deletion, headers=headers).status_code == 202

    changes = [what for name, what in doubles.conversations.calls if name == "change_message"]
    assert [each.change.kind for each in changes] == ["edited", "deleted"]


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": f"Bearer dl_{'0' * 12}_{'0' * 64}"},
        {"Authorization": "Bearer operator-token"},
        {"Authorization": "Bearer dl_x"},
    ],
)
def test_nobody_posts_without_a_key(
    client: TestClient, doubles: Doubles, header: dict[str, str]
) -> None:
    """An operator's token is no key: whoever posts as a customer must be meant to."""
    answer = client.post(PATH, json=HELLO, headers=header)

    assert answer.status_code == 401
    assert doubles.conversations.delivered == []


async def test_a_key_that_is_over_or_another_tenants_is_refused(
    client: TestClient, doubles: Doubles
) -> None:
    doubles.bots.put(a_bot("globex"))
    headers = await a_key(doubles)
    over = await a_key(doubles, valid_for=timedelta(0))

    assert client.post(PATH, json=HELLO, headers=over).status_code == 401
    strangers = PATH.replace("acme", "globex")
    assert client.post(strangers, json=HELLO, headers=headers).status_code == 401
    [record, _] = await doubles.api_keys.listed("acme")
    await doubles.api_keys.revoke("acme", record.key_id, by="olga")
    assert client.post(PATH, json=HELLO, headers=headers).status_code == 401


async def test_a_key_does_only_what_its_scopes_say(client: TestClient, doubles: Doubles) -> None:
    """And never what only a person may: claim, decide, repair."""
    reader = await a_key(doubles, ApiKeyScope.HANDOFFS_READ)
    every = await a_key(doubles, *ApiKeyScope)
    tenant = "/v1/tenants/acme"

    refused = client.post(PATH, json=HELLO, headers=reader)
    assert (refused.status_code, "messages:write" in refused.json()["detail"]) == (403, True)
    assert client.get(f"{tenant}/handoffs", headers=reader).status_code == 200
    assert client.get(f"{tenant}/approvals", headers=reader).status_code == 403
    assert client.get(f"{tenant}/bots/current", headers=reader).status_code == 403
    for path in ("handoffs", "approvals", "bots/current", "conversations/c-1/state"):
        assert client.get(f"{tenant}/{path}", headers=every).status_code in {200, 404}, path
    for path in ("handoffs/h-1/claim", "conversations/c-1/repairs", "approvals/a-1/decision"):
        assert client.post(f"{tenant}/{path}", headers=every).status_code == 401, path
    assert client.get(f"{tenant}/staff/me", headers=every).status_code == 401


async def test_an_account_must_be_connected_and_the_channel_open(
    client: TestClient, doubles: Doubles
) -> None:
    """Else replies would go nowhere."""
    headers = await a_key(doubles)
    unknown = client.post(PATH, json=HELLO | {"account": "sales"}, headers=headers)
    wrong = client.post(PATH, json=HELLO | {"account": "Sales/…"}, headers=headers)

    assert (unknown.status_code, wrong.status_code) == (404, 422)
    assert wrong.json()["errors"][0]["field"] == "account"
    closed = ChannelSettings(webhook=WebhookChannel(enabled=False))
    doubles.bots.put(a_bot(channels=closed).model_copy(update={"revision": "1" * 12}))


async def test_a_known_key_goes_on_while_the_database_is_down(
    client: TestClient, doubles: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message must not be refused because the keys cannot be read; an unknown key must."""
    headers = await a_key(doubles)
    assert client.post(PATH, json=HELLO, headers=headers).status_code == 202

    async def down(*_: object) -> None:
        raise DependencyUnavailable("no database")

    monkeypatch.setattr(doubles.api_keys, "find", down)

    assert client.post(PATH, json=HELLO | {"id": "m-2"}, headers=headers).status_code == 202
    other = {"Authorization": f"Bearer dl_{'0' * 12}_{'0' * 64}"}
    assert client.post(PATH, json=HELLO, headers=other).status_code == 503
