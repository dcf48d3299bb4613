"""Guessing whose an order is: counted over conversations, in PostgreSQL and in memory."""

import asyncio
from collections.abc import Sequence

import pytest
from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.exceptions import ApplicationError

from activities.tools import ToolActivities
from domain.bot.model import Tool
from domain.bot.tool_operations import HttpOperation
from domain.ports import OwnershipProofs
from domain.proofs_of_ownership import (
    MOST_AT_ONCE,
    MOST_PER_THING,
    MOST_PER_VISITOR,
    TOO_MANY,
    ProofAdmission,
    Subject,
    subjects_of,
)
from domain.tools import ToolCall, ToolOutcome, ToolStatus
from infra.memory.database import MemoryDatabase
from infra.memory.handoffs import MemoryTickets, MemoryToolLog
from infra.memory.proofs_of_ownership import MemoryOwnershipProofs
from infra.postgres.proofs_of_ownership import PostgresOwnershipProofs
from tests.fakes.bots import OneBot, a_bot
from tests.support import eventually

OWNER = "ada@example.com"
GET_ORDER = Tool(
    name="get_order",
    http=HttpOperation(method="GET", url="/orders", server="shop"),
    returns="order",
    requires="owner_of order",
)


class Shop(BaseModel):
    """Shows an order to who knows its e-mail; counts how often it was asked."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    asked: int = 0
    gates: dict[bool, asyncio.Event] = {}
    """Where set, answers (right or wrong ones) are held back until their gate opens."""

    async def call(self, tool: Tool, operation: HttpOperation, call: ToolCall) -> ToolOutcome:
        self.asked += 1
        is_right = call.arguments["email"] == OWNER
        if is_right in self.gates:
            await self.gates[is_right].wait()
        if is_right:
            return ToolOutcome(status=ToolStatus.SUCCEEDED, http_status=200)
        return ToolOutcome(status=ToolStatus.REFUSED, code="order_not_found", http_status=404)


class Impatient:
    """Lets nobody wait: what is slowed down is tried again at once, as if time had passed."""

    def __init__(self, proofs: OwnershipProofs) -> None:
        self._proofs = proofs
        self.waits = 0

    async def begin(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject]
    ) -> ProofAdmission:
        admission = await self._proofs.begin(tenant_id, call_id, subjects)
        while admission.wait is not None:
            self.waits += 1
            await asyncio.sleep(admission.wait.total_seconds())
            admission = await self._proofs.begin(tenant_id, call_id, subjects)
        return admission

    async def end(
        self, tenant_id: str, call_id: str, subjects: Sequence[Subject], *, failed: bool
    ) -> bool:
        return await self._proofs.end(tenant_id, call_id, subjects, failed=failed)


@pytest.fixture(params=["memory", "postgres"])
def proofs(request: pytest.FixtureRequest, engine: AsyncEngine) -> OwnershipProofs:
    return MemoryOwnershipProofs() if request.param == "memory" else PostgresOwnershipProofs(engine)


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def tenant(request: pytest.FixtureRequest) -> str:
    return f"t{abs(hash(request.node.name)) % 10**9}"


def tools_of(shop: Shop, proofs: OwnershipProofs) -> ToolActivities:
    database = MemoryDatabase()
    log = MemoryToolLog(database)
    return ToolActivities(OneBot(a_bot(GET_ORDER)), shop, MemoryTickets(database), log, proofs)


def asks(
    tenant: str, number: int, *, order: str = "A1", email: str = "", conversation: str = "c"
) -> ToolCall:
    return ToolCall(
        tenant_id=tenant,
        conversation_id=conversation,
        revision="r1",
        call_id=f"call-{number}",
        tool="get_order",
        arguments={"order_id": order, "email": email or f"guess{number}@example.com"},
    )


async def test_wrong_guesses_for_one_order_end_with_a_human(
    shop: Shop, proofs: OwnershipProofs, tenant: str
) -> None:
    """
    From one conversation or from sixty: slower first, then refused, even with the right e-mail.
    """
    patient = Impatient(proofs)
    tools = tools_of(shop, patient)

    said = [
        await tools.call_tool(
            asks(tenant, n, conversation=f"c-{n if n > 2 else 0}", order="a-1 " if n % 2 else "A1")
        )
        for n in range(12)
    ]
    right = await tools.call_tool(asks(tenant, 99, email=OWNER, conversation="c-new"))

    assert [outcome.code for outcome in said[MOST_PER_THING:]] == [TOO_MANY] * 7
    assert right.code == TOO_MANY
    assert shop.asked == MOST_PER_THING
    assert patient.waits > 0


async def test_sixty_at_once_are_counted_too(
    shop: Shop, proofs: OwnershipProofs, tenant: str
) -> None:
    """
    Few are let through while none has failed, and what they saw is withheld if most of them do.
    """
    tools = tools_of(shop, proofs)
    calls = [asks(tenant, n, conversation=f"c-{n}") for n in range(59)]

    await asyncio.gather(*(tools.call_tool(call) for call in calls), return_exceptions=True)
    right = await tools_of(shop, Impatient(proofs)).call_tool(asks(tenant, 60, email=OWNER))

    assert shop.asked <= MOST_AT_ONCE + 1
    assert right.status is ToolStatus.SUCCEEDED or right.code == TOO_MANY


async def test_what_a_burst_finds_out_is_withheld(
    shop: Shop, proofs: OwnershipProofs, tenant: str
) -> None:
    """
    A right guess that was on its way when the others failed is not shown either.
    """
    tools = tools_of(shop, proofs)
    shop.gates = {True: asyncio.Event(), False: asyncio.Event()}
    right = asyncio.create_task(tools.call_tool(asks(tenant, 99, email=OWNER, conversation="c-r")))
    wrong = [
        asyncio.create_task(tools.call_tool(asks(tenant, n, conversation=f"c-{n}")))
        for n in range(MOST_PER_THING)
    ]
    await eventually(lambda: shop.asked == MOST_PER_THING + 1)
    shop.gates[False].set()
    await asyncio.wait_for(asyncio.gather(*wrong), 20)
    shop.gates[True].set()

    assert (await right).code == TOO_MANY


async def test_many_owners_at_once_use_nothing_up(
    shop: Shop, proofs: OwnershipProofs, tenant: str
) -> None:
    """
    A call under way is no failure, nor is one whose worker died.
    """
    tools = tools_of(shop, proofs)
    for n in range(MOST_PER_THING):  # begun, and never ended
        await proofs.begin(tenant, f"dead-{n}", subjects_of(GET_ORDER, asks(tenant, n)))

    seen = await asyncio.gather(
        *(
            tools.call_tool(asks(tenant, 100 + n, email=OWNER, conversation=f"c-{n}"))
            for n in range(8)
        )
    )

    assert {outcome.status for outcome in seen} == {ToolStatus.SUCCEEDED}


async def test_other_orders_and_their_owners_are_left_alone(
    shop: Shop, proofs: OwnershipProofs, tenant: str
) -> None:
    """
    Nor do owners who look at their own order ever use anything up.
    """
    tools = tools_of(shop, Impatient(proofs))
    for n in range(MOST_PER_THING):
        await tools.call_tool(asks(tenant, n, conversation=f"c-{n}"))

    other = [
        await tools.call_tool(asks(tenant, n, order="A2", email=OWNER, conversation="mine"))
        for n in range(2 * MOST_PER_VISITOR)
    ]
    elsewhere = await tools.call_tool(asks(f"{tenant}x", 1, email=OWNER))

    assert {outcome.status for outcome in [*other, elsewhere]} == {ToolStatus.SUCCEEDED}


async def test_one_visitor_does_not_try_many_orders(
    shop: Shop, proofs: OwnershipProofs, tenant: str
) -> None:
    """
    A list of orders and one e-mail is the same guess from the other side.
    """
    tools = tools_of(shop, proofs)

    codes = []
    for n in range(30):
        try:
            codes.append((await tools.call_tool(asks(tenant, n, order=f"A{n}"))).code)
        except ApplicationError as error:
            codes.append(error.type)

    assert shop.asked <= MOST_PER_VISITOR
    assert codes[3] == "NotYet"
