"""The contract of `LanguageModel`, over Cohere and each dialect of OpenAI-compatible servers."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any, cast

import pytest

from domain.errors import DependencyRejected, DependencyUnavailable, ModelRetired
from domain.language_models.stream import FinishReason, TextPiece, whole
from provider_doubles.faults import FaultKind
from provider_doubles.language_models.settings import Chunking, Lie
from tests.fakes.model_requests import HOURS, RETURNS, asks
from tests.integration.language_models.servers import (
    SERVERS,
    SHORT,
    WAIT,
    Server,
    answered,
    running_server,
)

ASKED = asks("Within how many days can I send things back, and is it free in the EU?", RETURNS)


@pytest.fixture(scope="module", params=SERVERS)
async def running(request: pytest.FixtureRequest) -> AsyncIterator[Server]:
    async with running_server(request.param) as server:
        yield server


@pytest.fixture
def server(running: Server) -> Server:
    running.start_over()
    return running


async def test_an_answer_with_what_it_cites(server: Server) -> None:
    """Words, spans that stand in the text, ids of ours, usage; however it is split."""
    request = asks("Within how many days can I send things back?", HOURS, RETURNS)
    for chunking in Chunking:
        server.settings.chunking = chunking
        reply = await answered(server.model(), request)
        assert reply.text.rstrip(".") == "You can send things back within 30 days"
        (span,) = reply.spans
        assert reply.text[span.start : span.end] == span.text
        assert span.document_ids == ("returns.md#2",)
        assert "30 days" in span.text
        assert reply.finished.reason is FinishReason.COMPLETE
        assert reply.finished.usage.input_tokens > 20
        assert reply.finished.usage.output_tokens in range(7, 12)
        assert not reply.finished.usage.is_estimated
    assert server.attempts == len(Chunking)


async def test_two_documents_are_told_apart(server: Server) -> None:
    """Each sentence cites its own."""
    request = asks("When does the shop open, and until when can I send back?", HOURS, RETURNS)
    reply = await answered(server.model(), request)
    cited = {span.document_ids[0]: span.text for span in reply.spans}
    assert "9 o'clock" in cited["hours.md#1"]
    assert all(reply.text[span.start : span.end] == span.text for span in reply.spans)
    assert "[" not in reply.text


async def test_letters_beyond_ascii_survive_being_split(server: Server) -> None:
    """Characters of several bytes are split on the wire."""
    request = asks("Müllers?", RETURNS)
    for _ in range(20):
        assert "🙂 Müllers too" in (await answered(server.model(), request)).text


async def test_a_question_with_half_a_character(server: Server) -> None:
    """JSON lets a customer send one; the call goes out all the same."""
    reply = await answered(server.model(), asks("Send things back \ud83d within days?", RETURNS))
    assert "30 days" in reply.text


async def test_words_come_before_the_end(server: Server) -> None:
    """A stream is read as it comes."""
    server.settings.chunking = Chunking.WORDS
    server.fail(FaultKind.HANG_MIDWAY, words=4, seconds=30)
    async with aclosing(cast("Any", server.model().stream(ASKED))) as events:
        first = await anext(events)
    assert isinstance(first, TextPiece)


async def test_closing_ends_the_call(server: Server) -> None:
    """A person who takes over ends the bot's words at once, and the vendor's bill with them."""
    server.settings.chunking = Chunking.WORDS
    server.fail(FaultKind.HANG_MIDWAY, words=2, seconds=30)
    async with aclosing(cast("Any", server.model().stream(ASKED))) as events:
        await anext(events)
    async with asyncio.timeout(5):
        await server.log.latest[-1].over.wait()
    assert not server.log.latest[-1].is_complete


async def test_a_connection_is_used_again(server: Server) -> None:
    """A handshake for each answer would put off its first word. Cohere's SDK leaves a stream at
    [DONE], with its last bytes unread, which ends the connection."""
    server.settings.says_done = server.kind != "cohere"
    for _ in range(4):
        await answered(server.model(), ASKED)
    assert len({call.port for call in server.log.latest}) == 1


async def test_an_answer_that_is_too_long(server: Server) -> None:
    """The vendor stops at the most tokens, and says so."""
    reply = await answered(server.model(), asks(ASKED.messages[-1].text, RETURNS, most_tokens=3))
    assert reply.finished.reason is FinishReason.TOO_LONG
    assert reply.text.startswith("You can send")


async def test_json_that_fits_a_schema(server: Server) -> None:
    """With documents, too; brackets in it are no citations."""
    schema = {
        "type": "object",
        "properties": {
            "flow": {"enum": ["refund", "opening_hours"]},
            "days": {"type": "array", "minItems": 1, "items": {"type": "integer"}},
        },
        "required": ["flow", "days"],
    }
    request = asks("When are the opening hours on day 1?", HOURS, answer_schema=schema)
    reply = await answered(server.model(), request)
    assert json.loads(reply.text) == {"flow": "opening_hours", "days": [1]}
    assert reply.spans == ()


async def test_tokens_are_estimated_where_nobody_counts(server: Server) -> None:
    """A budget holds all the same."""
    server.settings.counts_tokens = False
    usage = (await answered(server.model(), ASKED)).finished.usage
    assert usage.is_estimated
    assert usage.input_tokens > 20
    assert usage.output_tokens > 5


async def test_an_end_without_done(server: Server) -> None:
    """Some servers leave [DONE] out."""
    server.settings.says_done = False
    assert (await answered(server.model(), ASKED)).finished.reason is FinishReason.COMPLETE


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.UNAVAILABLE,
        FaultKind.ERROR_BEFORE,
        FaultKind.RESET_BEFORE,
        FaultKind.HANG_FIRST,
        FaultKind.HANG_MIDWAY,
        FaultKind.ERROR_MIDWAY,
        FaultKind.CUT_MIDWAY,
        FaultKind.END_MIDWAY,
        FaultKind.RATE_LIMITED_SILENTLY,
    ],
)
async def test_what_fails_fails_once(server: Server, kind: FaultKind) -> None:
    """One attempt each time: trying again is the policy of whoever asks."""
    server.settings.chunking = Chunking.WORDS
    server.fail(kind, times=None, seconds=30)
    for attempts in (1, 2):
        with pytest.raises(DependencyUnavailable) as failed:
            await whole(server.model(deadlines=SHORT).stream(ASKED))
        assert failed.value.retry_after is None
        assert failed.value.__cause__ is None
        assert server.attempts == attempts


async def test_too_many_requests(server: Server) -> None:
    """The vendor says when to come back."""
    server.fail(FaultKind.RATE_LIMITED, seconds=7)
    with pytest.raises(DependencyUnavailable) as refused:
        await whole(server.model().stream(ASKED))
    assert refused.value.retry_after == WAIT
    assert server.attempts == 1


@pytest.mark.parametrize("kind", ["retired", "unknown"])
async def test_a_model_that_is_not_served(server: Server, kind: str) -> None:
    """By the sentence of each vendor."""
    name = server.settings.retired[0] if kind == "retired" else "no-such-model"
    with pytest.raises(ModelRetired) as gone:
        await whole(server.model(model=name).stream(ASKED))
    assert gone.value.model == name


async def test_a_key_that_is_not_accepted_is_never_told(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in the error nor in any log."""
    caplog.set_level(logging.DEBUG)
    model = server.model(key="wrong-key-4711")
    with pytest.raises(DependencyRejected) as refused:
        await whole(model.stream(ASKED))
    assert "key is not accepted" in str(refused.value)
    assert "4711" not in f"{caplog.text}{refused.value!r}{refused.value.__cause__!r}{model!r}"


async def test_words_are_never_logged(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """Cohere's SDK would log each event that it does not know."""
    caplog.set_level(logging.WARNING)
    await answered(server.model(), ASKED)
    assert not caplog.records


async def test_a_model_that_lies_is_passed_on(server: Server) -> None:
    """Adapters judge nothing: guards do, and need to see it."""
    server.settings.lie = Lie.LINK
    assert "https://offers.double.invalid/win" in (await answered(server.model(), ASKED)).text
    server.settings.lie = Lie.UNCITED
    reply = await answered(server.model(), ASKED)
    assert "never fails" in reply.text
    assert not any("never fails" in span.text for span in reply.spans)


async def test_the_models_that_are_served(server: Server) -> None:
    """For a check at start; the list goes over pages."""
    model = cast("Any", server.model())
    assert await model.served_models() == frozenset(server.settings.models)
