"""Files of conversations: sent, refused, named by messages, and given out."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.errors import DependencyUnavailable
from domain.files import FoundInfected
from tests.unit.api.conftest import Visitor, new_visitor
from tests.unit.api.doubles import Doubles, running_gateway
from tests.unit.api.file_sending import MEGABYTE, PNG, Scanner, allow, send


@pytest.fixture
def doubles() -> Doubles:
    made = Doubles()
    allow(made)
    return made


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    with running_gateway(doubles, public_url="https://chat.acme.example/") as client:
        yield client


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
