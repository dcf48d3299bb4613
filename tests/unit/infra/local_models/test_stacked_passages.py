"""Passages measured together say of each what it says alone."""

import numpy as np
import pytest

from domain.knowledge import Passage, Sentence
from infra.local_models.analyzed_passages import Readings
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.passage_scoring import ask
from infra.local_models.question_measures import Asked, Floats, asked_of
from infra.local_models.stacked_passages import Stacked
from infra.local_models.synonyms import Lexicon
from infra.local_models.word_matching import matched
from infra.local_models.word_vectors import WordVectors

TEXTS = (
    ("Fees", "Cards", ("A card costs 5 EUR a month.", "It is of no use to us.", "Cash is free.")),
    ("Gifts", "", ("A gift card is valid for three years.",)),
    ("", "", ("It is as it is.",)),  # no telling word at all
    ("Long", "Words", ("Postage is paid by you. " * 80, "This is behind what the model reads.")),
)


def passage(embedder: MiniLMEmbedder, title: str, heading: str, texts: tuple[str, ...]) -> Passage:
    vectors = embedder.embed_now(texts)
    return Passage(
        document_id=title or "d",
        title=title,
        heading=heading,
        text=" ".join(texts),
        score=1.0,
        sentences=tuple(
            Sentence(text=text, vector=tuple(vector.tolist()))
            for text, vector in zip(texts, vectors, strict=True)
        ),
    )


@pytest.mark.parametrize(
    "question", ["How long is a gift card valid?", "Who pays the postage", "is it", "?"]
)
async def test_what_is_said_of_a_passage_does_not_depend_on_its_neighbours(
    embedder: MiniLMEmbedder, question: str
) -> None:
    """Not of one without a heading, without a telling word, or longer than the model reads."""
    lexicon, vectors = Lexicon(), WordVectors(embedder)
    passages = [passage(embedder, *one) for one in TEXTS]
    readings = await Readings(embedder, lexicon, vectors).of(passages)
    [vector] = await embedder.embed([question])
    [pieces] = await embedder.embed_tokens([question])
    known = ask(lexicon, question, vector)
    asked: Asked = asked_of(lexicon, known, await vectors.of(known.words), pieces)
    found: list[Floats] = [
        matched(lexicon, asked.words, one.words, joins_words=False) for one in readings
    ]

    together = Stacked.made(asked, found, readings)
    assert together.of.tolist() == [0, 0, 0, 1, 2, 3, 3]
    for place, (reading, own) in enumerate(zip(readings, found, strict=True)):
        alone = Stacked.made(asked, [own], [reading])
        rows = together.of == place
        for name in ("similar", "said", "own", "there", "close", "nearest"):
            expected, got = getattr(alone, name), getattr(together, name)[rows]
            assert np.allclose(expected, got, atol=1e-6), name
        assert np.isfinite(alone.nearest).all()
        in_passage = np.broadcast_to(together.in_passage, len(readings))
        assert in_passage[place] == pytest.approx(float(np.max(alone.in_passage)), abs=1e-6)
