"""Files of conversations: sent, named by messages, and fetched by signed links."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.file_links import FileLinks
from domain.channel_settings import ChannelSettings, WebChannel
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.errors import DependencyUnavailable
from domain.files import FoundInfected
from domain.handoffs import AgentMessage, Handoff, HandoffStatus
from domain.messages import Role, TranscriptMessage
from tests.unit.api.conftest import Visitor, new_visitor, staff
from tests.unit.api.doubles import SECRET, Doubles, a_bot, running_gateway

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MEGABYTE = 1024 * 1024


@dataclass
class Scanner:
    """Finds what a test says, or is down."""

    found: FoundInfected | None = None
    failure: DependencyUnavailable | None = None
    scanned: bytes = b""

    async def scan(self, content: AsyncIterator[bytes]) -> FoundInfected | None:
        self.scanned = b"".join([block async for block in content])
        if self.failure:
            raise self.failure
        return self.found


def allow(doubles: Doubles, **rules: Any) -> None:
    web = WebChannel.model_validate({"attachments": {"enabled": True} | rules})
    doubles.bots.put(a_bot(channels=ChannelSettings(web=web)))


@pytest.fixture
def doubles() -> Doubles:
    made = Doubles()
    allow(made)
    return made


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles, public_url="https://chat.acme.example/") as client:
        yield client


def send(
    visitor: Visitor, data: bytes | Iterator[bytes] = PNG, name: str = "parcel.png", **changed: Any
) -> Any:
    options = {"headers": visitor.headers} | changed
    return visitor.client.post(
        f"{visitor.conversation}/files", content=data, params={"name": name}, **options
    )


def test_a_file_is_sent_named_and_fetched(visitor: Visitor, doubles: Doubles) -> None:
    """What came in goes out, under the type that is in it."""
    sent = send(visitor, headers=visitor.headers | {"Content-Type": "text/html"})
    assert sent.status_code == 201
    file = sent.json()
    assert (file["name"], file["media_type"], file["size"]) == ("parcel.png", "image/png", 208)
    assert file["state"] == "unchecked"

    posted = visitor.client.post(
        f"{visitor.conversation}/messages",
        headers=visitor.headers,
        json={"message_id": "m-1", "attachments": [file["file_id"]]},
    )
    assert posted.status_code == 202
    [message] = doubles.conversations.delivered
    [attachment] = message.attachments
    assert (message.text, attachment.name, attachment.url) == ("", "parcel.png", None)

    fetched = visitor.client.get(file["link"])
    assert fetched.status_code == 200
    assert fetched.content == PNG


def test_a_file_is_never_a_page_of_ours(visitor: Visitor) -> None:
    """Pictures may be drawn where they stand; all else is saved."""
    shown = {}
    for data, name in ((PNG, "übel.png"), (b"%PDF-1.7 ...", "bill.pdf"), (b"hello", 'a"b.txt')):
        file = send(visitor, data, name).json()
        headers = visitor.client.get(file["link"]).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["content-security-policy"].endswith("sandbox")
        assert headers["cache-control"].startswith("private")
        shown[name] = (headers["content-type"], headers["content-disposition"])
    assert shown["übel.png"] == (
        "image/png",
        "inline; filename=\"_bel.png\"; filename*=UTF-8''%C3%BCbel.png",
    )
    assert shown["bill.pdf"][1].startswith("attachment;")
    assert shown['a"b.txt'][0] == "text/plain; charset=utf-8"
    assert shown['a"b.txt'][1].startswith('attachment; filename="a_b.txt"')


@pytest.mark.parametrize(
    ("asked", "status", "expected"),
    [
        ("bytes=0-0", 206, PNG[:1]),
        ("bytes=200-", 206, PNG[200:]),
        ("bytes=-8", 206, PNG[-8:]),
        ("bytes=100-9999", 206, PNG[100:]),
        ("bytes=0-", 200, PNG),
        ("bytes=5-2", 200, PNG),
        ("bytes=0-1,5-6", 200, PNG),
        ("bytes=x-", 200, PNG),
        ("lines=0-1", 200, PNG),
        ("bytes=208-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
def test_a_part_is_given_where_one_is_asked_for(
    visitor: Visitor, asked: str, status: int, expected: bytes | None
) -> None:
    """Without parts some players play nothing."""
    link = send(visitor).json()["link"]
    answer = visitor.client.get(link, headers={"Range": asked})

    assert answer.status_code == status
    if expected is not None:
        assert answer.content == expected
    if status != 200:
        assert answer.headers["content-range"].endswith("/208")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"<!doctype html><script>alert(1)</script>", "page.html", "no web page"),
        (b"<svg onload=alert(1)>", "drawing.png", "no web page, SVG"),
        (PNG, "parcel.jpg", "must end in .png"),
        (PNG, "parcel.html", "must end in .png"),
        (b"MZ\x90\x00", "run.exe", "picture, document"),
        (b"", "nothing.txt", "picture, document"),
        (b"PK\x03\x04" + bytes(40), "all.zip", "must be one of: png, jpeg"),
    ],
)
def test_what_may_not_be_sent_is_refused_with_words(
    visitor: Visitor, doubles: Doubles, data: bytes, name: str, words: str
) -> None:
    """And nothing of it is kept."""
    answer = send(visitor, data, name)

    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert not doubles.files.kept


def test_a_file_is_held_to_the_tenants_size(doubles: Doubles) -> None:
    """Counted as it comes: a length that was not said or is a lie gets nobody past it."""
    allow(doubles, max_megabytes=1)

    def pieces() -> Iterator[bytes]:
        yield PNG
        for _ in range(2 * 16):
            yield bytes(MEGABYTE // 16)

    with running_gateway(doubles) as client:
        visitor = new_visitor(client)
        answer = send(visitor, pieces())
        fitting = send(visitor, PNG + bytes(MEGABYTE - len(PNG)))

    assert answer.status_code == 413
    assert "at most 1 MB" in answer.json()["detail"]
    assert fitting.status_code == 201
    assert len(doubles.files.kept) == 1


def test_only_where_the_tenant_takes_files(visitor: Visitor, doubles: Doubles) -> None:
    """Unless it says so, none are taken, and the chat shows no button."""
    branding = "/v1/tenants/acme/branding"
    shown = visitor.client.get(branding).json()["attachments"]
    assert shown["max_size"] == 10 * MEGABYTE
    assert ".jpg" in shown["extensions"]

    for rules in ({"enabled": False}, {"allow_unchecked": False}):
        allow(doubles, **rules)
        with running_gateway(doubles) as client:
            assert send(new_visitor(client)).status_code == 403
            assert client.get(branding).json()["attachments"] is None


def test_what_is_infected_is_told_and_not_kept(doubles: Doubles) -> None:
    """Also where the scanner is down nothing passes as clean."""
    scanner = Scanner()
    doubles.scanner = scanner
    with running_gateway(doubles) as client:
        visitor = new_visitor(client)
        assert send(visitor).json()["state"] == "clean"
        assert scanner.scanned == PNG
        doubles.files.kept.clear()

        scanner.found = FoundInfected(signature="Eicar")
        infected = send(visitor)
        scanner.failure = DependencyUnavailable("down")
        unknown = send(visitor)

    assert infected.status_code == 422
    assert infected.json()["type"].endswith("infected-file")
    assert "virus scanner has found something" in infected.json()["detail"]
    assert unknown.status_code == 503
    assert not doubles.files.kept


def test_somebody_who_sends_too_many_waits(visitor: Visitor, doubles: Doubles) -> None:
    """By visitor, and by address, since a new session costs nothing."""
    for limit in ("acme/uploads/visitor", "acme/uploads/address"):
        doubles.rate_limiter.used_up = limit
        answer = send(visitor)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert not doubles.files.kept


def test_nobody_sends_to_or_names_files_of_another_conversation(
    visitor: Visitor, client: TestClient
) -> None:
    """The id of a file is no key to it."""
    other = new_visitor(client)
    assert send(visitor, headers=other.headers).status_code == 404
    assert send(visitor, headers={}).status_code == 401
    file = send(visitor).json()

    stolen = client.post(
        f"{other.conversation}/messages",
        headers=other.headers,
        json={"message_id": "m-1", "text": "look", "attachments": [file["file_id"]]},
    )
    assert stolen.status_code == 422
    assert stolen.json()["errors"][0]["field"] == "attachments"
    place = f"{other.conversation}/files/{file['file_id']}"
    assert client.get(place, headers=other.headers).status_code == 404
    place = f"{visitor.conversation}/files/{file['file_id']}"
    assert client.get(place, headers=visitor.headers).json()["name"] == "parcel.png"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"attachments": []}, "text"),
        ({"text": " ", "attachments": ["f" * 32]}, "text"),
        ({"text": "x", "attachments": ["../../x"]}, "attachments.0"),
        ({"text": "x", "attachments": ["f" * 32] * 11}, "attachments"),
        ({"text": "x", "attachments": ["f" * 32]}, "attachments"),
    ],
)
def test_a_message_says_something_and_names_files_that_are_there(
    visitor: Visitor, body: dict[str, Any], field: str
) -> None:
    """The error names the field."""
    answer = visitor.client.post(
        f"{visitor.conversation}/messages",
        headers=visitor.headers,
        json={"message_id": "m-1"} | body,
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


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
