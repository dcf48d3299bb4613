"""The codec: Temporal stores nothing that is not sealed with the tenant's own key."""

from base64 import b64encode

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.converter import WorkflowSerializationContext

from domain.errors import InvalidInput, NotAllowed, NotFound
from infra.temporal.codec import KeyCache, TenantCodec, tenant_of_payload
from infra.temporal.payloads import SealedPayloads
from tests.fakes.keys import FakeKeys

SECRET = Payload(metadata={"encoding": b"json/plain"}, data=b'"my card is 4111 1111 1111 1111"')
LONG = Payload(metadata={"encoding": b"json/plain"}, data=b"a" * 5_000)


def codec_of(keys: FakeKeys, workflow_id: str, *, lasts: float = 60.0) -> TenantCodec:
    context = WorkflowSerializationContext(namespace="default", workflow_id=workflow_id)
    return TenantCodec(KeyCache(keys, lasts=lasts)).with_context(context)


@pytest.mark.parametrize("payload", [SECRET, LONG], ids=["short", "long"])
async def test_what_was_sealed_opens_without_knowing_where_it_came_from(payload: Payload) -> None:
    """The key's id travels with the payload, so a codec without context can open it."""
    keys = FakeKeys()

    [sealed] = await codec_of(keys, "conversation/acme/c-1").encode([payload])
    [opened] = await TenantCodec(KeyCache(keys)).decode([sealed])

    assert payload.data not in sealed.data
    assert tenant_of_payload(sealed) == "acme"
    assert opened == payload


async def test_a_long_payload_is_stored_smaller_than_it_is() -> None:
    """History is kept for months: what repeats is compressed before it is sealed."""
    [sealed] = await codec_of(FakeKeys(), "conversation/acme/c-1").encode([LONG])

    assert len(sealed.data) < 300


async def test_each_tenant_has_a_key_of_its_own() -> None:
    """A payload that claims to be another tenant's does not open."""
    keys = FakeKeys()
    [sealed] = await codec_of(keys, "conversation/acme/c-1").encode([SECRET])
    await codec_of(keys, "conversation/globex/c-1").encode([SECRET])
    sealed.metadata["duralogue-tenant"] = b"globex"

    with pytest.raises(NotFound):
        await TenantCodec(KeyCache(keys)).decode([sealed])


async def test_deleting_a_key_shreds_what_it_sealed() -> None:
    """Erasure reaches even the histories that the server keeps."""
    keys = FakeKeys()
    [sealed] = await codec_of(keys, "conversation/acme/c-1").encode([SECRET])
    keys.keys.clear()

    with pytest.raises(NotFound):
        await TenantCodec(KeyCache(keys)).decode([sealed])


@pytest.mark.parametrize(
    ("metadata", "data"),
    [
        ({"duralogue-tenant": b"acme", "duralogue-key": b"1"}, b"short"),
        ({"duralogue-tenant": b"\xff", "duralogue-key": b"1"}, b"a" * 40),
        ({}, b"a" * 40),
    ],
)
async def test_what_only_claims_to_be_sealed_is_refused_by_name(
    metadata: dict[str, bytes], data: bytes
) -> None:
    """The codec endpoint is open to a browser: nonsense is invalid input, not a crash."""
    keys = FakeKeys()
    await keys.current("acme")
    payload = Payload(metadata={"encoding": b"binary/encrypted", **metadata}, data=data)

    with pytest.raises(InvalidInput):
        await TenantCodec(KeyCache(keys)).decode([payload])


async def test_staff_open_only_their_own_tenants_payloads() -> None:
    """The Temporal UI may show every namespace; a staff token opens one tenant's."""
    keys = FakeKeys()
    viewer = SealedPayloads(keys)
    [sealed] = await codec_of(keys, "conversation/acme/c-1").encode([SECRET])
    shown = {
        "metadata": {name: _base64(value) for name, value in sealed.metadata.items()},
        "data": _base64(sealed.data),
    }

    [opened] = await viewer.open_payloads("acme", [shown])
    with pytest.raises(NotAllowed):
        await viewer.open_payloads("globex", [shown])

    assert opened["data"] == _base64(SECRET.data)


def _base64(value: bytes) -> str:
    return b64encode(value).decode()
