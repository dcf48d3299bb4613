"""Skills name intents and flows that are there, each in one skill."""

import pytest

from tests.unit.domain.bots import errors_of
from tests.unit.domain.dialogue.small_bot import FILES


def checked(skills: str) -> list[str]:
    """The errors of a bot with these skills."""
    tenant = f"{FILES['tenant.yaml']}\nskills: {skills}\n"
    return errors_of({**FILES, "tenant.yaml": tenant})


@pytest.mark.parametrize(
    ("skills", "said"),
    [
        ("{a: {intents: [thx]}}", "there is no intent 'thx'"),
        ("{a: {flows: [nowhere]}}", "there is no flow 'nowhere'"),
        ("{a: {intents: [thanks]}, b: {intents: [thanks]}}", "belongs to the skill 'a' already"),
        ("{a: {topics: [thanks]}}", "topics"),
        ("{a: {documents: billing/}}", "documents"),
        ("{a: {documents: ['']}}", "documents"),
    ],
)
def test_what_cannot_be_routed_is_refused(skills: str, said: str) -> None:
    """With the place and what is wrong there."""
    assert any(said in error for error in checked(skills)), checked(skills)


def test_skills_of_their_own_intents_are_fine() -> None:
    """What is in no skill belongs to all."""
    assert checked("{a: {intents: [thanks]}, b: {intents: [goodbye]}}") == []
