"""The gateway's ports that know the tenant's people."""

from typing import TypedDict

from domain.ports import AuditLog, ProviderSignIns, SignInFailures, Staff, StaffCredentials
from duralogue.wiring.foundation import Foundation
from infra.postgres.audit import PostgresAuditLog
from infra.postgres.credentials import PostgresStaffCredentials
from infra.postgres.provider_sign_ins import PostgresProviderSignIns
from infra.postgres.sign_in_failures import PostgresSignInFailures
from infra.postgres.staff import PostgresStaff


class StaffPorts(TypedDict):
    """By the names of `GatewayPorts`."""

    staff: Staff
    audit: AuditLog
    credentials: StaffCredentials
    sign_in_failures: SignInFailures
    provider_sign_ins: ProviderSignIns


def staff_ports(base: Foundation) -> StaffPorts:
    return {
        "staff": PostgresStaff(base.engine),
        "audit": PostgresAuditLog(base.engine),
        "credentials": PostgresStaffCredentials(base.engine, base.keys),
        "sign_in_failures": PostgresSignInFailures(base.engine),
        "provider_sign_ins": PostgresProviderSignIns(base.engine),
    }
