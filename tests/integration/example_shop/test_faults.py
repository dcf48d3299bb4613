"""The fault switches of the example shop."""

import asyncio
from time import monotonic
from typing import Any

import httpx
import pytest

from tests.integration.example_shop.test_writes import paid, refund


async def turn(admin: httpx.AsyncClient, **faults: Any) -> None:
    (await admin.put("/admin/faults", json=faults)).raise_for_status()


async def test_slow_waits_and_then_answers(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    """
    Only the named operation is slow.
    """
    await turn(admin, mode="slow", delay_ms=2_000, operations=["getOrder"])

    slow = asyncio.create_task(ada.get("/orders/A100001"))
    started = monotonic()
    (await ada.get("/customers/cust-ada/orders")).raise_for_status()
    assert not slow.done()
    (await slow).raise_for_status()
    assert monotonic() - started >= 1


async def test_failing_answers_503_as_often_as_told(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    """
    A count lets a test have two failures and then a success.
    """
    await turn(admin, mode="failing", count=2)

    answers = [await ada.get("/orders/A100001") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert answers[0].headers["retry-after"] == "1"
    assert answers[0].json()["code"] == "service_unavailable"


async def test_down_hangs_up_without_an_answer(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    """
    Not a byte of an answer arrives, as when a backend's process dies.
    """
    await turn(admin, mode="down")

    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        await ada.get("/orders/A100001")
    assert (await admin.get("/health")).status_code == 200

    await turn(admin, mode="none")
    assert (await ada.get("/orders/A100001")).status_code == 200


@pytest.mark.parametrize("mode", ["failing", "down"])
async def test_after_commit_the_refund_is_paid_and_its_answer_lost(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient, mode: str
) -> None:
    """
    This is how double refunds happen; with the same key the retry finds the first one.
    """
    await turn(admin, mode=mode, operations=["refund"], count=1, after_commit=True)

    if mode == "down":
        with pytest.raises(httpx.RemoteProtocolError):
            await refund(ada, "key-1")
    else:
        assert (await refund(ada, "key-1")).status_code == 503
    assert len(await paid(admin)) == 1

    assert (await refund(ada, "key-1")).status_code == 200
    assert len(await paid(admin)) == 1


@pytest.mark.parametrize("faults", [{"mode": "flood"}, {"mode": "slow", "delay_ms": -1}, {"x": 1}])
async def test_an_unknown_fault_is_refused(
    admin: httpx.AsyncClient, faults: dict[str, object]
) -> None:
    """
    A switch that silently does nothing would make a test pass for the wrong reason.
    """
    assert (await admin.put("/admin/faults", json=faults)).status_code == 422
