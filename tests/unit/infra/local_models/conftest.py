"""The model is loaded once for all of its tests."""

import pytest

from infra.local_models.embedder import MiniLMEmbedder


@pytest.fixture(scope="session")
def embedder() -> MiniLMEmbedder:
    return MiniLMEmbedder()
