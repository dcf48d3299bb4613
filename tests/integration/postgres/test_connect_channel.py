"""`duralogue connect channel …` on a real database: what an operator types and reads."""

import base64
from uuid import uuid4

import pytest

from channels.webhook.signature import key_of
from domain.channel_addresses import Channel
from domain.errors import ConfigurationError, NotFound
from duralogue.channel_connections import connect_webhook, list_accounts, remove_account
from infra.settings import Settings
from tests.integration.postgres.conftest import MASTER_KEY

URL = "https://chat.example/replies"
SHOWN = "signing secret, shown only now: "


@pytest.fixture
def settings(owner_url: str) -> Settings:
    key = base64.b64encode(MASTER_KEY).decode()
    return Settings(database_url=owner_url, duralogue_master_key=key)


@pytest.fixture
def tenant() -> str:
    return f"t{uuid4().hex[:12]}"


def secret_in(lines: list[str]) -> str | None:
    shown = [line.removeprefix(SHOWN) for line in lines if line.startswith(SHOWN)]
    return shown[0] if shown else None


async def test_the_secret_is_made_and_shown_once(settings: Settings, tenant: str) -> None:
    """Nobody types one, and nobody reads it later."""
    first = await connect_webhook(settings, tenant, "support", url=URL)
    again = await connect_webhook(settings, tenant, "support", url=f"{URL}/2")
    [listed] = await list_accounts(settings, tenant)

    secret = secret_in(first)
    assert secret is not None
    assert len(key_of(secret)) == 32
    assert first[:2] == [
        f"{tenant}: support posts replies to {URL}",
        f"messages come in at POST /v1/tenants/{tenant}/channels/webhook/support/messages",
    ]
    assert "within ten seconds" in first[2]
    assert again == [f"{tenant}: support posts replies to {URL}/2", *first[1:3]]
    assert (listed.settings, listed.secrets) == ({"url": f"{URL}/2"}, ("signing",))
    assert secret not in listed.model_dump_json()


async def test_a_new_secret_holds_beside_the_old_one_until_that_is_dropped(
    settings: Settings, tenant: str
) -> None:
    """The tenant's server changes it in between, and no message is lost."""
    first = await connect_webhook(settings, tenant, "support", url=URL)
    second = await connect_webhook(settings, tenant, "support", url=None, new_secret=True)
    both = await list_accounts(settings, tenant)
    third = await connect_webhook(settings, tenant, "support", url=None, drop_old_secret=True)
    one = await list_accounts(settings, tenant)

    assert secret_in(second) not in {None, secret_in(first)}
    assert second[-1] == "the previous secret is still valid; end that with --drop-old-secret"
    assert both[0].secrets == ("previous", "signing")
    assert secret_in(third) is None
    assert one[0].secrets == ("signing",)


async def test_what_is_wrong_is_named(settings: Settings, tenant: str) -> None:
    """Before anything is stored."""
    for account, url, said in (
        ("support", None, "url: "),
        ("support", "chat.example", "url: "),
        ("Sup port", URL, "account: "),
    ):
        with pytest.raises(ConfigurationError, match=rf"^{said}"):
            await connect_webhook(settings, tenant, account, url=url)
    with pytest.raises(ConfigurationError, match="no tenant"):
        await connect_webhook(settings, "Acme!", "support", url=URL)
    assert await list_accounts(settings, tenant) == []


async def test_removed_it_is_forgotten(settings: Settings, tenant: str) -> None:
    """Secrets and all: connected anew it has another."""
    first = await connect_webhook(settings, tenant, "support", url=URL)
    await remove_account(settings, tenant, Channel.WEBHOOK, "support")
    with pytest.raises(NotFound):
        await remove_account(settings, tenant, Channel.WEBHOOK, "support")

    assert await list_accounts(settings, tenant) == []
    assert secret_in(await connect_webhook(settings, tenant, "support", url=URL)) not in {
        None,
        secret_in(first),
    }
