"""Sentences that a customer hears while a person serves them: on hold, and back."""

from datetime import datetime

from pydantic import BaseModel
from temporalio import activity

from activities._failures import as_application_errors
from domain.conversations import TurnOutcome
from domain.dialogue.commands import Say
from domain.dialogue.state import DialogueState
from domain.dialogue.text.rendering import render
from domain.ports import Bots, TurnStore
from domain.turns import CommitTurn, ConversationRef, StepResult, TurnCommitted


class CustomerNote(BaseModel):
    """One of the bot's responses, to be said without the bot's taking a turn."""

    conversation: ConversationRef
    session: int
    turn: str
    response: str
    state: DialogueState
    at: datetime


class NoteActivities:
    """A part of TurnActivities. A note that is stored already is not stored again."""

    _bots: Bots
    _turns: TurnStore

    @activity.defn
    async def commit_note(self, note: CustomerNote) -> TurnCommitted:
        """Store the sentence as the tenant words it; returns what a channel has to deliver."""
        with as_application_errors():
            bot = await self._bots.get(note.conversation.tenant_id, note.conversation.revision)
            reply = render(bot, note.state, note.response)
            return await self._turns.commit(
                CommitTurn(
                    conversation=note.conversation,
                    session=note.session,
                    turn=note.turn,
                    step=0,
                    result=StepResult(commands=(Say(reply=reply),), state=note.state),
                    ends=TurnOutcome.FORWARDED,
                    started_at=note.at,
                    at=note.at,
                )
            )
