"""Passages kept in memory, as many as a number of bytes allows."""

from collections import OrderedDict

from domain.knowledge import Passage

Reference = tuple[str, str, str]
"""Tenant, chunk and the hash of its document: whatever has the same reference is the same."""

_OVERHEAD = 1_000
"""Bytes for the objects around the texts and the numbers of a passage, and of a sentence."""


class PassageCache:
    """The passages last found. Content is never changed under a reference, so none goes stale."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._passages: OrderedDict[Reference, tuple[Passage, int]] = OrderedDict()
        self._bytes = 0

    def get(self, reference: Reference) -> Passage | None:
        """None where it is not kept (any more)."""
        passage, _ = self._passages.get(reference, (None, 0))
        if passage is not None:
            self._passages.move_to_end(reference)
        return passage

    def add(self, reference: Reference, passage: Passage) -> None:
        """Keep it, and give up those that were asked for longest ago until all fit."""
        _, before = self._passages.pop(reference, (None, 0))
        size = _size(passage)
        self._passages[reference] = (passage, size)
        self._bytes += size - before
        while self._bytes > self._max_bytes:
            _, (_, size) = self._passages.popitem(last=False)
            self._bytes -= size


def _size(passage: Passage) -> int:
    texts = len(passage.title) + len(passage.heading) + len(passage.text)
    texts += len(passage.pieces)
    sentences = (2 * len(s.text) + 4 * len(s.vector) + _OVERHEAD for s in passage.sentences)
    return 2 * texts + _OVERHEAD + sum(sentences)
