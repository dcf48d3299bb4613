"""From the cost of a turn to machines."""

from dataclasses import replace

import pytest

from bench.sizing import MIX, Assumptions, Cost, cost_of, size

COST = Cost(
    cpu_ms={"worker": 20.0, "gateway": 5.0},
    bytes_per_conversation={"temporal": 10_000.0},
)
GIVEN = Assumptions(
    turns_per_conversation=8.64,
    peak_to_mean=4.0,
    utilisation=0.5,
    cores_per_machine=8,
    least=2,
    retention_days=10,
)


def test_cores_follow_from_the_turns_of_the_busiest_minute() -> None:
    """
    A day's average would melt at lunch time.
    """
    needed = size(1_000_000, COST, GIVEN)

    assert needed.turns_per_s_at_peak == pytest.approx(400)
    assert needed.cores == pytest.approx({"worker": 16.0, "gateway": 4.0})
    assert needed.machines == {"worker": 2, "gateway": 2}
    assert needed.gigabytes == pytest.approx({"temporal": 100.0})


def test_the_smallest_deployment_still_survives_the_death_of_one_machine() -> None:
    """
    A thousand conversations a day need a hundredth of a core, and yet two of everything.
    """
    assert set(size(1_000, COST, GIVEN).machines.values()) == {2}


def test_machines_are_rounded_up() -> None:
    """
    Seventeen cores do not fit on two machines of eight.
    """
    assert size(1_070_000, COST, replace(GIVEN, least=1)).machines == {"worker": 3, "gateway": 1}


def test_the_cost_of_a_turn_is_that_of_the_mix() -> None:
    """
    Whoever reads a benchmark's file gets every kind of turn by its share.
    """
    parts = {"server": 1.0, "worker": 2.0, "postgresql": 3.0, "gateway": 4.0, "client": 9.0}
    kinds = {kind: {"at_50": {"cpu_ms_per_turn": dict(parts)}} for kind in MIX}
    kinds["tool"]["at_50"]["cpu_ms_per_turn"]["worker"] = 12.0
    found = {
        "kinds": kinds,
        "idle_conversation": {"turns_each": 4.32, "bytes_per_conversation": {"temporal": 500}},
    }

    cost = cost_of(found, GIVEN)

    assert sum(MIX.values()) == pytest.approx(1.0)
    assert cost.cpu_ms == pytest.approx(
        {"server": 1.0, "worker": 2.0 + MIX["tool"] * 10, "postgresql": 3.0, "gateway": 4.0}
    )
    assert cost.bytes_per_conversation == pytest.approx({"temporal": 1000})
