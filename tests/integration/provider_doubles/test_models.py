"""The doubles of models' vendors: what they answer, what they refuse, and what they count."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from cohere import AsyncClientV2
from cohere.core.api_error import ApiError

from provider_doubles.cohere import create_cohere_double
from provider_doubles.openai_compatible import OpenAISettings, create_openai_double
from provider_doubles.serving import running_double
from tests.support import plain_http

KEY = "double-model-key"
DOCUMENT = {"id": "d1", "data": {"title": "Returns", "text": "Send it back within 30 days."}}
QUESTION = [{"role": "user", "content": "Within how many days can I send it back?"}]
_PROMPT = (
    '<document number="1" code="c" title="Returns">\nSend it back in 30 days.\n</document c>\n\n'
)


@pytest.fixture(scope="module")
async def cohere_url() -> AsyncIterator[str]:
    async with running_double(create_cohere_double()) as url:
        yield url


@pytest.fixture
async def cohere(cohere_url: str) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with plain_http(base_url=cohere_url, headers=headers, timeout=60) as client:
        (await client.post("/_double/reset", json={})).raise_for_status()
        yield client


@pytest.fixture(scope="module")
async def openai() -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Authorization": f"Bearer {KEY}"}
    async with (
        running_double(create_openai_double(OpenAISettings(thinks=True))) as url,
        plain_http(base_url=url, headers=headers, timeout=60) as client,
    ):
        yield client


async def said(client: httpx.AsyncClient, **more: Any) -> Any:
    body = {"model": "command-a-03-2025", "messages": QUESTION, "documents": [DOCUMENT], **more}
    response = await client.post("/v2/chat", json=body)
    response.raise_for_status()
    return response.json()["message"]["content"][0]["text"]


async def test_cohere_answers_its_own_sdk(cohere_url: str) -> None:
    """In one piece, too; the SDK reads every event of a stream."""
    async with AsyncClientV2(KEY, base_url=cohere_url, max_retries=0) as sdk:
        asked: dict[str, Any] = {"model": "command-a-03-2025", "messages": QUESTION}
        reply = await sdk.chat(**asked, documents=[DOCUMENT])
        assert reply.message.content[0].text == DOCUMENT["data"]["text"]  # type: ignore[index]
        stream = sdk.chat_stream(**asked, documents=[DOCUMENT])
        kinds = {chunk.type async for chunk in stream}
        assert {"message-start", "tool-plan-delta", "citation-start", "message-end"} <= kinds
        with pytest.raises(ApiError) as refused:
            await sdk.chat(**{**asked, "model": "command-r"})
        assert "was removed on" in refused.value.body["message"]


async def test_lies_are_told_for_as_many_answers_as_wished(cohere: httpx.AsyncClient) -> None:
    """So that a repair can succeed."""
    wish = {"lie": "number", "lie_next": 2}
    (await cohere.put("/_double/settings", json=wish)).raise_for_status()
    answers = [await said(cohere) for _ in range(3)]
    assert ["4711.99" in each for each in answers] == [True, True, False]
    counted = (await cohere.get("/_double/calls")).json()
    assert counted["by_model"] == {"chat command-a-03-2025": 3}


async def test_nothing_in_the_documents(cohere: httpx.AsyncClient) -> None:
    """A model says so in the words that its instructions ask for."""
    asks = [{"role": "user", "content": "Who painted it?"}]
    assert "could not find" in await said(cohere, messages=asks)
    rules = {"role": "system", "content": "If they do not, answer with exactly: NO ANSWER"}
    assert await said(cohere, messages=[rules, *asks]) == "NO ANSWER"


async def test_json_is_filled_in_by_the_words_of_the_question(cohere: httpx.AsyncClient) -> None:
    """The option whose description fits best."""
    schema = {
        "anyOf": [
            {"type": "object", "properties": {"start": {"const": "refund"}}, "title": "money back"},
            {
                "type": "object",
                "properties": {
                    "start": {"const": "hours"},
                    "day": {"type": "integer", "maximum": 7},
                },
                "description": "When the shop is open, by day of the week",
            },
        ]
    }
    text = await said(
        cohere,
        documents=[],
        messages=[{"role": "user", "content": "Is the shop open on day 9?"}],
        response_format={"type": "json_object", "json_schema": schema},
    )
    assert json.loads(text) == {"start": "hours", "day": 7}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v2/chat", {"messages": []}, 400),
        ("/v2/chat", {"model": "command-a-03-2025", "messages": []}, 400),
        ("/v2/embed", {"model": "embed-v4.0", "texts": ["x"] * 97}, 400),
        ("/v2/embed", {"model": "embed-v4.0", "texts": ["x"], "input_type": "odd"}, 400),
        ("/v2/rerank", {"model": "rerank-v4.0-fast", "query": ""}, 400),
        ("/v2/rerank", {"model": "rerank-v9", "query": "a", "documents": ["b"]}, 404),
    ],
)
async def test_what_cohere_refuses(
    cohere: httpx.AsyncClient, path: str, body: dict[str, Any], status: int
) -> None:
    response = await cohere.post(path, json=body)
    assert response.status_code == status
    assert response.json()["message"]


async def test_a_key_is_asked_for(cohere: httpx.AsyncClient, openai: httpx.AsyncClient) -> None:
    """By both."""
    for client in (cohere, openai):
        other = {"Authorization": "Bearer other"}
        assert (await client.get("/v1/models", headers=other)).status_code == 401


async def test_an_openai_compatible_answer_in_one_piece(openai: httpx.AsyncClient) -> None:
    """With markers and thinking, as from a server that takes neither out."""
    asks = [{"role": "user", "content": _PROMPT + "How many days to send it back?"}]
    response = await openai.post(
        "/v1/chat/completions", json={"model": "qwen3-8b", "messages": asks}
    )
    (choice,) = response.json()["choices"]
    text = choice["message"]["content"]
    assert text.startswith("<think>")
    assert text.endswith("Send it back in 30 days [1].")


async def test_strict_templates_refuse_two_turns_of_one(openai: httpx.AsyncClient) -> None:
    """As those of Mistral and Gemma do."""
    asks = [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]
    response = await openai.post(
        "/v1/chat/completions", json={"model": "qwen3-8b", "messages": asks}
    )
    assert response.status_code == 400
    assert "alternate" in response.json()["error"]["message"]
