"""Calls by the tenant's server: what is made of them, and what is refused by name."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.webhook.connection import new_connection
from channels.webhook.receiver import WebhookReceiver
from domain.channel_addresses import Channel, ChannelAddress
from domain.channels import MessageDeleted, MessageEdited, ParsedWebhook, WebhookRequest
from domain.errors import InvalidInput, NotFound
from domain.messages import InboundMessage

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
KEY = bytes(range(32))
RECEIVER = WebhookReceiver()
CONNECTION = new_connection("support", "https://chat.example/replies")
HELLO = {"id": "m-1", "sender": "+49 30 1234", "text": "Hello"}


def a_request(body: bytes, path: str = "support/messages") -> WebhookRequest:
    url = f"https://bot.example/v1/tenants/acme/channels/webhook/{path}"
    return WebhookRequest(path=path, url=url, headers={}, body=body, received_at=NOW)


def parsed(tenant_id: str = "acme", key: bytes = KEY, /, **fields: Any) -> ParsedWebhook:
    request = a_request(json.dumps(fields).encode())
    return asyncio.run(RECEIVER.parse(request, CONNECTION, tenant_id=tenant_id, key=key))


def message(**fields: Any) -> InboundMessage:
    [found] = parsed(**{**HELLO, **fields}).messages
    return found


def test_a_message_has_its_senders_address_and_a_conversation_of_its_own() -> None:
    """Whoever looks at the conversation's id cannot tell whose it is."""
    found = message(thread="7")

    assert found.text == "Hello"
    assert (found.message_id, found.channel, found.received_at) == ("m-1", Channel.WEBHOOK, NOW)
    assert found.address == ChannelAddress(
        channel=Channel.WEBHOOK, account="support", recipient="+49 30 1234", thread="7"
    )
    assert "1234" not in found.conversation_id
    assert found.conversation_id.startswith("webhook-")


def test_a_conversation_is_one_tenants_one_senders_and_one_threads() -> None:
    """And always the same one."""
    [other_tenant] = parsed("globex", **HELLO).messages
    [other_key] = parsed("acme", bytes(32), **HELLO).messages
    ids = [
        message().conversation_id,
        message(thread="7").conversation_id,
        message(sender="somebody").conversation_id,
        other_tenant.conversation_id,
        other_key.conversation_id,
    ]

    assert len(set(ids)) == 5
    assert message(id="m-2", text="again").conversation_id == ids[0]


PHOTO = {
    "url": "https://files.example/1.jpg",
    "name": "photo.jpg",
    "media_type": "image/jpeg",
    "size": 52_113,
}


def test_a_press_says_its_buttons_words_and_files_go_along() -> None:
    """The bot reads the one, and people see the other."""
    assert message(text=None, button="Yes, please").words == "Yes, please"
    for text in ("Hello", None):
        found = message(text=text, attachments=[PHOTO])
        assert found.words == (text or "")
        [attachment] = found.attachments
        assert attachment.model_dump(exclude={"reference"}) == PHOTO


def test_an_edit_and_a_deletion_name_the_message() -> None:
    """By ids of their own, so that a repeat is told from another edit."""
    at = datetime(2026, 11, 29, 11, 59, tzinfo=UTC)
    [edit] = parsed(**{**HELLO, "id": "e-1"}, edited="m-1", at=at.isoformat()).changes
    [deletion] = parsed(id="e-2", sender=HELLO["sender"], deleted="m-1").changes

    assert edit.change == MessageEdited(event_id="e-1", message_id="m-1", text="Hello", at=at)
    assert deletion.change == MessageDeleted(event_id="e-2", message_id="m-1", at=NOW)
    assert edit.conversation_id == deletion.conversation_id == message().conversation_id


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id": None}, "id"),
        ({"id": "a b"}, "id"),
        ({"id": "x" * 65}, "id"),
        ({"sender": ""}, "sender"),
        ({"sender": "a\u200bb"}, "sender"),
        ({"sender": "x" * 201}, "sender"),
        ({"thread": "a\nb"}, "thread"),
        ({"text": " \u200b"}, "text"),
        ({"text": "a\u0000b"}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"text": 7}, "text"),
        ({"text": None}, "body"),
        ({"text": "yes", "button": "yes"}, "body"),
        ({"text": None, "button": "x" * 301}, "button"),
        ({"attachments": [PHOTO | {"url": "http://x.example/a"}]}, "attachments.0.url"),
        ({"attachments": [PHOTO | {"url": None}]}, "attachments.0.url"),
        ({"attachments": [PHOTO | {"name": ""}]}, "attachments.0.name"),
        ({"attachments": [PHOTO | {"media_type": "jpeg"}]}, "attachments.0.media_type"),
        ({"attachments": [PHOTO | {"size": -1}]}, "attachments.0.size"),
        ({"attachments": [PHOTO] * 11}, "attachments"),
        ({"edited": "m-0", "text": None}, "body"),
        ({"edited": "m-0", "deleted": "m-0"}, "body"),
        ({"deleted": "m-0"}, "body"),
        ({"at": "2026-11-29T12:00:00"}, "at"),
        ({"at": "yesterday"}, "at"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_refusal_names_the_field(changed: dict[str, Any], field: str) -> None:
    """And never what was sent."""
    with pytest.raises(InvalidInput) as refused:
        message(**changed)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"id": "\\ud800"}', b"[" * 60_000]
)
def test_what_is_no_object_is_refused(body: bytes) -> None:
    """However deep or broken."""
    with pytest.raises(InvalidInput):
        asyncio.run(RECEIVER.parse(a_request(body), CONNECTION, tenant_id="acme", key=KEY))


def test_the_account_stands_in_the_address() -> None:
    """And nothing else does."""
    assert RECEIVER.account_of(a_request(b"", "a-b_9/messages")) == "a-b_9"
    for path in ("", "messages", "support", "Support/messages", "a/b/messages", "s/messages/",
                 "../messages", "x" * 61 + "/messages", "s%2f/messages"):  # fmt: skip
        with pytest.raises(NotFound):
            RECEIVER.account_of(a_request(b"", path))


@pytest.mark.parametrize("at", ["2026-11-29T12:00:00", "yesterday", "29.11.2026", True])
def test_a_moment_that_is_none_is_told_how_one_is_written(at: Any) -> None:
    """Its reader writes programs, and wants an example."""
    with pytest.raises(InvalidInput, match="such as 2026-12-01T09:30:00Z"):
        parsed(**HELLO, at=at)
