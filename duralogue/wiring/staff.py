"""The gateway's ports of a tenant's people and of what they work on: loaded when one is asked."""

from channels.slack.desk_forms import SlackDeskForms
from duralogue.wiring.foundation import Foundation
from duralogue.wiring.port_groups import StaffPorts, TeamPorts
from infra.bot_files.compiling import BotCompilerProcess
from infra.bot_files.holiday_calendars import PublicHolidayCalendars
from infra.postgres.agent_roster import PostgresAgentRoster
from infra.postgres.approvals import PostgresApprovals
from infra.postgres.assignments import PostgresHandoffOffers
from infra.postgres.audit import PostgresAuditLog
from infra.postgres.credentials import PostgresStaffCredentials
from infra.postgres.dead_letters import PostgresDeadLetters
from infra.postgres.desk_messenger import PostgresDeskThreads
from infra.postgres.handoffs import PostgresHandoffs
from infra.postgres.model_accounts import PostgresModelAccounts
from infra.postgres.provider_sign_ins import PostgresProviderSignIns
from infra.postgres.sign_in_failures import PostgresSignInFailures
from infra.postgres.staff import PostgresStaff


def staff_ports(base: Foundation) -> StaffPorts:
    return {
        "staff": PostgresStaff(base.engine),
        "audit": PostgresAuditLog(base.engine),
        "credentials": PostgresStaffCredentials(base.engine, base.keys),
        "sign_in_failures": PostgresSignInFailures(base.engine),
        "provider_sign_ins": PostgresProviderSignIns(base.engine),
    }


def team_ports(base: Foundation) -> TeamPorts:
    return {
        "handoffs": PostgresHandoffs(base.engine),
        "approvals": PostgresApprovals(base.engine),
        "roster": PostgresAgentRoster(base.engine),
        "offers": PostgresHandoffOffers(base.engine),
        "desk_threads": PostgresDeskThreads(base.engine),
        "desk_forms": SlackDeskForms(),
        "dead_letters": PostgresDeadLetters(base.engine),
        "model_usage": PostgresModelAccounts(base.engine),
        "compiler": BotCompilerProcess(base.settings.outbound_allowed),
        "calendars": PublicHolidayCalendars(),
    }
