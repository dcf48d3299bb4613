"""Passages embedded by a hosted model while they are indexed."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, cast

import pytest

from activities.hosted_passages import SETTING, HostedPassages
from domain.errors import DependencyRejected, DependencyUnavailable
from domain.knowledge import Chunk
from domain.ports import Vector


class Model:
    """Embeds a text as its length, unless a word in it is refused."""

    model, dimension = "openai/bge-m3@1", 1

    def __init__(self, *refused: str) -> None:
        self.refused = refused
        self.requests: list[list[str]] = []
        self.is_down = False

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        raise AssertionError(texts)

    async def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        self.requests.append(list(texts))
        if self.is_down:
            raise DependencyUnavailable("openai answered 503", retry_after=timedelta(seconds=7))
        if any(word in text for word in self.refused for text in texts):
            raise DependencyRejected("openai refused the request")
        return [(float(len(text)),) for text in texts]


class Notes:
    """The one method of `KnowledgeSources` that is used."""

    def __init__(self) -> None:
        self.reasons: dict[str, str | None] = {}

    async def note_indexing(self, tenant_id: str, reasons: Mapping[str, str | None]) -> None:
        self.reasons |= reasons


def chunk(name: str, text: str, position: int = 0) -> Chunk:
    return Chunk(document_id=name, title="T", heading="H", text=text, position=position)


DOCUMENTS = {
    "a": [chunk("a", "one"), chunk("a", "two", 1)],
    "b": [chunk("b", "poison")],
    "c": [chunk("c", "three")],
}


def passages(model: Model, notes: Notes) -> HostedPassages:
    return HostedPassages(model, cast("Any", notes), "acme")


async def test_several_documents_are_one_request() -> None:
    """Each passage gets its own vector, and what the status said is mended."""
    model, notes = Model(), Notes()
    found, refused = await passages(model, notes).embedded(DOCUMENTS)
    assert refused == {}
    assert [len(request) for request in model.requests] == [4]
    assert {name: [len(one.hosted_vector) for one in chunks] for name, chunks in found.items()} == {
        "a": [1, 1],
        "b": [1],
        "c": [1],
    }
    assert notes.reasons == {SETTING: None}


async def test_a_document_that_is_refused_is_named_and_the_others_are_embedded() -> None:
    """The model takes a text that is beyond doubt, so this one is to blame."""
    model, notes = Model("poison"), Notes()
    found, refused = await passages(model, notes).embedded(DOCUMENTS)
    assert refused == {"b": "openai refused the request"}
    assert found.keys() == {"a", "c"}
    assert all(one.hosted_vector for chunks in found.values() for one in chunks)
    assert notes.reasons == {SETTING: None}


async def test_a_model_that_refuses_everything_is_waited_for() -> None:
    """A key that is not accepted is no document's fault; it is tried again after a minute."""
    model, notes = Model("H", "hours"), Notes()
    with pytest.raises(DependencyUnavailable) as waits:
        await passages(model, notes).embedded(DOCUMENTS)
    assert waits.value.retry_after == timedelta(minutes=1)
    assert len(model.requests) == 2
    assert "openai/bge-m3@1: openai refused" in (notes.reasons[SETTING] or "")


async def test_a_model_that_is_down_is_waited_for_as_it_asks() -> None:
    """And asked once."""
    model, notes = Model(), Notes()
    model.is_down = True
    with pytest.raises(DependencyUnavailable) as waits:
        await passages(model, notes).embedded(DOCUMENTS)
    assert waits.value.retry_after == timedelta(seconds=7)
    assert len(model.requests) == 1
    assert "503" in (notes.reasons[SETTING] or "")
