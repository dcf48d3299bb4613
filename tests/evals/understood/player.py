"""Plays a scene and a text through the real understanding and the real engine."""

from copy import copy
from dataclasses import dataclass, field
from typing import Self

from domain.bot.model import Bot
from domain.dialogue.commands import CallTool, Command
from domain.dialogue.events import Event
from domain.dialogue.state import FlowFrame
from domain.messages import Reply
from domain.tools import Effect
from duralogue.bot_tests.simulator import Stage, Understand
from tests.evals.understood.backends import answer
from tests.evals.understood.entries import Scene, Turn

_MOST_CALLS = 20
"""In one turn: a bot that calls for ever is found, not waited for."""


@dataclass
class Played:
    """What the text led to, and where the conversation then stands."""

    bot: Bot
    stage: Stage
    replies: list[Reply] = field(default_factory=list)
    calls: list[CallTool] = field(default_factory=list)
    began: list[str] = field(default_factory=list)
    """Flows, by their names."""

    @property
    def writes(self) -> list[str]:
        return [call.tool for call in self.calls if call.effect is not Effect.READ]

    @property
    def open_flows(self) -> set[str]:
        return {frame.flow for frame in _frames(self.stage)}


class _Watched(Stage):
    """A stage that notes what is asked of the outside, and which flows begin."""

    def __init__(self, bot: Bot, scene: Scene) -> None:
        super().__init__(bot, scene.at, scene.verified)
        self.state = self.state.model_copy(update={"locale": scene.locale})
        self.calls: list[CallTool] = []
        self.began: list[str] = []
        self._runs: set[str] = set()

    def happen(self, event: Event) -> None:
        super().happen(event)
        for frame in _frames(self):
            if frame.run not in self._runs:
                self._runs.add(frame.run)
                self.began.append(frame.flow)

    def copied(self) -> Self:
        """As it stands: what it holds is frozen, and where it holds it is copied."""
        other = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, list | dict | set):
                setattr(other, name, copy(value))
        return other

    def _carry_out(self, command: Command) -> None:
        if isinstance(command, CallTool):
            self.calls.append(command)
        super()._carry_out(command)


_REACHED: dict[tuple[Understand, str, str], _Watched] = {}
"""Stages by who understands, the bot and the scene: a hundred texts are tried in one scene."""


async def play(bot: Bot, scene: Scene, text: str | None, understand: Understand) -> Played:
    """Play what comes before the text, then the text; only what it leads to is kept.

    Without a text: the scene itself, with what its last turn led to. What comes before is played
    once for each `understand`.
    """
    place = (understand, bot.revision, scene.model_dump_json())
    if place not in _REACHED:
        _REACHED[place] = stage = _Watched(bot, scene)
        for turn in scene.before:
            await _next(stage, scene, turn, understand)
    stage = _REACHED[place].copied()
    if text is not None:
        await _next(stage, scene, Turn(customer=text), understand)
    return Played(bot, stage, stage.replies, stage.calls, stage.began)


async def _next(stage: _Watched, scene: Scene, turn: Turn, understand: Understand) -> None:
    """Take the turn, and keep what it leads to alone."""
    stage.replies.clear()
    stage.calls.clear()
    stage.began.clear()
    await _take(stage, scene, turn, understand)


async def _take(stage: _Watched, scene: Scene, turn: Turn, understand: Understand) -> None:
    if turn.customer is not None:
        await stage.hear(turn.customer, understand, scene.finds)
    if turn.wait is not None:
        stage.wait(turn.wait)
    if turn.human is not None:
        stage.human(turn.human)
    if turn.decide is not None and stage.approvals:
        stage.decide_approval(stage.approvals[-1], approved=turn.decide == "approved")
    for _ in range(_MOST_CALLS):
        if (call := stage.call) is None:
            return
        stage.call = None
        stage.happen(answer(call, stage.at, scene.down))
    raise AssertionError(f"{turn}: more than {_MOST_CALLS} calls")


def _frames(stage: Stage) -> tuple[FlowFrame, ...]:
    return (*stage.state.stack, *stage.state.parked)
