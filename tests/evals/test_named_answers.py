"""Answers are about what was asked: the row, the room, the item, the plan, and no other."""

from pathlib import Path

import pytest

from tests.evals.conftest import Tell
from tests.evals.questions import Examiner, read_questions, report

HERE = Path(__file__).parent
LEAST_RIGHT = 0.85
MOST_WRONG = 0.03


async def test_rows_rooms_and_items_are_quoted_by_name_or_refused(
    probe: Examiner, tell: Tell
) -> None:
    """
    The price of another room or country is worse than no answer. A third has none.
    """
    judged = await probe.judge(read_questions(HERE / "probe_questions.yaml"))
    tell(report("probe_questions", judged))

    assert sum(one.is_right for one in judged) >= LEAST_RIGHT * len(judged)
    assert sum(one.is_wrong for one in judged) <= MOST_WRONG * len(judged)


@pytest.mark.parametrize(
    ("question", "fact", "stray"),
    [
        ("what's your return policy?", "30 days", "bear all costs"),
        ("whats ur return policy", "30 days", "bear all costs"),
        ("can i return a gift card?", "cannot be returned", "lost card"),
        ("shipping cost", "4.90 EUR", "29 EUR"),
        ("how much is shipping?", "4.90 EUR", "29 EUR"),
        ("how long is the warranty", "two years", "39 EUR"),
        ("how do i return something", "return label", "bear all costs"),
    ],
)
async def test_no_second_passage_adds_what_holds_for_something_else(
    acme: Examiner, question: str, fact: str, stray: str
) -> None:
    """
    "We bear all costs of the return" is said of broken goods, and read as said of all.
    """
    answer = await acme.answer(question)
    assert answer is not None
    assert fact in answer.text
    assert stray not in answer.text


async def test_what_two_documents_say_is_said_once(probe: Examiner) -> None:
    """
    A copy of a page in the folder is an accident, and no reason to repeat oneself.
    """
    answer = await probe.answer("how can i cancel my plan")
    assert answer is not None
    assert answer.text.count("notice of 14 days") == 1
