"""The rule that sends complex questions to the larger model, on trades it was not chosen on."""

from bench.evals.tiering import agreement, halves, sort_questions
from infra.local_models.embedder import MiniLMEmbedder
from tests.evals.conftest import Tell
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.small_bot import FILES

LEAST = 0.85
ASKED = ["broadband", "city_de"]
"""Small ones, one of each language."""


async def test_questions_go_to_the_tier_that_they_need(model: MiniLMEmbedder, tell: Tell) -> None:
    """
    A complex one at the small model is a poor answer; a simple one at the large costs ten times.
    """
    assert set(ASKED) <= set(halves()[1])
    found = await sort_questions(model, a_bot(FILES), ASKED)
    simple, hard = (agreement(found, of_complex=which) for which in (False, True))
    tell(f"tiers: {simple:.1%} of simple and {hard:.1%} of complex of {len(found)} questions")

    assert simple >= LEAST
    assert hard >= LEAST
