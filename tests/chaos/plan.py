"""The plan of a run: who says what when, and what breaks when. The same seed, the same plan."""

import random
from dataclasses import dataclass
from enum import StrEnum

from duralogue.chaos.points import ALL_POINTS, Step
from tests.chaos.scripts import Kind, Scripted, write_script, write_scripts

PARTS = ("worker-conversations", "worker-activities", "gateway", "postgres", "temporal", "shop")
_WEIGHTS = (6, 3, 4, 2, 2, 1)
_PAUSE_SHARE = 0.25


_STEPS_OF = {
    "gateway": {
        Step.ACCEPT,
        Step.CLAIM,
        Step.AGENT_MESSAGE,
        Step.GIVE_BACK,
        Step.SPOOL_ADD,
        Step.SPOOL_HAND_OVER,
    },
    "worker-activities": {Step.CALL_TOOL, Step.RECORD_TOOL_CALL},
}
"""The others are those of the worker of conversations."""

_PASSED_BY = {
    Step.CLAIM: Kind.HUMAN,
    Step.AGENT_MESSAGE: Kind.HUMAN,
    Step.GIVE_BACK: Kind.HUMAN,
    Step.RECORD_OWNER: Kind.HUMAN,
    Step.RECORD_AGENT_MESSAGE: Kind.HUMAN,
    Step.SPOOL_ADD: Kind.BURST,
    Step.SPOOL_HAND_OVER: Kind.BURST,
    Step.CALL_TOOL: Kind.REFUND,
    Step.RECORD_TOOL_CALL: Kind.REFUND,
}
"""Who comes past a step; everybody comes past the others."""


class FaultKind(StrEnum):
    KILL = "kill"
    PAUSE = "pause"
    POINT = "point"


@dataclass(frozen=True)
class Fault:
    """`target` is a part of the stack, or the name of a fault point."""

    at_s: float
    kind: FaultKind
    target: str
    seconds: float = 0.0
    """How long a paused part stands still."""

    @property
    def part(self) -> str:
        """Whom it hits."""
        if self.kind is not FaultKind.POINT:
            return self.target
        step = Step(self.target.partition(".")[0])
        parts = (part for part, steps in _STEPS_OF.items() if step in steps)
        return next(parts, "worker-conversations")


@dataclass(frozen=True)
class Size:
    """How big a run is to be."""

    messages: int
    messages_per_s: float = 6.0
    faults: int = 0
    """0: one every five seconds, and never fewer than one and a half times the fault points."""
    points: tuple[str, ...] = ALL_POINTS

    @property
    def seconds(self) -> float:
        return max(self.messages / self.messages_per_s, 20.0)

    @property
    def number_of_faults(self) -> int:
        return self.faults or max(int(self.seconds / 5), len(self.points) * 3 // 2)


@dataclass(frozen=True)
class Plan:
    seed: int
    conversations: tuple[Scripted, ...]
    faults: tuple[Fault, ...]

    @property
    def messages(self) -> int:
        return sum(len(conversation.lines) for conversation in self.conversations)


def make_plan(seed: int, size: Size) -> Plan:
    """A pure function of its arguments."""
    dice = random.Random(seed)  # noqa: S311 - a plan is to be repeated, not to be a secret
    faults = _faults(dice, size)
    passing = [
        write_passer(dice, seed, number, fault.target, begins_s=fault.at_s)
        for number, fault in enumerate(fault for fault in faults if fault.kind is FaultKind.POINT)
    ]
    everybody = write_scripts(dice, passing, seed, messages=size.messages, seconds=size.seconds)
    return Plan(seed, everybody, faults)


def write_passer(
    dice: random.Random, seed: int, number: int, point: str, *, begins_s: float
) -> Scripted:
    """Somebody who makes a process pass this point."""
    kind = _PASSED_BY.get(Step(point.partition(".")[0]), Kind.QUESTION)
    return write_script(dice, seed, number, kind, begins_s=begins_s)


def _faults(dice: random.Random, size: Size) -> tuple[Fault, ...]:
    """Spread over the run with jitter; every fault point once."""
    number = size.number_of_faults
    points = list(size.points)
    dice.shuffle(points)
    room_for_points = min(len(points), number)
    kinds = [FaultKind.POINT] * room_for_points
    kinds += [
        FaultKind.PAUSE if dice.random() < _PAUSE_SHARE else FaultKind.KILL
        for _ in range(number - room_for_points)
    ]
    dice.shuffle(kinds)
    apart = size.seconds / (number + 1)
    return tuple(
        _fault(dice, kind, points, at_s=round(apart * (i + 0.5 + dice.random()), 3))
        for i, kind in enumerate(kinds)
    )


def _fault(dice: random.Random, kind: FaultKind, points: list[str], *, at_s: float) -> Fault:
    if kind is FaultKind.POINT:
        return Fault(at_s, kind, points.pop())
    [part] = dice.choices(PARTS, _WEIGHTS)
    seconds = round(dice.uniform(1, 7), 2) if kind is FaultKind.PAUSE else 0.0
    return Fault(at_s, kind, part, seconds)
