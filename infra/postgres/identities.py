"""To whom conversations belong, each question and each change one statement."""

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.identities import Binding, SessionProof
from infra.postgres.raw_queries import function_row

_HOLDS = "SELECT session_holds(%(tenant)s, %(conversation)s, %(customer)s) AS holds"
_BIND = "SELECT outcome FROM bind_conversation(%(tenant)s, %(conversation)s, %(customer)s)"
_END = "SELECT ended FROM end_sessions(%(tenant)s, %(conversation)s, %(customer)s)"


class PostgresIdentities:
    """Implements `Identities`. Of two who sign in at once the primary key lets one win."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def holds(self, tenant_id: str, conversation_id: str, proof: SessionProof) -> bool:
        values = _values(tenant_id, conversation_id, proof.customer_id)
        return bool((await function_row(self._engine, _HOLDS, values))["holds"])

    async def bind(self, tenant_id: str, conversation_id: str, customer_id: str) -> Binding:
        values = _values(tenant_id, conversation_id, customer_id)
        return Binding((await function_row(self._engine, _BIND, values))["outcome"])

    async def end(self, tenant_id: str, conversation_id: str, proof: SessionProof) -> bool:
        values = _values(tenant_id, conversation_id, proof.customer_id)
        return bool((await function_row(self._engine, _END, values))["ended"])


def _values(tenant_id: str, conversation_id: str, customer_id: str | None) -> dict[str, str | None]:
    return {"tenant": tenant_id, "conversation": conversation_id, "customer": customer_id}
