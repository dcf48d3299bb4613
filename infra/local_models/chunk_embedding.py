"""Vectors of passages as they are indexed, and how near passages come to a query."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.chunking import text_to_embed
from domain.knowledge import Chunk, Passage
from domain.ports.knowledge_search import SearchQuery
from domain.ranking import Closeness, of_the_best
from infra.local_models.passage_pieces import nearest, packed, query_pieces, unpacked

Matrix = NDArray[np.float32]

CHARACTERS_AT_ONCE = 4_000
"""Of one pass, the padding included: texts of a length go together, and many short ones."""

_MOST_AT_ONCE = 32

Run = Callable[[list[str]], tuple[list[Any], NDArray[np.int64], Matrix]]
"""Through the model: what the tokenizer made of the texts, their mask, a row for each token."""


def batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Places of texts that go through the model together: little of a pass is padding."""
    batch: list[int] = []
    for place in sorted(range(len(texts)), key=lambda place: len(texts[place])):
        longest = len(texts[place])
        if batch and (
            len(batch) == _MOST_AT_ONCE or (len(batch) + 1) * longest > CHARACTERS_AT_ONCE
        ):
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def embed_chunks(run: Run, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks with vectors, pieces, and the vectors of their sentences: each text once."""
    heads = [text_to_embed(chunk) for chunk in chunks]
    whole: dict[str, tuple[tuple[float, ...], bytes]] = {}
    texts = list(dict.fromkeys(heads))
    for batch in batches(texts):
        _, mask, hidden = run([texts[place] for place in batch])
        for row, place in enumerate(batch):
            tokens = hidden[row, : int(mask[row].sum())]
            pieces = packed(_unit(tokens[1:-1]))
            whole[texts[place]] = (tuple(_unit(tokens.mean(axis=0)).tolist()), pieces)
    said = _vectors(run, {sentence.text for chunk in chunks for sentence in chunk.sentences})
    found = []
    for chunk, head in zip(chunks, heads, strict=True):
        vector, pieces = whole[head]
        sentences = tuple(
            sentence.model_copy(update={"vector": said[sentence.text]})
            for sentence in chunk.sentences
        )
        changed = {"vector": vector, "pieces": pieces, "sentences": sentences}
        found.append(chunk.model_copy(update=changed))
    return found


def match(
    query: SearchQuery, tokens: Sequence[Matrix], passages: Sequence[Passage]
) -> list[Closeness]:
    """`tokens` are those of the query's texts, a row for each; of several texts the whole is left
    out, whose end the model does not read."""
    first = 1 if len(query.texts) > 1 else 0
    pieces = [unpacked(passage.pieces) for passage in passages]
    by_tokens = [nearest(query_pieces(rows), pieces) for rows in tokens[first:]]
    vectors = np.array(query.vectors[first:], dtype=np.float32)
    return [
        Closeness(
            tokens=of_the_best([float(scores[place]) for scores in by_tokens]),
            sentence=_nearest_sentence(vectors, passage),
        )
        for place, passage in enumerate(passages)
    ]


def _nearest_sentence(vectors: Matrix, passage: Passage) -> float:
    if not passage.sentences:
        return 0.0
    sentences = np.array([sentence.vector for sentence in passage.sentences], dtype=np.float32)
    nearest_of_each = (vectors @ sentences.T).max(axis=1)
    return of_the_best(nearest_of_each.tolist())


def _vectors(run: Run, said: set[str]) -> dict[str, tuple[float, ...]]:
    texts = sorted(said)
    found: dict[str, tuple[float, ...]] = {}
    for batch in batches(texts):
        _, mask, hidden = run([texts[place] for place in batch])
        for row, place in enumerate(batch):
            tokens = hidden[row, : int(mask[row].sum())]
            found[texts[place]] = tuple(_unit(tokens.mean(axis=0)).tolist())
    return found


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    scaled: Matrix = rows / np.maximum(lengths, 1e-9)
    return scaled
