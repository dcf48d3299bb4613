"""Answers out of documents: how many are about what was asked, and about nothing else."""

from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.knowledge import IndexBatch, KnowledgeActivities, Sync
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.markdown.documents import MarkdownSections, read_documents
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.knowledge_sources import PostgresKnowledgeSources
from infra.postgres.retriever import PostgresRetriever
from tests.evals.conftest import Tell
from tests.evals.questions import Examiner
from tests.evals.understood.entries import HERE, read_floors
from tests.evals.understood.questions import Questions, judge, read_questions

FLOORS = read_floors()


@pytest.fixture(scope="module")
async def probe(engine: AsyncEngine, model: MiniLMEmbedder, embedder: CachingEmbedder) -> Examiner:
    sources, store = PostgresKnowledgeSources(engine), PostgresKnowledge(engine, embedder)
    activities = KnowledgeActivities(sources, store, MarkdownSections(), embedder)
    await sources.replace("probe", read_documents(HERE / "knowledge"))
    sync = Sync(tenant_id="probe", sync_id=uuid4().hex)
    await activities.index_batch(IndexBatch(**sync.model_dump(), limit=1_000))
    await activities.swap_in(sync)
    return Examiner(
        "probe", embedder, PostgresRetriever(engine, embedder), ExtractiveAnswerer(model)
    )


@pytest.mark.parametrize("questions", read_questions(), ids=lambda one: one.kind)
async def test_answers_are_about_what_was_asked(
    questions: Questions, acme: Examiner, probe: Examiner, tell: Tell
) -> None:
    """
    The price of another country is worse than no price.
    """
    examiner = acme if questions.documents == "acme" else probe
    asked = {text: right for group in questions.asked for text, right in group.right.items()}
    wrong = [
        f"  {questions.documents}: {text!r}: {'; '.join(problems)}"
        for text, right in asked.items()
        if (problems := judge(right, await examiner.answer(text)))
    ]
    right = len(asked) - len(wrong)
    print("\n".join([questions.kind, *wrong]))  # noqa: T201 - shown by `pytest -rP`
    tell(f"understood {questions.kind:<32} {right:>3}/{len(asked)}")
    floor = FLOORS.get(questions.kind, len(asked))

    assert right >= floor, "\n".join(wrong)
