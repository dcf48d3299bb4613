"""The multilingual model: how it cuts words, what it finds alike, what is quoted with it."""

import asyncio

import numpy as np
import pytest

from domain.knowledge import Chunk, Passage, Sentence
from domain.ports.knowledge_search import SearchQuery
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.foreign_quotes import ForeignQuotes
from infra.local_models.multilingual_embedder import MultilingualEmbedder
from infra.local_models.multilingual_passages import MultilingualPassages
from infra.local_models.unigram_pieces import Vocabulary, pieces_of, vocabulary

FIRST, LAST, UNKNOWN = 0, 1, 2


@pytest.fixture(scope="module")
def model() -> MultilingualEmbedder:
    """Loaded by the first test that needs it."""
    return MultilingualEmbedder()


@pytest.fixture
def known() -> Vocabulary:
    """A handful of pieces: what is whole is likelier than what is put together."""
    pieces = ["<s>", "</s>", "<unk>", "\u2581card", "\u2581", "car", "d", "s", "\u2581car"]
    scores = [0.0, 0.0, 0.0, -3.0, -2.0, -4.0, -4.0, -4.0, -3.5]
    return vocabulary(pieces, scores, {ord("\uff23"): "c"}, first=FIRST, last=LAST, unknown=UNKNOWN)


def test_a_text_is_cut_into_its_likeliest_pieces(known: Vocabulary) -> None:
    """A whole word goes before its parts, other forms of a letter are read, and blanks are one."""
    assert pieces_of(known, "card  cards", 9) == [FIRST, 3, 3, 7, LAST]
    assert pieces_of(known, "\uff23ard", 9) == [FIRST, 3, LAST]


def test_letters_that_no_piece_has_are_unknown_and_a_long_text_is_cut_off(
    known: Vocabulary,
) -> None:
    """Emoji, half a surrogate pair and an endless text break nothing."""
    assert pieces_of(known, "\ud800", 9) == [FIRST, 4, UNKNOWN, LAST]
    assert pieces_of(known, "card " * 900, 6) == [FIRST, 3, 3, 3, 3, LAST]
    assert pieces_of(known, "", 6) == [FIRST, 4, LAST]


async def test_a_question_lies_nearest_to_what_answers_it_in_another_language(
    model: MultilingualEmbedder,
) -> None:
    """Both ways, and whatever else is said in the question's own language."""
    rows = await model.passages(
        [
            "Refunds arrive within ten days of the return.",
            "The branch is open from nine to five.",
            "Die Filiale ist von neun bis fünf geöffnet.",
            "Sie erhalten Ihr Geld zehn Tage nach der Rücksendung.",
        ]
    )
    german, english = await model.questions(
        [
            "Wann bekomme ich mein Geld zurück?",
            "when do i get my money back",
        ]
    )
    assert int((rows[:2] @ german).argmax()) == 0
    assert int((rows[2:] @ english).argmax()) == 1


async def test_questions_at_once_load_the_model_once(model: MultilingualEmbedder) -> None:
    """What is embedded together is as what is embedded alone, but for rounding in 8 bits."""
    texts = ["where is my order", "wo ist meine Bestellung", "\ud800", ""]
    alone = await asyncio.gather(*(model.questions([text]) for text in texts))
    together = await model.questions(texts)
    assert together.shape == (4, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    assert all(float(one[0] @ row) > 0.98 for one, row in zip(alone, together, strict=True))


async def test_an_index_has_the_one_models_vectors_and_the_other_ones_sentences(
    model: MultilingualEmbedder, embedder: MiniLMEmbedder
) -> None:
    """So that answers are judged as ever, by what the judge was fitted on."""
    passages = MultilingualPassages(embedder, model)
    sentence = "Delivery costs 4.90 EUR."
    chunk = Chunk(
        document_id="d",
        title="Shipping",
        heading="",
        text=sentence,
        position=0,
        sentences=(Sentence(text=sentence),),
    )
    [made] = await passages.embed_chunks([chunk])
    [usual] = await embedder.embed_chunks([chunk])
    [asked] = await passages.embed(["was kostet die Lieferung?"])
    near = float(np.dot(asked, made.vector))
    closeness = await passages.match(
        SearchQuery(("was kostet die Lieferung?",), (asked,)), [_passage(sentence, near)]
    )
    assert (made.sentences, made.pieces) == (usual.sentences, usual.pieces)
    assert near > float(np.dot(asked, usual.vector)) + 0.3
    assert len(closeness) == 1
    assert await passages.embed_chunks([]) == []
    assert await passages.embed([]) == []


def _passage(text: str, near: float) -> Passage:
    return Passage(
        document_id="d", title="T", heading="", text=text, score=near, vector_similarity=near
    )


async def _found(model: MultilingualEmbedder, query: str, *texts: str) -> list[Passage]:
    [asked] = await model.questions([query])
    rows = await model.passages(texts)
    return [_passage(text, float(row @ asked)) for text, row in zip(texts, rows, strict=True)]


FEE = "A replacement card costs 8 EUR."
HOURS = "The branch is open from Monday to Friday between nine and five."


async def test_the_sentence_that_answers_is_quoted_with_its_source(
    model: MultilingualEmbedder,
) -> None:
    """Not the whole passage: what goes beside it is about something else."""
    quotes = ForeignQuotes(model)
    query = "Was kostet eine Ersatzkarte?"
    answer = await quotes.quote(
        query, await _found(model, query, f"Block it at once. {FEE}", HOURS)
    )
    assert answer is not None
    assert answer.text == FEE
    assert answer.citations[0].title == "T"


async def test_what_is_only_related_is_not_quoted(model: MultilingualEmbedder) -> None:
    """A wrong answer costs more than a refusal."""
    quotes = ForeignQuotes(model)
    query = "Wer ist der Bürgermeister von Hamburg?"
    assert await quotes.quote(query, await _found(model, query, FEE, HOURS)) is None
    assert await quotes.quote(query, []) is None


async def test_what_a_question_numbers_must_stand_in_the_passage(
    model: MultilingualEmbedder,
) -> None:
    """Room 12 is not answered by what is said of room 9."""
    quotes = ForeignQuotes(model)
    query = "Was kostet Zimmer 12?"
    found = await _found(model, query, "Room 9 costs 80 EUR a night.", HOURS)
    assert await quotes.propose(query, found) is None
