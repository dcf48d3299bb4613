"""Answers that would fill a worker's memory: compressed ones, and those without end."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from domain.errors import DependencyRejected
from infra.cohere.chat import CohereModel
from infra.hosted_models.endpoint import ModelEndpoint
from infra.http import model_calls
from infra.http.model_calls import open_model_clients
from infra.openai_compatible.chat import OpenAICompatibleModel

_ANSWER = b'{"data": [{"id": "m"}], "models": [{"name": "m"}]}'


@asynccontextmanager
async def server(headers: str, body: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Answers everything with this, and keeps the heads of what it was asked."""
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        head = f"HTTP/1.1 200 OK\r\n{headers}content-type: application/json\r\n"
        writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    running = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with running:
        yield f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}", asked


def endpoint(url: str) -> ModelEndpoint:
    return ModelEndpoint(vendor="server", url=url, model="m", key="k")


@pytest.mark.parametrize("adapter", [OpenAICompatibleModel, CohereModel])
async def test_a_compressed_answer_is_refused(
    adapter: type[OpenAICompatibleModel | CohereModel],
) -> None:
    """Nobody asked for one, whichever library sends the request."""
    async with (
        server("content-encoding: gzip\r\n", gzip.compress(_ANSWER)) as (url, asked),
        open_model_clients(()) as client_for,
    ):
        with pytest.raises(DependencyRejected, match="compressed"):
            await adapter(endpoint(url), client_for("acme", url)).served_models()
    assert b"accept-encoding: identity\r\n" in asked[0].lower()
    assert b"gzip" not in asked[0]


@pytest.mark.parametrize("adapter", [OpenAICompatibleModel, CohereModel])
async def test_an_answer_without_end_is_cut(
    adapter: type[OpenAICompatibleModel | CohereModel], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one that a vendor's SDK would read whole."""
    monkeypatch.setattr(model_calls, "LARGEST_ANSWER", 1_000)
    async with (
        server("", _ANSWER + b" " * 1_000) as (url, _),
        open_model_clients(()) as client_for,
    ):
        with pytest.raises(DependencyRejected, match="more than"):
            await adapter(endpoint(url), client_for("acme", url)).served_models()


@pytest.mark.parametrize("adapter", [OpenAICompatibleModel, CohereModel])
async def test_any_other_answer_is_read(
    adapter: type[OpenAICompatibleModel | CohereModel],
) -> None:
    """As it was before."""
    async with server("", _ANSWER) as (url, _), open_model_clients(()) as client_for:
        assert await adapter(endpoint(url), client_for("acme", url)).served_models() == {"m"}
