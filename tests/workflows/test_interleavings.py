"""A sample of the orders in which people take over; see tests/workflows/interleavings.py."""

from collections import Counter

import pytest

from tests.workflows.interleavings import CHANNELS, TakeOverStory
from workflows.turn import TurnRunner

SAMPLE = range(150)


def test_no_word_of_the_bot_begins_after_a_claim() -> None:
    """Whatever was pending, on each channel; of two people one has it, and the other is told."""
    runs = [TakeOverStory(seed).play() for seed in SAMPLE]
    points = sum((run.points for run in runs), Counter[str]())

    assert [(run.seed, run.problems) for run in runs if run.problems] == []
    assert {run.channel for run in runs} == set(CHANNELS)
    assert {len(run.winners) for run in runs} == {1}
    assert {"take_step", "commit_turn", "call_tool", "deliver", "advance_turn"} <= {
        point.partition(" ")[0] for point in points
    }


def test_a_claim_that_does_not_wait_for_the_bot_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The sample can fail: here a claim returns while the bot is still speaking."""

    async def at_once(_: TurnRunner) -> None:
        return

    monkeypatch.setattr(TurnRunner, "fall_silent", at_once)

    assert any(TakeOverStory(seed).play().problems for seed in SAMPLE)
