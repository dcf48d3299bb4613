"""How vLLM, llama-server and Ollama stream and refuse."""

import json
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.responses import JSONResponse

from provider_doubles.language_models.streams import Piece
from provider_doubles.openai_compatible.settings import Dialect, OpenAISettings

Body = dict[str, Any]
DONE = b"data: [DONE]\n\n"


class ChunkWriter:
    """Writes one answer as chunks of a dialect."""

    def __init__(self, settings: OpenAISettings, model: str) -> None:
        self._settings = settings
        self._dialect = settings.dialect
        self._head: Body = {
            "id": f"chatcmpl-{uuid.uuid4().hex[:12]}",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": model,
        }
        if self._dialect is not Dialect.VLLM:
            self._head["system_fingerprint"] = {
                Dialect.OLLAMA: "fp_ollama",
                Dialect.LLAMA_SERVER: "b7200-double",
            }[self._dialect]

    def chunks(self, pieces: Sequence[str], reason: str, counted: Body | None) -> Iterator[Piece]:
        """All of them, in order; `counted` is None for a caller that did not ask for it."""
        match self._dialect:
            case Dialect.VLLM:
                yield from self._vllm(pieces, reason, counted)
            case Dialect.LLAMA_SERVER:
                yield from self._llama_server(pieces, reason, counted)
            case Dialect.OLLAMA:
                yield from self._ollama(pieces, reason, counted)
        if self._settings.says_done:
            yield Piece(DONE)

    def whole(self, text: str, reason: str, counted: Body) -> Body:
        """For a caller that does not stream."""
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": reason}
        head = {**self._head, "object": "chat.completion"}
        return {**head, "choices": [choice], "usage": counted}

    def _vllm(self, pieces: Sequence[str], reason: str, counted: Body | None) -> Iterator[Piece]:
        """The reason comes along with the last words."""
        yield self._chunk({"role": "assistant", "content": ""}, logprobs=None)
        if self._settings.has_extras:
            yield self._chunk({"reasoning_content": "The documents say so."}, logprobs=None)
        for place, piece in enumerate(pieces):
            last = place == len(pieces) - 1
            extra = {"stop_reason": None} if last else {}
            yield self._chunk(
                {"content": piece}, reason if last else None, has_words=True, logprobs=None, **extra
            )
        if counted is not None:
            yield self._event({**self._head, "choices": [], "usage": counted})

    def _llama_server(
        self, pieces: Sequence[str], reason: str, counted: Body | None
    ) -> Iterator[Piece]:
        """Comments keep the connection open while the prompt is read."""
        if self._settings.has_extras:
            yield Piece(b":\n\n:\n\n")
        yield self._chunk({"role": "assistant", "content": None})
        for piece in pieces:
            yield self._chunk({"content": piece}, has_words=True)
        yield self._chunk({}, reason)
        if counted is not None:
            timings = {
                "prompt_n": counted["prompt_tokens"],
                "predicted_n": counted["completion_tokens"],
                "predicted_per_second": 40.0,
            }
            yield self._event({**self._head, "choices": [], "usage": counted, "timings": timings})

    def _ollama(self, pieces: Sequence[str], reason: str, counted: Body | None) -> Iterator[Piece]:
        """Every chunk names the speaker, and the last one's content is empty."""
        for piece in pieces:
            yield self._chunk({"role": "assistant", "content": piece}, has_words=True)
        yield self._chunk({"role": "assistant", "content": ""}, reason)
        if counted is not None:
            yield self._event({**self._head, "choices": [], "usage": counted})

    def _chunk(
        self, delta: Body, reason: str | None = None, *, has_words: bool = False, **more: Any
    ) -> Piece:
        choice = {"index": 0, "delta": delta, **more, "finish_reason": reason}
        return self._event({**self._head, "choices": [choice]}, has_words=has_words)

    def _event(self, body: Body, *, has_words: bool = False) -> Piece:
        text = json.dumps(body, ensure_ascii=False)
        return Piece(f"data: {text}\n\n".encode(), has_words=has_words)


def failure(dialect: Dialect) -> bytes:
    """What is sent where an answer cannot go on."""
    error: Body = {"message": "CUDA out of memory", "type": "server_error", "code": 500}
    match dialect:
        case Dialect.VLLM:
            return f"data: {json.dumps({'error': error})}\n\n".encode() + DONE
        case Dialect.LLAMA_SERVER:
            return f"error: {json.dumps(error)}\n\n".encode()
    return json.dumps({"error": "llama runner process has terminated"}).encode() + b"\n"


def refused(
    dialect: Dialect, status: int, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """An error outside of a stream."""
    error: Body = {"message": message, "type": "invalid_request_error", "code": status}
    if dialect is Dialect.OLLAMA:
        error = {"message": message, "type": "api_error", "param": None, "code": None}
    return JSONResponse({"error": error}, status, headers=headers)


def unknown_model(dialect: Dialect, model: str) -> str:
    """The sentence of each."""
    return {
        Dialect.VLLM: f"The model `{model}` does not exist.",
        Dialect.LLAMA_SERVER: f"model not found: {model}",
        Dialect.OLLAMA: f'model "{model}" not found, try pulling it first',
    }[dialect]
