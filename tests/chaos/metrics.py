"""Totals of a run: the evidence is judged page by page and not kept."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.chaos.evidence import Evidence
from tests.chaos.oracle import Finding, judge
from tests.chaos.screens import screened
from tests.chaos.waits import Waits, judge_waits

FLOWS_AGAIN_WITHIN_S = 15.0


@dataclass
class Tally:
    """Of all conversations."""

    conversations: int = 0
    messages: int = 0
    """Accepted ones."""
    refunds: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    deliveries: Counter[str] = field(default_factory=Counter)
    """By status. An `unknown` one is final, and somebody has to look at it."""
    screens: Counter[str] = field(default_factory=Counter)
    """What people on Slack and by SMS have seen, by what the ledger says of it."""
    findings: list[Finding] = field(default_factory=list)

    def add(self, page: Iterable[Evidence]) -> None:
        for evidence in page:
            self.conversations += 1
            self.messages += sum(said.accepted is not None for said in evidence.said)
            self.refunds += len(evidence.refunds)
            self.outcomes.update(str(turn.outcome) for turn in evidence.turns)
            self.deliveries.update(row.status for row in evidence.ledger)
            self.screens.update(screened(evidence))
            self.findings += judge(evidence)


@dataclass(frozen=True)
class Course:
    """How a run went as a whole."""

    settled: bool
    """Whether everything accepted was worked off in time."""
    flowed_after_s: float
    """From the last fault to the answer of a new customer who needs every part."""
    never_hit: frozenset[str]
    """Fault points at which nobody has died."""
    troubled: tuple[str, ...] = ()
    """Workflows that are not conversations, and what is wrong with them."""
    driver: tuple[str, ...] = ()
    """What the run itself could not do: parts that were not back, people who never got through."""
    waits: Waits = field(default_factory=Waits)


def judge_course(course: Course, *, by_the_clock: bool = True) -> list[str]:
    """Everything that is wrong with the run, beyond its single conversations.

    Beside other tests the clock tells how busy the machine is, and nothing of the product.
    """
    wrong = [f"nobody died at {point}" for point in sorted(course.never_hit)]
    if not course.settled:
        wrong.append("not everything that was accepted was worked off in time")
    wrong += [*course.troubled, *course.driver]
    return [*wrong, *_late(course)] if by_the_clock else wrong


def _late(course: Course) -> list[str]:
    after = course.flowed_after_s
    late = [f"it took {after:.1f} s after the last fault to flow again"]
    return [*(late if after > FLOWS_AGAIN_WITHIN_S else ()), *judge_waits(course.waits)]
