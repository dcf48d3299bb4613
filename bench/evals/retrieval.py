"""Quality of retrieval: for whole scenarios of a bank, and for short questions.

The bank's documents and scenarios come from the public sets; only their development half is here.
The questions are ours (bench/judge, tests/evals), and all documents are one tenant's: whatever a
question is about, the bank's thousands of passages stand beside its own.
"""

import asyncio
import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.evals.figures import Figure, Findings
from bench.evals.help_pages import Asked, read_questions, trades
from bench.evals.help_pages import read_documents as read_pages
from bench.evals.knowledge_base import database, index
from domain.knowledge import Audience, KnowledgeDocument, Passage
from domain.ports import Embedder, Vector
from domain.ports.knowledge_search import Candidates, CandidateSource, SearchQuery
from domain.ranked_search import RankedSearch
from domain.ranking import Candidate
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import parse_document
from infra.postgres.candidates import PostgresCandidates

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 10, tzinfo=UTC)
MEGABYTE = 1024 * 1024
TENANT = "evals"
_READ = 200
"""Passages that are asked for: recall counts the documents of the first fifty different ones."""

Question = tuple[str, str, Callable[[Passage], bool]]
"""What is asked, the document or folder that answers it, and which of its passages does."""
_EVERY = 3
"""One of so many of the trades' questions is asked: all would take too long."""


