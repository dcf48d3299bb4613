"""Calibrates the answerer's confidence, and shows the effect of each threshold.

    python bench/answers.py [--fit]

Reads `bench/answers/`: the help pages of a swimming bath, an internet provider, a hotel and a
library, with questions that they answer and questions that they do not. No tenant of ours is there.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from domain.chunking import chunks_of, text_to_embed
from domain.knowledge import Chunk, Passage, Sentence
from domain.ports import Vector
from infra.local_models.answerer import CALIBRATION, ExtractiveAnswerer, features
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections, parse_document

FOLDER = Path(__file__).parent / "answers"
PASSAGES = 8


class Library:
    """One folder's documents in memory, searched by meaning and shared words."""

    def __init__(self, embedder: MiniLMEmbedder, name: str) -> None:
        document = parse_document(name, (FOLDER / f"{name}.md").read_text())
        self.chunks: list[Chunk] = chunks_of(document, MarkdownSections().sections(document.body))
        self._vectors = embedder.embed_now([text_to_embed(chunk) for chunk in self.chunks])
        self._sentences = [
            embedder.embed_now([sentence.text for sentence in chunk.sentences]).tolist()
            for chunk in self.chunks
        ]

    def search(self, vector: Vector) -> list[Passage]:
        similarity = self._vectors @ np.array(vector, dtype=np.float32)
        best = np.argsort(-similarity)[:PASSAGES]
        return [self._passage(int(place), float(similarity[place])) for place in best]

    def _passage(self, place: int, similarity: float) -> Passage:
        chunk = self.chunks[place]
        sentences = zip(chunk.sentences, self._sentences[place], strict=True)
        return Passage(
            **chunk.model_dump(include={"document_id", "title", "heading", "text"}),
            content_id=f"{chunk.document_id}/{place}",
            score=similarity,
            vector_similarity=similarity,
            sentences=tuple(Sentence(text=s.text, vector=tuple(v)) for s, v in sentences),
        )


async def rows() -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64]]:
    """Features of each question, whether one of the two best passages answers it, and its place."""
    embedder = MiniLMEmbedder()
    answerer = ExtractiveAnswerer(embedder)
    questions: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(FOLDER / "questions.yaml")
    found, answered, groups = [], [], []
    for group, (name, asked) in enumerate(questions.items()):
        library = Library(embedder, name)
        for one in asked:
            [vector] = await embedder.embed([one["ask"]])
            question, ranked = await answerer.ranked(one["ask"], vector, library.search(vector))
            found.append(list(features(question, ranked).values()))
            headings = {evidence.passage.heading for evidence in ranked[:2]}
            answered.append(int(one.get("where") in headings))
            groups.append(group)
    return np.array(found), np.array(answered), np.array(groups)


def fitted(found: NDArray[np.float64], answered: NDArray[np.int64]) -> NDArray[np.float64]:
    """Coefficients for the features as they are, and the constant last."""
    mean, spread = found.mean(axis=0), found.std(axis=0)
    model = LogisticRegression(C=3, max_iter=4_000).fit((found - mean) / spread, answered)
    weights = model.coef_[0] / spread
    return np.append(weights, model.intercept_[0] - float((weights * mean).sum()))


def show(label: str, weights: NDArray[np.float64], found: Any, answered: NDArray[np.int64]) -> None:
    sure = 1 / (1 + np.exp(-(found @ weights[:-1] + weights[-1])))
    sys.stdout.write(f"{label}: AUC {roc_auc_score(answered, sure):.3f}\n")
    for threshold in np.arange(0.54, 0.78, 0.02):
        given = sure >= threshold
        right = ((given & (answered == 1)) | (~given & (answered == 0))).mean()
        wrong = (given & (answered == 0)).mean()
        sys.stdout.write(f"  from {threshold:.2f}: right {right:.3f}, wrong {wrong:.3f}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the confidence again")
    arguments = parser.parse_args()
    found, answered, groups = asyncio.run(rows())
    if not arguments.fit:
        show("as it stands", np.array(list(CALIBRATION.values())), found, answered)
        return
    for group in sorted(set(groups.tolist())):
        weights = fitted(found[groups != group], answered[groups != group])
        show(
            f"fitted without group {group}, on it",
            weights,
            found[groups == group],
            answered[groups == group],
        )
    weights = fitted(found, answered)
    for name, weight in zip(CALIBRATION, weights, strict=True):
        sys.stdout.write(f'    "{name}": {weight:.2f},\n')


if __name__ == "__main__":
    main()
