"""A text that burns CPU costs its own turn, and nobody else's."""

import time
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio import activity

from activities._failures import as_application_errors
from domain.conversations import TurnOutcome
from domain.dialogue.commands import Command
from domain.dialogue.events import CustomerSpoke, Event, TurnFailed
from domain.tenant_settings import ConversationPolicy
from domain.turns import AdvanceTurn, StepResult
from infra.model_process.process import ModelProcess
from tests.fakes.activities import FakeTurns, say
from tests.integration.model_process.test_process import PROGRAM, begun, job
from tests.support import eventually, running
from tests.workflows.conftest import SetUp

BURN = "burn"


def brain(event: Event) -> Sequence[Command]:
    match event:
        case TurnFailed():
            return [say(f"failed: {event.reason}")]
        case _:
            return [say("hello")]


class Understanding(FakeTurns):
    """Every message goes through the model process."""

    def __init__(self, process: ModelProcess, file: Path) -> None:
        super().__init__(brain, ConversationPolicy(failure_after=timedelta(minutes=5)))
        self.process, self.file, self.attempts = process, file, 0

    @activity.defn(name="advance_turn")
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        if isinstance(request.event, CustomerSpoke):
            burns = request.event.text == BURN
            self.attempts += burns
            with as_application_errors():
                asked = job("burn", str(self.file)) if burns else job("say", request.turn)
                await self.process.run(asked)
        return await super().advance_turn(request)


@pytest.fixture
async def process() -> AsyncIterator[ModelProcess]:
    async with ModelProcess(PROGRAM, budget=timedelta(milliseconds=300)) as process:
        yield process


async def test_a_text_that_burns_fails_its_turn_by_name_and_is_not_begun_again(
    set_up: SetUp, process: ModelProcess, tmp_path: Path
) -> None:
    """The named failure comes at once, not when the tenant's patience ends, and the next message
    is answered."""
    turns = Understanding(process, tmp_path / "begun")
    stage = set_up(turns)
    async with running(stage.workers()):
        await stage.send(BURN)
        await eventually(lambda: bool(turns.ended))
        await stage.send("hello")
        await eventually(lambda: len(turns.ended) == 2)

    assert turns.said == ["failed: BudgetExceeded", "hello"]
    assert [outcome for _, outcome, _ in turns.ended] == [TurnOutcome.FAILED, TurnOutcome.ANSWERED]
    assert begun(turns.file) == 1
    assert turns.attempts <= 2


async def test_others_are_answered_while_a_text_burns(
    set_up: SetUp, process: ModelProcess, tmp_path: Path
) -> None:
    """They wait for the end of the process and for the next one, no longer."""
    turns = Understanding(process, tmp_path / "begun")
    attacker, other = set_up(turns), set_up(turns)
    async with running(attacker.workers()):
        process.start()
        began = time.monotonic()
        await other.send("hello", "cold")
        await eventually(lambda: turns.said.count("hello") == 1)
        quiet = time.monotonic() - began

        began = time.monotonic()
        await attacker.send(BURN, "hostile")
        await eventually(lambda: begun(turns.file) == 1)
        await other.send("hello", "warm")
        await eventually(lambda: turns.said.count("hello") == 2)
        beside = time.monotonic() - began
        await eventually(lambda: "failed: BudgetExceeded" in turns.said)

    assert beside < 5 * quiet + 10 * process.budget.total_seconds()
