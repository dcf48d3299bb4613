"""Streams of OpenAI-compatible servers, as vLLM, llama-server, Ollama and others write them.

`dialects/` holds a stream of each: its fields and their order as the servers' own issues show
them, with the words of one answer.
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from domain.errors import DependencyRejected, DependencyUnavailable, ModelRetired
from domain.language_models.stream import FinishReason, ModelReply, whole
from infra.hosted_models.deadlines import Deadlines
from infra.hosted_models.endpoint import ModelEndpoint
from infra.openai_compatible.chat import OpenAICompatibleModel
from tests.fakes.model_requests import RETURNS, asks
from tests.support import in_a_moment

DIALECTS = {file.stem: file.read_bytes() for file in (Path(__file__).parent / "dialects").iterdir()}
ENDPOINT = ModelEndpoint(vendor="server", url="http://models.example/v1", model="asked", key=None)


class Played(httpx.AsyncByteStream):
    """A body in pieces."""

    def __init__(self, body: bytes, size: int) -> None:
        self._pieces = [body[start : start + size] for start in range(0, len(body), size)]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


async def reply_to(
    body: bytes | str, *, size: int = 7, status: int = 200, kind: str = "text/event-stream"
) -> ModelReply:
    sent = body if isinstance(body, bytes) else body.encode()

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers={"content-type": kind}, stream=Played(sent, size))

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        model = OpenAICompatibleModel(ENDPOINT, client, Deadlines(between_s=1))
        reply = await whole(model.stream(asks("How long?", RETURNS)))
    assert reply is not None
    return reply


def chunk(text: Any = None, reason: Any = None, **more: Any) -> str:
    body = {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": reason}], **more}
    return f"data: {json.dumps(body)}\n\n"


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("size", [1, 5, 64, 100_000])
async def test_a_dialect(dialect: str, size: int) -> None:
    """However the network cuts it, and with every way to end a line."""
    for ending in (b"\n", b"\r\n", b"\r"):
        reply = await reply_to(DIALECTS[dialect].replace(b"\n", ending), size=size)
        assert reply.text == "Within 30 days."
        assert [(each.text, each.document_ids) for each in reply.spans] == [
            ("Within 30 days.", ("returns.md#2",))
        ]
        usage = reply.finished.usage
        assert (usage.input_tokens, usage.output_tokens) == (63, 8)
        assert reply.finished.model != "asked"
        assert reply.finished.reason is FinishReason.COMPLETE


@pytest.mark.parametrize(
    "body",
    [
        chunk("Yes") + chunk("", "stop"),
        chunk("Yes", "stop"),
        chunk("Yes") + "data: [DONE]\n\n",
        chunk("Yes") + "event: ping\ndata:\n\n" + chunk("", "stop"),
        chunk("Y", "stop") + chunk("es", "stop"),
        chunk("Yes").replace("\n\n", "\n") + chunk(None, "eos_token").replace("\n\n", "\n"),
        "\ufeff: hello\nevent: x\nid: 1\nretry: 5\n" + chunk("Yes", "STOP"),
        chunk("Yes").replace('"index"', '\ndata: "index"') + "data:[DONE]",
        chunk([{"type": "text", "text": "Yes"}, {"type": "image"}, 5], "stop"),
        chunk("<think>hm [1] hm</think>\n\nYes", "stop"),
        chunk(" \n<th") + chunk("ink>\nhm</thi") + chunk("nk>") + chunk("\nYes", "stop"),
        chunk(5) + chunk({}) + "data: 5\n\ndata: [1]\n\ndata: null\n\n" + chunk("Yes", "stop"),
        'data: {"choices":null}\n\ndata: {"choices":["x"]}\n\n' + chunk("Yes", "stop"),
        'data: {"choices":[{"index":1,"delta":{"content":"No"}}]}\n\n' + chunk("Yes", "stop"),
        chunk("Yes", "stop") + chunk("", None, usage={"prompt_tokens": "many"}),
    ],
)
async def test_what_servers_do_beside(body: str) -> None:
    """Read leniently: the answer is "Yes"."""
    assert (await reply_to(body)).text == "Yes"


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("length", FinishReason.TOO_LONG),
        ("max_tokens", FinishReason.TOO_LONG),
        ("content_filter", FinishReason.FILTERED),
        ("stop", FinishReason.COMPLETE),
        ("tool_calls", FinishReason.COMPLETE),
        ("something_new", FinishReason.COMPLETE),
    ],
)
async def test_why_it_stopped(reason: str, told: FinishReason) -> None:
    assert (await reply_to(chunk("Yes", reason))).finished.reason is told


async def test_a_server_that_does_not_stream() -> None:
    """It answers in one piece, though it was asked for a stream."""
    body = {
        "model": "m",
        "choices": [{"message": {"content": "Yes [1]."}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2},
    }
    reply = await reply_to(json.dumps(body, indent=1), kind="application/json; charset=utf-8")
    assert (reply.text, len(reply.spans)) == ("Yes.", 1)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (chunk("Yes"), DependencyUnavailable),
        ("", DependencyUnavailable),
        (chunk("Yes") + "data: {broken\n\n" + chunk("", "stop"), DependencyUnavailable),
        (chunk("Yes", "abort"), DependencyUnavailable),
        (chunk("Yes") + 'data: {"error":{"message":"x","code":500}}\n\n', DependencyUnavailable),
        (chunk("Yes") + 'error: {"code":500,"message":"x"}\n\n', DependencyUnavailable),
        (chunk("Yes") + '{"error":"llama runner process has terminated"}\n', DependencyUnavailable),
        (chunk("Yes") + "error: not even JSON\n\n", DependencyUnavailable),
        ('data: {"object":"error","message":"too long","code":400}\n\n', DependencyRejected),
        ('data: {"error":{"message":"model \\"x\\" not found","code":404}}\n\n', ModelRetired),
        ("data: " + "[" * 100_000 + "\n\n", DependencyUnavailable),
        ("data: " + "x" * 3_000_000, DependencyUnavailable),
        ("<html>Bad gateway</html>", DependencyUnavailable),
    ],
)
async def test_what_fails_in_the_middle(body: str, kind: type[Exception]) -> None:
    """Half an answer is none."""
    with pytest.raises(kind) as failed:
        await reply_to(body, size=50_000)
    assert type(failed.value) is kind


async def test_a_refusal_that_is_no_json() -> None:
    """A proxy answers in HTML, and without end."""
    with pytest.raises(DependencyUnavailable):
        await reply_to("<html>" + "x" * 1_000_000, size=10_000, status=502, kind="text/html")
    with pytest.raises(DependencyUnavailable, match="no valid JSON"):
        await reply_to("[" * 2_000_000, size=100_000, kind="application/json")


async def test_only_beginnings_that_think_are_left_out() -> None:
    """The word itself may stand in an answer."""
    said = "Write <think> in the form."
    assert (await reply_to(chunk(said, "stop"))).text == said
    assert (await reply_to(chunk("<thi", "stop"))).text == "<thi"
    assert (await reply_to(chunk("<think>for ever", "stop"))).text == ""


async def test_an_event_over_lines_without_end_is_given_up() -> None:
    """Each of its lines is read with all before it: without a bound, 200 kB keep a worker busy for
    minutes, and every other tenant waits."""
    with in_a_moment(), pytest.raises(DependencyUnavailable, match="without end"):
        await reply_to("data: [1,\n" + "data: 1,\n" * 20_000, size=65_536)
