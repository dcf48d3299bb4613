"""The human side of a run: takes whoever asks for a human, writes to them, gives them back."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx

from domain.errors import DependencyRejected, DependencyUnavailable
from duralogue.chat_client import named_failures
from tests.chaos.visitor import TENANT, until_done

_LOOK_EVERY_S = 0.5
_TALK_S = 2.0


@dataclass
class Taken:
    """One handoff as its human agent knows it; moments are of this machine's clock."""

    handoff_id: str
    conversation_id: str
    claimed_at: datetime
    message_id: str
    returning_at: datetime | None = None
    was_refused: bool = False
    """Whether the human in charge was not allowed to write."""


@dataclass
class Office:
    """One human agent with a staff token and endless patience."""

    http: httpx.AsyncClient
    token: str
    wanted: set[str] = field(default_factory=set)
    """Conversations whose handoffs are to be taken; the others wait on."""
    taken: dict[str, Taken] = field(default_factory=dict)
    refused_claims: int = 0
    """Claims of handoffs that were listed as waiting."""

    async def work(self) -> None:
        """Until cancelled."""
        talks: set[asyncio.Task[None]] = set()
        try:
            while True:
                found = await until_done(lambda: self._ask("GET", "?status=waiting&limit=200"))
                for handoff in found["handoffs"]:
                    conversation_id = handoff["conversation_id"]
                    if conversation_id in self.wanted:
                        self.wanted.discard(conversation_id)
                        talk = self._talk(handoff["handoff_id"], conversation_id)
                        talks.add(asyncio.create_task(talk))
                await asyncio.sleep(_LOOK_EVERY_S)
        finally:
            for running in talks:
                running.cancel()
            await asyncio.gather(*talks, return_exceptions=True)

    async def _talk(self, handoff_id: str, conversation_id: str) -> None:
        try:
            await until_done(lambda: self._ask("POST", f"/{handoff_id}/claim", {}))
        except DependencyRejected:
            # The row is there before the workflow has adopted it: still in the list, so again.
            self.refused_claims += 1
            self.wanted.add(conversation_id)
            return
        taken = Taken(handoff_id, conversation_id, datetime.now(UTC), uuid4().hex)
        self.taken[conversation_id] = taken
        await asyncio.sleep(_TALK_S)
        body = {"message_id": taken.message_id, "text": "It is not. A new one is on its way."}
        try:
            await until_done(lambda: self._ask("POST", f"/{handoff_id}/messages", body))
        except DependencyRejected:
            taken.was_refused = True
        await asyncio.sleep(_TALK_S)
        taken.returning_at = datetime.now(UTC)
        with suppress(DependencyRejected):  # an earlier try, whose answer was lost, has done it
            await until_done(lambda: self._ask("POST", f"/{handoff_id}/return", {}))

    async def _ask(
        self, method: str, path: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Raise DependencyUnavailable where it may be asked again, else DependencyRejected."""
        headers = {"Authorization": f"Bearer {self.token}"}
        with named_failures(self.http):
            response = await self.http.request(
                method, f"/v1/tenants/{TENANT}/handoffs{path}", json=body, headers=headers
            )
        if response.is_server_error or response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise DependencyUnavailable(f"the gateway answered {response.status_code}")
        if response.is_client_error:
            raise DependencyRejected(f"the gateway answered {response.status_code}")
        is_json = response.headers.get("content-type", "").startswith("application/json")
        return dict(response.json()) if is_json else {}
