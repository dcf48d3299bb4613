"""Accepted means answered: over HTTP, on real processes, with what they stand on killed."""

import asyncio

import httpx

from tests.e2e.outages.customer import Customer
from tests.e2e.outages.product import WORDS, Product
from tests.support import eventually

Gateways = tuple[httpx.AsyncClient, httpx.AsyncClient]

ACCEPTED, AWAY = httpx.codes.ACCEPTED, httpx.codes.SERVICE_UNAVAILABLE


async def test_messages_taken_by_two_gateways_without_temporal_are_answered_in_order(
    product: Product, gateways: Gateways
) -> None:
    """They wait in the spool, which both share; nothing overtakes, and nothing comes twice."""
    customer = await Customer.enter(gateways[0])
    ids = [f"t-{number}" for number in range(6)]

    async with customer.listening(gateways[0]):
        await product.temporal.kill()
        taken = [
            await customer.say(gateways[number % 2], message_id)
            for number, message_id in enumerate(ids)
        ]
        again = await customer.say(gateways[1], ids[0])
        await product.temporal.start()
        await eventually(lambda: len(customer.answered()) == len(ids))

    assert {answer.status_code for answer in (*taken, again)} == {ACCEPTED}
    assert customer.answered() == ids
    assert customer.numbers() == list(range(1, len(customer.numbers()) + 1))


async def test_without_postgresql_a_customer_is_told_so_and_answered_afterwards(
    product: Product, gateways: Gateways
) -> None:
    """The stream that was open stays open: notices without a number, then each answer once."""
    customer, late = await Customer.enter(gateways[0]), await Customer.enter(gateways[0])

    async with customer.listening(gateways[0]):
        await customer.say(gateways[0], "p-0")
        await eventually(lambda: customer.answered() == ["p-0"])
        await product.postgres.kill()
        taken = [await customer.say(gateways[0], f"p-{number}") for number in (1, 2)]
        # Who comes only now is neither refused nor left in silence.
        async with late.listening(gateways[0]):
            await late.say(gateways[0], "p-late")
            kept = ("kept", WORDS["message_kept"])
            await eventually(lambda: customer.notices().count(kept) == 2)
            await eventually(lambda: kept in late.notices())
            await product.postgres.start()
            await eventually(lambda: customer.answered() == ["p-0", "p-1", "p-2"])
            await eventually(lambda: late.answered() == ["p-late"])

    assert {answer.status_code for answer in taken} == {ACCEPTED}
    assert ("holding", WORDS["holding"]) in customer.notices()
    assert customer.numbers() == list(range(1, len(customer.numbers()) + 1))
    assert {event["id"] for event in customer.heard if event["kind"] == "notice"} == {None}
    assert late.notices()[0][0] == "interrupted"
    assert ("resumed", "") in late.notices()


async def test_without_both_nothing_is_accepted_and_the_same_id_is_handled_once_afterwards(
    product: Product, gateways: Gateways
) -> None:
    """A 503 is a promise too: it was not taken, and sending it again is safe."""
    customer = await Customer.enter(gateways[0])

    await asyncio.gather(product.temporal.kill(), product.postgres.kill())
    refused = await customer.say(gateways[0], "b-0")
    await asyncio.gather(product.temporal.start(), product.postgres.start())
    async with customer.listening(gateways[0]):

        async def is_taken() -> bool:
            return (await customer.say(gateways[0], "b-0")).status_code == ACCEPTED

        await eventually(is_taken)
        repeated = await customer.say(gateways[1], "b-0")
        await eventually(lambda: bool(customer.answered()))
        await customer.say(gateways[0], "b-1")
        await eventually(lambda: "b-1" in customer.answered())

    assert refused.status_code == AWAY
    assert int(refused.headers["Retry-After"]) >= 1
    assert repeated.status_code == ACCEPTED
    assert customer.answered() == ["b-0", "b-1"]
