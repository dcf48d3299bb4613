"""The events of Cohere's stream come out of its SDK as before, only sooner."""

from types import ModuleType
from typing import Annotated, Any

import httpx
import pytest
from cohere.core import pydantic_utilities
from cohere.v2 import types
from cohere.v2.types import V2ChatStreamResponse
from pydantic import BaseModel, TypeAdapter, ValidationError

from infra.cohere.client import CohereClient
from infra.cohere.event_kinds import tell_apart_by_type
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint

_CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}
_CITED = {"start": 0, "end": 3, "text": "abc", "sources": [{"type": "document", "id": "d1"}]}
_ANY_EVENT: Any = V2ChatStreamResponse
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
    # What no vendor sends, or not yet; the second is what the SDK makes of an event without JSON.
    {},
    {"event": "x", "data": "no JSON", "id": "", "retry": None},
    {"type": "new-kind"},
    {"type": None},
    {"type": ["content-delta"]},
    {"type": "content-delta", "index": "none", "delta": 3},
    {"type": "message-start", "delta": "x"},
    "text",
    None,
]


def _read(adapter: Any, event: Any) -> tuple[type, Any]:
    try:
        found = adapter.validate_python(event)
    except ValidationError as error:
        return type(error), None
    return type(found), found.model_dump()


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_an_event_is_read_as_the_sdk_reads_it(event: Any) -> None:
    """Whatever it is, refused where that refuses it."""
    assert tell_apart_by_type(pydantic_utilities)
    ours = pydantic_utilities._type_adapter_cache[id(V2ChatStreamResponse)]
    assert _read(ours, event) == _read(TypeAdapter(V2ChatStreamResponse), event)


async def test_a_client_looks_at_the_type_and_does_not_try_each_kind() -> None:
    """An answer of thirty words was validated four hundred times."""
    endpoint = ModelEndpoint(vendor="cohere", url="https://cohere.invalid", model="m", key="k")
    async with httpx.AsyncClient(timeout=60) as http:
        assert CohereClient(endpoint, http, Deadlines()).sdk is not None
    schema = pydantic_utilities._get_type_adapter(_ANY_EVENT).core_schema
    assert schema.get("schema", schema)["type"] == "tagged-union"


def test_an_sdk_that_keeps_nothing_there_is_left_as_it_is() -> None:
    """It costs more, and answers."""
    assert not tell_apart_by_type(ModuleType("parsing"))


class Untyped(BaseModel):
    delta: str


class Typed(BaseModel):
    type: str


@pytest.mark.parametrize(
    "events",
    [Untyped, Untyped | Typed, Annotated[Untyped | Typed, "events"], Annotated[Typed, 1], None, 7],
    ids=str,
)
def test_an_sdk_whose_events_are_others_is_left_as_it_is(
    events: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later one of the same major number may have them so; every answer would fail."""
    monkeypatch.setattr(types, "V2ChatStreamResponse", events)
    parsing = ModuleType("parsing")
    parsing._type_adapter_cache = {}  # type: ignore[attr-defined]
    assert not tell_apart_by_type(parsing)
    assert parsing._type_adapter_cache == {}
