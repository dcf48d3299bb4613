"""Files of conversations, as desks show them."""

from typing import Any

import pytest

from api.dependencies import Gateway, open_gateway
from api.desk_files import event_with_links, message_with_links
from api.metrics import GatewayMetrics
from domain.desk.events import DeskEvent, DeskEventKind
from domain.messages import Attachment, Role, TranscriptMessage
from tests.unit.api.doubles import SETTINGS, Doubles
from tests.unit.api.recording import NOW

OURS = Attachment(name="a.png", media_type="image/png", size=3, reference="file/f-1")
THEIRS = Attachment(name="b.png", media_type="image/png", size=3, reference="slack/f-2")


@pytest.fixture
async def gateway(doubles: Doubles) -> Gateway:
    return open_gateway(doubles.as_ports(), SETTINGS, GatewayMetrics())


def _event(kind: DeskEventKind, **data: Any) -> DeskEvent:
    return DeskEvent(seq=1, kind=kind, conversation_id="web-1", data=data, at=NOW)


async def test_a_file_that_is_kept_here_comes_with_its_link(gateway: Gateway) -> None:
    """
    In the history and in the stream alike; what stands at a provider has none of ours.
    """
    said = TranscriptMessage(
        message_id="m-1", role=Role.CUSTOMER, text="", seq=1, at=NOW, attachments=(OURS, THEIRS)
    )
    stored = [file.model_dump(mode="json") for file in said.attachments]
    event = _event(DeskEventKind.CONVERSATION, seq=1, data={"attachments": stored})

    opened = message_with_links(gateway, "acme", said).attachments
    told = event_with_links(gateway, "acme", event).data["data"]["attachments"]

    assert "f-1" in opened[0].link
    assert (opened[1].link, told[1]["link"]) == ("", "")
    assert "f-1" in told[0]["link"]


@pytest.mark.parametrize(
    "event",
    [
        _event(DeskEventKind.CONVERSATION, seq=1, data={"text": "hi"}),
        _event(DeskEventKind.CONVERSATION, seq=1, data=None),
        _event(DeskEventKind.NOTE, data={"attachments": [1]}),
    ],
)
async def test_what_holds_no_files_is_sent_as_it_is(gateway: Gateway, event: DeskEvent) -> None:
    assert event_with_links(gateway, "acme", event) is event
