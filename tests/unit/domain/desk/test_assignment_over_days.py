"""Promises of the queue, over thirty days with fifty agents who come and go."""

from collections import Counter
from dataclasses import replace

from domain.desk.agents import AgentProfile, Presence
from domain.desk.snapshot import Decisions, DeskSnapshot, WaitingHandoff
from tests.unit.domain.desk.simulated_desk import SETTINGS, SimulatedDesk


def _could_serve(profile: AgentProfile, handoff: WaitingHandoff) -> bool:
    """Said once more, and differently: every skill and language has somebody in this team."""
    language = handoff.locale[:2]
    return (
        (not profile.queues or handoff.queue in profile.queues)
        and set(handoff.skills) <= set(profile.skills)
        and (not language or not profile.languages or language in profile.languages)
    )


def _nobody_is_wronged(desk: SimulatedDesk, before: DeskSnapshot, decided: Decisions) -> None:
    ended = {each.handoff_id for each in decided.over}
    standing = {
        each.handoff_id: replace(each, offer=None) if each.handoff_id in ended else each
        for each in before.waiting
    }
    used = Counter({name: sum(worker.has.values()) for name, worker in desk.team.items()})
    for handoff in standing.values():
        if handoff.offer is not None:
            worker = desk.team[handoff.offer.agent]
            used[handoff.offer.agent] += min(SETTINGS.weight(handoff.channel), worker.capacity)
    offered = {each.handoff_id for each in decided.offers}
    assert len(offered) == len(decided.offers), "offered twice in one round"
    for made in decided.offers:
        handoff, worker = standing[made.handoff_id], desk.team[made.agent]
        assert handoff.offer is None, "offered to two"
        assert desk.presence(made.agent) is Presence.AVAILABLE, "offered to the absent"
        assert _could_serve(worker.profile, handoff)
        room = worker.capacity - used[made.agent]
        used[made.agent] += min(SETTINGS.weight(handoff.channel), worker.capacity)
        assert used[made.agent] <= worker.capacity, "more than they can take"
        overtaken = [
            each.handoff_id
            for each in standing.values()
            if each.rank < handoff.rank
            and each.offer is None
            and each.handoff_id not in offered | ended
            and made.agent not in each.passed
            and _could_serve(worker.profile, each)
            and min(SETTINGS.weight(each.channel), worker.capacity) <= room
        ]
        assert overtaken == [], f"{made} overtakes"


def test_over_thirty_days_nobody_is_lost_doubled_overtaken_or_given_to_the_absent() -> None:
    """
    Every customer is taken by one agent who was there, could help and had room, in their order.
    """
    desk = SimulatedDesk(seed=14, check=_nobody_is_wronged)

    desk.run(days=30)

    assert desk.arrived > 2_500
    assert desk.waiting == {}
    assert len(desk.owned) == desk.arrived
    assert len(set(desk.owned.values())) == 50
