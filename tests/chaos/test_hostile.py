"""The hostile customer of a run: in every plan, within the limits of the door."""

import asyncio
import os

import psutil
import pytest

from domain.messages import MAX_TEXT
from tests.chaos.hostile import HOSTILE_TEXTS
from tests.chaos.plan import FaultKind, Size, make_plan
from tests.chaos.processor_burner import burning
from tests.chaos.scripts import Kind, write_hostile_hour


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS.keys())
def test_a_hostile_text_is_let_in(text: str) -> None:
    """
    What is refused for its length is never understood, and so proves nothing.
    """
    assert 0 < len(text) <= MAX_TEXT
    assert text.strip()


def test_one_visitor_in_twenty_is_hostile() -> None:
    """
    Enough of them that one is always there, and few enough that others are to be held up.
    """
    plan = make_plan(1, Size(messages=5_000))
    hostile = sum(c.kind is Kind.HOSTILE for c in plan.conversations)

    assert 0.02 < hostile / len(plan.conversations) < 0.08


def test_in_the_hour_after_the_last_fault_every_hostile_text_is_said() -> None:
    """
    And twice as many others ask their questions beside them.
    """
    hour = write_hostile_hour(3)
    said = [line.text for c in hour if c.kind is Kind.HOSTILE for line in c.lines]

    assert sorted(said) == sorted(HOSTILE_TEXTS.values())
    assert 2 * sum(c.kind is Kind.HOSTILE for c in hour) == sum(
        c.kind is Kind.QUESTION for c in hour
    )
    ids = [line.message_id for c in hour for line in c.lines]
    assert len(set(ids)) == len(ids)


def test_of_two_of_a_kind_both_are_struck_one_at_a_time() -> None:
    """
    Production has two of each, and loses one of them.
    """
    faults = make_plan(2, Size(messages=3_000, replicas=2)).faults
    struck = {f.target for f in faults if f.kind is FaultKind.KILL}
    cut = {f.target for f in faults if f.kind is FaultKind.CUT}

    assert {"gateway", "gateway-2", "worker-conversations-2", "worker-activities-2"} <= struck
    assert any(wire.startswith("gateway-2-") for wire in cut)
    assert {f.turn for f in faults if f.target in {"gateway", "gateway-2"}} == {"gateway"}


async def test_burners_burn_and_leave_nothing() -> None:
    """
    Whoever measures under load must not leave the load behind.
    """
    async with burning(2):
        children = psutil.Process(os.getpid()).children()
        burners = [child for child in children if "getppid" in " ".join(child.cmdline())]
        while not all(burner.cpu_times().user for burner in burners):  # noqa: ASYNC110
            await asyncio.sleep(0.02)

    assert len(burners) == 2
    assert not any(burner.is_running() for burner in burners)
