"""Connections of models are remembered for a while, and longer while the database is down."""

from datetime import timedelta

import httpx
import pytest

from domain.errors import DependencyUnavailable
from domain.language_models.connections import ConnectedModel, ModelKind
from duralogue.wiring.language_models import RememberedModels
from duralogue.wiring.model_adapters import adapter


class Store:
    """Connections that a test changes, or takes down."""

    def __init__(self) -> None:
        self.reads = 0
        self.is_down = False

    async def of(self, tenant_id: str) -> list[ConnectedModel]:
        self.reads += 1
        if self.is_down:
            raise DependencyUnavailable("the database is down")
        return [a_model(f"m{self.reads}")]


def a_model(name: str, kind: ModelKind = ModelKind.OPENAI) -> ConnectedModel:
    return ConnectedModel.model_validate(
        {"name": name, "kind": kind, "url": "http://127.0.0.1:1/v1", "model": "m-1", "key": "k"}
    )


async def test_no_question_waits_for_the_database() -> None:
    """Within the time that a change may take to be noticed."""
    store = Store()
    models = RememberedModels(store)
    assert await models.of("acme") == await models.of("acme") == [a_model("m1")]
    assert store.reads == 1


async def test_what_was_known_is_used_while_the_database_is_down() -> None:
    """A tenant of which nothing is known yet has to wait."""
    store = Store()
    models = RememberedModels(store, remembered_for=timedelta(0))
    await models.of("acme")
    store.is_down = True
    assert await models.of("acme") == [a_model("m1")]
    with pytest.raises(DependencyUnavailable):
        await models.of("other")


@pytest.mark.parametrize("kind", ModelKind)
async def test_each_kind_has_its_adapter(kind: ModelKind) -> None:
    """Named by the vendor and the id, as traces and metrics show them."""
    async with httpx.AsyncClient(timeout=60) as client:
        assert adapter(a_model("small", kind), client).name == f"{kind}/m-1"
