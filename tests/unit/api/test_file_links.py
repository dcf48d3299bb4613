"""Links to files, and files that staff send and fetch."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from api.file_links import FileLinks
from domain.channel_settings import ChannelSettings, WebChannel
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.handoffs import AgentMessage, Handoff, HandoffStatus
from domain.messages import Role, TranscriptMessage
from tests.unit.api.conftest import Visitor, new_visitor, staff
from tests.unit.api.doubles import SECRET, Doubles, a_bot, running_gateway
from tests.unit.api.file_sending import PNG, allow, send

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def doubles() -> Doubles:
    made = Doubles()
    allow(made)
    return made


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles, public_url="https://chat.acme.example/") as client:
        yield client


def test_a_link_is_signed_and_ends(visitor: Visitor, doubles: Doubles) -> None:
    """Whoever changes a part of it gets nothing; after its end it says so."""
    link = send(visitor).json()["link"]
    [(_, file_id)] = doubles.files.kept
    client = visitor.client

    for broken in (
        link.replace("acme", "globex"),
        link[:-1] + ("0" if link[-1] != "0" else "1"),
        link.replace("until=", "until=9"),
        link.replace(file_id, "0" * 32),
        link.replace("signature=", "signature=%C3%A4"),
    ):
        assert client.get(broken).status_code in {404, 422}
    assert client.get(link.partition("?")[0]).status_code == 422

    then = datetime.now(UTC) - timedelta(days=2)
    old = FileLinks(SECRET, clock=lambda: then).path("acme", file_id)
    over = client.get(old)
    assert over.status_code == 410
    assert "expired" in over.json()["detail"]


def test_a_link_outlives_a_change_of_secrets() -> None:
    """As sessions do: the first of them signs, all are accepted."""
    old, both = "old:" + "o" * 32, "new:" + "n" * 32 + ",old:" + "o" * 32
    path = FileLinks(old).path("acme", "f" * 32)
    until, signature = (part.partition("=")[2] for part in path.partition("?")[2].split("&"))
    FileLinks(both).check("acme", "f" * 32, int(until), signature)
    assert FileLinks(both).path("acme", "f" * 32) != path


def test_history_and_events_bring_links(visitor: Visitor, doubles: Doubles) -> None:
    """A link is made when it is shown: one that was stored would have expired."""
    file = send(visitor).json()
    [(kept, _)] = doubles.files.kept.values()
    attachment = kept.as_attachment()
    said = TranscriptMessage(
        message_id="m-1", role=Role.CUSTOMER, text="", attachments=(attachment,), seq=1, at=AT
    )
    doubles.transcripts.said = [said]
    data = {"message_id": "m-1", "attachments": [attachment.model_dump(mode="json")]}
    event = ConversationEvent(seq=1, kind=ConversationEventKind.MESSAGE, data=data, at=AT)
    doubles.events.written = [event]

    history = visitor.client.get(f"{visitor.conversation}/messages", headers=visitor.headers)
    [shown] = history.json()["messages"][0]["attachments"]
    assert shown["link"] == file["link"]
    stream = visitor.client.get(
        f"{visitor.conversation}/events", params={"from": "start"}, headers=visitor.headers
    )
    assert file["link"] in stream.text


def the_handoff(doubles: Doubles, conversation_id: str) -> None:
    doubles.handoffs.handoffs = [
        Handoff(
            handoff_id="h-1",
            tenant_id="acme",
            conversation_id=conversation_id,
            queue="returns",
            status=HandoffStatus.CLAIMED,
            assigned_agent="Ann",
            opened_at=AT,
        )
    ]
    event = ConversationEvent(seq=1, kind=ConversationEventKind.TYPING, data={}, at=AT)
    doubles.events.written = [event]


def test_an_agent_sends_a_file_and_other_channels_get_its_address(
    visitor: Visitor, doubles: Doubles
) -> None:
    """Whoever reads it in a text message has no chat that could make a link."""
    the_handoff(doubles, visitor.conversation_id)
    file = send(visitor, headers=staff("agent")).json()
    [(kept, _)] = doubles.files.kept.values()
    assert kept.by == "Ann"

    answer = visitor.client.post(
        "/v1/tenants/acme/handoffs/h-1/messages",
        headers=staff("agent"),
        json={"message_id": "a-1", "attachments": [file["file_id"]]},
    )
    assert answer.status_code == 202
    name, (_, _, message) = doubles.conversations.calls[-1]
    assert name == "send_agent_message"
    assert isinstance(message, AgentMessage)
    [attachment] = message.attachments
    assert attachment.url is not None
    assert attachment.url.startswith("https://chat.acme.example/v1/tenants/acme/files/")
    path = attachment.url.removeprefix("https://chat.acme.example")
    assert visitor.client.get(path).content == PNG


def test_staff_fetch_what_they_may_see(visitor: Visitor, doubles: Doubles) -> None:
    """Sending is for those who speak with customers."""
    the_handoff(doubles, visitor.conversation_id)
    file = send(visitor).json()
    place = f"{visitor.conversation}/files/{file['file_id']}"

    found = visitor.client.get(place, headers=staff("operator"))
    assert visitor.client.get(found.json()["link"]).content == PNG
    assert send(visitor, headers=staff("operator")).status_code == 403
    assert send(visitor, headers={"Authorization": "Bearer nobody"}).status_code == 401
    doubles.events.written = []
    assert visitor.client.get(place, headers=staff("agent")).status_code == 404


def test_pages_of_the_tenants_may_send_and_read(client: TestClient, doubles: Doubles) -> None:
    """As they may post messages."""
    web = {"allowed_origins": ["https://shop.acme.example"], "attachments": {"enabled": True}}
    doubles.bots.put(a_bot(channels=ChannelSettings(web=WebChannel.model_validate(web))))
    with running_gateway(doubles) as open_client:
        visitor = new_visitor(open_client)
        origin = {"Origin": "https://shop.acme.example"}
        answer = send(visitor, headers=visitor.headers | origin)
        assert answer.headers["access-control-allow-origin"] == origin["Origin"]
        fetched = open_client.get(answer.json()["link"])
    assert fetched.headers["cross-origin-resource-policy"] == "cross-origin"
