"""A run's verdict as a table."""

from collections import Counter

from rich.console import Console
from rich.table import Table

from tests.chaos.oracle import Wrong
from tests.chaos.run import Report

_MOST_SHOWN = 40


def show(report: Report, console: Console) -> None:
    """Print the table, and what was found wrong."""
    found = Counter(finding.wrong for finding in report.findings)
    table = Table(title=f"chaos, seed {report.plan.seed}", show_header=False)
    for name, value in (
        ("conversations", len(report.evidence)),
        ("messages accepted", report.messages),
        ("turns", _listed(report.outcomes)),
        ("refunds", sum(len(evidence.refunds) for evidence in report.evidence)),
        ("kills", report.breaker.kills),
        ("of them", _listed(report.breaker.done)),
        ("fault points never reached", ", ".join(sorted(report.breaker.never_hit)) or "none"),
        ("answers to requests", _listed(report.statuses)),
        ("flowing again after", f"{report.flowed_after_s:.1f} s"),
        ("claims refused though waiting", report.refused_claims),
        ("went on without an answer", report.impatient),
        *((str(wrong), found[wrong]) for wrong in Wrong),
    ):
        table.add_row(name, str(value))
    console.print(table)
    for finding in report.findings[:_MOST_SHOWN]:
        console.print(f"{finding.wrong}: {finding.conversation_id}: {finding.what}", markup=False)


def _listed(counted: Counter[str] | Counter[int]) -> str:
    return ", ".join(f"{what} {number}" for what, number in sorted(counted.items()))
