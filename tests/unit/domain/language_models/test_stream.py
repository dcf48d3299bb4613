"""A stream of a model, as a scripted one plays it."""

import asyncio

import pytest

from domain.errors import DependencyUnavailable
from domain.language_models.requests import ModelMessage, ModelRequest, Purpose, Speaker
from domain.language_models.stream import TextPiece, whole
from tests.fakes.language_models import ScriptedModel, Waiting, finished, says

ASKED = ModelRequest(
    purpose=Purpose.ANSWER,
    prompt="answer@1/en",
    messages=(ModelMessage(speaker=Speaker.CUSTOMER, text="How long?"),),
)


async def test_a_whole_stream_is_its_words_and_what_they_cite() -> None:
    """Pieces are joined, and a span names its place in the whole text."""
    model = ScriptedModel(says("It takes 14 days.", ("14 days", "returns.md#2")))
    reply = await whole(model.stream(ASKED))
    assert reply is not None
    assert reply.text == "It takes 14 days."
    (span,) = reply.spans
    assert reply.text[span.start : span.end] == "14 days"
    assert model.requests == [ASKED]


async def test_a_stream_without_an_end_was_cut() -> None:
    """Nothing is made of half an answer."""
    assert await whole(ScriptedModel([TextPiece(text="It ta")]).stream(ASKED)) is None


async def test_errors_come_where_they_stand_and_the_last_script_stays() -> None:
    """First an error in mid-stream, then each request is answered."""
    model = ScriptedModel([TextPiece(text="It"), DependencyUnavailable("cut")], [finished()])
    with pytest.raises(DependencyUnavailable):
        await whole(model.stream(ASKED))
    assert await whole(model.stream(ASKED)) is not None
    assert await whole(model.stream(ASKED)) is not None
    assert model.closed == 0


async def test_a_stream_that_is_left_is_counted() -> None:
    """A test sees that its code has ended the call."""
    waiting = Waiting()
    model = ScriptedModel([TextPiece(text="It"), waiting, finished()])
    asking = asyncio.create_task(whole(model.stream(ASKED)))
    await waiting.entered.wait()
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert model.closed == 1
