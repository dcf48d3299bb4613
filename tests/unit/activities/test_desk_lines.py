"""Words of a desk in Slack, in the language of whoever works there."""

from domain.desk.messenger_words import messenger_refusals, messenger_words
from domain.desk.settings import DeskSettings
from domain.handoffs import HandoffStatus
from domain.understanding.language.registry import by_language
from tests.unit.activities.test_desk_follower import PLACE, Desk
from tests.unit.api.doubles import a_bot


async def test_a_german_desk_speaks_german() -> None:
    """The tenant's first language, unless it says another one for the channel."""
    desk = Desk()
    await desk.begin()
    place = PLACE.model_copy(update={"language": "de"})
    german = a_bot(desk=DeskSettings(slack=place)).model_copy(update={"revision": "1" * 12})
    await desk.bots.publish(german, by="test")
    desk.changed()
    worker = desk.worker()
    await worker.follow_all()
    [card] = desk.slack.messages
    waiting = str(card["blocks"])
    desk.changed(status=HandoffStatus.CLAIMED, assigned_agent="Ann")
    desk.said("Hallo")
    await worker.follow_all()
    claimed = str(card["blocks"])
    desk.changed(status=HandoffStatus.RESOLVED, assigned_agent="Ann")
    await worker.follow_all()

    assert "Wartet auf jemanden." in waiting
    assert "Übernehmen" in waiting
    assert "Bei Ann. Antworten von Ann" in claimed
    assert "1 Stunde zurückstellen" in claimed
    assert [said["text"] for said in desk.slack.messages[1:]] == [
        "Kunde: Hallo",
        "Ann hat das Gespräch abgeschlossen.",
    ]


def test_both_languages_have_every_word_and_the_same_blanks() -> None:
    """A language without a table of its own is spoken to in English."""
    words = by_language("messenger_desk", "WORDS")

    assert words["de"].keys() == words["en"].keys()
    assert messenger_words("pt") == words["en"]
    assert messenger_refusals("pt") == messenger_refusals("en") == {}
    for name, said in words["en"].items():
        for blank in ("{agent}", "{moment}", "{text}", "{contact}", "{rating}", "{labels}"):
            assert (blank in said) == (blank in words["de"][name]), name
