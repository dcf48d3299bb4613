"""The one policy of a chain of models: how often and how long it asks for one request.

1. Models are asked one after the other. Each is asked once, whatever went wrong.
2. It is asked once more where it has named a wait (Retry-After) that fits into the time left and is
   at most `longest_wait`. Who names a longer one is not asked again before it is over.
3. The last one is asked once more, after `pause`, where it failed without naming a wait and was not
   merely silent: there is nobody else to ask.
4. After `most_attempts` requests, or once the time is up, the chain has failed.
A model that its circuit breaker, or a wait it has named, keeps in peace is passed over: that is no
request.
"""

from dataclasses import dataclass
from datetime import timedelta

from pydantic import Field

from domain.language_models.budgets import CallOutcome
from domain.values import Frozen


class ChainPolicy(Frozen):
    """The figures of the policy."""

    most_attempts: int = Field(default=4, ge=1)
    within: timedelta = timedelta(seconds=20)
    """All attempts together, however long the caller would wait."""
    first_word_within: timedelta = timedelta(seconds=5)
    silence: timedelta = timedelta(seconds=5)
    """The longest time between two pieces."""
    longest_wait: timedelta = timedelta(seconds=3)
    pause: timedelta = timedelta(milliseconds=300)
    worth_trying: timedelta = timedelta(milliseconds=500)
    """With less time left than this no request goes out."""
    margin: float = Field(default=0.1, ge=0, lt=1)
    """The share of the caller's time that is left unused, so that the chain and not its caller
    notices a silent model: what is cancelled from outside says nothing of a model."""

    def time_of_chain(self, within: timedelta | None) -> timedelta:
        """All attempts together; `within` is the time of whoever asks."""
        return self.within if within is None else min(within * (1 - self.margin), self.within)

    def first_word_time(self, left: timedelta, *, is_last: bool) -> timedelta:
        """How long to wait for it: where others follow, they are left nearly half of the time."""
        share = left if is_last else left * 0.6
        return min(self.first_word_within, share)


@dataclass(frozen=True)
class Failure:
    """What went wrong with one request."""

    outcome: CallOutcome
    retry_after: timedelta | None = None
    was_silent: bool = False
    """A time-out of ours: asking again would take as long."""


@dataclass(frozen=True)
class Attempts:
    """How far a chain has come. `here`: requests to the present model."""

    position: int = 0
    here: int = 0
    total: int = 0

    def sent(self) -> "Attempts":
        """One more request went out."""
        return Attempts(self.position, self.here + 1, self.total + 1)

    def passed_over(self) -> "Attempts":
        """On to the next model."""
        return Attempts(self.position + 1, 0, self.total)


@dataclass(frozen=True)
class Again:
    """Ask the same model after a wait."""

    after: timedelta


@dataclass(frozen=True)
class Next:
    """Ask the next model."""


@dataclass(frozen=True)
class Stop:
    """Ask nobody any more."""

    reason: str


Move = Again | Next | Stop


def next_move(
    policy: ChainPolicy, length: int, attempts: Attempts, failure: Failure, left: timedelta
) -> Move:
    """What the policy says after a request that failed, with this much time left."""
    if attempts.total >= policy.most_attempts:
        return Stop(f"{attempts.total} requests have failed")
    if left < policy.worth_trying:
        return Stop("the time is up")
    is_last = attempts.position + 1 >= length
    wait = _wait(policy, failure, is_last=is_last)
    if wait is not None and attempts.here == 1 and wait + policy.worth_trying <= left:
        return Again(wait)
    return Stop("every model has failed") if is_last else Next()


def _wait(policy: ChainPolicy, failure: Failure, *, is_last: bool) -> timedelta | None:
    """How long to wait before the same model is asked again; None for not at all."""
    if failure.outcome is not CallOutcome.UNAVAILABLE:
        return None
    if failure.retry_after is not None:
        return failure.retry_after if failure.retry_after <= policy.longest_wait else None
    return policy.pause if is_last and not failure.was_silent else None
