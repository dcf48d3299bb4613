"""The chunks of a completion, one at a time, whatever dialect they are in."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.errors import DependencyUnavailable
from domain.language_models.citation_markers import MarkerReader
from domain.language_models.requests import ModelRequest
from domain.language_models.stream import FinishReason, ModelEvent, ModelFinished, TextPiece
from domain.language_models.usage import TokenUsage
from infra.hosted_models.clean_words import CleanWords, estimated
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.event_stream import DONE
from infra.hosted_models.refusals import failure_in_stream
from infra.openai_compatible.thinking import ThinkingFilter

_TOO_LONG = frozenset({"length", "max_tokens", "limit", "model_length", "max_output_tokens"})
_FILTERED = frozenset({"content_filter", "safety", "refusal"})
_FAILED = frozenset({"error", "abort", "cancelled", "insufficient_system_resource"})
_COUNTS = (
    ("usage", "prompt_tokens", "completion_tokens"),
    ("usage", "input_tokens", "output_tokens"),
    ("timings", "prompt_n", "predicted_n"),
)
"""Where servers write what they counted; the last is llama-server's own."""
_LONGEST_MODEL = 200


class ChunkReader:
    """Keeps what is known of the answer so far. `read` raises what the server reports within it."""

    def __init__(self, request: ModelRequest, endpoint: ModelEndpoint) -> None:
        self._request = request
        self._endpoint = endpoint
        self._thinking = ThinkingFilter()
        self._words = CleanWords(request)
        is_cited = request.documents and request.answer_schema is None
        self._markers = (
            MarkerReader([each.document_id for each in request.documents]) if is_cited else None
        )
        self._model = endpoint.model
        self._reason = ""
        self._usage: TokenUsage | None = None
        self.has_spoken = False
        self.is_complete = False
        """The last chunk said why the model stopped, and no words with it."""
        self.is_over = False

    def read(self, chunk: Any) -> Iterator[ModelEvent]:
        """What one chunk means; unknown ones mean nothing."""
        if chunk == DONE:
            yield from self.end(said_done=True)
            return
        if not isinstance(chunk, Mapping):
            return
        self._fail(chunk)
        self._note(chunk)
        choice = _first(chunk.get("choices"))
        delta = choice.get("delta") or choice.get("message") or {}
        text = _text(delta.get("content") if isinstance(delta, Mapping) else None)
        reason = choice.get("finish_reason")
        if isinstance(delta, Mapping) and _text(delta.get("refusal")):
            reason = "refusal"
        # Gemini names a reason in every chunk, and vLLM may name it along with the last words.
        if isinstance(reason, str) and reason:
            self._reason = reason.lower()
        self.is_complete = bool(self._reason) and not text
        if text:
            yield from self._say(text)

    def end(self, *, said_done: bool = False) -> Iterator[ModelEvent]:
        """The stream has ended. Raise DependencyUnavailable where the answer had not.

        Some servers never name a reason and say [DONE], others name one and never say it; a
        stream with neither was cut.
        """
        if self.is_over:
            return
        if self._reason in _FAILED or not (self._reason or said_done):
            raise DependencyUnavailable(f"{self._endpoint.vendor} broke off its answer")
        yield from self._finish(_reason(self._reason))

    def _say(self, text: str) -> Iterator[ModelEvent]:
        self.has_spoken = True
        yield from self._show(self._words.add(self._thinking.add(text)))
        if self._words.is_endless:
            yield from self._finish(FinishReason.TOO_LONG)

    def _show(self, text: str) -> Iterator[ModelEvent]:
        if not text:
            return
        if self._markers is None:
            yield TextPiece(text=text)
        else:
            yield from self._markers.add(text)

    def _finish(self, reason: FinishReason) -> Iterator[ModelEvent]:
        yield from self._show(self._words.add(self._thinking.end()))
        yield from self._show(self._words.end())
        if self._markers is not None:
            yield from self._markers.end()
        self.is_over = True
        usage = self._usage or estimated(self._request, self._words.length)
        yield ModelFinished(reason=reason, model=self._model, usage=usage)

    def _fail(self, chunk: Mapping[str, Any]) -> None:
        error = chunk.get("error")
        if not error and chunk.get("object") == "error":
            error = dict(chunk)
        if error:
            raise failure_in_stream(self._endpoint.vendor, self._endpoint.model, error)

    def _note(self, chunk: Mapping[str, Any]) -> None:
        model = chunk.get("model")
        if isinstance(model, str) and model.isprintable() and 0 < len(model) <= _LONGEST_MODEL:
            self._model = model
        for place, asked, said in _COUNTS:
            counted = chunk.get(place)
            if not isinstance(counted, Mapping):
                continue
            read, written = counted.get(asked), counted.get(said)
            if isinstance(read, int) and isinstance(written, int):
                self._usage = TokenUsage(input_tokens=max(read, 0), output_tokens=max(written, 0))
                return


def _first(choices: Any) -> Mapping[str, Any]:
    """We ask for one; the last chunk of many servers has none."""
    for choice in choices if isinstance(choices, list) else ():
        if isinstance(choice, Mapping) and choice.get("index") in {0, None}:
            return choice
    return {}


def _text(content: Any) -> str:
    """A string, or parts of which some are text."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    said = (part.get("text") for part in content if isinstance(part, Mapping))
    return "".join(each for each in said if isinstance(each, str))


def _reason(name: str) -> FinishReason:
    if name in _TOO_LONG:
        return FinishReason.TOO_LONG
    if name in _FILTERED:
        return FinishReason.FILTERED
    return FinishReason.COMPLETE
