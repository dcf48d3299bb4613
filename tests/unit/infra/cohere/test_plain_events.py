"""Events of Cohere's stream are read as JSON, and mean what the SDK's objects mean."""

import json
from types import ModuleType
from typing import Any

import httpx
import pytest
from cohere.core.http_sse._models import ServerSentEvent
from cohere.v2 import raw_client as the_sdks
from cohere.v2.types import V2ChatStreamResponse
from pydantic import TypeAdapter

from domain.errors import DependencyError
from infra.cohere.client import CohereClient
from infra.cohere.plain_events import read_plainly
from infra.cohere.stream_reader import StreamReader
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint
from tests.fakes.model_requests import RETURNS, asks

raw_client: Any = the_sdks
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


def _means(*events: Any) -> list[Any]:
    """The reader's events, or the name of what it raises."""
    reader = StreamReader(asks("q", RETURNS), "command-a")
    try:
        return [found for event in events for found in reader.read(event)]
    except DependencyError as error:
        return [type(error).__name__]


def _handed_on(event: Any) -> Any:
    """As the SDK hands it on to us."""
    assert read_plainly(raw_client)
    said = ServerSentEvent(event="x", data=event if isinstance(event, str) else json.dumps(event))
    return raw_client.parse_sse_obj(sse=said, type_=V2ChatStreamResponse)


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_an_event_means_what_the_sdk_would_make_of_it(event: Any) -> None:
    """And it comes without being validated by each of twelve kinds."""
    objects = [TypeAdapter[Any](V2ChatStreamResponse).validate_python(e) for e in (_SAID, event)]
    handed_on = [_handed_on(_SAID), _handed_on(event)]
    assert handed_on[1] == event
    assert _means(*handed_on) == _means(*objects)


@pytest.mark.parametrize("event", REFUSED, ids=str)
def test_what_is_not_as_documented_says_nothing(event: Any) -> None:
    """And the words around it are not lost."""
    assert _means(_handed_on(_SAID), _handed_on(event)) == _means(_SAID)


@pytest.mark.parametrize("data", ["{broken", "no JSON", ""])
def test_an_event_that_is_no_json_is_left_to_the_sdk(data: str) -> None:
    """It makes a beginning of it, by which we know that words may be missing."""
    assert _means(_handed_on(data)) == ["DependencyUnavailable"]


async def test_a_client_reads_its_events_so() -> None:
    """An answer of thirty words was copied and validated thirty times."""
    endpoint = ModelEndpoint(vendor="cohere", url="https://cohere.invalid", model="m", key="k")
    async with httpx.AsyncClient(timeout=60) as http:
        assert CohereClient(endpoint, http, Deadlines()).sdk is not None
    assert raw_client.parse_sse_obj.__module__ == "infra.cohere.plain_events"


def test_other_types_are_read_as_ever() -> None:
    """What else the SDK may stream is none of ours."""
    assert read_plainly(raw_client)
    said = ServerSentEvent(event="x", data="[1, 2]")
    assert raw_client.parse_sse_obj(sse=said, type_=list[str | int]) == [1, 2]


def test_an_sdk_that_reads_elsewhere_is_left_as_it_is() -> None:
    """It costs more, and answers."""
    calling = ModuleType("raw_client")
    assert not read_plainly(calling)
    assert not hasattr(calling, "parse_sse_obj")
