"""Handoffs that were passed on to somebody by name."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.desk.agents import Presence
from domain.desk.snapshot import StandingOffer, TeamMember
from tests.unit.domain.desk.test_assignment import NOW, a_handoff, an_agent, decided, offers


def test_what_was_passed_to_somebody_outside_the_queue_waits_for_them() -> None:
    """Unless they let it pass, are gone, or the customer has waited too long for them."""
    ann = an_agent("Ann", queues=("returns",))
    mine = a_handoff("h", preferred_agent="Ben", passed_to="Ben")

    def ben(presence: Presence, **more: Any) -> TeamMember:
        return an_agent("Ben", queues=("sales",), presence=presence, **more)

    assert offers(mine, ann, ben(Presence.AVAILABLE)) == {"h": "Ben"}
    assert offers(mine, ann, ben(Presence.BUSY)) == {}
    assert offers(mine, ann, ben(Presence.AVAILABLE, load=4)) == {}
    assert offers(mine, ann, ben(Presence.AWAY)) == {"h": "Ann"}
    assert offers(mine, ann, ben(Presence.OFFLINE)) == {"h": "Ann"}
    assert offers(replace(mine, passed={"Ben": NOW}), ann, ben(Presence.AVAILABLE)) == {"h": "Ann"}
    assert offers(replace(mine, escalated=True), ann, ben(Presence.BUSY)) == {"h": "Ann"}
    standing = replace(mine, offer=StandingOffer("Ben", NOW + timedelta(seconds=9)))
    assert decided(standing, ann, ben(Presence.AVAILABLE)).over == ()
