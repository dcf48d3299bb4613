"""Answers from documents that are in another language than the question.

Each trade's pages are a tenant of their own, in one language, and are asked in the other
(`bench/languages/questions.yaml`). The weights of `ForeignQuotes` were fitted on the same
questions, with each trade judged by what the others taught: read the figures as slightly too good.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from bench.evals.bilingual import Bilingual
from bench.evals.figures import Figure, Findings
from bench.evals.help_pages import read_documents
from bench.evals.knowledge_base import database
from domain.chunking import chunks_of
from domain.knowledge import Answer, Chunk
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections

QUESTIONS = Path(__file__).parents[1] / "languages" / "questions.yaml"
_SET = "bench/languages, one tenant for each trade"


@dataclass(frozen=True)
class Asked:
    """A question in one language to pages in the other; without `says` they have no answer."""

    language: str
    trade: str
    text: str
    says: str = ""

    def is_answered_by(self, answer: Answer | None) -> bool:
        return answer is not None and bool(self.says) and self._stands_in(answer.text)

    def stands_in(self, chunk: Chunk) -> bool:
        return self._stands_in(chunk.text)

    def _stands_in(self, said: str) -> bool:
        return self.says.casefold() in said.casefold()


def measure(_: Path | None) -> Findings:
    return asyncio.run(_measured())


async def _measured() -> Findings:
    asked = list(questions())
    trades = sorted({one.trade for one in asked})
    model = MiniLMEmbedder()
    async with database() as engine:
        both = Bilingual(engine, model)
        for trade in trades:
            await both.index(trade, read_documents(trade))
        answers = [await both.answer(one.trade, one.text) for one in asked]
        chunks = {trade: _chunks(trade) for trade in trades}
        findings = Findings(_answered(asked, answers))
        for name, vectors in (("with both models", both.embedder), ("English model", model)):
            for trade, own in chunks.items():
                chunks[trade] = await vectors.embed_chunks(own)
            questioned = [one for one in asked if one.says]
            rows = await vectors.embed([one.text for one in questioned])
            places = [_place(one, row, chunks) for one, row in zip(questioned, rows, strict=True)]
            findings.figures += _nearest(name, questioned, places)
    return findings


def questions() -> Iterator[Asked]:
    kinds: dict[str, Any] = YAML(typ="safe").load(QUESTIONS)
    for language, trades in kinds.pop("none").items():
        for trade, texts in trades.items():
            yield from (Asked(language, trade, text) for text in texts)
    for language, trades in kinds.items():
        for trade, pairs in trades.items():
            yield from (Asked(language, trade, text, str(says)) for text, says in pairs.items())


def _chunks(trade: str) -> list[Chunk]:
    sections = MarkdownSections()
    return [
        chunk
        for document in read_documents(trade)
        for chunk in chunks_of(document, sections.sections(document.body))
    ]


def _place(asked: Asked, row: tuple[float, ...], chunks: dict[str, list[Chunk]]) -> int:
    """Of the passage that answers, among its trade's; far down where none does."""
    own = chunks[asked.trade]
    near = np.array([chunk.vector for chunk in own]) @ np.array(row)
    order = np.argsort(-near, kind="stable")
    return next((at for at, place in enumerate(order) if asked.stands_in(own[place])), len(own))


def _answered(asked: list[Asked], answers: list[Answer | None]) -> list[Figure]:
    found = []
    for language in ("german", "english"):
        both = [
            (one, answer)
            for one, answer in zip(asked, answers, strict=True)
            if one.language == language
        ]
        right = [one.is_answered_by(answer) for one, answer in both]
        wrong = [a is not None and not ok for (_, a), ok in zip(both, right, strict=True)]
        missing = [a is not None for one, a in both if not one.says]
        of = sum(bool(one.says) for one, _ in both)
        found += [
            _figure(f"{language} questions, right", sum(right), of),
            _figure(f"{language} questions, wrong of all", sum(wrong), len(both)),
            _figure(f"{language} near misses, answered", sum(missing), len(missing)),
        ]
    return found


def _nearest(name: str, asked: list[Asked], places: list[int]) -> list[Figure]:
    found = []
    for language in ("german", "english"):
        own = [at for one, at in zip(asked, places, strict=True) if one.language == language]
        for most in (1, 5):
            label = f"{language} questions, passage among the first {most}, {name}"
            found.append(_figure(label, sum(at < most for at in own), len(own)))
    return found


def _figure(name: str, count: int, of: int) -> Figure:
    return Figure(
        area="languages",
        name=f"{name}, %",
        value=round(100 * count / of, 1),
        data_set=_SET,
        rule="the answer holds the words that answer, or the passage does",
        size=of,
    )
