"""Ownership: who may speak, who may claim, and where that is decided."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from temporalio.exceptions import ApplicationError

from domain.channel_addresses import Channel
from domain.conversations import Owner
from domain.desk.requests import TakeOver
from domain.dialogue.events import ApprovalExpired
from domain.handoffs import Agent, ClaimHandoff, ReturnToBot
from tests.house_rules import python_files
from workflows.conversation_state import ConversationInput, OpenHandoff
from workflows.inbox import InboxEntry
from workflows.ownership import Ownership

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SAM = Agent(name="Sam")
CLAIM = ClaimHandoff(handoff_id="h-1", agent=SAM)
MAY_CHANGE = {
    "inbox": {"inbox.py", "conversation_state.py"},
    "held": {"ownership.py", "conversation_state.py"},
    "owner": {"ownership.py", "conversation_state.py"},
    "assigned_agent": {"ownership.py", "conversation_state.py"},
}


@pytest.fixture
def state() -> ConversationInput:
    return ConversationInput(
        tenant_id="acme",
        conversation_id="c-1",
        channel=Channel.WEB,
        handoff=OpenHandoff(handoff_id="h-1", queue="care"),
    )


def taken_over(state: ConversationInput) -> Ownership:
    owned = Ownership(state)
    owned.begin_claim(owned.open_handoff(), SAM.name)
    owned.take_over(CLAIM, NOW)
    return owned


def rejected(error: pytest.ExceptionInfo[ApplicationError]) -> str | None:
    return error.value.type


def test_the_bot_speaks_until_a_claim_and_again_once_the_handoff_has_ended(
    state: ConversationInput,
) -> None:
    """Between claim and end nothing of the bot may reach the customer, also just after a return."""
    owned = Ownership(state)
    spoke = [owned.bot_may_speak()]
    owned.begin_claim(owned.open_handoff(), SAM.name)
    spoke.append(owned.bot_may_speak())
    owned.take_over(CLAIM, NOW)
    spoke.append(owned.bot_may_speak())
    owned.give_back(ReturnToBot(handoff_id="h-1", agent=SAM), NOW)
    spoke.append(owned.bot_may_speak())
    state.handoff = None
    spoke.append(owned.bot_may_speak())

    assert spoke == [True, False, False, False, True]


def test_what_was_handed_off_before_a_take_over_is_the_takers(state: ConversationInput) -> None:
    """A step that was stored a moment before is adopted a moment after: nobody else gets it."""
    state.handoff = None
    owned = Ownership(state)
    owned.begin_take_over("h-taken", TakeOver(agent=SAM, queue="care"))

    owned.begin_handoff(OpenHandoff(handoff_id="h-2", queue="care"))

    assert owned.open_handoff().handoff_id == "h-2"
    assert owned.open_handoff().assigned_agent == SAM.name
    assert not owned.bot_may_speak()


def test_a_claim_is_settled_once_it_is_taken_over_or_the_handoff_has_ended(
    state: ConversationInput,
) -> None:
    owned = Ownership(state)
    handoff = owned.open_handoff()
    owned.begin_claim(handoff, SAM.name)

    assert not owned.is_settled(handoff)
    owned.take_over(CLAIM, NOW)
    assert owned.is_settled(handoff)


def test_only_the_first_of_two_agents_gets_the_handoff(state: ConversationInput) -> None:
    owned = Ownership(state)
    owned.begin_claim(owned.open_handoff(), SAM.name)

    owned.check_claim(CLAIM, is_busy=False)
    with pytest.raises(ApplicationError, match="already claimed by Sam") as other:
        owned.check_claim(ClaimHandoff(handoff_id="h-1", agent=Agent(name="Kim")), is_busy=False)
    assert rejected(other) == "Conflict"


def test_a_claim_of_a_handoff_that_is_only_just_stored_is_to_be_made_again(
    state: ConversationInput,
) -> None:
    """The list of handoffs is ahead of the conversation for a moment."""
    state.handoff = None
    with pytest.raises(ApplicationError) as busy:
        Ownership(state).check_claim(CLAIM, is_busy=True)
    with pytest.raises(ApplicationError) as over:
        Ownership(state).check_claim(CLAIM, is_busy=False)

    assert (rejected(busy), rejected(over)) == ("NotYet", "Conflict")


def test_what_was_held_comes_after_the_return(state: ConversationInput) -> None:
    owned = taken_over(state)
    held = InboxEntry(at=NOW, event=ApprovalExpired(at=NOW, approval_id="a-1"))
    owned.hold(held)

    owned.give_back(ReturnToBot(handoff_id="h-1", agent=SAM), NOW)

    assert state.held == []
    came = [state.inbox.take() for _ in range(len(state.inbox))]
    owners = [entry.owner_change.owner for entry in came if entry.owner_change]
    kinds = [entry.event.kind for entry in came if entry.event]
    assert owners == [Owner.HUMAN_AGENT, Owner.BOT]
    assert kinds == ["handoff_returned", "approval_expired"]


def test_whoever_gave_the_conversation_back_is_not_in_charge(state: ConversationInput) -> None:
    owned = taken_over(state)
    owned.check_in_charge("h-1", SAM.name)
    owned.give_back(ReturnToBot(handoff_id="h-1", agent=SAM), NOW)

    with pytest.raises(ApplicationError, match="given back") as error:
        owned.check_in_charge("h-1", SAM.name)
    assert rejected(error) == "Conflict"


@pytest.mark.parametrize("field", MAY_CHANGE)
def test_one_file_changes_the_owner_what_is_held_and_the_inbox(field: str) -> None:
    """An invariant that is spread over files is broken by the next feature."""
    changers = {
        file.name for file in python_files("workflows") if field in changed_by(file.read_text())
    }
    assert changers <= MAY_CHANGE[field]


def changed_by(source: str) -> set[str]:
    """Attributes that are set, or whose list is changed in place."""
    return set(_changed(ast.parse(source)))


def _changed(tree: ast.AST) -> Iterator[str]:
    in_place = {"append", "extend", "insert", "clear", "pop", "remove"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.attr
        if isinstance(node, ast.Attribute) and node.attr in {*in_place, "root"}:
            owner = node.value
            if isinstance(owner, ast.Attribute):
                yield owner.attr


def test_a_change_in_another_file_would_be_seen() -> None:
    """The rule above can fail."""
    assert changed_by("state.held.append(1)") == {"held"}
    assert changed_by("self._state.owner = 1") == {"owner"}
    assert changed_by("self._state.inbox.root[:1] = []") == {"inbox"}
    assert not changed_by("print(state.owner, state.inbox.first())")
