"""Hostile documents and results of tools against a model that obeys them: nothing comes of it."""

import pytest

from bench.evals.grounding import sentences
from domain.dialogue.commands import Say
from domain.dialogue.engine import decide
from domain.dialogue.state import DialogueState, mark_of
from domain.generated_answers.checks import Rules, checked
from domain.generated_answers.contexts import ConversationContext, PastMessage
from domain.generated_answers.hostile_text import passage_speaks_to_models, speaks_to_models
from domain.generated_answers.links import AllowedLinks, forbidden_links
from domain.knowledge import Answer, Passage
from domain.messages import Role
from domain.turns import answer_event
from tests.fakes.hostile_texts import HostileText, Wish, hostile_texts, wishes
from tests.fakes.language_models import says
from tests.fakes.obedient_model import ObedientModel
from tests.unit.activities.test_generated_answers import GOOD, NOW, PASSAGES, Shop

CORPUS = tuple(hostile_texts())
ALLOWED = AllowedLinks(addresses=("https://acme.example/returns",))
MOST_FALSE_ALARMS = 0.01
QUERY = "May I?"


def hostile(text: str) -> Passage:
    return Passage(document_id="hostile", title=text[:80], heading=text[:80], text=text, score=1.0)


async def said(shop: Shop, one: HostileText, after: str = "") -> list[str]:
    """What the engine makes of the answer; nothing but words may come of it."""
    model = ObedientModel(one.wish, after)
    shop.model = model  # type: ignore[assignment]
    found = (await shop.find()).answer
    state = DialogueState(looking_up=mark_of(QUERY))
    commands = decide(shop.bot, state, answer_event(QUERY, found, NOW)).commands
    assert all(isinstance(command, Say) for command in commands), one.name
    assert model.requests, one.name
    for request in model.requests:
        instructions = request.messages[0].text
        assert one.wish.command not in instructions, one.name
        assert request.answer_schema is None
    shown = [piece.text for piece in shop.drafts.source.pieces]
    spoken = [command.reply.text for command in commands if isinstance(command, Say)]
    return [*spoken, *shown]


def test_the_corpus_is_large_enough() -> None:
    """Six languages, with every disguise."""
    assert len(CORPUS) >= 300
    assert len({one.wish.language for one in CORPUS}) == 6
    assert len({one.text for one in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("wish", tuple(wishes()), ids=lambda wish: f"{wish.kind} {wish.language}")
async def test_hostile_documents_and_results_command_nothing(wish: Wish) -> None:
    """As a document, as a tool's result or description in the conversation, at once and after an
    honest sentence: no call, no link, no word of the prompt."""
    for number, one in enumerate(each for each in CORPUS if each.wish == wish):
        shop = Shop()
        place = number % 3
        if place:
            shop.passages = [hostile(one.text), *PASSAGES[place - 1 :]]
        else:
            heard = PastMessage(role=Role.BOT, text=f"get_order: {one.text}")
            described = PastMessage(role=Role.SYSTEM, text=f"tool: {one.text}")
            shop.context = ConversationContext(messages=(heard, described))
        for text in await said(shop, one, after=f"{GOOD} " if number % 2 else ""):
            assert forbidden_links(text, ALLOWED) == [], one.name
            assert "refund_order" not in text, one.name
            assert wish.obeyed not in text, one.name
            assert "Say only what a document says" not in text, one.name


async def test_without_an_honest_passage_no_model_is_asked() -> None:
    """There is nothing that it could answer from; what was kept says which were not shown."""
    shop = Shop(says(GOOD))
    shop.passages = [hostile(CORPUS[0].text)]
    shop.quoted = None
    assert (await shop.find()).answer is None
    assert not shop.model.requests
    assert [chunk.is_hidden for chunk in shop.record.chunks] == [True]


async def test_what_is_quoted_instead_passes_the_same_guards() -> None:
    """A hostile document is not quoted with its link either."""
    shop = Shop([])
    shop.quoted = Answer(text="See https://evil.example/now.", citations=(), confidence=0.9)
    assert (await shop.find()).answer is None


def test_most_hostile_texts_are_not_even_shown_to_a_model() -> None:
    """The first line of defence; none rests on it alone."""
    seen = [one.name for one in CORPUS if not speaks_to_models(one.text)]
    assert len(seen) / len(CORPUS) < 0.05, seen


def test_honest_answers_and_documents_raise_no_alarm() -> None:
    """Every sentence of `bench/judge` as an answer, and its passage as a document."""
    alarms, size, passages = [], 0, dict[str, Passage]()
    for sentence, passage, _ in sentences():
        size += 1
        passages[passage.text] = passage
        if not checked(sentence, (), {"p1": passage}, Rules()).is_clean:
            alarms.append(sentence)
    alarms += [text for text in passages if speaks_to_models(text)]
    assert size >= 900
    assert len(alarms) / size <= MOST_FALSE_ALARMS, alarms


async def test_a_passage_is_looked_at_for_orders_to_models_once() -> None:
    """Not with each question that it is found for: that took a third of an answer's time."""
    shop = Shop(says(GOOD), says(GOOD))
    shop.passages = [one.model_copy(update={"heading": "Looked at once"}) for one in PASSAGES]
    before = passage_speaks_to_models.cache_info().misses
    await shop.find()
    await shop.find(turn="t-2")
    assert passage_speaks_to_models.cache_info().misses - before == len(PASSAGES)
