"""Answers that are kept for customers who ask the same."""

import hashlib
import json
from enum import StrEnum

from pydantic import AwareDatetime

from domain.generated_answers.records import CitedChunk
from domain.knowledge import Answer, Audience
from domain.values import Frozen

MOST_KEPT = 1_000
"""Answers of a tenant; the one that was used longest ago goes first."""


class CacheKey(Frozen):
    """All that an answer depends on, beside the question and the state of the knowledge. An answer
    is only ever found under the very key it was kept under."""

    tenant_id: str
    revision: str
    """Of the bot, and with it its models, its prompts, its banned words and its links."""
    audiences: tuple[Audience, ...]
    locale: str
    longest: int
    """In characters, as the channel allows."""
    prompt: str
    context: str = ""
    """A digest of what was told beside the question; empty where that was nothing."""

    @property
    def digest(self) -> str:
        """The same for the same parts, whatever the order of the audiences."""
        parts = self.model_dump(mode="json")
        parts["audiences"] = sorted(set(parts["audiences"]))
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class KeptAnswer(Frozen):
    """An answer with all that is needed to say it again, and to explain it."""

    question: str
    answer: Answer
    citations: tuple[CitedChunk, ...]
    model: str = ""
    connection: str = ""
    entry_id: str = ""
    made_at: AwareDatetime | None = None
    """When the question was first asked; the store writes it."""

    @property
    def chunk_ids(self) -> frozenset[str]:
        """What it rests on."""
        return frozenset(one.chunk_id for one in self.citations)

    @property
    def document_ids(self) -> frozenset[str]:
        """The documents of these."""
        return frozenset(one.document_id for one in self.answer.citations)


class Candidates(Frozen):
    """What may answer a question: the same words first, then the nearest."""

    generation: int = 0
    """Of the tenant's knowledge, which an answer made now is kept under; 0 where there is none."""
    answers: tuple[KeptAnswer, ...] = ()


class KeptListing(Frozen):
    """A kept answer, as operators see it."""

    entry_id: str
    question: str
    text: str
    locale: str
    document_ids: tuple[str, ...]
    made_at: AwareDatetime
    used_at: AwareDatetime
    hits: int


class CacheResult(StrEnum):
    """What became of one question."""

    HIT = "hit"
    MISS = "miss"
    REFUSED = "refused"
    """The answer may be for this customer alone."""


def entry_id_of(key: CacheKey, question: str) -> str:
    """One entry for each question under a key."""
    return hashlib.sha256(f"{key.digest}\n{folded(question)}".encode()).hexdigest()[:16]


def folded(question: str) -> str:
    """Without differences of case and spaces; every sign counts."""
    return " ".join(question.casefold().split())
