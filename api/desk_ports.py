"""Ports of the agents' desk, given to the gateway together."""

from dataclasses import dataclass

from domain.ports.desk import DeskEvents
from domain.ports.desk_reads import DeskReads, DeskSignals


@dataclass(frozen=True, kw_only=True)
class DeskPorts:
    """What desks read and hear."""

    events: DeskEvents
    signals: DeskSignals
    reads: DeskReads
