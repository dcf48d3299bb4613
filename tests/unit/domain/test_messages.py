"""Messages: what counts as something to read."""

import pytest
from pydantic import ValidationError

from domain.messages import Attachment, ChoiceList, InboundMessage, ListItem, Reply, is_visible


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "\u200b",
        "\u200b\u200c\u200d\u2060\ufeff",
        "\u00ad\u034f\u061c",
        "\u202a\u202e\u2066\u2069",
        "\ufe0f\ufe0e",
        "\u115f\u1160\u3164\uffa0",
        "\u2800\u2800",
        "\u00a0\u2003\u3000",
        "\U000e0020\U000e007f",
        "\U000e01ff",
        "\u0301",
    ],
)
def test_a_message_that_nobody_can_see_is_none(text: str) -> None:
    """Neither the bot nor a person could answer it."""
    assert not is_visible(text)


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "5",
        "ja",
        "\u200bhi",
        "👍🏽",
        "❤️",
        "👩‍👩‍👧",
        "🇩🇪",
        "नमस्ते",
        "\u0e01",
        "…",
        "\u1f10",
        "\U0001fadf",
    ],
)
def test_whatever_can_be_seen_is_one(text: str) -> None:
    """Emoji hold joiners and selectors; tomorrow's emoji are not in today's tables."""
    assert is_visible(text)


RECEIPT = {"name": "receipt.pdf", "media_type": "application/pdf", "size": 1_024}


def a_message(**fields: object) -> InboundMessage:
    return InboundMessage.model_validate(
        {
            "message_id": "m-1",
            "tenant_id": "acme",
            "conversation_id": "c-1",
            "channel": "webhook",
            "text": "",
            "received_at": "2026-01-25T14:30:00Z",
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "hello"}, "hello"),
        ({"attachments": [RECEIPT]}, ""),
        ({"text": "look", "attachments": [RECEIPT]}, "look"),
        ({"button": {"payload": "Track my order"}}, "Track my order"),
        ({"text": "Track…", "button": {"payload": "Track my order"}}, "Track my order"),
    ],
)
def test_a_message_says_its_text_or_its_button(fields: dict[str, object], words: str) -> None:
    """
    A pressed button counts as the quick reply that it stands for, however its label was cut.
    """
    message = a_message(**fields)

    assert message.words == words
    assert InboundMessage.model_validate_json(message.model_dump_json()) == message


def test_a_message_of_nothing_is_refused() -> None:
    """
    Nobody could answer it; the failure names the field.
    """
    with pytest.raises(ValidationError, match="text: at least one character"):
        a_message()


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "x" * 256},
        {"name": "invoice\u202efdp.exe"},
        {"media_type": "pdf"},
        {"media_type": "text/html; charset=utf-8"},
        {"size": -1},
        {"url": "http://shop.example/r.pdf"},
        {"url": "javascript:alert(1)"},
        {"reference": "javascript:alert(1)"},
        {"reference": "x" * 301},
        {"body": "aGVsbG8="},
    ],
    ids=str,
)
def test_an_attachment_is_bounded_and_plain(changed: dict[str, object]) -> None:
    """
    People open it, and a page links to it: nothing invisible, and https or nothing.
    """
    assert Attachment.model_validate(RECEIPT | {"url": "https://shop.example/r.pdf"})
    with pytest.raises(ValidationError):
        Attachment.model_validate(RECEIPT | changed)


def test_a_plain_reply_is_written_as_earlier_releases_write_it() -> None:
    """
    Their workers read stored replies while a new release rolls out, and refuse unknown fields.
    """
    attachment = Attachment.model_validate(RECEIPT)
    choices = ChoiceList(items=(ListItem(title="Room 8"),))
    rich = Reply(text="hello", lists=(choices,), attachments=(attachment,))

    assert set(Reply(text="hello").model_dump()) == {
        "text", "quick_replies", "citations", "response", "cards",
    }  # fmt: skip
    assert Reply.model_validate_json(rich.model_dump_json()) == rich
