"""Steps of a round of the desk, and its wake-ups."""

from activities.abandonment import AbandonmentStep
from activities.absent_agents import AbsentAgentStep
from activities.approval_steps import ApprovalStep
from activities.desk import DeskActivities, OfferStep, PresenceStep
from activities.merged_handoffs import MergedHandoffStep
from activities.service_levels import ServiceLevelStep
from duralogue.wiring.foundation import Foundation
from infra.postgres.absent_agents import PostgresAbsentAgents
from infra.postgres.agent_roster import PostgresAgentRoster
from infra.postgres.approval_inbox import PostgresApprovalInbox
from infra.postgres.assignments import PostgresHandoffOffers
from infra.postgres.audit import PostgresAuditLog
from infra.postgres.customer_sightings import PostgresCustomerSightings
from infra.postgres.handoff_merges import PostgresHandoffMerges
from infra.postgres.service_clocks import PostgresServiceClocks
from infra.temporal.conversations import TemporalConversationGateway
from infra.temporal.desk import TemporalDeskWakes


def desk_activities(base: Foundation) -> DeskActivities:
    """One line for each step; they are taken in this order."""
    conversations = TemporalConversationGateway(base.temporal)
    return DeskActivities(
        base.bots,
        [
            PresenceStep(PostgresAgentRoster(base.engine)),
            AbandonmentStep(PostgresCustomerSightings(base.engine)),
            # Before the offers, since what is overdue is offered first.
            ServiceLevelStep(PostgresServiceClocks(base.engine)),
            OfferStep(PostgresHandoffOffers(base.engine)),
            MergedHandoffStep(PostgresHandoffMerges(base.engine), conversations),
            AbsentAgentStep(
                PostgresAbsentAgents(base.engine), conversations, PostgresAuditLog(base.engine)
            ),
            ApprovalStep(PostgresApprovalInbox(base.engine)),
        ],
    )


def desk_wakes(base: Foundation) -> TemporalDeskWakes:
    """For whatever changes something that the desk looks at."""
    return TemporalDeskWakes(base.temporal)
