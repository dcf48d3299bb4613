"""The gateway's ports of the agents' desk: loaded when the first desk asks."""

from api.desk_ports import DeskPorts
from duralogue.wiring.foundation import Foundation
from infra.postgres.desk_contexts import PostgresDeskContexts
from infra.postgres.desk_events import PostgresDeskEvents
from infra.postgres.desk_reads import PostgresDeskReads
from infra.postgres.desk_reports import PostgresDeskReports
from infra.postgres.desk_signals import PostgresDeskSignals
from infra.postgres.desk_suggestions import PostgresSuggestions
from infra.postgres.event_hub import EventHub
from infra.postgres.handoff_summaries import PostgresWrittenSummaries
from infra.temporal.suggestions import TemporalSuggester


def desk_ports(base: Foundation, hub: EventHub) -> DeskPorts:
    return DeskPorts(
        events=PostgresDeskEvents(base.engine, hub),
        signals=PostgresDeskSignals(base.engine, hub),
        reads=PostgresDeskReads(base.engine),
        contexts=PostgresDeskContexts(base.engine),
        suggester=TemporalSuggester(base.temporal),
        suggestions=PostgresSuggestions(base.engine),
        reports=PostgresDeskReports(base.engine),
        written=PostgresWrittenSummaries(base.engine),
    )
