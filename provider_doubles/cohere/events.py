"""Cohere's stream, version 2: every kind of event, and one that no SDK knows."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

from provider_doubles.language_models.answers import Document, Segment, cut, tokens
from provider_doubles.language_models.settings import ModelSettings
from provider_doubles.language_models.streams import Chunker, Piece

DONE = b"data: [DONE]\n\n"
FAILURE = b"".join(
    (
        b"event: message-end\ndata: ",
        json.dumps(
            {
                "type": "message-end",
                "delta": {"finish_reason": "ERROR", "error": "internal server error"},
            }
        ).encode(),
        b"\n\n",
    )
)


class EventWriter:
    """Writes one answer as events."""

    def __init__(self, settings: ModelSettings, chunker: Chunker) -> None:
        self._settings = settings
        self._chunker = chunker
        self._place = 0
        """Characters of the answer so far."""
        self._citations = 0

    def events(
        self, segments: list[Segment], asked_tokens: int, most_tokens: int
    ) -> Iterator[Piece]:
        """All of them, in order."""
        yield _event("message-start", id=str(uuid.uuid4()), delta=_message(role="assistant"))
        if self._settings.has_extras:
            yield _event("debug", prompt="<BOS_TOKEN>")
            yield _event("weather-forecast", delta={"message": {"content": {"text": "rain"}}})
            yield _event("tool-plan-delta", delta=_message(tool_plan="I will read documents."))
        yield _event("content-start", index=0, delta=_content(type="text", text=""))
        said, is_cut = 0, False
        for segment in segments:
            text, is_cut = cut(segment.text, most_tokens - said)
            said += tokens(text)
            yield from self._segment(text, segment)
            if is_cut or said >= most_tokens:
                break
        yield _event("content-end", index=0)
        reason = "MAX_TOKENS" if is_cut else "COMPLETE"
        yield self._end(reason, asked_tokens, said)
        if self._settings.says_done:
            yield Piece(DONE)

    def _segment(self, text: str, segment: Segment) -> Iterator[Piece]:
        lead = " " if self._place else ""
        for piece in self._chunker.split(lead + text):
            yield _event("content-delta", has_words=True, index=0, delta=_content(text=piece))
        start = self._place + len(lead)
        self._place = start + len(text)
        if segment.cites and text:
            number, self._citations = self._citations, self._citations + 1
            yield self._citation(number, start, text, segment.cites)
            yield _event("citation-end", index=number)

    def _citation(self, number: int, start: int, text: str, cites: tuple[Document, ...]) -> Piece:
        citation = {
            "start": start,
            "end": start + len(text),
            "text": text,
            "type": "TEXT_CONTENT",
            "content_index": 0,
            "sources": [
                {
                    "type": "document",
                    "id": each.name,
                    "document": {"id": each.name, "title": each.title, "text": each.text},
                }
                for each in cites
            ],
        }
        return _event("citation-start", index=number, delta=_message(citations=citation))

    def _end(self, reason: str, asked: int, said: int) -> Piece:
        delta: dict[str, Any] = {"finish_reason": reason}
        if self._settings.counts_tokens:
            delta["usage"] = usage(asked, said)
        return _event("message-end", id=str(uuid.uuid4()), delta=delta)


def usage(asked: int, said: int) -> dict[str, Any]:
    """What is billed, and what the model read with the vendor's own additions."""
    return {
        "billed_units": {"input_tokens": asked, "output_tokens": said},
        "tokens": {"input_tokens": asked + 500, "output_tokens": said},
    }


def _event(kind: str, *, has_words: bool = False, **fields: Any) -> Piece:
    body = json.dumps({"type": kind, **fields}, ensure_ascii=False)
    return Piece(f"event: {kind}\ndata: {body}\n\n".encode(), has_words=has_words)


def _message(**fields: Any) -> dict[str, Any]:
    return {"message": fields}


def _content(**fields: Any) -> dict[str, Any]:
    return _message(content=fields)
