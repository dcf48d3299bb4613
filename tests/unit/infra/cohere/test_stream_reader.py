"""Cohere's events through its own SDK: known ones, unknown ones, broken ones."""

import asyncio
import json
import sys
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from domain.errors import ConfigurationError, DependencyUnavailable, ModelRetired
from domain.language_models.stream import FinishReason, ModelReply, whole
from infra.cohere import client as client_module
from infra.cohere.chat import CohereModel
from infra.hosted_models.endpoint import ModelEndpoint
from tests.fakes.model_requests import HOURS, RETURNS, asks

ENDPOINT = ModelEndpoint(
    vendor="cohere", url="https://api.cohere.com", model="command-a-03-2025", key="k"
)
END = {"type": "message-end", "delta": {"finish_reason": "COMPLETE"}}


def text(words: str, index: int = 0, **more: Any) -> Mapping[str, Any]:
    content = {"text": words, **more}
    return {"type": "content-delta", "index": index, "delta": {"message": {"content": content}}}


def cites(words: str, start: int, *ids: str, **more: Any) -> Mapping[str, Any]:
    sources = [{"type": "document", "id": each, "document": {"id": each}} for each in ids]
    citation = {"start": start, "end": start + len(words), "text": words, "sources": sources}
    message = {"citations": {**citation, **more}}
    return {"type": "citation-start", "index": 0, "delta": {"message": message}}


async def reply_to(*events: Any) -> ModelReply:
    lines = [event if isinstance(event, str) else f"data: {json.dumps(event)}" for event in events]
    body = "\n\n".join([*lines, ""])

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=body)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        reply = await whole(CohereModel(ENDPOINT, client).stream(asks("q", RETURNS, HOURS)))
    assert reply is not None
    return reply


def spans(reply: ModelReply) -> list[tuple[str, str]]:
    assert all(reply.text[each.start : each.end] == each.text for each in reply.spans)
    return [(each.text, ",".join(each.document_ids)) for each in reply.spans]


async def test_thinking_and_plans_are_not_for_customers() -> None:
    """Only text is; a citation counts from where its own block begins."""
    reply = await reply_to(
        {"type": "message-start", "delta": {"message": {"role": "assistant"}}},
        {"type": "tool-plan-delta", "delta": {"message": {"tool_plan": "I will search"}}},
        {"type": "tool-call-start", "index": 0, "delta": {"message": {"tool_calls": {"id": "1"}}}},
        {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"thinking": "?"}}}},
        text("One. ", 1),
        text("Two.", 2),
        cites("Two", 0, "d2", content_index=2),
        cites("One", 0, "d1", content_index=1),
        END,
    )
    assert reply.text == "One. Two."
    assert spans(reply) == [("Two", "hours.md#1"), ("One", "returns.md#2")]


async def test_citations_in_any_order() -> None:
    """Before their words, with offsets that count something else, twice, of nothing we sent."""
    reply = await reply_to(
        cites("30 days", 9, "d1", "d1", "d9"),
        text("🙂 Within "),
        text("30 days."),
        cites("Within", 4, "d2"),
        cites("Within", 4, "elsewhere"),
        cites("never said", 0, "d1"),
        cites("", 0, "d1"),
        END,
    )
    assert spans(reply) == [("30 days", "returns.md#2"), ("Within", "hours.md#1")]


async def test_events_of_tomorrow() -> None:
    """Kinds that the SDK does not know, and fields that it does not expect."""
    reply = await reply_to(
        {"type": "brand-new", "delta": {"message": {"content": {"text": "no"}}}},
        {"type": None},
        [1],
        "event: ping\ndata:",
        {"type": "content-delta", "delta": None},
        text("Yes.", new_field=1),
        {"type": "message-end", "delta": {"finish_reason": "QUITE_NEW", "usage": {"tokens": {}}}},
    )
    assert reply.text == "Yes."
    assert reply.finished.reason is FinishReason.COMPLETE
    assert reply.finished.usage.is_estimated


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("MAX_TOKENS", FinishReason.TOO_LONG),
        ("ERROR_TOXIC", FinishReason.FILTERED),
        ("STOP_SEQUENCE", FinishReason.COMPLETE),
    ],
)
async def test_why_it_stopped(reason: str, told: FinishReason) -> None:
    end = {"type": "message-end", "delta": {"finish_reason": reason}}
    assert (await reply_to(text("Yes."), end)).finished.reason is told


@pytest.mark.parametrize(
    "events",
    [
        [text("Yes.")],
        [],
        [text("Ye"), "data: {broken", END],
        [text("Yes."), {"type": "message-end", "delta": {"finish_reason": "ERROR"}}],
        [text("Yes."), {"type": "message-end", "delta": {"finish_reason": "TIMEOUT"}}],
        [{"type": "message-end", "delta": {"error": "overloaded"}}],
    ],
)
async def test_what_fails_in_the_middle(events: list[Any]) -> None:
    """Half an answer is none."""
    with pytest.raises(DependencyUnavailable):
        await reply_to(*events)


async def test_what_a_retired_model_answers() -> None:
    """As Cohere has said it since September 2025."""
    body = {"id": "b0", "message": "model 'command' was removed on September 15, 2025. See …"}

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(404, json=body)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        with pytest.raises(ModelRetired):
            await whole(CohereModel(ENDPOINT, client).stream(asks("q")))


async def test_cohere_needs_a_key() -> None:
    """Without one its SDK would look for another's in the environment."""
    async with httpx.AsyncClient(timeout=60) as client:
        nameless = ModelEndpoint(vendor="cohere", url="https://api.cohere.com", model="m")
        with pytest.raises(ConfigurationError, match="key"):
            CohereModel(nameless, client)


async def test_an_installation_without_the_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Says what to install, before any call."""
    monkeypatch.setattr(client_module, "find_spec", lambda _: None)
    async with httpx.AsyncClient(timeout=60) as client:
        with pytest.raises(ConfigurationError, match=r"duralogue\[cohere\]"):
            CohereModel(ENDPOINT, client)


async def test_the_sdk_is_imported_by_the_first_call() -> None:
    """A worker whose tenants have no key never pays for it."""
    code = (
        "import sys, duralogue.wiring.model_adapters, infra.cohere.chat, infra.cohere.embedder; "
        "sys.exit('cohere' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    assert await process.wait() == 0
