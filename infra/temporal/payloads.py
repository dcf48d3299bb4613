"""Payloads opened for staff who look at a conversation in the Temporal UI."""

from typing import Any

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from temporalio.api.common.v1 import Payload

from domain.errors import InvalidInput, NotAllowed
from domain.ports import TenantKeys
from infra.temporal.codec import KeyCache, TenantCodec, tenant_of_payload


class SealedPayloads:
    """Implements `PayloadViewer`: only what the given tenant's own key sealed is opened."""

    def __init__(self, keys: TenantKeys) -> None:
        self._keys = KeyCache(keys)
        self._codec = TenantCodec(self._keys)

    async def open_payloads(
        self, tenant_id: str | None, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Payloads as protobuf JSON. `tenant_id` None opens those of any tenant (dev server)."""
        sealed = [_parsed(payload) for payload in payloads]
        for payload in sealed:
            if tenant_id is not None and tenant_of_payload(payload) not in {None, tenant_id}:
                raise NotAllowed("these payloads belong to another tenant")
        return [MessageToDict(payload) for payload in await self._codec.decode(sealed)]

    async def seal_payloads(
        self, tenant_id: str, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """What staff type into the UI, sealed with their tenant's key."""
        codec = TenantCodec(self._keys, tenant_id)
        return [
            MessageToDict(payload)
            for payload in await codec.encode([_parsed(payload) for payload in payloads])
        ]


def _parsed(payload: dict[str, Any]) -> Payload:
    try:
        return ParseDict(payload, Payload())
    except ParseError as error:
        raise InvalidInput("payloads", "protobuf JSON of temporal.api.common.v1.Payload") from error
