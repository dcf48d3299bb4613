"""One attempt to answer with a model, as it goes on: what is stored of it in the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from domain.channel_addresses import Channel
from domain.generated_answers.checks import Checked
from domain.generated_answers.kept_answers import KeptAnswer
from domain.generated_answers.records import AnswerRecord, ChunkSeen, CitedChunk, Ending
from domain.generated_answers.verdicts import Verdict
from domain.knowledge import Answer, Audience, Passage
from domain.language_models.stream import ModelFinished
from domain.language_models.usage import TokenUsage
from domain.messages import Citation


@dataclass(frozen=True)
class Asked:
    """A question of a customer's, by ids, with what was found for it."""

    tenant_id: str
    conversation_id: str
    turn: str
    attempt: int
    revision: str
    channel: Channel
    locale: str
    query: str
    at: datetime
    passages: Sequence[Passage]
    audiences: tuple[Audience, ...] = (Audience.PUBLIC,)
    vector: tuple[float, ...] = ()
    """The question's."""
    began: float = 0.0
    """When the search for it began, by this process's own clock."""


@dataclass
class Attempt:
    """What it has come to so far."""

    asked: Asked
    shown: Mapping[str, Passage] = field(default_factory=dict)
    hidden: Sequence[Passage] = ()
    prompt: str = ""
    verdicts: list[tuple[Verdict, ...]] = field(default_factory=list)
    usage: TokenUsage = field(default_factory=TokenUsage)
    cost: Decimal | None = None
    requests: int = 0
    model: str = ""
    connection: str = ""
    first_word_ms: float | None = None
    citations: tuple[CitedChunk, ...] = ()
    ending: Ending = Ending.UNAVAILABLE
    kept: KeptAnswer | None = None
    """The answer that was said again, where one was."""

    def took(self, finished: ModelFinished) -> None:
        """Add what a request took, as it was counted."""
        self.usage += finished.usage
        self.requests += finished.attempts
        self.model, self.connection = finished.model, finished.connection
        if finished.cost is not None:
            self.cost = (self.cost or Decimal(0)) + finished.cost

    def says_again(self, kept: KeptAnswer) -> Answer:
        """No model was asked; the passages are those that were found this time."""
        self.kept, self.ending = kept, Ending.KEPT
        self.model, self.connection = kept.model, kept.connection
        self.citations = kept.citations
        self.shown = {chunk_id(one): one for one in self.asked.passages}
        return kept.answer

    def broke_off(self, usage: TokenUsage) -> None:
        """Add what a request took that was given up before it had ended, as estimated."""
        self.usage += usage
        self.requests += 1

    def answer(self, text: str, found: Checked) -> Answer:
        """The answer, each cited section once, in the order of the sentences."""
        ids = {name: chunk_id(passage) for name, passage in self.shown.items()}
        self.citations = tuple(
            CitedChunk(start=one.start, end=one.end, chunk_id=ids[one.document_id])
            for one in found.citings
        )
        cited = dict.fromkeys(_citation(self.shown[one.document_id]) for one in found.citings)
        covered = [one.covered for one in found.citings]
        confidence = round(sum(covered) / len(covered), 3)
        return Answer(text=text, citations=tuple(cited), confidence=confidence)

    def record(self, total_ms: float, *, quoted_instead: bool = False) -> AnswerRecord:
        """What is stored."""
        asked = self.asked
        return AnswerRecord(
            tenant_id=asked.tenant_id,
            conversation_id=asked.conversation_id,
            turn=asked.turn,
            attempt=asked.attempt,
            at=asked.at,
            ending=self.ending,
            prompt=self.prompt,
            model=self.model,
            connection=self.connection,
            chunks=self._chunks(),
            citations=self.citations,
            verdicts=tuple(self.verdicts),
            usage=self.usage,
            cost=self.cost,
            requests=self.requests,
            first_word_ms=self.first_word_ms,
            total_ms=total_ms,
            quoted_instead=quoted_instead,
            kept_entry=self.kept.entry_id if self.kept else "",
            first_made_at=self.kept.made_at if self.kept else None,
        )

    def note(self) -> str:
        """For the trace: names and figures."""
        tokens = self.usage.input_tokens + self.usage.output_tokens
        return f"{self.prompt} {self.model or 'no model'} {tokens} tokens: {self.ending}"

    def _chunks(self) -> tuple[ChunkSeen, ...]:
        cited = {one.chunk_id for one in self.citations}
        seen = [(passage, False) for passage in self.shown.values()]
        seen += [(passage, True) for passage in self.hidden]
        return tuple(
            ChunkSeen(
                chunk_id=chunk_id(passage),
                document_id=passage.document_id,
                score=round(passage.score, 4),
                is_cited=chunk_id(passage) in cited,
                is_hidden=is_hidden,
            )
            for passage, is_hidden in seen
        )


def chunk_id(passage: Passage) -> str:
    """As the index names it; without an index the document's own id."""
    return (passage.content_id or passage.document_id).partition("\n")[0]


def _citation(passage: Passage) -> Citation:
    return Citation(
        document_id=passage.document_id,
        title=passage.title,
        heading=passage.heading,
        url=passage.url,
    )
