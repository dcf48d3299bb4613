"""Scripts in which a tool's server asks the customer something."""

from datetime import timedelta

import pytest

from domain.understanding.model import DialogueContext, Understanding
from duralogue.bot_tests.runner import MONDAY, WentWrong, play
from duralogue.bot_tests.script import Script
from infra.local_models.intent_recogniser import ExactRecogniser
from infra.local_models.understander import assembled
from tests.unit.domain.dialogue.test_asked_calls import bistro

BEGINNING = [
    {"customer": "book a table"},
    {"bot": "ask_guests"},
    {"customer": "4"},
    {"tool": "book_table", "asks": {"seat": ["inside", "terrace"]}},
    {"bot": "tool_question", "buttons": ["inside", "terrace"]},
]


async def understand(text: str, context: DialogueContext) -> Understanding:
    """By the real pipeline; an example is known by its very words."""
    exact = bistro().tenant.understanding.model_copy(update={"intent": "exact"})
    pipeline = assembled(exact, {"exact": ExactRecogniser()}, MONDAY.date)
    return await pipeline.understand(bistro(), text, context)


async def test_a_script_asks_and_goes_on() -> None:
    """As it is with a server that asks."""
    talk = [
        *BEGINNING,
        {"customer": "the terrace"},
        {"tool": "book_table", "answers": {"table": "7"}},
        {"says": "Table 7 is yours."},
    ]

    await play(bistro(), Script.model_validate({"talk": talk}), understand)


async def test_a_script_lets_a_question_expire() -> None:
    """The clock jumps past the tool's own time."""
    wait = {"wait": timedelta(days=2, minutes=1)}
    talk = [*BEGINNING, wait, {"says": "input_expired"}]
    await play(bistro(), Script.model_validate({"talk": talk}), understand)

    talk = [*BEGINNING, {"wait": timedelta(days=1)}, {"says": "input_expired"}]
    too_early = Script.model_validate({"talk": talk})
    with pytest.raises(WentWrong):
        await play(bistro(), too_early, understand)
