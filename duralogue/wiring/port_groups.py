"""Ports of the gateway's that are made together, by the names of its own fields."""

from typing import TypedDict

from domain.ports import (
    Approvals,
    AuditLog,
    BotCompiler,
    DeadLetters,
    Handoffs,
    ProviderSignIns,
    SignInFailures,
    Staff,
    StaffCredentials,
)
from domain.ports.desk import AgentRoster, HandoffOffers
from domain.ports.desk_messenger import DeskForms, DeskThreads
from domain.ports.language_models import ModelUsageReads
from domain.ports.queue_overrides import HolidayCalendars


class StaffPorts(TypedDict):
    """Knows the tenant's people."""

    staff: Staff
    audit: AuditLog
    credentials: StaffCredentials
    sign_in_failures: SignInFailures
    provider_sign_ins: ProviderSignIns


class TeamPorts(TypedDict):
    """What people work on."""

    handoffs: Handoffs
    approvals: Approvals
    roster: AgentRoster
    offers: HandoffOffers
    desk_threads: DeskThreads
    desk_forms: DeskForms
    dead_letters: DeadLetters
    model_usage: ModelUsageReads
    compiler: BotCompiler
    calendars: HolidayCalendars
