"""An answer that streams, piece by piece, and what may go wrong in the middle of it."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from provider_doubles.faults import Fault, FaultKind, fault_within
from provider_doubles.language_models.call_log import Call
from provider_doubles.language_models.settings import Chunking, ModelSettings
from provider_doubles.serving import HANG_UP

_FLUSH_S = 0.02
"""What was written before a connection is closed has to arrive first."""
_WORDS = re.compile(r"\S+\s*|\s+")
_LONGEST_PIECE = 12


@dataclass(frozen=True)
class Piece:
    """One event, encoded. `has_words`: it holds words of the answer, which faults count."""

    data: bytes
    has_words: bool = False


class Chunker:
    """Splits an answer's text as the settings say."""

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._chance = random.Random(settings.seed)  # noqa: S311 - chance that is to be repeated

    def split(self, text: str) -> list[str]:
        match self._settings.chunking:
            case Chunking.WHOLE:
                return [text] if text else []
            case Chunking.CHARACTERS:
                return list(text)
            case Chunking.WORDS:
                return _WORDS.findall(text)
        pieces = []
        while text:
            length = self._chance.randint(1, _LONGEST_PIECE)
            pieces.append(text[:length])
            text = text[length:]
        return pieces

    def on_the_wire(self, data: bytes) -> list[bytes]:
        """An event as it is written: in one go, or in two, within a character if it comes so."""
        if self._settings.chunking is not Chunking.RANDOM or len(data) < 2:  # noqa: PLR2004 - two parts
            return [data]
        place = self._chance.randint(1, len(data) - 1)
        return [data[:place], data[place:]]


def streamed(
    request: Request,
    call: Call,
    pieces: Sequence[Piece],
    *,
    failure: bytes,
    chunker: Chunker,
    pace_s: float,
) -> Response:
    """`failure` is the event by which the vendor says that it cannot go on."""
    stream = _Stream(request, fault_within(request), failure)

    async def write() -> AsyncIterator[bytes]:
        try:
            async for piece in stream.play(pieces, pace_s):
                for data in chunker.on_the_wire(piece.data):
                    yield data
            call.is_complete = stream.is_complete
        finally:
            call.over.set()

    return StreamingResponse(write(), media_type="text/event-stream")


class _Stream:
    def __init__(self, request: Request, fault: Fault | None, failure: bytes) -> None:
        self._request = request
        self._fault = fault
        self._failure = failure
        self.is_complete = False

    async def play(self, pieces: Sequence[Piece], pace_s: float) -> AsyncIterator[Piece]:
        spoken = 0
        for piece in pieces:
            fault = self._fault
            if fault is not None and piece.has_words and spoken == _place(fault):
                ended = await self._strike(fault)
                if ended is not None:
                    yield Piece(ended)
                    return
            yield piece
            spoken += piece.has_words
            if piece.has_words and pace_s:
                await asyncio.sleep(pace_s)
        self.is_complete = True

    async def _strike(self, fault: Fault) -> bytes | None:
        """None where the stream goes on after all; else its last bytes."""
        match fault.kind:
            case FaultKind.HANG_FIRST | FaultKind.HANG_MIDWAY:
                await asyncio.sleep(fault.seconds)
                return None
            case FaultKind.ERROR_MIDWAY:
                return self._failure
            case FaultKind.CUT_MIDWAY:
                await asyncio.sleep(_FLUSH_S)
                self._request.scope["extensions"][HANG_UP]()
        return b""


def _place(fault: Fault) -> int:
    """How many pieces with words come before it strikes."""
    return 0 if fault.kind is FaultKind.HANG_FIRST else fault.words
