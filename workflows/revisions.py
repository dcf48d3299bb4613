"""The bot revision on which a conversation runs, and moving it to another between turns.

Whether the dialogue fits the other revision is found out outside, where the bots are; the mark
makes sure that what was looked at is what is moved.
"""

from hashlib import blake2b

from temporalio import workflow

from domain.revisions import DialogueSnapshot, MoveToRevision
from workflows.conversation_state import ConversationInput
from workflows.operator_view import details_of
from workflows.rejections import conflict


class Revisions:
    """Reads and moves the revision of one conversation."""

    def __init__(self, state: ConversationInput) -> None:
        self._state = state

    def snapshot(self) -> DialogueSnapshot:
        """What is looked at before a move."""
        state = self._state
        return DialogueSnapshot(
            revision=state.revision,
            session=state.session,
            mark=self._mark(),
            dialogue=state.dialogue,
        )

    def check(self, move: MoveToRevision, *, is_busy: bool) -> None:
        """Reject with Conflict what was looked at too long ago."""
        if is_busy or self._state.session == 0:
            raise conflict("a turn is under way")
        if self._state.revision == move.to_revision:
            return
        if self._state.revision != move.from_revision or self._mark() != move.mark:
            raise conflict("the dialogue has moved on since it was looked at")

    def move(self, move: MoveToRevision) -> None:
        """Doing it twice is doing it once."""
        self._state.revision, self._state.policy = move.to_revision, move.policy
        workflow.set_current_details(details_of(self._state))

    def _mark(self) -> str:
        looked_at = f"{self._state.session} {self._state.dialogue.model_dump_json()}"
        return blake2b(looked_at.encode(), digest_size=8).hexdigest()
