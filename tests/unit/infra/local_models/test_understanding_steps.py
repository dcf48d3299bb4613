"""Steps of understanding, replaced by their names in a tenant's settings."""

from datetime import date
from typing import get_args

import pytest
from pydantic import ValidationError

from domain.understanding.model import DialogueContext
from domain.understanding_settings import UnderstandingSteps
from infra.local_models import understanding_steps
from infra.local_models.intent_recogniser import ExactRecogniser
from infra.local_models.understander import assembled
from tests.unit.domain.understanding.bots import a_bot

TODAY = date(2026, 11, 23)
ANYWHERE = DialogueContext(today=TODAY)
TABLES = {
    "preprocess": understanding_steps.PREPROCESS,
    "needs": understanding_steps.NEEDS,
    "out_of_scope": understanding_steps.OUT_OF_SCOPE,
    "entities": understanding_steps.ENTITIES,
    "context": understanding_steps.CONTEXT,
    "confidence": understanding_steps.CONFIDENCE,
}


@pytest.mark.parametrize("step", TABLES)
def test_every_name_that_a_tenant_may_write_has_a_step(step: str) -> None:
    """
    And every step has a name that may be written.
    """
    names = get_args(UnderstandingSteps.model_fields[step].annotation)
    assert set(names) == set(TABLES[step])


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    """
    As `duralogue check` shows it.
    """
    with pytest.raises(ValidationError, match="'several' or 'one'"):
        UnderstandingSteps.model_validate({"needs": "many"})


async def test_the_steps_that_are_named_are_the_ones_that_read() -> None:
    """
    One need instead of two, no date, and no model for the intent.
    """
    steps = UnderstandingSteps(needs="one", entities="own", intent="exact", out_of_scope="never")
    pipeline = assembled(steps, {"exact": ExactRecogniser()}, lambda: TODAY)
    bot = a_bot()
    text = "Where is A123456? I need it tomorrow. Talk to a human"

    both = await pipeline.understand(bot, text, ANYWHERE)
    example = bot.intents["human"].examples["en"][0]
    known = await pipeline.understand(bot, example, ANYWHERE)

    assert (both.also, both.intent) == ((), None)
    assert {entity.kind for entity in both.entities} == {"order_id"}
    assert (known.intent, known.confidence) == ("human", 1.0)
