"""The API of OpenAI-compatible servers: completions, embeddings, rerank and models."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from provider_doubles.language_models.answers import answer, cut, overlap, tokens
from provider_doubles.language_models.call_log import Call
from provider_doubles.language_models.model_api import ModelApi, ModelApiError, RefusalWords
from provider_doubles.language_models.schema_answers import filled
from provider_doubles.language_models.streams import streamed
from provider_doubles.language_models.vectors import vector
from provider_doubles.openai_compatible.dialects import (
    ChunkWriter,
    failure,
    refused,
    unknown_model,
)
from provider_doubles.openai_compatible.prompts import BadMessages, read_messages, with_markers
from provider_doubles.openai_compatible.settings import Dialect, OpenAISettings

Body = dict[str, Any]


class CompletionsApi(ModelApi[OpenAISettings]):
    """Under `/v1`, as all of them have it."""

    words = RefusalWords(
        key="Invalid API key",
        no_json="the body is not valid JSON",
        no_model="model is required",
    )

    def routes(self) -> list[Route]:
        """All of its methods."""
        return [
            self.route("/v1/chat/completions", "chat", self._chat),
            self.route("/v1/embeddings", "embed", self._embed),
            self.route("/v1/rerank", "rerank", self._rerank),
            self.route("/v1/models", "models", self._models, "GET"),
        ]

    def refused(self, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
        return refused(self._settings.dialect, status, message, headers)

    def too_many(self, seconds: int) -> Response:
        return self.refused(429, "Too many requests", {"Retry-After": str(seconds)})

    def unknown_model(self, model: str, *, is_retired: bool) -> ModelApiError:
        del is_retired  # they say the same of both
        return ModelApiError(404, unknown_model(self._settings.dialect, model))

    async def _chat(self, request: Request, call: Call) -> Response:
        body = await self.read_body(request, call)
        try:
            asked = read_messages(body)
        except BadMessages as error:
            raise ModelApiError(400, str(error)) from None
        wanted = (body.get("response_format") or {}).get("json_schema")
        if wanted is None:
            text = with_markers(answer(asked, self._settings))
        else:
            text = filled(wanted.get("schema", wanted), asked, self._settings)
        text, is_cut = cut(text, asked.most_tokens)
        if self._settings.thinks:
            text = f"<think>\nThe documents say so.\n</think>\n\n{text}"
        reason = "length" if is_cut else "stop"
        read = tokens(asked.instructions, *(str(each) for each in body["messages"]))
        counted = {"prompt_tokens": read, "completion_tokens": tokens(text)}
        counted["total_tokens"] = sum(counted.values())
        writer = ChunkWriter(self._settings, body["model"])
        if not body.get("stream"):
            return JSONResponse(writer.whole(text, reason, counted))
        wants_counts = bool((body.get("stream_options") or {}).get("include_usage"))
        told = counted if wants_counts and self._settings.counts_tokens else None
        pieces = list(writer.chunks(self._chunker.split(text), reason, told))
        return streamed(
            request,
            call,
            pieces,
            failure=failure(self._settings.dialect),
            chunker=self._chunker,
            pace_s=self._settings.pace_s,
        )

    async def _embed(self, request: Request, call: Call) -> Response:
        body = await self.read_body(request, call)
        texts = body.get("input")
        texts = [texts] if isinstance(texts, str) else texts
        if not texts or not all(isinstance(text, str) and text for text in texts):
            raise ModelApiError(400, "input must not be empty")
        rows = [
            {"object": "embedding", "index": place, "embedding": vector(text, self._dimension)}
            for place, text in enumerate(texts)
        ]
        return JSONResponse(
            {
                "object": "list",
                "model": body["model"],
                # A server that works in parallel may answer in any order.
                "data": rows[::-1],
                "usage": {"prompt_tokens": tokens(*texts), "total_tokens": tokens(*texts)},
            }
        )

    @property
    def _dimension(self) -> int:
        return self._settings.dimension

    async def _rerank(self, request: Request, call: Call) -> Response:
        if self._settings.dialect is Dialect.OLLAMA:
            return PlainTextResponse("404 page not found", 404)
        body = await self.read_body(request, call)
        scored = [
            {"index": place, "relevance_score": overlap(str(body.get("query")), text)}
            for place, text in enumerate(body.get("documents") or [])
        ]
        scored.sort(key=lambda each: -each["relevance_score"])
        return JSONResponse({"model": body["model"], "results": scored})

    async def _models(self, _: Request, __: Call) -> Response:
        listed = [
            {"id": name, "object": "model", "owned_by": "library"} for name in self._settings.models
        ]
        return JSONResponse({"object": "list", "data": listed})
