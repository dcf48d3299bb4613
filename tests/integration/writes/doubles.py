"""A worker that dies at a point, a customer's plain words, and Acme's bot for each backend."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from domain.bot.model import Bot, Tool
from domain.bot.tool_operations import HttpOperation
from domain.ports import ToolCaller, ToolLog
from domain.tools import OnceBy, ToolCall, ToolCallRecord, ToolOutcome
from domain.understanding.entities import find_entities
from domain.understanding.model import DialogueContext, Understanding
from duralogue.chaos.points import FaultPoints, Step
from tests.integration.http.calls import operation
from tests.integration.writes.wire import LATE_S
from tests.unit.domain.bots import acme

Call = Callable[[Tool, HttpOperation, ToolCall], Awaitable[ToolOutcome]]
Record = Callable[[ToolCallRecord], Awaitable[None]]

TIMEOUT = timedelta(seconds=3)
"""For a call of the real shop, which a busy machine answers late."""
SETTLES = timedelta(seconds=LATE_S + 2)


class Killed(BaseException):
    """Where a real worker would have died of SIGKILL."""


class PlainUnderstander:
    """Implements `Understander`: whoever says "return" wants that."""

    async def understand(
        self, bot: Bot, text: str, context: DialogueContext, vector: Any = None
    ) -> Understanding:
        intent = "return_item" if "return" in text else None
        found = find_entities(bot, text, datetime.now(UTC).date())
        return Understanding(intent=intent, confidence=0.95, entities=found)


class NoKnowledge:
    """Implements `Embedder`, `Retriever` and `Answerer` for those who ask nothing."""

    model, dimension = "none", 1

    async def embed(self, texts: Sequence[str]) -> NoReturn:
        raise AssertionError(texts)

    async def search(self, *_: Any, **__: Any) -> NoReturn:
        raise AssertionError

    async def answer(self, *_: Any, **__: Any) -> NoReturn:
        raise AssertionError


@dataclass
class DoomedCaller:
    """Implements `ToolCaller`; fault points stand around the calls of one tool only."""

    caller: ToolCaller
    points: FaultPoints
    dies_in: str

    async def call(self, tool: Tool, operation: HttpOperation, call: ToolCall) -> ToolOutcome:
        carry_out: Call = self.caller.call
        if tool.name == self.dies_in:
            carry_out = self.points.watched(carry_out, Step.CALL_TOOL)
        return await carry_out(tool, operation, call)


@dataclass
class DoomedLog:
    """Implements `ToolLog` likewise."""

    log: ToolLog
    points: FaultPoints
    dies_in: str

    async def record(self, entry: ToolCallRecord) -> None:
        record: Record = self.log.record
        if entry.call.tool == self.dies_in and entry.outcome is not None:
            record = self.points.watched(record, Step.RECORD_TOOL_CALL)
        await record(entry)


def bot_for(kind: OnceBy, tenant: str) -> Bot:
    """Acme's bot, whose label comes from a backend of this kind that soon loses patience."""
    bot = acme()
    quick = {"timeout": TIMEOUT, "retry": {"attempts": 2}}
    tools = dict(bot.tools)
    for name in ("create_label", "void_label"):
        tools[name] = Tool.model_validate(tools[name].model_dump() | quick)
    kept = {"once_by": kind, "settles_within": SETTLES}
    if kind is OnceBy.NOTHING:
        kept["reconcile"] = None
    if kind is OnceBy.LOOKUP:
        inputs = {"order_id": "order_id", "email": "order_email"}
        by_order = {"http": operation("listLabels"), "inputs": inputs}
        tools["find_label"] = tools["find_label"].model_copy(update=by_order)
    tools["create_label"] = tools["create_label"].model_copy(update=kept)
    config = bot.tenant.model_copy(update={"tenant": tenant})
    return bot.model_copy(update={"tools": tools, "tenant": config, "revision": f"r-{kind}"})


def die() -> NoReturn:
    raise Killed
