"""Deadlines of a quiet conversation."""

from datetime import UTC, datetime, timedelta

from domain.channel_addresses import (
    Channel,
)
from domain.conversations import Owner
from domain.dialogue.commands import CallTool
from workflows.conversation_state import ConversationInput, DeferredCall, OpenApproval, OpenHandoff
from workflows.deadlines import deadlines, next_deadline

NOW = datetime(2026, 1, 26, 12, tzinfo=UTC)
NOTHING: frozenset[str] = frozenset()


def quiet(**state: object) -> ConversationInput:
    return ConversationInput.model_validate(
        {
            "tenant_id": "acme",
            "conversation_id": "c-1",
            "channel": Channel.WEB,
            "quiet_since": NOW,
            **state,
        }
    )


def kinds(state: ConversationInput) -> list[str]:
    return [deadline.kind for deadline in sorted(deadlines(state, NOTHING))]


def test_silence_is_nudged_and_then_closed() -> None:
    """One nudge in a session's silence."""
    assert kinds(quiet()) == ["nudge", "close"]
    assert kinds(quiet(nudged=True)) == ["close"]
    assert next_deadline(quiet(), NOTHING) == NOW + timedelta(minutes=10)


def test_a_session_never_ends_while_something_is_open() -> None:
    """An approval, a deferred call, a handoff or a human's ownership keeps it open."""
    approval = OpenApproval(name="refund", digest="d", expires_at=NOW + timedelta(days=2))
    call = CallTool(call_id="c", tool="t", arguments={})
    deferred = DeferredCall(call=call, give_up_at=NOW + timedelta(hours=2), next_at=NOW)

    assert kinds(quiet(approvals={"ap": approval})) == ["expire"]
    assert kinds(quiet(deferred={"c": deferred})) == ["attempt", "give_up"]
    assert kinds(quiet(handoff=OpenHandoff(handoff_id="h", queue="support"))) == []
    assert kinds(quiet(owner=Owner.HUMAN_AGENT)) == []


def test_a_wait_for_a_moment_lets_the_rest_be_ended() -> None:
    """The brain, which knows of it, does not close; what was left half said ends."""
    waiting = quiet(waits={"w-1": NOW + timedelta(days=9), "w-2": NOW + timedelta(minutes=1)})

    assert kinds(waiting) == ["moment", "nudge", "close", "moment"]
    assert next_deadline(waiting, NOTHING) == NOW + timedelta(minutes=1)


def test_a_call_in_flight_is_not_tried_a_second_time() -> None:
    """Its own end says what comes next."""
    call = CallTool(call_id="c", tool="t", arguments={})
    deferred = DeferredCall(call=call, give_up_at=NOW + timedelta(hours=2), next_at=NOW)

    assert list(deadlines(quiet(deferred={"c": deferred}), frozenset({"c"}))) == []


def test_attempts_are_spaced_out_up_to_two_minutes() -> None:
    """Patient, but back soon after the backend is."""
    call = CallTool(call_id="c", tool="t", arguments={})
    delays = [
        DeferredCall(call=call, give_up_at=NOW, next_at=NOW, attempts=attempts).delay()
        for attempts in range(1, 9)
    ]

    assert [delay.total_seconds() for delay in delays] == [4, 8, 16, 32, 64, 120, 120, 120]
