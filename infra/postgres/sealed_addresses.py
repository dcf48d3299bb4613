"""Addresses of customers as they are stored: sealed with their tenant's key."""

import base64
import logging
from typing import Any

from domain.channel_addresses import ChannelAddress
from domain.messages import InboundMessage
from domain.ports import TenantKeys
from infra.postgres.tenant_seals import Sealed, TenantSeal
from infra.sealing import BrokenSeal

_log = logging.getLogger(__name__)

_SEALED = "sealed_address"
"""Beside the fields of a message, in place of its address."""


class SealedAddresses:
    """Seals addresses, and whole messages but for their address, which is all that names a
    person's account elsewhere."""

    def __init__(self, keys: TenantKeys) -> None:
        self._seal = TenantSeal(keys, "address")

    async def seal(self, tenant_id: str, conversation_id: str, address: ChannelAddress) -> Sealed:
        """With the tenant's current key. Raise DependencyUnavailable where there is none at hand
        and the database is down."""
        plain = address.model_dump_json().encode()
        return await self._seal.seal(tenant_id, conversation_id, plain)

    async def open(
        self, tenant_id: str, conversation_id: str, stored: Sealed
    ) -> ChannelAddress | None:
        """None where its key was shredded, or it belongs to another row: nothing can be sent
        there any more."""
        try:
            plain = await self._seal.open(tenant_id, conversation_id, stored)
        except BrokenSeal:
            told = {"tenant_id": tenant_id, "conversation_id": conversation_id}
            _log.warning("address_unreadable", extra=told)
            return None
        return ChannelAddress.model_validate_json(plain)

    async def stored(self, message: InboundMessage) -> dict[str, Any]:
        """A message as JSON, its address sealed."""
        if message.address is None:
            return message.model_dump(mode="json")
        sealed = await self.seal(message.tenant_id, message.conversation_id, message.address)
        return message.model_dump(mode="json", exclude={"address"}) | {_SEALED: sealed.as_json()}

    async def read(self, stored: dict[str, Any]) -> InboundMessage:
        """The message of such JSON. Raise ValidationError for what is none."""
        message = InboundMessage.model_validate(stored)
        if _SEALED not in stored:
            return message
        sealed = base64.b64decode(stored[_SEALED]["sealed"])
        found = Sealed(stored[_SEALED]["key_id"], sealed)
        address = await self.open(message.tenant_id, message.conversation_id, found)
        return message.model_copy(update={"address": address})
