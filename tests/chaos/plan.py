"""The plan of a run: who says what when, and what breaks when. The same seed, the same plan."""

import random
from dataclasses import dataclass
from enum import StrEnum

from duralogue.chaos.points import ALL_POINTS, Step
from tests.chaos.routes import WIRES
from tests.chaos.scripts import Kind, Scripted, write_script, write_scripts
from tests.chaos.wires import Cut

TEMPORAL = "temporal"
PARTS = ("worker-conversations", "worker-activities", "gateway", "postgres", TEMPORAL, "shop")
_WEIGHTS = (6, 3, 4, 2, 2, 1)
_FAULT_EVERY_S = 5.5

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
    CUT = "cut"
    POINT = "point"


_SHARES = {FaultKind.KILL: 70, FaultKind.PAUSE: 15, FaultKind.CUT: 15}
"""Of the faults that are not points."""


@dataclass(frozen=True)
class Fault:
    """`target` is a part of the stack, a wire between two, or the name of a fault point."""

    at_s: float
    kind: FaultKind
    target: str
    seconds: float = 0.0
    """How long a part stands still, or a wire is cut."""
    cut: Cut = Cut.REFUSE

    @property
    def turn(self) -> str:
        """Whose turn it takes: of the Temporal servers one at a time is struck."""
        return TEMPORAL if self.target.startswith(TEMPORAL) else self.target


@dataclass(frozen=True)
class Size:
    """How big a run is to be."""

    messages: int
    messages_per_s: float = 6.0
    faults: int = 0
    """0: one every few seconds, and never fewer than one and a half times the fault points."""
    points: tuple[str, ...] = ALL_POINTS
    servers: tuple[str, ...] = (TEMPORAL,)
    """The names of the Temporal servers."""

    @property
    def seconds(self) -> float:
        return max(self.messages / self.messages_per_s, 20.0)

    @property
    def number_of_faults(self) -> int:
        return self.faults or max(int(self.seconds / _FAULT_EVERY_S), len(self.points) * 3 // 2)


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
    kinds += dice.choices(list(_SHARES), list(_SHARES.values()), k=number - room_for_points)
    dice.shuffle(kinds)
    apart = size.seconds / (number + 1)
    return tuple(
        _fault(dice, kind, points, size, at_s=round(apart * (i + 0.5 + dice.random()), 3))
        for i, kind in enumerate(kinds)
    )


def _fault(
    dice: random.Random, kind: FaultKind, points: list[str], size: Size, *, at_s: float
) -> Fault:
    seconds = round(dice.uniform(1, 7), 2)
    if kind is FaultKind.POINT:
        return Fault(at_s, kind, points.pop())
    if kind is FaultKind.CUT:
        return Fault(at_s, kind, dice.choice(WIRES), seconds, dice.choice(list(Cut)))
    [part] = dice.choices(PARTS, _WEIGHTS)
    target = dice.choice(size.servers) if part == TEMPORAL else part
    return Fault(at_s, kind, target, seconds if kind is FaultKind.PAUSE else 0.0)
