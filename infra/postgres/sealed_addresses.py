"""Addresses of customers as they are stored: sealed with their tenant's key."""

import base64
import logging
from typing import Any

from pydantic import BaseModel

from domain.channel_addresses import ChannelAddress
from domain.errors import NotFound
from domain.messages import InboundMessage
from domain.ports import TenantKeys
from infra.sealing import BrokenSeal, seal, unseal

_log = logging.getLogger(__name__)

_SEALED = "sealed_address"
"""Beside the fields of a message, in place of its address."""


class SealedAddress(BaseModel):
    """An address that opens only with one key of its tenant, and only for its conversation."""

    key_id: str
    sealed: bytes

    def as_json(self) -> dict[str, str]:
        return {"key_id": self.key_id, "sealed": base64.b64encode(self.sealed).decode()}


class SealedAddresses:
    """Seals addresses, and whole messages but for their address, which is all that names a
    person's account elsewhere."""

    def __init__(self, keys: TenantKeys) -> None:
        self._keys = keys

    async def seal(
        self, tenant_id: str, conversation_id: str, address: ChannelAddress
    ) -> SealedAddress:
        """With the tenant's current key. Raise DependencyUnavailable where there is none at hand
        and the database is down."""
        key_id, key = await self._keys.current(tenant_id)
        plain = address.model_dump_json().encode()
        sealed = seal(key, plain, _binding(tenant_id, conversation_id, key_id))
        return SealedAddress(key_id=key_id, sealed=sealed)

    async def open(
        self, tenant_id: str, conversation_id: str, stored: SealedAddress
    ) -> ChannelAddress | None:
        """None where its key was shredded, or it belongs to another row: nothing can be sent
        there any more."""
        try:
            key = await self._keys.get(tenant_id, stored.key_id)
            plain = unseal(key, stored.sealed, _binding(tenant_id, conversation_id, stored.key_id))
        except (NotFound, BrokenSeal):
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
        found = SealedAddress(key_id=stored[_SEALED]["key_id"], sealed=sealed)
        address = await self.open(message.tenant_id, message.conversation_id, found)
        return message.model_copy(update={"address": address})


def _binding(tenant_id: str, conversation_id: str, key_id: str) -> bytes:
    """One moved to another conversation's row, or to another tenant's, does not open."""
    return f"address/{tenant_id}/{conversation_id}/{key_id}".encode()
