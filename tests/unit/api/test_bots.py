"""Publishing a revision over HTTP."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.bot.compiler import revision_of
from domain.bot.model import Bot
from domain.tenants import Branding
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles, a_bot

REVISIONS = "/v1/tenants/acme/bots/revisions"


def hashed(bot: Bot) -> dict[str, Any]:
    return bot.model_copy(update={"revision": revision_of(bot)}).as_content()


def test_a_published_revision_is_in_use_at_once(client: TestClient, doubles: Doubles) -> None:
    """
    On this replica at once, on the others within seconds.
    """
    client.get("/v1/tenants/acme/branding")
    bot = hashed(a_bot(branding=Branding(name="Eva")))

    answer = client.post(REVISIONS, headers=staff("operator"), json=bot)

    assert (answer.status_code, answer.json()["changed"]) == (201, True)
    assert doubles.bots.published_by == ["Olga"]
    assert client.get("/v1/tenants/acme/branding").json()["name"] == "Eva"
    assert client.get("/v1/tenants/acme/bots/current", headers=staff("agent")).json() == bot


def test_publishing_the_same_again_changes_nothing(client: TestClient) -> None:
    """
    A pipeline that runs twice is no event.
    """
    bot = hashed(a_bot())
    first = client.post(REVISIONS, headers=staff("operator"), json=bot)
    again = client.post(REVISIONS, headers=staff("operator"), json=bot)

    assert (first.json()["changed"], again.json()["changed"]) == (True, False)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (a_bot().as_content(), "revision"),
        (hashed(a_bot("other")), "tenant.tenant"),
        ({**hashed(a_bot()), "plugins": []}, "plugins"),
        ({"revision": "1"}, "tenant"),
        ([], "body"),
    ],
)
def test_what_is_no_revision_of_this_tenant_is_refused(
    client: TestClient, doubles: Doubles, body: Any, field: str
) -> None:
    """
    A changed file with the old hash, another tenant's bot, a bot that does not fit the schema.
    """
    answer = client.post(REVISIONS, headers=staff("operator"), json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert doubles.bots.published_by == []


def test_only_operators_publish(client: TestClient) -> None:
    """
    Not those who talk with customers all day.
    """
    answer = client.post(REVISIONS, headers=staff("supervisor"), json=hashed(a_bot()))

    assert answer.status_code == 403


def test_a_large_bot_fits(client: TestClient) -> None:
    """
    The limit of a message would be too small for a tenant with many examples.
    """
    bot = hashed(a_bot(branding=Branding(name="Eva", tone="x" * 1_000_000)))

    assert client.post(REVISIONS, headers=staff("operator"), json=bot).status_code == 201
    bot["tone"] = "x" * 4_000_000
    assert client.post(REVISIONS, headers=staff("operator"), json=bot).status_code == 413
