"""Assignment of handoffs, decision by decision."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.desk.agents import AgentProfile, AgentStatus, Presence
from domain.desk.assignment import LOOK_AGAIN, assign
from domain.desk.presence import effective_presence
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.desk.snapshot import (
    Decisions,
    DeskSnapshot,
    EndedOffer,
    OfferOutcome,
    StandingOffer,
    TeamMember,
    WaitingHandoff,
)
from domain.desk.waiting import PlaceInQueue, place_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PUSH = DeskSettings(assignment=AssignmentPolicy.PUSH, weights={"phone": 3})


def a_handoff(name: str, age: int = 1, **more: Any) -> WaitingHandoff:
    return WaitingHandoff(name, "returns", NOW - age * MINUTE, **more)


def an_agent(
    name: str,
    *,
    idle: int = 1,
    presence: Presence = Presence.AVAILABLE,
    load: int = 0,
    **profile: Any,
) -> TeamMember:
    return TeamMember(
        AgentProfile(agent=name, **profile), presence, None, load, NOW - idle * MINUTE
    )


def decided(*both: WaitingHandoff | TeamMember, settings: DeskSettings = PUSH) -> Decisions:
    waiting = tuple(each for each in both if isinstance(each, WaitingHandoff))
    team = tuple(each for each in both if isinstance(each, TeamMember))
    return assign(DeskSnapshot(waiting, team), settings, NOW)


def offers(*both: WaitingHandoff | TeamMember) -> dict[str, str]:
    return {each.handoff_id: each.agent for each in decided(*both).offers}


def test_escalated_goes_first_then_priority_then_age() -> None:
    """
    With room for one, the first in the order gets it.
    """
    ann = an_agent("Ann", capacity=1)
    queue = [
        a_handoff("young"),
        a_handoff("old", 9),
        a_handoff("urgent", 2, priority=1),
        a_handoff("escalated", 0, escalated=True, priority=5),
    ]

    served = []
    while queue:
        [first] = offers(*queue, ann)
        served.append(first)
        queue = [each for each in queue if each.handoff_id != first]

    assert served == ["escalated", "urgent", "old", "young"]


def test_the_longest_idle_is_asked_and_whoever_has_nothing_before_others() -> None:
    """
    Somebody with a conversation is not idle, however long they have had it.
    """
    ann, ben = an_agent("Ann", idle=5), an_agent("Ben", idle=9)
    busy = an_agent("Cid", idle=99, load=1)

    assert offers(a_handoff("h"), ann, ben, busy) == {"h": "Ben"}
    assert offers(a_handoff("g", 2), a_handoff("h"), ann, ben) == {"g": "Ben", "h": "Ann"}


@pytest.mark.parametrize(
    "agent",
    [
        an_agent("Ann", queues=("sales",)),
        an_agent("Ann", languages=("en",)),
        an_agent("Ann", load=4),
        an_agent("Ann", capacity=0),
        *(an_agent("Ann", presence=p) for p in Presence if p is not Presence.AVAILABLE),
    ],
)
def test_whoever_cannot_is_not_asked(agent: TeamMember) -> None:
    """
    Queue, language, room and presence, each alone.
    """
    german = an_agent("Zoe", presence=Presence.OFFLINE, languages=("de",), skills=("legal",))

    assert offers(a_handoff("h", locale="de-AT", skills=("legal",)), agent, german) == {}


def test_a_skill_that_nobody_has_keeps_no_customer_waiting() -> None:
    """
    A misspelt skill would else be a queue without a way out.
    """
    ann, zoe = an_agent("Ann"), an_agent("Zoe", presence=Presence.OFFLINE, skills=("legal",))

    assert offers(a_handoff("h", skills=("lgeal",)), ann, zoe) == {"h": "Ann"}
    assert offers(a_handoff("h", skills=("legal",)), ann, zoe) == {}


def test_the_preferred_agent_is_asked_first_and_only_if_they_can() -> None:
    """
    A reopened conversation goes to whoever had it; if they are gone, to the next.
    """
    mine = a_handoff("h", preferred_agent="Ann")
    ann, ben = an_agent("Ann"), an_agent("Ben", idle=9)

    assert offers(mine, ann, ben) == {"h": "Ann"}
    assert offers(mine, replace(ann, presence=Presence.AWAY), ben) == {"h": "Ben"}
    assert offers(replace(mine, passed={"Ann": NOW}), ann, ben) == {"h": "Ben"}


def test_whoever_ignores_offers_is_asked_after_those_who_answer() -> None:
    """
    They have nothing to do, and so would be the first to be asked, by every customer, for ever.
    """
    ignores = replace(an_agent("Ann", idle=90), ignores=True)

    assert offers(a_handoff("h"), ignores, an_agent("Ben", load=2)) == {"h": "Ben"}
    assert offers(a_handoff("h"), ignores, an_agent("Ben", load=9)) == {"h": "Ann"}


def test_an_expired_offer_goes_on_and_comes_back_last() -> None:
    """
    First to those who were not asked, then, after a rest, to whoever let it pass first.
    """
    ann, ben = an_agent("Ann", idle=9), an_agent("Ben")
    lapsed = a_handoff("h", offer=StandingOffer("Ann", NOW))

    both = decided(lapsed, ann, ben)
    alone = decided(lapsed, ann)
    by_all = a_handoff("h", passed={"Ann": NOW - MINUTE, "Ben": NOW - 2 * MINUTE})

    assert both.over == (EndedOffer("h", "Ann", OfferOutcome.EXPIRED),)
    assert [each.agent for each in both.offers] == ["Ben"]
    assert alone.offers == ()
    assert alone.next_at == NOW + PUSH.offer_for
    assert offers(by_all, ann, ben) == {"h": "Ben"}


def test_whoever_leaves_three_offers_unanswered_is_asked_no_more() -> None:
    """
    Not in that round either: nobody waits for a fourth one to run out.
    """
    ann = an_agent("Ann", idle=9)
    late = [a_handoff(f"h{n}", n + 1, offer=StandingOffer("Ann", NOW)) for n in range(3)]

    at_once = decided(*late, a_handoff("new"), ann)
    twice = decided(late[0], a_handoff("new"), replace(ann, missed=1))
    thrice = decided(late[0], a_handoff("new"), replace(ann, missed=2))

    assert (at_once.gone, at_once.offers) == (("Ann",), ())
    assert (twice.gone, [each.handoff_id for each in twice.offers]) == ((), ["new"])
    assert (thrice.gone, thrice.offers, thrice.next_at) == (("Ann",), (), NOW)


@pytest.mark.parametrize(
    "agent",
    [
        an_agent("Ann", presence=Presence.OFFLINE),
        an_agent("Ann", presence=Presence.BUSY),
        an_agent("Ann", queues=("sales",)),
        an_agent("Ann", load=4),
    ],
)
def test_an_offer_to_whoever_can_no_longer_take_it_is_withdrawn_at_once(agent: TeamMember) -> None:
    """
    Nobody waits out an offer to somebody who has left.
    """
    standing = a_handoff("h", offer=StandingOffer("Ann", NOW + MINUTE))

    found = decided(standing, agent, an_agent("Ben"))

    assert found.over == (EndedOffer("h", "Ann", OfferOutcome.WITHDRAWN),)
    assert [each.agent for each in found.offers] == ["Ben"]


def test_offers_take_room_and_weights_count() -> None:
    """
    Four points: a call takes three, so that one chat fits beside it, and no second call.
    """
    call = a_handoff("call", 9, channel="phone")
    queue = (call, a_handoff("chat", 8), a_handoff("more", 7))
    standing = replace(call, offer=StandingOffer("Ann", NOW + MINUTE))

    assert offers(*queue, an_agent("Ann")) == {"call": "Ann", "chat": "Ann"}
    assert offers(standing, *queue[1:], an_agent("Ann")) == {"chat": "Ann"}


def test_what_takes_more_room_is_not_overtaken_for_ever() -> None:
    """
    Whoever has room for a part of it waits for the rest; the others go on.
    """
    queue = (a_handoff("call", 9, channel="phone"), a_handoff("chat"))
    ann, ben = an_agent("Ann", load=2), an_agent("Ben", load=3)

    assert offers(*queue, ann) == {}
    assert offers(*queue, ann, ben) == {"chat": "Ben"}
    assert offers(queue[0], an_agent("Cid", capacity=2)) == {"call": "Cid"}


def test_the_snoozed_are_not_offered_before_their_time() -> None:
    """
    And the clock strikes when it comes.
    """
    asleep = a_handoff("h", snoozed_until=NOW + timedelta(seconds=7))

    found = decided(asleep, an_agent("Ann"))

    assert (found.offers, found.next_at) == ((), NOW + timedelta(seconds=7))
    assert offers(replace(asleep, snoozed_until=NOW), an_agent("Ann")) == {"h": "Ann"}


def test_agents_who_pull_are_offered_nothing_and_no_clock_runs() -> None:
    """
    An offer from before the policy changed is taken back.
    """
    standing = a_handoff("h", offer=StandingOffer("Ann", NOW + MINUTE))

    found = decided(standing, a_handoff("g"), an_agent("Ann"), settings=DeskSettings())

    assert found == Decisions(over=(EndedOffer("h", "Ann", OfferOutcome.WITHDRAWN),))


def test_while_anybody_waits_it_is_looked_at_again_within_half_a_minute() -> None:
    """
    A wake-up that was lost costs no more than that; an empty queue costs nothing.
    """
    assert decided(a_handoff("h")).next_at == NOW + LOOK_AGAIN
    assert decided(an_agent("Ann")).next_at is None


@pytest.mark.parametrize(
    ("chosen", "silent", "idle", "effective"),
    [
        (Presence.AVAILABLE, 0, 10, Presence.AVAILABLE),
        (Presence.AVAILABLE, 0, 11, Presence.AWAY),
        (Presence.BUSY, 0, 11, Presence.BUSY),
        (Presence.OFFLINE, 0, 0, Presence.OFFLINE),
        (Presence.AVAILABLE, 1, 0, Presence.OFFLINE),
        (Presence.BUSY, 1, 0, Presence.OFFLINE),
    ],
)
def test_presence_follows_from_what_was_heard(
    chosen: Presence, silent: int, idle: int, effective: Presence
) -> None:
    """
    An open tab alone makes nobody available.
    """
    status = AgentStatus(
        agent="Ann",
        chosen=chosen,
        since=NOW,
        heard_until=NOW - silent * MINUTE,
        idle_since=NOW - idle * MINUTE,
    )

    assert effective_presence(status, NOW, PUSH.away_after) is effective


def test_a_waiting_customer_is_told_their_place_and_about_how_long() -> None:
    """
    By the pace at which agents took others of late, in that queue; nothing is invented.
    """
    queue = [
        a_handoff("first", 9),
        a_handoff("mine"),
        a_handoff("asleep", 8, snoozed_until=NOW + MINUTE),
    ]
    queue.append(replace(a_handoff("other", 9), queue="sales"))
    taken = [NOW - n * MINUTE for n in (12, 8, 4)]

    place = place_of("mine", queue, taken, NOW)
    unknown = place_of("mine", queue, taken[1:], NOW)

    assert place == PlaceInQueue(position=2, minutes=8)
    assert unknown == PlaceInQueue(position=2)
    assert place_of("asleep", queue, taken, NOW) is None
