"""The oracle sees what is wrong: each kind of wrong, planted in good evidence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.channel_addresses import Channel
from domain.conversations import (
    ConversationStatus,
    ConversationView,
    Owner,
    RecentTurn,
    TurnOutcome,
)
from domain.messages import Role
from tests.chaos.evidence import Event, Evidence, Sent, Spoken, TurnRow
from tests.chaos.metrics import Course, Tally, judge_course
from tests.chaos.oracle import judge
from tests.chaos.staff import Taken
from tests.chaos.visitor import Said
from tests.chaos.waits import Waits, percentiles
from tests.chaos.wrongs import Wrong

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def view(**changed: object) -> ConversationView:
    good = ConversationView(
        tenant_id="acme",
        conversation_id="web-1",
        channel=Channel.WEB,
        status=ConversationStatus.WAITING_FOR_CUSTOMER,
        owner=Owner.BOT,
        session=1,
        turns=2,
        revision="r",
    )
    return good.model_copy(update=changed)


def good() -> Evidence:
    """Two messages, accepted one after the other, each answered once."""
    spoken = tuple(
        Spoken(seq, role, message_id, turn, f"text of {message_id}", NOON + timedelta(seconds=seq))
        for seq, role, message_id, turn in (
            (1, "customer", "m-1", "t1"),
            (2, "bot", "t1.0.0", "t1"),
            (3, "customer", "m-2", "t2"),
            (4, "bot", "t2.0.0", "t2"),
        )
    )
    events = tuple(Event(s.seq, "message", s.message_id, s.role, s.text) for s in spoken)
    return Evidence(
        "web-1",
        said=(
            Said("m-1", "Hi", first_sent=1, accepted=2, attempts=1),
            Said("m-2", "Bye", first_sent=3, accepted=4, attempts=1),
        ),
        shown=events,
        told=tuple((s.message_id, s.role, s.text) for s in spoken),
        events=events,
        transcript=spoken,
        turns=(
            TurnRow("t1", "customer", ("m-1",), "answered"),
            TurnRow("t2", "customer", ("m-2",), "answered"),
        ),
        ledger=(Sent("bot", "t1.0.0", "sent"), Sent("bot", "t2.0.0", "sent")),
        view=view(),
    )


def unended(evidence: Evidence) -> None:
    evidence.turns = (evidence.turns[0], replace(evidence.turns[1], outcome=None))


def in_no_turn(evidence: Evidence) -> None:
    evidence.turns = evidence.turns[:1]


def in_two_turns(evidence: Evidence) -> None:
    evidence.turns = (*evidence.turns, TurnRow("t3", "customer", ("m-2",), "answered"))


def silent(evidence: Evidence) -> None:
    evidence.turns = (*evidence.turns, TurnRow("t3", "customer", ("m-3",), "failed"))


def swapped(evidence: Evidence) -> None:
    first, second = evidence.said
    evidence.said = (replace(first, first_sent=5, accepted=6), second)


def gap(evidence: Evidence) -> None:
    evidence.events = evidence.shown = (*evidence.events[:1], *evidence.events[2:])


def not_shown(evidence: Evidence) -> None:
    evidence.shown = evidence.shown[:-1]


def told_otherwise(evidence: Evidence) -> None:
    evidence.told = (*evidence.told[:-1], ("t2.0.0", "bot", "something else"))


def unsent(evidence: Evidence) -> None:
    evidence.ledger = (evidence.ledger[0], replace(evidence.ledger[1], status="sending"))


def without_ledger_row(evidence: Evidence) -> None:
    evidence.ledger = evidence.ledger[:1]


def pending(evidence: Evidence) -> None:
    evidence.view = view(pending_messages=1)


def mute(evidence: Evidence) -> None:
    evidence.view = None


def looping(evidence: Evidence) -> None:
    evidence.task_attempt = 9


def failed(evidence: Evidence) -> None:
    evidence.status = "FAILED"


def spooled(evidence: Evidence) -> None:
    evidence.spooled = 1


def believed_otherwise(evidence: Evidence) -> None:
    evidence.recent = (
        RecentTurn(
            turn="t2",
            role=Role.CUSTOMER,
            outcome=TurnOutcome.FAILED,
            message_ids=("m-2",),
            started_at=NOON,
        ),
    )


def shown_otherwise(evidence: Evidence) -> None:
    evidence.shown = (*evidence.shown[:-1], replace(evidence.shown[-1], text="something else"))


def told_in_events_only(evidence: Evidence) -> None:
    evidence.transcript = evidence.transcript[:-1]
    evidence.told = evidence.told[:-1]


def said_twice(evidence: Evidence) -> None:
    evidence.transcript = (*evidence.transcript, evidence.transcript[-1])


def delivered_twice(evidence: Evidence) -> None:
    first, second = evidence.ledger
    evidence.ledger = (first, replace(second, error="sent twice: also as p-2"))


def in_the_ledger_twice(evidence: Evidence) -> None:
    evidence.ledger = (*evidence.ledger, evidence.ledger[-1])


def promised_and_not_paid(evidence: Evidence) -> None:
    evidence.order_id = "C1"
    promise = "Your money is on its way back to you."
    evidence.transcript = (
        *evidence.transcript[:-1],
        replace(evidence.transcript[-1], text=promise),
    )


def refused_to_the_human(evidence: Evidence) -> None:
    evidence.taken = Taken("h-1", "web-1", NOON + timedelta(hours=1), "a-1", was_refused=True)


def human_not_heard(evidence: Evidence) -> None:
    late = NOON + timedelta(hours=1)
    evidence.taken = Taken("h-1", "web-1", late, "a-1", returning_at=late)


def activity_under_way(evidence: Evidence) -> None:
    evidence.pending_activities = ("commit_turn",)


def other_owner(evidence: Evidence) -> None:
    evidence.view = view(owner=Owner.HUMAN_AGENT)


def talked_over(evidence: Evidence) -> None:
    evidence.taken = Taken("h-1", "web-1", NOON + timedelta(seconds=3), "a-1")


def paid_twice(evidence: Evidence) -> None:
    evidence.order_id, evidence.refunds = "C1", ("R-1", "R-2")


def paid_and_not_said(evidence: Evidence) -> None:
    evidence.order_id, evidence.refunds = "C1", ("R-1",)


def test_good_evidence_is_found_good() -> None:
    """An oracle that cries wolf is soon not heard."""
    assert judge(good()) == []


@pytest.mark.parametrize(
    ("plant", "wrong"),
    [
        (unended, Wrong.LOST),
        (in_no_turn, Wrong.LOST),
        (silent, Wrong.LOST),
        (refused_to_the_human, Wrong.LOST),
        (human_not_heard, Wrong.LOST),
        (said_twice, Wrong.DOUBLED),
        (believed_otherwise, Wrong.DISAGREEING),
        (shown_otherwise, Wrong.DISAGREEING),
        (told_in_events_only, Wrong.DISAGREEING),
        (promised_and_not_paid, Wrong.DISAGREEING),
        (in_the_ledger_twice, Wrong.NOT_FINAL),
        (delivered_twice, Wrong.DOUBLED),
        (spooled, Wrong.STUCK),
        (failed, Wrong.STUCK),
        (in_two_turns, Wrong.DOUBLED),
        (paid_twice, Wrong.DOUBLED),
        (swapped, Wrong.OUT_OF_ORDER),
        (gap, Wrong.DISAGREEING),
        (not_shown, Wrong.DISAGREEING),
        (told_otherwise, Wrong.DISAGREEING),
        (other_owner, Wrong.DISAGREEING),
        (paid_and_not_said, Wrong.DISAGREEING),
        (unsent, Wrong.NOT_FINAL),
        (without_ledger_row, Wrong.NOT_FINAL),
        (pending, Wrong.STUCK),
        (mute, Wrong.STUCK),
        (looping, Wrong.STUCK),
        (activity_under_way, Wrong.STUCK),
        (talked_over, Wrong.OVER_THE_HUMAN),
    ],
)
def test_what_is_wrong_is_found(plant: Callable[[Evidence], None], wrong: Wrong) -> None:
    """An oracle that cannot say no proves nothing."""
    evidence = good()
    plant(evidence)

    assert wrong in {finding.wrong for finding in judge(evidence)}


def test_a_delivery_of_which_nobody_can_tell_is_final_and_counted() -> None:
    """Where a provider cannot be asked, nothing better can be promised; but it must be seen."""
    evidence, tally = good(), Tally()
    evidence.ledger = (evidence.ledger[0], replace(evidence.ledger[1], status="unknown"))

    tally.add([evidence])

    assert tally.findings == []
    assert tally.deliveries == {"sent": 1, "unknown": 1}


def test_evidence_is_judged_in_pages_and_counted() -> None:
    """Ten thousand messages are not kept until the end; what was wrong with one of them is."""
    tally = Tally()
    bad = good()
    paid_twice(bad)

    tally.add([good(), good()])
    tally.add([bad])

    assert (tally.conversations, tally.messages, tally.refunds) == (3, 6, 2)
    assert tally.outcomes == {"answered": 6}
    assert Wrong.DOUBLED in {finding.wrong for finding in tally.findings}


FINE = Course(True, 14.9, frozenset(), waits=Waits(calm=percentiles([1.0])))
WRONG = (
    replace(FINE, settled=False),
    replace(FINE, flowed_after_s=15.1),
    replace(FINE, never_hit=frozenset({"accept.before"})),
    replace(FINE, troubled=("handoff/acme/1: its workflow task is tried for the 9th time",)),
)


@pytest.mark.parametrize("course", WRONG)
def test_a_run_is_judged_as_a_whole(course: Course) -> None:
    """It must work everything off, flow again within 15 s, and go through every fault point."""
    assert judge_course(FINE) == []
    assert len(judge_course(course)) == 1


def test_a_message_without_an_answer_to_its_post_may_be_handled_or_not() -> None:
    """The promise is made by the 202; before it, once or never are both right."""
    evidence = good()
    evidence.said += (Said("m-3", "?", first_sent=9, accepted=None, attempts=2),)

    assert judge(evidence) == []
