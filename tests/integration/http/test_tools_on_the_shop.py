"""`HttpToolCaller` against the real example shop, well and unwell."""

import asyncio
import logging

import httpx
import pytest

from domain.errors import ConfigurationError, DependencyUnavailable
from domain.tools import ToolStatus
from infra.http.tools import HttpToolCaller
from tests.integration.conftest import API_KEY
from tests.integration.example_shop.test_faults import turn
from tests.integration.example_shop.test_writes import paid
from tests.integration.http.calls import GET_ORDER, REFUND, a_call, a_refund, a_tool, operation


async def test_a_verified_customer_gets_the_order_and_only_what_is_kept(
    tools: HttpToolCaller,
) -> None:
    """
    Dotted paths name what the flow reads.
    """
    call = a_call("get_order", keep=("total", "status"))

    outcome = await tools.call(GET_ORDER, operation("getOrder"), call)

    assert outcome.status is ToolStatus.SUCCEEDED
    assert outcome.result == {
        "status": "delivered",
        "total": {"amount": "129.90", "currency": "EUR"},
    }


@pytest.mark.parametrize(
    ("email", "status"),
    [("ADA@example.com", ToolStatus.SUCCEEDED), ("eve@example.com", ToolStatus.REFUSED)],
)
async def test_a_stranger_needs_the_email_on_the_order(
    tools: HttpToolCaller, email: str, status: ToolStatus
) -> None:
    """
    The second fact goes where the document says, and the backend decides.
    """
    tool = a_tool("get_order", requires="owner_of order")
    arguments = {"order_id": "A100001", "email": email}

    outcome = await tools.call(
        tool, operation("getOrder"), a_call("get_order", customer=None, arguments=arguments)
    )

    assert outcome.status is status


@pytest.mark.parametrize("requirement", ["verified_customer", "owner_of order"])
async def test_a_stranger_without_any_proof_is_refused_before_anything_is_sent(
    tools: HttpToolCaller, admin: httpx.AsyncClient, requirement: str
) -> None:
    """
    The flow asked for it; the caller checks it again. A backend that is down does not notice.
    """
    await turn(admin, mode="down")

    outcome = await tools.call(
        a_tool("get_order", requires=requirement),
        operation("getOrder"),
        a_call("get_order", customer=None),
    )

    assert (outcome.status, outcome.code) == (ToolStatus.REFUSED, "not_verified")


@pytest.mark.parametrize(
    ("order_id", "code"),
    [
        ("A999999", "order_not_found"),
        ("A100007", "order_not_found"),
        ("../admin/refunds", "invalid_argument"),
    ],
)
async def test_a_no_is_an_outcome_with_a_code(
    tools: HttpToolCaller, order_id: str, code: str
) -> None:
    """
    The flow's `on_refused` branch is taken, at once and without a retry.
    """
    call = a_call("get_order", arguments={"order_id": order_id})

    outcome = await tools.call(GET_ORDER, operation("getOrder"), call)

    assert (outcome.status, outcome.code) == (ToolStatus.REFUSED, code)


async def test_a_refund_sent_twice_is_paid_once(
    tools: HttpToolCaller, admin: httpx.AsyncClient
) -> None:
    """
    The same call gives the same outcome, out of the shop's own store.
    """
    first = await tools.call(REFUND, operation("refund"), a_refund())
    again = await tools.call(REFUND, operation("refund"), a_refund())

    refunds = await paid(admin)
    assert first.result == again.result == {"refund_id": refunds[0]["refund_id"]}
    assert (first.http_status, again.http_status, len(refunds)) == (201, 200, 1)


@pytest.mark.parametrize("mode", ["failing", "down", "slow"])
async def test_a_lost_answer_and_a_retry_make_one_refund(
    tools: HttpToolCaller, admin: httpx.AsyncClient, mode: str
) -> None:
    """
    The shop paid, and its answer never came: the retry carries the same key.
    """
    await turn(admin, mode=mode, delay_ms=700, operations=["refund"], count=1, after_commit=True)
    refund = REFUND.model_copy(update={"timeout": REFUND.timeout / 10})

    with pytest.raises(DependencyUnavailable):
        await tools.call(refund, operation("refund"), a_refund())
    assert len(await paid(admin)) == 1

    outcome = await tools.call(refund, operation("refund"), a_refund())
    refunds = await paid(admin)
    assert outcome.result == {"refund_id": refunds[0]["refund_id"]}
    assert len(refunds) == 1


async def test_a_write_that_is_overtaken_by_its_retry_pays_once(
    tools: HttpToolCaller, admin: httpx.AsyncClient
) -> None:
    """
    The first request is still waiting inside the shop when the second one commits.
    """
    await turn(admin, mode="slow", delay_ms=2_000, operations=["refund"], count=1)

    overtaken = asyncio.create_task(tools.call(REFUND, operation("refund"), a_refund()))
    async with asyncio.timeout(60):
        while (await admin.get("/admin/faults")).json()["mode"] != "none":  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    retried = await tools.call(REFUND, operation("refund"), a_refund())

    assert not overtaken.done()
    assert (await overtaken).result == retried.result
    assert len(await paid(admin)) == 1


