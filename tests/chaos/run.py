"""One run: a stack of its own, customers, faults, and the oracle's verdict."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import httpx

from domain.errors import DependencyUnavailable
from duralogue.chat_client import named_failures, open_http
from duralogue.demo.staff import ShopOffice
from duralogue.embedded import supervisor
from duralogue.embedded.addresses import ANY_PORTS
from duralogue.embedded.stack import Narrator, Stack, running_stack
from duralogue.wiring.foundation import open_foundation
from infra.settings import Settings
from tests.chaos.breaking import Breaker
from tests.chaos.crowd import Crowd
from tests.chaos.evidence import Evidence
from tests.chaos.investigation import Investigation
from tests.chaos.office import Office
from tests.chaos.oracle import Finding, judge
from tests.chaos.plan import Plan
from tests.chaos.scripts import After, Kind, Line, Scripted, email_of
from tests.chaos.visitor import TENANT, Doors, Visitor, until_done

ACME = Path(__file__).parents[2] / "tenants" / TENANT
_SAYING_WITHIN_S = 6.0
_SETTLED_WITHIN_S = 120.0
_LIMITS = "limits: {plan: authenticated, messages_per_minute: 6000, burst: 1000}"
_RESTART_AT_ONCE_S = 0.5


@dataclass
class Report:
    """What a run found."""

    plan: Plan
    evidence: list[Evidence]
    findings: list[Finding]
    breaker: Breaker
    statuses: Counter[int]
    flowed_after_s: float
    """From the last fault to the answer of a new customer who needs every part."""
    impatient: int
    settled: bool
    refused_claims: int
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def messages(self) -> int:
        return sum(said.accepted is not None for e in self.evidence for said in e.said)


async def run(plan: Plan, home: Path, narrator: Narrator) -> Report:
    """Play the plan against a stack of its own in that folder, and judge it."""
    points = home / "fault-points"
    points.mkdir()
    settings = Settings.load_environment().model_copy(
        update={"duralogue_home": home / "stack", "duralogue_fault_points": points}
    )
    (home / "stack").mkdir(mode=0o711)
    # A part that is killed again and again is no part that cannot start: no growing patience.
    with mock.patch.object(supervisor, "_LONGEST_PAUSE_S", _RESTART_AT_ONCE_S):
        async with (
            running_stack(
                settings, narrator, ports=ANY_PORTS, tenants=[_roomy_tenant(home)]
            ) as stack,
            _opened(stack) as place,
        ):
            return await place.play(plan, stack, points)


@dataclass
class _Place:
    """Everything that a run reaches into."""

    doors: Doors
    statuses: Counter[int]
    office: Office
    shop: ShopOffice
    orders: httpx.AsyncClient
    investigation: Investigation

    async def play(self, plan: Plan, stack: Stack, points: Path) -> Report:
        visitors = [Visitor(scripted, self.doors) for scripted in plan.conversations]
        crowd = Crowd(plan.seed, visitors, self._visit)
        breaker = Breaker(stack, points, crowd.send_past)
        office = asyncio.create_task(self.office.work())
        canary = Visitor(_CANARY, self.doors)
        _, flowed_after_s = await asyncio.gather(
            asyncio.gather(*(self._visit(visitor) for visitor in visitors)),
            self._break(plan, breaker, canary),
        )
        await crowd.gone()
        settled = await self._settle(visitors)
        office.cancel()
        await asyncio.gather(office, return_exceptions=True)
        evidence = await self.investigation.of_all([*visitors, canary], self.office.taken)
        return Report(
            plan,
            evidence,
            [finding for one in evidence for finding in judge(one)],
            breaker,
            self.statuses,
            flowed_after_s,
            impatient=sum(visitor.impatient for visitor in visitors),
            settled=settled,
            refused_claims=self.office.refused_claims,
            outcomes=Counter(str(t.outcome) for e in evidence for t in e.turns),
        )

    async def _break(self, plan: Plan, breaker: Breaker, canary: Visitor) -> float:
        """Returns how long after the last fault a new customer was answered."""
        await breaker.carry_out(plan.faults)
        await canary.talk()
        return asyncio.get_running_loop().time() - breaker.last_at

    async def _visit(self, visitor: Visitor) -> None:
        await asyncio.sleep(visitor.scripted.begins_s)
        await self._place_order(visitor.scripted)
        if visitor.scripted.kind is Kind.HUMAN:
            await visitor.enter()
            self.office.wanted.add(visitor.conversation_id)
        await visitor.talk()

    async def _place_order(self, scripted: Scripted) -> None:
        if scripted.order_id is None:
            return
        order = {
            "id": scripted.order_id,
            "customer_id": f"cust-{scripted.order_id}",
            "email": email_of(scripted.order_id),
            "item": "Kettle",
            "total": {"amount": f"{20 + scripted.number % 70}.50", "currency": "EUR"},
        }

        async def place() -> None:
            with named_failures(self.orders):
                response = await self.orders.post("/admin/orders", json=order)
            if response.is_server_error:
                raise DependencyUnavailable("the shop is not well")

        await until_done(place)

    async def _settle(self, visitors: Sequence[Visitor]) -> bool:
        """Whether everything accepted was worked off in time."""
        try:
            async with asyncio.timeout(_SETTLED_WITHIN_S):
                while await self.investigation.unfinished(visitors):  # noqa: ASYNC110 - outside
                    await asyncio.sleep(0.3)
        except TimeoutError:
            return False
        return True


_CANARY = Scripted(
    number=-1,
    kind=Kind.TRACK,
    begins_s=0,
    lines=(
        Line("canary-0", "Where is my order A100002?", After.NOTHING, 0),
        Line("canary-1", "ada@example.com", After.ANSWER, 0),
    ),
)
"""Whose answer needs every part of the stack, the shop included."""


@asynccontextmanager
async def _opened(stack: Stack) -> AsyncIterator[_Place]:
    statuses: Counter[int] = Counter()

    async def count(response: httpx.Response) -> None:
        statuses[response.status_code] += 1

    url, secrets = stack.ports.gateway_url, stack.home.secrets()
    limits = httpx.Limits(max_connections=None)
    async with (
        httpx.AsyncClient(
            base_url=url,
            timeout=_SAYING_WITHIN_S,
            limits=limits,
            event_hooks={"response": [count]},
        ) as saying,
        httpx.AsyncClient(
            base_url=url, timeout=httpx.Timeout(10, read=20), limits=limits
        ) as listening,
        open_http(stack.ports.shop_url) as shop,
        open_foundation(stack.settings) as base,
    ):
        shop.headers["Authorization"] = f"Bearer {secrets.shop_admin_key}"
        office = ShopOffice(shop, secrets.shop_admin_key)
        yield _Place(
            Doors(saying, listening),
            statuses,
            Office(saying, stack.tokens[TENANT]["agent"]),
            office,
            shop,
            Investigation(base.engine, base.temporal, office),
        )


def _roomy_tenant(home: Path) -> Path:
    """The example shop with limits that a crowd from one address does not meet."""
    tenant = home / TENANT
    shutil.copytree(ACME, tenant)
    written = (tenant / "tenant.yaml").read_text().splitlines()
    lines = [_LIMITS if line.startswith("limits:") else line for line in written]
    (tenant / "tenant.yaml").write_text("\n".join(lines) + "\n")
    return tenant
