"""ExtractiveAnswerer with the real model, on a few sentences."""

from unittest.mock import Mock, patch

import pytest

from domain.knowledge import Passage, Sentence
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder

TEXTS = {
    "Delivery times": (
        "Orders placed before noon leave on the same day.",
        "Within Germany a parcel arrives in two to three working days.",
    ),
    "Shipping costs": (
        "Standard delivery within Germany costs 4.90 EUR.",
        "It is free for orders of 60 EUR or more.",
    ),
    "Gift cards": ("Gift cards are valid for three years.",),
}


@pytest.fixture
def answerer(embedder: MiniLMEmbedder) -> ExtractiveAnswerer:
    return ExtractiveAnswerer(embedder)


async def passages(embedder: MiniLMEmbedder, query: str) -> list[Passage]:
    [asked] = embedder.embed_now([query])
    found = []
    for heading, sentences in TEXTS.items():
        text = " ".join(sentences)
        whole, *vectors = embedder.embed_now([f"Shipping: {heading}. {text}", *sentences])
        found.append(
            Passage(
                document_id="shipping",
                title="Shipping",
                heading=heading,
                text=text,
                url="https://shop.example/shipping",
                score=0,
                vector_similarity=float(whole @ asked),
                sentences=tuple(
                    Sentence(text=t, vector=tuple(v.tolist()))
                    for t, v in zip(sentences, vectors, strict=True)
                ),
            )
        )
    return found


@pytest.mark.parametrize(
    ("query", "heading", "fact"),
    [
        ("how much is shipping inside Germany?", "Shipping costs", "4.90 EUR"),
        ("how long are gift cards valid", "Gift cards", "three years"),
        ("when will my package arrive in Germany", "Delivery times", "two to three working days"),
    ],
)
async def test_an_answer_is_quoted_with_its_place(
    answerer: ExtractiveAnswerer, embedder: MiniLMEmbedder, query: str, heading: str, fact: str
) -> None:
    """
    Every word of an answer is the tenant's, and the customer may look it up.
    """
    found = await passages(embedder, query)
    [vector] = await embedder.embed([query])
    answer = await answerer.answer(query, vector, found)
    assert answer is not None
    assert fact in answer.text
    assert answer.citations[0].heading == heading
    assert answer.citations[0].url == "https://shop.example/shipping"
    everything = {sentence for sentences in TEXTS.values() for sentence in sentences}
    rest = answer.text
    for sentence in everything:
        rest = rest.replace(sentence, "")
    assert rest.strip() == ""


@pytest.mark.parametrize(
    "query", ["who is your CEO?", "do you sell bicycles", "is there a student discount", "", "???"]
)
async def test_what_is_not_said_is_not_answered(
    answerer: ExtractiveAnswerer, embedder: MiniLMEmbedder, query: str
) -> None:
    """
    A wrong answer costs more than "I don't know".
    """
    [vector] = await embedder.embed([query])
    assert await answerer.answer(query, vector, await passages(embedder, query)) is None


async def test_without_passages_there_is_no_answer(
    answerer: ExtractiveAnswerer, embedder: MiniLMEmbedder
) -> None:
    """
    A tenant may have no documents yet.
    """
    [vector] = await embedder.embed(["anything"])
    assert await answerer.answer("anything", vector, []) is None


@pytest.mark.parametrize("kept_bytes", [1, 10_000_000])
async def test_what_is_kept_of_a_passage_answers_as_the_passage_itself(
    embedder: MiniLMEmbedder, kept_bytes: int
) -> None:
    """
    With room, a passage goes through the model once; without, again: the answer is the same.
    """
    query = "how much is shipping inside Germany?"
    [vector] = await embedder.embed([query])
    unknown = await passages(embedder, query)
    known = [one.model_copy(update={"content_id": one.heading}) for one in unknown]
    answerer = ExtractiveAnswerer(embedder, kept_bytes=kept_bytes)
    first = await answerer.answer(query, vector, known)
    runs = Mock(wraps=embedder._run)

    with patch.object(embedder, "_run", runs):
        again = await answerer.answer(query, vector, known)

    assert first == again == await ExtractiveAnswerer(embedder).answer(query, vector, unknown)
    assert bool(runs.mock_calls) is (kept_bytes == 1)


@pytest.mark.parametrize("query", ["do you sell gift wrapping", "how heavy may a parcel be", "???"])
async def test_what_a_question_may_be_about_is_not_measured_again(
    answerer: ExtractiveAnswerer, embedder: MiniLMEmbedder, query: str
) -> None:
    """It is the same as if it were; of other passages, or asked for again, it is measured."""
    found = await passages(embedder, query)
    [vector] = await embedder.embed([query])
    afresh = await ExtractiveAnswerer(embedder).topics(query, vector, found)
    with patch.object(answerer, "consider", wraps=answerer.consider) as measured:
        assert await answerer.answer(query, vector, found) is None
        assert await answerer.topics(query, vector, found) == afresh
        assert measured.call_count == 1
        assert await answerer.topics(query, vector, found) == afresh
        assert measured.call_count == 2
        assert await answerer.answer(query, vector, found) is None
        await answerer.topics(query, vector, found[:1])
        assert measured.call_count == 4