async def test_what_became_of_a_write_is_found_by_its_key(
    tools: HttpToolCaller, admin: httpx.AsyncClient
) -> None:
    """
    Reconciliation: a read tool that is handed the write's own call.
    """
    lookup, by_key = a_tool("find_refund"), operation("getRefundByKey")

    before = await tools.call(lookup, by_key, a_refund())
    await tools.call(REFUND, operation("refund"), a_refund())
    after = await tools.call(lookup, by_key, a_refund())

    assert (before.status, before.http_status) == (ToolStatus.REFUSED, 404)
    assert after.result == {"refund_id": (await paid(admin))[0]["refund_id"]}


async def test_failing_says_when_to_come_back(
    tools: HttpToolCaller, admin: httpx.AsyncClient
) -> None:
    """
    The shop's Retry-After reaches whoever plans the retry.
    """
    await turn(admin, mode="failing")

    with pytest.raises(DependencyUnavailable, match="shop answered 503") as failure:
        await tools.call(GET_ORDER, operation("getOrder"), a_call("get_order"))

    assert failure.value.retry_after is not None
    assert failure.value.retry_after.total_seconds() == 1


async def test_a_backend_that_keeps_failing_is_left_alone_for_a_while(
    tools: HttpToolCaller, admin: httpx.AsyncClient
) -> None:
    """
    The circuit opens at the threshold, lets one call try after the rest, and closes again.
    """
    await turn(admin, mode="failing", count=3)

    async def look() -> ToolStatus:
        return (await tools.call(GET_ORDER, operation("getOrder"), a_call("get_order"))).status

    for _ in range(3):
        with pytest.raises(DependencyUnavailable, match="answered 503"):
            await look()
    with pytest.raises(DependencyUnavailable, match="left alone") as refused:
        await look()

    assert refused.value.retry_after is not None
    async with asyncio.timeout(60):
        await asyncio.sleep(refused.value.retry_after.total_seconds() + 0.01)
        assert await look() is ToolStatus.SUCCEEDED


async def test_an_operators_retry_is_let_through_and_closes_the_circuit(
    tools: HttpToolCaller, admin: httpx.AsyncClient
) -> None:
    """
    Who has just mended the backend is told whether it works, and not to come back later.
    """
    await turn(admin, mode="failing", count=4)
    call = a_call("get_order")
    urgent = a_call("get_order", urgent=True)
    for _ in range(3):
        with pytest.raises(DependencyUnavailable, match="answered 503"):
            await tools.call(GET_ORDER, operation("getOrder"), call)

    with pytest.raises(DependencyUnavailable, match="answered 503"):
        await tools.call(GET_ORDER, operation("getOrder"), urgent)
    with pytest.raises(DependencyUnavailable, match="left alone"):
        await tools.call(GET_ORDER, operation("getOrder"), call)
    mended = await tools.call(GET_ORDER, operation("getOrder"), urgent)
    again = await tools.call(GET_ORDER, operation("getOrder"), call)

    assert (mended.status, again.status) == (ToolStatus.SUCCEEDED, ToolStatus.SUCCEEDED)


async def test_refusals_do_not_open_the_circuit(tools: HttpToolCaller) -> None:
    """
    A customer who mistypes an order number five times must not shut the shop for all.
    """
    wrong = a_call("get_order", arguments={"order_id": "A999999"})
    for _ in range(5):
        await tools.call(GET_ORDER, operation("getOrder"), wrong)

    outcome = await tools.call(GET_ORDER, operation("getOrder"), a_call("get_order"))

    assert outcome.status is ToolStatus.SUCCEEDED


async def test_one_tenants_secret_is_not_anothers(tools: HttpToolCaller) -> None:
    """
    A tenant's file may name any secret, but only its own are there.
    """
    with pytest.raises(ConfigurationError, match="no secret named"):
        await tools.call(GET_ORDER, operation("getOrder"), a_call("get_order", tenant_id="other"))


async def test_neither_secrets_nor_customers_are_in_the_logs(
    tools: HttpToolCaller, admin: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    """
    Not even at the most talkative level, nor in the error of a backend that is down.
    """
    caplog.set_level(logging.DEBUG)
    arguments = {"order_id": "A100001", "email": "ada@example.com"}
    call = a_call("get_order", customer=None, arguments=arguments)
    await tools.call(GET_ORDER, operation("getOrder"), call)
    await turn(admin, mode="down")

    with pytest.raises(DependencyUnavailable) as failure:
        await tools.call(GET_ORDER, operation("getOrder"), call)

    said = caplog.text + str(failure.value)
    assert API_KEY not in said
    assert "ada" not in said
