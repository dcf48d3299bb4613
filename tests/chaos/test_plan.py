"""The plan of a run is a function of its seed, and as wild as promised."""

import random
from collections import Counter

from domain.channel_addresses import Channel
from duralogue.chaos.points import ALL_POINTS
from tests.chaos.plan import FaultKind, Plan, Size, make_plan
from tests.chaos.routes import WIRES
from tests.chaos.scripts import After, Kind, arrival
from tests.chaos.tcp_proxy import Cut

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

    assert 0.17 < said_within_a_second(plan) / len(lines) < 0.22
    assert 0.02 < sum(line.again_after_s is not None for line in lines) / len(lines) < 0.04
    assert any(line.late_s for line in lines)
    assert {c.kind for c in plan.conversations} == set(Kind) - {Kind.STOP}
    assert {c.channel for c in plan.conversations} == {Channel.WEB}


def test_people_come_by_every_channel() -> None:
    """
    And some opt out, which only a phone knows.
    """
    people = make_plan(3, Size(messages=2_000, channels=True)).conversations

    assert {c.kind for c in people} == set(Kind)
    assert {c.channel for c in people if c.kind is Kind.STOP} == {Channel.SMS}
    assert Counter(c.channel for c in people)[Channel.SLACK] > len(people) / 5
    assert any(line.edited_after_s for c in people for line in c.lines)


def test_a_big_plan_goes_through_every_fault_point() -> None:
    """
    A crash point that no run visits is a crash point that nobody has tried.
    """
    faults = make_plan(5, BIG).faults
    visited = [fault.target for fault in faults if fault.kind is FaultKind.POINT]

    assert sorted(visited) == sorted(ALL_POINTS)
    assert sum(fault.kind is not FaultKind.POINT for fault in faults) >= len(ALL_POINTS) // 2


def test_ten_thousand_messages_meet_two_hundred_kills() -> None:
    """
    What the full run promises; a point is a kill too.
    """
    kinds = Counter(fault.kind for fault in make_plan(1, Size(messages=10_000)).faults)

    assert kinds[FaultKind.KILL] + kinds[FaultKind.POINT] >= 210
    assert kinds[FaultKind.PAUSE] > 20
    assert kinds[FaultKind.CUT] > 20


def test_faults_come_while_people_talk() -> None:
    """
    What breaks before the first or after the last message proves nothing.
    """
    plan = make_plan(9, BIG)

    assert all(0 < fault.at_s < BIG.seconds for fault in plan.faults)
    assert plan.faults == tuple(sorted(plan.faults, key=lambda fault: fault.at_s))


def test_of_the_temporal_servers_one_is_struck_at_a_time() -> None:
    """
    A cluster survives the loss of one server; that is what the run is to show.
    """
    plan = make_plan(4, Size(messages=5_000, servers=("temporal-1", "temporal-2")))
    struck = [fault for fault in plan.faults if fault.target.startswith("temporal")]

    assert {fault.target for fault in struck} == {"temporal-1", "temporal-2"}
    assert {fault.turn for fault in struck} == {"temporal"}


def test_every_wire_is_cut_in_every_way() -> None:
    """
    A part that is refused notices; one that hears nothing has only its own patience.
    """
    cuts = [f for f in make_plan(1, Size(100, faults=2_000)).faults if f.kind is FaultKind.CUT]

    assert {(f.target, f.cut) for f in cuts} == {(wire, how) for wire in WIRES for how in Cut}


def test_people_arrive_in_two_humps() -> None:
    """
    A day has a late morning and an evening, and a lull between them.
    """
    dice = random.Random(1)  # noqa: S311 - as in the plan
    arrivals = Counter(int(arrival(dice, 20)) for _ in range(20_000))

    assert arrivals[6] > 2 * arrivals[10] < 2 * arrivals[15]
    assert arrivals[10] < arrivals[15] < arrivals[6]
