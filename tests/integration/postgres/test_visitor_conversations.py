"""A visitor's list of conversations, over PostgreSQL and over its memory twin."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channels import MessageDeleted, MessageEdited
from domain.dialogue.commands import CloseConversation
from domain.identities import Binding, SessionProof, VisitorConversation
from domain.messages import Role
from domain.ports import MessageChanges, VisitorConversations
from infra.memory.message_changes import MemoryMessageChanges
from infra.memory.turns import MemoryTurnStore
from infra.memory.visitor_conversations import MemoryVisitorConversations
from infra.postgres.message_changes import PostgresMessageChanges
from infra.postgres.visitor_conversations import PostgresVisitorConversations
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound, say

NOBODY, ADA = SessionProof(), SessionProof("ada")


@pytest.fixture
def listing(stores: Stores, engine: AsyncEngine) -> VisitorConversations:
    if isinstance(stores.turns, MemoryTurnStore):
        return MemoryVisitorConversations(stores.turns._database)
    return PostgresVisitorConversations(engine)


@pytest.fixture
def changes(stores: Stores, engine: AsyncEngine) -> MessageChanges:
    if isinstance(stores.turns, MemoryTurnStore):
        return MemoryMessageChanges(stores.turns._database)
    return PostgresMessageChanges(engine)


async def test_the_latest_comes_first_with_what_is_new_in_it(
    stores: Stores, listing: VisitorConversations
) -> None:
    """
    What nobody has named is nobody's to see, and what nobody has spoken in is left out.
    """
    for number, name in enumerate(("c-1", "c-2", "c-3")):
        ref = await stores.open(name)
        said = a_commit(
            ref,
            an_inbound(ref),
            commands=(say("x" * 400), say("two"), CloseConversation(reason="idle")),
            at=NOW + timedelta(minutes=number),
        )
        await stores.turns.commit(said)
    await stores.open("c-4")

    found = await listing.listed(
        stores.tenant, ("c-1", "c-2", "c-4", "c-9"), NOBODY, seen={"c-1": 2, "c-9": 1}
    )

    assert found == [
        VisitorConversation("c-2", "two", Role.BOT, NOW + timedelta(minutes=1), False, 0),
        VisitorConversation("c-1", "two", Role.BOT, NOW, False, 1),
    ]
    assert await listing.listed("another", ("c-1",), NOBODY, seen={}) == []


async def test_what_is_a_customers_is_in_their_list_alone(
    stores: Stores, listing: VisitorConversations
) -> None:
    """
    On every device, until they sign out of it.
    """
    for name in ("c-1", "c-2", "c-3"):
        ref = await stores.open(name)
        await stores.turns.commit(a_commit(ref, an_inbound(ref)))
    for name, customer in (("c-1", "ada"), ("c-2", "bob")):
        bound = await stores.identities.bind(stores.tenant, name, customer)
        assert bound is Binding.BOUND

    async def names(*named: str, proof: SessionProof) -> list[str]:
        found = await listing.listed(stores.tenant, named, proof, seen={})
        return [one.conversation_id for one in found]

    assert await names("c-1", "c-2", "c-3", proof=NOBODY) == ["c-3"]
    assert await names("c-2", "c-3", proof=ADA) == ["c-1"]
    assert await stores.identities.end(stores.tenant, "c-1", ADA)
    assert await names("c-1", proof=ADA) == []


async def test_the_last_words_are_shown_as_they_are_now(
    stores: Stores, listing: VisitorConversations, changes: MessageChanges
) -> None:
    """
    What was deleted on another channel is not shown in the list either.
    """
    ref = await stores.open("c-1")
    await stores.turns.commit(a_commit(ref, an_inbound(ref)))
    edited = MessageEdited(event_id="e-1", message_id="m-1", text="goodbye", at=NOW)
    deleted = MessageDeleted(event_id="e-2", message_id="m-1", at=NOW)

    async def last_text() -> str:
        [found] = await listing.listed(stores.tenant, ("c-1",), NOBODY, seen={})
        return found.last_text

    assert await last_text() == "hello"
    await changes.record(stores.tenant, "c-1", [edited], at=LATER)
    assert await last_text() == "goodbye"
    await changes.record(stores.tenant, "c-1", [deleted], at=LATER)
    assert await last_text() == ""
