"""Ports through which words are shown while an answer is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from domain.drafts import DraftKey, DraftPiece


class Draft(Protocol):
    """The text of one attempt, as it grows.

    Best effort: nothing here raises, waits or is worth a second attempt. The answer that is stored
    takes its place, whatever was shown.
    """

    def show(self, text: str) -> None:
        """All of the text so far, as often as there is more. Another text than before, grown or
        not, takes its place."""
        ...

    def withdraw(self) -> None:
        """It will not be the answer: what was shown is taken back, visibly. Another text may be
        shown after it, such as a repaired one."""
        ...


class DraftStream(Protocol):
    """Where drafts are shown to whoever follows the conversation.

    What is shown is never in Temporal's history and never a message.
    """

    def begin(self, key: DraftKey) -> AbstractAsyncContextManager[Draft]:
        """A draft that is open until the block ends. Left well, it stays until the answer comes;
        left by an exception, a cancelled activity's too, it is withdrawn."""
        ...


class DraftListener(Protocol):
    """Hears drafts of every tenant, in the order in which the store had them."""

    def heard(self, piece: DraftPiece, after: int) -> None:
        """A piece that was sent when `after` was the conversation's latest event."""
        ...

    def committed(self, tenant_id: str, conversation_id: str, seq: int) -> None:
        """The conversation has events up to this number by now; with 0, something else about it
        has changed, such as who its customer is. Pieces that are heard later and were sent
        before it are of the past."""
        ...

    def interrupted(self) -> None:
        """Something may have been missed: what was heard so far holds no longer."""
        ...


class DraftSource(Protocol):
    """Where a gateway hears the drafts that workers send."""

    def listen(self, listener: DraftListener) -> None:
        """Tell it from now on. There is one listener."""
        ...
