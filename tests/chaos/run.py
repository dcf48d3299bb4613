"""One run: a stack of its own, customers, faults, and the oracle's verdict."""

import asyncio
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import httpx
from temporalio.service import RPCError

from domain.errors import DuralogueError
from duralogue.embedded import supervisor
from duralogue.embedded.endpoints import ANY_PORTS
from duralogue.embedded.stack import Narrator, Stack, running_stack
from duralogue.embedded.temporal_backend import TemporalBackend
from duralogue.polling import eventually
from infra.settings import Settings
from tests.chaos.fault_injection import Breaker
from tests.chaos.load import Crowd
from tests.chaos.metrics import Course, Tally, judge_course
from tests.chaos.plan import Plan
from tests.chaos.progress import Progress
from tests.chaos.routes import Routes
from tests.chaos.scripts import After, Kind, Line, Scripted, write_hostile_hour
from tests.chaos.visitor import TENANT, Visitor
from tests.chaos.waits import waits_of
from tests.chaos.workspace import Place, opened

ACME = Path(__file__).parents[2] / "tenants" / TENANT
_SETTLED_WITHIN_S = 120.0
_SENT_WITHIN_S = 300.0
"""Through providers that break, of which some let nobody ask what became of a send."""
_LIMITS = (  # all customers come from one address, which has a quarter of the tenant's
    "limits: {plan: authenticated, messages_per_minute: 6000, burst: 1000,"
    " tenant_messages_per_minute: 60000, tenant_burst: 10000}"
)
_FLOWS_WITHIN_S = 180.0
"""Then it does not flow again at all."""
_FAULT_TAKES_S = 30.0
"""Bound of what each adds to the planned time: a part dies, starts, and works a while."""
_ENDS_WITHIN_S = 600.0
"""Of the rest: patience at the end of conversations, points that were missed."""
_RESTART_AT_ONCE_S = 0.5


@dataclass(frozen=True)
class Report:
    """What a run found."""

    plan: Plan
    tally: Tally
    course: Course
    breaker: Breaker
    place: Place
    impatient: Counter[str]
    """What people waited for in vain when they went on."""
    starts_s: dict[str, float]
    """What the last start of each part took."""
    struck: Counter[str]
    """How often the doubles of providers broke, by how."""

    @property
    def is_fine(self) -> bool:
        return not self.tally.findings and not judge_course(self.course)


async def run(
    plan: Plan,
    home: Path,
    narrator: Narrator,
    engine: TemporalBackend | None = None,
    *,
    replicas: int = 1,
    channels: bool = False,
) -> Report:
    """Play the plan against a stack of its own in that folder, and judge it."""
    points = home / "fault-points"
    points.mkdir()
    routes = Routes(home / "cuts", replicas)
    settings = Settings.load_environment().model_copy(
        update={"duralogue_home": home / "stack", "duralogue_fault_points": points}
    )
    (home / "stack").mkdir(mode=0o711)
    # A part that is killed again and again is no part that cannot start: no growing patience.
    with mock.patch.object(supervisor, "_LONGEST_PAUSE_S", _RESTART_AT_ONCE_S):
        async with (
            running_stack(
                settings,
                narrator,
                ports=ANY_PORTS,
                tenants=[_roomy_tenant(home)],
                engine=engine,
                routes=routes,
                replicas=replicas,
            ) as stack,
            opened(stack, channels=channels) as place,
        ):
            return await _Play(plan, stack, place, routes, points, narrator).played()


