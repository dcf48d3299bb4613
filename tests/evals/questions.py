"""Questions put to a tenant's knowledge as indexed in PostgreSQL, and how they were answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from domain.knowledge import Answer
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedding_cache import CachingEmbedder
from infra.postgres.retriever import PostgresRetriever
from tests.integration.knowledge.dates import NOW


class Asked(BaseModel):
    """A question; without `quotes` it has no answer and must be refused."""

    model_config = ConfigDict(extra="forbid")

    ask: str
    where: str | None = None
    quotes: str | None = None
    lacks: str | None = None
    """What would be about something else."""


@dataclass(frozen=True)
class Judged:
    asked: Asked
    answer: Answer | None

    @property
    def is_right(self) -> bool:
        if self.asked.quotes is None or self.answer is None:
            return self.asked.quotes is None and self.answer is None
        cited = {
            place
            for citation in self.answer.citations
            for place in (citation.document_id, f"{citation.document_id}#{citation.heading}")
        }
        said = self.answer.text.casefold()
        quoted = self.asked.quotes.casefold() in said
        strays = self.asked.lacks is not None and self.asked.lacks.casefold() in said
        return quoted and not strays and (self.asked.where is None or self.asked.where in cited)

    @property
    def is_wrong(self) -> bool:
        """Answered, and not rightly. A question refused in vain is neither right nor wrong."""
        return self.answer is not None and not self.is_right


def read_questions(path: Path) -> list[Asked]:
    return [Asked.model_validate(one) for one in YAML(typ="safe").load(path)]


@dataclass
class Examiner:
    tenant: str
    embedder: CachingEmbedder
    retriever: PostgresRetriever
    answerer: ExtractiveAnswerer

    async def judge(self, questions: Sequence[Asked]) -> list[Judged]:
        return [Judged(asked, await self.answer(asked.ask)) for asked in questions]

    async def answer(self, query: str) -> Answer | None:
        [vector] = await self.embedder.embed([query])
        passages = await self.retriever.search(self.tenant, query, vector, today=NOW)
        return await self.answerer.answer(query, vector, passages)


def report(name: str, judged: Sequence[Judged]) -> str:
    """Both shares, and each question that was not answered rightly."""
    right = sum(one.is_right for one in judged)
    wrong = sum(one.is_wrong for one in judged)
    total = len(judged)
    shares = f"{right / total:.1%} right, {wrong / total:.1%} wrong"
    lines = [f"{name}: {shares} ({right} and {wrong} of {total})"]
    for one in judged:
        if one.is_wrong and one.answer is not None:
            lines.append(f"  wrong    {one.asked.ask}\n           {_quoted(one.answer)}")
        elif not one.is_right:
            lines.append(f"  refused  {one.asked.ask}")
    return "\n".join(lines)


def _quoted(answer: Answer) -> str:
    places = ", ".join(f"{one.document_id}#{one.heading}" for one in answer.citations)
    return f"{answer.confidence:.2f} {places}: {answer.text}"
