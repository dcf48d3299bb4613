"""Waits are counted as people had them; what nothing explains is held against the product."""

from typing import Any, cast

from tests.chaos.metrics import Course, judge_course
from tests.chaos.scripts import Kind, Scripted
from tests.chaos.visitor import PATIENCE_S, Doors, Said, Visitor
from tests.chaos.waits import CALM_WITHIN_S, Waits, percentiles, waits_of


def somebody(*said: Said, kind: Kind = Kind.QUESTION) -> Visitor:
    visitor = Visitor(Scripted(1, kind, 0, ()), cast(Doors, None))
    visitor.said = {one.message_id: one for one in said}
    return visitor


def one(sent: float, answered: float | None, **more: Any) -> Said:
    return Said(f"m-{sent}", "Hi", sent, accepted=sent + 0.1, answered=answered, **more)


CALM = Waits(calm=percentiles([1.0]))


def test_percentiles_are_those_of_the_waits() -> None:
    """
    A median hides whoever waited longest; the longest hides everybody else.
    """
    found = percentiles([float(n) for n in range(101)])

    assert (found.number, found.p50, found.p90, found.p99, found.longest) == (101, 50, 90, 99, 100)
    assert str(percentiles([])) == "none"
    assert str(percentiles([2.0])) == "p50 2.0, p90 2.0, p99 2.0, longest 2.0 s, of 1"


def test_a_wait_while_something_was_broken_is_explained() -> None:
    """
    From the strike until what was struck works again, at any moment of the wait.
    """
    waits = waits_of([somebody(one(1, 40), one(50, 51))], kills=[20.0], broken=[(20.0, 30.0)])

    assert (waits.calm.number, waits.calm.longest) == (1, 1.0)
    assert waits.answers.longest == 39.0


def test_whoever_queues_behind_an_explained_wait_is_explained() -> None:
    """
    Their message came when all was well again, and the one before it was still stuck.
    """
    waits = waits_of([somebody(one(25, 60), one(35, 61))], kills=[], broken=[(20.0, 30.0)])

    assert waits.calm.number == 0


def test_a_long_wait_that_nothing_explains_is_a_finding() -> None:
    """
    Somebody else's hostile text held the worker, say.
    """
    late = waits_of([somebody(one(0, CALM_WITHIN_S + 1))], kills=[], broken=[])
    course = Course(True, 1.0, frozenset(), waits=late)

    [finding] = judge_course(course)
    assert "while nothing was broken" in finding


def test_those_who_are_hostile_may_wait() -> None:
    """
    What must not be later is everybody else's answer.
    """
    people = [somebody(one(0, 40), kind=Kind.HOSTILE), somebody(one(0, 1))]
    waits = waits_of(people, kills=[], broken=[])

    assert (waits.hostile.longest, waits.calm.longest) == (40.0, 1.0)
    assert judge_course(Course(True, 1.0, frozenset(), waits=waits)) == []


def test_a_run_in_which_nobody_waited_in_calm_shows_nothing() -> None:
    """
    A bound on no wait at all cannot fail.
    """
    [finding] = judge_course(Course(True, 1.0, frozenset(), waits=Waits()))

    assert "none could be judged" in finding


def test_whoever_gave_up_has_waited_all_their_patience() -> None:
    """
    Left out, the worst waits would be in no percentile.
    """
    waits = waits_of([somebody(one(0, None, given_up=PATIENCE_S))], kills=[], broken=[])

    assert waits.answers.longest == PATIENCE_S


def test_it_flows_when_something_said_after_the_kill_is_answered() -> None:
    """
    An answer to what was said before it may have been on its way already.
    """
    waits = waits_of([somebody(one(9, 10.5)), somebody(one(11, 14))], kills=[10.0], broken=[])

    assert waits.flows.longest == 4.0


def test_what_was_put_off_is_counted_until_it_was_accepted() -> None:
    """
    A 503 is no harm by itself; how long one is sent away is.
    """
    said = Said("m", "Hi", 1.0, accepted=4.0, put_off=3)

    assert waits_of([somebody(said)], kills=[], broken=[]).put_off.longest == 3.0


def test_what_the_driver_could_not_do_is_in_the_verdict() -> None:
    """
    A gateway that does not come back is a finding and no traceback.
    """
    course = Course(True, 1.0, frozenset(), driver=("gateway was not back",), waits=CALM)

    assert judge_course(course) == ["gateway was not back"]
