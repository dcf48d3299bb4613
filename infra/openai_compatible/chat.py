"""Chat completions of an OpenAI-compatible server as a stream of a model's events."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import httpx

from domain.language_models.requests import ModelRequest
from domain.language_models.stream import ModelEvent
from infra.hosted_models.deadlines import Deadlines, StreamClock
from infra.hosted_models.endpoint import ModelEndpoint
from infra.openai_compatible.client import ServerClient
from infra.openai_compatible.messages import asked
from infra.openai_compatible.stream_reader import ChunkReader


class OpenAICompatibleModel:
    """Implements `domain.ports.LanguageModel`. Documents go fenced into the prompt, and citations
    are read from markers in the text, which are never shown."""

    def __init__(
        self,
        endpoint: ModelEndpoint,
        client: httpx.AsyncClient,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._server = ServerClient(endpoint, client, deadlines or Deadlines())

    @property
    def name(self) -> str:
        return self._server.endpoint.name

    async def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        server = self._server
        clock = StreamClock(server.endpoint.vendor, server.deadlines)
        reader = ChunkReader(request, server.endpoint)
        with server.failures():
            chunks = server.events("chat/completions", asked(request, server.endpoint.model))
            async with aclosing(clock.paced(chunks)) as paced:
                async for chunk in paced:
                    for event in reader.read(chunk):
                        if reader.is_over:
                            # Whoever listens closes the stream at its last event.
                            await clock.drain(paced)
                        yield event
                    if reader.is_over:
                        return
                    clock.heard(has_spoken=reader.has_spoken, is_complete=reader.is_complete)
        for event in reader.end():
            yield event

    async def served_models(self) -> frozenset[str]:
        """The ids that the server serves to this key. Raise as `stream` does."""
        return await self._server.served_models()
