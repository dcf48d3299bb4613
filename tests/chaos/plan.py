"""The plan of a run: who says what when, and what breaks when. The same seed, the same plan."""

import random
import re
from dataclasses import dataclass
from enum import StrEnum

from duralogue.chaos.points import ALL_POINTS, Step
from duralogue.embedded.stack import replica
from tests.chaos.routes import WIRES, wire_of
from tests.chaos.scripts import Kind, Scripted, write_script, write_scripts
from tests.chaos.tcp_proxy import Cut

TEMPORAL = "temporal"
PARTS = ("worker-conversations", "worker-activities", "gateway", "postgres", TEMPORAL, "shop")
_WEIGHTS = (6, 3, 4, 2, 2, 1)
_SEVERAL = ("worker-conversations", "worker-activities", "gateway")
"""The parts of which there may be more than one."""
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


_GATEWAYS = (
    Step.ACCEPT,
    Step.CLAIM,
    Step.AGENT_MESSAGE,
    Step.GIVE_BACK,
    Step.SPOOL_ADD,
    Step.SPOOL_HAND_OVER,
)
_CALLS = (Step.CALL_TOOL, Step.RECORD_TOOL_CALL)
_ONE_OF_SEVERAL = re.compile(r"-\d+$")


def kind_of(part: str) -> str:
    """`gateway` of `gateway-2`, `temporal` of `temporal-1`."""
    return _ONE_OF_SEVERAL.sub("", part)


def killed_at(point: str) -> str:
    """The kind of part that dies at a fault point, mostly: quick reads call tools elsewhere."""
    step = Step(point.partition(".")[0])
    if step in _GATEWAYS:
        return "gateway"
    return "worker-activities" if step in _CALLS else "worker-conversations"


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
        """Whose turn it takes: of several of a kind one at a time is struck."""
        return self.target if self.kind is FaultKind.CUT else kind_of(self.target)


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
    replicas: int = 1
    """How many gateways and workers of each kind there are."""
    channels: bool = False
    """Whether customers come by Slack and SMS too."""

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
    everybody = write_scripts(
        dice, passing, seed, messages=size.messages, seconds=size.seconds, channels=size.channels
    )
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
        wire, how = dice.choice(WIRES), dice.choice(list(Cut))
        return Fault(at_s, kind, wire_of(wire, _which(dice, size)), seconds, how)
    [part] = dice.choices(PARTS, _WEIGHTS)
    target = dice.choice(size.servers) if part == TEMPORAL else part
    if part in _SEVERAL:
        target = replica(part, _which(dice, size))
    return Fault(at_s, kind, target, seconds if kind is FaultKind.PAUSE else 0.0)


def _which(dice: random.Random, size: Size) -> int:
    """No throw where there is only one: plans stay what they were."""
    return dice.randint(1, size.replicas) if size.replicas > 1 else 1
