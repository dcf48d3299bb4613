"""Labels and refunds of the example shop: once per key, whatever is repeated."""

import asyncio

import httpx
import pytest

TOTAL = {"amount": "129.90", "currency": "EUR"}


async def refund(
    client: httpx.AsyncClient, key: str, order: str = "A100001", money: dict[str, str] = TOTAL
) -> httpx.Response:
    return await client.post(
        f"/orders/{order}/refunds", json=money, headers={"Idempotency-Key": key}
    )


async def paid(admin: httpx.AsyncClient) -> list[dict[str, str]]:
    answer = (await admin.get("/admin/refunds")).raise_for_status()
    refunds: list[dict[str, str]] = answer.json()["refunds"]
    return refunds


async def test_a_repeated_refund_is_the_stored_one(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    """
    A caller that lost the answer may ask again with its key; "129.9" is the same money.
    """
    first = await refund(ada, "key-1")
    again = await refund(ada, "key-1", money={"amount": "129.9", "currency": "EUR"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert await paid(admin) == [first.json()]


async def test_refunds_sent_at_once_with_one_key_pay_once(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    """
    A time-out and its retry may be under way together.
    """
    answers = await asyncio.gather(*(refund(ada, "key-1") for _ in range(8)))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len(await paid(admin)) == 1


async def test_refunds_sent_at_once_with_different_keys_pay_once(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    """
    Two conversations about one order are still one order.
    """
    answers = await asyncio.gather(*(refund(ada, f"key-{n}") for n in range(8)))

    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert len(await paid(admin)) == 1


async def test_one_key_sent_at_once_for_two_orders_pays_one_of_them(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    """
    The two have different rows to wait for, so the key itself must be waited for.
    """
    money = {"amount": "10.00", "currency": "EUR"}
    orders = ("A100001", "A100003", "A100006", "A100014")

    answers = await asyncio.gather(*(refund(ada, "key-1", order, money) for order in orders))

    assert sorted(answer.status_code for answer in answers) == [201] + [422] * 3
    assert len(await paid(admin)) == 1


@pytest.mark.parametrize(
    ("order", "money"),
    [("A100001", {"amount": "1.00", "currency": "EUR"}), ("A100006", TOTAL)],
)
async def test_a_key_used_for_something_else_is_refused(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient, order: str, money: dict[str, str]
) -> None:
    """
    A key is for one order and one amount; anything else is a mistake of the caller's.
    """
    await refund(ada, "key-1")

    answer = await refund(ada, "key-1", order, money)

    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_key_reused"
    assert len(await paid(admin)) == 1


@pytest.mark.parametrize(
    ("order", "money", "refusal"),
    [
        ("A100001", {"amount": "129.91", "currency": "EUR"}, "amount_out_of_range"),
        ("A100001", {"amount": "0", "currency": "EUR"}, "amount_out_of_range"),
        ("A100001", {"amount": "1.00", "currency": "USD"}, "wrong_currency"),
        ("A100001", {"amount": "-1.00", "currency": "EUR"}, "invalid_request"),
        ("A100001", {"amount": "1.00"}, "invalid_request"),
        ("A100001%00", TOTAL, "invalid_request"),
    ],
)
async def test_impossible_refunds_are_refused_by_name(
    ada: httpx.AsyncClient,
    admin: httpx.AsyncClient,
    order: str,
    money: dict[str, str],
    refusal: str,
) -> None:
    """
    Each refusal has a code of its own, and none pays.
    """
    answer = await refund(ada, "key-1", order, money)

    assert (answer.status_code, answer.json()["code"]) == (422, refusal)
    assert await paid(admin) == []


async def test_a_write_without_a_key_is_refused(ada: httpx.AsyncClient) -> None:
    """
    The problem names the header that is missing.
    """
    answer = await ada.post("/orders/A100001/refunds", json=TOTAL)

    assert answer.status_code == 422
    assert "Idempotency-Key" in answer.json()["detail"]


async def test_a_lost_refund_is_found_by_its_key(ada: httpx.AsyncClient) -> None:
    """
    Reconciliation: what is stored, or 404 when nothing was.
    """
    before = await ada.get("/refunds", params={"idempotency_key": "key-1"})
    made = await refund(ada, "key-1")
    after = await ada.get("/refunds", params={"idempotency_key": "key-1"})

    assert before.status_code == 404
    assert after.json() == made.json()


async def test_a_refund_is_found_by_its_owner_only(
    ada: httpx.AsyncClient,
) -> None:
    """
    Keys can be guessed from order numbers, so a key alone shows nothing.
    """
    await refund(ada, "key-1")

    answer = await ada.get(
        "/refunds", params={"idempotency_key": "key-1"}, headers={"X-Customer-Id": "cust-grace"}
    )

    assert answer.status_code == 404


async def test_a_label_is_made_once_and_voided_as_often_as_one_likes(
    ada: httpx.AsyncClient,
) -> None:
    """
    The undo of a flow may run more than once.
    """
    key = {"Idempotency-Key": "flow-1:label"}
    made = await ada.post("/orders/A100001/labels", headers=key)
    again = await ada.post("/orders/A100001/labels", headers=key)
    found = await ada.get("/labels", params={"idempotency_key": "flow-1:label"})
    voided = [await ada.post(f"/labels/{made.json()['label_id']}/void") for _ in range(2)]

    assert (made.status_code, again.status_code) == (201, 200)
    assert made.json() == again.json() == found.json()
    assert [(answer.status_code, answer.json()["status"]) for answer in voided] == [
        (200, "voided")
    ] * 2


async def test_what_cannot_go_back_gets_no_label(ada: httpx.AsyncClient) -> None:
    """
    A gift card is not returnable, and the flow's `on_refused` needs a code for it.
    """
    answer = await ada.post("/orders/A100005/labels", headers={"Idempotency-Key": "k"})

    assert (answer.status_code, answer.json()["code"]) == (409, "not_returnable")


async def test_an_added_order_is_its_owners(
    ada: httpx.AsyncClient, admin: httpx.AsyncClient
) -> None:
    """
    Tests and demonstrations that need a fresh order add one.
    """
    new = {
        "id": "A200001",
        "customer_id": "cust-ada",
        "email": "ada@example.com",
        "item": "Globe",
        "total": {"amount": "75.50", "currency": "EUR"},
    }
    added = await admin.post("/admin/orders", json=new)
    twice = await admin.post("/admin/orders", json=new)

    assert (added.status_code, twice.status_code) == (201, 409)
    assert (await ada.get("/orders/A200001")).json() == added.json()
