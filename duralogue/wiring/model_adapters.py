"""The adapter of each kind of model server, imported only where a tenant has one."""

from importlib import import_module
from typing import Protocol

import httpx

from domain.language_models.connections import ConnectedModel, ModelKind
from domain.ports.language_models import LanguageModel
from domain.ports.reranking import Reranker
from infra.hosted_models.endpoint import ModelEndpoint

_ADAPTERS = {
    ModelKind.COHERE: ("infra.cohere.chat", "CohereModel"),
    ModelKind.OPENAI: ("infra.openai_compatible.chat", "OpenAICompatibleModel"),
}
_RERANKERS = {
    ModelKind.COHERE: ("infra.cohere.reranker", "CohereReranker"),
    ModelKind.OPENAI: ("infra.openai_compatible.reranker", "OpenAICompatibleReranker"),
}


class ModelServer(LanguageModel, Protocol):
    """A model that also knows what its server serves."""

    async def served_models(self) -> frozenset[str]:
        """Their ids. Raise as `stream` does."""
        ...


def adapter(connected: ConnectedModel, client: httpx.AsyncClient) -> ModelServer:
    """Raise ConfigurationError for what cannot be sent."""
    module, name = _ADAPTERS[connected.kind]
    made: ModelServer = getattr(import_module(module), name)(_endpoint(connected), client)
    return made


def reranker(connected: ConnectedModel, client: httpx.AsyncClient) -> Reranker:
    """Raise ConfigurationError for what cannot be sent."""
    module, name = _RERANKERS[connected.kind]
    made: Reranker = getattr(import_module(module), name)(_endpoint(connected), client)
    return made


def _endpoint(connected: ConnectedModel) -> ModelEndpoint:
    return ModelEndpoint(
        vendor=connected.kind.value,
        url=connected.url,
        model=connected.model,
        key=connected.key.get_secret_value() if connected.key else None,
    )
