"""Rules of who decides an approval, and of when somebody else is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.approval_rules import pressing, require_decider
from domain.bot.model import Bot
from domain.errors import NotAllowed
from domain.handoffs import Approval
from domain.staff import StaffMember, StaffRole
from tests.unit.domain.bots import TENANT, a_bot, errors_of

FRIDAY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
HOURS = 'business_hours: {mon-fri: ["09:00-12:00", "13:00-17:00"]}\n'
FLOW = """
refund:
  when: refund
  steps:
    - collect: contact_email
    - approve: big_refund
      by: role:supervisor
      show: [contact_email]
      remind: 30m business
      escalate: {after: 2h business, to: role:admin}
      expire: 8h business
"""
INTENTS = "intents: {refund: [give me my money back]}\n"


def _bot(flow: str = FLOW) -> Bot:
    return a_bot(
        {"tenant.yaml": TENANT + HOURS, "flows/refund.yaml": flow, "intents.yaml": INTENTS}
    )


def _approval(**more: object) -> Approval:
    fields = {
        "approval_id": "a-1",
        "tenant_id": "tiny",
        "conversation_id": "c-1",
        "name": "big_refund",
        "by_role": "supervisor",
        "shown": {},
        "digest": "d",
        "requested_at": FRIDAY,
        "remind_at": FRIDAY + timedelta(minutes=30),
    }
    return Approval.model_validate(fields | more)


def _member(name: str, role: StaffRole) -> StaffMember:
    return StaffMember(tenant_id="tiny", staff_id="s-1", name=name, role=role)


def test_the_requester_never_approves_their_own() -> None:
    """Whoever led the conversation there is refused, whatever their role."""
    approval = _approval(requested_by=("Ada",))

    with pytest.raises(NotAllowed, match="somebody else"):
        require_decider(_member("Ada", StaffRole.ADMIN), approval)
    require_decider(_member("Grace", StaffRole.SUPERVISOR), approval)


@pytest.mark.parametrize("role", [StaffRole.AGENT, StaffRole.AUDITOR, StaffRole.OPERATOR])
def test_only_those_who_are_asked_decide(role: StaffRole) -> None:
    """The sentence names who may."""
    with pytest.raises(NotAllowed, match="role supervisor; yours is"):
        require_decider(_member("Ada", role), _approval())


def test_an_escalation_adds_a_role_or_a_person() -> None:
    """Those who were asked first may still decide."""
    to_role = _approval(by_role="agent", escalated_to="role:supervisor")
    to_person = _approval(escalated_to="Ada")

    require_decider(_member("Ada", StaffRole.AGENT), to_person)
    require_decider(_member("Grace", StaffRole.SUPERVISOR), to_person)
    require_decider(_member("Ada", StaffRole.AGENT), to_role)
    with pytest.raises(NotAllowed, match="agent or supervisor; yours is auditor"):
        require_decider(_member("Max", StaffRole.AUDITOR), to_role)
    with pytest.raises(NotAllowed):
        require_decider(_member("Max", StaffRole.AGENT), to_person)


def test_reminders_and_escalations_come_in_business_time() -> None:
    """Two hours from Friday 16:00 are over on Monday at 10:00."""
    monday = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

    asked = pressing(_bot(), _approval(), FRIDAY)
    reminded = pressing(_bot(), _approval(), FRIDAY + timedelta(hours=1))
    late = pressing(_bot(), _approval(), monday + timedelta(days=1))

    assert (asked.reminded_at, asked.escalated_at) == (None, None)
    assert asked.look_at == FRIDAY + timedelta(minutes=30)
    assert (asked.flow, bool(asked.step)) == ("refund", True)
    assert reminded.reminded_at == FRIDAY + timedelta(minutes=30)
    assert (reminded.escalated_at, reminded.look_at) == (None, monday)
    assert (late.escalated_at, late.escalated_to, late.look_at) == (monday, "role:admin", None)


def test_an_approval_whose_step_is_gone_waits_on() -> None:
    """The bot was published anew without it: nobody else is asked, and nothing fails."""
    other = a_bot({"tenant.yaml": TENANT})

    found = pressing(other, _approval(), FRIDAY + timedelta(days=30))

    assert (found.flow, found.escalated_at, found.look_at) == ("", None, None)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("escalate: {after: soon, to: role:admin}", "escalate.after"),
        ("escalate: {to: role:admin}", "after"),
    ],
)
def test_a_mistake_is_named(written: str, said: str) -> None:
    """By the key that is wrong or missing."""
    flow = FLOW.replace("escalate: {after: 2h business, to: role:admin}", written)

    errors = errors_of(
        {"tenant.yaml": TENANT + HOURS, "flows/refund.yaml": flow, "intents.yaml": INTENTS}
    )

    assert any(said in error for error in errors), errors
