"""The adapter of each kind of model server, imported only where a tenant has one."""

from importlib import import_module
from typing import Protocol

import httpx

from domain.errors import ConfigurationError
from domain.language_models.connections import ConnectedModel, ModelKind
from domain.language_models.settings import EmbeddingSettings
from domain.ports.hosted_embedding import EmbeddingAdapter
from domain.ports.language_models import LanguageModel
from domain.ports.reranking import Reranker
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint
from infra.language_models.guarded_embedder import AdapterPair

_ADAPTERS = {
    ModelKind.COHERE: ("infra.cohere.chat", "CohereModel"),
    ModelKind.OPENAI: ("infra.openai_compatible.chat", "OpenAICompatibleModel"),
}
_RERANKERS = {
    ModelKind.COHERE: ("infra.cohere.reranker", "CohereReranker"),
    ModelKind.OPENAI: ("infra.openai_compatible.reranker", "OpenAICompatibleReranker"),
}

_EMBEDDERS = {
    ModelKind.COHERE: "infra.cohere.embedder",
    ModelKind.OPENAI: "infra.openai_compatible.embedder",
}
_QUESTION_WITHIN, _PASSAGES_WITHIN = Deadlines(call_s=1.8), Deadlines(call_s=45)
"""A customer waits for the one; the other is less than a heartbeat's pause."""


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


def embedder(
    connected: ConnectedModel, client: httpx.AsyncClient, settings: EmbeddingSettings
) -> AdapterPair:
    """Raise ConfigurationError for what cannot be sent."""
    module = import_module(_EMBEDDERS[connected.kind])
    endpoint = _endpoint(connected)
    prefixes = (settings.question_prefix, settings.passage_prefix)
    if connected.kind is ModelKind.COHERE and any(prefixes):
        raise ConfigurationError("models.embed: Cohere's models take no prefixes")

    def made(deadlines: Deadlines) -> EmbeddingAdapter:
        known = {"dimension": settings.dimension, "deadlines": deadlines}
        if connected.kind is ModelKind.COHERE:
            cohere: EmbeddingAdapter = module.CohereEmbedder(endpoint, client, **known)
            return cohere
        other: EmbeddingAdapter = module.OpenAICompatibleEmbedder(
            endpoint, client, prefixes=prefixes, **known
        )
        return other

    return AdapterPair(made(_QUESTION_WITHIN), made(_PASSAGES_WITHIN))


def _endpoint(connected: ConnectedModel) -> ModelEndpoint:
    return ModelEndpoint(
        vendor=connected.kind.value,
        url=connected.url,
        model=connected.model,
        key=connected.key.get_secret_value() if connected.key else None,
    )
