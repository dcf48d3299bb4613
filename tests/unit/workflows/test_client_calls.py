"""Names and types that clients have of the workflows, held against the workflows themselves."""

from typing import Any, get_type_hints

import pytest

from activities.answers import AnswerOutcome
from domain.channel_addresses import Channel
from workflows import client_calls as calls
from workflows.callback import CallbackWorkflow
from workflows.conversation import ConversationWorkflow
from workflows.conversation_state import ConversationInput
from workflows.desk import DeskWorkflow
from workflows.suggestion import SuggestionWorkflow


@pytest.mark.parametrize(
    ("name", "workflow"),
    [
        (calls.CONVERSATION, ConversationWorkflow),
        (calls.CALLBACK, CallbackWorkflow),
        (calls.DESK, DeskWorkflow),
        (calls.SUGGESTION, SuggestionWorkflow),
    ],
)
def test_a_workflow_is_started_under_its_own_name(name: str, workflow: Any) -> None:
    """Another one would wait for a worker for ever."""
    assert workflow.__temporal_workflow_definition.name == name


@pytest.mark.parametrize(
    ("workflow", "update"),
    [
        *((ConversationWorkflow, each) for each in calls.OF_CONVERSATIONS),
        *((CallbackWorkflow, each) for each in calls.OF_CALLBACKS),
    ],
    ids=lambda each: getattr(each, "name", ""),
)
def test_an_update_is_called_as_it_is_written(
    workflow: Any, update: calls.Update[Any, Any]
) -> None:
    """Its name, what it takes and what it returns."""
    written = workflow.__temporal_workflow_definition.updates[update.name]
    hints = get_type_hints(written.fn)
    returned = hints.pop("return")

    assert list(hints.values()) == [update.request]
    assert returned is (update.answer or type(None))


@pytest.mark.parametrize("query", [calls.STATE, calls.RECENT_TURNS], ids=lambda each: each.name)
def test_a_query_is_called_as_it_is_written(query: calls.Query[Any]) -> None:
    """Its name and what it returns."""
    written = ConversationWorkflow.__temporal_workflow_definition.queries[query.name]  # type: ignore[attr-defined]

    assert get_type_hints(written.fn) == {"return": query.answer}


def test_a_signal_is_sent_under_a_name_that_somebody_listens_to() -> None:
    """A misspelt one fails no call."""
    conversation = ConversationWorkflow.__temporal_workflow_definition  # type: ignore[attr-defined]
    desk = DeskWorkflow.__temporal_workflow_definition  # type: ignore[attr-defined]

    sent = {calls.RECEIVE_MESSAGE, calls.CHANGE_MESSAGE, calls.REPLAY_DELIVERIES}
    assert sent <= set(conversation.signals)
    assert calls.WAKE_DESK in desk.signals


def test_a_new_conversation_begins_as_its_input_says() -> None:
    """The gateway sends fewer fields; the others have their defaults."""
    new = calls.NewConversation(
        tenant_id="acme", conversation_id="c-1", channel=Channel.SMS, shows_last_step=True
    )

    assert ConversationInput.model_validate_json(new.model_dump_json()) == ConversationInput(
        tenant_id="acme", conversation_id="c-1", channel=Channel.SMS, shows_last_step=True
    )


def test_a_suggestion_is_read_from_the_outcome_of_an_answer() -> None:
    """None is an answer, too."""
    read = calls.SuggestionFound.model_validate_json(AnswerOutcome().model_dump_json())

    assert read.answer is None
