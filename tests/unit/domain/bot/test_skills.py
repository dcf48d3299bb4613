"""The skill that a question is about, where skills own documents."""

import pytest

from domain.bot.model import Bot
from domain.bot.skills import area_of, asked_skill
from domain.understanding.model import IntentScore
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.small_bot import FILES, small_bot

SKILLS = """
skills:
  rooms: {flows: [book], documents: [rooms/]}
  paint: {intents: [colours], documents: [paint/, prices]}
  people: {intents: [profile]}
"""


@pytest.fixture(scope="module")
def bot() -> Bot:
    return a_bot({**FILES, "tenant.yaml": FILES["tenant.yaml"] + SKILLS})


def scores(**confidences: float) -> list[IntentScore]:
    return [IntentScore(intent=name, confidence=one) for name, one in confidences.items()]


@pytest.mark.parametrize(
    ("said", "flow", "wanted"),
    [
        ({"book": 0.4, "colours": 0.1}, "", "rooms"),
        ({"colours": 0.1}, "", None),  # hardly about anything
        ({"profile": 0.9}, "", None),  # that skill owns nothing
        ({"colours": 0.3}, "book", "paint"),  # a flow that has ended says less than words
        ({}, "book", "rooms"),
        ({}, "profile", None),
        ({}, "gone", None),
    ],
)
def test_by_the_words_and_else_by_the_last_flow(
    bot: Bot, said: dict[str, float], flow: str, wanted: str | None
) -> None:
    assert asked_skill(bot, scores(**said), flow) == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [({"colours": 0.4}, "rooms"), ({"colours": 0.8}, "paint"), ({"profile": 0.8}, None)],
)
def test_in_the_middle_of_a_flow_only_clear_words_lead_elsewhere(
    bot: Bot, said: dict[str, float], wanted: str | None
) -> None:
    """There questions seldom name what they are about."""
    assert asked_skill(bot, scores(**said), "book", is_under_way=True) == wanted


def test_without_documents_no_question_is_routed() -> None:
    """And what such a bot decides is as it always was."""
    assert asked_skill(small_bot(), scores(book=0.9), "book") is None


def test_an_area_is_made_of_the_skills_patterns(bot: Bot) -> None:
    area = area_of(bot, "paint")
    assert area is not None
    assert (area.has("paint/red"), area.has("prices"), area.has("rooms/1")) == (True, True, False)
    assert area_of(bot, "people") is area_of(bot, "unknown") is area_of(bot, None) is None


def test_a_bot_whose_skills_own_nothing_keeps_its_revision(bot: Bot) -> None:
    """The new key is not stored where it is not used."""
    stored = bot.as_content()["tenant"]["skills"]
    assert "documents" in stored["rooms"]
    assert "documents" not in stored["people"]
