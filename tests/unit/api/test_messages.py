"""Posting messages, and reading them back."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.channel_addresses import (
    Channel,
)
from domain.errors import DependencyUnavailable
from domain.messages import (
    Role,
    TranscriptMessage,
)
from tests.unit.api.conftest import Visitor, new_visitor
from tests.unit.api.doubles import Doubles
from tests.unit.api.recording import NOW

PROBLEM = "application/problem+json"


def post(visitor: Visitor, body: Any, **headers: str) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return visitor.client.post(
        f"{visitor.conversation}/messages",
        content=content,
        headers={"Content-Type": "application/json", **visitor.headers, **headers},
    )


def test_a_message_is_accepted_with_the_clients_own_id(visitor: Visitor, doubles: Doubles) -> None:
    """
    The client's id becomes the message's, so that a browser may safely post again.
    """
    answer = post(visitor, {"message_id": "m-1", "text": "Where is it?\nReally."})

    assert (answer.status_code, answer.json()) == (202, {"message_id": "m-1"})
    [message] = doubles.conversations.delivered
    assert (message.tenant_id, message.conversation_id) == ("acme", visitor.conversation_id)
    assert (message.message_id, message.channel) == ("m-1", Channel.WEB)
    assert message.text == "Where is it?\nReally."


def test_the_ends_of_pages_are_ends_of_lines(visitor: Visitor, doubles: Doubles) -> None:
    """
    Text out of a document is no mistake of the customer's.
    """
    assert post(visitor, {"message_id": "m-1", "text": "one\ftwo\vthree\x85"}).status_code == 202
    [message] = doubles.conversations.delivered
    assert message.text == "one\ntwo\nthree\n"


def test_the_trace_id_of_the_request_goes_with_the_message(
    visitor: Visitor, doubles: Doubles
) -> None:
    """
    One id leads from the HTTP request to the last activity.
    """
    answer = post(visitor, {"message_id": "m-1", "text": "hi"}, **{"X-Request-Id": "request-0001"})

    assert answer.headers["X-Request-Id"] == "request-0001"
    assert doubles.conversations.delivered[0].trace_id == "request-0001"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "hi"}, "message_id"),
        ({"message_id": "m-1"}, "text"),
        ({"message_id": "m-1", "text": ""}, "text"),
        ({"message_id": "m-1", "text": " \n "}, "text"),
        ({"message_id": "m-1", "text": "x" * 4_001}, "text"),
        ({"message_id": "m-1", "text": "a\u0000b"}, "text"),
        ({"message_id": "m-1", "text": "\u200b\u200d\ufeff"}, "text"),
        ({"message_id": "m-1", "text": "\u2800 \u3164\u202e\ufe0f"}, "text"),
        ({"message_id": "m-1", "text": "bell \u0007"}, "text"),
        ({"message_id": "m-1", "text": "half a pair \ud800"}, "text"),
        ({"message_id": "m-1", "text": 7}, "text"),
        ({"message_id": "m-1", "text": ["hi"]}, "text"),
        ({"message_id": "has spaces", "text": "hi"}, "message_id"),
        ({"message_id": "x" * 65, "text": "hi"}, "message_id"),
        ({"message_id": "m-1", "text": "hi", "role": "bot"}, "role"),
        ({"message_id": "m-1", "text": "hi", "\ud800": 1}, "body"),
        ([], "body"),
        (None, "body"),
    ],
)
def test_a_bad_field_is_named(visitor: Visitor, doubles: Doubles, body: Any, field: str) -> None:
    """
    Whoever writes a client reads what is wrong, and nothing half-right is accepted.
    """
    answer = post(visitor, body)

    assert (answer.status_code, answer.headers["Content-Type"]) == (422, PROBLEM)
    assert [wrong["field"] for wrong in answer.json()["errors"]] == [field]
    assert doubles.conversations.delivered == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\x00\x01\x02", b'{"message_id": "m", "text": "\xff\xfe"}', b"[" * 60_000],
    ids=["empty", "cut off", "binary", "not UTF-8", "deep"],
)
def test_a_body_that_is_no_json_is_a_problem(
    visitor: Visitor, doubles: Doubles, body: bytes
) -> None:
    """
    Rubbish is the caller's mistake, never an error of ours.
    """
    answer = post(visitor, body)

    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == PROBLEM
    assert doubles.conversations.delivered == []


@pytest.mark.parametrize("framing", ["content-length", "chunked"])
def test_a_message_of_a_megabyte_is_refused(
    visitor: Visitor, doubles: Doubles, framing: str
) -> None:
    """
    The limit holds for what arrives, whatever the headers claimed.
    """
    text = b'{"message_id": "m-1", "text": "' + b"x" * 1_000_000 + b'"}'
    answer = visitor.client.post(
        f"{visitor.conversation}/messages",
        content=iter([text[:500_000], text[500_000:]]) if framing == "chunked" else text,
        headers={"Content-Type": "application/json", **visitor.headers},
    )

    assert (answer.status_code, answer.headers["Content-Type"]) == (413, PROBLEM)
    assert "64 kB" in answer.json()["detail"]
    assert doubles.conversations.delivered == []


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "application/json; charset=latin-1"]
)
def test_another_media_type_is_refused(visitor: Visitor, content_type: str) -> None:
    """
    A form of another site cannot post JSON without a preflight; this keeps it so.
    """
    answer = post(visitor, {"message_id": "m-1", "text": "hi"}, **{"Content-Type": content_type})

    assert (answer.status_code, answer.headers["Content-Type"]) == (415, PROBLEM)


@pytest.mark.parametrize("limit", ["visitor", "tenant"])
def test_too_many_messages_are_told_when_to_come_back(
    visitor: Visitor, doubles: Doubles, limit: str
) -> None:
    """
    429 means that nothing was accepted, and says after how many whole seconds it may be.
    """
    doubles.rate_limiter.used_up = f"acme/{limit}/"

    answer = post(visitor, {"message_id": "m-1", "text": "hi"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
    assert doubles.conversations.delivered == []


async def test_a_message_that_comes_after_a_spooled_one_joins_it(
    visitor: Visitor, doubles: Doubles
) -> None:
    """
    Nothing overtakes: admission has just looked into the spool.
    """
    doubles.conversations.failure = DependencyUnavailable("Temporal does not answer")
    assert post(visitor, {"message_id": "m-1", "text": "hi"}).status_code == 202
    doubles.conversations.failure = None

    assert post(visitor, {"message_id": "m-2", "text": "hi again"}).status_code == 202

    assert doubles.conversations.delivered == []
    assert await doubles.spool.waiting() == [("acme", visitor.conversation_id)]


def test_the_tenants_own_limits_are_asked_for(visitor: Visitor, doubles: Doubles) -> None:
    """
    Sixty a minute with a burst of ten, unless the tenant says otherwise. A new conversation leaves
    a fifth of what others share to those that go on.
    """
    post(visitor, {"message_id": "m-1", "text": "hi"})

    asked = [(key.split("/")[1], rate, burst) for key, rate, burst in doubles.rate_limiter.taken]
    assert asked[-3:] == [("visitor", 60, 10), ("address", 1_500, 200), ("tenant", 6_000, 800)]


def test_an_outage_says_when_to_try_again(visitor: Visitor, doubles: Doubles) -> None:
    """
    503 is safe to retry with the same id, so the client must learn when.
    """
    doubles.conversations.failure = DependencyUnavailable("Temporal does not answer")
    doubles.spool.failure = DependencyUnavailable("PostgreSQL does not answer")

    answer = post(visitor, {"message_id": "m-1", "text": "hi"})

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


def test_history_is_paged_backwards(visitor: Visitor, doubles: Doubles) -> None:
    """
    A page says where the one before it begins, and the first page says that there is none.
    """
    doubles.transcripts.said = [
        TranscriptMessage(
            message_id=f"m-{seq}", role=Role.BOT, text="hi", intent="greet", seq=seq, at=NOW
        )
        for seq in range(1, 6)
    ]
    address = f"{visitor.conversation}/messages"

    last = visitor.client.get(address, params={"limit": 3}, headers=visitor.headers).json()
    first = visitor.client.get(
        address, params={"limit": 3, "before": last["next_before"]}, headers=visitor.headers
    ).json()

    assert [message["seq"] for message in last["messages"]] == [3, 4, 5]
    assert [message["seq"] for message in first["messages"]] == [1, 2]
    assert first["next_before"] is None
    assert "intent" not in first["messages"][0]


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"before": 0}, {"before": "x"}, {"before": 2**70}]
)
def test_a_page_out_of_range_is_refused(visitor: Visitor, query: dict[str, Any]) -> None:
    """
    A number the database could not hold is refused before it gets there.
    """
    answer = visitor.client.get(
        f"{visitor.conversation}/messages", params=query, headers=visitor.headers
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == next(iter(query))


def test_another_visitors_conversation_looks_like_none(
    client: TestClient, visitor: Visitor, doubles: Doubles
) -> None:
    """
    Guessing ids tells nothing, not even whether one exists.
    """
    other = new_visitor(client)
    answers = [
        client.request(method, address, headers=visitor.headers, json=body)
        for conversation in (other.conversation, "/v1/tenants/acme/conversations/never-was")
        for method, address, body in [
            ("GET", f"{conversation}/messages", None),
            ("GET", f"{conversation}/events", None),
            ("POST", f"{conversation}/messages", {"message_id": "m-1", "text": "hi"}),
        ]
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.json()["detail"] for answer in answers}) == 1
    assert doubles.conversations.delivered == []


def test_the_browsers_languages_go_with_the_message(visitor: Visitor, doubles: Doubles) -> None:
    """
    The first hint of the language to answer in; what looks like no language is left out.
    """
    wanted = "de-AT,de;q=0.9, */*, <script>;q=1, en;q=0.5"
    post(visitor, {"message_id": "m-1", "text": "A100002"}, **{"Accept-Language": wanted})

    assert doubles.conversations.delivered[0].languages == ("de-AT", "de", "en")
