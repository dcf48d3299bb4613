"""Events of a model's stream, in the order in which they came."""

from collections.abc import AsyncIterable
from decimal import Decimal
from enum import StrEnum

from domain.language_models.usage import TokenUsage
from domain.values import Frozen


class TextPiece(Frozen):
    """More words, as they come; pieces split words and sentences anywhere."""

    text: str


class CitedSpan(Frozen):
    """`start` and `end` count characters in all of the text so far, the end not included."""

    start: int
    end: int
    text: str
    document_ids: tuple[str, ...]
    """As the request named its documents; a vendor's unknown ids are left out."""


class FinishReason(StrEnum):
    """Why a model stopped."""

    COMPLETE = "complete"
    TOO_LONG = "too_long"
    """Cut at the most tokens asked for, or at the model's own limit."""
    FILTERED = "filtered"
    """The vendor kept words back."""


class ModelFinished(Frozen):
    """The last event of a stream that went well. A stream without it was cut off."""

    reason: FinishReason
    model: str
    """The id that the vendor answered with, or the one asked for."""
    usage: TokenUsage
    """Of the stream that was finished."""
    connection: str = ""
    """As the tenant calls the model; said by a chain, not by a vendor."""
    cost: Decimal | None = None
    """Of the whole request in US dollars, attempts that failed included; said by a chain, where
    prices are known."""
    attempts: int = 1
    """Requests that went out for it; said by a chain."""


class StartAgain(Frozen):
    """The model failed in mid-stream and the next one begins: forget every piece and span so far.

    Sent by a chain of models only, and only where words were passed on before. Whoever has shown
    them takes them back.
    """

    reason: str
    """In a few words, for the trace."""


ModelEvent = TextPiece | CitedSpan | StartAgain | ModelFinished


class ModelReply(Frozen):
    """A whole stream."""

    text: str
    spans: tuple[CitedSpan, ...]
    finished: ModelFinished


async def whole(events: AsyncIterable[ModelEvent]) -> ModelReply | None:
    """Everything that came; None where the stream ended before the model had finished."""
    pieces: list[str] = []
    spans: list[CitedSpan] = []
    async for event in events:
        match event:
            case TextPiece():
                pieces.append(event.text)
            case CitedSpan():
                spans.append(event)
            case StartAgain():
                pieces.clear()
                spans.clear()
            case ModelFinished():
                return ModelReply(text="".join(pieces), spans=tuple(spans), finished=event)
    return None
