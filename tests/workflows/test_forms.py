"""Forms on their way through a conversation: each is a turn of its own, read field by field."""

from datetime import timedelta
from functools import partial
from typing import Any

from temporalio import activity

from activities.form_reading import form_in_lines, form_submitted
from domain.dialogue.engine import decide
from domain.dialogue.events import CustomerSpoke, Event, MessageUnderstood
from domain.forms import FormAnswers
from domain.tenant_settings import ConversationPolicy
from domain.turns import AdvanceTurn, StepResult
from domain.understanding.model import Understanding
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.unit.domain.dialogue.diner import ALL, KEPT, Literally, diner
from tests.workflows.conftest import SetUp
from tests.workflows.test_message_changes import deletion, edit
from workflows.conversation import ConversationWorkflow

FAR = "2199-12-05"
"""A day that is to come, whenever this runs."""
FORM = FormAnswers(flow="book", values=ALL | {"day": FAR})
READ = partial(Literally().understand, diner())
SECOND = timedelta(seconds=1)


class EngineTurns(FakeTurns):
    """The real engine, in front of a bot that asks with a form."""

    @activity.defn(name="advance_turn")
    async def advance_turn(self, request: AdvanceTurn) -> StepResult:
        event: Event = request.event
        self.events.append(event)
        form = event.form if isinstance(event, CustomerSpoke) else None
        if isinstance(event, CustomerSpoke) and form is not None:
            event = await form_submitted(diner(), request.state, event, form, READ)
        elif isinstance(event, CustomerSpoke):
            wish = Understanding(intent="book", confidence=0.9)
            event = MessageUnderstood(at=event.at, text=event.text, understanding=wish)
        decision = decide(diner(), request.state, event)
        text = form_in_lines(diner(), request.state, form) if form else ""
        return StepResult(commands=decision.commands, state=decision.state, form_text=text)


async def test_a_form_fills_its_slots_in_one_turn(set_up: SetUp) -> None:
    """
    And the flow goes on as if the questions had been answered one by one.
    """
    stage = set_up(EngineTurns())
    async with running(stage.workers()):
        await stage.send("book a table")
        await eventually(lambda: len(stage.turns.ended) == 1)
        await stage.send("", form=FORM)
        await eventually(lambda: len(stage.turns.ended) == 2)
        snapshot = await stage.handle.query(ConversationWorkflow.get_dialogue)

    assert snapshot.dialogue.slots == KEPT | {"day": FAR}
    assert stage.turns.said == [
        "For which day?",
        "Shall I book for Grete Müller on 5 December 2199?",
    ]


async def test_a_form_joins_no_other_messages(set_up: SetUp) -> None:
    """
    What is written before and after it within the merge window is read as text.
    """
    stage = set_up(FakeTurns(policy=ConversationPolicy(merge_window=SECOND)))
    more: dict[str, Any] = {"form": FORM}
    async with running(stage.workers()):
        for text, given in (("one", {}), ("two", {}), ("", more), ("", more), ("three", {})):
            await stage.send(text, **given)
        await eventually(lambda: len(stage.turns.ended) == 4)

    heard = [event for event in stage.turns.events if isinstance(event, CustomerSpoke)]
    assert [event.form for event in heard] == [None, FORM, FORM, None]
    assert heard[0].text == "one\ntwo"
    assert heard[3].text == "three"


async def test_a_form_that_is_changed_while_it_waits_is_none_any_more(set_up: SetUp) -> None:
    """
    Nobody is answered on what they have taken back.
    """
    stage = set_up(FakeTurns(policy=ConversationPolicy(merge_window=2 * SECOND)))
    async with running(stage.workers()):
        await stage.send("hello")
        await stage.send("", "edited", form=FORM)
        await stage.send("", "deleted", form=FORM)
        await stage.change(edit("edited", "in words"))
        await stage.change(deletion("deleted"))
        await eventually(lambda: len(stage.turns.ended) == 2)

    assert [event.form for event in stage.turns.events if isinstance(event, CustomerSpoke)] == [
        None
    ]
    assert [message.form for message in stage.turns.inbound] == [None, None, None]
