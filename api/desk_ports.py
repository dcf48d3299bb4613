"""Ports of the agents' desk, given to the gateway together."""

from dataclasses import dataclass, field

from domain.desk.summaries import ExtractiveSummaries
from domain.ports.desk import DeskEvents
from domain.ports.desk_contexts import DeskContexts, HandoffSummaries
from domain.ports.desk_reads import DeskReads, DeskSignals
from domain.ports.desk_reports import DeskReports
from domain.ports.desk_suggestions import Suggester, Suggestions
from domain.ports.handoff_summaries import WrittenSummaries


@dataclass(frozen=True, kw_only=True)
class DeskPorts:
    """What desks read and hear."""

    events: DeskEvents
    signals: DeskSignals
    reads: DeskReads
    contexts: DeskContexts
    suggester: Suggester
    suggestions: Suggestions
    reports: DeskReports
    summaries: HandoffSummaries = field(default_factory=ExtractiveSummaries)
    written: WrittenSummaries | None = None
    """By a model, where a tenant has one."""
