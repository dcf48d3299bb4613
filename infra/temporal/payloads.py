"""Payloads opened for staff who look at a conversation in the Temporal UI."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from google.protobuf.json_format import MessageToDict, ParseDict, ParseError
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload

from domain.errors import InvalidInput, NotAllowed
from domain.ports import TenantKeys
from infra.temporal.codec import (
    LARGEST_PLAIN,
    KeyCache,
    TenantCodec,
    key_of_payload,
    tenant_of_payload,
    unsealed,
)

LARGEST_ANSWER: Final = 2 * LARGEST_PLAIN
"""All that one request unpacks; the Temporal UI asks for the payloads of one event at a time."""
_AT_ONCE: Final = 2
"""Requests that are worked on side by side; the others wait their turn, in threads of nobody."""


class SealedPayloads:
    """Implements `PayloadViewer`: only what the given tenant's own key sealed is opened.

    The work is done in a thread, so that nobody else waits for it.
    """

    def __init__(self, keys: TenantKeys) -> None:
        self._keys = KeyCache(keys)
        self._working = asyncio.Semaphore(_AT_ONCE)

    async def open_payloads(
        self, tenant_id: str | None, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """Payloads as protobuf JSON. `tenant_id` None opens those of any tenant (dev server)."""
        async with self._working:
            sealed = await asyncio.to_thread(_all_parsed, payloads)
            for payload in sealed:
                if tenant_id is not None and tenant_of_payload(payload) not in {None, tenant_id}:
                    raise NotAllowed("these payloads belong to another tenant")
            keys = [await key_of_payload(self._keys, payload) for payload in sealed]
            return await asyncio.to_thread(_all_opened, sealed, keys)

    async def seal_payloads(
        self, tenant_id: str, payloads: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """What staff type into the UI, sealed with their tenant's key."""
        codec = TenantCodec(self._keys, tenant_id)
        async with self._working:
            opened = await asyncio.to_thread(_all_parsed, payloads)
            sealed = await codec.encode(opened)
            return await asyncio.to_thread(_as_dicts, sealed)


def _all_parsed(payloads: Sequence[dict[str, Any]]) -> list[Payload]:
    return [_parsed(payload) for payload in payloads]


def _all_opened(sealed: Sequence[Payload], keys: Sequence[bytes | None]) -> list[dict[str, Any]]:
    left = LARGEST_ANSWER
    opened = []
    for payload, key in zip(sealed, keys, strict=True):
        plain = payload if key is None else _unsealed(payload, key, min(left, LARGEST_PLAIN))
        left -= plain.ByteSize()
        if left < 0:
            raise InvalidInput("payloads", f"what unpacks to at most {LARGEST_ANSWER // 1024} kB")
        opened.append(plain)
    return _as_dicts(opened)


def _unsealed(payload: Payload, key: bytes, largest: int) -> Payload:
    try:
        return unsealed(payload, key, largest=largest)
    except DecodeError as error:
        raise InvalidInput("payloads", "what our codec has sealed") from error


def _as_dicts(payloads: Sequence[Payload]) -> list[dict[str, Any]]:
    return [MessageToDict(payload) for payload in payloads]


def _parsed(payload: dict[str, Any]) -> Payload:
    try:
        return ParseDict(payload, Payload())
    except ParseError as error:
        raise InvalidInput("payloads", "protobuf JSON of temporal.api.common.v1.Payload") from error
