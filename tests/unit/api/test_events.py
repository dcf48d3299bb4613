"""The event stream, as far as it can be read to an end."""

import asyncio
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.dependencies import open_gateway
from api.metrics import GatewayMetrics
from api.routes.events import stream_events
from api.visitor_sessions import VisitorSession
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.errors import DependencyUnavailable
from tests.unit.api.conftest import Visitor
from tests.unit.api.doubles import SETTINGS, Doubles
from tests.unit.api.recording import NOW


@pytest.fixture
def doubles() -> Doubles:
    doubles = Doubles()
    doubles.events.written = [
        ConversationEvent(
            seq=seq,
            kind=ConversationEventKind.MESSAGE,
            data={"message_id": f"m-{seq}", "role": "bot", "text": "hi\nthere", "turn": "1"},
            at=NOW,
        )
        for seq in range(1, 4)
    ]
    return doubles


def follow(
    visitor: Visitor, headers: dict[str, str] | None = None, query: dict[str, str] | None = None
) -> Any:
    return visitor.client.get(
        f"{visitor.conversation}/events",
        headers={**visitor.headers, **(headers or {})},
        params=query,
    )


def ids(answer: Any) -> list[int]:
    lines = answer.text.splitlines()
    return [int(line.removeprefix("id: ")) for line in lines if line.startswith("id: ")]


def test_an_event_is_sent_with_its_number_its_kind_and_one_line_of_json(visitor: Visitor) -> None:
    """
    Any client of server-sent events can read it, the browser's own too.
    """
    answer = follow(visitor, {"Last-Event-ID": "2"})

    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text.split("\n")[:2] == ["id: 3", "event: message"]
    assert '"text":"hi\\nthere"' in answer.text
    assert '"turn"' not in answer.text


@pytest.mark.parametrize(
    ("headers", "query", "expected"),
    [
        ({"Last-Event-ID": "0"}, {}, [1, 2, 3]),
        ({"Last-Event-ID": "1"}, {}, [2, 3]),
        ({"Last-Event-ID": "3"}, {}, []),
        ({}, {"last_event_id": "1"}, [2, 3]),
        ({"Last-Event-ID": "2"}, {"last_event_id": "0"}, [3]),
        ({}, {"from": "start"}, [1, 2, 3]),
        ({}, {"from": "now"}, []),
        ({}, {}, []),
    ],
)
def test_the_stream_goes_on_after_the_event_that_is_named(
    visitor: Visitor, headers: dict[str, str], query: dict[str, str], expected: list[int]
) -> None:
    """
    What the client has is not sent again, and nothing after it is left out.
    """
    assert ids(follow(visitor, headers, query)) == expected


@pytest.mark.parametrize("given", ["4", "-1", "1.0", "one", "", "9" * 40, "٣"])
def test_an_event_that_never_was_is_refused(visitor: Visitor, given: str) -> None:
    """
    The refusal names what is allowed; a silent start elsewhere would lose events.
    """
    answer = follow(visitor, query={"last_event_id": given})

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert "from 0 to 3" in answer.json()["detail"]


def test_the_stream_ends_when_the_events_cannot_be_read(visitor: Visitor, doubles: Doubles) -> None:
    """
    The client asks again with the last number it has; that is how it survives an outage.
    """
    doubles.events.failure = DependencyUnavailable("PostgreSQL went down")

    assert ids(follow(visitor, query={"from": "start"})) == [1, 2, 3]


async def test_the_stream_ends_with_the_session(doubles: Doubles) -> None:
    """
    A stream that was opened in time must not outlive what let it in.
    """
    doubles.events.is_endless = True
    gateway = open_gateway(doubles.as_ports(), SETTINGS, GatewayMetrics())
    session = VisitorSession(
        tenant_id="acme",
        conversation_id="web-1",
        visitor_id="v",
        expires_at=datetime.now(UTC) + timedelta(milliseconds=300),
    )

    async with asyncio.timeout(60):
        sent = [event async for event in stream_events(gateway, session, 0)]
        late = [event async for event in stream_events(gateway, session, 0)]

    assert (len(sent), len(late)) == (3, 0)


def test_one_visitor_cannot_open_streams_without_end(visitor: Visitor) -> None:
    """
    Each holds a connection; twenty are more than anybody has windows.
    """
    gateway = visitor.client.app_state["gateway"]
    visitor_id = gateway.sessions.read(visitor.token, tenant_id="acme").visitor_id

    with ExitStack() as open_now:
        for _ in range(20):
            open_now.enter_context(gateway.streams.opened("acme", visitor_id))
        refused = follow(visitor)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
    assert follow(visitor).status_code == 200


def test_open_streams_are_counted_and_forgotten(visitor: Visitor) -> None:
    """
    An operator sees how many follow, and a leak would show.
    """
    follow(visitor, query={"from": "start"})

    metrics = visitor.client.get("/metrics").text
    assert 'duralogue_open_event_streams{tenant="acme"} 0.0' in metrics
