"""Events of Cohere's stream are read as JSON, and mean what the SDK makes of them."""

import json
from typing import Any

import httpx
import pytest
from cohere.v2.types import V2ChatStreamResponse
from pydantic import TypeAdapter

from domain.errors import DependencyError, DependencyUnavailable
from infra.cohere.client import CohereClient
from infra.cohere.stream_reader import StreamReader
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint
from tests.fakes.model_requests import RETURNS, asks

_CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}
_CITED = {"start": 0, "end": 3, "text": "abc", "sources": [{"type": "document", "id": "d1"}]}
EVENTS: list[Any] = [
    {"type": "message-start", "id": "x", "delta": {"message": {"role": "assistant"}}},
    {"type": "content-start", "index": 0, "delta": {"message": {"content": {"type": "text"}}}},
    {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"text": "Hi"}}}},
    {"type": "content-delta", "delta": {"message": {"content": {"thinking": "Hm"}}}, "new": 1},
    {"type": "content-end", "index": 0},
    {"type": "tool-plan-delta", "delta": {"message": {"tool_plan": "first"}}},
    {"type": "tool-call-start", "index": 0, "delta": {"message": {"tool_calls": _CALL}}},
    {"type": "tool-call-delta", "delta": {"message": {"tool_calls": {"function": {}}}}},
    {"type": "tool-call-end", "index": 0},
    {"type": "citation-start", "index": 0, "delta": {"message": {"citations": _CITED}}},
    {"type": "citation-end", "index": 0},
    {"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": {"tokens": {}}}},
    {"type": "debug", "prompt": "x"},
    {"type": "message-end", "delta": {"finish_reason": "ERROR", "error": "overloaded"}},
    {"type": "message-end", "delta": {"usage": {"billed_units": {"input_tokens": 7}}}},
]
REFUSED: list[Any] = [
    {"type": "new-kind", "delta": {"message": {"content": {"text": "no"}}}},
    {"type": None},
    {"type": ["content-delta"]},
    {"type": "content-delta", "index": "none", "delta": 3},
    {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"text": ["Hi"]}}}},
    {"type": "content-delta", "index": 0, "delta": {"message": ["Hi"]}},
    {"type": "citation-start", "delta": {"message": {"citations": "abc"}}},
    {"type": "citation-start", "delta": {"message": {"citations": {**_CITED, "sources": 3}}}},
    {"type": "citation-start", "delta": {"message": {"citations": [3, None]}}},
    {"type": "message-start", "delta": "x"},
]
"""What no vendor sends, or not yet; the SDK skips most of it."""


_SAID: Any = {"type": "content-delta", "delta": {"message": {"content": {"text": "abc def"}}}}
_ENDPOINT = ModelEndpoint(vendor="cohere", url="https://cohere.invalid", model="m", key="k")


def _means(*events: Any) -> list[Any]:
    """The reader's events, or the name of what it raises."""
    reader = StreamReader(asks("q", RETURNS), "command-a")
    try:
        return [found for event in events for found in reader.read(event)]
    except DependencyError as error:
        return [type(error).__name__]


async def _sent(*events: Any) -> list[Any]:
    """As they come out of the client when the vendor sends them."""
    lines = [event if isinstance(event, str) else json.dumps(event) for event in events]
    body = "".join(f"event: x\ndata: {line}\n\n" for line in lines)

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=body)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        client = CohereClient(_ENDPOINT, http, Deadlines())
        return [event async for event in client.events({"model": "m", "messages": []})]


def _read_by_the_sdk(event: Any) -> Any:
    return TypeAdapter[Any](V2ChatStreamResponse).validate_python(event).model_dump(mode="json")


@pytest.mark.parametrize("event", EVENTS, ids=str)
async def test_an_event_means_what_the_sdk_would_make_of_it(event: Any) -> None:
    """And it comes without being validated by each of twelve kinds."""
    sent = await _sent(_SAID, event)
    assert sent == [_SAID, event]
    assert _means(*sent) == _means(*map(_read_by_the_sdk, sent))


@pytest.mark.parametrize("event", REFUSED, ids=str)
async def test_what_is_not_as_documented_says_nothing(event: Any) -> None:
    """And the words around it are not lost."""
    assert _means(*await _sent(_SAID, event)) == _means(_SAID)


@pytest.mark.parametrize("data", ["{broken", "no JSON"])
async def test_an_event_that_is_no_json_breaks_the_answer_off(data: str) -> None:
    """Words may be missing."""
    with pytest.raises(DependencyUnavailable, match="no JSON"):
        await _sent(_SAID, data, _SAID)


async def test_nothing_comes_after_the_end() -> None:
    """Some gateways say that an answer is over as OpenAI does."""
    assert await _sent(_SAID, "[DONE]", _SAID) == [_SAID]
