"""A suggested reply: found where the models are, in time or not at all."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.worker import Worker

from domain.errors import DependencyUnavailable
from infra.temporal.suggestions import TemporalSuggester
from tests.fakes.answers import FakeAnswers
from workers.sandbox import workflow_runner
from workflows import queues
from workflows.suggestion import SuggestionWorkflow

NOW = datetime(2026, 1, 25, tzinfo=UTC)


async def test_an_answer_a_refusal_and_a_failure_are_told_apart(temporal: Client) -> None:
    """
    An agent waits: whatever happens there, they hear of it within seconds.
    """
    answers, suggester = FakeAnswers(), TemporalSuggester(temporal)

    async def find() -> str | None:
        place = ("acme", "web-1", uuid4().hex)
        answer = await suggester.find(*place, "How long do I have?", at=NOW)
        return answer.text if answer else None

    async with (
        Worker(
            temporal,
            task_queue=queues.CONVERSATIONS,
            workflows=[SuggestionWorkflow],
            workflow_runner=workflow_runner(),
        ),
        Worker(temporal, task_queue=queues.INTELLIGENCE, activities=[answers.find_answer]),
    ):
        answers.says = "30 days."
        assert await find() == "30 days."
        answers.knows_nothing = True
        assert await find() is None
        answers.fails = ["DependencyUnavailable"] * 9
        with pytest.raises(DependencyUnavailable):
            await find()
