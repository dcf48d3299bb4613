"""Answers to customers' questions about the example shop: how many are right, how many wrong."""

from pathlib import Path

from tests.evals.conftest import Tell
from tests.evals.questions import Examiner, read_questions, report

HERE = Path(__file__).parent
LEAST_RIGHT = 0.65
MOST_WRONG = 0.034
LEAST_RIGHT_HELD_OUT = 0.45
MOST_WRONG_HELD_OUT = 0.034
LEAST_RIGHT_GERMAN = 0.75
MOST_WRONG_GERMAN = 0.1


async def test_questions_are_answered_rightly_or_refused(acme: Examiner, tell: Tell) -> None:
    """
    A third of the questions has no answer: a wrong answer costs more than a refusal.
    """
    judged = await acme.judge(read_questions(HERE / "acme_questions.yaml"))
    tell(report("acme_questions", judged))

    assert sum(one.is_right for one in judged) >= LEAST_RIGHT * len(judged)
    assert sum(one.is_wrong for one in judged) <= MOST_WRONG * len(judged)


async def test_questions_that_nothing_was_tuned_on_are_seldom_answered_wrongly(
    acme: Examiner, tell: Tell
) -> None:
    """
    On new questions more are refused in vain; what must hold is that few answers are wrong.
    """
    judged = await acme.judge(read_questions(HERE / "acme_holdout.yaml"))
    tell(report("acme_holdout", judged))

    assert sum(one.is_right for one in judged) >= LEAST_RIGHT_HELD_OUT * len(judged)
    assert sum(one.is_wrong for one in judged) <= MOST_WRONG_HELD_OUT * len(judged)


async def test_german_questions_are_answered_in_german(acme: Examiner, tell: Tell) -> None:
    """
    Out of the documents in German, beside which the English ones are indexed.
    """
    judged = await acme.judge(read_questions(HERE / "acme_questions_german.yaml"))
    tell(report("acme_german", judged))

    assert sum(one.is_right for one in judged) >= LEAST_RIGHT_GERMAN * len(judged)
    assert sum(one.is_wrong for one in judged) <= MOST_WRONG_GERMAN * len(judged)
