"""Messages that were written before the answer to the one before them was there."""

import pytest

from domain.dialogue.events import CustomerSpoke
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage
from tests.workflows.test_message_changes import Gate


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns())


async def test_what_crosses_an_answer_says_since_when(stage: Stage) -> None:
    """
    Its writer had not read what was asked meanwhile: nothing of that is confirmed by it.
    """
    stage.turns.advancing = gate = Gate()
    async with running(stage.workers()):
        await stage.send("first", "m-1")
        await eventually(lambda: gate.is_reached)
        await stage.send("second", "m-2")
        await stage.rest()
        gate.set()
        await eventually(lambda: len(stage.turns.ended) == 2)
        await stage.rest(activities=True)
        await stage.send("third", "m-3")
        await eventually(lambda: len(stage.turns.ended) == 3)

    first, second, third = (e for e in stage.turns.events if isinstance(e, CustomerSpoke))
    assert first.crossed_since is None
    assert second.crossed_since is not None
    assert second.crossed_since <= first.at
    assert third.crossed_since is None
