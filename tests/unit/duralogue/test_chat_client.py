"""The chat client's reading of the gateway's stream."""

from duralogue.chat_client import StreamEvent, parse_event


def test_an_event_is_read() -> None:
    """
    The number is what the client resumes from.
    """
    lines = [
        "id: 7",
        "event: message",
        'data: {"seq": 7, "kind": "message", "data": {"role": "bot", "text": "hi"}, "at": "x"}',
    ]

    assert parse_event(lines) == StreamEvent(7, "message", {"role": "bot", "text": "hi"})


def test_a_comment_is_no_event() -> None:
    """
    The gateway says every few seconds that it lives.
    """
    assert parse_event([": ping - 2026-01-25"]) is None
    assert parse_event([]) is None
    assert parse_event(["event: notice", 'data: {"seq":null,"data":{}}']) is None
