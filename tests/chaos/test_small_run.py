"""A small run of chaos, so that every change is attacked at least a little."""

from pathlib import Path

import pytest
from rich.console import Console

from duralogue.console import ConsoleNarrator
from tests.chaos.metrics import judge_course
from tests.chaos.plan import Size, make_plan
from tests.chaos.report import show
from tests.chaos.run import run

SEED = 1554
"""Its plan kills PostgreSQL, Temporal and the gateway, and forgets a worker's connections."""

SMALL = Size(
    messages=45,
    messages_per_s=2.3,
    faults=9,
    points=(
        "accept.after",
        "call_tool.under_way",
        "commit_turn.after",
        "record_agent_message.after",
        "spool_hand_over.after",
    ),
    channels=True,
)


@pytest.mark.timeout(1_500)  # of which its parts take 200 s to start at a load of 15
async def test_nothing_is_lost_doubled_or_overtaken_while_everything_is_killed(home: Path) -> None:
    """
    Accepted means answered: once, in order, and told alike everywhere, wherever a process dies.
    How soon is for `make chaos` to judge.
    """
    console = Console()
    plan = make_plan(SEED, SMALL)
    report = await run(plan, home, ConsoleNarrator(console), channels=True)
    show(report, console)

    assert report.tally.findings == []
    assert judge_course(report.course, by_the_clock=False) == []
    assert report.tally.refunds
    assert report.tally.screens["sent, seen"] > SMALL.messages / 4
    assert report.breaker.kills >= 6
    assert report.tally.messages >= SMALL.messages
