"""Quotes a sentence in another language than the question's, or nothing.

No word of the question stands in such a sentence, so what tells is how near both are in the
multilingual model, by how much the best passage is ahead of the next, and whether the sentence
holds the kind of fact that is asked for, which our own tables know in each language.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.chunking import split_sentences
from domain.knowledge import Answer, Passage
from domain.messages import Citation
from infra.local_models.aspects import asked_in, held_in
from infra.local_models.multilingual_embedder import MultilingualEmbedder

_WEIGHTS = {"sentence": 1.9, "passage": 28.38, "lead": 30.34, "kind": 0.81, "constant": -26.7}
"""Fitted on bench/languages/questions.yaml, see `bench/evals/languages.py`."""
ANSWERS_FROM = 0.7
"""Of what is asked a third is answered so, and one near miss in fourteen: a wrong answer costs
more than a refusal."""
_MOST_SENTENCES = 12
"""Of a passage; a long list costs no more than this."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Proposed:
    """What would be quoted, with what speaks for it."""

    passage: Passage
    sentence: str
    near: float
    lead: float
    has_kind: bool

    @property
    def confidence(self) -> float:
        measured = {
            "sentence": self.near,
            "passage": self.passage.vector_similarity or 0.0,
            "lead": self.lead,
            "kind": float(self.has_kind),
            "constant": 1.0,
        }
        return 1 / (1 + math.exp(-sum(_WEIGHTS[name] * said for name, said in measured.items())))


class ForeignQuotes:
    """Implements `domain.ports.foreign_knowledge.ForeignQuoter`."""

    def __init__(self, model: MultilingualEmbedder) -> None:
        self._model = model

    async def quote(self, query: str, passages: Sequence[Passage]) -> Answer | None:
        proposed = await self.propose(query, passages)
        if proposed is None or proposed.confidence < ANSWERS_FROM:
            return None
        passage = proposed.passage
        return Answer(
            text=proposed.sentence,
            citations=(
                Citation(
                    document_id=passage.document_id,
                    title=passage.title,
                    heading=passage.heading,
                    url=passage.url,
                ),
            ),
            confidence=round(proposed.confidence, 3),
        )

    async def propose(self, query: str, passages: Sequence[Passage]) -> Proposed | None:
        """The best sentence of the best passage; None where no passage has what is numbered in
        the question ("machine 12", "XK-77")."""
        numbered = _numbered(query)
        said = [
            (sentence, passage)
            for passage in passages
            if numbered <= _numbered(f"{passage.title} {passage.heading} {passage.text}")
            for sentence in split_sentences(passage.text)[:_MOST_SENTENCES]
        ]
        if not said:
            return None
        [asked] = await self._model.questions([query])
        rows = await self._model.passages([sentence for sentence, _ in said])
        near = (rows @ asked).tolist()
        worth = np.array(
            [
                one + (passage.vector_similarity or 0.0)
                for one, (_, passage) in zip(near, said, strict=True)
            ]
        )
        best = int(worth.argmax())
        sentence, passage = said[best]
        others = [
            float(one) for one, (_, other) in zip(worth, said, strict=True) if other is not passage
        ]
        wanted = asked_in(query).wanted
        return Proposed(
            passage=passage,
            sentence=sentence,
            near=near[best],
            lead=float(worth[best]) - max(others) if others else 0.0,
            has_kind=not wanted or wanted in held_in(sentence).kinds,
        )


def _numbered(text: str) -> set[str]:
    words = _WORD.findall(text.lower())
    return {word for word in words if any(sign.isdecimal() for sign in word)}
