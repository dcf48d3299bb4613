"""Suggested replies: where they come from, when there are none, and what became of them."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from domain.handoffs import Handoff
from tests.fakes.answers import an_answer
from tests.unit.api.conftest import staff
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.doubles import Doubles, running_gateway
from tests.unit.api.recording import NOW

ACME = "/v1/tenants/acme"
PATH = f"{ACME}/desk/conversations/web-1/suggestion"


@pytest.fixture
def desk() -> PlainDesk:
    return PlainDesk()


@pytest.fixture
def client(doubles: Doubles, desk: PlainDesk) -> Iterator[TestClient]:
    doubles.desk = desk.as_ports()
    doubles.handoffs.handoffs = [
        Handoff(
            handoff_id="h-1",
            tenant_id="acme",
            conversation_id="web-1",
            queue="returns",
            opened_at=NOW,
        )
    ]
    with running_gateway(doubles) as client:
        yield client


def test_a_suggestion_is_kept_with_its_sources(client: TestClient, desk: PlainDesk) -> None:
    """
    What was suggested must be there when the agent's own words are compared with it.
    """
    desk.suggestions.answer = an_answer("30 days.")

    made = client.post(PATH, headers=staff("agent")).json()

    assert (made["text"], made["citations"][0]["title"]) == ("30 days.", "Returns")
    assert [kept.suggestion_id for kept in desk.suggestions.kept] == [made["suggestion_id"]]


@pytest.mark.parametrize("question", [None, "How long?"])
def test_where_there_is_none_the_refusal_says_so(
    client: TestClient, desk: PlainDesk, question: str | None
) -> None:
    """
    Not a guess, and not an error: the page shows no button to press again.
    """
    desk.suggestions.question = question

    refused = client.post(PATH, headers=staff("agent"))

    assert (refused.status_code, desk.suggestions.kept) == (404, [])
    assert refused.json()["type"].endswith("no-suggestion")
    assert client.post(PATH, headers=staff("operator")).status_code == 403


def test_what_is_made_of_it_is_noted_once_it_is_sent(client: TestClient, desk: PlainDesk) -> None:
    post = {"message_id": "m-1", "text": "You have 30 days.", "suggestion_id": "s-1"}
    path = f"{ACME}/handoffs/h-1/messages"

    assert client.post(path, json=post, headers=staff("agent")).status_code == 202
    del post["suggestion_id"]
    client.post(path, json={**post, "message_id": "m-2"}, headers=staff("agent"))

    assert desk.suggestions.sent == [("s-1", "m-1", "You have 30 days.")]
