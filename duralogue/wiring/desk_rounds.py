"""Steps of a round of the desk, and its wake-ups."""

from activities.desk import DeskActivities, OfferStep, PresenceStep
from duralogue.wiring.foundation import Foundation
from infra.postgres.agent_roster import PostgresAgentRoster
from infra.postgres.assignments import PostgresHandoffOffers
from infra.temporal.desk import TemporalDeskWakes


def desk_activities(base: Foundation) -> DeskActivities:
    """One line for each step; they are taken in this order."""
    return DeskActivities(
        base.bots,
        [
            PresenceStep(PostgresAgentRoster(base.engine)),
            OfferStep(PostgresHandoffOffers(base.engine)),
        ],
    )


def desk_wakes(base: Foundation) -> TemporalDeskWakes:
    """For whatever changes something that the desk looks at."""
    return TemporalDeskWakes(base.temporal)
