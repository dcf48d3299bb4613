"""Files of messages: those that a message names, and links to those that are shown."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from api.dependencies import Gateway
from api.views import ShownAttachment, ShownEvent, ShownMessage
from domain.errors import InvalidInput, NotFound
from domain.files import file_id_in
from domain.messages import Attachment
from domain.tenant_settings import TenantConfig


def takes_files(gateway: Gateway, tenant: TenantConfig) -> bool:
    """Whether files may be sent to the tenant here and now."""
    rules = tenant.channels.web.attachments
    return rules.enabled and (rules.allow_unchecked or gateway.ports.scanner is not None)


async def named_files(
    gateway: Gateway,
    tenant: TenantConfig,
    conversation_id: str,
    file_ids: Sequence[str],
    *,
    with_addresses: bool = False,
) -> tuple[Attachment, ...]:
    """The files that a message names, which are kept from now on.

    Raise InvalidInput where one is not of this conversation, or no longer there.
    """
    if not file_ids:
        return ()
    until = datetime.now(UTC) + tenant.channels.web.attachments.kept_for
    try:
        files = await gateway.ports.files.claim(
            tenant.tenant, conversation_id, file_ids, until=until
        )
    except NotFound as error:
        allowed = "must be files that were sent to this conversation within the last hour"
        raise InvalidInput("attachments", allowed) from error
    links = gateway.file_links
    addresses = {
        file.file_id: links.address(tenant.tenant, file.file_id) if with_addresses else None
        for file in files
    }
    return tuple(file.as_attachment(addresses[file.file_id]) for file in files)


def with_links(gateway: Gateway, tenant_id: str, shown: ShownMessage) -> ShownMessage:
    """As the visitor's page gets it."""
    if not shown.attachments:
        return shown
    linked = tuple(_linked(gateway, tenant_id, each) for each in shown.attachments)
    return shown.model_copy(update={"attachments": linked})


def with_links_in(gateway: Gateway, tenant_id: str, event: ShownEvent) -> ShownEvent:
    """The same for a message that comes as an event."""
    if not event.data.get("attachments"):
        return event
    known = [ShownAttachment.model_validate(each) for each in event.data["attachments"]]
    linked = [_linked(gateway, tenant_id, each).model_dump(mode="json") for each in known]
    return event.model_copy(update={"data": {**event.data, "attachments": linked}})


def linked_files(
    gateway: Gateway, tenant_id: str, files: Iterable[Any]
) -> tuple[ShownAttachment, ...]:
    """Files of a message, or of its event, with where staff fetch them."""
    known = [ShownAttachment.model_validate(each, from_attributes=True) for each in files]
    return tuple(_linked(gateway, tenant_id, each) for each in known)


def _linked(gateway: Gateway, tenant_id: str, shown: ShownAttachment) -> ShownAttachment:
    file_id = file_id_in(shown)
    link = gateway.file_links.path(tenant_id, file_id) if file_id else ""
    return shown.model_copy(update={"link": link})
