"""To whom conversations belong, over PostgreSQL and over the memory twin."""

import asyncio
from datetime import UTC, datetime

import pytest

from domain.identities import Binding, SessionProof
from tests.integration.postgres.stores import Stores, a_commit, an_inbound, say

NOBODY, ADA, BOB = SessionProof(), SessionProof("cust-ada"), SessionProof("cust-bob")


async def _holds(stores: Stores) -> list[bool]:
    return [await stores.identities.holds(stores.tenant, "c-1", who) for who in (NOBODY, ADA, BOB)]


async def test_it_goes_from_nobody_to_one_customer_to_nobody_at_all(stores: Stores) -> None:
    """
    Each step voids what was given out before it, and none can be taken back.
    """
    tenant, identities = stores.tenant, stores.identities
    held = [await _holds(stores)]
    bound = [await identities.bind(tenant, "c-1", "cust-ada") for _ in range(2)]
    held.append(await _holds(stores))
    others = [
        await identities.bind(tenant, "c-1", "cust-bob"),
        await identities.end(tenant, "c-1", NOBODY),
        await identities.end(tenant, "c-1", BOB),
    ]
    held.append(await _holds(stores))
    ended = [await identities.end(tenant, "c-1", ADA) for _ in range(2)]
    held.append(await _holds(stores))
    after = [await identities.bind(tenant, "c-1", each) for each in ("cust-ada", "cust-bob")]

    assert held == [
        [True, False, False],
        [False, True, False],
        [False, True, False],
        [False, False, False],
    ]
    assert bound == [Binding.BOUND, Binding.BOUND]
    assert others == [Binding.ANOTHER, False, False]
    assert ended == [True, False]
    assert after == [Binding.ENDED, Binding.ANOTHER]


async def test_an_anonymous_conversation_can_be_ended_as_well(stores: Stores) -> None:
    """
    Then nobody can sign in to it any more.
    """
    assert await stores.identities.end(stores.tenant, "c-1", NOBODY)

    assert await _holds(stores) == [False, False, False]
    assert await stores.identities.bind(stores.tenant, "c-1", "cust-ada") is Binding.ENDED


async def test_another_tenants_conversation_of_the_same_name_is_another(stores: Stores) -> None:
    """
    Ids are only unique within a tenant.
    """
    await stores.identities.bind(stores.tenant, "c-1", "cust-ada")

    assert await stores.identities.holds("globex", "c-1", NOBODY)
    assert not await stores.identities.holds("globex", "c-1", ADA)


async def test_of_many_at_once_one_wins(stores: Stores) -> None:
    """
    Twenty customers show the same anonymous session, while somebody ends it.
    """
    tenant, identities = stores.tenant, stores.identities
    names = [f"cust-{n}" for n in range(20)]

    ending = asyncio.create_task(identities.end(tenant, "c-1", NOBODY))
    outcomes = await asyncio.gather(*(identities.bind(tenant, "c-1", name) for name in names))
    ended = await ending

    winners = [name for name, one in zip(names, outcomes, strict=True) if one is Binding.BOUND]
    assert len(winners) + ended == 1
    held = [await identities.holds(tenant, "c-1", SessionProof(name)) for name in names]
    assert held == [name in winners for name in names]


@pytest.mark.parametrize("customer", [None, "cust-ada", "cust-bob"])
@pytest.mark.parametrize("sent", ["before", "signed in", "signed out"])
async def test_a_message_that_nobody_could_check_is_checked_when_it_is_stored(
    stores: Stores, customer: str | None, sent: str
) -> None:
    """
    It was let in while the database was down. What counts is whose the conversation was when it
    was sent: of a session that was void by then nothing is stored.
    """
    ref = await stores.open()
    moments = {"before": datetime.now(UTC)}
    await stores.identities.bind(stores.tenant, "c-1", "cust-ada")
    moments["signed in"] = datetime.now(UTC)
    await stores.identities.end(stores.tenant, "c-1", SessionProof("cust-ada"))
    moments["signed out"] = datetime.now(UTC)
    message = an_inbound(ref, customer=customer).model_copy(
        update={"unchecked": True, "received_at": moments[sent]}
    )

    stored = await stores.turns.commit(a_commit(ref, message, commands=(say("hi"),)))
    again = await stores.turns.commit(a_commit(ref, message, commands=(say("hi"),)))
    told = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=9)

    held = (customer, sent) in {(None, "before"), ("cust-ada", "before"), ("cust-ada", "signed in")}
    assert stored.void == (() if held else ("m-1",))
    assert again.adopted is not None if held else again == stored
    assert [line.text for line in told] == (["hello", "hi"] if held else [])


async def test_a_step_that_was_stored_stands_when_somebody_signs_in_after_it(
    stores: Stores,
) -> None:
    """
    The answer of the first attempt was lost; the second must find the same, not a refusal.
    """
    ref = await stores.open()
    message = an_inbound(ref).model_copy(update={"unchecked": True})
    await stores.turns.commit(a_commit(ref, message, commands=(say("hi"),)))
    await stores.identities.bind(stores.tenant, "c-1", "cust-ada")
    late = message.model_copy(update={"received_at": datetime.now(UTC)})

    again = await stores.turns.commit(a_commit(ref, late, commands=(say("hi"),)))

    assert again.adopted is not None
    assert again.void == ()
