"""LocalUnderstander with the real model: what was meant, and what was not."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from domain.ports import Vector
from domain.understanding.model import DialogueContext, Mention, OpenQuestion, Scalar, Understanding
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.understander import LocalUnderstander
from tests.unit.domain.bots import a_bot as bot_of_files
from tests.unit.domain.understanding.bots import INTENTS, a_bot

ANYWHERE = DialogueContext()


class WatchedEmbedder:
    model, dimension = "all-MiniLM-L6-v2-int8", 384

    def __init__(self, embedder: MiniLMEmbedder) -> None:
        self._embedder = embedder
        self.asked: list[str] = []

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.asked += texts
        return await self._embedder.embed(texts)


def damage(folder: Path) -> None:
    (stored,) = folder.glob("*.npz")
    stored.write_bytes(stored.read_bytes()[:100])


@pytest.fixture
def watched(embedder: MiniLMEmbedder) -> WatchedEmbedder:
    return WatchedEmbedder(embedder)


@pytest.fixture
def understander(watched: WatchedEmbedder, tmp_path: Path) -> LocalUnderstander:
    return LocalUnderstander(watched, tmp_path)


def values(understanding: Understanding) -> dict[str, Scalar]:
    return {entity.kind: entity.value for entity in understanding.entities}


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("any news about the delivery of my stuff?", "track_order"),
        ("these boots don't fit, I'd like to give them back", "return_item"),
        ("can I please speak to a person", "human"),
        ("do you know who won the football match yesterday", None),
        ("asdf qwertz", None),
    ],
)
async def test_new_words_are_understood_or_known_to_be_strange(
    understander: LocalUnderstander, text: str, intent: str | None
) -> None:
    """
    Few customers use an example's words, and a bot must not start a flow for small talk.
    """
    understanding = await understander.understand(a_bot(), text, ANYWHERE)
    assert understanding.intent == intent
    assert 0 <= understanding.confidence <= 1


async def test_an_example_needs_no_embedding(
    understander: LocalUnderstander, watched: WatchedEmbedder
) -> None:
    """
    Quick replies send the examples' words: they cost nothing.
    """
    await understander.prepare(a_bot())
    watched.asked.clear()

    understanding = await understander.understand(a_bot(), "Delivery status of a654321!", ANYWHERE)

    assert (understanding.intent, understanding.confidence) == ("track_order", 1.0)
    assert values(understanding)["order_id"] == "A654321"
    assert watched.asked == []


async def test_a_mere_answer_has_no_intent(
    understander: LocalUnderstander, watched: WatchedEmbedder
) -> None:
    """
    "A123456" after "which order?" is an answer, and surely so.
    """
    context = DialogueContext(question=OpenQuestion(slot="order_id"))
    understanding = await understander.understand(a_bot(), "A123456", context)
    assert (understanding.intent, understanding.confidence) == (None, 1.0)
    assert understanding.resolved == "order_id=A123456"
    assert watched.asked == []


async def test_a_digression_from_a_free_question_is_an_intent(
    understander: LocalUnderstander,
) -> None:
    """
    Asked for a note, "talk to a human" is no note.
    """
    context = DialogueContext(question=OpenQuestion(slot="note"))
    asked = await understander.understand(a_bot(), "talk to a human", context)
    noted = await understander.understand(a_bot(), "the colour is too bright", context)
    assert (asked.intent, "note" in values(asked)) == ("human", False)
    assert (noted.intent, values(noted)["note"]) == (None, "the colour is too bright")


async def test_a_reference_keeps_its_intent(understander: LocalUnderstander) -> None:
    """
    "Send it back" starts the return with the order that was just talked about.
    """
    context = DialogueContext(mentions=(Mention(kind="order_id", value="A100001"),))
    understanding = await understander.understand(a_bot(), "I want to return it", context)
    assert understanding.intent == "return_item"
    assert values(understanding)["order_id"] == "A100001"


async def test_the_vector_handed_in_is_used(
    understander: LocalUnderstander, watched: WatchedEmbedder, embedder: MiniLMEmbedder
) -> None:
    """
    A turn embeds its message once.
    """
    text = "any news about the delivery of my stuff?"
    vector = (await embedder.embed([text]))[0]
    await understander.prepare(a_bot())
    watched.asked.clear()
    understanding = await understander.understand(a_bot(), text, ANYWHERE, vector)
    assert understanding.intent == "track_order"
    assert watched.asked == []


async def test_a_revision_is_trained_only_once(
    watched: WatchedEmbedder, embedder: MiniLMEmbedder, tmp_path: Path
) -> None:
    """
    Neither a restart nor another worker trains again what was trained already.
    """
    bot = a_bot()
    first = await LocalUnderstander(watched, tmp_path).understand(bot, "track it", ANYWHERE)
    watched.asked.clear()

    restarted = LocalUnderstander(watched, tmp_path)
    second = await restarted.understand(a_bot(revision="r2"), "track it", ANYWHERE)

    assert watched.asked == ["track it"]
    assert second.intent == first.intent
    assert second.confidence == pytest.approx(first.confidence, abs=1e-3)


async def test_a_damaged_cache_file_is_trained_again(
    understander: LocalUnderstander, watched: WatchedEmbedder, tmp_path: Path
) -> None:
    """
    A disk that was full must not silence a bot for ever.
    """
    await understander.prepare(a_bot())
    damage(tmp_path)
    understanding = await LocalUnderstander(watched, tmp_path).understand(
        a_bot(), "speak with a real person", ANYWHERE
    )
    assert understanding.intent == "human"


@pytest.mark.parametrize("names", [(), ("human",), ("human", "track_order")])
async def test_small_bots_work_too(understander: LocalUnderstander, names: tuple[str, ...]) -> None:
    """
    A tutorial's first bot has one intent, and a new one has none.
    """
    bot = a_bot({name: INTENTS[name] for name in names})
    known = await understander.understand(bot, "let me speak to a real person", ANYWHERE)
    strange = await understander.understand(bot, "the recipe needs two eggs", ANYWHERE)
    assert known.intent == ("human" if names else None)
    assert strange.intent is None


async def test_a_phone_number_is_that_of_the_tenants_country(
    understander: LocalUnderstander,
) -> None:
    """
    Customers write their number as they dial it.
    """
    context = DialogueContext(question=OpenQuestion(slot="phone"))
    understanding = await understander.understand(a_bot(), "030 901820", context)
    assert values(understanding)["phone"] == "+4930901820"


@pytest.mark.parametrize(
    "text",
    [
        "Hello, who pays the postage, thanks",
        "HELLO, WHO PAYS THE POSTAGE, THANKS",
        "Hello, how long is a gift card valid, thanks",
        "Hi, is there parking near the shop? Thanks",
    ],
)
async def test_a_question_in_a_greeting_is_no_greeting(
    understander: LocalUnderstander, text: str
) -> None:
    """Of a bot that has no intents but those of every bot, a greeting was all that it was like."""
    understood = await understander.understand(bot_of_files({}), text, DialogueContext(locale="en"))
    assert understood.intent is None


@pytest.mark.parametrize(
    ("text", "intent"), [("Hello, how are you", "greet"), ("Hello, thanks a lot", None)]
)
async def test_a_greeting_stays_one(
    understander: LocalUnderstander, text: str, intent: str | None
) -> None:
    """Whatever politeness asks."""
    understood = await understander.understand(bot_of_files({}), text, DialogueContext(locale="en"))
    assert understood.intent in ({intent} if intent else {"greet", "thanks"})


ONLY_SAYS = {
    "tenant.yaml": "tenant: tiny\nbranding: {name: Tiny, locales: [en, de]}\n",
    "intents.yaml": """
intents:
  hours:
    en: [when are you open, what are your opening hours, are you open on sunday, opening times]
    de: [wann habt ihr auf, wie sind die Öffnungszeiten, habt ihr sonntags auf, Öffnungszeiten]
""",
    "flows/hours.yaml": "hours: {when: hours, steps: [say: open_hours]}",
    "responses.yaml": "open_hours: {text: {en: From nine., de: Ab neun.}}",
}


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("When are you open? Who pays the postage?", "en"),
        ("Hello, when are you open? Who pays the postage, thanks", "en"),
        ("Wie sind die Öffnungszeiten? Wie lange gilt ein Gutschein?", "de"),
        ("Hallo, wie sind die Öffnungszeiten? Was kostet der Versand?", "de"),
    ],
)
async def test_what_a_flow_only_says_is_asked_for_beside_a_question(
    understander: LocalUnderstander, text: str, locale: str
) -> None:
    """It is no small talk, whose loss nobody would notice."""
    bot = bot_of_files(ONLY_SAYS)
    understood = await understander.understand(bot, text, DialogueContext(locale=locale))
    assert [understood.intent, *(need.intent for need in understood.also)] == ["hours", None]
