"""Measurements of questions without an answer, kept until it is asked what they may be about."""

from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Generic, TypeVar

from domain.knowledge import Passage

_MOST = 16
"""More than are answered at once; whoever is not asked about again is soon forgotten."""
_T = TypeVar("_T")


class Unanswered(Generic[_T]):
    """The last few, each taken once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, _T] = OrderedDict()

    def keep(self, query: str, passages: Sequence[Passage], measured: _T) -> None:
        self._kept[_key(query, passages)] = measured
        while len(self._kept) > _MOST:
            self._kept.popitem(last=False)

    def take(self, query: str, passages: Sequence[Passage]) -> _T | None:
        """None where it was not kept, was of other passages, or has been taken."""
        return self._kept.pop(_key(query, passages), None)


def _key(query: str, passages: Sequence[Passage]) -> bytes:
    found = "\x00".join(
        f"{one.content_id or one.text}\x00{one.vector_similarity}" for one in passages
    )
    said = f"{query}\x00{found}"
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).digest()
