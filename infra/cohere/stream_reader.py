"""The events of Cohere's stream, one at a time: twelve kinds that are known, and those to come."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from domain.errors import DependencyUnavailable
from domain.language_models.requests import ModelRequest
from domain.language_models.stream import (
    CitedSpan,
    FinishReason,
    ModelEvent,
    ModelFinished,
    TextPiece,
)
from domain.language_models.usage import TokenUsage
from infra.cohere.client import VENDOR
from infra.hosted_models.clean_words import CleanWords, estimated
from infra.hosted_models.refusals import failure_in_stream

_FAILED = frozenset({"ERROR", "TIMEOUT"})
_NEAR = 200
"""Characters before its named place in which a citation's words are looked for."""
_MOST_CITATIONS = 500
_MOST_TOKENS = 100_000_000


class StreamReader:
    """Keeps the text so far. `read` raises what the vendor reports in the middle of its stream."""

    def __init__(self, request: ModelRequest, model: str) -> None:
        self._request = request
        self._model = model
        self._words = CleanWords(request)
        self._text = ""
        self._blocks: dict[int, int] = {}
        """Content block -> where in the whole text it begins."""
        self._waiting: list[Any] = []
        """Citations that came before their words."""
        self._cited = 0
        self.has_spoken = False
        self.is_over = False
        self._kinds: Mapping[str, Callable[[Any], Iterator[ModelEvent]]] = {
            "content-start": self._content,
            "content-delta": self._content,
            "citation-start": self._citation,
            "message-end": self._ended,
        }
        """Nothing is made of the others: the beginning, tool plans and calls (we offer no tools),
        ends of content and of citations, debug, and what the vendor adds."""

    def read(self, chunk: Any) -> Iterator[ModelEvent]:
        """What one event means, as JSON."""
        reading = self._kinds.get(str(_path(chunk, "type")))
        if reading is None:
            return
        yield from reading(chunk)
        if self._words.is_endless and not self.is_over:
            yield from self._finish(FinishReason.TOO_LONG, None)

    def was_cut(self) -> None:
        """The stream has ended without its last event."""
        raise DependencyUnavailable(f"{VENDOR} broke off its answer")

    def _content(self, chunk: Any) -> Iterator[ModelEvent]:
        """`thinking`, which reasoning models send the same way, is not for customers."""
        index = _path(chunk, "index")
        if isinstance(index, int):
            self._blocks.setdefault(index, len(self._text))
        said = _path(chunk, "delta", "message", "content", "text")
        if isinstance(said, str) and (text := self._words.add(said)):
            yield from self._say(text)

    def _say(self, text: str) -> Iterator[ModelEvent]:
        self.has_spoken = True
        self._text += text
        yield TextPiece(text=text)
        waiting, self._waiting = self._waiting, []
        for citation in waiting:
            yield from self._place(citation)

    def _citation(self, chunk: Any) -> Iterator[ModelEvent]:
        found = _path(chunk, "delta", "message", "citations")
        for citation in found if isinstance(found, list) else [found]:
            self._cited += 1
            if citation is not None and self._cited <= _MOST_CITATIONS:
                yield from self._place(citation)

    def _place(self, citation: Any, *, is_last: bool = False) -> Iterator[ModelEvent]:
        ids = tuple(self._documents(citation))
        start, end = self._offsets(citation)
        words = _path(citation, "text")
        if not ids:
            return
        if isinstance(words, str) and words and self._text[start:end] != words:
            # Nobody documents whether the vendor counts code points; its words decide.
            start = self._text.find(words, max(start - _NEAR, 0))
            start = start if start >= 0 else self._text.find(words)
            end = start + len(words)
            if start < 0:
                if not is_last:
                    self._waiting.append(citation)
                return
        if 0 <= start < end <= len(self._text):
            yield CitedSpan(start=start, end=end, text=self._text[start:end], document_ids=ids)
        elif not is_last:
            self._waiting.append(citation)

    def _offsets(self, citation: Any) -> tuple[int, int]:
        start, end = _path(citation, "start"), _path(citation, "end")
        if not isinstance(start, int) or not isinstance(end, int):
            return 0, 0
        block = _path(citation, "content_index")
        before = self._blocks.get(block, 0) if isinstance(block, int) else 0
        return max(before + start, 0), max(before + end, 0)

    def _documents(self, citation: Any) -> Iterator[str]:
        """Ours, each once."""
        names = {
            f"d{number}": document.document_id
            for number, document in enumerate(self._request.documents, 1)
        }
        seen: set[str] = set()
        sources = _path(citation, "sources")
        for source in sources if isinstance(sources, list) else ():
            name = str(_path(source, "id"))
            if name in names and name not in seen:
                seen.add(name)
                yield names[name]

    def _ended(self, chunk: Any) -> Iterator[ModelEvent]:
        reason = str(_path(chunk, "delta", "finish_reason") or "COMPLETE").upper()
        error = _path(chunk, "delta", "error")
        if reason in _FAILED or error:
            raise failure_in_stream(VENDOR, self._model, error or reason)
        yield from self._finish(_reason(reason), _path(chunk, "delta", "usage"))

    def _finish(self, reason: FinishReason, usage: Any) -> Iterator[ModelEvent]:
        if rest := self._words.end():
            yield from self._say(rest)
        for citation in self._waiting:
            yield from self._place(citation, is_last=True)
        self.is_over = True
        counted = _usage(usage) or estimated(self._request, len(self._text))
        yield ModelFinished(reason=reason, model=self._model, usage=counted)


def _reason(name: str) -> FinishReason:
    if name in {"MAX_TOKENS", "ERROR_LIMIT"}:
        return FinishReason.TOO_LONG
    if "TOXIC" in name or "SAFETY" in name or "FILTER" in name:
        return FinishReason.FILTERED
    return FinishReason.COMPLETE


def _usage(usage: Any) -> TokenUsage | None:
    """As it is billed, which is what costs; tokens that the vendor adds itself are not."""
    for counted in (_path(usage, "billed_units"), _path(usage, "tokens")):
        asked, said = _path(counted, "input_tokens"), _path(counted, "output_tokens")
        if _is_count(asked) and _is_count(said):
            return TokenUsage(input_tokens=int(asked), output_tokens=int(said))
    return None


def _is_count(value: Any) -> bool:
    return isinstance(value, int | float) and 0 <= value < _MOST_TOKENS


def _path(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
