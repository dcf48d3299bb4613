"""The gateway's ports of the agents' desk."""

from typing import TypedDict

from api.desk_ports import DeskPorts
from domain.ports.desk_tools import DeskTools
from duralogue.wiring.foundation import Foundation
from infra.postgres.desk_contexts import PostgresDeskContexts
from infra.postgres.desk_events import PostgresDeskEvents
from infra.postgres.desk_reads import PostgresDeskReads
from infra.postgres.desk_reports import PostgresDeskReports
from infra.postgres.desk_signals import PostgresDeskSignals
from infra.postgres.desk_suggestions import PostgresSuggestions
from infra.postgres.desk_tools import postgres_desk_tools
from infra.postgres.event_hub import EventHub
from infra.postgres.handoff_summaries import PostgresWrittenSummaries
from infra.temporal.suggestions import TemporalSuggester


class StaffDesk(TypedDict):
    """Both of the gateway's fields."""

    desk: DeskPorts
    desk_tools: DeskTools


def staff_desk(base: Foundation, hub: EventHub) -> StaffDesk:
    return {"desk": _desk_ports(base, hub), "desk_tools": postgres_desk_tools(base.engine)}


def _desk_ports(base: Foundation, hub: EventHub) -> DeskPorts:
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
