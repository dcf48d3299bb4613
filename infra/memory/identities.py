"""The memory twin of whom conversations belong to."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.identities import Binding, Identity, SessionProof
from infra.memory.database import MemoryDatabase


class MemoryIdentities:
    """Implements `Identities`.

    Nothing here awaits between reading and writing, so each call is a transaction.
    """

    def __init__(self, database: MemoryDatabase) -> None:
        self._database = database

    async def holds(self, tenant_id: str, conversation_id: str, proof: SessionProof) -> bool:
        return self._database.identity(tenant_id, conversation_id).holds(proof.customer_id)

    async def bind(self, tenant_id: str, conversation_id: str, customer_id: str) -> Binding:
        known = self._database.identity(tenant_id, conversation_id)
        changed, outcome = known.bound_to(customer_id, datetime.now(UTC))
        self._set(tenant_id, conversation_id, changed)
        return outcome

    async def end(self, tenant_id: str, conversation_id: str, proof: SessionProof) -> bool:
        known = self._database.identity(tenant_id, conversation_id)
        if not known.holds(proof.customer_id):
            return False
        self._set(tenant_id, conversation_id, replace(known, ended_at=datetime.now(UTC)))
        return True

    def _set(self, tenant_id: str, conversation_id: str, identity: Identity) -> None:
        self._database.identities[tenant_id, conversation_id] = identity
        self._database.new_events.announce()
