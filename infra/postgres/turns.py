"""The transaction behind a turn: one call of a function that the migrations made."""

import json
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import (
    Channel,
)
from domain.dialogue.commands import CancelApproval, CancelHandoff, CloseConversation
from domain.people import people_of
from domain.ports import Bots, TenantKeys
from domain.tenant_settings import ConversationPolicy
from domain.transcript_entries import (
    Entry,
    address_of,
    customer_of,
    entries_of,
)
from domain.turn_requests import approvals_of, handoffs_of
from domain.turns import (
    CommitTurn,
    ConversationRef,
    OpenSession,
    SessionOpened,
    StepResult,
    TurnCommitted,
)
from infra.postgres.bots import PostgresBots
from infra.postgres.raw_queries import function_row, tenant_rows
from infra.postgres.sealed_addresses import SealedAddresses
from infra.postgres.serialization import as_json, storable
from infra.postgres.tenant_seals import Sealed

ENTRIES = TypeAdapter(list[Entry])

_OPEN_SESSION = (
    "SELECT session, revision FROM open_session(%(tenant)s, %(conversation)s, %(channel)s, %(at)s)"
)
_LEFT_OPEN = """
SELECT delivery_id FROM deliveries
WHERE tenant_id = %(tenant)s AND conversation_id = %(conversation)s
AND status IN ('pending', 'sending')
ORDER BY created_at, delivery_id
"""
_COMMIT_UNCHECKED_TURN = (
    "SELECT adopted::text AS adopted, duplicates, to_send, void"
    " FROM commit_unchecked_turn(%(turn)s::jsonb, %(result)s::json)"
)
_COMMIT_TURN = (
    "SELECT adopted::text AS adopted, duplicates, to_send"
    " FROM commit_turn(%(turn)s::jsonb, %(result)s::json)"
)
_COMMIT_NOTICE = (
    "SELECT adopted::text AS adopted, duplicates, to_send, void"
    " FROM commit_notice(%(turn)s::jsonb, %(result)s::json)"
)


class PostgresTurnStore:
    """Implements `TurnStore`. A step is one statement, hence one transaction and one round trip."""

    def __init__(self, engine: AsyncEngine, keys: TenantKeys, bots: Bots | None = None) -> None:
        self._engine = engine
        self._addresses = SealedAddresses(keys)
        self._bots = bots or PostgresBots(engine)

    async def open_session(self, request: OpenSession) -> SessionOpened:
        """On channels with a provider two statements, of which the second only reads."""
        conversation = request.conversation
        opened = await function_row(
            self._engine,
            _OPEN_SESSION,
            {
                "tenant": conversation.tenant_id,
                "conversation": conversation.conversation_id,
                "channel": conversation.channel,
                "at": request.at,
            },
        )
        bot = await self._bots.get(conversation.tenant_id, opened["revision"])
        return SessionOpened(
            session=opened["session"],
            revision=opened["revision"],
            policy=ConversationPolicy.of(bot.tenant),
            locale=bot.tenant.branding.locales[0],
            left_open=await self._left_open(conversation),
        )

    async def _left_open(self, conversation: ConversationRef) -> tuple[str, ...]:
        if conversation.channel is Channel.WEB:
            return ()
        tenant_id = conversation.tenant_id
        values = {"tenant": tenant_id, "conversation": conversation.conversation_id}
        rows = await tenant_rows(self._engine, tenant_id, _LEFT_OPEN, values)
        return tuple(row["delivery_id"] for row in rows)

    async def commit(self, request: CommitTurn) -> TurnCommitted:
        """Raise NotFound where no session was opened, Conflict for a turn of other messages."""
        turn = _turn(request, await self._address(request))
        statement = _COMMIT_TURN
        if unchecked := _unchecked(request):
            turn["unchecked"], statement = unchecked, _COMMIT_UNCHECKED_TURN
        if request.announces is not None:
            turn["announces"], statement = request.announces, _COMMIT_NOTICE
        stored = await function_row(
            self._engine,
            statement,
            {
                "turn": as_json(turn),
                "result": storable(request.result.model_dump_json()),
            },
        )
        adopted = stored["adopted"]
        return TurnCommitted(
            adopted=StepResult.model_validate_json(adopted) if adopted is not None else None,
            duplicates=tuple(stored["duplicates"]),
            void=tuple(stored.get("void", ())),
            to_send=tuple(stored["to_send"]),
        )

    async def _address(self, request: CommitTurn) -> Sealed | None:
        address = address_of(request.inbound)
        if address is None:
            return None
        of = request.conversation
        return await self._addresses.seal(of.tenant_id, of.conversation_id, address)


def _turn(request: CommitTurn, address: Sealed | None) -> dict[str, Any]:
    result = request.result
    turn = {
        "tenant_id": request.conversation.tenant_id,
        "conversation_id": request.conversation.conversation_id,
        "revision": request.conversation.revision or None,
        "session": request.session,
        "turn": request.turn,
        "step": request.step,
        "inbound_ids": [message.message_id for message in request.inbound],
        "intent": result.intent,
        "confidence": result.confidence,
        "outcome": request.ends,
        "started_at": request.started_at.isoformat(),
        "at": request.at.isoformat(),
        "latency_ms": (request.at - request.started_at).total_seconds() * 1000,
        "trace_id": request.trace_id,
        "entries": ENTRIES.dump_python(entries_of(request), mode="json"),
    }
    more = _more(request)
    if address is not None:
        more["address"] = address.as_json()
    return {**turn, "more": more} if any(more.values()) else turn


def _unchecked(request: CommitTurn) -> list[dict[str, Any]]:
    """Of each message that the database has still to check: what its session proved, and when."""
    return [
        {
            "id": message.message_id,
            "customer": message.customer.customer_id if message.customer else None,
            "at": message.received_at.isoformat(),
        }
        for message in request.inbound
        if message.unchecked
    ]


def _more(request: CommitTurn) -> dict[str, Any]:
    commands = request.result.commands
    return {
        "approvals": [
            approval.model_dump(mode="json") | {"shown": json.dumps(approval.shown)}
            for approval in approvals_of(request)
        ],
        "handoffs": [handoff.model_dump(mode="json") for handoff in handoffs_of(request)],
        "cancelled_approvals": [c.approval_id for c in commands if isinstance(c, CancelApproval)],
        "cancelled_handoffs": [c.handoff_id for c in commands if isinstance(c, CancelHandoff)],
        "closes": any(isinstance(c, CloseConversation) for c in commands),
        "customer_ref": customer_of(request.inbound),
        "people": [
            {"person": person, "at": at.isoformat()} for person, at in people_of(request.inbound)
        ],
    }
