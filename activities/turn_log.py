"""One line of the log for each turn that has ended."""

import logging
import time

from domain.turns import CommitTurn, TurnCommitted

_log = logging.getLogger(__name__)


def log_turn(request: CommitTurn, committed: TurnCommitted, started: float) -> None:
    """Write what came of the turn; `started` is when its commit began, by `time.perf_counter`."""
    result = committed.adopted or request.result
    outcome = committed.unheard_as if committed.unheard else request.ends
    _log.info(
        "turn_ended",
        extra={
            "tenant_id": request.conversation.tenant_id,
            "conversation_id": request.conversation.conversation_id,
            "message_id": request.inbound[-1].message_id if request.inbound else None,
            "turn": request.turn,
            "outcome": outcome,
            "intent": result.intent,
            "confidence": result.confidence,
            "latency_ms": round((request.at - request.started_at).total_seconds() * 1000, 1),
            "commit_ms": round((time.perf_counter() - started) * 1000, 1),
            "trace_id": request.trace_id,
        },
    )
