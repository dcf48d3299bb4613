"""Verified is what this message's own session proves; what the state remembers grants nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.bot.model import Bot
from domain.dialogue import commands as c
from domain.dialogue import events as e
from domain.messages import VerifiedCustomer
from tests.unit.domain.bots import a_bot
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, Talk, a_return

BOB = VerifiedCustomer(customer_id="cust-bob")

FILES = {
    "tenant.yaml": "tenant: vault\nbranding: {name: Vault}\n",
    "intents.yaml": """
intents:
  spend: {en: [spend my points, use my points]}
  points: {en: [how many points, my points]}
  pay: {en: [pay somebody, transfer]}
""",
    "slots.yaml": """
colour: {type: enum, values: [red, blue], ask: ask_colour}
sure: {type: bool, ask: ask_sure}
""",
    "tools.yaml": """
read_points:
  http: {method: GET, url: "https://vault.example/points"}
  requires: verified_customer
  returns: points
spend_points:
  http: {method: POST, url: "https://vault.example/spend"}
  in: [colour]
  effect: write
  idempotency: "{flow_run}:spend"
  requires: anyone
  undo: give_back
  returns: spent
give_back:
  http: {method: POST, url: "https://vault.example/back"}
  in: {id: spent.id}
  effect: write
  requires: anyone
pay_out:
  http: {method: POST, url: "https://vault.example/pay"}
  in: [colour]
  requires: verified_customer
  effect: irreversible
  idempotency: "{flow_run}:pay"
""",
    "flows/points.yaml": """
spend:
  when: spend
  requires: verified_customer
  steps:
    - collect: colour
    - approve: spending
      by: role:supervisor
      show: [colour]
    - call: spend_points
    - collect: sure
      if_false: {end: no_then}
    - say: spent
points:
  when: points
  steps: [{call: read_points}, {say: told}]
pay:
  when: pay
  steps:
    - collect: colour
    - branch:
        - {when: "customer.customer_id = 'cust-ada'", steps: [{say: known}]}
        - {when: else, steps: [{say: unknown}]}
    - collect: sure
      if_false: {end: no_then}
    - call: pay_out
    - say: spent
""",
    "responses.yaml": """
