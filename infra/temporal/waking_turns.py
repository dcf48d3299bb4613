"""`TurnStore` that wakes the desk for what a turn brings to it."""

from typing import Final

from activities.desk import DeskBell
from domain.conversations import TurnOutcome
from domain.dialogue.commands import AskApproval, CancelHandoff, HandOff
from domain.ports import TurnStore
from domain.ports.desk import DeskWakes
from domain.turns import CommitTurn, OpenSession, SessionOpened, TurnCommitted

_NEWS: Final = HandOff | CancelHandoff | AskApproval


class WakingTurnStore:
    """Implements `TurnStore` over another: wakes the desk for approvals, for handoffs that begin or
    are called off, and for words that a person is to answer; also where a commit is repeated whose
    first wake-up was lost."""

    def __init__(self, turns: TurnStore, wakes: DeskWakes) -> None:
        self._turns = turns
        self._bell = DeskBell(wakes)

    async def open_session(self, request: OpenSession) -> SessionOpened:
        return await self._turns.open_session(request)

    async def commit(self, request: CommitTurn) -> TurnCommitted:
        committed = await self._turns.commit(request)
        if any(isinstance(each, _NEWS) for each in request.result.commands):
            self._bell.ring_soon(request.conversation.tenant_id)
        elif _is_for_person(request):
            self._bell.ring_for_words(request.conversation.tenant_id)
        return committed


def _is_for_person(request: CommitTurn) -> bool:
    """Whether it stores words of a customer who is with a person, or waits for one."""
    is_handed_off = request.result.state.handoff_id is not None
    return bool(request.inbound) and (is_handed_off or request.ends is TurnOutcome.FORWARDED)
