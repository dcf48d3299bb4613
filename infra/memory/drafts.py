"""Memory twins of the drafts: what is shown is heard at once."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from domain.drafts import DraftKey, DraftPiece, pieces_of
from domain.ports.drafts import DraftListener


class MemoryDraftSource:
    """Implements `DraftSource`, and remembers every piece."""

    def __init__(self) -> None:
        self.listener: DraftListener | None = None
        self.pieces: list[DraftPiece] = []

    def listen(self, listener: DraftListener) -> None:
        self.listener = listener

    def tell(self, piece: DraftPiece, after: int = 0) -> None:
        """As if a worker had sent it."""
        self.pieces.append(piece)
        if self.listener is not None:
            self.listener.heard(piece, after)


class MemoryDraft:
    """Implements `Draft`, each addition a piece of its own."""

    def __init__(self, key: DraftKey, tell: Callable[[DraftPiece], None]) -> None:
        self._key = key
        self._tell = tell
        self._text = ""
        self._version = 1
        self.is_withdrawn = False

    def show(self, text: str) -> None:
        if self.is_withdrawn or not text.startswith(self._text):
            self._version += 1
            self._text = ""
            self.is_withdrawn = False
        for piece in pieces_of(self._key, self._version, text, len(self._text)):
            self._tell(piece)
        self._text = text

    def withdraw(self) -> None:
        if self._text and not self.is_withdrawn:
            self.is_withdrawn = True
            self._tell(DraftPiece(key=self._key, version=self._version, withdrawn=True))


class MemoryDraftStream:
    """Implements `DraftStream` within one process."""

    def __init__(
        self,
        source: MemoryDraftSource | None = None,
        latest: Callable[[str, str], int] = lambda *_: 0,
    ) -> None:
        """`latest` says what the latest event of a conversation is."""
        self.source = source or MemoryDraftSource()
        self._latest = latest
        self.drafts: list[MemoryDraft] = []

    @asynccontextmanager
    async def begin(self, key: DraftKey) -> AsyncIterator[MemoryDraft]:
        latest = (key.tenant_id, key.conversation_id)
        draft = MemoryDraft(key, lambda piece: self.source.tell(piece, self._latest(*latest)))
        self.drafts.append(draft)
        is_well = False
        try:
            yield draft
            is_well = True
        finally:
            if not is_well:
                draft.withdraw()
