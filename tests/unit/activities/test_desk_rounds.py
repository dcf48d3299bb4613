"""A round of a tenant's desk: each step has its turn, whatever becomes of the others."""

from datetime import datetime, timedelta

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.desk import DeskActivities, DeskRound
from domain.bot.model import Bot
from domain.errors import DependencyUnavailable
from tests.unit.api.doubles import Doubles

ROUND = DeskRound(tenant_id="acme")


class Step:
    """Fails as a test says, else wants to be run again."""

    def __init__(self, failure: Exception | None = None, again: timedelta | None = None) -> None:
        self.failure = failure
        self.again = again
        self.rounds = 0

    async def run(self, bot: Bot, now: datetime) -> datetime | None:
        self.rounds += 1
        if self.failure is not None:
            raise self.failure
        return now + self.again if self.again is not None else None


def desk(*steps: Step) -> DeskActivities:
    return DeskActivities(Doubles().bots, steps)


@pytest.mark.parametrize("failure", [DependencyUnavailable("down"), ValueError("a row like none")])
async def test_a_step_that_fails_keeps_no_other_from_its_turn(failure: Exception) -> None:
    """A row that one step cannot read would otherwise stop the offers of a whole tenant."""
    broken, offers = Step(failure), Step()

    with pytest.raises((ApplicationError, ValueError)):
        await ActivityEnvironment().run(desk(broken, offers).dispatch, ROUND)

    assert (broken.rounds, offers.rounds) == (1, 1)


async def test_it_sleeps_until_the_first_of_them_is_due() -> None:
    steps = [Step(), Step(again=timedelta(seconds=9)), Step(again=timedelta(seconds=4))]
    done = await ActivityEnvironment().run(desk(*steps).dispatch, ROUND)

    assert done.wake_in == timedelta(seconds=4)
