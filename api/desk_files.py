"""Links to files in what desks show: they expire, and so are made when somebody looks."""

from api.attachments import linked_files
from api.dependencies import Gateway
from api.views import ShownAttachment
from domain.desk.events import DeskEvent, DeskEventKind
from domain.messages import TranscriptMessage


class DeskMessage(TranscriptMessage):
    """A line of the transcript, with where its files are to be had."""

    attachments: tuple[ShownAttachment, ...] = ()


def message_with_links(gateway: Gateway, tenant_id: str, said: TranscriptMessage) -> DeskMessage:
    files = linked_files(gateway, tenant_id, said.attachments)
    return DeskMessage(**{**dict(said), "attachments": files})


def event_with_links(gateway: Gateway, tenant_id: str, event: DeskEvent) -> DeskEvent:
    """The same for a message that comes as an event."""
    data = event.data.get("data")
    if event.kind is not DeskEventKind.CONVERSATION or not isinstance(data, dict):
        return event
    if not data.get("attachments"):
        return event
    linked = linked_files(gateway, tenant_id, data["attachments"])
    files = [each.model_dump(mode="json") for each in linked]
    shown = {**event.data, "data": {**data, "attachments": files}}
    return event.model_copy(update={"data": shown})
