"""1,000 messy documents: none may crash a reader, take too much memory, or fail without a name."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.evals.figures import Figure, Findings
from bench.evals.messy_documents import MessyDocument, messy_documents
from domain.errors import ConfigurationError
from infra.documents.processes import CRASHED, ReadingProcess

SEED, COUNT = 15, 1_000
_MOST_MEGABYTES = 300.0
_PEAK = "largest resident set of the process that reads; the kernel ends it at 288 of addresses"
_SET = "messy documents of eight kinds, made by code"


@dataclass
class Outcome:
    """What became of them."""

    read: int = 0
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    refused_wrongly: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    peak_mb: float = 0.0


def read_all(documents: list[MessyDocument] | None = None, *, count: int = COUNT) -> Outcome:
    """One after the other, as a source's pages are."""
    outcome = Outcome()
    made = messy_documents(count, SEED) if documents is None else iter(documents)
    with ReadingProcess() as reader:
        for number, messy in enumerate(made):
            _read(outcome, reader, number, messy)
    return outcome


def measure(
    _data: Path | None = None, *, count: int = COUNT, tell: Callable[[str], object] = print
) -> Findings:
    """Each refusal is told with how often it came."""
    outcome = read_all(count=count)
    for (kind, reason), times in sorted(outcome.refused.items()):
        tell(f"{kind}: {times} times: {reason}")
    for line in (*outcome.crashes, *outcome.refused_wrongly):
        tell(line)
    figures = [
        _figure("crashes", len(outcome.crashes), 0.0, "readers that ended by a signal", count),
        _figure("peak memory, MB", outcome.peak_mb, _MOST_MEGABYTES, _PEAK, count),
        _figure(
            "readable ones refused",
            len(outcome.refused_wrongly),
            None,
            "nothing is wrong with them but their name, size or encoding",
            count,
        ),
        _figure("slowest, s", outcome.slowest_s, None, "on a clock, one at a time", count),
    ]
    return Findings(figures=figures)


def _read(outcome: Outcome, reader: ReadingProcess, number: int, messy: MessyDocument) -> None:
    began = time.perf_counter()
    name = f"{number} {messy.kind} {messy.document.name}"
    try:
        reader.read_now(messy.document)
        outcome.read += 1
    except ConfigurationError as error:
        outcome.refused[messy.kind, str(error)] += 1
        if str(error) == CRASHED:
            outcome.crashes.append(name)
        elif messy.may_be_read:
            outcome.refused_wrongly.append(f"{name}: {error}")
    except Exception as error:  # noqa: BLE001 - that it may not happen is what is measured
        outcome.crashes.append(f"{name}: {type(error).__name__}")
    outcome.slowest_s = max(outcome.slowest_s, time.perf_counter() - began)
    outcome.peak_mb = max(outcome.peak_mb, _peak_mb(reader.pid))


def _peak_mb(pid: int | None) -> float:
    """Of the kernel's account, as long as the process is there."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024
    except (OSError, IndexError, ValueError):
        return 0.0


def _figure(name: str, value: float, target: float | None, rule: str, size: int) -> Figure:
    return Figure(
        area="messy",
        name=name,
        value=value,
        data_set=_SET,
        rule=rule,
        seed=SEED,
        target=target,
        at_most=True,
        size=size,
    )


if __name__ == "__main__":
    for figure in measure(count=int(sys.argv[1]) if len(sys.argv) > 1 else COUNT).figures:
        print(f"{figure.name}: {figure.value:g}")
