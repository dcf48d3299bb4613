"""Explanations of a hosted model's answers, on the command line and in the timeline."""

import pytest

from domain.errors import NotFound
from domain.generated_answers.records import as_detail
from duralogue.answer_explanations import explained
from infra.memory.generated_answers import MemoryAnswerRecords
from tests.integration.postgres.test_generated_answers import a_record


async def test_an_answer_is_explained_by_what_was_kept() -> None:
    """Model, prompt, tokens and cost, passages with scores, and the checks."""
    records = MemoryAnswerRecords()
    await records.record(a_record("acme"))
    await records.record(a_record("acme", turn="s1t2", attempt=2))

    lines = await explained(records, "acme", "c-1", "s1t1")

    said = "\n".join(lines)
    for part in (
        "s1t1",
        "said after one repair",
        "command-a (large)",
        "answer@1/en+repair@1/en",
        "800 in, 40 out, 0.001250 USD",
        "0.500  returns [k-1]  cited",
        "0-12  k-1",
        "draft 1",
        "grounding: sentence 1: a number",
    ):
        assert part in said, part
    assert "s1t2" not in said
    assert any("attempt 2" in line for line in await explained(records, "acme", "c-1"))


@pytest.mark.parametrize(("tenant", "turn"), [("acme", "s9t9"), ("another", "")])
async def test_where_no_model_was_asked_it_says_so(tenant: str, turn: str) -> None:
    """A tenant sees its own only."""
    records = MemoryAnswerRecords()
    await records.record(a_record("acme"))
    with pytest.raises(NotFound, match="no model was asked in"):
        await explained(records, tenant, "c-1", turn)


def test_the_timeline_shows_names_and_short_values() -> None:
    """As the desk lists them under "Why"."""
    assert as_detail(a_record("acme")) == {
        "answer": "said after one repair",
        "model": "command-a",
        "prompt": "answer@1/en+repair@1/en",
        "passages": ["returns 0.50"],
        "checks": ["grounding: sentence 1: a number"],
        "tokens": 840,
        "cost_usd": 0.00125,
    }
