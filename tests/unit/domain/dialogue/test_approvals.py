"""Approval by a person, bound to what they were shown."""

from datetime import timedelta

from domain.dialogue.events import ApprovalExpired, OperatorSkippedStep
from tests.unit.domain.bots import MONDAY_MORNING
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, MUGS, Talk, a_return


def an_approval(order: dict[str, object] = ESPRESSO) -> Talk:
    talk = Talk(customer=ADA)
    a_return(talk, order)
    talk.says("yes")
    return talk


def test_a_refund_over_the_limit_waits_for_a_supervisor() -> None:
    """The customer is told, nothing is written, and the time runs in business hours."""
    talk = an_approval()

    assert talk.said == ["waiting_for_approval"]
    assert (talk.approval.name, talk.approval.by_role) == ("refund", "supervisor")
    assert talk.approval.shown["order"]["id"] == "A100001"
    assert talk.approval.remind_at == MONDAY_MORNING + timedelta(hours=2)
    assert talk.approval.expires_at > MONDAY_MORNING + timedelta(days=2)


def test_a_small_one_does_not() -> None:
    """The step's own condition."""
    assert an_approval(MUGS).done == ["call_tool"]


def test_the_limit_itself_is_not_over_it() -> None:
    """100.00 is not more than 100."""
    exactly = MUGS | {"total": {"amount": "100.00", "currency": "EUR"}}

    assert an_approval(exactly).done == ["call_tool"]


def test_a_yes_goes_on() -> None:
    """And the customer hears it."""
    talk = an_approval()

    talk.decides(talk.approval, approved=True)

    assert talk.said == ["approved"]
    assert talk.call.tool == "create_label"


def test_a_yes_twice_counts_once() -> None:
    """The second one finds nobody waiting."""
    talk = an_approval()
    approval = talk.approval
    talk.decides(approval, approved=True)

    talk.decides(approval, approved=True)

    assert talk.commands == ()


def test_a_no_ends_the_flow_without_a_write() -> None:
    """Its own branch says why."""
    talk = an_approval()

    talk.decides(talk.approval, approved=False)

    assert (talk.said, talk.done, talk.state.parked) == (["refund_declined"], [], ())


def test_a_yes_to_something_else_is_asked_again() -> None:
    """A decision on another digest is void, and the flow does not stand still."""
    talk = an_approval()
    first = talk.approval

    talk.decides(first, approved=True, digest="0" * 64)

    assert talk.done == ["ask_approval"]
    assert talk.approval.approval_id != first.approval_id
    assert talk.approval.digest == first.digest


def test_the_digest_changes_with_the_amount() -> None:
    """Whatever is shown or bound is in it."""
    dearer = ESPRESSO | {"total": {"amount": "130.00", "currency": "EUR"}}

    assert an_approval().approval.digest != an_approval(dearer).approval.digest
    assert an_approval().approval.digest == an_approval().approval.digest


def test_nobody_in_time_ends_with_a_human() -> None:
    """The step's own branch."""
    talk = an_approval()
    approval_id = talk.approval.approval_id

    talk.happens(ApprovalExpired(at=talk.at, approval_id=approval_id))

    assert talk.handoff.queue == "returns"


def test_an_operator_cannot_skip_an_approval_into_a_yes() -> None:
    """Skipping takes the branch of nobody having decided."""
    talk = an_approval()

    talk.happens(OperatorSkippedStep(at=talk.at, by="olga"))

    assert "cancel_approval" in talk.done
    assert "call_tool" not in talk.done
