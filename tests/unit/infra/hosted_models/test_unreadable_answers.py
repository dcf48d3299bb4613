"""Answers of a server gone mad: read as far as they mean anything, else named, and never quoted."""

import json
from typing import Any

import httpx
import pytest

from domain.errors import DependencyError
from domain.language_models.stream import whole
from infra.cohere.chat import CohereModel
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint
from infra.openai_compatible.chat import OpenAICompatibleModel
from tests.fakes.model_requests import RETURNS, asks

ENDPOINT = ModelEndpoint(vendor="v", url="http://models.example", model="m", key="k")
ODD: list[Any] = [None, 0, -1, 10**400, 1e308, True, "PRIVATE", [], ["PRIVATE"], {"x": "PRIVATE"}]
EVENTS = [
    *({"type": "content-delta", "index": odd, "delta": odd} for odd in ODD),
    *(
        {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"text": odd}}}}
        for odd in ODD
    ),
    *({"type": "citation-start", "delta": {"message": {"citations": odd}}} for odd in ODD),
    *(
        {"type": "citation-start", "delta": {"message": {"citations": {"start": odd, "end": odd}}}}
        for odd in ODD
    ),
    *({"type": "message-end", "delta": {"finish_reason": odd, "usage": odd}} for odd in ODD),
    *({"type": "message-end", "delta": {"error": odd}} for odd in ODD),
    *({"type": odd} for odd in ODD),
    *({"choices": odd, "usage": odd, "model": odd} for odd in ODD),
    *({"choices": [{"index": odd, "delta": odd, "finish_reason": odd}]} for odd in ODD),
    *({"choices": [{"delta": {"content": odd, "refusal": odd}}]} for odd in ODD),
    *({"choices": [], "usage": {"prompt_tokens": odd, "completion_tokens": odd}} for odd in ODD),
    *({"error": odd} for odd in ODD),
    *({"object": "error", "code": odd} for odd in ODD),
    *ODD,
]


@pytest.mark.parametrize("adapter", [CohereModel, OpenAICompatibleModel])
async def test_whatever_comes_is_an_answer_or_an_error_of_ours(
    adapter: type[CohereModel | OpenAICompatibleModel],
) -> None:
    """An error of another kind would end the chain instead of asking its next model, and put the
    server's words into Temporal's history."""
    bodies = [f"data: {json.dumps(event)}\n\n".encode() for event in EVENTS]

    def answer(_: httpx.Request) -> httpx.Response:
        kind = {"content-type": "text/event-stream"}
        return httpx.Response(200, headers=kind, content=bodies[len(seen)])

    seen: list[str] = []
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        model = adapter(ENDPOINT, client, Deadlines(between_s=1))
        while len(seen) < len(bodies):
            try:
                await whole(model.stream(asks("How long?", RETURNS)))
                seen.append("")
            except DependencyError as error:
                seen.append(str(error))
    assert not [one for one in seen if "PRIVATE" in one]
