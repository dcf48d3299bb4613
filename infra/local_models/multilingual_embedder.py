"""Sentence embeddings of many languages on this machine: multilingual-e5-small, by onnxruntime.

A German question lies near the English sentence that answers it. Questions and passages are told
apart by a word before them, as the model was trained.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from infra.local_models.chunk_embedding import batches
from infra.local_models.multilingual_weights import Weights, open_weights
from infra.local_models.unigram_pieces import pieces_of

Floats = NDArray[np.float32]

_GRAPH = Path(__file__).parent / "data" / "multilingual_graph.onnx"
_MOST_TOKENS = 256
_QUESTION: Final = "query: "
_PASSAGE: Final = "passage: "


class MultilingualEmbedder:
    """Loads in a second and takes 150 MB; 3 ms CPU for a short text.

    Nothing is loaded before the first text: who speaks one language never pays for it.
    """

    def __init__(self, *, threads: int = 1) -> None:
        self._threads = threads
        self._loaded: _Model | None = None
        self._loading = asyncio.Lock()

    async def questions(self, texts: Sequence[str]) -> Floats:
        """A row of length 1 for each."""
        return await self._embed(_QUESTION, texts)

    async def passages(self, texts: Sequence[str]) -> Floats:
        """A row of length 1 for each text that may answer a question."""
        return await self._embed(_PASSAGE, texts)

    async def _embed(self, kind: str, texts: Sequence[str]) -> Floats:
        async with self._loading:
            if self._loaded is None:
                self._loaded = await asyncio.to_thread(_Model, open_weights(), self._threads)
        return await asyncio.to_thread(self._loaded.embed, kind, texts)


class _Model:
    def __init__(self, weights: Weights, threads: int) -> None:
        self._weights = weights
        self._session = _session(weights, threads)

    def embed(self, kind: str, texts: Sequence[str]) -> Floats:
        known = self._weights.vocabulary
        found = np.zeros((len(texts), self._weights.width), dtype=np.float32)
        for batch in batches(texts):
            ids = [pieces_of(known, kind + texts[place], _MOST_TOKENS) for place in batch]
            lengths = np.array([len(one) for one in ids], dtype=np.int32)
            embedded = np.zeros((len(ids), lengths.max(), self._weights.width), dtype=np.float32)
            for row, one in enumerate(ids):
                words = self._weights.rows(np.array(one))
                embedded[row, : len(one)] = words + self._weights.positions[: len(one)]
            given = {"embedded": embedded, "lengths": lengths}
            hidden: Floats = self._session.run(None, given)[0]
            for row, place in enumerate(batch):
                mean = hidden[row, : lengths[row]].mean(axis=0)
                found[place] = mean / max(float(np.linalg.norm(mean)), 1e-9)
        return found


def _session(weights: Weights, threads: int) -> Any:
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    given = weights.of_graph()
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in given.values()]
    options.add_external_initializers(list(given), values)
    return onnxruntime.InferenceSession(
        _GRAPH.read_bytes(), options, providers=["CPUExecutionProvider"]
    )
