"""Ownership in the example shop: who may see which order."""

import httpx
import pytest

from tests.integration.conftest import API_KEY
from tests.support import plain_http

KEY = {"Authorization": f"Bearer {API_KEY}"}


async def test_an_order_is_shown_to_its_verified_owner(ada: httpx.AsyncClient) -> None:
    """
    The fields are those that tenants' flows read.
    """
    order = (await ada.get("/orders/A100001")).raise_for_status().json()

    assert order["id"] == "A100001"
    assert order["total"] == {"amount": "129.90", "currency": "EUR"}
    assert set(order) >= {"status", "item", "placed_on", "expected_on", "carrier", "returnable"}


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ({"email": "ADA@Example.com"}, {}),
        ({}, {"X-Customer-Email": "ada@EXAMPLE.com"}),
    ],
)
async def test_the_email_on_the_order_is_proof_enough(
    shop_url: str, admin: httpx.AsyncClient, query: dict[str, str], headers: dict[str, str]
) -> None:
    """
    A customer who is not signed in shows a second fact that only the owner knows.
    """
    async with plain_http(base_url=shop_url, timeout=60) as client:
        answer = await client.get("/orders/A100001", params=query, headers=KEY | headers)

    assert answer.status_code == 200


@pytest.mark.parametrize("headers", [{}, {"X-Customer-Id": "cust-ada"}])
async def test_guessing_order_numbers_gets_nothing(
    shop_url: str, admin: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    """
    Somebody else's order and one that never was give the same answer, byte for byte.
    """
    async with plain_http(base_url=shop_url, headers=KEY | headers, timeout=60) as client:
        someone_elses = await client.get("/orders/A100007", params={"email": "x@example.com"})
        never_was = await client.get("/orders/A999999", params={"email": "x@example.com"})

    assert someone_elses.status_code == never_was.status_code == 404
    assert someone_elses.content == never_was.content
    assert someone_elses.headers["content-type"] == "application/problem+json"
    assert someone_elses.json()["code"] == "order_not_found"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/orders/A100007/labels", None),
        ("POST", "/orders/A100007/refunds", {"amount": "1.00", "currency": "EUR"}),
        ("GET", "/customers/cust-grace/orders", None),
    ],
)
async def test_nobody_acts_on_somebody_elses_order(
    ada: httpx.AsyncClient, method: str, path: str, body: dict[str, str] | None
) -> None:
    """
    Writes have the same rule as reads.
    """
    answer = await ada.request(method, path, json=body, headers={"Idempotency-Key": "k-1"})

    assert answer.status_code == 404


async def test_a_customer_lists_their_own_orders(ada: httpx.AsyncClient) -> None:
    """
    The newest comes first, and none is another customer's.
    """
    orders = (await ada.get("/customers/cust-ada/orders")).raise_for_status().json()["orders"]

    assert [order["id"] for order in orders][:2] == ["A100004", "A100002"]
    assert "A100007" not in {order["id"] for order in orders}


@pytest.mark.parametrize("path", ["/orders/A100001", "/admin/refunds"])
@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer wrong-key"}])
async def test_without_the_key_the_shop_is_shut(
    shop_url: str, admin: httpx.AsyncClient, path: str, shown: dict[str, str]
) -> None:
    """
    Both doors refuse with 401 and say how to knock.
    """
    async with plain_http(base_url=shop_url, timeout=60) as client:
        answer = await client.get(path, headers=shown)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthorized"


async def test_the_api_key_does_not_open_the_admins_door(ada: httpx.AsyncClient) -> None:
    """
    The platform's own key must not be able to turn faults or add orders.
    """
    assert (await ada.post("/admin/reset")).status_code == 401
