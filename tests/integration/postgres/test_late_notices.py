"""Holding notices that come too late, over PostgreSQL and the memory twin."""

from domain.channel_addresses import Channel
from domain.messages import Role
from domain.turns import CommitTurn, TurnCommitted
from tests.integration.postgres.stores import Stores, a_commit, an_inbound, say

NOTICE_STEP = 1_000


def a_notice(request: CommitTurn, *, announces: int) -> CommitTurn:
    """Of the same turn, before a step of it."""
    notice = a_commit(
        request.conversation, commands=(say("one moment"),), step=NOTICE_STEP, ends=None
    )
    return notice.model_copy(update={"announces": announces, "inbound": request.inbound})


async def said(stores: Stores, request: CommitTurn) -> list[str]:
    ref = request.conversation
    history = await stores.transcripts.history(
        ref.tenant_id, ref.conversation_id, before=None, limit=10
    )
    return [line.text for line in history if line.role is not Role.CUSTOMER]


async def test_a_notice_before_its_step_is_said_once(stores: Stores) -> None:
    """Also where it is stored again after the step: the stored one counts."""
    ref = await stores.open("slack:C1:1.0", Channel.SLACK)
    answer = a_commit(ref, an_inbound(ref), commands=(say("here it is"),))
    notice = a_notice(answer, announces=0)

    first = await stores.turns.commit(notice)
    await stores.turns.commit(answer)
    again = await stores.turns.commit(notice)

    assert first.to_send
    assert again.adopted is not None
    assert await said(stores, answer) == ["one moment", "here it is"]


async def test_a_notice_after_what_it_announces_says_nothing(stores: Stores) -> None:
    """Whoever is answered is not told to wait, and no row of the ledger is left open."""
    ref = await stores.open("slack:C1:1.0", Channel.SLACK)
    answer = a_commit(ref, an_inbound(ref), commands=(say("here it is"),), ends=None)
    await stores.turns.commit(answer)

    assert await stores.turns.commit(a_notice(answer, announces=0)) == TurnCommitted()
    assert await said(stores, answer) == ["here it is"]


async def test_a_notice_before_a_later_step_is_said(stores: Stores) -> None:
    """A turn that has said something may still keep its customer waiting for the rest."""
    ref = await stores.open("slack:C1:1.0", Channel.SLACK)
    first = a_commit(ref, an_inbound(ref), commands=(say("looking it up"),), ends=None)
    await stores.turns.commit(first)

    assert (await stores.turns.commit(a_notice(first, announces=1))).to_send


async def test_a_turn_that_has_ended_announces_nothing(stores: Stores) -> None:
    """Whatever its steps were."""
    ref = await stores.open("slack:C1:1.0", Channel.SLACK)
    answer = a_commit(ref, an_inbound(ref), commands=(say("here it is"),))
    await stores.turns.commit(answer)

    assert await stores.turns.commit(a_notice(answer, announces=1)) == TurnCommitted()
