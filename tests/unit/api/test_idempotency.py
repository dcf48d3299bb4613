"""Requests that are sent again with their Idempotency-Key, and what is answered."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.app import staff_routers
from api.customer_routers import CUSTOMER_ROUTERS
from api.idempotency import mark_of
from domain.errors import Conflict, DependencyUnavailable
from domain.idempotency import KEPT_FOR, Claimed, KeptAnswer, RequestKey
from tests.unit.api.conftest import Visitor, new_visitor, staff
from tests.unit.api.doubles import Doubles

SESSIONS = "/v1/tenants/acme/sessions"
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
DECIDED = {
    "sessions/sign-out",
    "conversations/{conversation}/end",
    "conversations/{conversation}/files",
    "conversations/{conversation}/typing",
    "channels/{channel}/{path:path}",
    "staff/login",
    "desk/heartbeat",
    "staff/logout",
    "staff/provider-logout",
}
"""POSTs that create nothing, or whose calls carry an id of their own that their sender signs: see
docs/adr/0028. A file that is sent twice is two files, and what no message names goes by itself.
Forms of the desk's pages stand under another prefix: what they write a repeat writes again."""


def test_every_post_is_decided() -> None:
    """
    A new one takes the header, or is named above with a reason.
    """
    posts = {
        route.path.removeprefix("/v1/tenants/{tenant}/"): mark_of(route.dependant)
        for router in (*CUSTOMER_ROUTERS, *staff_routers())
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in (route.methods or ())
    }
    without = {
        path
        for path, mark in posts.items()
        if mark is None and "codec" not in path and not path.startswith("/desk/")
    }

    assert without == DECIDED


def test_the_same_request_is_answered_the_same(client: TestClient) -> None:
    """
    Though its answer holds a secret that is made anew each time.
    """
    first, again = (client.post(SESSIONS, headers=KEY) for _ in range(2))
    other = client.post(SESSIONS, headers={"Idempotency-Key": "another"})

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert (first.headers.get("Idempotency-Replayed"), again.headers["Idempotency-Replayed"]) == (
        None,
        "true",
    )
    assert other.json()["session_token"] != first.json()["session_token"]
    assert client.post(SESSIONS).json() != client.post(SESSIONS).json()


def test_another_request_with_the_key_is_refused(client: TestClient) -> None:
    client.post(SESSIONS, headers=KEY)

    refused = client.post(SESSIONS, json={}, headers=KEY)

    assert refused.status_code == 422
    assert refused.json()["type"].endswith("idempotency-key-reused")
    assert refused.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize("key", ["", "a b", "\tx", "x" * 256, '""', "x" * 5_000])
def test_a_key_that_is_none_is_refused(client: TestClient, key: str) -> None:
    refused = client.post(SESSIONS, headers={"Idempotency-Key": key})

    assert refused.status_code == 422, refused.text


def test_quotation_marks_as_the_draft_has_them_do_not_matter(client: TestClient) -> None:
    first = client.post(SESSIONS, headers={"Idempotency-Key": '"k-1"'})

    assert client.post(SESSIONS, headers={"Idempotency-Key": "k-1"}).json() == first.json()


def test_nobody_gets_anothers_answer(client: TestClient, doubles: Doubles) -> None:
    """
    Another visitor's same key is another key: the answer may hold what lets them in.
    """
    one, two = new_visitor(client), new_visitor(client)
    text = {"message_id": "m-1", "text": "hi"}
    for who in (one, two, one):
        posted = client.post(f"{who.conversation}/messages", json=text, headers=who.headers | KEY)
        assert posted.status_code == 202

    delivered = [each.conversation_id for each in doubles.conversations.delivered]
    assert delivered == [one.conversation_id, two.conversation_id]


def test_another_credential_on_the_same_route_is_another_caller(client: TestClient) -> None:
    """
    So is another address, where there is no credential.
    """
    ours = [KEY | {"Authorization": f"Bearer {who}"} for who in ("one", "two", "one")]
    one, two, again = (client.post(SESSIONS, headers=each).json() for each in ours)

    assert one["session_token"] == again["session_token"] != two["session_token"]
    assert client.post(SESSIONS, headers=KEY).json()["session_token"] != one["session_token"]


def test_what_failed_may_be_tried_again(client: TestClient, doubles: Doubles) -> None:
    """
    Nothing was created: the same request with the same key is carried out, not answered.
    """
    headers = staff("agent") | KEY
    path = "/v1/tenants/acme/handoffs/h-1/claim"

    assert client.post(path, headers=headers).status_code == 404
    assert "Idempotency-Replayed" not in client.post(path, headers=headers).headers
    assert client.post(path, headers=KEY).status_code == 401


def test_an_ended_credential_gets_no_replay(client: TestClient, doubles: Doubles) -> None:
    """
    Who asks is checked before anything is said again.
    """
    body = {"files": {"tenant.yaml": "tenant: acme\nbranding: {name: Ava}\n"}}
    headers = staff("operator") | KEY
    path = "/v1/tenants/acme/bots/revisions"
    assert client.post(path, json=body, headers=headers).status_code == 201
    assert client.post(path, json=body, headers=headers).headers["Idempotency-Replayed"] == "true"
    assert len(doubles.bots.published_by) == 1

    [olga] = [each for each in asyncio.run(doubles.staff.listed("acme")) if each.name == "Olga"]
    asyncio.run(doubles.staff.revoke("acme", olga.staff_id))

    assert client.post(path, json=body, headers=headers).status_code == 401


class Busy:
    """Somebody else is at it; or there is nowhere to keep a record."""

    def __init__(self, failure: Exception, *, only_keeping: bool = False) -> None:
        self._failure = failure
        self._only_keeping = only_keeping

    async def claim(self, key: RequestKey, _: bytes, *, lease: timedelta) -> Claimed | KeptAnswer:
        if self._only_keeping:
            return Claimed(key.tenant_id, key.digest, "lease")
        raise self._failure

    async def keep(self, *_: Any, keep_for: timedelta) -> None:
        assert keep_for == KEPT_FOR
        raise self._failure

    async def release(self, _: Claimed) -> None:
        raise self._failure


def test_a_duplicate_that_comes_meanwhile_is_told_so(
    client: TestClient, doubles: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubles.idempotency, "claim", Busy(Conflict("at work")).claim)

    assert client.post(SESSIONS, headers=KEY).status_code == 409


def test_without_records_only_what_has_an_id_of_its_own_goes_on(
    client: TestClient, doubles: Doubles, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A message is never refused because the database is down; a session could be made twice.
    """
    monkeypatch.setattr(doubles.idempotency, "claim", Busy(DependencyUnavailable("down")).claim)
    text = {"message_id": "m-1", "text": "hi"}
    path = f"{visitor.conversation}/messages"

    assert client.post(path, json=text, headers=visitor.headers | KEY).status_code == 202
    assert client.post(SESSIONS, headers=KEY).status_code == 503


def test_what_was_done_is_not_called_a_failure(
    client: TestClient, doubles: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Also where the answer could not be kept.
    """
    busy = Busy(DependencyUnavailable("down"), only_keeping=True)
    for name in ("claim", "keep", "release"):
        monkeypatch.setattr(doubles.idempotency, name, getattr(busy, name))

    assert client.post(SESSIONS, headers=KEY).status_code == 201
