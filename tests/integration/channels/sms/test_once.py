"""Each reply once, whatever became of the answer: looked up by recipient, words and time."""

from datetime import timedelta

import pytest

from domain.deliveries import Delivery, Sent
from domain.errors import (
    DependencyRejected,
    DuralogueError,
    OutcomeUnknown,
    UndeliverableMessage,
)
from tests.integration.channels.sms.conftest import Desk, a_delivery, again

NONE: frozenset[str] = frozenset()
LONG = " ".join(f"word{number}" for number in range(150))


async def found(desk: Desk, row: Delivery, known: frozenset[str] = NONE) -> Sent | None:
    assert row.sending_since is not None
    since = row.sending_since - timedelta(minutes=1)
    return await desk.sender.find(row, since=since, known=known)


async def lost(desk: Desk, row: Delivery, *faults: str) -> None:
    desk.twilio.faults.extend(faults)
    with pytest.raises(OutcomeUnknown):
        await desk.sender.send(row)


@pytest.mark.parametrize("fault", ["reset", "500 after"])
async def test_what_went_out_without_an_answer_is_found(desk: Desk, fault: str) -> None:
    row = a_delivery("On its way.")
    await lost(desk, row, fault)

    assert await found(desk, row) == Sent(provider_message_id=desk.twilio.got[0]["sid"])


async def test_what_did_not_go_out_is_not(desk: Desk) -> None:
    row = a_delivery("On its way.")
    await lost(desk, row, "500")

    assert await found(desk, row) is None


async def test_the_same_words_said_before_are_another_message(desk: Desk) -> None:
    first, second = a_delivery("Anything else?"), a_delivery("Anything else?", seq=3)
    known = frozenset({(await desk.sender.send(first)).provider_message_id})
    await lost(desk, second, "500")
    assert await found(desk, second, known) is None

    await lost(desk, second, "reset")
    assert await found(desk, second, known) == Sent(provider_message_id=desk.twilio.got[1]["sid"])


async def test_another_persons_message_is_not_theirs(desk: Desk) -> None:
    await desk.sender.send(a_delivery("On its way.", recipient="+4915199999999"))
    row = a_delivery("On its way.")
    await lost(desk, row, "500")

    assert await found(desk, row) is None


async def test_an_older_message_is_not_it(desk: Desk) -> None:
    row = a_delivery("On its way.")
    await desk.sender.send(row)
    later = row.model_copy(
        update={"sending_since": row.sending_since and row.sending_since + timedelta(minutes=5)}
    )

    assert await found(desk, later) is None


async def test_of_several_parts_only_those_that_are_missing_go_out_again(desk: Desk) -> None:
    """The first one went out, and of the second nobody knew."""
    row = a_delivery(LONG)
    await lost(desk, row, "ok", "500 after")
    assert len(desk.twilio.got) == 2
    assert await found(desk, row) is None

    await desk.sender.send(again(row))

    heads = [body.split(" ")[0] for body in desk.twilio.bodies]
    assert heads == sorted(set(heads))
    assert len(heads) == int(heads[0][-2])
    everything = Sent(provider_message_id=",".join(one["sid"] for one in desk.twilio.got))
    assert await found(desk, row) == everything
    assert await found(desk, row, frozenset({everything.provider_message_id})) is None


async def test_another_process_goes_on_where_the_first_one_died(desk: Desk) -> None:
    row = a_delivery(LONG)
    await lost(desk, row, "ok", "500")
    desk.sender._partly.clear()

    await desk.sender.send(again(row))

    assert len(set(desk.twilio.bodies)) == len(desk.twilio.bodies)


async def test_busy_after_the_first_part_is_not_nothing(desk: Desk) -> None:
    """The row must not be pending again: one part of it is out."""
    row = a_delivery(LONG)
    await lost(desk, row, "ok", "429")

    assert await found(desk, row) is None
    await desk.sender.send(again(row))
    assert len(set(desk.twilio.bodies)) == len(desk.twilio.bodies)


async def test_a_refusal_after_the_first_part_says_that_a_part_is_out(desk: Desk) -> None:
    """Nobody may take it for a message of which nothing was seen."""
    desk.twilio.faults.extend(["ok", "21211"])
    with pytest.raises(UndeliverableMessage) as refused:
        await desk.sender.send(a_delivery(LONG))

    assert refused.value.partly
    desk.twilio.faults.append("21211")
    with pytest.raises(UndeliverableMessage) as refused:
        await desk.sender.send(a_delivery(LONG))
    assert not refused.value.partly


async def test_where_the_words_are_discarded_recipient_and_time_tell(desk: Desk) -> None:
    await desk.set(discard_content=True)
    row = a_delivery("On its way.")
    await lost(desk, row, "reset")

    assert await found(desk, row) == Sent(provider_message_id=desk.twilio.got[0]["sid"])
    assert await found(desk, row, frozenset({desk.twilio.got[0]["sid"]})) is None


async def test_where_the_number_is_obfuscated_the_words_tell(desk: Desk) -> None:
    await desk.set(obfuscate_addresses=True)
    row = a_delivery("On its way.")
    await lost(desk, row, "reset")

    assert await found(desk, row) == Sent(provider_message_id=desk.twilio.got[0]["sid"])


async def test_where_nothing_tells_nobody_guesses(desk: Desk) -> None:
    """The delivery then ends as unknown, and is never sent again."""
    await desk.set(obfuscate_addresses=True, discard_content=True)
    row = a_delivery("On its way.")
    await lost(desk, row, "reset")

    with pytest.raises(DependencyRejected) as refused:
        await found(desk, row)
    assert isinstance(refused.value, DuralogueError)
