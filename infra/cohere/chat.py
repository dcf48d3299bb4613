"""Cohere's chat, version 2, as a stream of a model's events."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import httpx

from domain.language_models.requests import ModelMessage, ModelRequest, Speaker
from domain.language_models.stream import ModelEvent
from infra.cohere.client import VENDOR, CohereClient
from infra.cohere.stream_reader import StreamReader
from infra.hosted_models.clean_words import readable, spoken
from infra.hosted_models.deadlines import Deadlines, StreamClock
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.fenced_documents import fenced, rules_for


class CohereModel:
    """Implements `domain.ports.LanguageModel`. Documents go beside the prompt, and are cited by
    the vendor itself."""

    def __init__(
        self,
        endpoint: ModelEndpoint,
        client: httpx.AsyncClient,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._cohere = CohereClient(endpoint, client, deadlines or Deadlines())

    @property
    def name(self) -> str:
        return self._cohere.endpoint.name

    async def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        cohere = self._cohere
        clock = StreamClock(VENDOR, cohere.deadlines)
        reader = StreamReader(request, cohere.endpoint.model)
        with cohere.failures():
            chunks = cohere.events(_asked(request, cohere.endpoint.model))
            async with aclosing(clock.paced(chunks)) as paced:
                async for chunk in paced:
                    for event in reader.read(chunk):
                        if reader.is_over:
                            # Whoever listens closes the stream at its last event.
                            await clock.drain(paced)
                        yield event
                    if reader.is_over:
                        return
                    clock.heard(has_spoken=reader.has_spoken)
        reader.was_cut()

    async def served_models(self) -> frozenset[str]:
        """The ids that the vendor serves to this key. Raise as `stream` does."""
        return await self._cohere.served_models()


def _asked(request: ModelRequest, model: str) -> dict[str, Any]:
    """The arguments of the SDK's method."""
    asked: dict[str, Any] = {
        "model": model,
        "max_tokens": request.most_tokens,
        "temperature": request.temperature,
    }
    if request.answer_schema is None:
        return asked | {
            "messages": [_message(each) for each in spoken(request)],
            **_documents(request),
        }
    # Cohere takes a schema or documents, not both.
    return asked | {
        "messages": _with_fenced(request),
        "response_format": {"type": "json_object", "json_schema": request.answer_schema},
    }


def _documents(request: ModelRequest) -> dict[str, Any]:
    if not request.documents:
        return {}
    return {
        "documents": [
            {"id": document_name(number), "data": {"title": each.title, "text": each.text}}
            for number, each in enumerate(readable(request), 1)
        ]
    }


def document_name(number: int) -> str:
    """By which a document goes out: ids of ours say nothing to a vendor, and may hold anything."""
    return f"d{number}"


def _with_fenced(request: ModelRequest) -> list[dict[str, str]]:
    messages = [_message(each) for each in spoken(request)]
    if not request.documents:
        return messages
    documents = readable(request)
    rules = rules_for(documents, are_cited=False)
    return [
        {"role": Speaker.INSTRUCTIONS.value, "content": rules},
        *messages[:-1],
        {"role": Speaker.CUSTOMER.value, "content": fenced(documents)},
        *messages[-1:],
    ]


def _message(message: ModelMessage) -> dict[str, str]:
    return {"role": message.speaker.value, "content": message.text}
