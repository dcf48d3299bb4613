"""Reports of providers, in any order, over PostgreSQL and the memory twin."""

from datetime import timedelta
from itertools import permutations

import pytest

from domain.channel_addresses import Channel
from domain.deliveries import Delivery, DeliveryReport, ReportedStatus
from tests.integration.postgres.stores import NOW, Stores, a_commit, say

QUEUED, WENT, DELIVERED = ReportedStatus.QUEUED, ReportedStatus.SENT, ReportedStatus.DELIVERED
READ, UNDELIVERED, FAILED = (
    ReportedStatus.READ,
    ReportedStatus.UNDELIVERED,
    ReportedStatus.FAILED,
)


async def a_row(stores: Stores, conversation: str = "c-1") -> Delivery:
    ref = await stores.open(conversation, Channel.SMS)
    await stores.turns.commit(a_commit(ref, commands=(say("On its way."),)))
    return await stores.ledger.get(stores.tenant, f"{conversation}/bot/s1t1.0.0")


def report(row: Delivery, status: ReportedStatus, message: str = "SM1") -> DeliveryReport:
    return DeliveryReport(
        delivery_id=row.delivery_id,
        provider_message_id=message,
        status=status,
        code="30005" if status.is_failure else "",
        reason="the number does not exist" if status.is_failure else "",
        at=NOW + timedelta(seconds=3),
    )


async def test_the_row_says_how_far_it_got(stores: Stores) -> None:
    row = await a_row(stores)
    assert (row.reported, row.reported_reason) == (None, "")

    for status in (QUEUED, WENT, DELIVERED, READ):
        assert await stores.reports.record(stores.tenant, report(row, status))
        assert not await stores.reports.record(stores.tenant, report(row, status))

        found = await stores.ledger.get(stores.tenant, row.delivery_id)
        assert found.reported is status


@pytest.mark.parametrize("end", [READ, UNDELIVERED])
async def test_in_whatever_order_they_come_the_end_is_the_same(
    stores: Stores, end: ReportedStatus
) -> None:
    for number, order in enumerate(permutations((QUEUED, WENT, end))):
        row = await a_row(stores, f"c-{number}")
        for status in order:
            await stores.reports.record(stores.tenant, report(row, status))

        found = await stores.ledger.get(stores.tenant, row.delivery_id)
        assert found.reported is end
        assert bool(found.reported_reason) is end.is_failure


async def test_what_was_delivered_stays_delivered(stores: Stores) -> None:
    row = await a_row(stores)
    await stores.reports.record(stores.tenant, report(row, DELIVERED))

    assert not await stores.reports.record(stores.tenant, report(row, FAILED))


async def test_of_several_parts_the_worst_counts(stores: Stores) -> None:
    """A reply of which a part is missing has not arrived."""
    row = await a_row(stores)
    await stores.reports.record(stores.tenant, report(row, DELIVERED, "SM1"))
    await stores.reports.record(stores.tenant, report(row, WENT, "SM2"))
    assert (await stores.ledger.get(stores.tenant, row.delivery_id)).reported is WENT

    await stores.reports.record(stores.tenant, report(row, UNDELIVERED, "SM2"))
    found = await stores.ledger.get(stores.tenant, row.delivery_id)
    assert (found.reported, found.reported_reason) == (UNDELIVERED, "the number does not exist")


async def test_of_a_delivery_that_is_not_the_tenants_nothing_is_kept(stores: Stores) -> None:
    row = await a_row(stores)

    assert not await stores.reports.record("globex", report(row, DELIVERED))
    strange = row.model_copy(update={"delivery_id": "c-9/bot/s1t1.0.0"})
    assert not await stores.reports.record(stores.tenant, report(strange, DELIVERED))
    assert (await stores.ledger.get(stores.tenant, row.delivery_id)).reported is None
