"""The holding notice and the step that takes longer, in whatever order they are stored."""

from domain.channel_addresses import Channel
from domain.turns import TurnCommitted
from tests.integration.postgres.stores import Stores, a_commit, an_inbound, say


async def test_a_notice_is_not_stored_once_its_step_is(stores: Stores) -> None:
    """
    Nobody reads "one moment" after the answer; one that was stored before is still named.
    """
    ref = await stores.open("slack:C1:1.0", Channel.SLACK)
    message = an_inbound(ref)
    early, late = (
        a_commit(
            ref, message, commands=(say("one moment"),), turn=turn, step=1000, ends=None
        ).model_copy(update={"before_step": 0})
        for turn in ("s1t1", "s1t2")
    )
    first = await stores.turns.commit(early)
    await stores.turns.commit(a_commit(ref, message, commands=(say("here"),)))
    again = await stores.turns.commit(early)
    other = an_inbound(ref, message_id="m-2")
    await stores.turns.commit(a_commit(ref, other, commands=(say("there"),), turn="s1t2"))
    nothing = await stores.turns.commit(late.model_copy(update={"inbound": (other,)}))

    events = await stores.events.after(stores.tenant, "slack:C1:1.0", 0)
    texts = [event.data["text"] for event in events if event.data.get("role") == "bot"]
    assert texts == ["one moment", "here", "there"]
    assert again.to_send == first.to_send != ()
    assert nothing == TurnCommitted()
