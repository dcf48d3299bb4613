"""The one policy of a chain: how often, how long, whom next."""

from datetime import timedelta

import pytest

from domain.language_models.budgets import CallOutcome
from domain.language_models.chain_policy import (
    Again,
    Attempts,
    ChainPolicy,
    Failure,
    Move,
    Next,
    Stop,
    next_move,
)

POLICY = ChainPolicy()
PLENTY = timedelta(seconds=15)
DOWN = Failure(CallOutcome.UNAVAILABLE)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def asked_to_wait(count: float) -> Failure:
    return Failure(CallOutcome.UNAVAILABLE, retry_after=seconds(count))


FIRST, LAST = Attempts(0, 1, 1), Attempts(1, 1, 2)
STOP = Stop("every model has failed")


@pytest.mark.parametrize(
    ("attempts", "failure", "left", "move"),
    [
        (FIRST, DOWN, PLENTY, Next()),
        (LAST, DOWN, PLENTY, Again(POLICY.pause)),
        (Attempts(1, 2, 3), DOWN, PLENTY, STOP),
        (LAST, Failure(CallOutcome.UNAVAILABLE, was_silent=True), PLENTY, STOP),
        (FIRST, asked_to_wait(1), PLENTY, Again(seconds(1))),
        (Attempts(0, 2, 2), asked_to_wait(1), PLENTY, Next()),
        (FIRST, asked_to_wait(4), PLENTY, Next()),
        (LAST, asked_to_wait(4), PLENTY, STOP),
        (FIRST, asked_to_wait(2), seconds(2.4), Next()),
        (LAST, asked_to_wait(2), seconds(2.4), STOP),
        (FIRST, Failure(CallOutcome.RETIRED), PLENTY, Next()),
        (LAST, Failure(CallOutcome.RETIRED), PLENTY, STOP),
        (FIRST, Failure(CallOutcome.REJECTED), PLENTY, Next()),
        (LAST, Failure(CallOutcome.REJECTED), PLENTY, STOP),
        (FIRST, DOWN, seconds(0.4), Stop("the time is up")),
        (Attempts(0, 1, 4), DOWN, PLENTY, Stop("4 requests have failed")),
    ],
)
def test_after_a_failure(attempts: Attempts, failure: Failure, left: timedelta, move: Move) -> None:
    """A chain of two, by every line of the policy's own sentences."""
    assert next_move(POLICY, 2, attempts, failure, left) == move


def test_the_next_model_is_left_time() -> None:
    """One that hangs must not use up what the next one needs; the last may use it all."""
    assert POLICY.first_word_time(seconds(5), is_last=False) == seconds(3)
    assert POLICY.first_word_time(seconds(4), is_last=True) == seconds(4)
    assert POLICY.first_word_time(seconds(60), is_last=True) == POLICY.first_word_within
