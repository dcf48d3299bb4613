"""Passages found by a hosted model on the running product: synced, asked, lost, back again."""

from collections.abc import AsyncIterator

import pytest

from duralogue.embedded.stack import Stack
from infra.postgres.knowledge_generations import KnowledgeGenerations
from infra.temporal.knowledge import sync_knowledge
from provider_doubles.faults import Fault, FaultKind
from tests.e2e.hosted_models import QUESTION, WHOLE, Harbour, Harbours, harbours_of
from tests.support import eventually

EMBEDS = "embed: {model: small, dimension: 384}"
FOUND_BY = "openai/bge-m3@384"


@pytest.fixture
async def harbours(stack: Stack) -> AsyncIterator[Harbours]:
    async with harbours_of(stack) as harbours:
        yield harbours


async def ask(harbour: Harbour) -> str:
    async with harbour.visitor() as page:
        text: str = (await page.asks(QUESTION))["text"]
        return text


async def level_of(harbour: Harbour) -> str:
    usage = await harbour.usage()
    return {level.purpose: level.level.value for level in usage.levels}.get("embed", "")


async def test_the_documents_are_found_by_the_model_or_without_it(harbours: Harbours) -> None:
    """The workers' own sync waits for the model, and customers never do."""
    harbour = await harbours.new(models=EMBEDS, small="bge-m3")
    double = harbour.small
    double.app.state.faults.faults.append(Fault(kind=FaultKind.UNAVAILABLE, next=1))
    assert await ask(harbour) in WHOLE
    assert double.app.state.log.counts["embed"] == 0

    report = await sync_knowledge(harbour.base.temporal, harbour.name, lambda _: None)
    status = await KnowledgeGenerations(harbour.base.engine).status(harbour.name)
    assert (report.changed, report.failed) == (1, 0)
    assert status.hosted_model == FOUND_BY
    said = await ask(harbour)
    assert said in WHOLE
    await eventually(lambda: _is(harbour, "hosted"))

    double.app.state.faults.faults.append(Fault(kind=FaultKind.UNAVAILABLE))
    assert await ask(harbour) == said
    assert await level_of(harbour) == "extractive"
    double.app.state.faults.clear()
    assert await ask(harbour) == said
    assert await level_of(harbour) == "hosted"


async def _is(harbour: Harbour, level: str) -> bool:
    """A worker may remember for ten seconds that nothing was indexed by the model."""
    await ask(harbour)
    return await level_of(harbour) == level
