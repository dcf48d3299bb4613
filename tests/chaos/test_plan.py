"""The plan of a run is a function of its seed, and as wild as promised."""

from duralogue.chaos.points import ALL_POINTS
from tests.chaos.plan import FaultKind, Plan, Size, make_plan
from tests.chaos.scripts import After, Kind

BIG = Size(messages=2_000)


def said_within_a_second(plan: Plan) -> int:
    return sum(
        line.after is After.NOTHING
        for conversation in plan.conversations
        if conversation.kind is not Kind.BURST
        for line in conversation.lines
    )


def test_the_same_seed_makes_the_same_plan() -> None:
    """
    Whoever reads of a failed run can run it again.
    """
    assert make_plan(7, BIG) == make_plan(7, BIG)
    assert make_plan(7, BIG) != make_plan(8, BIG)


def test_a_plan_has_the_messages_asked_for_under_ids_of_their_own() -> None:
    """
    Ids are the client's: two messages with one id would be one message.
    """
    plan = make_plan(1, BIG)
    ids = [line.message_id for c in plan.conversations for line in c.lines]

    assert 2_000 <= plan.messages < 2_020
    assert len(set(ids)) == len(ids)


def test_people_are_hasty_in_the_shares_promised() -> None:
    """
    A run of polite customers proves little.
    """
    plan = make_plan(3, Size(messages=10_000))
    lines = [line for c in plan.conversations for line in c.lines]

    assert 0.12 < said_within_a_second(plan) / len(lines) < 0.25
    assert 0.02 < sum(line.again_after_s is not None for line in lines) / len(lines) < 0.04
    assert any(line.late_s for line in lines)
    assert {c.kind for c in plan.conversations} == set(Kind)


def test_a_big_plan_goes_through_every_fault_point() -> None:
    """
    A crash point that no run visits is a crash point that nobody has tried.
    """
    faults = make_plan(5, BIG).faults
    visited = [fault.target for fault in faults if fault.kind is FaultKind.POINT]

    assert sorted(visited) == sorted(ALL_POINTS)
    assert sum(fault.kind is not FaultKind.POINT for fault in faults) >= len(ALL_POINTS) // 2


def test_ten_thousand_messages_meet_two_hundred_faults() -> None:
    """
    What the full run promises.
    """
    assert len(make_plan(5, Size(messages=10_000)).faults) >= 200


def test_faults_come_while_people_talk() -> None:
    """
    What breaks before the first or after the last message proves nothing.
    """
    plan = make_plan(9, BIG)

    assert all(0 < fault.at_s < BIG.seconds for fault in plan.faults)
    assert plan.faults == tuple(sorted(plan.faults, key=lambda fault: fault.at_s))
