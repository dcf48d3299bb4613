"""What a part loads at its start, and how."""

import gc
import subprocess
import sys
from collections.abc import Sequence

import pytest

from domain.ports import Embedder, Vector
from duralogue.loading import loading
from duralogue.wiring.knowledge import EmbedderOnFirstUse

_HEAVY = "{'alembic', 'numpy', 'onnxruntime', 'sklearn', 'tokenizers', 'holidays', 'phonenumbers'}"


def loaded_by(module: str) -> set[str]:
    """Of the libraries that a start would feel, in a process of its own."""
    program = f"import sys, {module}; print(*({_HEAVY} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "duralogue.wiring.gateway",
        "duralogue.wiring.delivery",
        "duralogue.wiring.integrations",
        "duralogue.wiring.intelligence",
        "duralogue.wiring.maintenance",
    ],
)
def test_a_part_loads_no_model_before_it_needs_one(module: str) -> None:
    """Whoever was killed is back sooner: on a slow machine each of these costs half a second."""
    assert loaded_by(module) == set()


def test_nobody_looks_for_rubbish_while_a_part_is_loaded() -> None:
    """Nor later among what was loaded; everything else is collected as ever."""
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.unfreeze()


async def test_an_embedder_is_loaded_once_and_when_it_is_asked() -> None:
    """Two documents at once must not load the model twice."""
    loads: list[Embedder] = []

    class Stub:
        async def embed(self, texts: Sequence[str]) -> list[Vector]:
            return [(0.0,) for _ in texts]

    def load() -> Embedder:
        loads.append(Stub())
        return loads[-1]

    embedder = EmbedderOnFirstUse(load)
    assert loads == []

    await embedder.embed(["one"])
    await embedder.embed(["two"])

    assert len(loads) == 1
