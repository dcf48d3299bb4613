"""Records of generated answers: names, numbers and places, and no word of anybody's."""

from decimal import Decimal
from enum import StrEnum

from pydantic import AwareDatetime

from domain.generated_answers.verdicts import Verdict
from domain.language_models.usage import TokenUsage
from domain.values import Frozen


class Ending(StrEnum):
    """What became of one attempt to answer with a model."""

    SAID = "said"
    REPAIRED = "said after one repair"
    REFUSED = "refused by the checks"
    NO_ANSWER = "the model found no answer"
    UNAVAILABLE = "no model answered"
    LATE = "took too long"
    KEPT = "from the cache"


class ChunkSeen(Frozen):
    """A passage that the model was shown."""

    chunk_id: str
    document_id: str
    score: float
    is_cited: bool = False
    is_hidden: bool = False
    """Not shown, since it speaks to models."""


class CitedChunk(Frozen):
    """Which characters of the answer stand in which chunk."""

    start: int
    end: int
    chunk_id: str


class AnswerRecord(Frozen):
    """Of one attempt of one turn."""

    tenant_id: str
    conversation_id: str
    turn: str
    attempt: int
    at: AwareDatetime
    ending: Ending
    prompt: str = ""
    """Such as "answer@1/en"."""
    model: str = ""
    connection: str = ""
    chunks: tuple[ChunkSeen, ...] = ()
    citations: tuple[CitedChunk, ...] = ()
    verdicts: tuple[tuple[Verdict, ...], ...] = ()
    """Of each draft in turn; empty where a draft had nothing wrong."""
    usage: TokenUsage = TokenUsage()
    cost: Decimal | None = None
    """In US dollars, where prices are known."""
    requests: int = 0
    """That went out, repairs and further models included."""
    first_word_ms: float | None = None
    total_ms: float = 0
    quoted_instead: bool = False
    """Whether the answer was quoted from the documents after all."""
    kept_entry: str = ""
    """The kept answer that was said again."""
    first_made_at: AwareDatetime | None = None
    """When it was made."""

    @property
    def about(self) -> str:
        """How the answer came about, in a few words."""
        if self.first_made_at is not None:
            made = f"{self.first_made_at:%Y-%m-%d %H:%M} UTC"
            return f"{self.ending}, first made at {made} (entry {self.kept_entry})"
        return f"{self.ending}{'; quoted instead' if self.quoted_instead else ''}"


def as_rows(record: AnswerRecord) -> list[tuple[str, str]]:
    """A label and what is said under it, for people."""
    usage = record.usage
    about = "about " if usage.is_estimated else ""
    cost = f", {record.cost:.6f} USD" if record.cost is not None else ""
    rows = [
        ("answer", record.about),
        ("model", " ".join(filter(None, (record.model or "none", f"({record.connection})")))
            if record.connection else record.model or "none"),
        ("prompt", record.prompt or "none"),
        ("tokens", f"{about}{usage.input_tokens} in, {usage.output_tokens} out{cost}"),
        ("took", f"{record.total_ms:.0f} ms, {record.requests} requests"),
    ]  # fmt: skip
    for chunk in record.chunks:
        marks = ("  cited" if chunk.is_cited else "") + ("  not shown" if chunk.is_hidden else "")
        rows.append(
            ("passage", f"{chunk.score:.3f}  {chunk.document_id} [{chunk.chunk_id}]{marks}")
        )
    rows += [("cites", f"{one.start}-{one.end}  {one.chunk_id}") for one in record.citations]
    for number, verdicts in enumerate(record.verdicts, start=1):
        rows += [(f"draft {number}", said_of(verdict)) for verdict in verdicts]
    return rows


def said_of(verdict: Verdict) -> str:
    """A verdict in one line."""
    where = f"sentence {verdict.sentence}" if verdict.sentence else ""
    parts = (str(verdict.guard), where, verdict.reason)
    return ": ".join(part for part in parts if part)


def as_detail(record: AnswerRecord) -> dict[str, str | float | list[str]]:
    """Names and short values, as the desk's timeline shows them."""
    usage = record.usage
    detail: dict[str, str | float | list[str]] = {
        "answer": record.about if record.kept_entry else str(record.ending),
        "model": record.model,
        "prompt": record.prompt,
        "passages": [f"{one.document_id} {one.score:.2f}" for one in record.chunks if one.is_cited],
        "checks": [said_of(one) for some in record.verdicts for one in some][:10],
        "tokens": usage.input_tokens + usage.output_tokens,
    }
    if record.cost is not None:
        detail["cost_usd"] = float(record.cost)
    return {name: value for name, value in detail.items() if value not in ("", [])}