ask_colour: Which colour?
ask_sure: Sure?
spent: Spent, {customer.customer_id}.
told: You have some.
known: Known.
unknown: Unknown.
no_then: No then.
""",
}
GUARDED = frozenset({"read_points", "spend_points", "pay_out"})


def vault() -> Bot:
    return a_bot(FILES)


def test_what_the_state_remembers_of_a_customer_opens_no_door() -> None:
    """
    A customer was proved a message ago; a session that proves nobody is nobody.
    """
    talk = Talk(vault(), customer=ADA)
    talk.says("how many points", "points")
    assert talk.call.customer == ADA
    talk.succeeds()

    talk.customer = None
    talk.says("how many points", "points")

    assert (talk.said, talk.done) == (["need_login"], [])


def test_a_flow_begun_by_a_customer_stops_for_somebody_unknown() -> None:
    """
    None of its steps runs on a stranger's word, not even those whose tool asks for nothing.
    """
    talk = Talk(vault(), customer=ADA)
    talk.says("spend my points", "spend")
    assert talk.said == ["ask_colour"]

    talk.customer = None
    talk.says("red")

    assert talk.said == ["need_login"]
    assert talk.done == []
    assert talk.state.stack == ()


def test_a_branch_on_who_the_customer_is_asks_the_message() -> None:
    """
    A tenant may write its own rule about the customer; that is held to the same.
    """
    talk = Talk(vault(), customer=ADA)
    talk.says("pay somebody", "pay")

    talk.customer = None
    talk.says("red")
    assert talk.said == ["unknown", "ask_sure"]
    talk.says("yes")

    assert talk.said == ["need_login"]
    assert talk.done == []


def test_what_a_customer_asked_for_is_done_for_them_when_a_supervisor_agrees_later() -> None:
    """
    A decision has no session; the write belongs to the one who asked for it.
    """
    talk = Talk(vault(), customer=ADA)
    talk.says("spend my points", "spend")
    talk.says("blue")

    talk.decides(talk.approval, approved=True)

    assert (talk.call.tool, talk.call.customer) == ("spend_points", ADA)


def test_a_stranger_who_speaks_meanwhile_changes_nothing_of_it() -> None:
    """
    Neither does the write lose its customer, nor does the stranger get anything of theirs.
    """
    talk = Talk(vault(), customer=ADA)
    talk.says("spend my points", "spend")
    talk.says("blue")
    approval = talk.approval

    talk.customer = None
    talk.says("how many points", "points")
    assert talk.said == ["need_login"]
    talk.decides(approval, approved=True)

    assert (talk.call.tool, talk.call.customer) == ("spend_points", ADA)


def test_a_call_that_is_parked_keeps_the_customer_who_asked() -> None:
    """
    A backend that is down must not turn a customer's refund into a stranger's, nor back.
    """
    talk = Talk(customer=ADA)
    talk.says("where is A100001?", "track_order")
    asked = talk.call

    talk.customer = None
    talk.says("hello?")
    parked = talk.parked_call.call

    assert (parked.call_id, parked.customer) == (asked.call_id, ADA)
    assert parked.arguments == asked.arguments


def test_an_order_shown_to_a_customer_is_not_returned_by_a_stranger() -> None:
    """
    The order was found without an e-mail, since its owner was known; a stranger is asked for it.
    """
    talk = Talk(customer=ADA)
    a_return(talk, ESPRESSO)

    talk.customer = None
    talk.says("yes")

    calls = [command for command in talk.commands if isinstance(command, c.CallTool)]
    assert all(call.customer is None and "email" in call.arguments for call in calls)
    assert "check_return" not in [call.tool for call in calls]


def test_what_one_customer_asked_for_is_never_done_for_another() -> None:
    """
    The gateway answers 409 to the second; should one ever get past it, nothing is inherited.
    """
    talk = Talk(vault(), customer=ADA)
    talk.says("spend my points", "spend")
    talk.says("blue")
    approval = talk.approval

    talk.customer = BOB
    talk.says("hello")
    talk.decides(approval, approved=True)

    assert talk.said[-1] == "need_login"
    assert talk.done == []


MESSAGES = st.tuples(
    st.sampled_from(["spend", "points", "pay", "cancel", "human", "repeat", None]),
    st.sampled_from(["red", "yes", "no", "blue", "spend my points", "stop", "hello", "wait"]),
)
OUTCOMES = st.sampled_from(["ok", "refused", "down", "approve", "skip", "failed"])


@pytest.mark.parametrize("known", [None, ADA])
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    before=st.lists(MESSAGES | OUTCOMES, max_size=8),
    after=st.lists(MESSAGES | OUTCOMES, max_size=14),
)
def test_no_sequence_of_unverified_messages_gets_past_the_requirement(
    known: VerifiedCustomer | None, before: list[Any], after: list[Any]
) -> None:
    """
    With or without a customer who was there before, what a stranger asks for is done for nobody.
    """
    talk = Talk(vault(), customer=known)
    for move in before:
        _move(talk, move)
    talk.customer = None
    for move in after:
        _move(talk, move)
        calls = [command for command in talk.commands if isinstance(command, c.CallTool)]
        asked_by_a_stranger = isinstance(move, tuple) or known is None
        for call in calls:
            assert not (asked_by_a_stranger and call.customer is not None)
            assert not (call.tool in GUARDED and call.customer is None)


def _move(talk: Talk, move: Any) -> None:
    talk_calls = [x for x in talk.commands if isinstance(x, c.CallTool)]
    approvals = [x for x in talk.commands if isinstance(x, c.AskApproval)]
    if isinstance(move, tuple):
        intent, text = move
        talk.says(text, intent if intent in talk.bot.intents else None)
    elif move == "approve" and approvals:
        talk.decides(approvals[0], approved=True)
    elif move == "skip":
        talk.happens(e.OperatorSkippedStep(at=talk.at, by="op"))
    elif move == "failed":
        talk.happens(e.TurnFailed(at=talk.at, reason="slow"))
    elif talk_calls and move == "ok":
        talk.succeeds({"id": "x-1"})
    elif talk_calls and move == "refused":
        talk.is_refused()
    elif talk_calls and move == "down":
        talk.is_unavailable()
