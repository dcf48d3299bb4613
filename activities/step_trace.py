"""Trace of a step: what it did and how long each part took, for the Temporal UI."""

import time
from typing import Self

from domain.turns import TraceEntry


class Timed:
    """One entry of a trace while it is being measured: `with Timed(trace, "read") as entry`.

    `note` may be set until the end; it holds names and ids, never a customer's words.
    """

    def __init__(self, trace: list[TraceEntry], step: str) -> None:
        self._trace, self._step, self.note = trace, step, ""

    def __enter__(self) -> Self:
        self._started = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        spent = round((time.perf_counter() - self._started) * 1000, 1)
        self._trace.append(TraceEntry(step=self._step, ms=spent, note=self.note))
