"""Inside the model process: every piece of work is charged to the job that asked for it."""

import asyncio
import time
from collections.abc import Coroutine, Generator
from contextvars import Context, ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from infra.model_process.shared_memory import Board


@dataclass
class Account:
    """What one job has used of the event loop so far."""

    job: int
    used: int = 0
    """Nanoseconds of the event loop's thread."""


account: ContextVar[Account | None] = ContextVar("account", default=None)


class _Charged(Coroutine[Any, Any, Any]):
    """A coroutine that is on the board whenever it runs, and off it whenever it waits."""

    def __init__(self, inner: Coroutine[Any, Any, Any], payer: Account, board: Board) -> None:
        self._inner = inner
        self._payer = payer
        self._board = board

    def send(self, value: Any) -> Any:
        before = self._begin()
        try:
            return self._inner.send(value)
        finally:
            self._end(before)

    def throw(
        self,
        typ: type[BaseException] | BaseException,
        val: BaseException | object = None,
        tb: TracebackType | None = None,  # noqa: ARG002 - the protocol names it
    ) -> Any:
        before = self._begin()
        try:
            return self._inner.throw(typ if isinstance(typ, BaseException) else typ(val))
        finally:
            self._end(before)

    def close(self) -> None:
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()

    def _begin(self) -> int:
        before = time.thread_time_ns()
        self._board.begin(self._payer.job, self._payer.used, before)
        return before

    def _end(self, before: int) -> None:
        self._payer.used += time.thread_time_ns() - before
        self._board.end()


def charge_tasks(loop: asyncio.AbstractEventLoop, board: Board) -> None:
    """From now on a task, and whatever tasks it starts, are charged to `account` as it is then."""

    def factory(
        loop: asyncio.AbstractEventLoop,
        work: Coroutine[Any, Any, Any] | Generator[Any, Any, Any],
        context: Context | None = None,
        **options: Any,
    ) -> asyncio.Task[Any]:
        payer = context.get(account) if context is not None else account.get()
        if payer is not None and isinstance(work, Coroutine):
            work = _Charged(work, payer, board)
        return asyncio.Task(work, loop=loop, context=context, **options)

    loop.set_task_factory(factory)
