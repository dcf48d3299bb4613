"""A run's verdict as a table."""

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from tests.chaos.metrics import judge_course
from tests.chaos.run import Report
from tests.chaos.waits import Waits
from tests.chaos.wrongs import Wrong

_MOST_SHOWN = 40


def show(report: Report, console: Console) -> None:
    """Print the table, and what was found wrong."""
    found = Counter(finding.wrong for finding in report.tally.findings)
    table = Table(title=f"chaos, seed {report.plan.seed}", show_header=False)
    for name, value in (
        ("conversations", report.tally.conversations),
        ("messages accepted", report.tally.messages),
        ("turns", _listed(report.tally.outcomes)),
        ("deliveries", _listed(report.tally.deliveries)),
        ("on Slack and by SMS", _listed(report.tally.screens) or "nobody"),
        ("providers broke", _listed(report.struck) or "never"),
        ("refunds", report.tally.refunds),
        ("kills", report.breaker.kills),
        ("of them", _listed(report.breaker.done)),
        ("started within, s", _listed(report.starts_s)),
        ("fault points never reached", ", ".join(sorted(report.course.never_hit)) or "none"),
        ("answers to requests", _listed(report.place.statuses)),
        *_waited(report.course.waits),
        ("flowing again after", f"{report.course.flowed_after_s:.1f} s"),
        ("claims refused though waiting", report.place.office.refused_claims),
        ("went on without", _listed(report.impatient) or "nothing"),
        *((str(wrong), found[wrong]) for wrong in Wrong),
    ):
        table.add_row(name, str(value))
    console.print(table)
    for wrong in judge_course(report.course):
        console.print(wrong, markup=False)
    for finding in report.tally.findings[:_MOST_SHOWN]:
        console.print(f"{finding.wrong}: {finding.conversation_id}: {finding.what}", markup=False)


def _waited(waits: Waits) -> tuple[tuple[str, str], ...]:
    """p50 / p90 / p99 / longest, and of how many."""
    return (
        ("waits for answers", str(waits.answers)),
        ("of them while nothing was broken", str(waits.calm)),
        ("of hostile customers", str(waits.hostile)),
        ("put off until accepted", str(waits.put_off)),
        ("from a kill to the next answer", str(waits.flows)),
    )


def _listed(counted: Mapping[str, float] | Counter[int]) -> str:
    return ", ".join(f"{what} {number}" for what, number in sorted(counted.items()))
