"""People of conversations and their consents, over PostgreSQL and the memory twins."""

from datetime import datetime, timedelta

import pytest

from domain.channel_addresses import Channel, ChannelAddress
from domain.channels import ConsentChange
from domain.conversation_reach import ConversationReach
from domain.dialogue.commands import CloseConversation
from tests.integration.postgres.stores import NOW, Stores, a_commit, an_inbound, say

ADA, BOB = "phone-" + "a" * 32, "phone-" + "b" * 32
THEIRS = ChannelAddress(channel=Channel.SMS, account="support", recipient="+4915155501234")


async def wrote(
    stores: Stores,
    conversation: str,
    person: str = ADA,
    *,
    at: datetime = NOW,
    turn: str = "s1t1",
    closes: bool = False,
) -> None:
    """The person writes, and is answered at once."""
    ref = await stores.open(conversation, Channel.SMS)
    inbound = an_inbound(ref, message_id=turn).model_copy(
        update={"person": person, "received_at": at, "address": THEIRS}
    )
    ends = (CloseConversation(reason="done"),) if closes else ()
    commands = (say(f"Hello in {conversation}."), *ends)
    await stores.turns.commit(a_commit(ref, inbound, commands=commands, turn=turn, at=at))


def change(
    event: str, *, person: str = ADA, is_opted_out: bool = True, minutes: int = 0
) -> ConsentChange:
    return ConsentChange(
        event_id=event,
        person=person,
        is_opted_out=is_opted_out,
        reason="the person wrote STOP",
        at=NOW + timedelta(minutes=minutes),
    )


async def test_a_persons_conversations_are_listed_latest_first(stores: Stores) -> None:
    """With what was said last, and whether it goes on; nobody else's."""
    await wrote(stores, "c-1", closes=True)
    await wrote(stores, "c-2", at=NOW + timedelta(hours=1))
    await wrote(stores, "c-3", BOB)

    found = await stores.people.conversations_of(stores.tenant, ADA)

    assert [(one.conversation_id, one.last_text, one.is_open) for one in found] == [
        ("c-2", "Hello in c-2.", True),
        ("c-1", "Hello in c-1.", False),
    ]
    assert (found[0].channel, found[0].address) == (Channel.SMS, THEIRS)
    assert found[0].last_at == NOW + timedelta(hours=1)
    assert await stores.people.conversations_of("globex", ADA) == []


async def test_at_most_twenty_are_listed(stores: Stores) -> None:
    """The latest of them."""
    for number in range(21):
        await wrote(stores, f"c-{number}", at=NOW + timedelta(minutes=number))

    found = await stores.people.conversations_of(stores.tenant, ADA)

    assert len(found) == 20
    assert found[0].conversation_id == "c-20"
    assert "c-0" not in {one.conversation_id for one in found}


async def test_a_page_that_names_nobody_leaves_nobody_behind(stores: Stores) -> None:
    await wrote(stores, "c-1", "")

    assert (await stores.people.reach_of(stores.tenant, "c-1")).last_wrote_at is None
    assert await stores.people.conversations_of(stores.tenant, "") == []


async def test_when_somebody_wrote_last_is_known(stores: Stores) -> None:
    """What was committed late does not turn the clock back."""
    await wrote(stores, "c-1", at=NOW + timedelta(hours=2))
    await wrote(stores, "c-1", at=NOW, turn="s1t2")
    await wrote(stores, "c-1", BOB, at=NOW + timedelta(hours=1), turn="s1t3")

    assert (await stores.people.reach_of(stores.tenant, "c-1")).last_wrote_at == NOW + timedelta(
        hours=2
    )
    assert (await stores.people.reach_of("globex", "c-1")).last_wrote_at is None


async def test_an_opt_out_holds_in_all_of_a_persons_conversations(stores: Stores) -> None:
    """On each number of the tenant's; not for others, and not for another tenant."""
    await wrote(stores, "c-1")
    await wrote(stores, "c-2")
    await wrote(stores, "c-3", BOB)

    assert await stores.people.record_consent(stores.tenant, change("e-1"))

    opted = [
        await stores.people.is_opted_out(stores.tenant, conversation)
        for conversation in ("c-1", "c-2", "c-3")
    ]
    assert opted == [True, True, False]
    assert not await stores.people.is_opted_out("globex", "c-1")


async def test_an_opt_out_before_the_first_conversation_holds_in_it(stores: Stores) -> None:
    await stores.people.record_consent(stores.tenant, change("e-1"))
    await wrote(stores, "c-1")

    assert await stores.people.is_opted_out(stores.tenant, "c-1")


@pytest.mark.parametrize("first", ["stop", "start"])
async def test_of_changes_in_any_order_the_latest_holds(stores: Stores, first: str) -> None:
    """Somebody who came back is written to again, whatever is delivered once more."""
    await wrote(stores, "c-1")
    stop = change("e-1", minutes=0)
    start = change("e-2", is_opted_out=False, minutes=5)
    late_repeat = change("e-1", minutes=9)

    order = (stop, start) if first == "stop" else (start, stop)
    told = [await stores.people.record_consent(stores.tenant, one) for one in order]
    assert told == [True, first == "stop"]
    assert not await stores.people.is_opted_out(stores.tenant, "c-1")

    assert not await stores.people.record_consent(stores.tenant, late_repeat)
    assert not await stores.people.is_opted_out(stores.tenant, "c-1")
    assert await stores.people.record_consent(stores.tenant, change("e-3", minutes=10))
    assert await stores.people.is_opted_out(stores.tenant, "c-1")


async def test_how_somebody_can_be_reached_is_known(stores: Stores) -> None:
    """On WhatsApp for a day; elsewhere without an end, until they want no more."""
    await wrote(stores, "c-1")
    reach = await stores.people.reach_of(stores.tenant, "c-1")
    assert (reach.is_opted_out, reach.address, reach.free_text_until) == (False, THEIRS, None)

    whatsapp = THEIRS.model_copy(update={"recipient": f"whatsapp:{THEIRS.recipient}"})
    on_whatsapp = reach.model_copy(update={"address": whatsapp})
    assert on_whatsapp.free_text_until == NOW + timedelta(hours=24)

    await stores.people.record_consent(stores.tenant, change("e-1"))
    assert (await stores.people.reach_of(stores.tenant, "c-1")).is_opted_out
    assert await stores.people.reach_of("globex", "c-1") == ConversationReach()
