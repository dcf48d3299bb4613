"""Waiting times, by percentile, and those while nothing was broken."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from tests.chaos.scripts import Kind
from tests.chaos.visitor import PATIENCE_S, Said, Visitor

CALM_WITHIN_S = 15.0
"""While nothing is broken nobody's answer takes longer, whatever others say."""

Window = tuple[float, float]
"""From a strike until whatever was struck works again."""


@dataclass(frozen=True)
class Percentiles:
    """Of so many waits, in seconds."""

    number: int = 0
    p50: float = 0.0
    p90: float = 0.0
    p99: float = 0.0
    longest: float = 0.0

    def __str__(self) -> str:
        if not self.number:
            return "none"
        return (
            f"p50 {self.p50:.1f}, p90 {self.p90:.1f}, p99 {self.p99:.1f},"
            f" longest {self.longest:.1f} s, of {self.number}"
        )


def percentiles(seconds: Sequence[float]) -> Percentiles:
    if len(seconds) < 2:
        [only] = seconds or [0.0]
        return Percentiles(len(seconds), only, only, only, only)
    cut = quantiles(seconds, n=100, method="inclusive")
    return Percentiles(len(seconds), cut[49], cut[89], cut[98], max(seconds))


@dataclass(frozen=True)
class Wait:
    """From a message to the first thing that the bot said to it."""

    began: float
    ended: float
    first: float
    """When the first of those was sent that this one had to queue behind."""
    hostile: bool = False

    @property
    def seconds(self) -> float:
        return self.ended - self.began

    def is_explained_by(self, windows: Sequence[Window]) -> bool:
        return any(self.first <= until and since <= self.ended for since, until in windows)


@dataclass(frozen=True)
class Waits:
    """Those of a run."""

    answers: Percentiles = Percentiles()
    calm: Percentiles = Percentiles()
    """Of customers who mean well, while nothing is broken."""
    hostile: Percentiles = Percentiles()
    put_off: Percentiles = Percentiles()
    """From the first sending to the acceptance, of what was answered 503 or not in time."""
    flows: Percentiles = Percentiles()
    """From each kill to the next answer to something said after it."""


def waits_of(
    visitors: Sequence[Visitor], kills: Sequence[float], broken: Sequence[Window]
) -> Waits:
    everybodys = [wait for visitor in visitors for wait in _waits(visitor)]
    calm = [w.seconds for w in everybodys if not w.hostile and not w.is_explained_by(broken)]
    said = [one for visitor in visitors for one in visitor.said.values()]
    return Waits(
        answers=percentiles([w.seconds for w in everybodys]),
        calm=percentiles(calm),
        hostile=percentiles([w.seconds for w in everybodys if w.hostile]),
        put_off=percentiles(
            [one.accepted - one.first_sent for one in said if one.put_off and one.accepted]
        ),
        flows=percentiles(list(_flows(kills, everybodys))),
    )


def judge_waits(waits: Waits) -> list[str]:
    """What is wrong with them; that nobody waited in calm shows nothing, and is said."""
    if not waits.calm.number:
        return ["no wait fell into a time in which nothing was broken, so none could be judged"]
    if waits.calm.longest <= CALM_WITHIN_S:
        return []
    longest = f"{waits.calm.longest:.1f} s"
    return [f"somebody waited {longest} while nothing was broken (at most {CALM_WITHIN_S:g} s)"]


def _waits(visitor: Visitor) -> Iterator[Wait]:
    hostile = visitor.scripted.kind is Kind.HOSTILE
    before: Said | None = None
    first = 0.0
    for said in sorted(visitor.said.values(), key=lambda one: one.first_sent):
        if said.refused is not None:
            continue
        queued = before is not None and _end(before) > said.first_sent
        first = first if queued else said.first_sent
        before = said
        if _end(said) < float("inf"):
            yield Wait(said.first_sent, _end(said), first, hostile)


def _end(said: Said) -> float:
    """When it was answered, or given up; never, where nobody waited for an answer."""
    if said.answered is not None:
        return said.answered
    return float("inf") if said.given_up is None else said.first_sent + PATIENCE_S


def _flows(kills: Sequence[float], waits: Sequence[Wait]) -> Iterator[float]:
    for kill in kills:
        ends = [wait.ended for wait in waits if wait.began >= kill]
        if ends:
            yield min(ends) - kill
