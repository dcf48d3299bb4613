"""Payload codec: seals what Temporal stores with the tenant's own key (AES-256-GCM).

The tenant comes from the workflow's id; the key's id travels in the payload's metadata, so that
a payload can be opened without knowing where it came from, and deleting a key shreds the rest.
"""

import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Self

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter, pydantic_data_converter
from temporalio.converter import (
    ActivitySerializationContext,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    EncodingPayloadConverter,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

from domain.errors import DependencyUnavailable, InvalidInput, NotFound
from domain.identifiers import tenant_of_workflow
from domain.ports import TenantKeys
from infra.sealing import BrokenSeal, is_too_short, seal, unseal

_ENCODING = b"binary/encrypted"
_KEY = "duralogue-key"
_TENANT = "duralogue-tenant"
_WORTH_COMPRESSING = 200
LARGEST_PLAIN = 4 * 1024 * 1024
"""Twice what Temporal takes of one payload as it is sealed. Nothing that we store comes near it, so
whatever unpacks to more was made to fill the memory of who opens it."""
_WINDOW_BITS, _MEMORY_LEVEL = 13, 6
"""Payloads are small: most of the time, zlib's own window would only be made ready and dropped."""
_PLATFORM = "platform"
"""Seals what belongs to no tenant's workflow."""


class KeyCache:
    """Implements `TenantKeys` over another, each key kept for a minute.

    A shredded key stops working within one.

    While the database is down what was known goes on working, so that messages still flow.
    """

    def __init__(self, keys: TenantKeys, *, lasts: float = 60.0) -> None:
        self._keys = keys
        self._lasts = lasts
        self._current: dict[str, tuple[float, str, bytes]] = {}
        self._by_id: dict[tuple[str, str], tuple[float, bytes]] = {}

    async def current(self, tenant_id: str) -> tuple[str, bytes]:
        cached = self._current.get(tenant_id)
        if cached is not None and cached[0] > time.monotonic():
            return cached[1], cached[2]
        try:
            key_id, key = await self._keys.current(tenant_id)
        except DependencyUnavailable:
            if cached is None:
                raise
            return cached[1], cached[2]
        self._current[tenant_id] = (time.monotonic() + self._lasts, key_id, key)
        return key_id, key

    async def get(self, tenant_id: str, key_id: str) -> bytes:
        cached = self._by_id.get((tenant_id, key_id))
        if cached is not None and cached[0] > time.monotonic():
            return cached[1]
        try:
            key = await self._keys.get(tenant_id, key_id)
        except DependencyUnavailable:
            if cached is None:
                raise
            return cached[1]
        self._by_id[tenant_id, key_id] = (time.monotonic() + self._lasts, key)
        return key


class TenantCodec(PayloadCodec, WithSerializationContext):
    """Seals with the key of the tenant in the workflow id; opens by what the payload says."""

    def __init__(self, keys: KeyCache, tenant_id: str = _PLATFORM) -> None:
        self._keys = keys
        self._tenant_id = tenant_id

    def with_context(self, context: SerializationContext) -> Self:
        workflow_id = (
            context.workflow_id
            if isinstance(context, WorkflowSerializationContext | ActivitySerializationContext)
            else None  # an activity without a workflow has no id: it is the platform's
        )
        return type(self)(self._keys, tenant_of_workflow(workflow_id) or _PLATFORM)

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        key_id, key = await self._keys.current(self._tenant_id)
        return [_seal(payload, self._tenant_id, key_id, key) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Raise InvalidInput for one that unpacks to more than LARGEST_PLAIN."""
        return [await self._open(payload) for payload in payloads]

    async def _open(self, payload: Payload) -> Payload:
        # Not by the context: who opens a payload for the Temporal UI has none.
        key = await key_of_payload(self._keys, payload)
        return payload if key is None else unsealed(payload, key)


class LazyPayloadConverter(PydanticPayloadConverter):
    """Pydantic's, made at first use: the SDK makes one for each payload's context and drops it."""

    def __init__(self) -> None:
        """Nothing yet, which is the point."""

    @cached_property
    def converters(self) -> Mapping[bytes, EncodingPayloadConverter]:  # type: ignore[override]
        return PydanticPayloadConverter().converters


def tenant_of_payload(payload: Payload) -> str | None:
    """Whose key sealed it; None where it is not sealed."""
    if payload.metadata.get("encoding") != _ENCODING:
        return None
    return _text_of(payload, _TENANT)


async def key_of_payload(keys: KeyCache, payload: Payload) -> bytes | None:
    """The key that opens it; None where it is not sealed."""
    if payload.metadata.get("encoding") != _ENCODING:
        return None
    return await keys.get(_text_of(payload, _TENANT), _text_of(payload, _KEY))


def data_converter(keys: TenantKeys) -> DataConverter:
    """Pydantic models as JSON, sealed per tenant; failures' sentences are sealed as well."""
    return replace(
        pydantic_data_converter,
        payload_converter_class=LazyPayloadConverter,
        payload_codec=TenantCodec(KeyCache(keys)),
        # Else the sentences and stack traces of failures would be stored readable.
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


def _text_of(payload: Payload, name: str) -> str:
    value = payload.metadata.get(name, b"")
    if not value or not value.isascii():
        raise InvalidInput(f"metadata.{name}", "what our codec has written there")
    return value.decode("ascii")


def _seal(payload: Payload, tenant_id: str, key_id: str, key: bytes) -> Payload:
    plain = payload.SerializeToString()
    if len(plain) > LARGEST_PLAIN:
        raise InvalidInput("data", f"at most {LARGEST_PLAIN // 1024} kB")
    packed = b"\1" + _compress(plain) if len(plain) > _WORTH_COMPRESSING else b"\0" + plain
    return Payload(
        metadata={
            "encoding": _ENCODING,
            _TENANT: tenant_id.encode(),
            _KEY: key_id.encode(),
        },
        data=seal(key, packed, _associated(tenant_id, key_id)),
    )


def _compress(plain: bytes) -> bytes:
    compressor = zlib.compressobj(1, zlib.DEFLATED, _WINDOW_BITS, _MEMORY_LEVEL)
    return compressor.compress(plain) + compressor.flush()


def unsealed(payload: Payload, key: bytes, *, largest: int = LARGEST_PLAIN) -> Payload:
    """Open one payload with its key. Raise InvalidInput where it unpacks to more than `largest`."""
    if is_too_short(payload.data):
        raise InvalidInput("data", "what our codec has sealed; this is too short")
    associated = _associated(_text_of(payload, _TENANT), _text_of(payload, _KEY))
    try:
        packed = unseal(key, payload.data, associated)
    except BrokenSeal as error:
        raise NotFound("this payload was not sealed with that key") from error
    return Payload.FromString(_unpacked(packed, largest))


def _unpacked(packed: bytes, largest: int) -> bytes:
    """No more than `largest` is ever made, whatever the packed bytes promise."""
    if packed[:1] != b"\1":
        plain, is_whole = packed[1:], True
    else:
        unpacking = zlib.decompressobj()
        try:
            plain = unpacking.decompress(packed[1:], largest + 1)
        except zlib.error as error:
            raise InvalidInput("data", "what our codec has packed") from error
        is_whole = unpacking.eof
    if len(plain) > largest:
        raise InvalidInput("data", f"what unpacks to at most {largest // 1024} kB")
    if not is_whole:
        raise InvalidInput("data", "what our codec has packed; this ends too soon")
    return plain


def _associated(tenant_id: str, key_id: str) -> bytes:
    return f"{tenant_id}/{key_id}".encode()
