"""The gateway's ports of the agents' desk."""

from api.desk_ports import DeskPorts
from duralogue.wiring.foundation import Foundation
from infra.postgres.desk_events import PostgresDeskEvents
from infra.postgres.desk_reads import PostgresDeskReads
from infra.postgres.desk_signals import PostgresDeskSignals
from infra.postgres.event_hub import EventHub


def desk_ports(base: Foundation, hub: EventHub) -> DeskPorts:
    return DeskPorts(
        events=PostgresDeskEvents(base.engine, hub),
        signals=PostgresDeskSignals(base.engine, hub),
        reads=PostgresDeskReads(base.engine),
    )
