"""The audit log, as the command line reads and checks it."""

from dataclasses import dataclass
from typing import Final

from domain.audit import AuditEntry, broken_link
from domain.errors import InvalidInput
from domain.ports import AuditLog
from duralogue.wiring.foundation import open_database
from infra.postgres.audit import PostgresAuditLog
from infra.postgres.bots import PostgresBots
from infra.settings import Settings

_PAGE: Final = 1_000


@dataclass(frozen=True)
class Verdict:
    """What a check found, as it is said."""

    is_whole: bool
    said: str


async def list_audit(settings: Settings, tenant_id: str, limit: int) -> list[AuditEntry]:
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        return await PostgresAuditLog(engine).listed(tenant_id, limit=limit)


async def verify_audit(settings: Settings, tenant_id: str, holds: str | None) -> Verdict:
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        return await checked(PostgresAuditLog(engine), tenant_id, holds)


async def checked(log: AuditLog, tenant_id: str, holds: str | None = None) -> Verdict:
    """Page by page from the first entry to the last."""
    wanted, last = _wanted(holds), None
    while entries := await log.after(tenant_id, last.number if last else 0, limit=_PAGE):
        broken = broken_link(entries, last)
        if broken is not None:
            return Verdict(is_whole=False, said=f"broken: {broken}")
        for entry in entries:
            if entry.number == wanted[0] and entry.hash.hex() != wanted[1]:
                return Verdict(is_whole=False, said=f"broken: entry {entry.number} is another one")
        last = entries[-1]
    reached = last.number if last else 0
    if wanted[0] > reached:
        said = f"broken: it ends with entry {reached}, and entry {wanted[0]} was there before"
        return Verdict(is_whole=False, said=said)
    ends = f", the last is {reached}:{last.hash.hex()}" if last else ""
    return Verdict(is_whole=True, said=f"whole: {reached} entries{ends}")


def _wanted(holds: str | None) -> tuple[int, str]:
    if holds is None:
        return 0, ""
    number, _, digest = holds.partition(":")
    if not (number.isascii() and number.isdigit() and digest):
        raise InvalidInput("holds", "NUMBER:HASH, as `duralogue audit verify` says it")
    return int(number), digest.lower()
