"""Fault points: named moments in a process's work at which it can be made to die."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_R = TypeVar("_R")
_Port = TypeVar("_Port")

_UNDER_WAY_S = 0.05
"""So long a call has had when we die in the middle of it: the request is out by then."""


class Step(StrEnum):
    """The steps of the product's work that have fault points, by who takes them."""

    ACCEPT = "accept"
    CLAIM = "claim"
    AGENT_MESSAGE = "agent_message"
    GIVE_BACK = "give_back"
    SPOOL_ADD = "spool_add"
    SPOOL_HAND_OVER = "spool_hand_over"

    OPEN_SESSION = "open_session"
    UNDERSTAND = "understand"
    FIND_ANSWER = "find_answer"
    COMMIT_TURN = "commit_turn"
    RECORD_OWNER = "record_owner"
    RECORD_AGENT_MESSAGE = "record_agent_message"

    CALL_TOOL = "call_tool"
    RECORD_TOOL_CALL = "record_tool_call"


class Moment(StrEnum):
    BEFORE = "before"
    UNDER_WAY = "under_way"
    AFTER = "after"
    """It is done, and nobody has been told."""


ALL_POINTS = tuple(f"{step}.{moment}" for step in Step for moment in Moment)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class FaultPoints:
    """Dies at a point for which a file of its name lies in the folder; each file serves once.

    Without a folder, as in production, it is not even in the way: ports come back as they are.
    """

    def __init__(self, folder: Path | None, die: Callable[[], None] = _die) -> None:
        self._folder = folder
        self._die = die

    def around(self, port: _Port, **steps: Step) -> _Port:
        """The port, with fault points around the methods named."""
        if self._folder is None:
            return port
        return cast(_Port, _Watched(port, self, steps))

    def watched(self, call: Callable[_P, Awaitable[_R]], step: Step) -> Callable[_P, Awaitable[_R]]:
        """The call, with this step's points before, in the middle of and after it."""
        if self._folder is None:
            return call

        async def watched(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            self._pass(step, Moment.BEFORE)
            work = asyncio.ensure_future(call(*args, **kwargs))
            try:
                if self._is_armed(step, Moment.UNDER_WAY):
                    await asyncio.wait({work}, timeout=_UNDER_WAY_S)
                    self._pass(step, Moment.UNDER_WAY)
                result = await work
            finally:
                work.cancel()
            self._pass(step, Moment.AFTER)
            return result

        return watched

    def _is_armed(self, step: Step, moment: Moment) -> bool:
        return self._folder is not None and (self._folder / f"{step}.{moment}").exists()

    def _pass(self, step: Step, moment: Moment) -> None:
        """Die here if asked to. Whoever takes the file away is the one."""
        if self._folder is None:
            return
        try:
            (self._folder / f"{step}.{moment}").unlink()
        except FileNotFoundError:
            return
        self._die()


class _Watched(Generic[_Port]):
    """Stands for a port; what is not watched is the port's own."""

    def __init__(self, port: _Port, points: FaultPoints, steps: dict[str, Step]) -> None:
        self._port = port
        self._points = points
        self._steps = steps

    def __getattr__(self, name: str) -> Any:
        own = getattr(self._port, name)
        return self._points.watched(own, self._steps[name]) if name in self._steps else own
