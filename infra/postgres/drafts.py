"""Drafts by NOTIFY: from the worker that makes an answer to every gateway, kept by nobody."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.drafts import MOST_DRAFT_TEXT, DraftKey, DraftPiece, pieces_of
from domain.errors import DuralogueError
from domain.ports.drafts import DraftListener
from infra.postgres.event_hub import DRAFTS, EventHub
from infra.postgres.raw_queries import tenant_rows
from infra.postgres.serialization import storable

_EVERY_S: Final = 0.1
"""At most ten times a second: people read no faster, and each is a transaction."""
_ANEW_EVERY_S: Final = 2.0
"""So often all of the text is sent, for gateways that have missed a piece."""
_SENT_WITHIN_S: Final = 2.0
_LAST_WITHIN_S: Final = 1.0
_log = logging.getLogger(__name__)

# Nothing is to be kept, so no commit waits for the disk. Only the web shows drafts.
#
# In one statement, hence one snapshot: after the commit of a claim, or of the turn's end, nothing
# more is sent. Notifications come in the order of commit, so what races with such a commit is told
# by its number: it is that of the event before.
_TELL = """
SELECT set_config('synchronous_commit', 'off', true),
    pg_notify(%(channel)s, c.last_seq || ' ' || %(piece)s)
FROM conversations c
WHERE c.tenant_id = %(tenant)s AND c.conversation_id = %(conversation)s
AND c.channel = 'web' AND c.owner = 'bot' AND c.status <> 'closed'
AND NOT EXISTS (
    SELECT FROM turns t WHERE t.tenant_id = %(tenant)s AND t.conversation_id = %(conversation)s
    AND t.turn = %(turn)s AND t.ended_at IS NOT NULL
)
"""


class PostgresDraftStream:
    """Implements `DraftStream`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def begin(self, key: DraftKey) -> AsyncIterator["PostgresDraft"]:
        draft = PostgresDraft(self._engine, key)
        sending = asyncio.create_task(draft.send_until_ended(), name="draft")
        is_well = False
        try:
            yield draft
            is_well = True
        finally:
            draft.end(is_well=is_well)
            # Cut off in the middle, a statement would cost its connection.
            with suppress(TimeoutError):
                await asyncio.wait_for(sending, _LAST_WITHIN_S)


class PostgresDraft:
    """Implements `Draft`: one attempt's text, and how much of it was sent."""

    def __init__(self, engine: AsyncEngine, key: DraftKey) -> None:
        self._engine = engine
        self._key = key
        self._text = ""
        self._version = 1
        self._sent = 0
        self._is_withdrawn = False
        self._is_withdrawal_due = False
        self._is_over = False
        """Whether nobody is to see any more of it: a human has the conversation."""
        self._has_more = asyncio.Event()
        self._ended = asyncio.Event()
        self._anew_at = 0.0

    def show(self, text: str) -> None:
        text = text[:MOST_DRAFT_TEXT].encode(errors="replace").decode()
        if text == self._text and not self._is_withdrawn:
            return
        if self._is_withdrawn or not text.startswith(self._text):
            self._version += 1
            self._sent = 0
            self._is_withdrawn = self._is_withdrawal_due = False
        self._text = text
        self._has_more.set()

    def withdraw(self) -> None:
        if self._text and not self._is_withdrawn:
            self._is_withdrawn = self._is_withdrawal_due = True
            self._has_more.set()

    def end(self, *, is_well: bool) -> None:
        """Send no more, but that it is taken back: the answer does not follow, or is another."""
        if not is_well:
            self.withdraw()
        elif not self._is_withdrawal_due:
            self._is_over = True
        self._ended.set()
        self._has_more.set()

    async def send_until_ended(self) -> None:
        """Each time whatever has come together since the last one."""
        while not self._is_over:
            await self._has_more.wait()
            self._has_more.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(_SENT_WITHIN_S):
                    await self._send()
            if self._ended.is_set() and not self._has_more.is_set():
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), _EVERY_S)

    async def _send(self) -> None:
        """What is new; now and then all of it."""
        now = asyncio.get_running_loop().time()
        version, text = self._version, self._text
        if self._is_withdrawal_due:
            withdrawn = DraftPiece(key=self._key, version=version, withdrawn=True)
            self._is_withdrawal_due = not await self._tell(withdrawn)
        elif self._sent < len(text) and not self._is_withdrawn:
            start = self._sent
            if now >= self._anew_at:
                start, self._anew_at = 0, now + _ANEW_EVERY_S
            for piece in pieces_of(self._key, version, text, start):
                if not await self._tell(piece):
                    return
            if version == self._version:
                self._sent = len(text)

    async def _tell(self, piece: DraftPiece) -> bool:
        """Whether it went out."""
        values = {
            "channel": DRAFTS,
            "piece": storable(piece.model_dump_json(exclude_defaults=True)),
            "tenant": self._key.tenant_id,
            "conversation": self._key.conversation_id,
            "turn": self._key.turn,
        }
        if self._is_over:
            return False
        try:
            told = await tenant_rows(self._engine, self._key.tenant_id, _TELL, values)
        except DuralogueError as error:
            _log.warning("draft_not_sent", extra={"error_type": type(error).__name__})
            return False
        self._is_over = not told
        return bool(told)


class PostgresDraftSource:
    """Implements `DraftSource` over the process's one LISTEN connection."""

    def __init__(self, hub: EventHub) -> None:
        self._hub = hub

    def listen(self, listener: DraftListener) -> None:
        self._hub.listen_for_drafts(listener)
