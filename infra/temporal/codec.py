"""What Temporal stores is sealed with the tenant's own key: AES-256-GCM, compressed first.

The tenant comes from the workflow's id; the key's id travels in the payload's metadata, so that
a payload can be opened without knowing where it came from, and deleting a key shreds the rest.
"""

import os
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
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

_ENCODING = b"binary/encrypted"
_KEY = "duralogue-key"
_TENANT = "duralogue-tenant"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_WORTH_COMPRESSING = 200
_WINDOW_BITS, _MEMORY_LEVEL = 13, 6
"""Payloads are small: most of the time, zlib's own window would only be made ready and dropped."""
_PLATFORM = "platform"
"""Seals what belongs to no tenant's workflow."""


class KeyCache:
    """Keys for a minute each: a shredded key stops working within one.

    While the database is away what was known goes on working, so that messages still flow.
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
            else None
        )
        return type(self)(self._keys, tenant_of_workflow(workflow_id) or _PLATFORM)

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        key_id, key = await self._keys.current(self._tenant_id)
        return [_seal(payload, self._tenant_id, key_id, key) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [await self._open(payload) for payload in payloads]

    async def _open(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != _ENCODING:
            return payload
        tenant_id, key_id = _text_of(payload, _TENANT), _text_of(payload, _KEY)
        return _unseal(payload, tenant_id, key_id, await self._keys.get(tenant_id, key_id))


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


def data_converter(keys: TenantKeys) -> DataConverter:
    """Pydantic models as JSON, sealed per tenant; failures' sentences are sealed as well."""
    return replace(
        pydantic_data_converter,
        payload_converter_class=LazyPayloadConverter,
        payload_codec=TenantCodec(KeyCache(keys)),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


def _text_of(payload: Payload, name: str) -> str:
    value = payload.metadata.get(name, b"")
    if not value or not value.isascii():
        raise InvalidInput(f"metadata.{name}", "what our codec has written there")
    return value.decode("ascii")


def _seal(payload: Payload, tenant_id: str, key_id: str, key: bytes) -> Payload:
    plain = payload.SerializeToString()
    packed = b"\1" + _compress(plain) if len(plain) > _WORTH_COMPRESSING else b"\0" + plain
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, packed, _associated(tenant_id, key_id))
    return Payload(
        metadata={
            "encoding": _ENCODING,
            _TENANT: tenant_id.encode(),
            _KEY: key_id.encode(),
        },
        data=nonce + sealed,
    )


def _compress(plain: bytes) -> bytes:
    compressor = zlib.compressobj(1, zlib.DEFLATED, _WINDOW_BITS, _MEMORY_LEVEL)
    return compressor.compress(plain) + compressor.flush()


def _unseal(payload: Payload, tenant_id: str, key_id: str, key: bytes) -> Payload:
    nonce, sealed = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
    if len(sealed) < _TAG_BYTES:
        raise InvalidInput("data", "what our codec has sealed; this is too short")
    try:
        packed = AESGCM(key).decrypt(nonce, sealed, _associated(tenant_id, key_id))
    except InvalidTag as error:
        raise NotFound("this payload was not sealed with that key") from error
    plain = zlib.decompress(packed[1:]) if packed[:1] == b"\1" else packed[1:]
    return Payload.FromString(plain)


def _associated(tenant_id: str, key_id: str) -> bytes:
    return f"{tenant_id}/{key_id}".encode()
