"""Failures of a call that writes, for each of the three kinds of backends."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.tools import OnceBy
from duralogue.chaos.points import Moment, Step
from tests.integration.writes.wire import Fault

CONVERSATIONS_WORKER = "the worker of the conversation, once the call is complete"
KEY, LOOKUP, NOTHING = OnceBy.KEY, OnceBy.LOOKUP, OnceBy.NOTHING


@dataclass(frozen=True)
class Case:
    """One return: at which point the worker dies while it calls `dies_in`, and what is lost."""

    name: str
    once_by: OnceBy = KEY
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    dies_in: str = "create_label"
    dies_at: str | None = None
    labels: int = 1
    """How many there are in the end at a backend of the third kind, which nobody can ask."""

    def __str__(self) -> str:
        return f"{self.once_by}: {self.name}"


def _at(step: Step, moment: Moment) -> str:
    return f"{step}.{moment}"


_BEFORE = _at(Step.CALL_TOOL, Moment.BEFORE)
_UNDER_WAY = _at(Step.CALL_TOOL, Moment.UNDER_WAY)
_AFTER = _at(Step.CALL_TOOL, Moment.AFTER)
_RECORDED = _at(Step.RECORD_TOOL_CALL, Moment.AFTER)
_PARKED = _AFTER
"""Where nobody listens nothing comes after the call, so this is met by the deferred attempt."""
_NOT_RECORDED = _at(Step.RECORD_TOOL_CALL, Moment.BEFORE)


def _crashes(kind: OnceBy) -> Iterator[Case]:
    """The points in the order of a call. Without a key it has one attempt in a turn, else two."""
    away = [Fault.UNREACHABLE] * (2 if kind is KEY else 1)
    for name, faults, dies_at, labels in (
        ("killed before the request is sent", [], _BEFORE, 0),
        ("killed while the request is on its way", [Fault.LEAVES_LATE], _UNDER_WAY, 0),
        ("killed while the answer is on its way", [Fault.ANSWER_LATE], _UNDER_WAY, 1),
        ("request lost", [Fault.CUT_ON_THE_WAY], None, 0),
        ("answer lost", [Fault.ANSWER_CUT], None, 1),
        ("answer never comes", [Fault.NO_ANSWER], None, 1),
        ("503 after the deed", [Fault.FAILS_AFTER], None, 1),
        ("killed with the answer in hand", [], _AFTER, 1),
        ("killed before the call is recorded", [], _NOT_RECORDED, 1),
        ("killed after the call is recorded", [], _RECORDED, 1),
        ("the next attempt overtakes it", [Fault.DONE_LATE], None, 1),
        ("killed in a deferred attempt", away, _PARKED, 1),
    ):
        yield Case(name, kind, {"create_label": faults}, dies_at=dies_at, labels=labels)
    if kind is KEY:
        yield Case("the conversation's worker is gone", dies_at=CONVERSATIONS_WORKER)
    if kind is not NOTHING:
        lost = {"create_label": [Fault.ANSWER_CUT]}
        yield Case("the look-up fails, too", kind, lost | {"find_label": [Fault.FAILS_AFTER]})
        dies: dict[str, Any] = {"dies_in": "find_label", "dies_at": _UNDER_WAY}
        yield Case("killed in the look-up", kind, lost, **dies)


CRASHES = [case for kind in (LOOKUP, NOTHING, KEY) for case in _crashes(kind)]

_PAID_MEANWHILE = {"issue_refund": [Fault.RIVAL]}
UNDOINGS = [
    Case("undone", faults=_PAID_MEANWHILE),
    Case("answer of the undo lost", faults=_PAID_MEANWHILE | {"void_label": [Fault.ANSWER_CUT]}),
    Case("undo parked", faults=_PAID_MEANWHILE | {"void_label": [Fault.UNREACHABLE] * 2}),
    Case("killed after undoing", faults=_PAID_MEANWHILE, dies_in="void_label", dies_at=_AFTER),
]
CANNOT_UNDO = Case("undo refused", faults=_PAID_MEANWHILE | {"void_label": [Fault.ELSEWHERE]})
