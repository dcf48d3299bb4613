"""Bounds on what small payloads unpack to, for workers and for the codec endpoint."""

import asyncio
import threading
import tracemalloc
import zlib
from base64 import b64encode
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.converter import WorkflowSerializationContext

from domain.errors import InvalidInput
from infra.temporal import codec
from infra.temporal.codec import LARGEST_PLAIN, KeyCache, TenantCodec
from infra.temporal.payloads import LARGEST_ANSWER, SealedPayloads
from tests.fakes.keys import FakeKeys


def _codec(keys: FakeKeys) -> TenantCodec:
    context = WorkflowSerializationContext(namespace="default", workflow_id="conversation/acme/c-1")
    return TenantCodec(KeyCache(keys)).with_context(context)


async def _sealed(
    keys: FakeKeys, size: int, monkeypatch: pytest.MonkeyPatch, *, cut: int = 0
) -> Payload:
    """What somebody with a tenant's key can make: `size` bytes that are sent as a thousandth."""
    packed = codec._compress
    with monkeypatch.context() as patched:
        patched.setattr(codec, "LARGEST_PLAIN", 10**12)
        patched.setattr(codec, "_compress", lambda plain: packed(plain)[: -cut or None])
        plain = Payload(metadata={"encoding": b"json/plain"}, data=b"a" * size)
        [sealed] = await _codec(keys).encode([plain])
    return sealed


def _shown(payload: Payload) -> dict[str, Any]:
    return {
        "metadata": {name: b64encode(value).decode() for name, value in payload.metadata.items()},
        "data": b64encode(payload.data).decode(),
    }


@pytest.mark.parametrize("times", [1.01, 10])
async def test_a_worker_opens_no_payload_that_unpacks_to_more_than_fits(
    monkeypatch: pytest.MonkeyPatch, times: float
) -> None:
    """
    And no more than that is ever made in memory, however much is promised.
    """
    keys = FakeKeys()
    sealed = await _sealed(keys, int(LARGEST_PLAIN * times), monkeypatch)
    tracemalloc.start()

    with pytest.raises(InvalidInput, match="unpacks to at most"):
        await _codec(keys).decode([sealed])

    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * LARGEST_PLAIN


async def test_what_is_too_large_to_be_opened_is_not_sealed() -> None:
    """
    Else a conversation would hold what nobody can read.
    """
    payload = Payload(data=b"a" * (LARGEST_PLAIN + 1))

    with pytest.raises(InvalidInput, match="at most"):
        await _codec(FakeKeys()).encode([payload])


async def test_many_payloads_that_are_each_within_the_limit_are_limited_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Hundreds of small ones would else unpack to gigabytes in one answer.
    """
    keys = FakeKeys()
    sealed = _shown(await _sealed(keys, LARGEST_PLAIN - 200, monkeypatch))
    viewer = SealedPayloads(keys)

    fitting = LARGEST_ANSWER // LARGEST_PLAIN
    assert len(await viewer.open_payloads("acme", [sealed] * fitting)) == fitting
    with pytest.raises(InvalidInput, match="at most"):
        await viewer.open_payloads("acme", [sealed] * 250)


@pytest.mark.parametrize("cut", [1, 4, 10])
async def test_what_was_cut_off_is_invalid(monkeypatch: pytest.MonkeyPatch, cut: int) -> None:
    """
    Half a payload must not be taken for a whole one.
    """
    keys = FakeKeys()
    sealed = await _sealed(keys, 5_000, monkeypatch, cut=cut)

    with pytest.raises(InvalidInput):
        await _codec(keys).decode([sealed])


async def test_the_work_of_opening_is_done_beside_the_event_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Everybody else is served meanwhile.
    """
    keys = FakeKeys()
    sealed = _shown(await _sealed(keys, 100_000, monkeypatch))
    began, may_go_on = threading.Event(), threading.Event()
    decompressor = zlib.decompressobj

    def held(*args: Any) -> Any:
        began.set()
        assert may_go_on.wait(20)
        return decompressor(*args)

    monkeypatch.setattr(zlib, "decompressobj", held)

    opening = asyncio.create_task(SealedPayloads(keys).open_payloads("acme", [sealed]))
    assert await asyncio.to_thread(began.wait, 20)
    assert not opening.done()
    may_go_on.set()

    assert len(await opening) == 1
