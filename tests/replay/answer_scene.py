"""Answers found elsewhere, as `record` records them: quick, slow, failing, and discarded."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from domain.dialogue.commands import Command, FindAnswer, HandOff
from domain.dialogue.events import AnswerFound, AnswerUnavailable, CustomerSpoke, Event
from domain.handoffs import Agent, ClaimHandoff
from tests.fakes.activities import echo, say
from tests.support import eventually
from tests.workflows.conftest import Stage
from workflows.conversation import ConversationWorkflow


def curious(event: Event) -> Sequence[Command]:
    """Asks the knowledge about every question; queues for a human at the word."""
    match event:
        case CustomerSpoke(text=text) if text.endswith("?"):
            return [FindAnswer(query=text)]
        case CustomerSpoke(text="human"):
            due = event.at + timedelta(hours=1)
            return [HandOff(handoff_id="h-3", queue="support", first_reply_due=due, nobody_at=due)]
        case AnswerFound():
            return [say(event.answer.text)]
        case AnswerUnavailable():
            return [say(event.reason)]
        case _:
            return echo(event)


async def answers(stage: Stage) -> None:
    """A human takes over in the middle of the last one."""
    stage.turns.brain = curious
    elsewhere, turns = stage.answers, stage.turns
    async with stage.answers_worker():
        await stage.send("quick?")
        await eventually(lambda: len(turns.ended) == 1)
        elsewhere.answering = asyncio.Event()
        await stage.send("slow?")
        await stage.send("next?")
        await eventually(lambda: len(turns.steps) == 2)
        elsewhere.answering.set()
        await eventually(lambda: len(turns.ended) == 3)
        elsewhere.fails = ["DependencyUnavailable"] * 3
        await stage.send("failing?")
        await stage.send("human")
        await eventually(lambda: len(turns.ended) == 5)
        elsewhere.answering.clear()
        await stage.send("discarded?")
        await eventually(lambda: len(elsewhere.requests) == 7)
        claim = ClaimHandoff(handoff_id="h-3", agent=Agent(name="Sam"))
        await stage.handle.execute_update(ConversationWorkflow.claim_handoff, claim)
        await eventually(lambda: len(turns.ended) == 6)
        elsewhere.answering.set()
