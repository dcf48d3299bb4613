"""Words on the way: the text of an answer while it is being made. Shown, and kept by nobody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pydantic import Field

from domain.values import Frozen

MOST_DRAFT_TEXT: Final = 16_000
"""Characters of one draft that are shown; what comes after them comes with the answer itself."""
MOST_PIECE_TEXT: Final = 1_000
"""Characters of one piece. As JSON in UTF-8 they take 6,000 bytes at most."""


class DraftKey(Frozen):
    """One attempt at the answer of one turn."""

    tenant_id: str
    conversation_id: str
    turn: str
    attempt: int = Field(default=1, ge=1)
    """Of the activity, which may run again elsewhere: a later attempt's words replace an earlier
    one's, and an earlier one that still runs is not heard any more."""


class DraftPiece(Frozen):
    """A part of a draft on its way to whoever shows it. It may come twice, or not at all."""

    key: DraftKey
    version: int
    """Of the attempt's text: the next one does not go on from the one before."""
    start: int = 0
    """Where in the version's text this begins, in characters."""
    text: str = ""
    withdrawn: bool = False


@dataclass
class DraftText:
    """A draft as it was heard so far."""

    key: DraftKey
    version: int
    text: str = ""
    withdrawn: bool = False

    @classmethod
    def of(cls, piece: DraftPiece) -> "DraftText":
        """A draft that begins with this piece."""
        begun = cls(piece.key, piece.version)
        begun.take(piece)
        return begun

    def is_before(self, piece: DraftPiece) -> bool:
        """Whether the piece is of a text that takes this one's place."""
        if piece.key.turn != self.key.turn:
            return True  # of turns that have ended none is sent
        return (piece.key.attempt, piece.version) > (self.key.attempt, self.version)

    def take(self, piece: DraftPiece) -> None:
        """Add what is new in a piece. Where one is missing in between, it is left for later: the
        text is sent from its beginning again and again."""
        if (piece.key, piece.version) != (self.key, self.version):
            return
        self.withdrawn = self.withdrawn or piece.withdrawn
        end = piece.start + len(piece.text)
        if piece.start <= len(self.text) < end:
            self.text = (self.text[: piece.start] + piece.text)[:MOST_DRAFT_TEXT]


def pieces_of(key: DraftKey, version: int, text: str, start: int = 0) -> Iterator[DraftPiece]:
    """What of a version's text comes after `start`, in pieces small enough to be sent."""
    shown = text[:MOST_DRAFT_TEXT]
    for begin in range(start, len(shown), MOST_PIECE_TEXT):
        end = begin + MOST_PIECE_TEXT
        yield DraftPiece(key=key, version=version, start=begin, text=shown[begin:end])
