"""The model process's own side: takes jobs, works on them, answers."""

import asyncio
import ctypes
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextvars import copy_context
from typing import Any

from domain.errors import DuralogueError
from infra.model_process.accounts import Account, account, charge_tasks
from infra.model_process.frames import Frames
from infra.model_process.shared_memory import Board

Handler = Callable[..., Awaitable[Any]]

BEAT_S = 0.5
_PR_SET_PDEATHSIG = 1

_log = logging.getLogger(__name__)


class Missing(Exception):
    """The job names something that this process has not been given, or no longer has."""


async def serve(connection: int, page: int, handlers: Mapping[str, Handler]) -> None:
    """Until the worker closes its end, or is no more."""
    loop = asyncio.get_running_loop()
    board = Board(page)
    charge_tasks(loop, board)
    gone = asyncio.Event()
    desk = _Desk(handlers)
    frames = Frames(desk.received, gone.set)
    desk.answer = frames.send
    await loop.connect_accepted_socket(lambda: frames, socket.socket(fileno=connection))
    while not gone.is_set():
        board.show_life()
        try:
            await asyncio.wait_for(gone.wait(), BEAT_S)
        except TimeoutError:
            continue


def end_with(parent: int) -> None:
    """Never outlive the worker, and leave it to the worker to say when to end."""
    for sent_to_the_whole_group in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sent_to_the_whole_group, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the worker that started this process has ended")


class _Desk:
    def __init__(self, handlers: Mapping[str, Handler]) -> None:
        self._handlers = handlers
        self._under_way: set[asyncio.Task[Any]] = set()
        self.answer: Callable[[Any], None] = lambda _: None

    def received(self, job: tuple[int, str, tuple[Any, ...]]) -> None:
        number, kind, arguments = job
        context = copy_context()
        context.run(account.set, Account(number))
        task = asyncio.get_running_loop().create_task(self._work(kind, arguments), context=context)
        self._under_way.add(task)
        task.add_done_callback(lambda done: self._done(number, kind, done))

    async def _work(self, kind: str, arguments: tuple[Any, ...]) -> Any:
        return await self._handlers[kind](*arguments)

    def _done(self, number: int, kind: str, task: "asyncio.Task[Any]") -> None:
        self._under_way.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is None and not task.cancelled():
            self.answer((number, True, task.result()))
            return
        if not isinstance(error, DuralogueError | Missing):
            _log.error("model_job_failed", exc_info=error, extra={"kind": kind})
        self.answer((number, False, (type(error).__name__, _said(error))))


def _said(error: BaseException | None) -> str:
    """Only our own errors' sentences: a library's may quote what the customer wrote."""
    return str(error) if isinstance(error, DuralogueError) else ""