class Bare:
    """An embedder that compares nothing closely."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.model, self.dimension = embedder.model, embedder.dimension

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        return await self._embedder.embed(texts)


@dataclass
class Without:
    """A source of candidates that leaves a part of the ranking out."""

    source: CandidateSource
    words: bool = True
    meaning: bool = True
    parts: bool = True
    documents: bool = True

    async def candidates(
        self,
        tenant_id: str,
        query: SearchQuery,
        *,
        limit: int,
        today: date,
        audiences: frozenset[Audience],
    ) -> Candidates:
        if not self.parts:
            query = SearchQuery(query.texts[:1], query.vectors[:1])
        found = await self.source.candidates(
            tenant_id, query, limit=limit, today=today, audiences=audiences
        )
        return Candidates(tuple(self._cut(one) for one in found.found), found.words)

    async def passages(
        self, tenant_id: str, candidates: Sequence[Candidate]
    ) -> Mapping[str, Passage]:
        return await self.source.passages(tenant_id, candidates)

    def _cut(self, found: Candidate) -> Candidate:
        none = tuple(0.0 for _ in found.lexical)
        return Candidate(
            found.reference,
            found.document_id if self.documents else found.reference,
            found.lexical if self.words else none,
            found.similarity if self.meaning else none,
        )


def measure(data: Path | None) -> Findings:
    """Left out where the public sets are not there."""
    folder = None if data is None else data / "retrieval"
    if folder is None or not (folder / "bank_kb.documents.jsonl").exists():
        return Findings()
    return asyncio.run(_measured(folder))


async def _measured(folder: Path) -> Findings:
    findings = Findings()
    embedder = MiniLMEmbedder()
    async with database() as engine:
        documents = [*_bank(folder), *_own()]
        began = time.process_time()
        await index(engine, embedder, TENANT, documents)
        findings.figures.append(_cpu(time.process_time() - began, len(documents)))
        for name, search in _searches(engine, embedder).items():
            found = await _scenarios(search, embedder, folder)
            found += await _questions(search, embedder)
            findings.figures += [_named(figure, name) for figure in found]
    return findings


def _searches(engine: AsyncEngine, embedder: MiniLMEmbedder) -> dict[str, RankedSearch]:
    source = PostgresCandidates(engine, embedder, cache_bytes=256 * MEGABYTE)
    return {
        "": RankedSearch(source, embedder),
        "without close comparison": RankedSearch(source, Bare(embedder)),
        "without a query's sentences": RankedSearch(Without(source, parts=False), embedder),
        "without the documents' other passages": RankedSearch(
            Without(source, documents=False), embedder
        ),
        "words alone": RankedSearch(Without(source, meaning=False, parts=False), Bare(embedder)),
        "meaning alone": RankedSearch(Without(source, words=False, parts=False), Bare(embedder)),
    }


async def _scenarios(search: RankedSearch, embedder: Embedder, folder: Path) -> list[Figure]:
    asked = _lines(folder / "bank_kb.queries.dev.jsonl")
    scores = []
    for one in asked:
        [vector] = await embedder.embed([one["query"]])
        found = await search.search(TENANT, one["query"], vector, limit=_READ, today=NOW)
        documents = list(dict.fromkeys(passage.document_id for passage in found))
        scores.append(_scores(documents, {f"bank/{name}" for name in one["relevant"]}))
    means = [100 * sum(column) / len(asked) for column in zip(*scores, strict=True)]
    targets = {"scenarios, nDCG@10": 42.0, "scenarios, recall@50": 72.0, "scenarios, hit@5": 88.0}
    return [
        Figure(
            area="retrieval",
            name=name,
            value=round(mean, 1),
            data_set="bank_kb, development half",
            rule="different documents in the order of their first passage",
            target=target,
            size=len(asked),
        )
        for (name, target), mean in zip(targets.items(), means, strict=True)
    ]


def _scores(documents: Sequence[str], relevant: set[str]) -> tuple[float, float, float]:
    gained = sum(
        1 / math.log2(place + 2) for place, one in enumerate(documents[:10]) if one in relevant
    )
    ideal = sum(1 / math.log2(place + 2) for place in range(min(10, len(relevant))))
    recalled = len(relevant & set(documents[:50])) / len(relevant)
    return gained / ideal, recalled, float(bool(relevant & set(documents[:5])))


async def _questions(search: RankedSearch, embedder: Embedder) -> list[Figure]:
    gains = []
    for asked, document, answers in _asked():
        [vector] = await embedder.embed([asked])
        found = await search.search(TENANT, asked, vector, limit=10, today=NOW)
        places = [
            place
            for place, passage in enumerate(found)
            if _is_of(passage, document) and answers(passage)
        ]
        gains.append(1 / math.log2(places[0] + 2) if places else 0.0)
    return [
        Figure(
            area="retrieval",
            name="short questions, nDCG@10",
            value=round(100 * sum(gains) / len(gains), 1),
            data_set="our own questions among all documents",
            rule="the place of the section that answers",
            size=len(gains),
        )
    ]


def _bank(folder: Path) -> list[KnowledgeDocument]:
    return [
        KnowledgeDocument(
            document_id=f"bank/{one['id']}",
            title=one["title"],
            body=one["content"],
            content_hash=one["id"],
        )
        for one in _lines(folder / "bank_kb.documents.jsonl")
    ]


def _own() -> list[KnowledgeDocument]:
    folders = {
        "acme": ROOT / "tenants" / "acme" / "knowledge",
        "probe": ROOT / "tests" / "evals" / "probe_knowledge",
    }
    found = []
    for name, folder in folders.items():
        for path in sorted(folder.glob("*.md")):
            text = path.read_text(encoding="utf-8")
            head = "" if text.startswith("---") else f"---\ntitle: {path.stem}\n---\n"
            found.append(parse_document(f"{name}/{path.stem}", head + text))
    for trade in trades():
        for page in read_pages(trade):
            named = f"trades/{page.document_id}"
            found.append(page.model_copy(update={"document_id": named}))
    return found


def _asked() -> list[Question]:
    evals = ROOT / "tests" / "evals"
    files = {
        "acme": [evals / "acme_questions.yaml", evals / "acme_holdout.yaml"],
        "probe": [evals / "probe_questions.yaml"],
    }
    found = []
    for name, paths in files.items():
        for one in [one for path in paths for one in _yaml(path)]:
            if one.get("where"):
                document, _, heading = one["where"].partition("#")
                found.append((one["ask"], f"{name}/{document}", partial(_is_under, heading)))
    for trade in trades():
        found += [
            (one.text, f"trades/{trade}", partial(_holds, one))
            for one in read_questions(trade)[::_EVERY]
            if one.is_answerable
        ]
    return found


def _is_of(passage: Passage, document: str) -> bool:
    return f"{passage.document_id}/".startswith(f"{document}/")


def _is_under(heading: str, passage: Passage) -> bool:
    return passage.heading.endswith(heading)


def _holds(asked: Asked, passage: Passage) -> bool:
    return asked.is_answered_by(passage.text, passage.heading)


def _cpu(seconds: float, documents: int) -> Figure:
    return Figure(
        area="retrieval",
        name="CPU to index, s",
        value=round(seconds, 1),
        data_set="bank_kb's documents and ours",
        rule="embedding and writing; the database's own part apart",
        target=120.0,
        at_most=True,
        size=documents,
    )


def _named(figure: Figure, part: str) -> Figure:
    if not part:
        return figure
    name = f"{figure.name}, {part}"
    return Figure(**{**figure.__dict__, "name": name, "target": None})


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path)
