"""A language model that plays what a test wrote: events, errors and waits, in their order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from domain.language_models.requests import ModelRequest
from domain.language_models.stream import (
    CitedSpan,
    FinishReason,
    ModelEvent,
    ModelFinished,
    TextPiece,
)
from domain.language_models.usage import TokenUsage


@dataclass(frozen=True)
class Waiting:
    """Nothing comes until the test sets this event; `entered` is set once the model waits."""

    until: asyncio.Event = field(default_factory=asyncio.Event)
    entered: asyncio.Event = field(default_factory=asyncio.Event)


Part = ModelEvent | Exception | Waiting
Script = Sequence[Part]


def finished(
    reason: FinishReason = FinishReason.COMPLETE,
    *,
    model: str = "scripted-1",
    input_tokens: int = 100,
    output_tokens: int = 20,
) -> ModelFinished:
    """The last event of a stream that goes well."""
    usage = TokenUsage(input_tokens=input_tokens, output_tokens=output_tokens)
    return ModelFinished(reason=reason, model=model, usage=usage)


def says(text: str, *cited: tuple[str, str], model: str = "scripted-1") -> Script:
    """A whole reply, word by word, then what it cites, each (quoted words, id of the document)."""
    pieces = [TextPiece(text=word) for word in text.replace(" ", " \x00").split("\x00")]
    spans = [
        CitedSpan(start=start, end=start + len(quoted), text=quoted, document_ids=(document_id,))
        for quoted, document_id in cited
        for start in [text.index(quoted)]
    ]
    return [*pieces, *spans, finished(model=model)]


class ScriptedModel:
    """Implements `LanguageModel`. One script for each request; the last is played ever after.

    A script may leave out ModelFinished: such a stream ends as one that was cut. Errors are raised
    where they stand, so one after some pieces is an error in mid-stream.
    """

    def __init__(self, *scripts: Script, name: str = "scripted/scripted-1") -> None:
        self._scripts = scripts or (says("Yes."),)
        self._name = name
        self.requests: list[ModelRequest] = []
        """All that was asked, in order."""
        self.closed = 0
        """How many streams were closed or cancelled before they had ended."""

    @property
    def name(self) -> str:
        return self._name

    async def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        script = self._scripts[min(len(self.requests), len(self._scripts) - 1)]
        self.requests.append(request)
        ended = False
        try:
            for part in script:
                if isinstance(part, Exception):
                    ended = True
                    raise part
                if isinstance(part, Waiting):
                    part.entered.set()
                    await part.until.wait()
                else:
                    yield part
            ended = True
        finally:
            self.closed += not ended
