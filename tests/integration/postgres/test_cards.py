"""Cards of a reply, over PostgreSQL and over its memory twin."""

from domain.messages import Card, Image
from tests.integration.postgres.stores import Stores, a_commit, an_inbound, say


async def test_cards_are_kept_with_the_event_that_brought_them(stores: Stores) -> None:
    """
    After a reload a page reads the history, and shows the same pictures and buttons.
    """
    ref = await stores.open()
    image = Image(url="https://shop.example/grinder.jpg", alt="A grinder")
    card = Card(title="Grinder", image=image, buttons=("Buy it",))

    await stores.turns.commit(
        a_commit(ref, an_inbound(ref, "show me"), commands=(say("Here:", cards=(card,)),))
    )

    asked, said = await stores.transcripts.history(stores.tenant, "c-1", before=None, limit=10)
    assert (asked.cards, said.cards) == ((), (card,))
    first, second = await stores.events.after(stores.tenant, "c-1", 0)
    assert "cards" not in first.data
    assert second.data["cards"] == [card.model_dump(mode="json")]
