"""Cohere's API: `/v2/chat`, `/v2/embed`, `/v2/rerank`, `/v1/models`, with keys and faults."""

import uuid
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provider_doubles.cohere.events import FAILURE, EventWriter, usage
from provider_doubles.cohere.refusals import refused, too_many, unknown_model
from provider_doubles.language_models.answers import (
    Asked,
    Document,
    Segment,
    answer,
    cut,
    overlap,
    text_of,
    tokens,
)
from provider_doubles.language_models.call_log import Call
from provider_doubles.language_models.model_api import ModelApi, ModelApiError, RefusalWords
from provider_doubles.language_models.schema_answers import filled
from provider_doubles.language_models.settings import ModelSettings
from provider_doubles.language_models.streams import streamed
from provider_doubles.language_models.vectors import vector

Body = dict[str, Any]
_MOST_TEXTS = 96
_DIMENSIONS = (256, 512, 1024, 1536)
_KINDS = {"search_query", "search_document", "classification", "clustering", "image"}


class CohereApi(ModelApi[ModelSettings]):
    """Answers as Cohere documents it, refusals included."""

    words = RefusalWords(
        key="invalid api token",
        no_json="invalid request: not valid JSON",
        no_model="invalid request: model is required",
    )

    def routes(self) -> list[Route]:
        """All of its methods."""
        return [
            self.route("/v2/chat", "chat", self._chat),
            self.route("/v2/embed", "embed", self._embed),
            self.route("/v2/rerank", "rerank", self._rerank),
            self.route("/v1/models", "models", self._models, "GET"),
        ]

    def refused(self, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
        return refused(status, message, headers)

    def too_many(self, seconds: int) -> Response:
        return too_many(seconds)

    def unknown_model(self, model: str, *, is_retired: bool) -> ModelApiError:
        return unknown_model(model, is_retired=is_retired)

    async def _chat(self, request: Request, call: Call) -> Response:
        body = await self.read_body(request, call)
        asked = _asked(body)
        schema = (body.get("response_format") or {}).get("json_schema")
        if schema is not None and asked.documents:
            raise ModelApiError(
                400, "invalid request: cannot specify response_format with documents"
            )
        segments = (
            answer(asked, self._settings)
            if schema is None
            else [Segment(filled(schema, asked, self._settings))]
        )
        read = tokens(asked.instructions, asked.question, *(each.text for each in asked.documents))
        if body.get("stream"):
            writer = EventWriter(self._settings, self._chunker)
            pieces = list(writer.events(segments, read, asked.most_tokens))
            return streamed(
                request,
                call,
                pieces,
                failure=FAILURE,
                chunker=self._chunker,
                pace_s=self._settings.pace_s,
            )
        text, is_cut = cut(" ".join(each.text for each in segments), asked.most_tokens)
        return JSONResponse(
            {
                "id": str(uuid.uuid4()),
                "finish_reason": "MAX_TOKENS" if is_cut else "COMPLETE",
                "message": {"role": "assistant", "content": [{"type": "text", "text": text}]},
                "usage": usage(read, tokens(text)),
            }
        )

    async def _embed(self, request: Request, call: Call) -> Response:
        body = await self.read_body(request, call)
        texts = body.get("texts") or []
        if not 0 < len(texts) <= _MOST_TEXTS:
            raise ModelApiError(400, "invalid request: total number of texts must be at most 96")
        if not all(isinstance(text, str) and text for text in texts):
            raise ModelApiError(400, "invalid request: valid texts must be non-empty")
        if body.get("input_type") not in _KINDS:
            raise ModelApiError(400, "invalid request: valid input_type must be provided")
        dimension = body.get("output_dimension", 1536)
        if dimension not in _DIMENSIONS:
            raise ModelApiError(400, "invalid request: output_dimension is not supported")
        return JSONResponse(
            {
                "id": str(uuid.uuid4()),
                "response_type": "embeddings_by_type",
                "embeddings": {"float": [vector(text, dimension) for text in texts]},
                "texts": texts,
                "meta": {"billed_units": {"input_tokens": tokens(*texts)}},
            }
        )

    async def _rerank(self, request: Request, call: Call) -> Response:
        body = await self.read_body(request, call)
        query, documents = body.get("query"), body.get("documents")
        if not query or not documents:
            raise ModelApiError(400, "invalid request: query and documents are required")
        scored = [
            {"index": place, "relevance_score": overlap(query, text)}
            for place, text in enumerate(documents)
        ]
        scored.sort(key=lambda each: -each["relevance_score"])
        results = scored[: body.get("top_n") or len(scored)]
        return JSONResponse(
            {
                "id": str(uuid.uuid4()),
                "results": results,
                "meta": {"billed_units": {"search_units": 1}},
            }
        )

    async def _models(self, request: Request, _: Call) -> Response:
        """Two pages at least, so that a client has to turn them."""
        known = self._settings.models
        start = int(request.query_params.get("page_token") or 0)
        size = min(int(float(request.query_params.get("page_size", 20))), max(len(known) - 1, 1))
        page = known[start : start + size]
        listed: Body = {"models": [_described(name) for name in page]}
        if start + size < len(known):
            listed["next_page_token"] = str(start + size)
        return JSONResponse(listed)


def _described(name: str) -> Body:
    kind = name.split("-", 1)[0]
    endpoint = kind if kind in {"embed", "rerank"} else "chat"
    return {"name": name, "endpoints": [endpoint], "finetuned": False, "context_length": 256000}


def _asked(body: Body) -> Asked:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise ModelApiError(400, "invalid request: messages must have at least one message")
    said = [(each.get("role"), text_of(each.get("content"))) for each in messages]
    documents = [_document(number, each) for number, each in enumerate(body.get("documents") or [])]
    return Asked(
        question=next((text for role, text in reversed(said) if role == "user"), ""),
        documents=tuple(documents),
        instructions="\n".join(text for role, text in said if role == "system"),
        most_tokens=int(body.get("max_tokens") or 4_000),
    )


def _document(number: int, given: Any) -> Document:
    if isinstance(given, str):
        return Document(f"doc:{number}", "", given)
    data = given.get("data")
    if not isinstance(data, dict):
        raise ModelApiError(400, "invalid request: all elements in documents must have data")
    text = str(data.get("text") or data.get("snippet") or "")
    return Document(str(given.get("id") or f"doc:{number}"), str(data.get("title", "")), text)
