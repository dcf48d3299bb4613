"""A tenant's index is searched by the model that made it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.errors import ConfigurationError
from domain.knowledge import Passage
from domain.ports import Vector
from domain.search_by_model import SearchByIndexModel

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Index:
    """Implements `Retriever` and `Embedder` of one model, and refuses what another has made."""

    dimension = 1

    def __init__(self, model: str, made_by: list[str]) -> None:
        self.model = model
        self._made_by = made_by

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return [(2.0,) for _ in texts]

    async def search(self, tenant_id: str, query: str, vector: Vector, **_: Any) -> list[Passage]:
        if self._made_by[-1] != self.model:
            raise ConfigurationError("run `duralogue knowledge sync`")
        said = f"{self.model} {vector[0]:.0f}"
        return [Passage(document_id="d", title="", heading="", text=said, score=1)]


class Models:
    """What is read stays, until it is read again."""

    def __init__(self, made_by: list[str]) -> None:
        self._made_by = made_by
        self._read: str | None = None

    async def model_of(self, tenant_id: str, *, again: bool = False) -> str | None:
        if again or self._read is None:
            self._read = self._made_by[-1]
        return self._read


async def said(search: SearchByIndexModel) -> str:
    [found] = await search.search("acme", "?", (1.0,), today=NOW)
    return found.text


def a_search(made_by: list[str]) -> SearchByIndexModel:
    other = Index("many", made_by)
    return SearchByIndexModel(Models(made_by), Index("usual", made_by), {"many": (other, other)})


async def test_the_question_is_embedded_by_the_model_that_made_the_index() -> None:
    """With the usual one it is embedded already."""
    assert await said(a_search(["usual"])) == "usual 1"
    assert await said(a_search(["many"])) == "many 2"


async def test_a_sync_with_another_model_counts_at_once() -> None:
    """Whichever was the last, and though the name was read a moment before."""
    made_by = ["usual"]
    search = a_search(made_by)
    assert await said(search) == "usual 1"
    made_by.append("many")
    assert await said(search) == "many 2"
    made_by.append("usual")
    assert await said(search) == "usual 1"


async def test_an_index_of_a_model_that_nobody_knows_is_refused() -> None:
    """The sentence that says what to do goes on to whoever asks."""
    with pytest.raises(ConfigurationError, match="knowledge sync"):
        await said(a_search(["a stranger's"]))
