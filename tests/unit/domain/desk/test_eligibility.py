"""Eligibility: what nobody at all can do keeps nobody waiting."""

from datetime import UTC, datetime

from domain.desk.agents import AgentProfile
from domain.desk.eligibility import Eligibility
from domain.desk.snapshot import TeamMember, WaitingHandoff

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def an_agent(name: str, *queues: str) -> TeamMember:
    return TeamMember(AgentProfile(agent=name, queues=queues))


def in_queue(queue: str) -> WaitingHandoff:
    return WaitingHandoff("h-1", queue, NOW)


def test_a_queue_is_for_those_who_serve_it() -> None:
    ann, ben = an_agent("Ann", "returns"), an_agent("Ben", "sales")
    team = Eligibility([ann, ben])

    assert team.serves(ann, in_queue("returns"))
    assert not team.serves(ben, in_queue("returns"))


def test_a_queue_that_every_profile_has_left_out_is_everybodys() -> None:
    """
    It was retired as somebody was passed on to it, or its only agent has left.
    """
    ann, ben = an_agent("Ann", "returns"), an_agent("Ben", "sales")
    team = Eligibility([ann, ben])

    assert team.serves(ann, in_queue("retired"))
    assert team.serves(ben, in_queue("retired"))


def test_whoever_serves_every_queue_serves_that_one_too() -> None:
    """
    Then it is not nobody's, and the others keep to their own.
    """
    ann, sue = an_agent("Ann", "returns"), an_agent("Sue")
    team = Eligibility([ann, sue])

    assert team.serves(sue, in_queue("retired"))
    assert not team.serves(ann, in_queue("retired"))