@dataclass
class _Play:
    plan: Plan
    stack: Stack
    place: Place
    routes: Routes
    points: Path
    narrator: Narrator
    visitors: list[Visitor] = field(init=False)
    crowd: Crowd = field(init=False)
    breaker: Breaker = field(init=False)
    findings: list[str] = field(default_factory=list)
    """Of the driver itself."""

    def __post_init__(self) -> None:
        self.visitors = [
            Visitor(scripted, self.place.doors) for scripted in self.plan.conversations
        ]
        self.crowd = Crowd(self.plan.seed, self.visitors, self._visit)
        self.breaker = Breaker(self.stack, self.routes, self.points, self.crowd.send_past)

    async def played(self) -> Report:
        office = asyncio.create_task(self.place.office.work())
        progress = asyncio.create_task(
            Progress(self.plan, self.visitors, self.breaker, self.narrator).tell()
        )
        canary = Visitor(_CANARY, self.place.doors)
        flowed_after_s = await self._come_and_go(canary)
        settled = await self._settle()
        for running in (progress, office):
            running.cancel()
            [ended] = await asyncio.gather(running, return_exceptions=True)
            if not isinstance(ended, asyncio.CancelledError):
                self.findings.append(f"the {'office' if running is office else 'count'}: {ended}")
        return await self._judged(canary, flowed_after_s, settled=settled)

    async def _come_and_go(self, canary: Visitor) -> float:
        """Everybody comes, everything breaks, and all that has an end."""
        faults, planned_s = self.plan.faults, self.visitors[-1].scripted.begins_s
        within_s = planned_s + len(faults) * _FAULT_TAKES_S + _ENDS_WITHIN_S
        visits = asyncio.gather(*(self._visit(visitor) for visitor in self.visitors))
        breaks = asyncio.create_task(self._break(canary))
        try:
            async with asyncio.timeout(within_s):
                _, flowed_after_s = await asyncio.gather(visits, breaks)
                await self.crowd.gone()
                return flowed_after_s
        except TimeoutError:
            self.findings.append(f"customers or faults were not done after {within_s:.0f} s")
            return float("inf")

    async def _judged(self, canary: Visitor, flowed_after_s: float, *, settled: bool) -> Report:
        tally = Tally()
        with self.narrator.working_on("the oracle"):
            everybody = [*self.visitors, canary]
            async for page in self.place.investigation.of_all(everybody, self.place.office.taken):
                tally.add(page)
            troubled = await self._troubled()
        course = Course(
            settled,
            flowed_after_s,
            frozenset(self.breaker.never_hit),
            troubled,
            (*self.breaker.findings, *self.findings, *self.place.investigation.unread),
            waits_of(self.visitors, self.breaker.kills_at, self.breaker.broken),
        )
        impatient = Counter(waited for visitor in self.visitors for waited in visitor.impatient)
        starts = self.stack.supervisor.starts
        starts_s = {name: round(start.seconds, 1) for name, start in starts.items()}
        providers = self.place.doors.messenger
        struck = await providers.struck() if providers is not None else Counter[str]()
        return Report(
            self.plan, tally, course, self.breaker, self.place, impatient, starts_s, struck
        )

    async def _troubled(self) -> tuple[str, ...]:
        try:
            return await self.place.investigation.of_other_workflows()
        except RPCError as error:
            return (f"Temporal does not say how other workflows are: {error}",)

    async def _break(self, canary: Visitor) -> float:
        """Returns how long after the last fault a new customer was answered."""
        await self.breaker.carry_out(self.plan.faults)
        await self.breaker.hit_what_was_missed()
        try:
            async with asyncio.timeout(_FLOWS_WITHIN_S):
                await canary.talk()
        except (TimeoutError, DuralogueError) as error:
            self.findings.append(f"the last customer was not answered: {error or 'no answer'}")
        flowed_after_s = asyncio.get_running_loop().time() - self.breaker.last_at
        await self._hostile_hour()
        return flowed_after_s

    async def _hostile_hour(self) -> None:
        """Nothing is broken any more: whoever waits now waits for what somebody else has said."""
        clear = max((until for _, until in self.breaker.broken), default=0.0)
        # Until then a wait would be put down to the last fault, and the hour would show nothing.
        await asyncio.sleep(max(0.0, clear - asyncio.get_running_loop().time()))
        guests = [
            Visitor(scripted, self.place.doors) for scripted in write_hostile_hour(self.plan.seed)
        ]
        self.visitors += guests
        await asyncio.gather(*(self._visit(guest) for guest in guests))

    async def _visit(self, visitor: Visitor) -> None:
        """Whatever becomes of one customer, the others come too."""
        await asyncio.sleep(visitor.scripted.begins_s)
        try:
            await self.place.receive(visitor)
        except (DuralogueError, httpx.HTTPError, TimeoutError) as error:
            who = f"customer {visitor.scripted.number} ({visitor.scripted.kind})"
            self.findings.append(f"{who} gave up: {error or type(error).__name__}")
        is_hostile = visitor.scripted.kind is Kind.HOSTILE
        for said in visitor.said.values():
            if said.refused is not None and not is_hostile:
                self.findings.append(f"{said.message_id} was refused: {said.refused}")

    async def _settle(self) -> bool:
        """Whether everything accepted was worked off in time."""

        async def is_settled() -> bool | None:
            with suppress(DuralogueError):
                left = await self.place.investigation.unfinished(self.visitors)
                return None if left else True
            return None

        try:
            within_s = _SENT_WITHIN_S if self.place.doors.messenger else _SETTLED_WITHIN_S
            return await eventually(is_settled, within_s=within_s, every_s=0.5)
        except TimeoutError:
            return False


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


def _roomy_tenant(home: Path) -> Path:
    """The example shop with limits that a crowd from one address does not meet."""
    tenant = home / TENANT
    shutil.copytree(ACME, tenant)
    written = (tenant / "tenant.yaml").read_text().splitlines()
    lines = [_LIMITS if line.startswith("limits:") else line for line in written]
    (tenant / "tenant.yaml").write_text("\n".join(lines) + "\n")
    return tenant
